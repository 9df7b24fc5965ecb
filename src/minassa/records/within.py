"""For rooms above, in their own transaction and through their own door: write many records at once, and read names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from minassa.access import Label, Opened
from minassa.base import Refused, new_id
from minassa.records import faults, rows, shaping
from minassa.records.items import Item, Properties, checked
from minassa.records.models import Record
from minassa.records.rules import checked_ground
from minassa.records.types import Ground

MOST_NAMED: Final = 10_000


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to be written: its schema and properties. Its reference is its own random id, as that of a typed one."""

    schema: str
    properties: Properties


def write_records(opened: Opened, given: Sequence[NewRecord], *, label: Label, ground: Ground) -> list[UUID]:
    """Write new records of the actor's agency in the caller's transaction; their ids, in the same order.

    The caller's act must be allowed to write. Raises InvalidItem for values that no record can have, Invalid where R01 is not met.
    """
    if label.owner != opened.actor.agency:
        raise Refused(faults.NOT_OWN)
    stated, label_id = checked_ground(ground, label), opened.intern(label)
    ids = [new_id() for _one in given]
    items = [checked(Item(str(own), one.schema, one.properties)) for own, one in zip(ids, given, strict=True)]
    made = [
        rows.new_row(opened.actor, item, stated, label_id=label_id, own_id=own)
        for own, item in zip(ids, items, strict=True)
    ]
    rows.write_new(made, items)
    rows.tell_index(ids)
    return ids


def names_of(
    schema: str, *, ids: Iterable[UUID] | None = None, labels: Iterable[int] | None = None
) -> dict[UUID, tuple[str, ...]]:
    """All names of the records of a kind that the open door lets through, the first its main one; at most ten thousand records.

    `labels`: only of records under these, for what may not tell of others.
    """
    found = Record.objects.filter(schema=schema)
    if labels is not None:
        found = found.filter(label_id__in=list(labels))
    if ids is not None:
        found = found.filter(id__in=list(ids))
    contents = found.order_by("id").values_list("id", "content")[:MOST_NAMED]
    return {own: _names(shaping.unpacked(content)[0]) for own, content in contents}


def _names(properties: Properties) -> tuple[str, ...]:
    return tuple(one for name in ("name", "alias", "weakAlias", "previousName") for one in properties.get(name, ()))
