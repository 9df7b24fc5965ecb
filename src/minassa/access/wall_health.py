"""What is wrong with the second wall of a running node, for `minassa doctor` and before `minassa serve`."""

from collections.abc import Iterator
from typing import Final

from django.db import DatabaseError, OperationalError, connection, transaction

from minassa.access import seals, walls
from minassa.access.sql import ask, place
from minassa.access.wall_two import is_postgresql

Finding = tuple[str, str]
"""What is wrong, and what to do."""

_SPECIAL: Final = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_OWNERS: Final = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s) AND pg_has_role(current_user, relowner, 'member')"
_OPEN: Final = (
    "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relname = ANY(%s) AND NOT"
    " (c.relrowsecurity AND c.relforcerowsecurity AND (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) = 4)"
)
_AS_SEALED: Final = "SELECT wall_labels('labels') = '{1}'::integer[]"
_MIGRATE: Final = "run `minassa init`, which brings the database up to date as the owner role"


def wall_faults() -> tuple[Finding, ...]:
    """Every hole in the second wall; nothing on SQLite, which has none, nor where the database cannot be reached."""
    if not is_postgresql(connection):
        return ()
    try:
        connection.ensure_connection()
    except OperationalError:
        return ()
    return tuple(_faults())


def _faults() -> Iterator[Finding]:
    tables = sorted(walls.guarded_tables())
    if ask(_SPECIAL, []) != [(False,)]:
        yield (
            "the application's role is a superuser or passes row-level security by",
            "name an ordinary role in [database] user",
        )
    owned = [name for (name,) in ask(_OWNERS, [tables])]
    if owned:
        yield (
            f"the application's role owns {', '.join(owned)}",
            "let [database] owner own the tables, and another role be user",
        )
    unwalled = [name for (name,) in ask(_OPEN, [tables])]
    if unwalled:
        yield f"there is no forced row-level security on {', '.join(unwalled)}", _MIGRATE
    if not _seal_is_believed():
        yield "the database does not believe this node's seals: the secret key has changed", _MIGRATE


def _seal_is_believed() -> bool:
    """Seal a list as a door would, and ask the function that the policies ask."""
    try:
        with transaction.atomic():
            ask(seals.SET_SEALED, list(seals.sealed(place(), "{1}", "{}")))
            believed = ask(_AS_SEALED, []) == [(True,)]
            transaction.set_rollback(True)
            return believed
    except DatabaseError:
        return False
