"""Judging suspected duplicates: a person says whether two records are about the same, and can take it back.

The records stay two. A judgement is a record of its own (a link of the kind SameAs), narrower than both, so that whoever does not see both
does not see it, and the graph uses it like any other link.
"""

from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, Tlp, door, newest, strictest
from minassa.base import Conflict, Invalid, NotFound, Refused, cursor_from, cursor_text, new_id, now
from minassa.records import faults, lasting, rows
from minassa.records.acts import TWIN_DECIDE, TWIN_LIST, TWIN_UNDO
from minassa.records.holds import refuse_held
from minassa.records.items import Item, checked
from minassa.records.models import Record, Twin
from minassa.records.releases.sending import take_back_all
from minassa.records.rules import checked_ground, latest_review
from minassa.records.twins.types import OTHER, SAME, TwinPage, TwinView
from minassa.records.types import Ground
from minassa.records.views import record_view

_LOOKED_AT: Final = 500
LARGEST_PAGE: Final = 50


def list_twins(actor: Actor, *, decided: str = "", before: str = "", size: int = 20, purpose: str = "") -> TwinPage:
    """Pairs that wait (or were decided, "same" or "other"), both of whose records this person sees, the newest first."""
    if decided not in {"", SAME, OTHER}:
        raise Invalid(faults.NO_DECISION)
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, TWIN_LIST, purpose=purpose) as opened:
        found = newest(Twin, _LOOKED_AT, place, decision=decided)
        seen = Record.objects.in_bulk([one for row in found for one in (row.one, row.other)])
        shown = [row for row in found if row.one in seen and row.other in seen]
        page = shown[:wanted]
        last = page[-1] if len(shown) > wanted else found[-1] if len(found) == _LOOKED_AT else None
        following = cursor_text(last.modified, last.id) if last is not None else ""
        return TwinPage(tuple(_view(row, seen, opened) for row in page), following)


def decide_twin(actor: Actor, *, id: UUID, is_same: bool, purpose: str = "", case: str = "") -> UUID | None:  # noqa: A002 - the word that every room uses
    """Say whether two records are about the same; the record that then says so. Raises NotFound, and Conflict where it was decided."""
    with door(actor, TWIN_DECIDE, purpose=purpose, case=case, subject=f"twin:{id}") as opened:
        twin, seen = _both(id, opened)
        link = _said(twin, seen, opened) if is_same else None
        changed = {"decision": SAME if is_same else OTHER, "decided_by": actor.named, "link": link, "modified": now()}
        if not Twin.objects.filter(id=id, decision="").update(**changed):
            raise Conflict(faults.TWIN_DECIDED)
        opened.note(owner=opened.label_of(twin.label_id).owner, same=int(is_same))
        return link


def undo_twin(actor: Actor, *, id: UUID, case: str = "") -> None:  # noqa: A002 - the word that every room uses
    """Take a judgement back: the link goes, wherever it went, and the pair waits again. Raises NotFound, Conflict."""
    with door(actor, TWIN_UNDO, case=case, subject=f"twin:{id}") as opened:
        twin, _seen = _both(id, opened)
        owner = opened.label_of(twin.label_id).owner
        if (
            not Twin.objects.filter(id=id)
            .exclude(decision="")
            .update(decision="", decided_by="", link=None, modified=now())
        ):
            raise Conflict(faults.TWIN_DECIDED)
        row = Record.objects.filter(id=twin.link).first() if twin.link else None
        opened.note(owner=owner)
        if row is not None:
            if row.label_id not in opened.writable:
                raise Refused(faults.NOT_OWN)
            refuse_held(row.id)
            take_back_all(opened, row)
            rows.remove(row)
            lasting.note_deleted(row.id, owner)


def _both(twin_id: UUID, opened: Opened) -> tuple[Twin, dict[UUID, Record]]:
    """The pair with its records. Raises NotFound where one of the three is not there to be seen."""
    twin = Twin.objects.filter(id=twin_id).first()
    seen = Record.objects.in_bulk([twin.one, twin.other]) if twin is not None else {}
    if twin is None or twin.label_id not in opened.writable or len(seen) < 2:
        raise NotFound(faults.NO_TWIN)
    return twin, seen


def _said(twin: Twin, seen: dict[UUID, Record], opened: Opened) -> UUID:
    """Write the link that says so, under a label for nobody who may not see both."""
    agency = opened.label_of(twin.label_id).owner
    pair = sorted((seen[twin.one], seen[twin.other]), key=lambda row: opened.label_of(row.label_id).owner != agency)
    first, second = pair
    label = strictest([opened.label_of(row.label_id) for row in pair], author=opened.actor.user_id)
    if label.tlp.width > Tlp.AMBER_STRICT.width:  # a judgement is the agency's own until it releases it
        label = replace(label, tlp=Tlp.AMBER_STRICT, audience=frozenset())
    ground = checked_ground(Ground(first.legal_basis, first.purpose, _review(first.review_on)), label)
    ends = {"subject": (_named(first, agency, opened),), "object": (_named(second, agency, opened),)}
    own_id = new_id()
    item = checked(Item(str(own_id), "SameAs", ends))
    row = rows.new_row(opened.actor, item, ground, label_id=opened.intern(label), own_id=own_id)
    rows.write_new([row], [item])
    rows.tell_index([row.id])
    return row.id


def _review(day: date) -> date | None:
    """The day of review of the record that is the agency's; a new one where that is past."""
    return min(day, latest_review()) if day > now().date() else None


def _named(row: Record, agency: UUID, opened: Opened) -> str:
    """How the agency's link names a record: its own by its reference, another's by its random id."""
    return row.origin if opened.label_of(row.label_id).owner == agency else str(row.id)


def _view(row: Twin, seen: dict[UUID, Record], opened: Opened) -> TwinView:
    return TwinView(
        row.id,
        record_view(seen[row.one], opened),
        record_view(seen[row.other], opened),
        tuple(row.reasons.split()),
        row.decision,
        row.modified,
        row.link,
    )
