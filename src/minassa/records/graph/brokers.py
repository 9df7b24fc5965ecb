"""Brokers: who stands between communities.

Counted are the shortest ways between subjects of different communities (Brandes' method, with many starts at once), and what falls
apart without a broker.
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from minassa.records.graph.ids import Ints
from minassa.records.graph.parts import Part

_AT_ONCE: Final = 128
_MOST_CELLS: Final = 4_000_000
"""Subjects times starts that are held in memory at once."""
Reals: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Broker:
    """A subject by its place, and how it stands between communities.

    `share` (0 to 1) of the shortest ways between communities lead through it; `ties` counts those whom it is linked to in each
    community that it touches; without it, `cut_off` others would no longer be linked to the rest.
    """

    place: int
    share: float
    ties: tuple[tuple[int, int], ...]
    cut_off: int


def brokers(part: Part, of: Ints, *, most: int = 20, pivots: int | None = None) -> tuple[Broker, ...]:
    """Those with ties into at least two communities (`of` names each subject's), through whom the most ways lead.

    With `pivots`, only the ways that begin at so many subjects are counted, evenly taken from all: an estimate (Brandes & Pich 2007) for
    a part that is too large to walk from everybody.
    """
    starts = part.starts
    touched = np.unique(starts * (len(part) + 1) + of[part.ends]) // (len(part) + 1)
    candidates = np.flatnonzero(np.bincount(touched, minlength=len(part)) > 1)
    if not len(candidates):
        return ()
    share = _shares(part, of, pivots)
    best = candidates[np.lexsort((candidates, -np.round(share[candidates], 9)))]
    best = best[share[best] > 0][:most]
    return tuple(Broker(one, float(share[one]), _ties(part, of, one), _cut_off(part, one)) for one in best.tolist())


def _ties(part: Part, of: Ints, place: int) -> tuple[tuple[int, int], ...]:
    names, counts = np.unique(of[part.near(place)], return_counts=True)
    return tuple(zip(names.tolist(), counts.tolist(), strict=True))


def _shares(part: Part, of: Ints, pivots: int | None) -> Reals:
    """Of all shortest ways between different communities, the share that leads through each."""
    links = _links(part, np.ones(len(part.ends), dtype=np.bool_))
    everybody = np.arange(len(part), dtype=np.int64)
    if pivots is not None and pivots < len(part):
        everybody = everybody[np.linspace(0, len(part) - 1, pivots).astype(np.int64)]
    at_once = max(1, min(_AT_ONCE, _MOST_CELLS // max(len(part), 1)))
    through, pairs = np.zeros(len(part)), 0
    for at in range(0, len(everybody), at_once):
        found, count = _from(links, of, everybody[at : at + at_once])
        through, pairs = through + found, pairs + count
    return through / max(pairs, 1)


def _from(links: "csr_array[Any]", of: Ints, starts: Ints) -> tuple[Reals, int]:
    """How much of the ways from these leads through each subject, and how many ends they reach."""
    at = (starts, np.arange(len(starts)))
    depth = np.full((len(of), len(starts)), -1, dtype=np.int16)
    ways = np.zeros((len(of), len(starts)))
    depth[at], ways[at] = 0, 1
    deepest = 0
    while True:
        reached = links @ np.where(depth == deepest, ways, 0)
        fresh = (reached > 0) & (depth < 0)
        if not fresh.any():
            break
        deepest += 1
        depth[fresh], ways[fresh] = deepest, reached[fresh]
    is_other = (of[:, None] != of[starts][None, :]) & (depth > 0)
    rests = np.zeros_like(ways)
    for level in range(deepest, 0, -1):
        here = depth == level
        back = links @ np.where(here, (is_other + rests) / np.where(here, ways, 1), 0)
        rests += np.where(depth == level - 1, ways * back, 0)
    rests[at] = 0
    return rests.sum(axis=1), int(is_other.sum())


def _cut_off(part: Part, place: int) -> int:
    """How many are no longer linked to the largest piece that is left, when one is taken out."""
    starts = part.starts
    kept = (starts != place) & (part.ends != place)
    _count, pieces = connected_components(_links(part, kept), directed=False)
    around = np.unique(pieces[part.near(place)])
    sizes = np.bincount(pieces)[around]
    return int(sizes.sum() - sizes.max()) if len(sizes) else 0


def _links(part: Part, kept: np.ndarray[Any, np.dtype[np.bool_]]) -> "csr_array[Any]":
    at = np.flatnonzero(kept)
    return csr_array((np.ones(len(at)), (part.starts[at], part.ends[at])), shape=(len(part), len(part)))
