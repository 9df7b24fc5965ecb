"""Five shades for counts, each darker than the one before.

They are told apart by people who do not see colours alike, and on grey paper: the five-class YlOrBr of Harrower & Brewer (2003),
"ColorBrewer.org: an online tool for selecting colour schemes for maps", The Cartographic Journal 40, its darkest two darker still.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

SHADES: Final = ("#fee391", "#fec44f", "#fe9929", "#cc4c02", "#7f2704")
_ROUND: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Shade:
    """One shade of the legend: its number from 1, and the counts it stands for; `high` is None for the last one, which has no end."""

    number: int
    low: int
    high: int | None

    @property
    def colour(self) -> str:
        """Its colour on white paper."""
        return SHADES[self.number - 1]

    @property
    def range(self) -> str:
        """Its counts, such as 5–9 or 10+."""
        if self.high is None:
            return f"{self.low}+"
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def steps(counts: Iterable[int]) -> tuple[Shade, ...]:
    """Shades for these counts: round numbers that rise by like ratios from one to the highest count, at most five."""
    most = max(counts, default=0)
    if most < 1:
        return ()
    wanted = [most ** (number / len(SHADES)) for number in range(len(SHADES))]
    lows = sorted({rounded(one) for one in wanted if rounded(one) <= most})
    first = len(SHADES) - len(lows)
    ends: list[int | None] = [one - 1 for one in lows[1:]]
    return tuple(
        Shade(number, low, high) for number, (low, high) in enumerate(zip(lows, [*ends, None], strict=True), first + 1)
    )


def shade_of(shades: Sequence[Shade], count: int) -> Shade:
    """The shade that stands for a count of at least one."""
    return shades[max(bisect_right([one.low for one in shades], count) - 1, 0)]


def rounded(number: float) -> int:
    """The nearest of 1, 2, 5, 10, 20, 50, ..., by ratio."""
    power = 10 ** math.floor(math.log10(number))
    candidates = [part * power for part in (*_ROUND, 10)]
    return int(min(candidates, key=lambda one: abs(math.log(one / number))))
