"""Legal holds: while one stands, a record is not deleted, by people or by the clock (R07). Two persons place one, for a time.

A hold stands under the owner's own label: who else sees the record does not learn that a court or an inquiry wants it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import orjson
from django.db.models import QuerySet

from minassa.access import (
    Actor,
    ApprovalView,
    Label,
    LastingAct,
    Opened,
    Tlp,
    ask_approval,
    door,
    lasting_kind,
    outlast,
)
from minassa.base import Conflict, Invalid, NotFound, Refused, today
from minassa.records import faults, rows
from minassa.records.acts import RECORD_HOLD, RECORD_LIFT, RECORD_READ
from minassa.records.approvals import refuse_other
from minassa.records.items import CONTROL
from minassa.records.models import Hold, Record
from minassa.records.types import HoldView

KIND: Final = "record.hold"
LONGEST_REASON: Final = 500
LONGEST_HOLD: Final = timedelta(days=366)
"""A hold that is needed longer is placed anew, by two persons again."""


def ask_to_hold(actor: Actor, *, id: UUID, until: date, reason: str) -> ApprovalView:  # noqa: A002 - the word that every room uses
    """Ask to keep a record from deletion until a day, a year away at most; then `hold_record(..., approval=...)`."""
    reason = _checked(reason)
    if not today() < until <= today() + LONGEST_HOLD:
        raise Invalid(faults.HOLD_DAY, latest=(today() + LONGEST_HOLD).isoformat())
    with door(actor, RECORD_READ, subject=f"record:{id}") as opened:
        _refuse_foreign(opened, id)
        content = {"until": until.isoformat()}
        return ask_approval(actor, act=RECORD_HOLD, subject=f"record:{id}", reason=reason, content=content)


def hold_record(actor: Actor, *, id: UUID, until: date, reason: str, approval: UUID | None = None) -> HoldView:  # noqa: A002 - the same
    """Place a hold, as a second person agreed to. A later one takes the place of an earlier one."""
    with door(actor, RECORD_HOLD, subject=f"record:{id}", approval=approval) as opened:
        row = rows.own_row(opened, id)
        refuse_other(opened, {"until": until.isoformat()})
        label = opened.label_of(row.label_id)
        opened.note(owner=label.owner, until=until.isoformat())
        made = _place(opened, row, until, _checked(reason), by=actor.named)
        stated = {"until": until.isoformat(), "reason": made.reason, "by": made.placed_by}
        outlast(KIND, subject=f"record:{id}", content=orjson.dumps(stated))
        return _view(made)


def ask_to_lift(actor: Actor, *, id: UUID, reason: str) -> ApprovalView:  # noqa: A002 - the same
    """Ask to end a hold before its day; then `lift_hold(..., approval=...)`. Raises Conflict where there is none."""
    with door(actor, RECORD_READ, subject=f"record:{id}") as opened:
        _refuse_foreign(opened, id)
        if hold_of(id) is None:
            raise Conflict(faults.NOT_HELD)
        return ask_approval(actor, act=RECORD_LIFT, subject=f"record:{id}", reason=_checked(reason), content={})


def lift_hold(actor: Actor, *, id: UUID, approval: UUID | None = None) -> None:  # noqa: A002 - the same
    """End a hold, as a second person agreed to."""
    with door(actor, RECORD_LIFT, subject=f"record:{id}", approval=approval) as opened:
        row = rows.own_row(opened, id)
        refuse_other(opened, {})
        opened.note(owner=opened.label_of(row.label_id).owner)
        if not _of(row.id).delete()[0]:
            raise Conflict(faults.NOT_HELD)
        outlast(KIND, subject=f"record:{id}")


def _place(opened: Opened, row: Record, until: date, reason: str, *, by: str) -> Hold:
    _of(row.id).delete()
    return Hold.objects.create(
        record=row,
        label_id=opened.intern(_own(opened.label_of(row.label_id))),
        until=until,
        reason=reason,
        placed_by=by,
        placed=opened.context.at,
    )


def _again(opened: Opened, act: LastingAct) -> bool:
    """In a restored node: place the hold that was placed, or lift the one that was lifted."""
    row = Record.objects.get(id=UUID(act.subject.partition(":")[2]))
    if act.content is None:
        return _of(row.id).delete()[0] > 0
    stated = orjson.loads(act.content)
    until = date.fromisoformat(stated["until"])
    if _of(row.id).filter(until=until, reason=stated["reason"]).exists():
        return False
    _place(opened, row, until, stated["reason"], by=stated["by"])
    return True


def hold_of(record: UUID) -> HoldView | None:
    """The hold that stands on a record, as far as the open door shows it."""
    row = _of(record).filter(until__gte=today()).first()
    return _view(row) if row else None


def held_among(records: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these records on which a hold stands."""
    return frozenset(
        Hold.objects.filter(record_id__in=list(records), until__gte=today()).values_list("record_id", flat=True)
    )


def refuse_held(record: UUID) -> None:
    """Raise Conflict where a hold keeps a record from deletion."""
    found = hold_of(record)
    if found is not None:
        raise Conflict(faults.HELD, until=found.until.isoformat())


def _refuse_foreign(opened: Opened, record: UUID) -> None:
    """Raise NotFound for a record that is hidden, Refused for one of another agency."""
    row = Record.objects.filter(id=record).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    if opened.label_of(row.label_id).owner != opened.actor.agency:
        raise Refused(faults.NOT_OWN)


def _of(record: UUID) -> "QuerySet[Hold]":
    return Hold.objects.filter(record_id=record)


def _own(label: Label) -> Label:
    """The owner's people alone; of TLP:RED those whom the record names."""
    if label.tlp is Tlp.RED:
        return label
    return replace(label, tlp=Tlp.AMBER_STRICT, audience=frozenset(), purposes=frozenset(), opens=None, closes=None)


def _checked(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON or CONTROL.search(reason):
        raise Invalid(faults.KEEP_REASON, limit=LONGEST_REASON)
    return reason


def _view(row: Hold) -> HoldView:
    return HoldView(row.until, row.reason, row.placed, row.placed_by)


lasting_kind(KIND, _again)
