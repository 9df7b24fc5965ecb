"""What the picture says, as it crosses the room's edge."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from minassa.threats.cells import Cell
from minassa.threats.spread import Reason
from minassa.threats.trends import Expected, Trend

Handling = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
"""Marks and obligations, one pair for each way in which a label that took part is handled."""
Measure = Literal["incidents", "deaths"]
MEASURES: Final[tuple[Measure, ...]] = ("incidents", "deaths")
Sort = Literal["country", "area", "cell", "group"]
SORTS: Final[tuple[Sort, ...]] = ("country", "area", "cell", "group")


@dataclass(frozen=True, slots=True)
class Month:
    """One month: how many, what the season was like before (None before two years are known), and whether it is over."""

    number: int
    count: int
    expected: Expected | None
    is_over: bool

    @property
    def is_above(self) -> bool:
        """Whether more than nine of ten such months before."""
        return self.expected is not None and self.count > self.expected.high

    @property
    def is_below(self) -> bool:
        """Whether less than nine of ten such months before; a month that is not over may still rise."""
        return self.is_over and self.expected is not None and self.count < self.expected.low


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One of the places that are compared; `counts` are month by month, as in the whole series.

    `key` is a country's code, a first-level area's key (`shapes.Shape.key`), a half-degree cell or a group's id; `name` is empty where pages find it. `latest` and `before` are the last twelve months and the twelve before them; `change` is the share by which the one is more than the
    other, None where there was nothing before.
    """

    key: str
    name: str
    counts: tuple[int, ...]
    total: int
    latest: int
    before: int
    trend: Trend

    @property
    def change(self) -> float | None:
        """By which share the last twelve months are more than the twelve before."""
        return (self.latest - self.before) / self.before if self.before else None


@dataclass(frozen=True, slots=True)
class Trends:
    """The months that are shown, the test over those that are over, and places side by side, those with most first.

    `places_left` is how many more places there are; `unplaced` how many incidents are still to be laid to areas. Empty where there is no
    incident.
    """

    measure: Measure
    months: tuple[Month, ...]
    trend: Trend
    places: tuple[PlaceLine, ...]
    places_left: int
    unplaced: int = 0
    handling: Handling = ()


@dataclass(frozen=True, slots=True)
class ListedCell:
    """A cell of one of the two lists, with the countries of the incidents in and around it."""

    cell: Cell
    rank: int
    reasons: tuple[Reason, ...]
    countries: tuple[str, ...]
    incidents: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The two lists for one month; `until` is the last month that they know, `incidents` how many they rest on."""

    region: str
    month: int
    until: int
    incidents: int
    continues: tuple[ListedCell, ...]
    may_spread: tuple[ListedCell, ...]
    handling: Handling = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """From the lowest to the highest count."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """Deaths of one country in the months ahead: the middle, the half and the nine tenths of what may come, and chances.

    `chances` are those of more than 0, 25, 100 and 1,000 deaths. `similar` are past situations that resemble the present one: country, month
    and deaths after it.
    """

    country: str
    median: float
    half: Interval
    most: Interval
    chances: tuple[tuple[int, float], ...]
    last_12: float
    similar: tuple[tuple[str, int, float], ...]


@dataclass(frozen=True, slots=True)
class MethodScore:
    """A method over the test years: lower is better, but for coverage, which should be near 0.9."""

    method: str
    crps: float
    log_crps: float
    ignorance: float
    interval: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Horizon:
    """The forecast for so many months: the method that is shown, each method's scores, and how it did in each year.

    `years` tells by what share the mixture's log-CRPS and ignorance were below those of the last twelve months.
    """

    months: int
    shown: str
    countries: tuple[Ahead, ...]
    scores: tuple[MethodScore, ...]
    years: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may come, made from the incidents that this reader saw when it was made. `first` and `last` are the months it was made from.

    `state` is `ready`, `old` (the incidents have changed since: it is being made again), `waiting` (not made yet) or `too_little`.
    """

    state: Literal["ready", "old", "waiting", "too_little"]
    made: datetime | None = None
    first: int = 0
    last: int = 0
    horizons: tuple[Horizon, ...] = ()
    handling: Handling = ()


@dataclass(frozen=True, slots=True)
class GroupNames:
    """A group and the forms of its names by which actors are compared."""

    id: UUID
    name: str
    keys: frozenset[str]
