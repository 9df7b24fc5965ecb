"""Scores of a forecast distribution against what happened. Lower is better, but for coverage, which should be near 0.9.

- CRPS, the continuous ranked probability score: Gneiting & Raftery (2007), "Strictly proper scoring rules, prediction, and
  estimation", Journal of the American Statistical Association 102(477), equation 21, computed exactly for a weighted sample.
- log-CRPS: the same on log(1 + deaths), so that one war does not drown all others.
- Ignorance: -log2 of the chance given to the bin in which the count fell. Bins and smoothing are those of the ViEWS prediction
  challenge 2023/24 (Hegre et al. 2024, arXiv:2407.11045; `IgnoranceScore.py` of prio-data/prediction_competition_2023): a
  thousand draws, and one more in each bin, so that no bin is impossible. Our distributions are exact: the chances take the
  draws' place.
- Interval score of the 90 % interval: Gneiting & Raftery (2007), equation 43.
- Coverage: how often the count lies within the 90 % interval.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from minassa.threats.forecast.distribution import Distribution
from minassa.threats.forecast.panel import Numbers

BINS: Final = (0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
"""Upper edges of all bins but the last, which has none."""
DRAWS: Final = 1_000
MASS: Final = 0.9
_EDGES: Final = np.array(BINS)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one forecast, or their mean over several."""

    crps: float
    log_crps: float
    ignorance: float
    interval: float
    coverage: float


def score(ahead: Distribution, happened: float) -> Scores:
    """Score one forecast against the count that happened."""
    low, high = ahead.interval(MASS)
    return Scores(
        crps(ahead.values, ahead.weights, happened),
        crps(np.log1p(ahead.values), ahead.weights, float(np.log1p(happened))),
        ignorance(ahead, happened),
        interval_score(low, high, happened),
        float(low <= happened <= high),
    )


def crps(values: Numbers, weights: Numbers, happened: float) -> float:
    """E|X - y| - E|X - X'| / 2 of values in rising order."""
    upto = np.cumsum(weights)[:-1]
    spread = float((upto * (1 - upto)) @ np.diff(values))
    return float(weights @ np.abs(values - happened)) - spread


def ignorance(ahead: Distribution, happened: float) -> float:
    """Bits of surprise at the bin that came true."""
    chances = np.bincount(np.searchsorted(_EDGES, ahead.values), ahead.weights, minlength=len(BINS) + 1)
    drawn = DRAWS * chances[np.searchsorted(_EDGES, happened)] + 1
    return float(-np.log2(drawn / (DRAWS + len(BINS) + 1)))


def interval_score(low: float, high: float, happened: float) -> float:
    """The width of the interval, and twenty times what the count lies outside it."""
    outside = max(low - happened, 0.0) + max(happened - high, 0.0)
    return high - low + 2 / (1 - MASS) * outside
