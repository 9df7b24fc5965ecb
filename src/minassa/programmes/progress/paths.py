"""What could be expected by a day, and when a value is too old to say anything."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Path:
    """The way from the baseline to the target: (day, share) in the order of days, from share 0 to share 1.

    Days are ordinals (`date.toordinal()`), or any other count of days. Milestones between may lie anywhere, since a target
    on the way may lie beyond the last one. Raises ValueError for a path that does not go from 0 to 1 forward in time.
    """

    points: tuple[tuple[int, Decimal], ...]

    def __post_init__(self) -> None:
        days = [day for day, _share in self.points]
        if len(days) < 2 or any(later <= day for day, later in pairwise(days)):
            raise ValueError("a path goes forward in time, from a baseline to a target")
        if self.points[0][1] != 0 or self.points[-1][1] != 1:
            raise ValueError("a path begins at share 0 and ends at share 1")


def expected(path: Path, on: int) -> Decimal:
    """The share that is expected on a day: along straight lines between the points of the path, 0 before it and 1 after it."""
    if on <= path.points[0][0]:
        return Decimal(0)
    for (day, share), (later, then) in pairwise(path.points):
        if on <= later:
            return share + (then - share) * (on - day) / (later - day)
    return Decimal(1)


def is_stale(measured: int, on: int, *, every: int) -> bool:
    """Whether a value of the day `measured` is too old on the day `on`: more than one and a half of its intervals have passed."""
    return 2 * (on - measured) > 3 * every
