"""Deaths ahead, from the incidents of the overview alone, with the honest score of the method. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from minassa.threats.forecast import BackTest, Distribution, Panel, backtest, baseline, forecast, panel_of
from minassa.threats.months import month_of
from minassa.threats.overview.types import Ahead, Scope, Scored, Told

HORIZONS: Final = (1, 3, 6)
TEST_YEARS: Final = 2
LEAST_YEARS: Final = 6
"""Whole years that must be known before anything is foretold: three to learn from, two to be judged in, and the one that runs."""
MOST_COUNTRIES: Final = 15
_MIXTURE: Final = "mixture"


def foreseen(scope: Scope, read: Sequence[Told]) -> tuple[tuple[Ahead, ...], tuple[Scored, ...]]:
    """Forecasts for the months after the last, by the method that was best in the last two whole years; nothing where too little is known."""
    panel = _panel(scope, read)
    if panel is None or len(panel.months) < 12 * LEAST_YEARS:
        return (), ()
    last = (scope.last + 1) // 12
    years = range(last - TEST_YEARS, last)
    judged = backtest(panel, years=years, horizons=HORIZONS)
    scores = tuple(_scored(judged, horizon, years) for horizon in HORIZONS)
    found = {one.horizon: _distributions(panel, one.method, scope.last, one.horizon) for one in scores}
    places = _places(scope, found[HORIZONS[0]])
    ahead = (
        _ahead(place, horizon, found[horizon][place])
        for place in places
        for horizon in HORIZONS
        if place in found[horizon]
    )
    return tuple(ahead), scores


def _panel(scope: Scope, read: Sequence[Told]) -> Panel | None:
    deaths: defaultdict[tuple[str, int], float] = defaultdict(float)
    for one in read:
        if one.country:
            deaths[one.country, month_of(one.day)] += one.best
    if not deaths:
        return None
    places, first = {place for place, _month in deaths}, min(month for _place, month in deaths)
    return panel_of(
        {(place, month): deaths[place, month] for place in places for month in range(first, scope.last + 1)}
    )


def _scored(judged: BackTest, horizon: int, years: Sequence[int]) -> Scored:
    method = judged.to_show(horizon)
    kept = [judged.row(method, horizon, year) for year in years]
    plain = [judged.row("last_12_months", horizon, year) for year in years]
    ours, theirs = (float(np.mean([one.scores.log_crps for one in rows])) for rows in (kept, plain))
    coverage = float(np.mean([one.scores.coverage for one in kept]))
    better = 1 - ours / theirs if theirs else 0.0
    return Scored(horizon, method, round(better, 4), round(coverage, 4), years[0], years[-1])


def _distributions(panel: Panel, method: str, origin: int, horizon: int) -> dict[str, Distribution]:
    if method == _MIXTURE:
        found = forecast(panel, origin=origin, horizon=horizon)
        return {place: one.distribution for place, one in found.items()}
    return baseline(panel, method, origin=origin, horizon=horizon)


def _places(scope: Scope, found: dict[str, Distribution]) -> list[str]:
    """The countries asked for, else those for which most is to be expected."""
    wanted = [place for place in found if not scope.countries or place in scope.countries]
    return sorted(wanted, key=lambda place: (-found[place].mean, place))[:MOST_COUNTRIES]


def _ahead(place: str, horizon: int, told: Distribution) -> Ahead:
    low, high = told.interval()
    return Ahead(place, horizon, told.quantile(0.5), low, high, round(told.chance_above(25), 3))
