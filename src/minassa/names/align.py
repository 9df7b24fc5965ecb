"""Aligning a query with many names at once, and the score of each alignment.

Token pairs are chosen greedily, best gain first, one to one; neighbours written as one count as a unit on either side.
What stays unmatched costs by its weight: most where both sides keep something the other does not have.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from minassa.names.distance import Bools
from minassa.names.sounds import Floats

Positions = npt.NDArray[np.int64]
Longs = npt.NDArray[np.int64]

MISSING_QUERY: Final = 0.5
"""Cost of the query's weight that the name does not have, when much matched ..."""
MISSING_QUERY_OF_LITTLE: Final = 2.5
"""... and its rise when little matched: one common name must not answer a long query."""
MISSING_NAME: Final = 0.28
"""Cost of the name's weight that the query does not have, bounded by ``SURPLUS_ROOM``."""
RARER: Final = 0.25
"""How far the rarer spelling lifts the weight of a pair: an odd spelling of a common name is still common."""
CONFLICT: Final = 0.25
"""Further cost of weight that both sides leave unmatched: the names contradict each other."""
PAIR_CONFLICT: Final = 1.3
"""In a comparison of two names: cost of weight that both leave unmatched ..."""
PAIR_SURPLUS: Final = 0.2
"""... and of weight that only one of them has."""
DISORDER: Final = 0.06
"""Cost, as a share of the score, of each break in the order of words beyond one turn (family name first)."""
SURPLUS_ROOM: Final = 2.5
"""Surplus counts at most this many times the matched weight."""
POOLED: Final = 0.6
"""What a token of the query counts that another alias of the same entity bears."""
EVIDENCE: Final = 0.5
"""Square of the matched weight at which the evidence is half of what could be: one common name alone proves little ..."""
EVIDENCE_OF_WORDS: Final = 0.2
"""... the same for organisations, whose words weigh less."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The chosen pairs of each row, in the order chosen.

    ``unit``, ``place``: (steps, rows) unit of the query and place in the name, -1 where none was left; ``likeness``:
    (steps, rows); ``query_likeness``: (rows, tokens of the query); ``matched``, ``covered_query``, ``covered_name``: (rows,); ``width``: single places of a row.
    """

    unit: Positions
    place: Positions
    likeness: Floats
    query_likeness: Floats
    matched: Floats
    covered_query: Floats
    covered_name: Floats
    width: int


