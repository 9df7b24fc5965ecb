"""What arrives: another agency's record is kept as that agency's record, under the label as sent.

Nothing of it is believed to be in order: what is no record of ours, or names a record of somebody else, is refused as a
whole. A correction replaces the copy and keeps nothing of what it said before; a withdrawal takes it away with all
that was derived from it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from minassa.access import Opened, Parcel, Purpose, Step, door, mark_tombstones, system_actor
from minassa.base import Invalid, Refused
from minassa.desk import remove_attachments
from minassa.records import faults, lasting, rows
from minassa.records.acts import RECORD_BOOKS
from minassa.records.details import forget_detail, keep_arrived
from minassa.records.grading import Grading, Scheme
from minassa.records.items import Item, Properties, checked
from minassa.records.models import Record
from minassa.records.releases import notices, proposals
from minassa.records.releases.leaving import open_properties
from minassa.records.releases.marks import marks_of
from minassa.records.rules import latest_review
from minassa.records.types import Ground
from minassa.records.views import without_guarded
from minassa.records.vocabulary import schema

_FIELDS: Final = frozenset({"schema", "properties", "grading", "purpose", "review_on", "modified"})
_GRADING: Final = frozenset({"scheme", "source", "information", "third"})


def receive_record(opened: Opened, parcel: Parcel) -> None:
    """Take in a record's parcel, in the inbox's transaction. A Fault refuses it."""
    if parcel.step is Step.MESSAGE:
        proposals.receive_message(opened, parcel)
        notices.tell_recipients(parcel)
        return
    row = Record.objects.filter(id=parcel.about).first()
    if row is not None and opened.label_of(row.label_id).owner != parcel.owner:
        raise Refused(faults.NOT_OWN)
    if parcel.step is Step.WITHDRAW:
        _take_away(parcel, row)
    else:
        _keep(opened, parcel, row)
    notices.tell_recipients(parcel)


def _keep(opened: Opened, parcel: Parcel, row: Record | None) -> None:
    item, ground, modified = _read(parcel)
    label_id = opened.intern(parcel.label)
    _keep_row(opened, parcel.about, row, (item, ground, modified), label_id)
    detail = parcel.content.get("detail")
    if not (detail is None or isinstance(detail, Mapping)) or not keep_arrived(
        item.schema, parcel.about, label_id, detail
    ):
        raise _foreign("detail")


def _keep_row(
    opened: Opened, own_id: UUID, row: Record | None, read: tuple[Item, Ground, datetime], label_id: int
) -> None:
    item, ground, modified = read
    if row is None:
        row = rows.new_row(opened.actor, item, ground, label_id=label_id, own_id=own_id)
        row.modified = modified
        rows.write_new([row], [item])
        rows.tell_index([row.id])
        return
    rows.fill(row, item, actor=opened.actor, at=modified)
    rows.ground_row(row, ground)
    row.label_id, row.version = label_id, row.version + 1
    rows.rewrite(row)


def _take_away(parcel: Parcel, row: Record | None) -> None:
    """The copy goes; what it said is recognised by the marks on its tombstone when somebody brings it in again."""
    marks = {f"record {parcel.about}"}
    if row is not None:
        item = rows.item_of(row)
        marks |= set(marks_of(str(row.id), item.schema, item.properties))
        proposals.drop_about(row.id)
        rows.drop_derived([row.id])
        forget_detail(row.schema, row.id)
        row.delete()
        rows.tell_index([parcel.about])
    remove_attachments(parcel.stream)
    mark_tombstones(parcel.stream, parcel.owner, marks)


def _read(parcel: Parcel) -> tuple[Item, Ground, datetime]:
    """What a parcel's content says, checked like what people type. Raises Invalid."""
    content = {name: value for name, value in parcel.content.items() if name not in {"due", "detail"}}
    if content.keys() != _FIELDS or not isinstance(content["schema"], str):
        raise _foreign("fields")
    item = checked(Item(str(parcel.about), content["schema"], _properties(content["properties"])))
    item = Item(item.id, item.schema, without_guarded(schema(item.schema), item.properties))
    if content["purpose"] not in [one.value for one in Purpose] or not parcel.label.handling:
        raise _foreign("purpose")
    ground = Ground("", content["purpose"], _review(content["review_on"]), _grading(content["grading"]))
    return item, ground, min(_moment(content["modified"]), parcel.at)


def _properties(found: object) -> Properties:
    if not isinstance(found, Mapping):
        raise _foreign("properties")
    for values in found.values():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise _foreign("properties")
    return {name: tuple(values) for name, values in found.items()}


def _review(text: object) -> date:
    """The day of review as its owner set it: it may be past, but never further away than our own rules allow (R07)."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError as error:
        raise _foreign("review_on") from error
    if day > latest_review():
        raise _foreign("review_on")
    return day


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise _foreign("modified") from error
    if moment.tzinfo is None:
        raise _foreign("modified")
    return moment


def _grading(found: Any) -> Grading | None:  # noqa: ANN401 - JSON from outside
    if found is None:
        return None
    if (
        not isinstance(found, Mapping)
        or found.keys() != _GRADING
        or not all(isinstance(one, str) for one in found.values())
    ):
        raise _foreign("grading")
    try:
        scheme = Scheme(found["scheme"])
    except ValueError as error:
        raise _foreign("grading") from error
    return Grading(scheme, found["source"], found["information"], found["third"])


def _foreign(part: str) -> Invalid:
    return Invalid(faults.FOREIGN_FORM, part=part)


def told_here(_opened: Opened, parcel: Parcel, agency: UUID) -> None:
    """A recipient lives on this node, where the row is already: its people are told, and its tombstone learns the marks."""
    if parcel.step is Step.WITHDRAW:
        row = Record.objects.filter(id=parcel.about).first()
        marks = {f"record {parcel.about}"}
        if row is not None:
            said = open_properties(row, parcel.owner, frozenset({agency}))
            marks |= set(marks_of(str(row.id), row.schema, said))
        mark_tombstones(parcel.stream, parcel.owner, marks)
    notices.tell_agency(parcel, agency)


def narrow_record(opened: Opened, stream: str, agency: UUID) -> None:
    """Take an agency of this node out of a record's audience, because it left the community through which it had it."""
    with door(system_actor("records-exchange"), RECORD_BOOKS) as books:
        row = Record.objects.filter(id=UUID(stream.partition(":")[2])).first()
        token = f"agency:{agency}"
        if row is None or token not in books.label_of(row.label_id).audience:
            return
        label = books.label_of(row.label_id)
        rows.keep_version(row).save(force_insert=True)
        rows.claim_next_version(row)
        row.label_id, row.changed_by = (
            books.intern(replace(label, audience=label.audience - {token})),
            opened.actor.named,
        )
        rows.rewrite(row)
        lasting.note_changed(books, [row])
