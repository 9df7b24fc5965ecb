"""What all tests share. `pytest` runs on SQLite; `python -m tests.postgres` runs the tests marked `store` on PostgreSQL."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as examples

from minassa.access import walls
from tests.both import LEFT_TO_POSTGRESQL
from tests.migrated import lay_database

# No test is timed: a busy machine is no fault. `pytest --hypothesis-profile=deep` tries ten times as many examples.
examples.register_profile("minassa", deadline=None, max_examples=50)
examples.register_profile("deep", deadline=None, max_examples=500)
examples.load_profile("minassa")

# Django, numpy and the tests are a million objects that stay: looking through them again and again is a fifth of the time.
gc.set_threshold(100_000, 50, 50)
_DOORS = ("web", "api")
"""Tests of pages and of the API run on SQLite: they only translate to services, whose own tests run on both engines. Those
marked `both_engines`, which walk through all pages and operations, run on PostgreSQL too."""
_UPPER_ROOMS = (
    "briefings",
    "cases",
    "check",
    "liaison",
    "meetings",
    "payments",
    "programmes",
    "safeguards",
    "screening",
    "suspicions",
    "threats",
    "transactions",
    "watch",
)
"""Rooms whose services are the same words to both engines: what differs lies in the rooms below. Where a run on PostgreSQL stands
beside (`tests.both` says so), it has the tests of their services, and pages and API, on SQLite, go through the same services."""
_STORE_FIXTURES = {"db", "transactional_db", "django_db_setup", "django_db_reset_sequences"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever needs a database is a store test; what the run on PostgreSQL has is not asked twice."""
    left = [item for item in items if is_left_to_postgresql(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not is_left_to_postgresql(item)]
    for item in items:
        if is_of_a_door(item):
            item.add_marker(pytest.mark.door)
        wants = set(getattr(item, "fixturenames", ()))
        if on_postgresql() and item.get_closest_marker("door") and not item.get_closest_marker("both_engines"):
            continue
        if item.get_closest_marker("django_db") or wants & _STORE_FIXTURES:
            item.add_marker(pytest.mark.store)
        if item.get_closest_marker("postgres") and not on_postgresql():
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: run `python -m tests.postgres`"))
        if item.get_closest_marker("sqlite") and on_postgresql():
            item.add_marker(pytest.mark.skip(reason="is about SQLite"))


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def is_of_a_door(item: pytest.Item) -> bool:
    return _room(item) in _DOORS


def is_left_to_postgresql(item: pytest.Item) -> bool:
    is_beside = bool(os.environ.get(LEFT_TO_POSTGRESQL)) and not on_postgresql()
    return is_beside and _room(item) in _UPPER_ROOMS and not item.get_closest_marker("sqlite")


def _room(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


def on_postgresql() -> bool:
    return bool(settings.MINASSA.database.engine == "postgresql")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Nothing to change: `tests.settings` names the test database."""


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """A migrated database: on SQLite a copy; on PostgreSQL `tests.postgres` made it as the owner role."""
    from minassa import audit  # noqa: PLC0415 - Django must be set up first
    from minassa.desk import make_attachment_key  # noqa: PLC0415 - the same

    audit.make_keys(settings.MINASSA.home)
    make_attachment_key(settings.MINASSA.home)
    if not on_postgresql():
        with django_db_blocker.unblock():
            connection.close()
            named = Path(connection.settings_dict["TEST"]["NAME"])
            lay_database(named, "plants")
            connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = str(named)
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(autouse=True)
def fresh_labels(request: pytest.FixtureRequest) -> None:
    """What this process knows of labels belongs to the test before."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        from minassa.access.labels import forget_labels  # noqa: PLC0415 - the models must be loaded first

        forget_labels()


_STAYS = {"django_migrations", "access_wallkey", "django_content_type", "auth_permission"}
"""Tables that migrations filled."""


def _flush_sqlite(_self: TransactionTestCase) -> None:
    """Empty the tables that have rows, as an administrator of the database would: the log's triggers and the walls stand aside."""
    from minassa.audit.sql import drop_guards, raise_guards  # noqa: PLC0415 - the models must be loaded first

    with walls.upkeep(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        drop_guards(connection)
        try:
            names = set(connection.introspection.table_names(cursor)) - _STAYS
            filled = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM \"{one}\")" for one in names)
            for (name,) in cursor.execute(filled).fetchall():
                cursor.execute(f'DELETE FROM "{name}"')
        finally:
            raise_guards(connection)


def _flush_postgresql(_self: TransactionTestCase) -> None:
    from tests.postgres import empty_all_tables  # noqa: PLC0415 - PostgreSQL only

    connection.close()
    empty_all_tables(_STAYS)


setattr(TransactionTestCase, "_fixture_teardown", _flush_postgresql if on_postgresql() else _flush_sqlite)  # noqa: B010 - Django's private name


@pytest.fixture
def upkeep() -> Iterator[None]:
    """Both walls' upkeep for a whole test: for tamperers and migrations."""
    with walls.upkeep():
        yield