def align(sim: Floats, unit_weight: Floats, place_weight: Floats, covers: Bools) -> Alignment:
    """Align each row's places with the query's units.

    ``sim``: (rows, units, places); ``unit_weight``: (units,); ``place_weight``: (rows, places); ``covers``: (units, tokens).
    Places are a row's tokens and then its glued neighbours, as ``place_covers`` lays them out.
    """
    rows, _, place_count = sim.shape
    unit_clash, place_clash = clashes(covers), _place_clashes((place_count + 1) // 2)
    single_units, single_places = covers.shape[1], (place_count + 1) // 2
    pair_weight = np.minimum(unit_weight[None, :, None], place_weight[:, None, :])
    singles = pair_weight[:, :single_units, :single_places]
    most = np.maximum(unit_weight[None, :single_units, None], place_weight[:, None, :single_places])
    singles += np.float32(RARER) * (most - singles)
    gain = (sim * sim * pair_weight).reshape(rows, -1)
    every = np.arange(rows)
    matched, covered_query, covered_name = (np.zeros(rows, dtype=np.float32) for _ in range(3))
    query_likeness = np.zeros((rows, covers.shape[1]), dtype=np.float32)
    steps = min(covers.shape[1], place_count)
    unit_steps, place_steps, likeness_steps = [], [], []
    for _ in range(steps):
        best = gain.argmax(axis=1)
        taken = gain[every, best] > 0
        if not taken.any():
            break
        unit, place = best // place_count, best % place_count
        value = np.where(taken, sim[every, unit, place], np.float32(0))
        matched += value * pair_weight[every, unit, place]
        covered_query += value * unit_weight[unit]
        covered_name += value * place_weight[every, place]
        np.maximum(query_likeness, value[:, None] * covers[unit], out=query_likeness)
        unit_steps.append(np.where(taken, unit, -1))
        place_steps.append(np.where(taken, place, -1))
        likeness_steps.append(value)
        free = ~unit_clash[unit][:, :, None] & ~place_clash[place][:, None, :]
        gain *= free.reshape(rows, -1)
    return Alignment(
        np.array(unit_steps, dtype=np.int64).reshape(-1, rows),
        np.array(place_steps, dtype=np.int64).reshape(-1, rows),
        np.array(likeness_steps, dtype=np.float32).reshape(-1, rows),
        query_likeness,
        matched,
        covered_query,
        covered_name,
        (place_count + 1) // 2,
    )


def clashes(covers: Bools) -> Bools:
    """Which units share a token: (units, units) from (units, tokens)."""
    shared = covers.astype(np.int8) @ covers.astype(np.int8).T
    return np.asarray(shared > 0)


@cache
def _place_clashes(places: int) -> Bools:
    return clashes(place_covers(places))


@cache
def place_covers(places: int) -> Bools:
    """(2 places - 1, places): singles, then glued neighbours. Not to be written to."""
    out = np.zeros((max(2 * places - 1, 0), places), dtype=np.bool_)
    out[:places] = np.eye(places, dtype=np.bool_)
    for i in range(places - 1):
        out[places + i, [i, i + 1]] = True
    return out


def resemblance(matched: Floats, missing_query: Floats, missing_name: Floats) -> Floats:
    """How much two names are one name, 0 to 1, by matched and missing weight; 1 for a name and itself."""
    query = np.maximum(missing_query, np.float32(0))
    name = np.maximum(missing_name, np.float32(0))
    both = np.minimum(query, name)
    rate = MISSING_QUERY + MISSING_QUERY_OF_LITTLE / np.maximum(matched * matched, np.float32(0.25))
    cost = rate * query + MISSING_NAME * _bounded(name, matched) + CONFLICT * both
    return np.asarray(matched / np.maximum(matched + cost, np.float32(1e-6)), dtype=np.float32)


def most(covered: Floats, weight: Floats, heaviest: float) -> Floats:
    """A bound that the uncalibrated score of no row exceeds, whatever its alignment.

    ``covered``: (rows, tokens of the query) the best likeness that any unit with this token has in the row; ``weight``: (tokens,);
    ``heaviest``: the weight of the heaviest place. Every pair is granted its best likeness and the heaviest place, words of the name
    that the query lacks cost nothing, and other aliases lend what they could (``POOLED``).
    """
    granted = weight + np.float32(RARER) * np.maximum(np.float32(heaviest) - weight, np.float32(0))
    matched = (covered * granted).sum(axis=1) + np.float32(1e-3)
    lent = np.maximum(covered, np.float32(POOLED) * covered.max(axis=0, initial=0))
    missing = ((np.float32(1) - lent) * weight).sum(axis=1) - np.float32(1e-3)
    return np.asarray(resemblance(matched, missing, np.zeros_like(matched)) * evidence(matched), dtype=np.float32)


def pair_resemblance(matched: Floats, missing_one: Floats, missing_other: Floats) -> Floats:
    """How much two names are one name when neither is a query: words that only one side has cost little."""
    one, other = np.maximum(missing_one, np.float32(0)), np.maximum(missing_other, np.float32(0))
    both = np.minimum(one, other)
    cost = PAIR_CONFLICT * both + PAIR_SURPLUS * _bounded(np.maximum(one, other) - both, matched)
    return np.asarray(matched / np.maximum(matched + cost, np.float32(1e-6)), dtype=np.float32)


def even(weight: Floats) -> Floats:
    """Weights for a comparison of two names: rarity counts less than it does in a list, small words stay small."""
    return np.asarray(np.where(weight < _SMALL, weight, _EVEN_BASE + _EVEN_SHARE * weight), dtype=np.float32)


_SMALL: Final = 0.5
_EVEN_BASE: Final = 0.9
_EVEN_SHARE: Final = 0.4


def calibrated(score: Floats, power: float) -> Floats:
    """The score on the scale of the public face, where 0.85 is clearly worth showing; order and 0 and 1 stay."""
    return np.asarray(np.power(np.maximum(score, np.float32(0)), np.float32(power)), dtype=np.float32)


SCALE: Final = 0.45
"""Power that brings a person's score to one alarm in some hundred unlisted names at 0.8 to 0.85 ..."""
SCALE_OF_WORDS: Final = 0.38
"""... the same for organisations ..."""
SCALE_OF_PAIRS: Final = 0.62
"""... and for the comparison of two names."""


def _bounded(surplus: Floats, matched: Floats) -> Floats:
    """Surplus that cannot outgrow a multiple of what matched: a long name that holds the whole query is still that name."""
    room = np.maximum(matched, np.float32(1e-6)) * np.float32(SURPLUS_ROOM)
    return np.asarray(surplus / (1 + surplus / room), dtype=np.float32)


def evidence(matched: Floats, half: float = EVIDENCE) -> Floats:
    """How far matched weight distinguishes a person: little for one common name, nearly 1 for several rare ones."""
    squared = matched * matched
    return np.asarray(squared / (squared + np.float32(half)), dtype=np.float32)


def word_order(aligned: Alignment, spans: Longs) -> Floats:
    """Factor for the order of the matched words: 1 where the name follows the query, perhaps turned once.

    ``spans``: (units,) first token of each unit. Counts the places where the next matched word stands further left.
    """
    steps, rows = aligned.unit.shape
    if steps < _ORDERED:
        return np.ones(rows, dtype=np.float32)
    first = np.where(aligned.unit >= 0, spans[aligned.unit], _LAST)
    place = np.take_along_axis(aligned.place, np.argsort(first, axis=0, kind="stable"), axis=0)
    used = np.sort(first, axis=0) < _LAST
    width = aligned.width
    place = np.where(place >= width, place - width, place)
    broken = ((np.diff(place, axis=0) < 0) & used[1:]).sum(axis=0)
    last = np.maximum(used.sum(axis=0) - 1, 0)
    turned = (place[0] < place[last, np.arange(rows)]) & (broken > 0)
    return np.asarray(1 - np.float32(DISORDER) * np.maximum(broken + turned - 1, 0), dtype=np.float32)


_ORDERED: Final = 3
_LAST: Final = 1 << 20
