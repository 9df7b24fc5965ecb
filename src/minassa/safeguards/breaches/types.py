"""What crosses the room's edge about incidents of security."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minassa.safeguards.breaches.rules import BreachKind, BreachState, Clock, RightsRisk, Severity, Step


@dataclass(frozen=True, slots=True)
class Entering:
    """An incident as it is written. `concerns` holds "<kind>:<uuid>"; `persons` how many people are concerned, if known."""

    kind: BreachKind
    title: str
    what: str
    noticed: datetime
    severity: Severity
    risk: RightsRisk
    persons: int | None = None
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: what, by whom (nobody: the clock), when, in which words, done to what."""

    at: datetime
    by: UUID | None
    what: Step
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class RecallView:
    """What became of a recall at one agency: carried, and acknowledged, or late."""

    record: UUID
    agency: UUID
    started: datetime
    due: datetime | None
    received_at: datetime | None
    acknowledged_at: datetime | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class BreachRow:
    """One line of the register."""

    id: UUID
    owner: UUID
    said: Entering
    state: BreachState
    clocks: tuple[Clock, ...]
    late: tuple[str, ...]
    created: datetime
    modified: datetime
    closed_at: datetime | None
    version: int
    marks: tuple[str, ...]
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BreachView:
    """One incident, whole: its steps, its recalls, what closing needs, and what this reader can do."""

    row: BreachRow
    lessons: str
    reported_by: UUID | None
    steps: tuple[StepView, ...]
    recalls: tuple[RecallView, ...]
    lacks: tuple[str, ...]
    two_persons: bool
    asked_by: UUID | None
    can: tuple[str, ...]

    @property
    def records(self) -> tuple[UUID, ...]:
        """The records among what it concerns."""
        return tuple(UUID(one[7:]) for one in self.row.said.concerns if one.startswith("record:"))


@dataclass(frozen=True, slots=True)
class BreachPage:
    """A page of the register, newest first."""

    rows: tuple[BreachRow, ...]
    next: str
