"""Distances between one or many sound strings at once: a weighted edit distance in numpy, column by column."""

from typing import Final

import numpy as np
import numpy.typing as npt

from minassa.names.sounds import ABJAD, LOSE, PLAIN, REPLACE, SIZE, Bytes, Floats

Bools = npt.NDArray[np.bool_]

_FLAT: Final[Floats] = REPLACE.ravel()
_STEEP: Final = 0.42
"""Relative distance at which two tokens no longer resemble each other."""


def relative(left: Bytes, right: Bytes, abjad: Bools) -> Floats:
    """Distance of each pair, in shares of the pair's mean mass.

    ``left`` and ``right``: (pairs, symbols) codes padded with zeros; ``abjad``: (pairs,) whether exactly one side is an
    abjad, so that unwritten vowels cost next to nothing. Weighted Levenshtein; the inner closure over insertions uses
    running minima of cost minus cumulated insertion cost.
    """
    width = int(np.max(np.count_nonzero(right, axis=1), initial=1))
    depth = int(np.max(np.count_nonzero(left, axis=1), initial=1))
    mode = np.where(abjad, ABJAD, PLAIN)
    columns = np.ascontiguousarray(right[:, :width].T)
    rows = np.ascontiguousarray(left[:, :depth].T)
    losing = LOSE.ravel()
    offset = (mode * SIZE).astype(np.int32)
    lose_right = losing.take(columns + offset)
    lose_left = losing.take(rows + offset)
    total_right = np.zeros((width + 1, len(left)), dtype=np.float32)
    np.cumsum(lose_right, axis=0, out=total_right[1:])
    cost = total_right.copy()
    step = np.empty_like(cost)
    for index in range(depth):
        replace = _FLAT.take(columns + rows[index].astype(np.int32) * SIZE)
        np.add(cost, lose_left[index], out=step)
        np.minimum(step[1:], cost[:-1] + replace, out=step[1:])
        step -= total_right
        np.minimum.accumulate(step, axis=0, out=step)
        np.add(step, total_right, out=cost)
    mass = (total_right[-1] + lose_left.sum(axis=0)) / 2
    result: Floats = cost[-1] / np.maximum(mass, 0.5)
    return result


def likeness(distance: Floats) -> Floats:
    """From relative distance to a likeness between 0 and 1: flat near nothing lost, falling fast, 0 past a third."""
    share = np.minimum(distance / _STEEP, 1.0)
    result: Floats = (1.0 - share) * (1.0 + 0.6 * share)
    return result.astype(np.float32)
