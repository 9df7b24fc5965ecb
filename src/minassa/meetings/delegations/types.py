"""What crosses the edge about delegations and the people whom they send."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from minassa.meetings.delegations.rules import Decision, DelegateState, DelegationKind, LetterState


@dataclass(frozen=True, slots=True)
class Inviting:
    """One invitation: which agency, as what, how many people, named until when, and a word to it alone."""

    agency: UUID
    kind: DelegationKind
    quota: int = 4
    answer_by: date | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What one delegation was told, and no other."""

    quota: int
    answer_by: date | None
    word: str


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation as all participants see it; `invitation`, the counts and its letter only for itself and the secretariat."""

    id: UUID
    agency: UUID
    name: str
    country: str
    kind: DelegationKind
    mine: bool
    invitation: InvitationView | None
    nominated: int | None
    accredited: int | None
    letter: LetterState | None = None


@dataclass(frozen=True, slots=True)
class LetterView:
    """A delegation's letter of credentials; `reason` is why it was returned, or what was said with its acceptance."""

    id: UUID
    state: LetterState
    sent: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Nominee:
    """A person as their delegation names them. `speaks` and `listens` are languages, `user` the login on this node if any."""

    name: str
    function: str = ""
    is_head: bool = False
    speaks: tuple[str, ...] = ()
    listens: str = ""
    needs: str = ""
    user: UUID | None = None


@dataclass(frozen=True, slots=True)
class DelegateView:
    """A person of a delegation as the delegation and the secretariat see them. `badge` is the number, empty without one."""

    id: UUID
    nominee: Nominee
    state: DelegateState
    decision: Decision | None
    reason: str
    badge: str
    came: datetime | None


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A delegation with its people (only for itself and the secretariat), and what may be done."""

    edition: UUID
    row: DelegationRow
    delegates: tuple[DelegateView, ...]
    letter: LetterView | None
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What the desk at the door sees of a badge: who it is, of which delegation, and since when they are in."""

    delegate: UUID
    name: str
    function: str
    delegation: str
    badge: str
    came: datetime
    again: bool


@dataclass(frozen=True, slots=True)
class DoorLine:
    """An accredited person in the list at the door; `arrival` is when they came today."""

    delegate: UUID
    name: str
    delegation: str
    badge: str
    arrival: datetime | None
