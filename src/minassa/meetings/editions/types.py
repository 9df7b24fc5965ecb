"""What crosses the edge about editions and their agenda."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from minassa.meetings.editions.rules import Difference, EditionState, SessionKind
from minassa.meetings.texts import Text
from minassa.programmes import FinalRecommendation


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """What the secretariat says of an edition. Dates are days of the meeting's place, `zone` is its IANA time zone."""

    number: int
    names: Text
    city: str
    country: str
    zone: str
    start: date
    end: date
    theme: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the agenda names: a chair or a speaker."""

    name: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What the secretariat says of a session; `begins` and `ends` by the clock of the place.

    `channels`: languages of interpretation, in the order of the channels; `is_open`: observers may be there; `takes_up`: the
    recommendations of evaluations that it deals with, of those that the reader sees.
    """

    date: date
    kind: SessionKind
    begins: time
    ends: time
    title: Text
    theme: Text = field(default_factory=dict)
    room: str = ""
    chairs: tuple[Named, ...] = ()
    speakers: tuple[Named, ...] = ()
    channels: tuple[str, ...] = ()
    is_open: bool = False
    takes_up: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class FactView:
    """Something that sources say about an edition; `conflicts`: other sources say otherwise."""

    topic: str
    said: Text
    sources: tuple[str, ...]
    confidence: str
    conflicts: bool


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One line of the list of editions."""

    id: UUID
    number: int
    state: EditionState
    names: Text
    theme: Text
    city: str
    country: str
    zone: str
    start: date
    end: date
    owner: UUID
    mine: bool
    marks: tuple[str, ...]
    obligations: tuple[str, ...]

    @property
    def year(self) -> int:
        """The year in which it begins."""
        return self.start.year


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition: what is known of it, the newest released agenda that this actor sees (0: none), and what may be done.

    `has_circle`: delegations are invited to it; of an edition without one only facts are kept.
    """

    row: EditionRow
    facts: tuple[FactView, ...]
    agenda: int
    has_circle: bool
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session with the moments, in UTC, at which it begins and ends. `points` is what it takes up, of what the reader sees."""

    id: UUID
    plan: SessionPlan
    begins: datetime
    ends: datetime
    points: tuple[FinalRecommendation, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What an evaluation recommends and nobody has settled, with the sessions of the plan that take it up."""

    recommendation: FinalRecommendation
    sessions: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TakingUp:
    """A session of an agenda in force that takes a recommendation up, and where its edition meets."""

    session: UUID
    title: Text
    date: date
    edition: UUID
    city: str


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the agenda with its sessions in their order."""

    date: date
    title: Text
    sessions: tuple[SessionView, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One released agenda."""

    number: int
    released: datetime
    change: str


@dataclass(frozen=True, slots=True)
class AgendaView:
    """An agenda as this actor may see it: a released version, or the secretariat's plan (`version` is None).

    `against` and `differences` compare it with an earlier version; `offered` is what evaluations offer to the plan.
    """

    edition: EditionRow
    version: VersionRow | None
    versions: tuple[VersionRow, ...]
    days: tuple[DayView, ...]
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    against: int = 0
    differences: tuple[Difference, ...] = ()
    offered: tuple[Offered, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarLinkView:
    """A link that a calendar program polls: to all meetings, an edition, or a session. `secret` only in the answer that made it."""

    id: UUID
    edition: UUID | None
    session: UUID | None
    language: str
    made: datetime
    expires: datetime
    used: datetime | None
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What a link shows: the tag of its content, and the content unless the program has it already."""

    tag: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class PublicEdition:
    """What everybody may read of an edition, without a login."""

    id: UUID
    number: int
    state: EditionState
    names: Text
    theme: Text
    city: str
    country: str
    start: date
    end: date
    communique: Text
    facts: tuple[FactView, ...]
    published: datetime
