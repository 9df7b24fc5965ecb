"""What an overview of the threat picture is asked for, what it is counted from, and what it says: numbers and codes, in no language."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from minassa.threats.types import Range

LONGEST: Final = 24
"""Months that one overview covers at most."""
OVERVIEW: Final = "threat-overview"
"""What reports call figures of this kind."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whole months, the first and the last (`months.month_number`), and the countries; none means all."""

    first: int
    last: int
    countries: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """How many months it covers."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Told:
    """One incident as those of its reports tell it that may be used. `best` is the first report's best count."""

    day: date
    country: str
    latitude: float | None
    longitude: float | None
    precision: str
    kind: str
    place: str
    deaths: Range | None
    best: int
    actors: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Incidents of one country, kind, group or source, with the range of their deaths; `before`: in as many months before."""

    key: str
    incidents: int
    low: int
    high: int
    before: int
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usual:
    """What the season was like in the years before."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Month:
    """Incidents and deaths (the first report's best count) of one month, beside what is usual."""

    number: int
    incidents: int
    deaths: int
    usual: Usual | None


@dataclass(frozen=True, slots=True)
class Moving:
    """What the Mann-Kendall test says of the last months."""

    label: str
    tau: float
    p: float
    months: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A half-degree cell by its south-western corner, with the incidents that are placed in it to within about 25 km."""

    south: float
    west: float
    incidents: int


@dataclass(frozen=True, slots=True)
class Somewhere:
    """Incidents that are known to have happened within so many kilometres."""

    latitude: float
    longitude: float
    radius_km: float
    incidents: int


@dataclass(frozen=True, slots=True)
class Because:
    """One reason, as `spread` gives it."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Warned:
    """A cell of one of the two lists, with the place in it that is named most often, and the reasons."""

    south: float
    west: float
    place: str
    country: str
    reasons: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Deaths of a country in the months ahead, together: the middle, and the shortest range that holds 90 of 100 chances."""

    country: str
    horizon: int
    middle: float
    low: float
    high: float
    above_25: float


@dataclass(frozen=True, slots=True)
class Scored:
    """How good the forecast was in the test years: `better` is by what share its log-CRPS lies below that of the last twelve months."""

    horizon: int
    method: str
    better: float
    coverage: float
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The threat picture of some months and countries, and what it was made from."""

    scope: Scope
    made: datetime
    incidents: int
    before: int
    low: int
    high: int
    without_deaths: int
    by_country: tuple[Line, ...]
    by_kind: tuple[Line, ...]
    groups: tuple[Line, ...]
    sources: tuple[Line, ...]
    months: tuple[Month, ...]
    moving: Moving
    cells: tuple[Counted, ...]
    areas: tuple[Somewhere, ...]
    undrawn: int
    continues: tuple[Warned, ...]
    spreads: tuple[Warned, ...]
    ahead: tuple[Ahead, ...]
    scores: tuple[Scored, ...]
    used: int
    digest: str
    """Of the references of all incidents and reports that were read, those of earlier years too: another one says that something has changed."""
