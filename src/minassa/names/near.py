"""Which tokens of a segment lie near each unit of a query."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

import numpy as np

from minassa.names.distance import STEEP, furthest, likeness, relative
from minassa.names.keys import LEAST
from minassa.names.segment import Ints, Longs, Segment, id_hash
from minassa.names.sounds import VOWEL, Floats
from minassa.names.units import Units
from minassa.names.words import Role, Token

NEAR: Final = 0.42
"""Tokens less alike than this are not near."""
SAME_SOUND: Final = 0.97
"""Likeness of two spellings that sound the same."""
SAME_MEANING: Final = 0.955
"""Likeness of two words with one meaning and another spelling."""
KIN: Final = 0.7
"""Likeness of one name's forms in two languages (John, Juan)."""
SHARED: Final = {Role.KIN: KIN, Role.WORD: 0.92}
"""The same by role: translated words and kin names resemble less than spellings of one name."""
OTHER_FAMILY: Final = 0.8
"""Factor for two known names (Hassan, Hussein) that merely sound alike."""
GLUED_FROM: Final = 0.82
"""Tokens written as one count only from this likeness on: there is more room for chance in two tokens than in one."""
GLUED: Final = 0.96
"""Factor on the likeness of tokens written joined on one side and apart on the other."""
_ROUNDING: Final = 1.02
"""Room for rounding in the bounds past which no pair can be near."""
_CACHED: Final = 20_000
_LEARNT: Final = 64
"""Units looked up at once: many enough that numpy works and does not wait, few enough for the processor's cache."""
_Name = tuple[bool, str, Role, str]
"""What a unit's neighbours depend on: whether it is two words written as one, its text, role and sounds."""


@dataclass(frozen=True, slots=True)
class Near:
    """Tokens near one unit, by falling likeness."""

    token: Ints
    likeness: Floats


