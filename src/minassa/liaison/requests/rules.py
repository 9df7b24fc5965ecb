"""The course of a request, as one pure table: who may say what when, and what both sides then see.

A request is a talk between two agencies. Each side holds its own standing and changes it in two ways: by what it says
itself (`speak`, which refuses whatever is out of turn) and by what it hears from the other (`hear`). Messages of one side
arrive in order, those of both sides may cross: the asker withdraws while the answer is on its way. `hear` therefore knows
what may arrive late, and after everything has arrived both sides stand at the same place (held by a property test).

Requests for assistance and offers of training take the same course: their answers have words of their own (interest, an
offer, nominations), and it goes on where information ends: accepted, held, done, rated by both sides. What is
offered can be taken back, also after it was accepted: nothing was agreed on then, whatever the asker said meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from types import MappingProxyType
from typing import Final

from minassa.base.errors import Conflict, Refused
from minassa.liaison import faults


class RequestKind(StrEnum):
    """What is asked for: information, assistance, or who comes to a training that the asker offers."""

    INFORMATION = "information"
    ASSISTANCE = "assistance"
    TRAINING = "training"


class Side(StrEnum):
    """Which side of a request an agency is."""

    ASKER = "asker"
    ANSWERER = "answerer"

    @property
    def other(self) -> "Side":
        """The other side."""
        return Side.ANSWERER if self is Side.ASKER else Side.ASKER


class State(StrEnum):
    """Where a request stands, for one side. Of assistance and training PARTLY is interest, ANSWERED an offer or nominations."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    QUESTIONED = "questioned"
    PARTLY = "partly"
    ANSWERED = "answered"
    REFUSED = "refused"
    RETRACTED = "retracted"
    ACCEPTED = "accepted"
    HELD = "held"
    DONE = "done"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What one side says to the other. A remark and ratings change nothing; everything else moves the request."""

    ASK = "ask"
    RECEIPT = "receipt"
    TAKE = "take"
    QUESTION = "question"
    CLARIFY = "clarify"
    PART = "part"
    FULL = "full"
    INTEREST = "interest"
    OFFER = "offer"
    NOMINATE = "nominate"
    REFUSE = "refuse"
    RETRACT = "retract"
    ACCEPT = "accept"
    CONFIRM = "confirm"
    ATTEND = "attend"
    RATE = "rate"
    RERATE = "rerate"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REMARK = "remark"


ANSWERS: Final = frozenset({Event.PART, Event.FULL, Event.INTEREST, Event.OFFER, Event.NOMINATE, Event.REFUSE})
ASKERS: Final = frozenset(
    {
        Event.ASK,
        Event.CLARIFY,
        Event.ACCEPT,
        Event.CONFIRM,
        Event.ATTEND,
        Event.RATE,
        Event.RERATE,
        Event.CLOSE,
        Event.WITHDRAW,
        Event.REMARK,
    }
)
RATINGS: Final = frozenset({Event.RATE, Event.RERATE})
ANSWERERS: Final = ANSWERS | RATINGS | {Event.RECEIPT, Event.TAKE, Event.QUESTION, Event.RETRACT, Event.REMARK}
SPEAKERS: Final[Mapping[Side, frozenset[Event]]] = MappingProxyType({Side.ASKER: ASKERS, Side.ANSWERER: ANSWERERS})

OPEN: Final = frozenset({State.SENT, State.RECEIVED, State.ASSIGNED, State.QUESTIONED, State.PARTLY})
"""Something is still expected of somebody."""
REPLIED: Final = frozenset({State.PARTLY, State.ANSWERED, State.REFUSED, State.RETRACTED})
"""The answerer has said what it had to say, or a part; the asker can close."""
AGREED: Final = frozenset({State.ACCEPTED, State.HELD})
"""Help or a training was agreed on, and the asker has not closed it yet."""
OVER: Final = frozenset({State.DONE, State.CLOSED, State.WITHDRAWN})
"""Nothing more is said, but for the ratings of what was done."""
IN_HAND: Final = frozenset({State.ASSIGNED, State.QUESTIONED, State.PARTLY})
"""Somebody at the answerer works on it."""

_INFORMATION: Final = frozenset({RequestKind.INFORMATION})
_ASSISTANCE: Final = frozenset({RequestKind.ASSISTANCE})
_TRAINING: Final = frozenset({RequestKind.TRAINING})
KINDS: Final[Mapping[Event, frozenset[RequestKind]]] = MappingProxyType(
    {
        Event.PART: _INFORMATION,
        Event.FULL: _INFORMATION,
        Event.INTEREST: _ASSISTANCE | _TRAINING,
        Event.OFFER: _ASSISTANCE,
        Event.NOMINATE: _TRAINING,
        Event.RETRACT: _ASSISTANCE | _TRAINING,
        Event.ACCEPT: _ASSISTANCE,
        Event.CONFIRM: _TRAINING,
        Event.ATTEND: _TRAINING,
        Event.RATE: _ASSISTANCE | _TRAINING,
        Event.RERATE: _ASSISTANCE | _TRAINING,
    }
)
"""What is said about requests of these kinds alone; everything else about all."""
WHOLE: Final[Mapping[RequestKind, Event]] = MappingProxyType(
    {
        RequestKind.INFORMATION: Event.FULL,
        RequestKind.ASSISTANCE: Event.OFFER,
        RequestKind.TRAINING: Event.NOMINATE,
    }
)
"""The answer that is whole, of each kind."""


def _moves() -> dict[tuple[State, Event], State]:
    found = {
        (State.DRAFT, Event.ASK): State.SENT,
        (State.SENT, Event.RECEIPT): State.RECEIVED,
        (State.RECEIVED, Event.TAKE): State.ASSIGNED,
        (State.ASSIGNED, Event.QUESTION): State.QUESTIONED,
        (State.PARTLY, Event.QUESTION): State.QUESTIONED,
        (State.QUESTIONED, Event.CLARIFY): State.ASSIGNED,
    }
    found |= dict.fromkeys(product(IN_HAND, (Event.PART, Event.INTEREST)), State.PARTLY)
    found |= dict.fromkeys(product(IN_HAND, WHOLE.values()), State.ANSWERED)
    found |= dict.fromkeys(product(IN_HAND, (Event.REFUSE,)), State.REFUSED)
    found |= dict.fromkeys(product(REPLIED, (Event.CLOSE,)), State.CLOSED)
    found |= dict.fromkeys(product(OPEN | {State.ACCEPTED}, (Event.WITHDRAW,)), State.WITHDRAWN)
    found |= {(state, Event.REMARK): state for state in OPEN | REPLIED | AGREED}
    return found | _agreed()


def _agreed() -> dict[tuple[State, Event], State]:
    """How it goes on with what was offered. Ratings follow what was done."""
    found = dict.fromkeys(product((State.ANSWERED,), (Event.ACCEPT, Event.CONFIRM)), State.ACCEPTED)
    found |= dict.fromkeys(product((State.ANSWERED, State.ACCEPTED), (Event.RETRACT,)), State.RETRACTED)
    found |= {(State.ACCEPTED, Event.ATTEND): State.HELD}
    found |= dict.fromkeys(product((State.DONE,), RATINGS), State.DONE)
    return found | dict.fromkeys(product(AGREED, (Event.CLOSE,)), State.DONE)


def _late() -> dict[tuple[Side, State, Event], State]:
    """What may still arrive when this side has moved on, and what it makes of it."""
    asker = {(Side.ASKER, state, event): state for state, event in product(OVER, ANSWERERS - RATINGS)}
    asker |= {
        (Side.ASKER, State.HELD, Event.RETRACT): State.RETRACTED,
        (Side.ASKER, State.DONE, Event.RETRACT): State.CLOSED,
    }
    answered = (State.PARTLY, State.ANSWERED, State.REFUSED, State.RETRACTED)
    answerer = {(Side.ANSWERER, state, Event.CLARIFY): state for state in (*answered, State.QUESTIONED)}
    answerer |= {(Side.ANSWERER, state, Event.WITHDRAW): State.WITHDRAWN for state in answered}
    answerer |= {(Side.ANSWERER, State.QUESTIONED, Event.CLOSE): State.CLOSED}
    # Taken back while the asker accepted, closed and rated it: none of that counts.
    agreed = (Event.ACCEPT, Event.CONFIRM, Event.ATTEND)
    answerer |= {(Side.ANSWERER, State.RETRACTED, event): State.RETRACTED for event in agreed}
    return asker | answerer | {(Side.ANSWERER, State.CLOSED, event): State.CLOSED for event in RATINGS}


MOVES: Final[Mapping[tuple[State, Event], State]] = MappingProxyType(_moves())
LATE: Final[Mapping[tuple[Side, State, Event], State]] = MappingProxyType(_late())


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request stands for one side, and how many questions back were asked: a clarification names the one it answers.

    `rated` are the sides that have rated what was done: each does so once, and may change it (for how long: `clock.RERATE_WITHIN`).
    """

    state: State
    questions: int = 0
    kind: RequestKind = RequestKind.INFORMATION
    rated: frozenset[Side] = frozenset()


