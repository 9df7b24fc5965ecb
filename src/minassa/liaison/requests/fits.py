"""What must fit what was said before in the same talk: held for what the own side says, and for what the other side sends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.base import Conflict, Invalid
from minassa.liaison import faults
from minassa.liaison.models import Request, RequestMessage
from minassa.liaison.requests.clock import RERATE_WITHIN
from minassa.liaison.requests.content import CAREFUL, Said
from minassa.liaison.requests.rules import Event, RequestKind, Side, State
from minassa.liaison.requests.terms import (
    Nominee,
    Terms,
    chosen_from_json,
    needs_care,
    nominees_kept,
    terms_from_json,
)
from minassa.liaison.requests.types import reasons_of

_CHOOSING: Final = frozenset({Event.CONFIRM, Event.ATTEND})


def refuse_unfit(row: Request, said: Said) -> None:
    """Hold a message to its talk. Raises Invalid for what does not fit what was asked, nominated or confirmed in it."""
    kind = RequestKind(row.kind)
    if said.reason is not None and said.reason not in reasons_of(kind):
        raise Invalid(faults.REASON)
    if said.event in CAREFUL and said.care is None and needs_care(kind, terms_of(row)):
        raise Invalid(faults.CARE_MISSING)
    if said.nominees:
        _refuse_crowd(row, len(said.nominees))
    if said.event in _CHOOSING:
        _refuse_strangers(row, said)


def refuse_late(row: Request, said: Said, *, speaker: UUID, at: datetime) -> None:
    """Hold a changed rating to its time. Raises Conflict for one that comes later."""
    if said.event is Event.RERATE and not is_rerated_in_time(row, speaker, at):
        raise Conflict(faults.RATED_LONG_AGO, days=RERATE_WITHIN.days)


def is_rerated_in_time(row: Request, speaker: UUID, at: datetime) -> bool:
    """Whether this side may still change what it rated."""
    first = RequestMessage.objects.filter(request=row, event=Event.RATE.value, speaker=speaker).first()
    return first is not None and at <= first.at + RERATE_WITHIN


def terms_of(row: Request) -> Terms | None:
    """What was asked for in this talk; None for information, and before it was sent."""
    body = _last(row, Event.ASK).get("terms")
    return terms_from_json(body, RequestKind(row.kind)) if body else None


def nominees_of(row: Request) -> tuple[Nominee, ...]:
    """Who was nominated in this talk."""
    body = _last(row, Event.NOMINATE).get("nominees")
    return nominees_kept(body) if body else ()


def confirmed_in(row: Request) -> tuple[int, ...]:
    """Which of them were confirmed, by their places in the list."""
    return chosen_from_json(_last(row, Event.CONFIRM).get("chosen", []))


def seats_taken(row: Request) -> int:
    """The places that the holder has given away in all talks of the same training; what was called off or taken back is free again."""
    files = Request.objects.filter(batch=row.batch, holder=row.holder, side=Side.ASKER.value)
    files = files.exclude(state=State.WITHDRAWN.value).exclude(outcome=Event.RETRACT.value)
    said = RequestMessage.objects.filter(request__in=files, event=Event.CONFIRM.value)
    return sum(len(orjson.loads(one.details)["chosen"]) for one in said)


def _last(row: Request, event: Event) -> Mapping[str, Any]:
    found = RequestMessage.objects.filter(request=row, event=event.value).order_by("-at", "-id").first()
    body: Mapping[str, Any] = orjson.loads(found.details) if found else {}
    return body


def _refuse_crowd(row: Request, wanted: int) -> None:
    terms = terms_of(row)
    if terms is None or wanted > terms.seats:
        raise Invalid(faults.SEATS, most=terms.seats if terms else 0)


def _refuse_strangers(row: Request, said: Said) -> None:
    """Who is confirmed was nominated, who attended was confirmed; the organiser gives away no more places than there are."""
    if said.event is Event.ATTEND:
        if not set(said.chosen) <= set(confirmed_in(row)):
            raise Invalid(faults.CHOSEN)
        return
    if not said.chosen or not set(said.chosen) <= set(range(1, len(nominees_of(row)) + 1)):
        raise Invalid(faults.CHOSEN)
    if row.side == Side.ASKER.value:
        # The file that all talks of a training began with is locked: places are counted by one at a time.
        list(Request.objects.select_for_update().filter(id=row.batch, holder=row.holder))
        _refuse_crowd(row, seats_taken(row) + len(said.chosen))
