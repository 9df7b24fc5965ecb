"""What crosses this room's edge."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from minassa.access import Handling, Tlp


class Every(StrEnum):
    """How often a schedule makes a report."""

    MONTH = "month"
    QUARTER = "quarter"

    @property
    def months(self) -> int:
        """How many months each of its reports covers."""
        return 1 if self is Every.MONTH else 3


@dataclass(frozen=True, slots=True)
class Briefing:
    """A threat report to be begun: what it covers (month numbers, `threats.month_number`), for whom, under which marks.

    `to` holds "agency:<uuid>" and "community:<uuid>"; without any it is for the own agency.
    """

    title: str
    first: int
    last: int
    countries: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset({Handling.H0})


@dataclass(frozen=True, slots=True)
class Plan:
    """What a schedule begins again and again, in the month after each period."""

    title: str
    every: Every
    countries: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset({Handling.H0})


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """A schedule of one's own agency; `mine`: its reports come to me."""

    id: UUID
    plan: Plan
    person: UUID
    mine: bool
    next_on: date
    fault: str


@dataclass(frozen=True, slots=True)
class AskedView:
    """A report that the actor asked for: `state` is waiting, running, done or failed, `fault` the code of what went wrong."""

    id: UUID
    title: str
    state: str
    report: UUID | None
    fault: str
    created: datetime

    @property
    def goes_on(self) -> bool:
        """Whether it is not over yet."""
        return self.state in {"waiting", "running"}


@dataclass(frozen=True, slots=True)
class Making:
    """From what a report's figures were made, for the author's agency alone. `left_out` is a number and nothing more."""

    first: int
    last: int
    countries: tuple[str, ...]
    incidents: int
    left_out: int
    digest: str
    made: datetime
    is_scheduled: bool
