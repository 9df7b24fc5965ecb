"""The raw SQL of access outside migrations: the present state of rights and of a token."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from minassa.access import walls
from minassa.access.seals import PLACE

_STATE: Final = "SELECT NULL, count(*), coalesce(sum(id), 0), {place} FROM access_label"
_RIGHTS: Final = (
    "SELECT u.rights_version, (SELECT count(*) FROM access_label), (SELECT coalesce(sum(id), 0) FROM access_label), {place}"
    " FROM access_user u JOIN access_agency a ON a.id = u.agency_id"
    " WHERE u.id = %s AND u.is_active AND a.is_active"
)
_IF_GOOD: Final = (
    "SELECT t.id, t.used, u.rights_version FROM access_token t"
    " JOIN access_user u ON u.id = t.user_id JOIN access_agency a ON a.id = u.agency_id"
    " WHERE t.digest = %s AND t.revoked IS NULL AND t.expires > %s AND u.is_active AND a.is_active"
)

LabelState = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Present:
    """What the door must know of this moment.

    The person's rights version (None for who is no person), how many labels there are with the sum of their ids (it
    changes whenever a label is added), and where a seal is good (empty on SQLite).
    """

    rights: int | None
    labels: LabelState
    place: str


def ask(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """The rows of a question about the database itself, by the driver's own cursor, so that no statement log holds it."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def place() -> str:
    """Where a seal is good now (empty on SQLite)."""
    return str(ask(f"SELECT {PLACE}", [])[0][0]) if connection.vendor == "postgresql" else ""


def present(user_id: UUID | None) -> Present | None:
    """The present state in one query; None where the person is disabled or gone, or their agency is closed."""
    is_postgresql = connection.vendor == "postgresql"
    sql = (_STATE if user_id is None else _RIGHTS).format(place=PLACE if is_postgresql else "''")
    values = [] if user_id is None else [user_id if is_postgresql else user_id.hex]
    with walls.compiled("keys"), connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return Present(row[0], (int(row[1]), int(row[2])), row[3]) if row else None


@dataclass(frozen=True, slots=True)
class TokenState:
    """A token that is good now: its id, when it was last used, and the rights version of the person it acts for."""

    id: UUID
    used: datetime | None
    rights: int


def token_state(digest: str, moment: datetime) -> TokenState | None:
    """The token of this digest in one query; None where it, its person or their agency is not good (any more)."""
    with walls.compiled("keys"), connection.cursor() as cursor:
        cursor.execute(_IF_GOOD, [digest, connection.ops.adapt_datetimefield_value(moment)])
        row = cursor.fetchone()
    return TokenState(_as_id(row[0]), _as_moment(row[1]), int(row[2])) if row else None


def _as_id(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _as_moment(value: datetime | str | None) -> datetime | None:
    """A moment as the engine gives it: SQLite's are in UTC without saying so."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)
