"""Wall 2 on PostgreSQL: forced row-level security that believes sealed settings only. The owner role runs this SQL.

See `access.seals` for the app's side. On SQLite everything here does nothing.
"""

from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from minassa.access.seals import PLACE, wall_key

WALL_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION wall_labels(setting text) RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $wall$
DECLARE
    ids text := nullif(current_setting('minassa.' || setting, true), '');
    given text := current_setting('minassa.' || setting || '_seal', true);
    key bytea;
    expected text;
BEGIN
    IF ids IS NULL THEN
        RETURN '{}'::integer[];
    END IF;
    SELECT kept.key INTO STRICT key FROM public.access_wallkey kept WHERE kept.id = 1;
    expected := encode(sha256(key || sha256(
        key || convert_to(setting || ':' || @here@ || ':' || ids, 'UTF8'))), 'hex');
    IF given IS DISTINCT FROM expected THEN
        RAISE EXCEPTION 'the list of labels is not sealed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN ids::integer[];
END
$wall$;
REVOKE ALL ON TABLE public.access_wallkey FROM PUBLIC;
""".replace("@here@", PLACE)

_DROP_FUNCTION: Final = "DROP FUNCTION IF EXISTS wall_labels(text)"

_POLICIES: Final = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_select ON {table} FOR SELECT
    USING (label_id IN (SELECT unnest(wall_labels('labels'))));
CREATE POLICY wall_insert ON {table} FOR INSERT
    WITH CHECK (label_id IN (SELECT unnest(wall_labels('writable'))));
CREATE POLICY wall_update ON {table} FOR UPDATE
    USING (label_id IN (SELECT unnest(wall_labels('writable'))))
    WITH CHECK (label_id IN (SELECT unnest(wall_labels('writable'))));
CREATE POLICY wall_delete ON {table} FOR DELETE
    USING (label_id IN (SELECT unnest(wall_labels('writable'))));
"""

_NO_POLICIES: Final = """
DROP POLICY IF EXISTS wall_select ON {table};
DROP POLICY IF EXISTS wall_insert ON {table};
DROP POLICY IF EXISTS wall_update ON {table};
DROP POLICY IF EXISTS wall_delete ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""

_STORE_KEY: Final = (
    "INSERT INTO access_wallkey (id, key) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET key = excluded.key"
)

# A label is added, and never changed: one that opened would open every row under it.
_LABELS_STAY: Final = (
    "REVOKE ALL ON TABLE public.access_label FROM {role}",
    "GRANT SELECT, INSERT ON TABLE public.access_label TO {role}",
)

# What has a list of rights already (the audit log's tables, the key) keeps it; what is new is opened to the app's role.
_UNGRANTED: Final = (
    "SELECT relkind::text, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " AND relkind IN ('r', 'p', 'S', 'v') AND relacl IS NULL"
)


def is_postgresql(connection: BaseDatabaseWrapper) -> bool:
    """Whether this connection has a second wall."""
    return connection.vendor == "postgresql"


def raise_wall(connection: BaseDatabaseWrapper, table: str) -> None:
    """Put a guarded table behind row-level security."""
    _run(connection, _POLICIES.format(table=connection.ops.quote_name(table)))


def drop_wall(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take row-level security off again (a migration backwards)."""
    _run(connection, _NO_POLICIES.format(table=connection.ops.quote_name(table)))


def make_function(connection: BaseDatabaseWrapper) -> None:
    """Make the function that the policies ask, and keep everybody but the owner from the key."""
    _run(connection, WALL_FUNCTION)


def drop_function(connection: BaseDatabaseWrapper) -> None:
    """Drop the function (a migration backwards)."""
    _run(connection, _DROP_FUNCTION)


def _run(connection: BaseDatabaseWrapper, sql: str) -> None:
    if is_postgresql(connection):
        with connection.connection.cursor() as cursor:
            cursor.execute(sql)


def after_migrations(*, using: str, **_signal: Any) -> None:  # noqa: ANN401 - the sender's other arguments
    """Renew the function, store the seals' key, and open new tables to the app's role. The owner role runs migrations, so this is the owner."""
    connection = connections[using]
    if not is_postgresql(connection):
        return
    make_function(connection)
    role = settings.MINASSA.database.user
    with connection.cursor() as wrapped:
        cursor = wrapped.cursor
        cursor.execute(_STORE_KEY, [wall_key()])
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone():
            _open_to(cursor, connection.ops.quote_name(role))


def _open_to(cursor: Any, role: str) -> None:  # noqa: ANN401 - psycopg's cursor, whose classes differ by settings
    for once in _LABELS_STAY:
        cursor.execute(once.format(role=role))
    cursor.execute(_UNGRANTED)
    for kind, name in cursor.fetchall():
        rights = "USAGE, SELECT" if kind == "S" else "SELECT, INSERT, UPDATE, DELETE"
        thing = "SEQUENCE" if kind == "S" else "TABLE"
        cursor.execute(f'GRANT {rights} ON {thing} public."{name}" TO {role}')
