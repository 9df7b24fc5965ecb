"""Attacks that bring SQL of their own: cursors, raw queries, expressions, compilers that are not ours."""

import contextlib
from typing import Any, Final

from django.db import connection, connections, models
from django.db.models import F, Func, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.db.models.query import RawQuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler as StockCompiler

from tests.access.attacks.scene import Attack, Scene
from tests.plants.models import Leaf, Plant, Signpost

STEAL: Final = "SELECT name FROM plants_plant ORDER BY height DESC LIMIT 1"


def run(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def drive(sql: str) -> Any:
    """Past Django, with the driver's own cursor."""
    connection.ensure_connection()
    cursor: Any = connection.connection.cursor()
    with contextlib.closing(cursor):
        cursor.execute(sql)
        return cursor.fetchall()


class StockQuery(Query):
    """A query that chooses Django's own compiler."""

    def get_compiler(self, using: Any = None, connection: Any = None, elide_empty: bool = True) -> Any:  # noqa: FBT002 - Django's signature
        return StockCompiler(self, connection or connections[using], using, elide_empty)


def stock_rows() -> QuerySet[Any]:
    return QuerySet(Plant, query=StockQuery(Plant)).order_by("-height")


class Smuggler(Func):
    """A function that writes what it likes."""

    output_field = models.TextField()

    def as_sql(self, *_args: Any, **_more: Any) -> Any:
        return f"({STEAL})", ()


class QuotedSmuggler(Smuggler):
    def as_sql(self, *_args: Any, **_more: Any) -> Any:
        return '(SELECT U0."name" FROM "plants_plant" U0 ORDER BY U0."height" DESC LIMIT 1)', ()


class SmugglingField(models.TextField[str, str]):
    def db_type(self, connection: Any) -> str:
        return f"text || ({STEAL})" if connection.vendor == "postgresql" else f"text) || ({STEAL}"

    def cast_db_type(self, connection: Any) -> str:
        return self.db_type(connection)


def template_func() -> Func:
    return Func(template=f"({STEAL})", output_field=models.TextField())


def annotated(expression: Any) -> Any:
    return list(Signpost.objects.annotate(stolen=expression).values_list("stolen", flat=True))


def compiled_by_hand(_scene: Scene) -> Any:
    return list(StockCompiler(Plant._base_manager.order_by("-height").query, connection, "default").execute_sql())


def many_times(_scene: Scene) -> Any:
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE plants_plant SET name = %s || name", [("stolen ",)])
    return QuerySet(Plant).filter(name__startswith="stolen EXERCISE-C").exists()


def extra_select(_scene: Scene) -> Any:
    return [row.stolen for row in Signpost.objects.extra(select={"stolen": f"({STEAL})"})]


def extra_where(_scene: Scene) -> Any:
    return Signpost.objects.extra(where=[f"({STEAL}) LIKE 'EXERCISE-CANARY%%'"]).exists()


def extra_tables(_scene: Scene) -> Any:
    return list(
        Signpost.objects.extra(tables=["plants_plant"], select={"stolen": "plants_plant.name"}).values("stolen")
    )


def extra_order(_scene: Scene) -> Any:
    return list(Signpost.objects.extra(select={"stolen": f"({STEAL})"}, order_by=["stolen"]).values("stolen"))


def copied_out(_scene: Scene) -> Any:
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy("COPY (SELECT name FROM plants_plant) TO STDOUT") as rows,
    ):
        return b"".join(bytes(block) for block in rows)


def explained(_scene: Scene) -> Any:
    """The estimates, or the plan itself, tell of rows: the attack counts as biting when it is answered at all."""
    return bool(QuerySet(Plant).explain())


