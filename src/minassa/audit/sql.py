"""The log's raw SQL: the triggers that forbid changes, the grants of the app's role, and the lock of sealing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

# Written once. table -> the columns whose value may stand there only once.
KEPT: Final = {
    "audit_line": ("id",),
    "audit_place": ("position", "line"),
    "audit_subtree": ("id", "height"),
    "audit_checkpoint": ("size",),
}
_SEALING_LOCK: Final = 0x6D696E617373_61
_BEGIN: Final = {
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}
_REFUSAL: Final = "the audit log is never changed"


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers: no UPDATE, DELETE, TRUNCATE or REPLACE on what is kept; each new line waits for its place."""
    _run(connection, _SQLITE_RAISE if connection.vendor == "sqlite" else _POSTGRES_RAISE)


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for migrations backwards, the flush of test databases, and the attacks in tests."""
    _run(connection, _SQLITE_DROP if connection.vendor == "sqlite" else _POSTGRES_DROP)


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the app's role no more than it needs (PostgreSQL): it reads and adds, and deletes only from the waiting list."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone() is None:
            return
        quoted = connection.ops.quote_name(role)
        for table in (*KEPT, "audit_waiting"):
            rights = "SELECT, INSERT, DELETE" if table == "audit_waiting" else "SELECT, INSERT"
            cursor.execute(f"REVOKE ALL ON {table} FROM {quoted}")
            cursor.execute(f"GRANT {rights} ON {table} TO {quoted}")


def lock_sealing(connection: BaseDatabaseWrapper) -> None:
    """Hold the one lock of sealing until the transaction ends.

    On SQLite a statement that writes nothing takes the database's write lock, should the transaction not have it yet.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING_LOCK])
        else:
            cursor.execute("DELETE FROM audit_waiting WHERE line IS NULL")


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let all reads in the block see one state of the database, without a write lock; within a transaction it adds nothing."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    _run(connection, (_BEGIN[connection.vendor],))
    try:
        yield
    finally:
        _run(connection, ("COMMIT",))


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite_raise() -> tuple[str, ...]:
    raising = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    statements = [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {raising}"
        for table in KEPT
        for verb in ("UPDATE", "DELETE")
    ]
    # INSERT OR REPLACE deletes the old row without firing its DELETE trigger.
    statements += [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - fixed table names
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_already(columns)}) {raising}"
        for table, columns in KEPT.items()
    ]
    statements.append(
        "CREATE TRIGGER audit_line_waits AFTER INSERT ON audit_line "
        "BEGIN INSERT INTO audit_waiting (line) VALUES (NEW.id); END"
    )
    return tuple(statements)


def _already(columns: tuple[str, ...]) -> str:
    if columns == ("id", "height"):
        return 'id = NEW.id OR (height = NEW.height AND "index" = NEW."index")'
    return " OR ".join(f"{column} = NEW.{column}" for column in columns)


def _sqlite_drop() -> tuple[str, ...]:
    names = [f"{table}_no_{verb}" for table in KEPT for verb in ("update", "delete", "replace")]
    return tuple(f"DROP TRIGGER IF EXISTS {name}" for name in (*names, "audit_line_waits"))


def _postgres_raise() -> tuple[str, ...]:
    refuse = f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    wait = "$$ BEGIN INSERT INTO audit_waiting (line) VALUES (NEW.id); RETURN NULL; END $$"
    row, whole = "FOR EACH ROW EXECUTE FUNCTION", "FOR EACH STATEMENT EXECUTE FUNCTION"
    statements = [
        f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS {refuse}",
        f"CREATE OR REPLACE FUNCTION audit_wait() RETURNS trigger LANGUAGE plpgsql AS {wait}",
        f"CREATE TRIGGER audit_line_waits AFTER INSERT ON audit_line {row} audit_wait()",
    ]
    for table in KEPT:
        statements += [
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} {row} audit_refuse()",
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} {whole} audit_refuse()",
        ]
    return tuple(statements)


def _postgres_drop() -> tuple[str, ...]:
    return (
        *(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for table in KEPT for name in ("kept", "whole")),
        "DROP TRIGGER IF EXISTS audit_line_waits ON audit_line",
    )


_SQLITE_RAISE: Final = _sqlite_raise()
_SQLITE_DROP: Final = _sqlite_drop()
_POSTGRES_RAISE: Final = _postgres_raise()
_POSTGRES_DROP: Final = _postgres_drop()
