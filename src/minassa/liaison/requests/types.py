"""What crosses the edge about requests: what is asked, how it is handled, and what each side sees of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from minassa.access import Handling, Tlp
from minassa.liaison.requests.care import Care
from minassa.liaison.requests.clock import Urgency
from minassa.liaison.requests.rules import Event, RequestKind, Side, State
from minassa.liaison.requests.terms import Nominee, Tender, Terms


class Reason(StrEnum):
    """Why an answer is refused, or is only a part. An ordinary outcome, counted in the statistics as such."""

    LEGAL_BAR = "legal-bar"
    HUMAN_RIGHTS = "human-rights"
    NEUTRALITY = "neutrality"
    THIRD_PARTY = "third-party"
    ONGOING = "ongoing"
    SOURCE = "source"
    NO_BASIS = "no-basis"
    DISPROPORTIONATE = "disproportionate"
    NOT_COMPETENT = "not-competent"
    NO_CAPACITY = "no-capacity"
    NOT_THEN = "not-then"
    NO_SKILL = "no-skill"
    NO_FUNDS = "no-funds"


OF_MEANS: Final = frozenset({Reason.NO_CAPACITY, Reason.NOT_THEN, Reason.NO_SKILL, Reason.NO_FUNDS})
"""Reasons not to help or to come, which are none to keep information back."""
OF_RIGHT: Final = frozenset(
    {Reason.LEGAL_BAR, Reason.HUMAN_RIGHTS, Reason.NEUTRALITY, Reason.NO_BASIS, Reason.NOT_COMPETENT}
)
"""Reasons that both have."""


def reasons_of(kind: RequestKind) -> frozenset[Reason]:
    """Why a request of this kind can be refused."""
    return frozenset(Reason) - OF_MEANS if kind is RequestKind.INFORMATION else OF_RIGHT | OF_MEANS


@dataclass(frozen=True, slots=True)
class Marks:
    """How a message is to be handled: a level from AMBER+STRICT to GREEN, and codes. The audience is the other side alone."""

    tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset({Handling.H0})


@dataclass(frozen=True, slots=True)
class Asking:
    """A request as it is drafted: whom, what, why, how soon, and what was considered (R01, R13).

    `about` is the recipient's own record by its id, where the question is about one; `case` the asker's reference. `terms` say
    what assistance is asked for, or which training is offered.
    """

    to: tuple[UUID, ...]
    title: str
    text: str
    urgency: Urgency
    purpose: str
    legal_basis: str
    marks: Marks
    care: Care | None = None
    case: str = ""
    about: UUID | None = None
    kind: RequestKind = RequestKind.INFORMATION
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the answerer says, one of `answers_of` the kind. A part and a refusal have a reason; what leaves has its care (R13).

    `files` are attachments of the own file that go with it. `tender` belongs to an offer of help, `nominees` to nominations.
    """

    event: Event
    text: str
    marks: Marks
    reason: Reason | None = None
    care: Care | None = None
    files: tuple[UUID, ...] = ()
    tender: Tender | None = None
    nominees: tuple[Nominee, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. `event` is None for a note of the own agency; `reason`, `care` and the like are given where it has them.

    `files` are the names of the files that went with it; `chosen` places in the list of nominees, from 1; `stars` a rating,
    `superseded` where its side has changed it since.
    """

    id: UUID
    event: Event | None
    speaker: UUID
    mine: bool
    author: UUID | None
    title: str
    text: str
    at: datetime
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    reason: Reason | None = None
    care: Care | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    tender: Tender | None = None
    nominees: tuple[Nominee, ...] = ()
    chosen: tuple[int, ...] = ()
    stars: int | None = None
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line of the list of requests: a talk with one agency, as the own side sees it. A draft has no partner yet."""

    id: UUID
    side: Side
    state: State
    title: str
    partners: tuple[UUID, ...]
    urgency: Urgency
    marks: tuple[str, ...]
    sent: datetime | None
    due: datetime | None
    overdue: bool
    stopped: bool
    assignee: UUID | None
    author: UUID | None
    outcome: Event | None
    modified: datetime
    kind: RequestKind = RequestKind.INFORMATION


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A page of requests, newest first; `next` continues it (empty at the end)."""

    rows: tuple[RequestRow, ...]
    next: str
    count_text: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request with its thread. `can` are the things that this actor may do with it now, in the order of the page.

    `asking` is what was asked (for a draft: what is written so far); `others` are the own agency's files of the same
    question to other agencies, which the partner does not know of. `pending` is an answer that waits for a second person.
    `seats` are the places of an own training that are confirmed, with all agencies together; `names_until` is the last day on
    which the names of nominees are kept, where there are any.
    """

    row: RequestRow
    thread: UUID
    asking: Asking
    messages: tuple[MessageView, ...]
    can: tuple[str, ...]
    others: tuple[RequestRow, ...]
    obligations: tuple[str, ...]
    reason: Reason | None
    left: timedelta | None
    pending: Reply | None
    seats: int = 0
    names_until: date | None = None


@dataclass(frozen=True, slots=True)
class SideStatistics:
    """How one side of the agency's requests went: how many, how they ended, how long a first reply took.

    `in_time` counts replies before the clock; `median` and `slowest` are None where nobody has replied.
    """

    side: Side
    sent: int
    open: int
    overdue: int
    replied: int
    in_time: int
    partly: int
    refused: int
    withdrawn: int
    retracted: int
    median: timedelta | None
    slowest: timedelta | None
    reasons: Mapping[Reason, int]


@dataclass(frozen=True, slots=True)
class PartnerStatistics:
    """The same of one partner: how quickly they answer us, or we them."""

    partner: UUID
    side: Side
    sent: int
    replied: int
    in_time: int
    median: timedelta | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Reply times of both sides since a moment, from the own agency's files alone."""

    since: datetime
    sides: tuple[SideStatistics, ...]
    partners: tuple[PartnerStatistics, ...]
