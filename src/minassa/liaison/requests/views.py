"""Files of requests as they cross the edge."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from minassa.access import Opened, Tlp, marks
from minassa.liaison.acts import OFFICERS, WORKERS
from minassa.liaison.models import Request, RequestMessage
from minassa.liaison.requests import clock, files, fits, rules
from minassa.liaison.requests.answering import unpacked as reply_from
from minassa.liaison.requests.care import care_from_json
from minassa.liaison.requests.clock import Clock, Urgency
from minassa.liaison.requests.drafting import unpacked
from minassa.liaison.requests.forgetting import names_kept_until
from minassa.liaison.requests.rules import Event, RequestKind, Side, State
from minassa.liaison.requests.terms import nominees_kept, tender_from_json
from minassa.liaison.requests.types import Asking, Marks, MessageView, Reason, RequestRow, RequestView

UNANSWERED = frozenset({State.SENT, State.RECEIVED, State.ASSIGNED})
"""The clock runs, as long as nothing was replied."""


def clock_of(row: Request) -> Clock | None:
    """The reply clock of a request that nobody has replied to; None otherwise."""
    waits = State(row.state) in UNANSWERED | {State.QUESTIONED} and row.replied is None
    return Clock(row.due, row.stopped) if row.due and waits else None


def request_row(row: Request, opened: Opened, asked: RequestMessage | None) -> RequestRow:
    """A file as one line of a list; `asked` is its first message, which this actor sees, or None for a draft."""
    ticking = clock_of(row)
    draft = unpacked(row.draft) if row.state == State.DRAFT.value else None
    partner = (row.partner,) if row.partner else ()
    return RequestRow(
        id=row.id,
        side=Side(row.side),
        state=State(row.state),
        title=draft.title if draft else asked.title if asked else "",
        partners=draft.to if draft else partner,
        urgency=Urgency(row.urgency),
        marks=_marks(row, opened, asked),
        sent=row.sent,
        due=row.due,
        overdue=ticking is not None and clock.is_overdue(ticking, opened.context.at),
        stopped=ticking is not None and ticking.stopped is not None,
        assignee=row.assignee,
        author=row.author,
        outcome=Event(row.outcome) if row.outcome else None,
        modified=row.modified,
        kind=RequestKind(row.kind),
    )


def _marks(row: Request, opened: Opened, asked: RequestMessage | None) -> tuple[str, ...]:
    if asked is not None:
        return marks(opened.label_of(asked.label_id))
    if row.draft and row.state == State.DRAFT.value:
        meant = unpacked(row.draft).marks
        return (meant.tlp.mark, *sorted(meant.handling), *(("EXERCISE",) if row.exercise else ()))
    return marks(opened.label_of(row.label_id))


def first_messages(rows: Iterable[Request]) -> Mapping[UUID, RequestMessage]:
    """The message that each file began with, of those whom this actor may see."""
    found = RequestMessage.objects.filter(request__in=[row.id for row in rows], event=Event.ASK.value)
    return {one.request_id: one for one in found}


def message_view(row: RequestMessage, opened: Opened) -> MessageView:
    """A message as this actor may see it; who wrote it, of the own agency only."""
    label, details = opened.label_of(row.label_id), orjson.loads(row.details)
    mine = row.speaker == opened.actor.agency
    return MessageView(
        id=row.id,
        event=Event(row.event) if row.event else None,
        speaker=row.speaker,
        mine=mine,
        author=row.author if mine else None,
        title=row.title,
        text=row.text,
        at=row.at,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        reason=Reason(details["reason"]) if details.get("reason") else None,
        care=care_from_json(details["care"]) if details.get("care") else None,
        files=tuple(details.get("files", ())),
        tender=tender_from_json(details["tender"]) if details.get("tender") else None,
        nominees=nominees_kept(details["nominees"]) if details.get("nominees") else (),
        chosen=tuple(details.get("chosen", ())),
        stars=details.get("stars"),
    )


def request_view(row: Request, opened: Opened, others: Iterable[Request]) -> RequestView:
    """A file with its thread and what can be done with it."""
    messages = list(RequestMessage.objects.filter(request=row).order_by("at", "id"))
    asked = next((one for one in messages if one.event == Event.ASK.value), None)
    batch = tuple(others)
    first = first_messages(batch)
    is_draft = row.state == State.DRAFT.value
    shown = _with_superseded([message_view(one, opened) for one in messages])
    return RequestView(
        row=request_row(row, opened, asked),
        thread=row.thread,
        asking=unpacked(row.draft) if is_draft else _asking(row, opened, asked),
        messages=tuple(shown),
        can=what_can_be_done(row, opened),
        others=tuple(request_row(one, opened, first.get(one.id)) for one in batch),
        obligations=tuple(dict.fromkeys(word for one in shown for word in one.obligations)),
        reason=Reason(row.reason) if row.reason else None,
        left=_left(row, opened.context.at),
        pending=reply_from(row.draft) if row.draft and not is_draft else None,
        seats=_seats(row),
        names_until=names_kept_until(row) if any(each.name for one in shown for each in one.nominees) else None,
    )


def _with_superseded(shown: list[MessageView]) -> list[MessageView]:
    """The thread with what is said of each rating that its side has changed since."""
    last = {one.speaker: one.id for one in shown if one.event in rules.RATINGS}
    return [replace(one, superseded=one.event in rules.RATINGS and last[one.speaker] != one.id) for one in shown]


def _seats(row: Request) -> int:
    """The confirmed places of an own training; how many others come is for nobody else to know."""
    is_own = (row.kind, row.side) == (RequestKind.TRAINING.value, Side.ASKER.value)
    return fits.seats_taken(row) if is_own else 0


def _left(row: Request, at: datetime) -> Any:  # noqa: ANN401 - a timedelta or None
    ticking = clock_of(row)
    return clock.left(ticking, at) if ticking else None


def _asking(row: Request, opened: Opened, asked: RequestMessage | None) -> Asking:
    body: Mapping[str, Any] = orjson.loads(asked.details) if asked else {}
    label = opened.label_of(asked.label_id if asked else row.label_id)
    return Asking(
        to=(row.holder if row.side == Side.ANSWERER.value else row.partner,) if row.partner else (),
        title=asked.title if asked else "",
        text=asked.text if asked else "",
        urgency=Urgency(row.urgency),
        purpose=row.purpose,
        legal_basis=str(body.get("legal_basis", "")),
        marks=Marks(Tlp(row.tlp), label.handling),
        care=care_from_json(body["care"]) if body.get("care") else None,
        case=str(body.get("case", "")),
        about=UUID(body["about"]) if body.get("about") else None,
        kind=RequestKind(row.kind),
        terms=fits.terms_of(row),
    )


_DOABLE = (
    ("send", Side.ASKER, Event.ASK),
    ("clarify", Side.ASKER, Event.CLARIFY),
    ("answer", Side.ANSWERER, Event.FULL),
    ("answer", Side.ANSWERER, Event.OFFER),
    ("answer", Side.ANSWERER, Event.NOMINATE),
    ("accept", Side.ASKER, Event.ACCEPT),
    ("confirm", Side.ASKER, Event.CONFIRM),
    ("attend", Side.ASKER, Event.ATTEND),
    ("rate", None, Event.RATE),
    ("rerate", None, Event.RERATE),
    ("retract", Side.ANSWERER, Event.RETRACT),
    ("question", Side.ANSWERER, Event.QUESTION),
    ("remark", None, Event.REMARK),
    ("close", Side.ASKER, Event.CLOSE),
    ("withdraw", Side.ASKER, Event.WITHDRAW),
)


def what_can_be_done(row: Request, opened: Opened) -> tuple[str, ...]:
    """What this actor can do now, as words: edit, discard, assign, note, and those of `_DOABLE`."""
    roles, side, state = opened.actor.roles, Side(row.side), State(row.state)
    found = []
    if state is State.DRAFT and roles & WORKERS:
        found += ["edit", "discard"]
    if roles & OFFICERS:
        if side is Side.ANSWERER and state in {State.RECEIVED} | rules.IN_HAND:
            found.append("assign")
        found += [word for word, of, event in _DOABLE if of in {None, side} and _may(row, side, event, opened)]
    if state is not State.DRAFT and roles & WORKERS:
        found.append("note")
    return tuple(found)


def _may(row: Request, side: Side, event: Event, opened: Opened) -> bool:
    """Answering what nobody has taken takes it; a rating is changed in its time."""
    if event is Event.RERATE and not fits.is_rerated_in_time(row, row.holder, opened.context.at):
        return False
    standing = files.standing_of(row)
    if side is Side.ANSWERER and standing.state is State.RECEIVED and event is not Event.REMARK:
        standing = replace(standing, state=State.ASSIGNED)
    return rules.may_speak(standing, side, event)
