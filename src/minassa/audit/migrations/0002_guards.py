from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from minassa.audit.sql import drop_guards, grant, raise_guards


def _raise(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    raise_guards(schema_editor.connection)
    grant(schema_editor.connection, settings.MINASSA.database.user)


def _drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drop_guards(schema_editor.connection)


class Migration(migrations.Migration):
    """The log is append-only in the database itself: triggers on both engines, and no more rights than needed."""

    dependencies = [("audit", "0001_lines")]
    operations = [migrations.RunPython(_raise, _drop)]
