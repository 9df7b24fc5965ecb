"""Communities: subjects that are linked among themselves more than chance would have it (Louvain's method, by arrays).

Gains of modularity are whole numbers (multiplied by the square of all weights), so that the same part gives the same communities on
every machine. Half of the subjects move at a time; a pass that gains nothing is taken back. As in Leiden's method, a community is
connected: one that is not falls into its pieces.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from minassa.records.graph.ids import Flags, Ints
from minassa.records.graph.parts import Part

_PASSES: Final = 12
_LEVELS: Final = 12
_STIR: Final = 2654435761
"""Knuth's multiplier: neighbours by id fall into different halves."""


@dataclass(frozen=True, slots=True)
class _Level:
    """Communities of the level below as points; `loops` are the weights inside of each, `strength` all that hangs on it."""

    starts: Ints
    ends: Ints
    weights: Ints
    strength: Ints
    loops: Ints

    @property
    def points(self) -> int:
        return len(self.strength)


def communities(part: Part) -> Ints:
    """The number of each subject's community: 0 for the largest; of two equally large ones that with the older subject comes first."""
    of = np.arange(len(part), dtype=np.int64)
    if not len(part.ends):
        return of
    level = _ground(part)
    for _again in range(_LEVELS):
        moved = _moved(level)
        points, joined = np.unique(moved, return_inverse=True)
        of = joined[of]
        if len(points) == level.points:
            break
        level = _above(level, joined, len(points))
    return by_size(_connected(part, of))


def by_size(of: Ints) -> Ints:
    """Communities numbered anew, the largest first."""
    _names, first, joined, sizes = np.unique(of, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return rank[joined]


def _ground(part: Part) -> _Level:
    starts = part.starts
    strength = np.bincount(starts, weights=part.weights, minlength=len(part)).astype(np.int64)
    return _Level(starts, part.ends, part.weights, strength, np.zeros(len(part), dtype=np.int64))


def _moved(level: _Level) -> Ints:
    """Where each point went, when no move gains any more."""
    best = np.arange(level.points, dtype=np.int64)
    most, idle = _modularity(level, best), 0
    halves = (np.arange(level.points, dtype=np.uint64) * np.uint64(_STIR) >> np.uint64(7)) & np.uint64(1)
    for turn in range(2 * _PASSES):
        tried = _pass(level, best, halves == turn % 2)
        now = _modularity(level, tried)
        best, most, idle = (tried, now, 0) if now > most else (best, most, idle + 1)
        if idle > 1:  # both halves had their turn
            break
    return best


def _pass(level: _Level, of: Ints, movers: Flags) -> Ints:
    """Let these move to the community where they gain most."""
    chosen = np.flatnonzero(movers[level.starts])
    point, to, weight = _summed(level.starts[chosen], of[level.ends[chosen]], level.weights[chosen], level.points)
    total = np.bincount(of, weights=level.strength, minlength=level.points).astype(np.int64)
    sizes = np.bincount(of, minlength=level.points)
    every = int(level.strength.sum())
    stays = to == of[point]
    gain = weight * every - level.strength[point] * (total[to] - np.where(stays, level.strength[point], 0))
    staying = -level.strength * (total[of] - level.strength)
    staying[point[stays]] = gain[stays]
    order = np.lexsort((to, -gain, point))
    first = order[np.flatnonzero(np.diff(point[order], prepend=-1))]
    point, to, gain = point[first], to[first], gain[first]
    # Two that stand alone would change places for ever: only one of them moves.
    swaps = (sizes[of[point]] == 1) & (sizes[to] == 1) & (to > of[point])
    goes = (gain > staying[point]) & ~swaps
    moved = of.copy()
    moved[point[goes]] = to[goes]
    return moved


def _summed(point: Ints, to: Ints, weight: Ints, points: int) -> tuple[Ints, Ints, Ints]:
    """The weights between each point and each community next to it."""
    keys, joined = np.unique(point * points + to, return_inverse=True)
    return keys // points, keys % points, np.bincount(joined, weights=weight, minlength=len(keys)).astype(np.int64)


def _modularity(level: _Level, of: Ints) -> int:
    """Modularity times the square of all weights."""
    inside = level.weights[of[level.starts] == of[level.ends]].sum() + level.loops.sum()
    total = np.bincount(of, weights=level.strength, minlength=level.points).astype(np.int64)
    return int(inside) * int(level.strength.sum()) - int((total * total).sum())


def _above(level: _Level, of: Ints, points: int) -> _Level:
    starts, ends = of[level.starts], of[level.ends]
    inside = starts == ends
    loops = np.bincount(of, weights=level.loops, minlength=points)
    loops += np.bincount(starts[inside], weights=level.weights[inside], minlength=points)
    point, to, weight = _summed(starts[~inside], ends[~inside], level.weights[~inside], points)
    strength = np.bincount(of, weights=level.strength, minlength=points)
    return _Level(point, to, weight, strength.astype(np.int64), loops.astype(np.int64))


def _connected(part: Part, of: Ints) -> Ints:
    """Communities of which each is in one piece."""
    starts = part.starts
    inside = np.flatnonzero(of[starts] == of[part.ends])
    ties = csr_array((np.ones(len(inside), dtype=np.int8), (starts[inside], part.ends[inside])), shape=(len(part),) * 2)
    _count, pieces = connected_components(ties, directed=False)
    return pieces.astype(np.int64)
