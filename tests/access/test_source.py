"""Rules about our own source that the walls rely on, held by reading it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.source import SOURCE, modules, nodes_of

# What goes past the walls or writes SQL, and who may. A path that ends with "/" is a folder.
KEPT_FOR: dict[str, tuple[str, ...]] = {
    "upkeep": ("access/walls.py", "access/db/"),
    "compiled": ("access/walls.py", "access/compile.py", "access/sql.py", "access/newest_first.py", "access/bulk.py"),
    "opened_as": ("access/walls.py", "access/doorway.py"),
    "replace_current": ("access/walls.py", "access/doorway.py"),
    "let_through": ("access/db/", "access/doorway.py"),
    "schema_editor": ("access/migrations_support.py",),
    "RawSQL": ("access/compile.py",),
    "ExtraWhere": ("access/compile.py",),
    "extra_where": (),
    ".raw()": (),
    ".extra()": (),
    "execute_wrappers": ("access/db/",),
    "set_authorizer": ("access/db/",),
}
SQL_FILES = (
    "access/sql.py",
    "access/newest_first.py",
    "access/bulk.py",
    "access/wall_two.py",
    "access/seals.py",
    "access/db/",
)


def files() -> list[Path]:
    return [one for one in modules() if "migrations" not in one.parts]


@cache
def names_in(path: Path) -> tuple[tuple[str, int], ...]:
    return tuple(_names_in(path))


def _names_in(path: Path) -> Iterator[tuple[str, int]]:
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f".{node.func.attr}()", node.lineno
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                yield one.name, node.lineno


def is_within(path: Path, allowed: tuple[str, ...]) -> bool:
    place = path.relative_to(SOURCE).as_posix()
    return any(place == one or (one.endswith("/") and place.startswith(one)) for one in allowed)


@pytest.mark.parametrize("name", KEPT_FOR)
def test_only_the_walls_open_the_walls(name: str) -> None:
    used = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in files()
        if not is_within(path, KEPT_FOR[name])
        for found, line in names_in(path)
        if found == name
    ]
    assert used == []


def test_raw_sql_stands_only_where_it_may() -> None:
    """In `access`, in migrations, in a room's `sql.py`: whatever else runs a cursor is listed by the test's failure."""
    used = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in files()
        if path.name != "sql.py" and not is_within(path, SQL_FILES)
        for found, line in names_in(path)
        if found in {".cursor()", ".executemany()"}
    ]
    assert used == []


def test_no_expression_writes_sql_of_its_own() -> None:
    """A class with `as_sql` outside the walls' compiler could carry SQL past wall 1."""
    used = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in files()
        if not is_within(path, ("access/compile.py",))
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef) and node.name in {"as_sql", "as_sqlite", "as_postgresql"}
    ]
    assert used == []
