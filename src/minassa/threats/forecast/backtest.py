"""Back-test with a rolling origin: each month of the test years is forecast from what was known before it."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Final

import numpy as np

from minassa.threats.forecast.baselines import BASELINES, baseline
from minassa.threats.forecast.distribution import Distribution
from minassa.threats.forecast.model import forecast
from minassa.threats.forecast.panel import Panel
from minassa.threats.forecast.scores import Scores, score
from minassa.threats.forecast.situations import totals

MODEL: Final = "mixture"
HORIZONS: Final = (1, 3, 6)
TEST_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class YearScore:
    """Mean scores of one method over all places and origins whose first month ahead lies in `year`."""

    method: str
    horizon: int
    year: int
    forecasts: int
    scores: Scores


@dataclass(frozen=True, slots=True)
class BackTest:
    """All rows, and what they were computed from."""

    places: int
    first_month: int
    last_month: int
    rows: tuple[YearScore, ...]

    def row(self, method: str, horizon: int, year: int) -> YearScore:
        """One row. Raises KeyError where there is none."""
        for one in self.rows:
            if (one.method, one.horizon, one.year) == (method, horizon, year):
                return one
        raise KeyError((method, horizon, year))

    def better_by(self, figure: str, horizon: int, year: int, *, than: str = "last_12_months") -> float:
        """By what share the mixture's figure (`log_crps`, `ignorance`, ...) lies below a baseline's; below 0: it is worse."""
        ours = getattr(self.row(MODEL, horizon, year).scores, figure)
        theirs = getattr(self.row(than, horizon, year).scores, figure)
        return float(1 - ours / theirs) if theirs else 0.0

    def to_show(self, horizon: int) -> str:
        """The method that a page shows: the mixture where its log-CRPS was better than all others over all test years, else the best baseline."""
        means = {
            method: np.mean(
                [one.scores.log_crps for one in self.rows if (one.method, one.horizon) == (method, horizon)]
            )
            for method in (MODEL, *BASELINES)
        }
        return min(means, key=lambda method: (means[method], method == MODEL))


def backtest(panel: Panel, *, years: Sequence[int] = (), horizons: Sequence[int] = HORIZONS) -> BackTest:
    """Score the mixture and three baselines, by horizon and year; without `years`, the last five whole years of the panel."""
    tested = tuple(years) or last_years(panel)
    rows = [row for horizon in horizons for year in tested for row in _scored(panel, horizon, year)]
    return BackTest(len(panel.places), panel.months[0], panel.months[-1], tuple(rows))


def last_years(panel: Panel) -> tuple[int, ...]:
    """The last five years of which every month is in the panel."""
    last = (panel.months[-1] + 1) // 12
    return tuple(range(last - TEST_YEARS, last))


def _scored(panel: Panel, horizon: int, year: int) -> Iterator[YearScore]:
    """One row for each method, over the same places and months, so that they can be compared."""
    found: dict[str, list[Scores]] = {method: [] for method in (MODEL, *BASELINES)}
    happened = totals(panel.deaths, horizon)
    for origin in range(year * 12 - 1, year * 12 + 11):
        at = origin + horizon - panel.months[0]
        if at >= happened.shape[1] or origin < panel.months[0]:
            continue
        ahead = _methods(panel, origin, horizon)
        for number, place in enumerate(panel.places):
            if place in ahead[MODEL] and not np.isnan(happened[number, at]):
                for method, told in ahead.items():
                    found[method].append(score(told[place], float(happened[number, at])))
    return (_mean(method, horizon, year, scores) for method, scores in found.items() if scores)


def _methods(panel: Panel, origin: int, horizon: int) -> dict[str, dict[str, Distribution]]:
    ours = forecast(panel, origin=origin, horizon=horizon)
    named = {method: baseline(panel, method, origin=origin, horizon=horizon) for method in BASELINES}
    return {MODEL: {place: one.distribution for place, one in ours.items()}, **named}


def _mean(method: str, horizon: int, year: int, scores: list[Scores]) -> YearScore:
    means = np.array([astuple(one) for one in scores]).mean(axis=0)
    return YearScore(method, horizon, year, len(scores), Scores(*(float(one) for one in means)))
