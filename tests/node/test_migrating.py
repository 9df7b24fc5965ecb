"""Tables as migrations leave them, though few models are made anew on the way."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from minassa.node.migrating import few_made_anew


def key() -> tuple[str, Any]:
    return "id", models.AutoField(primary_key=True)


def to(name: str) -> Any:
    return models.ForeignKey(f"planted.{name}", models.CASCADE)


def outdated(state: ProjectState) -> list[str]:
    """Relations that lead to a class that is not the one of its name any more."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in state.apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and isinstance(field.related_model, type)
        if field.related_model is not state.apps.get_model(field.related_model._meta.label)
    ]


def test_who_holds_a_changed_class_is_made_anew_and_nobody_else() -> None:
    state = ProjectState()
    assert not state.apps.get_models()
    operations = (
        CreateModel("Agency", [key()]),
        CreateModel("Person", [key(), ("agency", to("Agency"))]),
        CreateModel("Record", [key(), ("by", to("Person")), ("readers", models.ManyToManyField("planted.Agency"))]),
        CreateModel("Chief", [("rank", models.IntegerField())], bases=("planted.Person",)),
        CreateModel("Beside", [key(), ("agency", to("Agency"))]),
    )
    with few_made_anew():
        for one in operations:
            one.state_forwards("planted", state)
        before = {model.__name__: model for model in state.apps.get_models(include_auto_created=True)}
        AddField("Person", "name", models.TextField(default="")).state_forwards("planted", state)
        AddIndex("Person", models.Index(fields=["name"], name="by_name")).state_forwards("planted", state)
    after = {model.__name__: model for model in state.apps.get_models(include_auto_created=True)}
    assert {name for name in before if after[name] is not before[name]} == {
        "Chief", "Person", "Record", "Record_readers",
    }  # fmt: skip
    assert issubclass(after["Chief"], after["Person"])
    assert outdated(state) == []


def test_no_migration_leaves_an_outdated_class_behind() -> None:
    loader = MigrationLoader(None)
    state = ProjectState(real_apps=loader.unmigrated_apps)
    assert not outdated(state)
    with few_made_anew():
        for node in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
            state = loader.graph.nodes[node].mutate_state(state, preserve=False)
    assert len(state.apps.get_models()) > 150
    assert outdated(state) == []


def shapes(of: sqlite3.Cursor) -> dict[str, Any]:
    """Of each table of a model: columns, what they point to, and indexes with their words; whatever their order."""
    words = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL AND tbl_name = ?"
    found: dict[str, Any] = {}
    for table in {model._meta.db_table for model in apps.get_models(include_auto_created=True)}:
        columns = sorted(one[1:] for one in of.execute("SELECT * FROM pragma_table_xinfo(?)", [table]).fetchall())
        links = sorted(one[2:] for one in of.execute("SELECT * FROM pragma_foreign_key_list(?)", [table]).fetchall())
        found[table] = (columns, links, sorted(of.execute(words, [table]).fetchall()))
    return found


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_migrated_tables_are_those_of_the_models() -> None:
    editor = connection.schema_editor(collect_sql=True, atomic=False)
    editor.deferred_sql = []
    for model in apps.get_models():
        editor.create_model(model)
    with closing(sqlite3.connect(":memory:")) as anew:
        anew.executescript("\n".join(map(str, [*editor.collected_sql, *(f"{one};" for one in editor.deferred_sql)])))
        wanted = shapes(anew.cursor())
    connection.ensure_connection()
    assert len(wanted) > 150
    assert shapes(connection.connection.cursor(factory=sqlite3.Cursor)) == wanted
