"""Records as others may read them outside of a node: without what only the owner's people see, named by their random ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from minassa.access import Label, Opened
from minassa.base import NotFound
from minassa.records import faults, shaping
from minassa.records.details import leaving_detail
from minassa.records.grading import Grading
from minassa.records.items import Properties
from minassa.records.links import links_through
from minassa.records.models import Record
from minassa.records.views import grading_of, without_guarded
from minassa.records.vocabulary import ValueType, schema

MOST_AROUND: Final = 100


@dataclass(frozen=True, slots=True)
class Outward:
    """A record that may be passed on, and what is kept beside it. References point to others of the same answer."""

    id: UUID
    schema: str
    properties: Properties
    label: Label
    created: datetime
    modified: datetime
    grading: Grading | None
    detail: Mapping[str, Any] | None


def passed_on(opened: Opened, record: UUID) -> tuple[Outward, ...]:
    """A record, then its links and what they lead to, as far as the caller's door lets them through. Raises NotFound."""
    row = Record.objects.filter(id=record).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    around = {
        each.id: None
        for one in links_through(opened, row)
        if one.link is not None and one.other.record is not None
        for each in (one.link, one.other.record)
    }
    rows = [row, *Record.objects.filter(id__in=list(around)[:MOST_AROUND]).order_by("id")]
    named = {(opened.label_of(one.label_id).owner, one.origin): str(one.id) for one in rows}
    return tuple(_outward(opened, one, named) for one in rows)


def _outward(opened: Opened, row: Record, named: Mapping[tuple[UUID, str], str]) -> Outward:
    label = opened.label_of(row.label_id)
    whole, _extra = shaping.unpacked(row.content)
    own = {origin: name for (owner, origin), name in named.items() if owner == label.owner}
    return Outward(
        id=row.id,
        schema=row.schema,
        properties=dict(_translated(row.schema, without_guarded(schema(row.schema), whole), own)),
        label=label,
        created=row.created,
        modified=row.modified,
        grading=grading_of(row),
        detail=leaving_detail(row.schema, row.id),
    )


def _translated(kind: str, properties: Properties, named: Mapping[str, str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    of, ids = schema(kind), set(named.values())
    for name, values in properties.items():
        if of.properties[name].type is not ValueType.REFERENCE:
            yield name, values
        elif kept := tuple(named.get(one, one) for one in values if one in named or one in ids):
            yield name, kept
