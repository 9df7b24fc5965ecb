"""Where each type of STIX object is kept: its table, how its row is filled, and what is derived from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, Final, TypeAlias
from uuid import UUID

from minassa.access import insert_rows
from minassa.cyber import rows
from minassa.cyber.models import ImportTurn, Indicator, Relation, Sighting, Threat
from minassa.cyber.rows import LONGEST_NAME, LONGEST_SOURCE, moment
from minassa.cyber.types import THREAT_TYPES, Given

Row: TypeAlias = "Indicator | Threat | Relation | Sighting"
_LONGEST_TACTICS: Final = 500
_CATALOGUES: Final = "mitre"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A table with what belongs to it. `fill` puts an object into a row and gives what its derived rows are made of."""

    model: type[Row]
    fill: Callable[[Any, Given, datetime], Any]
    write_derived: Callable[[Sequence[Any], Sequence[Any]], None] = lambda _rows, _made_of: None
    drop_derived: Callable[[Sequence[UUID]], None] = lambda _ids: None

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the table."""
        return _columns(self.model)

    @property
    def changing(self) -> list[str]:
        """The columns that a new version of the object fills anew."""
        return [one for one in self.columns if one not in {"id", "label_id", "stix_id", "received", "arrived"}]

    def new(self, given: Given, row_id: UUID, label_id: int, at: datetime) -> tuple[Any, Any]:
        """A row for an object, not yet saved, and what its derived rows are made of. Raises ValueError.

        It has the columns' names and is no model's object: making a hundred thousand of those costs more than their insert.
        """
        row = SimpleNamespace(id=row_id, label_id=label_id, received=at, arrived=at)
        return row, self.fill(row, given, at)

    def write_new(self, made: Sequence[tuple[Any, Any]]) -> None:
        """Save new rows with what is derived from them."""
        values = attrgetter(*self.columns)
        insert_rows(self.model, self.columns, [values(row) for row, _made_of in made])
        self.write_derived([row for row, _made_of in made], [made_of for _row, made_of in made])


@cache
def _columns(model: type[Row]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.local_concrete_fields)


def take_turn(agency: UUID) -> None:
    """Wait until no other transaction writes what this agency imports, and hold the turn until this one ends."""
    ImportTurn.objects.get_or_create(agency=agency)
    ImportTurn.objects.select_for_update().get(agency=agency)


def _fill_threat(row: Threat, given: Given, at: datetime) -> None:
    one = given.object.object
    _begin(row, given, at)
    row.type, row.source, row.content = given.object.type, given.source[:LONGEST_SOURCE], given.object.raw.decode()
    row.name = str(one.get("name") or given.object.id)[:LONGEST_NAME]
    row.mark = _mark(one)
    phases = dict.fromkeys(phase["phase_name"] for phase in one.get("kill_chain_phases", ()))
    row.tactics = " ".join(phase.replace(" ", "-") for phase in phases)[:_LONGEST_TACTICS]


def _mark(one: dict[str, Any]) -> str:
    """The number that MITRE's catalogue gives it."""
    references = one.get("external_references", ())
    marks = (each.get("external_id", "") for each in references if each.get("source_name", "").startswith(_CATALOGUES))
    return next((mark for mark in marks if mark), "")[:32]


def _fill_relation(row: Relation, given: Given, at: datetime) -> None:
    one = given.object.object
    _begin(row, given, at)
    row.type, row.content = str(one["relationship_type"])[:64], given.object.raw.decode()
    row.source_ref, row.target_ref = one["source_ref"], one["target_ref"]
    row.target_type = row.target_ref.partition("--")[0][:32]
    row.from_catalogue = any(name.startswith("x_mitre_") for name in one)


def _fill_sighting(row: Sighting, given: Given, at: datetime) -> None:
    one = given.object.object
    _begin(row, given, at)
    row.ref, row.count, row.source = one["sighting_of_ref"], one.get("count", 1), given.source[:LONGEST_SOURCE]
    row.first_seen, row.last_seen = _time(one.get("first_seen")), _time(one.get("last_seen"))


def _begin(row: Threat | Relation | Sighting, given: Given, at: datetime) -> None:
    row.stix_id, row.version, row.modified = given.object.id, moment(given.object.version), at
    row.revoked = given.object.object.get("revoked", False)


def _time(text: str | None) -> datetime | None:
    return moment(text) if text else None


_THREATS: Final = Shelf(Threat, _fill_threat)
SHELVES: Final[dict[str, Shelf]] = {
    "indicator": Shelf(Indicator, rows.fill, rows.write_keys, rows.drop_keys),
    "relationship": Shelf(Relation, _fill_relation),
    "sighting": Shelf(Sighting, _fill_sighting),
    **dict.fromkeys(THREAT_TYPES, _THREATS),
}
"""The shelf of each type; what has none is passed over."""