ATTACKS: Final[dict[str, Attack]] = {
    "cursor": lambda _s: run(STEAL),
    "cursor_upper_case": lambda _s: run(STEAL.upper()),
    "cursor_quoted": lambda _s: run('SELECT name FROM "plants_plant"'),
    "cursor_with_comment": lambda _s: run("SELECT name FROM/**/plants_plant"),
    "cursor_with_schema": lambda _s: run(
        f"SELECT name FROM {'public' if connection.vendor == 'postgresql' else 'main'}.plants_plant"
    ),
    "cursor_join": lambda _s: run("SELECT p.name FROM plants_leaf l JOIN plants_plant p ON p.id = l.plant_id"),
    "cursor_count": lambda _s: run("SELECT count(*) FROM plants_plant")[0][0] > 1,
    "cursor_cte": lambda _s: run(f"WITH w AS ({STEAL}) SELECT * FROM w"),
    "cursor_union": lambda _s: run("SELECT text FROM plants_signpost UNION SELECT name FROM plants_plant"),
    "cursor_returning": lambda _s: run("UPDATE plants_plant SET height = height RETURNING name"),
    "executemany": many_times,
    "driver_cursor": lambda _s: drive(STEAL),
    "driver_cursor_update": lambda _s: drive("UPDATE plants_plant SET height = height RETURNING name"),
    "driver_cursor_delete": lambda _s: drive(
        "DELETE FROM plants_leaf WHERE colour LIKE 'EXERCISE-CANARY%' RETURNING colour"
    ),
    "raw_of_plain_manager": lambda _s: [row.name for row in Plant._base_manager.raw("SELECT * FROM plants_plant")],
    "raw_queryset": lambda _s: [row.name for row in RawQuerySet("SELECT * FROM plants_plant", model=Plant)],
    "raw_of_open_model": lambda _s: [
        row.text for row in Signpost.objects.raw("SELECT 1 AS id, name AS text FROM plants_plant")
    ],
    "raw_sql_annotation": lambda _s: annotated(RawSQL(STEAL, ())),
    "raw_sql_column": lambda _s: annotated(RawSQL("(SELECT max(name) FROM plants_plant WHERE height > %s)", (2,))),
    "raw_sql_filter": lambda _s: (
        Signpost.objects.filter(id__in=RawSQL("SELECT 1 FROM plants_plant WHERE height > 700", ())).exists()
        or Signpost.objects.filter(id__gt=RawSQL("SELECT 0 FROM plants_plant WHERE height > 700", ())).exists()
    ),
    "raw_sql_order": lambda _s: list(
        Signpost.objects.order_by(RawSQL(STEAL, ())).annotate(s=RawSQL(STEAL, ())).values_list("s")
    ),
    "extra_select": extra_select,
    "extra_where": extra_where,
    "extra_tables": extra_tables,
    "extra_order": extra_order,
    "func_template": lambda _s: annotated(template_func()),
    "func_name": lambda _s: annotated(
        Func(
            function=f"coalesce(({STEAL}), 'x') || lower", template="%(function)s('x')", output_field=models.TextField()
        )
    ),
    "func_extra": lambda _s: annotated(
        Func(template="%(stolen)s", stolen=f"({STEAL})", output_field=models.TextField())
    ),
    "func_as_sql": lambda _s: annotated(Smuggler()),
    "func_as_sql_quoted": lambda _s: annotated(QuotedSmuggler()),
    "func_as_sql_in_guarded_query": lambda _s: list(
        QuerySet(Leaf).annotate(stolen=QuotedSmuggler()).values_list("stolen", flat=True)
    ),
    "func_as_sql_in_update": lambda _s: (
        Signpost.objects.update(text=Smuggler()),
        list(Signpost.objects.values_list("text", flat=True)),
    ),
    "func_as_sql_in_insert": lambda _s: (
        Signpost.objects.create(text=Smuggler()),
        list(Signpost.objects.values_list("text", flat=True)),
    ),
    "cast_type": lambda _s: annotated(Cast(Value("x"), SmugglingField())),
    "stock_query": lambda _s: [row.name for row in stock_rows()],
    "stock_compiler": compiled_by_hand,
    "stock_subquery": lambda _s: annotated(Subquery(stock_rows().values("name")[:1])),
    "stock_subquery_in_filter": lambda _s: (
        QuerySet(Leaf).filter(plant__in=stock_rows().filter(height=777).values("id")).exists()
    ),
    "stock_aggregate": lambda _s: stock_rows().filter(height=777).count() > 0,
    "explain": explained,
    "self_join_by_hand": lambda _s: annotated(Subquery(stock_rows().filter(height=F("height")).values("name")[:1])),
}

