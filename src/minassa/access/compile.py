"""Wall 1: the compilers through which every ORM statement passes, whatever manager, model or query it came from.

Each guarded table in a statement gets the open door's label condition: the base tables in WHERE, joined tables in ON (so
that a hidden target reads as NULL). Updates and deletes reach writable labels only, and an insert or a new label must be
writable. Outside a door the compilers refuse. The database engines in `access.db` name this module.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, Func, Model
from django.db.models.constants import OnConflict
from django.db.models.expressions import RawSQL
from django.db.models.sql import compiler
from django.db.models.sql.datastructures import BaseTable, Join
from django.db.models.sql.query import Query
from django.db.models.sql.where import AND, ExtraWhere, WhereNode

from minassa.access import walls
from minassa.access.walls import WallError, guarded_tables

LABEL_COLUMN: Final = "label_id"
_PLAIN_COLUMN: Final = re.compile(r'"\w+"\."\w+"', re.ASCII)
_WRITES_SQL: Final = re.compile(r"select|\bfrom\b|\btable\b|;|--|/\*", re.IGNORECASE)


class Passes(Expression):
    """`alias.label_id IN (the labels of the open door)`: read when the statement is compiled, never kept."""

    conditional = True

    def __init__(self, alias: str | None, *, to_write: bool = False) -> None:
        """Take the alias under which the guarded table stands in the statement."""
        super().__init__(output_field=BooleanField())
        self.alias = alias
        self.to_write = to_write

    def as_sql(
        self,
        compiler: compiler.SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django's signature
    ) -> tuple[str, tuple[str | int, ...]]:
        """The condition with its ids as text: a bound parameter each would cost three times as much."""
        one = walls.needed()
        ids = one.writable_text if self.to_write else one.visible_text
        return f'{compiler.quote_name_unless_alias(str(self.alias))}."{LABEL_COLUMN}" IN ({ids})', ()


def _is_let_through() -> bool:
    """Migrations and flushes run outside every door; inside a door the wall stands for them too."""
    return walls.is_upkeep() and walls.current() is None


def _refuse_foreign_sql(node: Any) -> None:
    """Refuse SQL text in an expression, except the plain column that Django's many-to-many prefetch writes."""
    if isinstance(node, RawSQL) and not _PLAIN_COLUMN.fullmatch(node.sql):
        raise WallError("SQL text in a query goes past the wall")
    if isinstance(node, ExtraWhere):
        raise WallError("extra(where=...) goes past the wall")
    if isinstance(node, Func) and _WRITES_SQL.search(_template_of(node)):
        raise WallError("a database function that writes SQL of its own goes past the wall")


def _template_of(node: Func) -> str:
    texts = (node.template, node.function, node.arg_joiner, *node.extra.values())
    return " ".join(one for one in texts if isinstance(one, str))


class Walled(compiler.SQLCompiler):
    """Mixed into all five compilers: no foreign SQL, and a condition on every joined guarded table."""

    statement: walls.Statement = "read"

    def compile(self, node: Any) -> Any:
        """SQL and parameters of one part of the statement, with the wall on guarded joins."""
        if not _is_let_through():
            _refuse_foreign_sql(node)
        sql, params = super().compile(node)
        if isinstance(node, Join) and self._is_guarded(node.table_name):
            more, _none = Passes(node.table_alias).as_sql(self, self.connection)
            if not sql.endswith(")"):
                raise WallError("a join that the wall does not understand")
            return f"{sql[:-1]} AND {more})", params
        return sql, params

    def _is_guarded(self, table: str | None) -> bool:
        return table in guarded_tables() and not _is_let_through()

    def _walled(self, where: Any, conditions: list[Passes]) -> Any:
        if not conditions:
            return where
        parts: list[Any] = [*conditions, *([where] if where is not None else [])]
        return WhereNode(parts, AND)  # the wall first: SQLite evaluates in this order, and an error is an answer too

    def pre_sql_setup(self, *args: Any, **kwargs: Any) -> Any:
        """Put the condition on every active base table: `exclude()` can trim the one that the query began with."""
        if self.query.extra_tables and not _is_let_through():
            raise WallError("extra(tables=...) goes past the wall")
        result = super().pre_sql_setup(*args, **kwargs)
        self.where: Any = self._walled(self.where, self._base_conditions())
        return result

    def _base_conditions(self) -> list[Passes]:
        return [
            Passes(alias)
            for alias, table in self.query.alias_map.items()
            if isinstance(table, BaseTable) and self.query.alias_refcount[alias] and self._is_guarded(table.table_name)
        ]

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        """Run the statement marked as ours, and let no iterator outlive its door."""
        if self.query.explain_info is not None and not walls.is_upkeep():
            raise WallError("the estimates of a query plan count rows that this actor may not see")
        with walls.compiled(self.statement):
            found = super().execute_sql(*args, **kwargs)
        return _while_open(found) if isinstance(found, Iterator) else found


