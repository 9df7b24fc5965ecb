"""Which tokens of a segment lie near each unit of a query."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

import numpy as np

from minassa.names.distance import likeness, relative
from minassa.names.segment import Ints, Longs, Segment, id_hash
from minassa.names.sounds import Floats
from minassa.names.units import Units
from minassa.names.words import Kind, Role, Token

NEAR: Final = 0.36
"""Tokens less alike than this are not near."""
SAME_SOUND: Final = 0.985
"""Likeness of two spellings that sound the same."""
SAME_MEANING: Final = 0.97
"""Likeness of two words with one meaning and another spelling."""
OTHER_FAMILY: Final = 0.8
"""Factor for two known names of different families (Hassan, Hussein) that merely sound alike."""
_CACHED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Near:
    """Tokens near one unit, by falling likeness."""

    token: Ints
    likeness: Floats


def ranges(start: Longs, stop: Longs) -> Longs:
    """All integers of many ranges, one after another."""
    length = stop - start
    total = int(length.sum())
    if not total:
        return np.zeros(0, dtype=np.int64)
    ends = np.cumsum(length)
    out = np.arange(total, dtype=np.int64)
    out += np.repeat(start - (ends - length), length)
    return out


class Neighbourhoods:
    """Near tokens of a segment, remembered for units that come again."""

    def __init__(self, segment: Segment, kind: Kind) -> None:
        self.segment = segment
        self.kind = kind
        self._known: OrderedDict[tuple[str, Role, str], Near] = OrderedDict()
        self._lock = Lock()

    def near(self, units: Units) -> list[Near]:
        """Near tokens of each unit, in the order of the units."""
        names = [(token.text, token.role, token.symbols) for token in units.all]
        with self._lock:
            found = {name: self._known[name] for name in names if name in self._known}
        missing = [i for i, name in enumerate(names) if name not in found]
        if missing:
            for i, near in zip(missing, self._look_up(units, missing), strict=True):
                found[names[i]] = near
            with self._lock:
                self._known.update((names[i], found[names[i]]) for i in missing)
                while len(self._known) > _CACHED:
                    self._known.popitem(last=False)
        return [found[name] for name in names]

    def _look_up(self, units: Units, which: list[int]) -> list[Near]:
        unit, token = self._candidates(units, which)
        alike = self._likeness(units, unit, token)
        close = alike >= NEAR
        unit, token, alike = unit[close], token[close], alike[close]
        bounds = np.searchsorted(unit, np.arange(len(units.all) + 1))
        return [
            self._with_meaning(units.all[i], token[bounds[i] : bounds[i + 1]], alike[bounds[i] : bounds[i + 1]])
            for i in which
        ]

    def _candidates(self, units: Units, which: list[int]) -> tuple[Ints, Ints]:
        """Pairs (unit, token) that share a key, each once, by unit."""
        segment = self.segment
        keys = np.array([key for i in which for key in units.keys[i]], dtype=np.uint64)
        owner = np.array([i for i in which for _ in units.keys[i]], dtype=np.int64)
        if not len(keys) or not len(segment.key):
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        position = np.minimum(np.searchsorted(segment.key, keys), len(segment.key) - 1)
        hit = segment.key[position] == keys
        position, owner = position[hit], owner[hit]
        start, stop = segment.key_start[position].astype(np.int64), segment.key_start[position + 1].astype(np.int64)
        token = segment.key_token[ranges(start, stop)].astype(np.int64)
        pair = np.unique(np.repeat(owner, stop - start) << 40 | token)
        return (pair >> 40).astype(np.int32), (pair & 0xFFFFFFFFFF).astype(np.int32)

    def _likeness(self, units: Units, unit: Ints, token: Ints) -> Floats:
        if not len(unit):
            return np.zeros(0, np.float32)
        segment = self.segment
        abjad = np.array([t.abjad for t in units.all], dtype=np.bool_)
        crossing = abjad[unit] != segment.token_abjad[token].astype(np.bool_)
        alike = likeness(relative(units.codes[unit], segment.token_symbols[token], crossing))
        number = np.array([t.role is Role.NUMBER for t in units.all], dtype=np.bool_)
        exact_only = number[unit] | (segment.token_role[token] == Role.NUMBER)
        result: Floats = np.where(exact_only & (alike < 1), np.float32(0), alike)
        return result

    def _with_meaning(self, unit: Token, token: Ints, alike: Floats) -> Near:
        segment = self.segment
        if unit.concept:
            first, last = np.searchsorted(segment.concept, [unit.concept, unit.concept + 1])
            same = segment.concept_order[first:last]
            others = ~np.isin(token, same)
            alike = np.where(others & (segment.token_concept[token] != 0), alike * np.float32(OTHER_FAMILY), alike)
            token, alike = (
                np.concatenate([token[others], same]),
                np.concatenate([alike[others], np.full(len(same), SAME_MEANING, np.float32)]),
            )
        same_text = segment.token_hash[token] == id_hash(unit.text)
        alike = np.where(same_text, np.float32(1.0), np.minimum(alike, np.float32(SAME_SOUND)))
        order = np.argsort(-alike, kind="stable")
        return Near(token[order], alike[order])
