"""Areas of incidents; and numbers by which filters over all incidents go, also for what is there already. The clock looks the areas up."""

import uuid

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_MASK = 2**63 - 1
_TABLES = ("threats_incident", "threats_report", "threats_reportactor")
_NUMBER = {
    "sqlite": "minassa_number({id})",
    "postgresql": f"((('x' || right(replace({{id}}::text, '-', ''), 16))::bit(64)::bigint) & {_MASK})",
}
_NEW_ID = {"sqlite": "minassa_new_id()", "postgresql": "gen_random_uuid()"}
_MOST = "coalesce(CASE WHEN coalesce(deaths_high, -1) > coalesce(deaths_best, -1) THEN deaths_high ELSE deaths_best END, -1)"


def number_all(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give incidents their numbers, actors what their reports tell, and each report a row without an actor."""
    engine, number = editor.connection.vendor, _NUMBER[editor.connection.vendor]
    laid_to = number.format(id="coalesce(incident_id, id)")
    told = f"SELECT source, {_MOST}, {laid_to} FROM threats_report told WHERE told.id = threats_reportactor.report_id"  # noqa: S608 - this file's own words
    rows = f"SELECT {_NEW_ID[engine]}, label_id, id, '', source, {_MOST}, {laid_to} FROM threats_report"  # noqa: S608 - the same
    statements = [
        f"UPDATE threats_incident SET number = {number.format(id='id')}",  # noqa: S608 - the same
        f"UPDATE threats_reportactor SET (source, most, laid_to) = ({told})",  # noqa: S608 - the same
        f"INSERT INTO threats_reportactor (id, label_id, report_id, key, source, most, laid_to) {rows}",
    ]
    if engine == "sqlite":
        editor.connection.ensure_connection()
        raw = editor.connection.connection
        raw.create_function("minassa_number", 1, lambda text: int(text[-16:], 16) & _MASK, deterministic=True)
        raw.create_function("minassa_new_id", 0, lambda: uuid.uuid4().hex)
    else:
        # The walls hold for the tables' owner too, but for as long as it changes the tables themselves.
        opened = [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _TABLES]
        shut = [f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in _TABLES]
        statements = [*opened, *statements, "SET CONSTRAINTS ALL IMMEDIATE", *shut]
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_closed_communities"),
        ("records", "0008_diagrams"),
        ("threats", "0004_groups"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="incident",
            name="incident_cells",
        ),
        migrations.RemoveIndex(
            model_name="reportactor",
            name="report_actor",
        ),
        migrations.AddField(
            model_name="incident",
            name="area",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="incident",
            name="number",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="incident",
            name="placed_by",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reportactor",
            name="laid_to",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reportactor",
            name="most",
            field=models.IntegerField(default=-1),
        ),
        migrations.AddField(
            model_name="reportactor",
            name="source",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name="reportactor",
            name="key",
            field=models.CharField(blank=True, max_length=250),
        ),
        migrations.RunPython(number_all, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["area", "label", "-at", "-id"], name="incident_newest_of_area"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["placed_by", "label"], name="incident_placed"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["label", "cell", "start", "country", "kind", "number"], name="incident_cells"),
        ),
        migrations.AddIndex(
            model_name="reportactor",
            index=models.Index(fields=["key", "label", "source", "laid_to", "most"], name="report_told"),
        ),
    ]
