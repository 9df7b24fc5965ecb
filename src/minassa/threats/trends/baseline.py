"""A seasonal baseline: what the same season was like in the years before, as a range."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

YEARS: Final = 5
LEAST_YEARS: Final = 2
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Expected:
    """The middle of what the season was like before, and the range in which eight of ten such months lay."""

    middle: float
    low: float
    high: float


def seasonal_baseline(counts: Sequence[float]) -> list[Expected | None]:
    """For each month the same month and its two neighbours in up to five years before; None before two years are known.

    `counts` are months in a row. A month is never part of its own baseline, nor is any later one.
    """
    series = np.asarray(counts, dtype=np.float64)
    return [_expected(series, month) for month in range(len(series))]


def _expected(series: np.ndarray[tuple[int], np.dtype[np.float64]], month: int) -> Expected | None:
    years = [back for back in range(1, YEARS + 1) if month - 12 * back - 1 >= 0]
    if len(years) < LEAST_YEARS:
        return None
    season = np.concatenate([series[month - 12 * back - 1 : month - 12 * back + 2] for back in years])
    low, middle, high = np.quantile(season, (LOW, 0.5, HIGH))
    return Expected(float(middle), float(low), float(high))