def _names(units: Units) -> list[_Name]:
    single = len(units.tokens)
    return [(i >= single, token.text, token.role, token.symbols) for i, token in enumerate(units.all)]


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

    def __init__(self, segment: Segment, steep: float = STEEP) -> None:
        self.segment = segment
        self.steep = steep
        self.furthest = furthest(NEAR, steep) * _ROUNDING
        self.furthest_glued = furthest(GLUED_FROM, steep) * _ROUNDING
        self._known: OrderedDict[_Name, Near] = OrderedDict()
        self._lock = Lock()

    def near(self, units: Units) -> list[Near]:
        """Near tokens of each unit, in the order of the units."""
        names = _names(units)
        with self._lock:
            found = {name: self._known[name] for name in names if name in self._known}
        missing = [i for i, name in enumerate(names) if name not in found]
        if missing:
            for i, near in zip(missing, self._look_up(units, missing), strict=True):
                found[names[i]] = near
            self._remember({names[i]: found[names[i]] for i in missing})
        return [found[name] for name in names]

    def learn(self, queries: Iterable[Units]) -> None:
        """Look up what is not known yet of many queries at once; nothing that ``near`` answers depends on it."""
        with self._lock:
            asked = {
                name: token
                for query in queries
                for name, token in zip(_names(query), query.all, strict=True)
                if name not in self._known
            }
        alone = {name: token for name, token in asked.items() if not name[0]}
        glued = {name: token for name, token in asked.items() if name[0]}
        names, room = [*alone, *glued], max(_CACHED // 2, 1)
        for begin in range(0, min(len(names), room), _LEARNT):
            some = names[begin : begin + _LEARNT]
            single = tuple(alone[name] for name in some if not name[0])
            units = Units(single, tuple((0, glued[name]) for name in some if name[0]))
            self._remember(dict(zip(some, self._look_up(units, list(range(len(some)))), strict=True)))

    def _remember(self, found: Mapping[_Name, Near]) -> None:
        with self._lock:
            self._known.update(found)
            while len(self._known) > _CACHED:
                self._known.popitem(last=False)

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
        keys = np.array([key for i in which for key, _ in units.keys[i]], dtype=np.uint64)
        marks = np.array([mark for i in which for _, mark in units.keys[i]], dtype=np.uint8)
        owner = np.array([i for i in which for _ in units.keys[i]], dtype=np.int64)
        if not len(keys) or not len(segment.key):
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        position = np.minimum(np.searchsorted(segment.key, keys), len(segment.key) - 1)
        hit = segment.key[position] == keys
        position, owner, marks = position[hit], owner[hit], marks[hit]
        start, stop = segment.key_start[position].astype(np.int64), segment.key_start[position + 1].astype(np.int64)
        place = ranges(start, stop)
        token, unit = segment.key_token[place], np.repeat(owner, stop - start)
        least = LEAST[np.repeat(marks, stop - start), segment.key_mark[place]]
        limit = np.full(len(units.all), self.furthest / 2, np.float32)
        limit[len(units.tokens) :] = self.furthest_glued / 2
        room = limit[unit] * (units.masses[unit] + segment.token_mass[token])
        possible = np.flatnonzero(least <= room)
        unit, token = unit[possible], token[possible]
        possible = least[possible] + self._least_for_vowels(units, unit, token) <= room[possible]
        pair = np.sort(unit[possible] << 40 | token[possible])
        pair = pair[np.append(np.diff(pair) > 0, len(pair) > 0)] if len(pair) else pair
        return (pair >> 40).astype(np.int32), (pair & 0xFFFFFFFFFF).astype(np.int32)

    def _least_for_vowels(self, units: Units, unit: Longs, token: Ints) -> Floats:
        """The least that the vowels of each pair cost: vowels that the other side cannot have in any place."""
        ours = units.vowels.astype(np.int8)[unit]
        theirs = self.segment.token_vowels[token].astype(np.int8)
        more = ours[:, :2] - theirs[:, :2] - theirs[:, 2:]
        fewer = theirs[:, :2] - ours[:, :2] - ours[:, 2:]
        unmatched = np.maximum(np.maximum(more, fewer).max(axis=1), 0)
        unmatched[units.abjad[unit] != self.segment.token_abjad[token].astype(np.bool_)] = 0
        return np.asarray(unmatched * np.float32(VOWEL), dtype=np.float32)

    def _likeness(self, units: Units, unit: Ints, token: Ints) -> Floats:
        if not len(unit):
            return np.zeros(0, np.float32)
        segment = self.segment
        crossing = units.abjad[unit] != segment.token_abjad[token].astype(np.bool_)
        distance = relative(units.codes[unit], segment.token_symbols[token], crossing, self.furthest)
        alike = likeness(distance, self.steep)
        number = np.array([t.role is Role.NUMBER for t in units.all], dtype=np.bool_)
        exact_only = number[unit] | (segment.token_role[token] == Role.NUMBER)
        part = np.array([t.role is Role.PART for t in units.all], dtype=np.bool_)
        apart = part[unit] != (segment.token_role[token] == Role.PART)
        joined = unit >= len(units.tokens)
        glued = joined & (alike < GLUED_FROM)
        alike = np.where(joined, alike * np.float32(GLUED), alike)
        result: Floats = np.where((exact_only & (alike < 1)) | apart | glued, np.float32(0), alike)
        return result

    def _with_meaning(self, unit: Token, token: Ints, alike: Floats) -> Near:
        segment = self.segment
        if unit.known:
            unlike = (
                (segment.token_known[token] != 0)
                & (segment.token_concept[token] != max(unit.concept, 1))
                & (alike < SAME_SOUND)
            )
            alike = np.where(unlike, alike * np.float32(OTHER_FAMILY), alike)
        if unit.concept:
            first, last = np.searchsorted(segment.concept, [unit.concept, unit.concept + 1])
            same = segment.concept_order[first:last]
            shared = np.full(len(same), SHARED.get(unit.role, SAME_MEANING), np.float32)
            token, alike = np.concatenate([token, same]), np.concatenate([alike, shared])
        same_text = segment.token_hash[token] == id_hash(unit.text)
        alike = np.where(same_text, np.float32(1.0), np.minimum(alike, np.float32(SAME_SOUND)))
        order = np.argsort(-alike, kind="stable")
        return Near(token[order], alike[order])
