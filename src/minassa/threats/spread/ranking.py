"""The two rankings.

*Where it continues*: events fade with a half-life of four months; a part of what fades in the eight cells around spills over.
*Where it may spread*: of the cells without an event for twelve months, those whose neighbours, up to two cells away, had most events in
the last six months, and which have a history of their own. Both are the near-repeat pattern of violence in its simplest form
(Townsley, Johnson & Ratcliffe 2008, "Space time dynamics of insurgent activity in Iraq", Security Journal 21; Schutte & Weidmann
2011, "Diffusion patterns of violence in civil wars", Political Geography 30).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from minassa.threats.cells import Cell
from minassa.threats.spread.grid import Grid, Numbers

HALF_LIFE: Final = 4.0
SPILL: Final = 0.5
QUIET_MONTHS: Final = 12
NEIGHBOUR_MONTHS: Final = 6
HISTORY: Final = 0.5
"""What the logarithm of a cell's own past events weighs beside that of its neighbours'."""
_AROUND: Final = np.array([[0.7, 1.0, 0.7], [1.0, 0.0, 1.0], [0.7, 1.0, 0.7]]) / 6.8

Code = Literal["here_of_late", "beside_of_late", "around_of_late", "here_before", "quiet_for"]

SENTENCES: Final[dict[Code, str]] = {
    "here_of_late": "%(count)s events here in the last four months",
    "beside_of_late": "%(count)s events in the cells beside it in the last four months",
    "around_of_late": "%(count)s events within two cells in the last six months",
    "here_before": "%(count)s events here in earlier years",
    "quiet_for": "Nothing here for %(count)s months",
}
"""The English sentence of each code; pages translate by code, with the same placeholder."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code and the number of events or months that it speaks of."""

    code: Code
    count: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A cell with its score (comparable within one list only) and its reasons, the weightiest first."""

    cell: Cell
    score: float
    reasons: tuple[Reason, ...]


def continues(grid: Grid, month: int, *, most: int = 100) -> list[Ranked]:
    """Where events go on in `month`, the likeliest cell first. Months from `month` on are not read."""
    scores = continuing(grid.before(month))
    late = grid.before(month)[-int(HALF_LIFE) :].sum(axis=0)
    return _ranked(grid, scores, {"here_of_late": late, "beside_of_late": _sum_around(late, 1)}, most)


def may_spread(grid: Grid, month: int, *, most: int = 100) -> list[Ranked]:
    """Where events may begin in `month` among the cells quiet for a year, the likeliest first. Later months are not read."""
    past = grid.before(month)
    tables: dict[Code, Numbers] = {
        "around_of_late": _sum_around(past[-NEIGHBOUR_MONTHS:].sum(axis=0), 2),
        "here_before": past.sum(axis=0),
        "quiet_for": _quiet_for(past),
    }
    return _ranked(grid, spreading(past), tables, most)


def continuing(past: Numbers) -> Numbers:
    """The score of each cell from the months before, the latest last."""
    if not len(past):
        return np.zeros(past.shape[1:])
    fading = 0.5 ** (np.arange(len(past), 0, -1) / HALF_LIFE)
    here = np.tensordot(fading, past, axes=1)
    return np.asarray(here + SPILL * _convolved(here, _AROUND), dtype=np.float64)


def spreading(past: Numbers) -> Numbers:
    """The score of each quiet cell from the months before; below 0 where a cell is not quiet."""
    late = np.log1p(past[-NEIGHBOUR_MONTHS:].sum(axis=0))
    kernel = np.array([[_nearness(row, column) for column in range(-2, 3)] for row in range(-2, 3)])
    scores = _convolved(late, kernel) + HISTORY * np.log1p(past.sum(axis=0))
    return np.where(is_quiet(past), scores, -1.0)


def is_quiet(past: Numbers) -> NDArray[np.bool_]:
    """Which cells had no event in the last twelve months."""
    return np.asarray(past[-QUIET_MONTHS:].sum(axis=0) == 0, dtype=np.bool_)


def _nearness(row: int, column: int) -> float:
    far = row * row + column * column
    return 1 / far if far else 0.0


def _sum_around(counts: Numbers, reach: int) -> Numbers:
    """Counts of the cells up to `reach` cells away, the cell itself left out."""
    kernel = np.ones((2 * reach + 1, 2 * reach + 1))
    kernel[reach, reach] = 0
    return _convolved(counts, kernel)


def _convolved(counts: Numbers, kernel: Numbers) -> Numbers:
    """Beyond the grid's edge is nothing."""
    from scipy.ndimage import convolve  # noqa: PLC0415 - takes a second to load, and most commands never need it

    return np.asarray(convolve(counts, kernel, mode="constant"), dtype=np.float64)


def _quiet_for(past: Numbers) -> Numbers:
    """Months since the last event of each cell; 0 where there was none ever, of which nothing can be said."""
    since = np.argmax(past[::-1] > 0, axis=0)
    return np.where(past.any(axis=0), since, 0).astype(np.float64)


def _ranked(grid: Grid, scores: Numbers, tables: Mapping[Code, Numbers], most: int) -> list[Ranked]:
    return [
        Ranked(grid.cell(row, column), float(scores[row, column]), _reasons(row, column, tables))
        for row, column in _best(scores, most)
    ]


def _best(scores: Numbers, most: int) -> list[tuple[int, int]]:
    """Places of the highest scores above 0; of equal ones the south-western first."""
    order = np.argsort(-scores, axis=None, kind="stable")[:most]
    return [(int(one) // scores.shape[1], int(one) % scores.shape[1]) for one in order if scores.flat[one] > 0]


def _reasons(row: int, column: int, tables: Mapping[Code, Numbers]) -> tuple[Reason, ...]:
    """Reasons of a cell from tables of counts, those that count nothing left out."""
    counted = ((code, int(table[row, column])) for code, table in tables.items())
    return tuple(Reason(code, count) for code, count in counted if count)