SQLITE: Final[dict[str, Attack]] = {
    "brackets": lambda _s: drive("SELECT name FROM [plants_plant]"),
    "backticks": lambda _s: drive("SELECT name FROM `plants_plant`"),
    "string_as_table": lambda _s: drive("SELECT name FROM 'plants_plant'"),
    "table_valued_pragma": lambda _s: (
        drive("CREATE TEMP VIEW w AS SELECT name FROM plants_plant"),
        drive("SELECT * FROM w"),
    ),
    "temp_table": lambda _s: (
        drive("CREATE TEMP TABLE copied AS SELECT name FROM plants_plant"),
        drive("SELECT * FROM copied"),
    ),
    "serialize": lambda _s: connection.connection.serialize(),
    "iterdump": lambda _s: list(connection.connection.iterdump()),
    "blob": lambda _s: connection.connection.blobopen(
        "plants_plant", "name", drive("SELECT rowid FROM plants_plant WHERE height = 777")[0][0]
    ).read(),
    "blob_by_guess": lambda _s: [
        connection.connection.blobopen("plants_plant", "name", number).read() for number in (1, 2)
    ],
    "trigger": lambda _s: (
        drive(
            "CREATE TEMP TRIGGER t AFTER UPDATE ON main.plants_signpost BEGIN"
            " UPDATE plants_plant SET name = 'stolen'; END"
        ),
        Signpost.objects.update(text="x"),
        QuerySet(Plant).filter(name="stolen", height=777).exists(),
    )[-1],
}

POSTGRESQL: Final[dict[str, Attack]] = {
    "unicode_name": lambda _s: drive('SELECT name FROM U&"\\0070lants_plant"'),
    "unicode_name_by_django": lambda _s: run('SELECT name FROM U&"\\0070lants_plant"'),
    "table_command": lambda _s: drive("TABLE plants_plant"),
    "dynamic": lambda _s: drive("SELECT query_to_xml('SELECT name FROM plants' || '_plant', true, false, '')::text"),
    "dynamic_table": lambda _s: drive("SELECT table_to_xml('plants_plant', true, false, '')::text"),
    "declared_cursor": lambda _s: (
        connection.connection.execute("DECLARE w CURSOR FOR SELECT name FROM plants_plant"),
        drive("FETCH ALL FROM w"),
    ),
    "prepared": lambda _s: (
        connection.connection.execute("DEALLOCATE ALL; PREPARE w AS SELECT name FROM plants_plant"),
        drive("EXECUTE w"),
    ),
    "copied": copied_out,
    "temp_table": lambda _s: (
        connection.connection.execute("CREATE TEMP TABLE w AS SELECT name FROM plants_plant"),
        drive("SELECT * FROM w"),
    ),
    "temp_view": lambda _s: (
        connection.connection.execute("CREATE TEMP VIEW w AS SELECT name FROM plants_plant"),
        drive("SELECT * FROM w"),
    ),
    "leaky_function": lambda _s: (
        connection.connection.execute(
            "CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS"
            " $$ BEGIN IF $1 LIKE '%CANARY%' THEN RAISE EXCEPTION 'seen: %', $1; END IF; RETURN true; END $$"
        ),
        drive("SELECT count(*) FROM plants_plant WHERE pg_temp.leak(name)"),
    ),
    "error_oracle": lambda _s: drive("SELECT 1 / (height - 777) FROM plants_plant"),
}
