"""A part of the graph as one sight shows it: the subjects, and which of them are linked, as arrays of their own.

What is hidden leaves no gap in a part: its subjects stand in the order of their ids, so that whatever is computed on it is the
same as on a node which never had what the reader may not see.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from minassa.records.graph.changing import Graph
from minassa.records.graph.ids import Ints
from minassa.records.graph.sight import Sight

PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Part:
    """Subjects (by their numbers in the graph) and their ties, as compressed sparse rows over places in `subjects`.

    Two that several edges link are linked once; `weights` says by how many. Every tie stands in both rows. `is_whole` is False
    where there was more than was asked for.
    """

    subjects: Ints
    offsets: Ints
    ends: Ints
    weights: Ints
    is_whole: bool = True

    def __len__(self) -> int:
        return len(self.subjects)

    @property
    def starts(self) -> Ints:
        """Of each step, where it starts."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.offsets))

    def near(self, place: int) -> Ints:
        """The places that one is linked to."""
        return self.ends[self.offsets[place] : self.offsets[place + 1]]


def part_around(graph: Graph, centres: Ints, sight: Sight, *, radius: int = 2, most: int = 1_000) -> Part:
    """What lies within some steps of these: the nearest, and at one distance the newest."""
    kept = rim = graph.in_order(np.unique(centres[graph.seen(centres, sight)]))
    is_whole = len(kept) <= most
    for _step in range(radius):
        if not len(rim) or not is_whole:
            break
        found = [np.unique(graph.walked(piece, sight).end) for piece in _pieces(rim)]
        rim = graph.in_order(np.setdiff1d(np.concatenate(found), kept))
        room = most - len(kept)
        is_whole = len(rim) <= room
        rim = rim[len(rim) - min(room, len(rim)) :]
        kept = np.concatenate([kept, rim])
    return part_of(graph, kept[:most], sight, is_whole=is_whole)


def whole_part(graph: Graph, sight: Sight) -> Part:
    """All that the sight shows."""
    everybody = np.arange(graph.subjects, dtype=np.int64)
    return part_of(graph, everybody[graph.seen(everybody, sight)], sight)


def part_of(graph: Graph, subjects: Ints, sight: Sight, *, is_whole: bool = True) -> Part:
    """These subjects, which are all seen, and the ties among them."""
    subjects = graph.in_order(subjects)
    places = np.full(graph.subjects, -1, dtype=np.int64)
    places[subjects] = np.arange(len(subjects))
    pairs = [_pairs(graph, piece, sight, places) for piece in _pieces(subjects)]
    return _rows(subjects, np.concatenate([subjects[:0], *pairs]), is_whole=is_whole)


def _pairs(graph: Graph, subjects: Ints, sight: Sight, places: Ints) -> Ints:
    """Each edge from these that stays inside, once: both places in one number."""
    steps = graph.walked(subjects, sight)
    inside = np.flatnonzero(~steps.backward & (places[steps.end] >= 0))
    start, end = places[steps.start[inside]], places[steps.end[inside]]
    return np.minimum(start, end) << 32 | np.maximum(start, end)


def _rows(subjects: Ints, pairs: Ints, *, is_whole: bool) -> Part:
    ties, weights = np.unique(pairs, return_counts=True)
    low, high = ties >> 32, ties & 0xFFFFFFFF
    starts, ends = np.concatenate([low, high]), np.concatenate([high, low])
    order = np.lexsort((ends, starts))
    offsets = np.zeros(len(subjects) + 1, dtype=np.int64)
    np.cumsum(np.bincount(starts, minlength=len(subjects)), out=offsets[1:])
    return Part(subjects, offsets, ends[order], np.concatenate([weights, weights])[order], is_whole)


def _pieces(subjects: Ints) -> list[Ints]:
    return [subjects[at : at + PIECE] for at in range(0, len(subjects), PIECE)]
