"""What crosses this room's edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from minassa.access import Count
from minassa.threats.sources import BadRow, SourceReport

MOST_BAD_KEPT: Final = 10_000
ENTERED: Final = "entered"
"""The source of what an agency entered itself, beside those that are files (`sources.SOURCES`)."""


@dataclass(slots=True)
class Imported:
    """What an import did: rows of the source by what became of them. `bad` keeps the first ten thousand rows that failed."""

    added: int = 0
    amended: int = 0
    unchanged: int = 0
    failed: int = 0
    incidents: int = 0
    linked: int = 0
    doubtful: int = 0
    names: int = 0
    bad: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of incidents is narrowed to; empty means all. `group` is a record of the schema ArmedGroup.

    `least_deaths` asks for incidents of which some report tells of at least so many.
    """

    first: date | None = None
    last: date | None = None
    country: str = ""
    kind: str = ""
    source: str = ""
    group: UUID | None = None
    least_deaths: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """Deaths over all reports that the actor may see: the lowest, and the highest of any."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident as lists show it. `deaths` is None where no report tells a count; `sources` are those of its reports."""

    id: UUID
    record: UUID
    start: date
    end: date
    date_precision: str
    place: str
    country: str
    latitude: Decimal | None
    longitude: Decimal | None
    place_precision: str
    kind: str
    type: str
    actors: tuple[str, ...]
    deaths: Range | None
    sources: tuple[str, ...]
    owner: UUID
    marks: tuple[str, ...]
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One page of the list, and the place where the next begins (empty at the end)."""

    rows: tuple[IncidentRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Incidents, each once however many sources tell of it, and the range of their deaths."""

    incidents: int
    deaths: Range


@dataclass(frozen=True, slots=True)
class ReportView:
    """What one source says. `told_by` is for the agency itself alone."""

    id: UUID
    source: str
    source_id: str
    start: date
    end: date
    date_precision: str
    place: str
    country: str
    place_precision: str
    type: str
    actors: tuple[str, ...]
    deaths_low: int | None
    deaths_best: int | None
    deaths_high: int | None
    text: str
    marks: tuple[str, ...]
    mine: bool = False
    told_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident with its reports, the first received first."""

    row: IncidentRow
    reports: tuple[ReportView, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident as somebody enters it: texts by the columns of our own table but `id` and `actors`.

    `title` is what the record is called; without one, its kind and place. `groups` are records of the schema ArmedGroup, `actors` others that are written. `told_by` is whom the agency has it from, which never
    leaves it.
    """

    columns: Mapping[str, str]
    title: str = ""
    groups: tuple[UUID, ...] = ()
    actors: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """An incident near what is entered: how many kilometres away, and how many days later."""

    incident: IncidentRow
    km: float
    days: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What the first rows of a file say: how many can be kept and cannot, and some of each, bad ones as (row, what to do, where)."""

    good: int
    bad: int
    rows: tuple[SourceReport, ...]
    faulty: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class IntakeView:
    """A file that somebody sent: at what step it is, and what became of its rows. `lines` is 0 where they cannot be counted."""

    id: UUID
    name: str
    source: str
    state: str
    lines: int
    counts: Mapping[str, int]
    fault: str
    has_failed: bool
    created: datetime
    modified: datetime
    marks: tuple[str, ...]
    looked: Looked | None = None


@dataclass(frozen=True, slots=True)
class IntakePage:
    """One page of imports, and the place where the next begins."""

    rows: tuple[IntakeView, ...]
    next: str


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A report beside the incident of which it may tell, with how far they are apart and what was weighed (`matching.Weights`)."""

    id: UUID
    report: ReportView
    incident: IncidentRow
    km: float
    days: int
    distance: float
    by_days: float
    by_actors: float
    by_deaths: float
    since: datetime
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many reports and names wait for somebody's decision, and the oldest of each."""

    reports: Count
    reports_since: datetime | None
    names: Count
    names_since: datetime | None


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """One page of questions, and the place where the next begins."""

    rows: tuple[DoubtView, ...]
    next: str
