"""Walks from a subject: its edges, what lies within some hops, the way between two."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from minassa.records.graph.changing import Graph, Steps
from minassa.records.graph.ids import Ints
from minassa.records.graph.sight import Sight

FAR: Final = 127
_FEW: Final = 10_000
_PIECE: Final = 1 << 16
"""Subjects walked from at once, so that a hub or a wide frontier takes bounded memory."""


@dataclass(slots=True)
class Ball:
    """What lies around a subject, grown hop by hop. `depth` (int8, one for each subject) is FAR where it was not reached.

    `steps` are all that were walked from the subjects inside; `by` is the place in them by which a subject was first reached.
    """

    graph: Graph
    centre: int
    sight: Sight
    radius: int = 0
    depth: np.ndarray[tuple[int], np.dtype[np.int8]] = field(init=False)
    rim: Ints = field(init=False)
    steps: list[Steps] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.depth = np.full(self.graph.subjects, FAR, dtype=np.int8)
        self.depth[self.centre] = 0
        self.rim = np.array([self.centre], dtype=np.int64)
        if not self.graph.seen(self.rim, self.sight).all():
            self.rim = self.rim[:0]

    def grow(self) -> Ints:
        """One hop further; gives the subjects that are new."""
        self.radius += 1
        walked = [self.graph.walked(piece, self.sight) for piece in _pieces(self.rim)]
        self.steps += walked
        fresh = []
        for one in walked:
            new = one.end[self.depth[one.end] == FAR]
            self.depth[new] = self.radius
            fresh.append(new)
        if sum(map(len, fresh)) < _FEW:
            self.rim = np.unique(np.concatenate([self.rim[:0], *fresh]))
        else:
            self.rim = np.flatnonzero(self.depth == self.radius)
        return self.rim

    @property
    def is_whole(self) -> bool:
        """Whether all that can be reached was reached."""
        return not len(self.rim)


@dataclass(frozen=True, slots=True)
class Reached:
    """What lies within some hops: subjects with their distance, nearest first, and the edges among them that were walked."""

    subjects: Ints
    distance: Ints
    edges: Ints
    is_whole: bool
    """False where there was more than was asked for: the nearest are given, and at one distance those of the lowest numbers."""


@dataclass(frozen=True, slots=True)
class Found:
    """A shortest way: its subjects from one end to the other, and the edge of each step with whether it is walked backward."""

    subjects: tuple[int, ...]
    edges: tuple[int, ...]
    backward: tuple[bool, ...]


def edges_of(graph: Graph, subject: int, sight: Sight) -> Steps:
    """All steps from a subject that the sight allows; none where the subject itself is hidden."""
    at = np.array([subject], dtype=np.int64)
    return graph.walked(at if graph.seen(at, sight).all() else at[:0], sight)


def hops(graph: Graph, subject: int, sight: Sight, *, most: int, radius: int = 2) -> Reached:
    """What lies within `radius` steps, at most `most` subjects."""
    ball = Ball(graph, subject, sight)
    rims, is_whole = [ball.rim], True
    while ball.radius < radius and len(ball.rim):
        rims.append(np.sort(ball.grow()))
    if sum(map(len, rims)) > most:
        is_whole, rims = False, _at_most(rims, most)
    subjects = np.concatenate(rims)
    inside = np.zeros(graph.subjects, dtype=np.bool_)
    inside[subjects] = True
    edges = [one.edge[inside[one.start] & inside[one.end]] for one in ball.steps]
    return Reached(
        subjects, ball.depth[subjects].astype(np.int64), np.unique(np.concatenate(edges or [subjects[:0]])), is_whole
    )


def between(graph: Graph, start: int, end: int, sight: Sight, *, longest: int = 8) -> Found | None:
    """A shortest way of at most `longest` steps, or None. Both ends grow, the one with the smaller rim first."""
    near, far = Ball(graph, start, sight), Ball(graph, end, sight)
    meeting = _met(near, far)
    while meeting is None and near.radius + far.radius < longest and len(near.rim) and len(far.rim):
        (near if len(near.rim) <= len(far.rim) else far).grow()
        meeting = _met(near, far)
    if meeting is None:
        return None
    there, back = _to_centre(near, meeting), _to_centre(far, meeting)
    subjects = [*reversed([one for one, _edge, _backward in there]), meeting, *(one for one, _edge, _backward in back)]
    edges = [*reversed([edge for _one, edge, _backward in there]), *(edge for _one, edge, _backward in back)]
    turned = [*reversed([backward for _one, _edge, backward in there]), *(not back for _one, _edge, back in back)]
    return Found(tuple(subjects), tuple(edges), tuple(turned))


def _met(near: Ball, far: Ball) -> int | None:
    """The subject with the shortest way through it, where the two balls touch."""
    rim = near.rim if len(near.rim) <= len(far.rim) or not len(far.rim) else far.rim
    touching = rim[(near.depth[rim] != FAR) & (far.depth[rim] != FAR)]
    if not len(touching):
        return None
    length = near.depth[touching].astype(np.int64) + far.depth[touching]
    return int(touching[np.lexsort((touching, length))[0]])


def _to_centre(ball: Ball, subject: int) -> list[tuple[int, int, bool]]:
    """The steps from a subject back to the centre: the subject one comes to, the edge, and its direction seen from the centre."""
    way = []
    while ball.depth[subject]:
        wanted = ball.depth[subject] - 1
        for one in ball.steps:
            at = np.flatnonzero((one.end == subject) & (ball.depth[one.start] == wanted))
            if len(at):
                subject, edge, backward = int(one.start[at[0]]), int(one.edge[at[0]]), bool(one.backward[at[0]])
                way.append((subject, edge, backward))
                break
    return way


def _at_most(rims: list[Ints], most: int) -> list[Ints]:
    kept, room = [], most
    for rim in rims:
        kept.append(rim[:room])
        room -= len(kept[-1])
    return kept


def _pieces(subjects: Ints) -> list[Ints]:
    return [subjects[at : at + _PIECE] for at in range(0, len(subjects), _PIECE)]
