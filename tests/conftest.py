"""What all tests share. `pytest` runs on SQLite; `python -m tests.postgres` runs the tests marked `store` on PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from minassa.access import walls

_STORE_FIXTURES = {"db", "transactional_db", "django_db_setup", "django_db_reset_sequences"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a database is a store test."""
    for item in items:
        wants = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or wants & _STORE_FIXTURES:
            item.add_marker(pytest.mark.store)
        if item.get_closest_marker("postgres") and not on_postgresql():
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: run `python -m tests.postgres`"))
        if item.get_closest_marker("sqlite") and on_postgresql():
            item.add_marker(pytest.mark.skip(reason="is about SQLite"))


def on_postgresql() -> bool:
    return bool(settings.MINASSA.database.engine == "postgresql")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Nothing to change: `tests.settings` names the test database."""


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """A migrated database: Django's own making on SQLite; on PostgreSQL `tests.postgres` made it as the owner role."""
    from minassa import audit  # noqa: PLC0415 - Django must be set up first

    audit.make_keys(settings.MINASSA.home)
    if on_postgresql():
        yield
        return
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415 - SQLite only

    with django_db_blocker.unblock(), walls.upkeep():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock(), walls.upkeep():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def fresh_labels(request: pytest.FixtureRequest) -> None:
    """What this process knows of labels belongs to the test before."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        from minassa.access.labels import forget_labels  # noqa: PLC0415 - the models must be loaded first

        forget_labels()


@contextmanager
def _everything_open() -> Iterator[None]:
    """Empty tables as an administrator of the database would: the log's triggers and the walls stand aside."""
    from minassa.audit.sql import drop_guards, raise_guards  # noqa: PLC0415 - the models must be loaded first

    with walls.upkeep():
        drop_guards(connection)
        try:
            yield
        finally:
            raise_guards(connection)


def _flush_sqlite(self: TransactionTestCase) -> None:
    with _everything_open():
        _stock_teardown(self)


def _flush_postgresql(_self: TransactionTestCase) -> None:
    from tests.postgres import empty_all_tables  # noqa: PLC0415 - PostgreSQL only

    connection.close()
    empty_all_tables()


_teardown = "_fixture_teardown"
_stock_teardown: Callable[[TransactionTestCase], None] = getattr(TransactionTestCase, _teardown)
setattr(TransactionTestCase, _teardown, _flush_postgresql if on_postgresql() else _flush_sqlite)


@pytest.fixture
def upkeep() -> Iterator[None]:
    """Both walls' upkeep for a whole test: for tamperers and migrations."""
    with walls.upkeep():
        yield
