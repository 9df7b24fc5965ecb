"""The Mann-Kendall test of trend, with a label in words.

Mann (1945), "Nonparametric tests against trend", Econometrica 13; Kendall (1975), Rank Correlation Methods. Months of one series
resemble each other, which makes the plain test find trends that are none; the variance is therefore corrected for that by the ranks'
significant autocorrelation after Hamed & Rao (1998), "A modified Mann-Kendall trend test for autocorrelated data", Journal of
Hydrology 204. The slope is that of Sen (1968).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Label = Literal["rising", "falling", "probably_rising", "probably_falling", "no_trend", "too_short"]
LABELS: Final[tuple[Label, ...]] = (
    "rising",
    "falling",
    "probably_rising",
    "probably_falling",
    "no_trend",
    "too_short",
)
SENTENCES: Final[dict[Label, str]] = {
    "rising": "Rising: chance alone would seldom show such a rise (less than one time in twenty).",
    "falling": "Falling: chance alone would seldom show such a fall (less than one time in twenty).",
    "probably_rising": "Probably rising: chance alone would show such a rise less than one time in ten.",
    "probably_falling": "Probably falling: chance alone would show such a fall less than one time in ten.",
    "no_trend": "No trend that could be told from chance.",
    "too_short": "Too few months to say.",
}
LEAST_MONTHS: Final = 12
SURE, PROBABLE = 0.05, 0.10
_LIKE: Final = NormalDist().inv_cdf(0.975)
"""Standard errors beyond which neighbouring months are significantly alike."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trend:
    """The label in words, Kendall's tau (-1 to 1), the two-sided p and Sen's slope for each month."""

    label: Label
    tau: float
    p: float
    slope: float
    months: int


def trend(counts: Sequence[float]) -> Trend:
    """Test a series of months in a row. Fewer than twelve, or a count unknown (NaN) among them: nothing is said."""
    series = np.asarray(counts, dtype=np.float64)
    if len(series) < LEAST_MONTHS or np.isnan(series).any():
        return Trend("too_short", 0.0, 1.0, 0.0, len(series))
    later, earlier = np.tril_indices(len(series), -1)
    steps = series[later] - series[earlier]
    rises = float(np.sign(steps).sum())
    slope = float(np.median(steps / (later - earlier)))
    variance = _variance(series) * max(_correction(series, slope), 1.0)
    p = _two_sided(max(abs(rises) - 1, 0) / math.sqrt(variance)) if variance > 0 else 1.0
    return Trend(_label(rises, min(p, 1.0)), rises / len(steps), min(p, 1.0), slope, len(series))


def _two_sided(errors: float) -> float:
    """How often chance alone strays so many standard errors or further, either way."""
    return math.erfc(errors / math.sqrt(2))


def _label(rises: float, p: float) -> Label:
    if p < SURE:
        return "rising" if rises > 0 else "falling"
    if p < PROBABLE:
        return "probably_rising" if rises > 0 else "probably_falling"
    return "no_trend"


def _variance(series: Numbers) -> float:
    """Of the number of rises less falls, were there no trend; months that are equal count less."""
    size = len(series)
    ties = np.unique(series, return_counts=True)[1].astype(np.float64)
    tied = float((ties * (ties - 1) * (2 * ties + 5)).sum())
    return (size * (size - 1) * (2 * size + 5) - tied) / 18


def _ranks(values: Numbers) -> Numbers:
    """From 1 upwards; those that are equal share the mean of their ranks."""
    _values, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[place], dtype=np.float64)


def _correction(series: Numbers, slope: float) -> float:
    """How much wider likeness of neighbouring months makes the variance (Hamed & Rao, equation 21)."""
    size = len(series)
    ranks = _ranks(series - slope * np.arange(size))
    centred = ranks - ranks.mean()
    whole = float(centred @ centred)
    if whole == 0:
        return 1.0
    lags = np.arange(1, size - 2)
    likeness = np.array([centred[lag:] @ centred[:-lag] / whole for lag in lags])
    counted = np.where(np.abs(likeness) > _LIKE / np.sqrt(size), likeness, 0.0)
    terms = (size - lags) * (size - lags - 1) * (size - lags - 2) * counted
    return float(1 + 2 / (size * (size - 1) * (size - 2)) * terms.sum())
