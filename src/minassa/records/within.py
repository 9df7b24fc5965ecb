"""For rooms above, in their own transaction and through their own door: write many records at once, and read names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from minassa.access import Label, Opened, ever_sent, marks
from minassa.base import Refused, new_id
from minassa.desk import list_attachments
from minassa.records import faults, lasting, rows, shaping
from minassa.records.holds import hold_of
from minassa.records.items import Item, Properties, checked
from minassa.records.models import Record, RecordReference
from minassa.records.releases.types import stream_of
from minassa.records.rules import checked_ground
from minassa.records.types import Ground, RecordView
from minassa.records.views import record_view

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


def captions_of(opened: Opened, ids: Iterable[UUID]) -> dict[UUID, tuple[str, tuple[str, ...]]]:
    """The caption and the marks of those of these records that the open door lets through."""
    rows = Record.objects.filter(id__in=list(ids)[:MOST_NAMED]).values_list("id", "caption", "label_id")
    return {own: (caption, marks(opened.label_of(label))) for own, caption, label in rows}


def references_of(opened: Opened, schema: str, ids: Iterable[UUID]) -> dict[UUID, tuple[str, tuple[str, ...]]]:
    """How a record of the actor's agency names these records of a kind, and all their names, the first its main one.

    The reference is empty where none would mean the record: another agency's that bears a reference of its own there.
    """
    found: dict[UUID, tuple[str, tuple[str, ...]]] = {}
    for row in Record.objects.filter(schema=schema, id__in=list(ids)).order_by("id"):
        is_own = opened.label_of(row.label_id).owner == opened.actor.agency
        reference = row.origin if is_own or row.origin == str(row.id) else ""
        found[row.id] = (reference, _names(shaping.unpacked(row.content)[0]))
    return found


def own_record(opened: Opened, record: UUID) -> RecordView:
    """A record of the actor's agency, through the caller's door. Raises NotFound, and Refused for another agency's."""
    return record_view(rows.own_row(opened, record), opened)


def remove_written(opened: Opened, record: UUID) -> bool:
    """Take back a record that the caller wrote a while ago by mistake; False where it has become more than that since.

    It must be the actor's agency's, as it was written, and must never have been released, linked to, held or given files.
    """
    row = rows.own_row(opened, record)
    owner = opened.label_of(row.label_id).owner
    is_named = RecordReference.objects.filter(target=row.origin).exists()
    if (
        row.version != 1
        or is_named
        or ever_sent([stream_of(row.id)], owner)
        or hold_of(row.id)
        or list_attachments(opened.actor, about=f"record:{row.id}")
    ):
        return False
    rows.remove(row)
    lasting.note_deleted(row.id, owner)
    return True


def _names(properties: Properties) -> tuple[str, ...]:
    return tuple(one for name in ("name", "alias", "weakAlias", "previousName") for one in properties.get(name, ()))
