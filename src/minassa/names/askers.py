"""The index asked the other way round: which of its names, asked as questions, would find a given name?

A search answers one question from many names and keeps the best few. Watched names are many questions that wait for one new name; all
that come near are wanted, however many there are, and none may push another aside. So nothing is cut here: rows that cannot reach the
score are left out by a bound, the rest are aligned in pieces.
"""

from typing import Final

import numpy as np

from minassa.names.align import align, calibrated, evidence, resemblance, word_order
from minassa.names.distance import Bools
from minassa.names.search import SegmentSearch
from minassa.names.segment import Ints
from minassa.names.sounds import Floats
from minassa.names.units import Units

PIECE: Final = 4_096
"""Rows that are aligned at once: what bounds the memory of a name that half the world bears."""
ROOM: Final = 1.25
"""How far the matched weight may lie above the rough one, whose likenesses are squared."""


def askers(search: SegmentSearch, name: Units, alive: Bools, least: float) -> dict[int, float]:
    """Entities that are ``alive`` -> score of their best name as a question about ``name``; those of at least ``least``."""
    segment = search.segment
    if not name.tokens or not segment.entities:
        return {}
    near = search.neighbourhoods.near(name)
    rows, rough = search.rough(name, near)
    possible = alive[segment.row_entity[rows]] & (_most(search, rows, rough) >= least)
    rows = rows[possible]
    found: dict[int, float] = {}
    for start in range(0, len(rows), PIECE):
        some = rows[start : start + PIECE]
        score = _scores(search, name, some)
        for place in np.flatnonzero(score >= least):
            entity = int(segment.row_entity[some[place]])
            found[entity] = max(found.get(entity, 0.0), float(score[place]))
    return found


def _most(search: SegmentSearch, rows: Ints, rough: Floats) -> Floats:
    """The most that each row can score: all of what is near is the same, and nothing of the name is surplus."""
    weight = search.segment.row_weight[rows]
    matched = np.minimum(rough * np.float32(ROOM), weight)
    score = resemblance(matched, weight - matched, np.zeros_like(weight)) * evidence(matched)
    return calibrated(score, search.scale)


def _scores(search: SegmentSearch, name: Units, rows: Ints) -> Floats:
    """Score of each row as the question, the given name as the answer."""
    sim, weight, _tokens = search.matrix(name, search.neighbourhoods.near(name), rows)
    aligned = align(sim, name.weights, weight, name.covers)
    missing_question = search.segment.row_weight[rows] - aligned.covered_name
    missing_name = np.float32(name.total) - aligned.covered_query
    score = (
        resemblance(aligned.matched, missing_question, missing_name)
        * evidence(aligned.matched)
        * word_order(aligned, name.first)
    )
    return calibrated(score, search.scale)
