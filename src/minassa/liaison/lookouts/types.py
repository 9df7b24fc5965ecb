"""What crosses the edge about lookouts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from minassa.access import Handling, Label, Tlp
from minassa.liaison.requests.care import Care
from minassa.liaison.requests.types import Reason


class LookoutKind(StrEnum):
    """What is looked for."""

    PERSON = "person"
    VEHICLE = "vehicle"
    DOCUMENT = "document"


class LookoutState(StrEnum):
    """A draft of the agency, in force, or withdrawn. One that has expired is in force no more, whatever its state."""

    DRAFT = "draft"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class Wish(StrEnum):
    """What its owner asks of whoever meets it. A lookout is never a ground to stop or hold anybody."""

    REPORT = "report"
    CALL = "call"


class Tell(StrEnum):
    """Who learns that a check met a lookout: both sides, or its owner and the officers of the agency that checked."""

    BOTH = "both"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Sought:
    """A lookout as it is written. `to` holds "agency:<uuid>"; names for a person, numbers for all three kinds."""

    to: tuple[str, ...]
    kind: LookoutKind
    title: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    why: str
    purpose: str
    legal_basis: str
    expires: datetime
    wish: Wish = Wish.REPORT
    tell: Tell = Tell.BOTH
    tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset({Handling.H0})
    care: Care | None = None


@dataclass(frozen=True, slots=True)
class LookoutRow:
    """One line of the list. `answer`: what the own agency said (None: nothing yet); `met`: how often a check met it."""

    id: UUID
    title: str
    kind: LookoutKind
    state: LookoutState
    owner: UUID
    mine: bool
    expires: datetime
    expired: bool
    marks: tuple[str, ...]
    modified: datetime
    answer: bool | None
    met: int


@dataclass(frozen=True, slots=True)
class ReplyView:
    """What one recipient agency said: accepted or not, and why not."""

    agency: UUID
    accepted: bool | None
    reason: Reason | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A check of an agency met a lookout: how alike (0 to 100), or by the very number."""

    agency: UUID
    at: datetime
    score: int
    exact: bool


@dataclass(frozen=True, slots=True)
class LookoutView:
    """One lookout as this actor may see it; `replies` are the issuer's books, `can` what can be done now."""

    row: LookoutRow
    sought: Sought
    obligations: tuple[str, ...]
    replies: tuple[ReplyView, ...]
    meetings: tuple[MeetingView, ...]
    reason: Reason | None
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """A lookout that a check has met, as the person who asked may know it. `mine`: it is the own agency's."""

    id: UUID
    title: str
    kind: LookoutKind
    owner: UUID
    mine: bool
    wish: Wish
    score: float
    exact: bool
    matched: str
    expires: datetime
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    label: Label
