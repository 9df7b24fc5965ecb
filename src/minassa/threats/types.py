"""What crosses this room's edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from minassa.access import Count
from minassa.desk import Book
from minassa.threats.cells import Cell
from minassa.threats.hexes import NEAR
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

    `least_deaths` asks for incidents of which some report tells of at least so many. `hexagon` is a cell of the map (`hexes`), `cell` a
    half-degree cell; what is not placed to within about 25 km is in none of the latter. `area` is the key of a first-level area.
    """

    first: date | None = None
    last: date | None = None
    country: str = ""
    kind: str = ""
    source: str = ""
    group: UUID | None = None
    least_deaths: int = 0
    hexagon: int = 0
    cell: Cell | None = None
    area: str = ""


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
class Window:
    """The part of the earth that a map shows, in degrees, at a zoom as web maps count it: each is twice as near as the one before."""

    west: float = -180.0
    south: float = -90.0
    east: float = 180.0
    north: float = 90.0
    zoom: float = 3.0

    @property
    def resolution(self) -> int:
        """How fine the hexagons are: about twenty to forty points of a screen across."""
        return 1 + sum(self.zoom >= least for least in (2.0, 4.0, 6.0, 8.0))

    @property
    def shows_places(self) -> bool:
        """Whether it is near enough for single places."""
        return self.resolution > NEAR

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a place lies in it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A cell of H3 and how many incidents lie in it, or somewhere within it."""

    cell: int
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """One incident whose place is exact or near: `precision` says which."""

    id: UUID
    longitude: Decimal
    latitude: Decimal
    precision: str
    place: str
    country: str
    start: date
    kind: str


@dataclass(frozen=True, slots=True)
class IncidentMap:
    """What a map of a window shows.

    `hexagons` of the window's own resolution; `areas`, wider than that, for incidents that are not known so finely; `places` one by one,
    where it is near enough for them; `countries` for those of which only the country is known, wherever the window is. `total` counts all
    incidents of the filters, in the window or not, `nowhere` those among them that no map can show, and `unplaced` those whose hexagon is
    not looked up yet (`placing`).
    """

    resolution: int
    hexagons: tuple[Hexagon, ...]
    areas: tuple[Hexagon, ...]
    places: tuple[Place, ...]
    countries: tuple[tuple[str, int], ...]
    total: int
    nowhere: int
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many incidents began in a month."""

    year: int
    month: int
    count: int


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One page of the list, and the place where the next begins (empty at the end)."""

    rows: tuple[IncidentRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Incidents, each once however many sources tell of it, and the range of their deaths.

    `uncertain` reports are not counted: each may tell of an incident that is, and waits for a person.
    """

    incidents: int
    deaths: Range
    uncertain: int = 0


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
    """A file of incidents that somebody sent, of the source `book.sort`; while it is asked, with what its first rows say."""

    book: Book
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
