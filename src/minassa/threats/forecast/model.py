"""The model: a place's own last twelve months, mixed with what followed the 200 most similar past situations anywhere.

Similar means: much the same deaths are to be expected, by a ridge regression of the log of deaths that followed on the figures of
`situations`, and much the same chance of any, level, frequency and unrest. Conflicts of like intensity and history differ less
from each other than one conflict does from its own past when it turns; that is what the analogues add. The nearer an analogue, the
more it counts; its deaths are brought to the level that is expected here.

All is fitted at the origin, from situations whose outcome was known then. Nothing is drawn at random.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minassa.threats.forecast.distribution import Distribution
from minassa.threats.forecast.panel import Numbers, Panel
from minassa.threats.forecast.situations import FEATURES, situations, totals

ANALOGUES: Final = 200
SHARE: Final = 0.6
"""The analogues' part in the mixture. This and the figures below were chosen on the years 2014 to 2019, none later."""
HALF_LIFE: Final = 8.0
"""Of the last twelve months, one that lies so many months further back counts half."""
RIDGE: Final = 10.0
FARTHEST_COUNTS: Final = 0.2
"""The two-hundredth analogue's weight beside one at no distance."""
_CHANCE: Final = 2.0
_OTHERS: Final = 0.5
_BESIDE: Final = tuple(FEATURES.index(one) for one in ("mean_of_12", "months_with_deaths_of_6", "unrest_of_12"))
_BENT: Final = tuple(FEATURES.index(one) for one in ("last_month", "log_level_12"))
_KNOTS: Final = (0.5, 1.5, 3.0, 4.5)
"""Where the line from these two figures to what is expected may bend: a war's level lasts otherwise than a skirmish's."""
_SHOWN: Final = 5
_FIRST: Final = 11
"""The first month at whose end twelve months are known."""


@dataclass(frozen=True, slots=True)
class Similar:
    """One past situation that resembles the present one: where, at the end of which month, and what followed."""

    place: str
    month: int
    deaths_after: float


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Deaths of one place over the `horizon` months after the origin, with what the forecast rests on."""

    place: str
    origin: int
    horizon: int
    distribution: Distribution
    own_past: Distribution
    analogues: Distribution
    similar: tuple[Similar, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    """Situations whose outcome is known: where each lies in the space of likeness, what was expected and what followed."""

    points: Numbers
    expected: Numbers
    outcomes: Numbers
    places: NDArray[np.int64]
    months: NDArray[np.int64]


def forecast(panel: Panel, *, origin: int, horizon: int) -> dict[str, Forecast]:
    """Forecast each place's deaths in the `horizon` months after the end of the month `origin`.

    Places of which less than a year is known are left out. Later months of the panel are not read.
    """
    known = panel.until(origin)
    if len(known.months) < _FIRST + horizon + 12:
        return {}
    seen, outcomes = situations(known.deaths), totals(known.deaths, horizon)
    past, present, expected = _likeness(seen, outcomes, horizon)
    own = own_past(outcomes)
    alike: dict[bytes, tuple[Distribution, list[int]]] = {}
    found: dict[str, Forecast] = {}
    for place, before, point, level in zip(known.places, own, present, expected, strict=True):
        if before is None or np.isnan(point).any():
            continue
        key = point.tobytes()
        alike[key] = alike.get(key) or _analogues(past, point, float(level))
        analogues, nearest = alike[key]
        similar = tuple(_similar(known, past, one) for one in nearest)
        mixed = before.mixed_with(analogues, SHARE)
        found[place] = Forecast(place, origin, horizon, mixed, before, analogues, similar)
    return found


def own_past(outcomes: Numbers) -> list[Distribution | None]:
    """Each place's last twelve totals, the later ones counting more; None where one is not known."""
    weights = 0.5 ** (np.arange(12)[::-1] / HALF_LIFE)
    last = outcomes[:, -12:]
    return [None if np.isnan(row).any() else Distribution.of(row, weights) for row in last]


def _likeness(seen: Numbers, outcomes: Numbers, horizon: int) -> tuple[_Past, Numbers, Numbers]:
    """Past situations and present ones as points, and what is expected of each present one."""
    end = seen.shape[1] - horizon
    rows, followed = seen[:, _FIRST:end], outcomes[:, _FIRST + horizon :]
    is_known = ~np.isnan(rows).any(axis=-1) & ~np.isnan(followed)
    places, months = np.nonzero(is_known)
    figures, after = rows[is_known], followed[is_known]
    middle, width = figures.mean(axis=0), np.maximum(figures.std(axis=0), 1e-9)
    past, now = _rows(figures, middle, width), _rows(seen[:, -1], middle, width)
    level, chance = _ridge(past, np.log1p(after)), _ridge(past, (after > 0).astype(np.float64))
    points = _points(past, level, chance)
    return _Past(points, past @ level, after, places, months + _FIRST), _points(now, level, chance), now @ level


def _rows(figures: Numbers, middle: Numbers, width: Numbers) -> Numbers:
    """Rows of the regression: one, the figures on one scale, and how far two of them lie beyond each knot."""
    beyond = [np.maximum(figures[:, [one]] - knot, 0.0) for one in _BENT for knot in _KNOTS]
    return np.concatenate([np.ones((len(figures), 1)), (figures - middle) / width, *beyond], axis=1)


def _ridge(rows: Numbers, target: Numbers) -> Numbers:
    penalty = np.diag([0.0, *[RIDGE] * (rows.shape[1] - 1)])
    return np.asarray(np.linalg.solve(rows.T @ rows + penalty, rows.T @ target), dtype=np.float64)


def _points(rows: Numbers, level: Numbers, chance: Numbers) -> Numbers:
    """The space of likeness. Rounded, so that the last bits of another processor's arithmetic choose no analogue."""
    beside = rows[:, [1 + one for one in _BESIDE]]
    points = np.column_stack([rows @ level, _CHANCE * (rows @ chance), _OTHERS * beside])
    return np.asarray(np.round(points, 6), dtype=np.float64)


def _analogues(past: _Past, point: Numbers, expected: float) -> tuple[Distribution, list[int]]:
    """What followed the nearest situations, brought to this level. Those as far as the last of them share its place."""
    far = ((past.points - point) ** 2).sum(axis=1)
    edge = float(np.partition(far, min(ANALOGUES, len(far)) - 1)[min(ANALOGUES, len(far)) - 1])
    near, tied = far < edge, far == edge
    weights = near.astype(np.float64)
    weights[tied] = (min(ANALOGUES, len(far)) - near.sum()) / tied.sum()
    chosen = np.flatnonzero(weights)
    if edge > 0:
        weights = weights * (1 - (1 - FARTHEST_COUNTS) * far / edge)
    outcomes, shift = past.outcomes[chosen], expected - past.expected[chosen]
    moved = np.maximum(1.0, np.round(np.expm1(np.log1p(outcomes) + shift)))
    nearest = chosen[np.lexsort((chosen, -past.months[chosen], far[chosen]))][:_SHOWN]
    return Distribution.of(np.where(outcomes > 0, moved, 0.0), weights[chosen]), [int(one) for one in nearest]


def _similar(panel: Panel, past: _Past, number: int) -> Similar:
    place, month = panel.places[int(past.places[number])], panel.months[int(past.months[number])]
    return Similar(place, month, float(past.outcomes[number]))
