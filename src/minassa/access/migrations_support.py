"""Migration operations for guarded tables. Every migration that creates a guarded model ends with `GuardTable`."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from minassa.access import wall_two


class GuardTable(Operation):
    """Put a table with a `label_id` behind wall 2 (row-level security on PostgreSQL; nothing to do on SQLite)."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, table: str) -> None:
        """Take the table's name in the database, such as "records_record"."""
        self.table = table

    def deconstruct(self) -> Any:
        """What the migration's file says."""
        return (type(self).__name__, [self.table], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def database_forwards(
        self,
        app_label: str,  # noqa: ARG002 - Django's signature
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - Django's signature
        to_state: ProjectState,  # noqa: ARG002 - Django's signature
    ) -> None:
        """Raise the wall."""
        wall_two.raise_wall(schema_editor.connection, self.table)

    def database_backwards(
        self,
        app_label: str,  # noqa: ARG002 - Django's signature
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - Django's signature
        to_state: ProjectState,  # noqa: ARG002 - Django's signature
    ) -> None:
        """Take the wall down."""
        wall_two.drop_wall(schema_editor.connection, self.table)

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"Put {self.table} behind row-level security"


class WallFunction(Operation):
    """Make the database function that the policies of guarded tables ask."""

    reversible = True
    reduces_to_sql = False

    def deconstruct(self) -> Any:
        """What the migration's file says."""
        return (type(self).__name__, [], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def database_forwards(
        self,
        app_label: str,  # noqa: ARG002 - Django's signature
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - Django's signature
        to_state: ProjectState,  # noqa: ARG002 - Django's signature
    ) -> None:
        """Make it."""
        wall_two.make_function(schema_editor.connection)

    def database_backwards(
        self,
        app_label: str,  # noqa: ARG002 - Django's signature
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - Django's signature
        to_state: ProjectState,  # noqa: ARG002 - Django's signature
    ) -> None:
        """Drop it."""
        wall_two.drop_function(schema_editor.connection)

    def describe(self) -> str:
        """What `migrate` prints."""
        return "Make the function that row-level security asks"
