"""What crosses the edge about what happens in a session."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from minassa.meetings.editions.types import EditionRow, SessionView
from minassa.meetings.floor.rules import Need, StatementState, TurnState
from minassa.meetings.texts import Text
from minassa.programmes import Answered


@dataclass(frozen=True, slots=True)
class TurnView:
    """One delegation on the list of speakers. `left` is what is left of its time while it speaks (negative: over)."""

    id: UUID
    delegation: str
    speaker: str
    mine: bool
    observes: bool
    minutes: int
    state: TurnState
    began: datetime | None
    ended: datetime | None
    left: timedelta | None


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement: the own draft, or one that was delivered. `texts` by language, `original` is the one that was spoken."""

    id: UUID
    delegation: str
    mine: bool
    speaker: str
    original: str
    texts: Text
    state: StatementState
    delivered: datetime | None


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of a session in one language; `opens`: the embargo, which only the secretariat sees running.

    `members_only`: observers do not see it, though the session is open to them.
    """

    id: UUID
    work: str
    language: str
    opens: datetime | None
    attachment: UUID | None
    name: str
    members_only: bool


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody shall do after the session."""

    what: str
    who: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """What a session decided about a recommendation that it took up: what becomes of it, and in words."""

    recommendation: UUID
    state: Answered
    text: str


@dataclass(frozen=True, slots=True)
class Recording:
    """What the secretariat writes down of a session; decisions and actions in one language each, as they were taken.

    `answers` are about recommendations that the session takes up; a reader is given those about what they see.
    """

    summary: Text
    decisions: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    answers: tuple[PointAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordView:
    """The record of a session; `attended` is how many people of each delegation were in it."""

    recording: Recording
    attended: tuple[tuple[str, int], ...]
    is_released: bool


@dataclass(frozen=True, slots=True)
class ListenerView:
    """Somebody who listens to a session in a language (empty: without interpretation); `is_chosen`: said for this very session."""

    delegate: UUID
    name: str
    delegation: str
    language: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SessionNeeds:
    """The interpretation of one session: how many listen to which language, and who."""

    session: SessionView
    needs: tuple[Need, ...]
    listeners: tuple[ListenerView, ...]


@dataclass(frozen=True, slots=True)
class FloorView:
    """A session as it goes on: its turns, papers, statements and record, the interpretation it needs, and what may be done.

    `needs` and `present` (how many people are there) are the secretariat's alone; `listeners` those for whom the reader chooses.
    """

    edition: EditionRow
    session: SessionView
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    turns: tuple[TurnView, ...]
    papers: tuple[PaperView, ...]
    statements: tuple[StatementView, ...]
    record: RecordView | None
    needs: tuple[Need, ...]
    present: int
    listeners: tuple[ListenerView, ...]
    can: tuple[str, ...]
