"""Comparing two names directly, without an index."""

from dataclasses import dataclass

import numpy as np

from minassa.names.align import SCALE_OF_PAIRS, align, calibrated, even, pair_resemblance, word_order
from minassa.names.distance import GENTLE
from minassa.names.explain import name_side, reasons_of
from minassa.names.near import Neighbourhoods
from minassa.names.reasons import Reason
from minassa.names.search import SegmentSearch
from minassa.names.segment import build
from minassa.names.units import units
from minassa.names.words import PERSON, Kind
from minassa.names.written import Entry


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are, 0 to 1, and why."""

    score: float
    why: tuple[Reason, ...]


def compare(a: str, b: str, kind: Kind = PERSON) -> Comparison:
    """How much two names are one name: 1 for a name and itself, whatever its script, spelling marks and word order.

    The score says how alike the names are, not how rare they are; that is for :meth:`NameIndex.search` to weigh.
    """
    query = units(a, kind)
    segment = build([Entry("b", (b,), (), 0)], kind, whole=True)
    if not query.tokens or not segment.entities or not len(segment.row_entity):
        return Comparison(1.0 if a.strip() == b.strip() and a.strip() else 0.0, ())
    rows = np.arange(len(segment.row_entity), dtype=np.int32)
    near = Neighbourhoods(segment, GENTLE).near(query)
    sim, weight, places = SegmentSearch(segment, kind).matrix(query, near, rows)
    unit_weight, weight = even(query.weights), even(weight)
    aligned = align(sim, unit_weight, weight, query.covers)
    missing_query = unit_weight[: len(query.tokens)].sum() - aligned.covered_query
    missing_name = weight[:, : aligned.width].sum(axis=1) - aligned.covered_name
    score = pair_resemblance(aligned.matched, missing_query, missing_name) * word_order(aligned, query.first)
    score = calibrated(score, SCALE_OF_PAIRS)
    best = int(score.argmax())
    return Comparison(float(score[best]), reasons_of(query, aligned, best, name_side(segment, places[best])))
