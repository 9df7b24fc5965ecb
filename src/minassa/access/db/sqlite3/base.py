"""SQLite behind wall 1: our compilers, and an authorizer that asks whether a door is open and the statement is ours."""

import sqlite3
from typing import Any, Final

from django.db.backends.sqlite3 import base, operations, schema

from minassa.access import walls
from minassa.access.db.guard import COMPILER_MODULE, UpkeepSchema, last_look
from minassa.access.walls import WallError

_TOUCHES: Final = frozenset({sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
_CHANGES: Final = frozenset({sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
_RESHAPES: Final = frozenset(
    {
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
        sqlite3.SQLITE_ALTER_TABLE,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_TEMP_VIEW,
        sqlite3.SQLITE_CREATE_VTABLE,
        sqlite3.SQLITE_DROP_TABLE,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_VIEW,
    }
)


def authorize(action: int, first: str | None, _second: str | None, _database: str | None, within: str | None) -> int:
    """Deny guarded tables to all but our own statements inside a door, and any change of the database's shape.

    Labels are never changed or removed either: a label that opened would open every row under it.

    A write to an unguarded table may read a guarded one outside a door: that is SQLite checking foreign keys, and the
    compiler has seen to it that the statement itself does not. Views and triggers (`within`) never reach a guarded table.
    """
    if walls.is_upkeep():
        return sqlite3.SQLITE_OK
    if action in _RESHAPES or (action in _CHANGES and first == walls.LABEL_TABLE):
        return sqlite3.SQLITE_DENY
    if action in _TOUCHES and first in walls.guarded_tables() and not _is_ours(within):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _is_ours(within: str | None) -> bool:
    kind = walls.statement()
    if kind is None or within is not None:
        return False
    return kind == "write" or walls.current() is not None


class WalledConnection(sqlite3.Connection):
    """A connection whose ways around SQL are shut too: they copy pages and cells without asking the authorizer."""

    def backup(self, *args: Any, **kwargs: Any) -> None:
        """Copy the whole database: upkeep only."""
        _refuse_copy()
        super().backup(*args, **kwargs)

    def serialize(self, *args: Any, **kwargs: Any) -> bytes:
        """Give the whole database as bytes: upkeep only."""
        _refuse_copy()
        return super().serialize(*args, **kwargs)

    def blobopen(self, *args: Any, **kwargs: Any) -> sqlite3.Blob:
        """Open one cell: upkeep only."""
        _refuse_copy()
        return super().blobopen(*args, **kwargs)


def _refuse_copy() -> None:
    if not walls.is_upkeep():
        raise WallError("copying the database goes past the wall")


class DatabaseOperations(operations.DatabaseOperations):
    """Django's own, with our compilers."""

    compiler_module = COMPILER_MODULE


class DatabaseSchemaEditor(UpkeepSchema, schema.DatabaseSchemaEditor):
    """Django's own; migrations are upkeep."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with the authorizer on each connection."""

    ops_class = DatabaseOperations
    SchemaEditorClass = DatabaseSchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A new connection that asks the authorizer."""
        connection: sqlite3.Connection = super().get_new_connection({**conn_params, "factory": WalledConnection})
        connection.set_authorizer(authorize)
        if last_look not in self.execute_wrappers:
            self.execute_wrappers.append(last_look)
        return connection

    def forget_statements(self) -> None:
        """Expire prepared statements: SQLite asks the authorizer when it prepares one, not when it runs it again."""
        if self.connection is not None:
            self.connection.set_authorizer(authorize)

    def let_through(self, place: str, visible: str, writable: str) -> None:
        """Nothing to tell the database: SQLite has no second wall."""
