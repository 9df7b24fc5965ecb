"""PostgreSQL behind both walls: our compilers, and sealed settings for row-level security."""

from typing import Any

from django.db.backends.postgresql import base, operations, schema

from minassa.access import seals
from minassa.access.db.guard import COMPILER_MODULE, UpkeepSchema, last_look


class DatabaseOperations(operations.DatabaseOperations):
    """Django's own, with our compilers."""

    compiler_module = COMPILER_MODULE


class DatabaseSchemaEditor(UpkeepSchema, schema.DatabaseSchemaEditor):
    """Django's own; migrations are upkeep."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, telling row-level security what the open door lets through."""

    ops_class = DatabaseOperations
    SchemaEditorClass = DatabaseSchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A new connection with the check on foreign SQL."""
        connection = super().get_new_connection(conn_params)
        if last_look not in self.execute_wrappers:
            self.execute_wrappers.append(last_look)
        return connection

    def forget_statements(self) -> None:
        """Nothing to forget: PostgreSQL applies its policies when a statement runs."""

    def let_through(self, place: str, visible: str, writable: str) -> None:
        """Tell row-level security, sealed and for this transaction only, which labels are visible and writable.

        `place` is what `access.sql.present` read in this transaction. The driver's own cursor runs it, so that Django's
        statement log never holds a seal.
        """
        with self.connection.cursor() as cursor:
            cursor.execute(seals.SET_SEALED, seals.sealed(place, visible, writable))
