"""Forecasts with their scores, from a panel of deaths by country and month. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from minassa.threats.forecast import (
    BASELINES,
    BackTest,
    Distribution,
    Forecast,
    Panel,
    backtest,
    baseline,
    forecast,
)
from minassa.threats.forecast.backtest import HORIZONS, MODEL
from minassa.threats.forecast.situations import totals
from minassa.threats.picture.types import Ahead, Horizon, Interval, MethodScore

STEPS: Final = (0, 25, 100, 1_000)
LEAST_MONTHS: Final = 12
WHILE_UNSCORED: Final = "last_12_months"
"""What is shown where there are too few months to score the model: no forecast without its score."""
_FIGURES: Final = ("crps", "log_crps", "ignorance", "interval", "coverage")


@dataclass(frozen=True, slots=True)
class Made:
    """Forecasts for each horizon, from the months `first` to `last`."""

    first: int
    last: int
    horizons: tuple[Horizon, ...]


def horizons_of(panel: Panel) -> Made | None:
    """The forecasts after the panel's last month, each by the method that was best over the last five years; None for less than a year."""
    if len(panel.months) < LEAST_MONTHS:
        return None
    scored = backtest(panel)
    found = tuple(_horizon(panel, scored, months) for months in HORIZONS)
    return Made(panel.months[0], panel.months[-1], found)


def _horizon(panel: Panel, scored: BackTest, months: int) -> Horizon:
    has_scores = any((row.method, row.horizon) == (MODEL, months) for row in scored.rows)
    shown = scored.to_show(months) if has_scores else WHILE_UNSCORED
    origin = panel.months[-1]
    if shown == MODEL:
        ours = forecast(panel, origin=origin, horizon=months)
        told: Mapping[str, tuple[Distribution, Forecast | None]] = {
            place: (one.distribution, one) for place, one in ours.items()
        }
    else:
        naive = baseline(panel, shown, origin=origin, horizon=months)
        told = {place: (one, None) for place, one in naive.items()}
    last = dict(zip(panel.places, totals(panel.deaths, LEAST_MONTHS)[:, -1], strict=True))
    countries = [_ahead(place, *one, float(last[place])) for place, one in told.items()]
    countries.sort(key=lambda one: (-one.median, -one.most.high, -one.last_12, one.country))
    return Horizon(months, shown, tuple(countries), tuple(_scores(scored, months)), tuple(_years(scored, months)))


def _ahead(place: str, told: Distribution, by: Forecast | None, last_12: float) -> Ahead:
    return Ahead(
        country=place,
        median=told.quantile(0.5),
        half=Interval(*told.interval(0.5)),
        most=Interval(*told.interval(0.9)),
        chances=tuple((step, round(told.chance_above(step), 3)) for step in STEPS),
        last_12=last_12,
        similar=tuple((one.place, one.month, one.deaths_after) for one in by.similar) if by else (),
    )


def _scores(scored: BackTest, months: int) -> list[MethodScore]:
    found = []
    for method in (MODEL, *BASELINES):
        rows = [row.scores for row in scored.rows if (row.method, row.horizon) == (method, months)]
        if rows:
            means = (round(float(np.mean([getattr(one, name) for one in rows])), 4) for name in _FIGURES)
            found.append(MethodScore(method, *means))
    return found


def _years(scored: BackTest, months: int) -> list[tuple[int, float, float]]:
    years = sorted({row.year for row in scored.rows if (row.method, row.horizon) == (MODEL, months)})
    return [
        (
            year,
            round(scored.better_by("log_crps", months, year), 4),
            round(scored.better_by("ignorance", months, year), 4),
        )
        for year in years
    ]
