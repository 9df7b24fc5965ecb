"""A log of its own for each test, and the hands of somebody who owns the database."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from minassa import audit
from minassa.access import walls
from minassa.audit.sql import _POSTGRES_DROP, _POSTGRES_RAISE, drop_guards, raise_guards
from tests import postgres

Statement = tuple[str, list[Any]]
Tamper = Callable[..., None]


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    audit.make_keys(tmp_path)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)
    return tmp_path


@pytest.fixture
def log(transactional_db: None, home: Path) -> None:
    """An empty log whose lines are really committed."""


@pytest.fixture
def tamper(log: None) -> Tamper:
    """Run SQL as the owner of the database would, with the triggers dropped first and raised again afterwards."""
    return _on_sqlite if connection.vendor == "sqlite" else _on_postgresql


def _on_sqlite(*statements: Statement) -> None:
    with walls.upkeep(), connection.cursor() as cursor:
        drop_guards(connection)
        for statement, values in statements:
            cursor.execute(statement, values)
            assert cursor.rowcount, f"nothing was tampered with: {statement}"
        raise_guards(connection)


def _on_postgresql(*statements: Statement) -> None:
    with postgres.superuser() as owner:
        for statement in _POSTGRES_DROP:
            owner.execute(statement.encode())
        for text, values in statements:
            assert owner.execute(text.encode(), values).rowcount, f"nothing was tampered with: {text}"
        for statement in _POSTGRES_RAISE:
            owner.execute(statement.encode())


def write(count: int, *, first: int = 0, agency: UUID | None = None) -> list[UUID]:
    """Append lines that differ; gives their ids."""
    actor = f"user:{uuid4()}"
    return [
        audit.append(
            audit.Line("record.read", "done", actor, agency=agency, subject=f"record:{uuid4()}", details={"n": number})
        )
        for number in range(first, first + count)
    ]