DRAFTED: Final = Standing(State.DRAFT)
ARRIVED: Final = Standing(State.RECEIVED)
"""How the answerer begins, when the request has come."""


def answers_of(kind: RequestKind) -> frozenset[Event]:
    """What an answerer can answer to a request of this kind."""
    return frozenset(event for event in ANSWERS if _fits(event, kind))


def _fits(event: Event, kind: RequestKind) -> bool:
    return kind in KINDS.get(event, frozenset(RequestKind))


def may_speak(standing: Standing, side: Side, event: Event) -> bool:
    """Whether this side can say this now."""
    is_theirs = event in SPEAKERS[side] and _fits(event, standing.kind)
    in_order = event not in RATINGS or (event is Event.RERATE) is (side in standing.rated)
    return is_theirs and in_order and (standing.state, event) in MOVES


def speak(standing: Standing, side: Side, event: Event) -> Standing:
    """The standing after this side has said something. Raises Conflict where it is not this side's to say, or not now."""
    if not may_speak(standing, side, event):
        raise Conflict(faults.OUT_OF_TURN)
    return _moved(standing, side, event)


def hear(standing: Standing, side: Side, event: Event, *, question: int = 0) -> Standing:
    """The standing of `side` after hearing the other; `question` is the one that a clarification answers.

    Raises Refused for what the other side cannot say at all, or cannot have said after what came before.
    """
    state = standing.state
    if event not in SPEAKERS[side.other] or state is State.DRAFT or not _fits(event, standing.kind):
        raise Refused(faults.NEVER_ASKED)
    is_stale = event is Event.CLARIFY and question != standing.questions
    if may_speak(standing, side.other, event) and not is_stale:
        return _moved(standing, side.other, event)
    if (side, state, event) in LATE and not _is_undone(standing, side, event):
        return replace(standing, state=LATE[side, state, event], rated=standing.rated - _unrated(event))
    raise Refused(faults.NEVER_ASKED)


def _is_undone(standing: Standing, side: Side, event: Event) -> bool:
    """Whether the other side takes back what it has itself rated as done."""
    return event is Event.RETRACT and side.other in standing.rated


def _unrated(event: Event) -> frozenset[Side]:
    return frozenset(Side) if event is Event.RETRACT else frozenset()


def _moved(standing: Standing, speaker: Side, event: Event) -> Standing:
    asked = standing.questions + (event is Event.QUESTION)
    rated = standing.rated | ({speaker} if event is Event.RATE else frozenset())
    return replace(standing, state=MOVES[standing.state, event], questions=asked, rated=rated)
