"""A forecast as a distribution: counts with their chances."""

from dataclasses import dataclass

import numpy as np

from minassa.threats.forecast.panel import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """Values in rising order with their weights, which add up to one."""

    values: Numbers
    weights: Numbers

    @classmethod
    def of(cls, values: Numbers, weights: Numbers | None = None) -> "Distribution":
        """From values in any order, each as likely as the next where no weights are given."""
        given = np.ones(len(values)) if weights is None else weights
        kept, place = np.unique(values, return_inverse=True)
        total = np.bincount(place, given, minlength=len(kept))
        return cls(kept, total / total.sum())

    def mixed_with(self, other: "Distribution", share: float) -> "Distribution":
        """Both together; `share` (0 to 1) is the weight of the other."""
        values = np.concatenate([self.values, other.values])
        return Distribution.of(values, np.concatenate([self.weights * (1 - share), other.weights * share]))

    @property
    def mean(self) -> float:
        """What is to be expected on average."""
        return float(self.values @ self.weights)

    def quantile(self, level: float) -> float:
        """The smallest value at or below which at least this share (0 to 1) lies."""
        reached = np.searchsorted(np.cumsum(self.weights), level - 1e-12)
        return float(self.values[min(int(reached), len(self.values) - 1)])

    def chance_above(self, count: float) -> float:
        """How likely more than so many deaths are, 0 to 1."""
        return float(self.weights[self.values > count].sum())

    def interval(self, mass: float = 0.9) -> tuple[float, float]:
        """The shortest interval that holds at least this mass; of two that are as short the lower one.

        Not the one between two quantiles: where most of the mass lies on zero, nothing lies below the lower quantile, and
        that interval holds 95 % or more and says 90 %.
        """
        upto = np.cumsum(self.weights)
        below = upto - self.weights
        ends = np.searchsorted(upto, below + mass - 1e-12)
        is_whole = ends < len(self.values)
        last = np.minimum(ends, len(self.values) - 1)
        widths = np.where(is_whole, self.values[last] - self.values, np.inf)
        start = int(np.argmin(widths))
        return float(self.values[start]), float(self.values[last[start]])