def _while_open(chunks: Iterator[Any]) -> Iterator[Any]:
    """Pass chunks on as long as the same door is open; a streaming response that outlives it stops with an error."""
    began = walls.current()
    while True:
        if walls.current() is not began:
            raise WallError("these rows were read through a door that is closed")
        with walls.compiled("read"):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


class SQLCompiler(Walled):
    """SELECT."""


class SQLAggregateCompiler(Walled, compiler.SQLAggregateCompiler):
    """SELECT of aggregates over an inner query, which has a compiler of its own."""


class SQLInsertCompiler(Walled, compiler.SQLInsertCompiler):
    """INSERT: each row's label must be writable, as a plain integer that no expression can change afterwards."""

    statement: walls.Statement = "write"
    query: Any

    def as_sql(self) -> Any:  # type: ignore[override] # Django's own signature differs here too
        """Check the labels of all rows, then write."""
        meta = self.query.get_meta()
        if self._is_guarded(meta.db_table):
            self._refuse_foreign_labels()
        return super().as_sql()

    def _refuse_foreign_labels(self) -> None:
        if self.query.on_conflict is OnConflict.UPDATE:
            raise WallError("an insert that overwrites could overwrite a row that this actor may not see")
        if not any(field.column == LABEL_COLUMN for field in self.query.fields):
            raise WallError("a guarded row has a label")
        for row in self.query.objs:
            _refuse_label(getattr(row, LABEL_COLUMN))


def _refuse_label(value: object) -> None:
    if type(value) is not int or value not in walls.needed().writable:
        raise WallError("this label is not writable through the open door")


class SQLUpdateCompiler(Walled, compiler.SQLUpdateCompiler):
    """UPDATE: rows with writable labels only, and a new label must be writable too."""

    statement: walls.Statement = "write"
    query: Any

    def as_sql(self) -> Any:  # type: ignore[override] # Django's own signature differs here too
        """Work on a copy of the query, so that compiling twice does not add the wall twice."""
        self.query = self.query.clone()
        if self._is_guarded(self.query.get_meta().db_table):
            for field, _model, value in self.query.values:
                if field.column == LABEL_COLUMN:
                    _refuse_label(value.pk if isinstance(value, Model) else value)
        return super().as_sql()

    def pre_sql_setup(self) -> Any:  # type: ignore[override] # Django's own signature differs here too
        """Add the wall after Django has moved joins into a subquery, which clears the condition."""
        compiler.SQLUpdateCompiler.pre_sql_setup(self)
        table = self.query.base_table
        if table is not None and self._is_guarded(self.query.get_meta().db_table):
            self.query.where = self._walled(self.query.where, [Passes(table, to_write=True)])


class SQLDeleteCompiler(Walled, compiler.SQLDeleteCompiler):
    """DELETE: rows with writable labels only."""

    statement: walls.Statement = "write"

    def _as_sql(self, query: Query) -> Any:
        if not self._is_guarded(query.get_meta().db_table) or query.base_table is None:
            return super()._as_sql(query)  # type: ignore[misc] # Django has it, its stubs do not
        walled = query.clone()
        walled.where = self._walled(walled.where, [Passes(query.base_table, to_write=True)])
        return super()._as_sql(walled)  # type: ignore[misc] # the same
