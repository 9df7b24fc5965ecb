"""The few shortest ways between two subjects: all different, none through one subject twice.

Two balls grow until they cover the length that is asked for; then ways of that length are walked, and no step is tried from
which the end is out of reach. Lengths come in rising order, so that the first ways found are the shortest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np

from minassa.records.graph.changing import Graph, Steps
from minassa.records.graph.ids import Ints
from minassa.records.graph.sight import Sight
from minassa.records.graph.walking import FAR, Ball

LONGEST: Final = 8
MOST_TRIES: Final = 20_000
"""Subjects that one search steps from, at most: a bounded answer rather than none."""

Depths: TypeAlias = np.ndarray[Any, np.dtype[np.int8]]


@dataclass(frozen=True, slots=True)
class Step:
    """From one subject to the next, over one or several edges: each by its number, and whether it is walked backward."""

    edges: tuple[int, ...]
    backward: tuple[bool, ...]
    end: int


@dataclass(frozen=True, slots=True)
class Path:
    """A way: where it starts, and its steps."""

    start: int
    steps: tuple[Step, ...]

    def __len__(self) -> int:
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a search found, shortest first; `is_whole` is False where it stopped before it had tried all."""

    paths: tuple[Path, ...]
    is_whole: bool


def shortest_paths(  # noqa: PLR0913 - two ends, what may be seen, and two bounds
    graph: Graph, start: int, end: int, sight: Sight, *, count: int = 5, longest: int = LONGEST
) -> Ways:
    """At most `count` shortest ways of at most `longest` steps."""
    if start == end:
        return Ways((), is_whole=True)
    near, far = Ball(graph, start, sight), Ball(graph, end, sight)
    found: list[Path] = []
    search = _Search(graph, sight, end)
    for length in range(1, longest + 1):
        if not _cover(near, far, length):
            break
        search.remaining = _remaining(near, far, length)
        if search.remaining[start] > length:
            continue
        for path in search.ways(start, length):
            found.append(path)
            if len(found) == count:
                return Ways(tuple(found), is_whole=True)
        if search.tries >= MOST_TRIES:
            return Ways(tuple(found), is_whole=False)
    return Ways(tuple(found), is_whole=True)


def _cover(near: Ball, far: Ball, length: int) -> bool:
    """Grow until the two radii make up the length, or one ball is whole. False where that one does not hold the other's centre."""
    while near.radius + far.radius < length and not near.is_whole and not far.is_whole:
        (near if len(near.rim) <= len(far.rim) else far).grow()
    apart = (near.is_whole and near.depth[far.centre] == FAR) or (far.is_whole and far.depth[near.centre] == FAR)
    return not apart


def _remaining(near: Ball, far: Ball, length: int) -> Depths:
    """A lower bound of the steps to the end: exact inside the end's ball, and for those that the start's ball walked from."""
    left = far.depth.copy()
    for _again in range(length - far.radius):
        for one in reversed(near.steps):
            better = np.flatnonzero(left[one.end] < left[one.start] - 1)
            np.minimum.at(left, one.start[better], left[one.end[better]] + np.int8(1))
    return left


@dataclass(slots=True)
class _Search:
    graph: Graph
    sight: Sight
    end: int
    remaining: Depths = field(init=False)
    tries: int = 0
    _known: dict[int, Steps] = field(init=False, default_factory=dict)

    def ways(self, start: int, length: int) -> Iterator[Path]:
        """All ways of exactly this length, until the search has tried enough."""
        stack: list[Iterator[int]] = [self._onward([start], length)]
        way = [start]
        while stack:
            following = next(stack[-1], None)
            if following is None:
                stack.pop()
                way.pop()
            elif len(way) == length:
                yield self._path([*way, following])
            else:
                way.append(following)
                stack.append(self._onward(way, length))

    def _onward(self, way: list[int], length: int) -> Iterator[int]:
        """The subjects to step to, those nearest to the end first."""
        self.tries += 1
        left = length - len(way)
        if self.tries > MOST_TRIES:
            return iter(())
        ends = self._steps(way[-1]).end
        ends = np.unique(ends[self.remaining[ends] <= left])
        is_last = left == 0
        ends = ends[(ends == self.end) == is_last]
        ends = ends[np.argsort(self.remaining[ends], kind="stable")]
        return (one for one in ends.tolist() if one not in way)

    def _steps(self, subject: int) -> Steps:
        if subject not in self._known:
            self._known[subject] = self.graph.walked(np.array([subject], dtype=np.int64), self.sight)
        return self._known[subject]

    def _path(self, subjects: list[int]) -> Path:
        return Path(subjects[0], tuple(self._step(a, b) for a, b in pairwise(subjects)))

    def _step(self, start: int, end: int) -> Step:
        steps = self._steps(start)
        at: Ints = np.flatnonzero(steps.end == end)
        return Step(tuple(steps.edge[at].tolist()), tuple(steps.backward[at].tolist()), end)
