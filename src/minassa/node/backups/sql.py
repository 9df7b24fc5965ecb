"""The raw SQL of backups: SQLite's consistent copy, and looking at whether a database is sound or empty."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import psycopg

from minassa.base import Invalid
from minassa.node.backups import faults

PAGES: Final = 2_000
_FULL: Final = ("database or disk is full", "disk I/O error")


def copy_sqlite(source: Path, target: Path, told: Callable[[int, int], None]) -> None:
    """A consistent copy of a database in use, by SQLite's own online backup, in one read transaction.

    Writers go on meanwhile: the open transaction keeps the copy at the state in which it began. `told` gets pages left and all.
    Raises Invalid where the database is damaged, OSError where there is no room.
    """
    with closing(sqlite3.connect(source, timeout=20, isolation_level=None)) as live:
        live.execute("PRAGMA query_only = ON")
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        with closing(sqlite3.connect(target)) as copy:
            try:
                live.backup(copy, pages=PAGES, progress=lambda _state, left, all_: told(left, all_), sleep=0.01)
            except sqlite3.Error as error:
                if str(error) in _FULL:
                    raise OSError(28, "no room") from error
                raise Invalid(faults.UNSOUND, reason=str(error)[:200]) from error


def refuse_unsound(path: Path, *, thorough: bool) -> None:
    """Raise Invalid for an SQLite file that is damaged. A thorough look also compares every index with its table."""
    look = "integrity_check" if thorough else "quick_check"
    try:
        with closing(sqlite3.connect(path)) as database:
            said = str(database.execute(f"PRAGMA {look}(1)").fetchone()[0])
            database.execute("PRAGMA journal_mode = DELETE")  # leaves one file; the node sets its own mode again
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise Invalid(faults.UNSOUND, reason=said[:200])


def holds_tables(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    """Whether a PostgreSQL database has any table of ours or anybody's in its public schema."""
    found = connection.execute("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')").fetchone()
    return found is None or bool(found[0])
