"""What can be done with a record: add, amend, keep beyond its review, delete."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, door
from minassa.base import Conflict, Invalid, Refused, new_id, now
from minassa.records import faults, lasting, rows, shaping
from minassa.records.acts import RECORD_ADD, RECORD_AMEND, RECORD_DELETE, RECORD_KEEP, RECORD_WIDEN
from minassa.records.approvals import refuse_other, widening
from minassa.records.holds import refuse_held
from minassa.records.items import CONTROL, Item, checked
from minassa.records.models import Record, RecordVersion
from minassa.records.releases.marks import refuse_withdrawn
from minassa.records.releases.sending import correct_copies, take_back_all
from minassa.records.rules import checked_ground, refuse_review, widens
from minassa.records.types import Ground, RecordView
from minassa.records.views import record_view

LONGEST_REASON: Final = 500

Given = Mapping[str, Iterable[str]]


def add_record(  # noqa: PLR0913 - what a record must state, each part named
    actor: Actor,
    *,
    schema: str,
    properties: Given,
    label: Label,
    ground: Ground,
    origin: str = "",
    case: str = "",
) -> RecordView:
    """Add one record of the actor's agency.

    Raises InvalidItem with every problem of the values, Invalid where R01 is not met, Conflict for a reference in use.
    """
    own_id = new_id()
    item = checked(Item(origin or str(own_id), schema, _tuples(properties)))
    stated = checked_ground(ground, label)
    with door(actor, RECORD_ADD, purpose=stated.purpose, case=case, subject=f"record:{own_id}") as opened:
        label_id = _interned(opened, label)
        refuse_withdrawn(item, agency=label.owner)
        if origin:
            rows.take_turn(label.owner)
            if own_rows(opened, [origin]):
                raise Conflict(faults.ORIGIN_TAKEN)
        row = rows.new_row(actor, item, stated, label_id=label_id, own_id=own_id)
        rows.write_new([row], [item])
        rows.tell_index([row.id])
        opened.note(owner=label.owner, schema=row.schema)
        return record_view(row, opened)


def amend_record(  # noqa: PLR0913 - each part that may change is named
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    version: int,
    schema: str = "",
    properties: Given | None = None,
    label: Label | None = None,
    ground: Ground | None = None,
    case: str = "",
    approval: UUID | None = None,
) -> RecordView:
    """Change a record of the actor's agency; what is not given stays. `version` is the one that the change is based on.

    A label that opens the record to more people or uses needs a fresh factor and a second person (`approval`).
    Raises Conflict where somebody else changed it first.
    """
    with door(actor, RECORD_AMEND, case=case, subject=f"record:{id}") as opened:
        row = rows.own_row(opened, id)
        before, past = copy(row), rows.keep_version(row)
        if row.version != version or not rows.claim_next_version(row):
            raise Conflict(faults.CHANGED_MEANWHILE)
        old_label = opened.label_of(row.label_id)
        opened.note(owner=old_label.owner, schema=row.schema, version=row.version)
        if properties is not None or schema:
            _refill(row, actor, schema, properties, agency=old_label.owner)
        _reground(row, actor, ground, label or old_label)
        if label is not None and label != old_label:
            _relabel(row, opened, label, past=past, approval=approval)
        past.save(force_insert=True)
        rows.rewrite(row)
        correct_copies(opened, row, before)
        lasting.note_changed(opened, [row])
        return record_view(row, opened)


def keep_record(actor: Actor, *, id: UUID, until: date, reason: str) -> RecordView:  # noqa: A002 - the word that every room uses
    """Keep a record beyond its review, until a new day of review, for a stated reason (R07)."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON or CONTROL.search(reason):
        raise Invalid(faults.KEEP_REASON, limit=LONGEST_REASON)
    refuse_review(until)
    with door(actor, RECORD_KEEP, subject=f"record:{id}") as opened:
        row = rows.own_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner, until=until.isoformat())
        before, past = copy(row), rows.keep_version(row)
        if not rows.claim_next_version(row):
            raise Conflict(faults.CHANGED_MEANWHILE)
        past.save(force_insert=True)
        row.review_on, row.keep_reason, row.changed_by = until, reason, actor.named
        row.save(force_update=True)
        correct_copies(opened, row, before, quietly=True)
        lasting.note_changed(opened, [row])
        return record_view(row, opened)


def delete_record(actor: Actor, *, id: UUID, approval: UUID | None = None) -> None:  # noqa: A002 - the word that every room uses
    """Delete a record with its versions for good. Needs a supervisor, a fresh factor and a second person (S16).

    It is withdrawn from all who have it.
    """
    with door(actor, RECORD_DELETE, subject=f"record:{id}", approval=approval) as opened:
        row = rows.own_row(opened, id)
        refuse_other(opened, {"version": row.version})
        owner = opened.label_of(row.label_id).owner
        opened.note(owner=owner, schema=row.schema)
        refuse_held(row.id)
        take_back_all(opened, row)
        rows.remove(row)
        lasting.note_deleted(id, owner)


def own_rows(opened: Opened, origins: Iterable[str]) -> dict[str, Record]:
    """The actor's agency's own records by reference."""
    own = [one for one in opened.writable if opened.label_of(one).owner == opened.actor.agency]
    found = Record.objects.filter(origin__in=list(origins), label_id__in=own).order_by("created")
    return {row.origin: row for row in found}


def _interned(opened: Opened, label: Label) -> int:
    if label.owner != opened.actor.agency:
        raise Refused(faults.NOT_OWN)
    return opened.intern(label)


def _refill(row: Record, actor: Actor, schema: str, properties: Given | None, *, agency: UUID) -> None:
    old = rows.item_of(row)
    given = _tuples(properties) if properties is not None else old.properties
    item = checked(Item(old.id, schema or old.schema, given, old.extra))
    refuse_withdrawn(item, agency=agency)
    rows.fill(row, item, actor=actor, at=now())


def _reground(row: Record, actor: Actor, ground: Ground | None, label: Label) -> None:
    if ground is not None:
        rows.ground_row(row, checked_ground(ground, label))
    elif not label.handling:
        raise Invalid(faults.HANDLING)
    row.modified, row.changed_by = now(), actor.named


def _relabel(row: Record, opened: Opened, new: Label, *, past: RecordVersion, approval: UUID | None) -> None:
    """Move a record under another label; a wider one passes a door of its own, with the record as the second person saw it."""
    old = opened.label_of(past.label_id)
    if widens(old, new):
        with door(opened.actor, RECORD_WIDEN, subject=f"record:{row.id}", approval=approval) as wider:
            wider.note(owner=old.owner)
            refuse_other(wider, widening(new, past.number))
            if row.schema != past.schema or shaping.unpacked(row.content) != shaping.unpacked(past.content):
                raise Invalid(faults.WIDEN_ALONE)
    row.label_id = _interned(opened, new)


def _tuples(properties: Given) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in properties.items()}
