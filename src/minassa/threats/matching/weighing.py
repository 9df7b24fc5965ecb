"""How much speaks for a report and an incident being the same: natural logarithms of likelihood ratios, up to a constant."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_KM: Final = 50.0
MOST_DAYS: Final = 3

NEAR_KM: Final = 4.0
"""Two sources that both name a village seldom lie farther apart."""
PER_DAY: Final = 0.1
SHARED_ACTOR: Final = 1.0
OTHER_ACTOR: Final = 3.0
DEATHS_WIDTH: Final = 0.45
"""Standard deviation of the difference of log(1 + deaths) between two sources on one attack."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spot:
    """When and where something happened, and who: an incident, or a report of it.

    `day` counts from year 1 (`date.toordinal`); `radius_km` is how far off the place may be; `actors` are names in the form in
    which they are compared, those unknown left out; `deaths` is the best count, None where it is not told.
    """

    key: str
    day: int
    latitude: float
    longitude: float
    radius_km: float = 0.0
    actors: frozenset[str] = frozenset()
    deaths: float | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part says, in logarithms: for (above 0) or against (below 0)."""

    distance: float
    days: float
    actors: float
    deaths: float

    @property
    def total(self) -> float:
        """All parts together."""
        return self.distance + self.days + self.actors + self.deaths


@dataclass(frozen=True, slots=True)
class Link:
    """A report (`report`, its key) laid to an incident (`incident`), with what was weighed.

    `standing` (0 to 1) is the pair's part among itself, all rivals of either side, and neither having a counterpart. It is no chance: that
    each report gets one incident and each incident one report settles more than it knows.
    """

    incident: str
    report: str
    km: float
    days: int
    shared_actors: tuple[str, ...]
    deaths: tuple[float | None, float | None]
    weights: Weights
    standing: float


def by_distance(km: Numbers, radius: Numbers) -> Numbers:
    """A heavy tail: most reports lie near, and some far off. What is imprecise by nature speaks less at any distance."""
    near = NEAR_KM + radius
    return np.asarray(-1.5 * np.log1p((km / near) ** 2) - 2 * np.log(near / NEAR_KM), dtype=np.float64)


def by_days(days: Numbers) -> Numbers:
    """Each day apart speaks a little against."""
    return -PER_DAY * np.abs(days)


def by_actors(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared actors speak for; actors that each names and the other does not speak strongly against. Silence says nothing."""
    apart = min(len(one - other), len(other - one))
    return SHARED_ACTOR * min(len(one & other), 2) - OTHER_ACTOR * apart


def by_deaths(one: Numbers, other: Numbers) -> Numbers:
    """Sources differ by a factor more than by a number. A count that is not told (NaN) says nothing."""
    apart = (np.log1p(one) - np.log1p(other)) / DEATHS_WIDTH
    return np.nan_to_num(-(apart**2) / 2)
