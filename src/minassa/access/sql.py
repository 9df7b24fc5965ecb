"""The raw SQL of access outside migrations: the present state of rights, and newest-first keys."""

from typing import Final
from uuid import UUID

from django.db import connection

from minassa.access import walls

_STATE: Final = "SELECT count(*), coalesce(sum(id), 0) FROM access_label"
_RIGHTS: Final = (
    "SELECT u.rights_version, (SELECT count(*) FROM access_label), (SELECT coalesce(sum(id), 0) FROM access_label)"
    " FROM access_user u JOIN access_agency a ON a.id = u.agency_id"
    " WHERE u.id = %s AND u.is_active AND a.is_active"
)

LabelState = tuple[int, int]


def label_state() -> LabelState:
    """How many labels there are and the sum of their ids: it changes whenever a label is added."""
    with walls.compiled("keys"), connection.cursor() as cursor:
        cursor.execute(_STATE)
        count, total = cursor.fetchone()
    return int(count), int(total)


def rights_of(user_id: UUID) -> tuple[int, LabelState] | None:
    """A person's present rights version with the label state, in one query; None where they are disabled or gone."""
    with walls.compiled("keys"), connection.cursor() as cursor:
        cursor.execute(_RIGHTS, [user_id if connection.vendor == "postgresql" else user_id.hex])
        row = cursor.fetchone()
    return (int(row[0]), (int(row[1]), int(row[2]))) if row else None
