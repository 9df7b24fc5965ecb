"""Nearness of 256-bit hashes: the Hamming distance to a million of them, as four columns of 64 bits each. Pure.

Labels are applied before anything is ranked or cut, so that what is hidden takes no place in an answer.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

_WORDS: Final = 4
_PART: Final = 1 << 16
"""Rows compared at a time: their intermediate values stay in the processor's cache."""
_FIRST_ROOM: Final = 1 << 10

Words = NDArray[np.uint64]


def words_of(hexadecimal: str) -> Words:
    """The four words of a hash of 64 hexadecimal digits."""
    return np.frombuffer(bytes.fromhex(hexadecimal), dtype=">u8").astype(np.uint64)


class NearIndex:
    """Hashes with their rows' ids and label ids. Grows at its end; what is removed is never found again."""

    def __init__(self) -> None:
        self._size = 0
        self._words: list[Words] = [np.zeros(_FIRST_ROOM, np.uint64) for _ in range(_WORDS)]
        self._codes = np.zeros(_FIRST_ROOM, np.uint32)
        self._ids: list[UUID] = []
        self._places: dict[UUID, int] = {}
        self._labels: dict[int, int] = {}

    def __len__(self) -> int:
        """How many are held, removed ones included."""
        return self._size

    def add(self, rows: Sequence[tuple[UUID, int, str]]) -> None:
        """Add rows of (id, label id, hash); one that is there already is passed over."""
        fresh = [row for row in rows if row[0] not in self._places]
        if not fresh:
            return
        end = self._size + len(fresh)
        self._make_room(end)
        packed = np.frombuffer(bytes.fromhex("".join(row[2] for row in fresh)), dtype=">u8").reshape(-1, _WORDS)
        for number in range(_WORDS):
            self._words[number][self._size : end] = packed[:, number]
        self._codes[self._size : end] = [self._code(row[1]) for row in fresh]
        for place, row in enumerate(fresh, start=self._size):
            self._places[row[0]] = place
            self._ids.append(row[0])
        self._size = end

    def remove(self, row_id: UUID) -> None:
        """Let nobody find this row again."""
        place = self._places.get(row_id)
        if place is not None:
            self._codes[place] = 0

    def near(self, words: Words, *, labels: frozenset[int], within: int, most: int) -> list[tuple[int, UUID]]:
        """The nearest rows under these labels at most `within` bits away, as (distance, id), the nearest first."""
        allowed = np.zeros(len(self._labels) + 1, np.bool_)
        allowed[[code for label, code in self._labels.items() if label in labels]] = True
        found: list[tuple[int, UUID]] = []
        for start in range(0, self._size, _PART):
            end = min(start + _PART, self._size)
            distances = self._distances(words, start, end)
            places = np.flatnonzero(distances <= within)
            seen = places[allowed[self._codes[start + places]]]
            found += [(int(distances[place]), self._ids[start + int(place)]) for place in seen]
        return sorted(found)[:most]

    def _distances(self, words: Words, start: int, end: int) -> NDArray[np.uint16]:
        sums = np.zeros(end - start, np.uint16)
        for number in range(_WORDS):
            sums += np.bitwise_count(self._words[number][start:end] ^ words[number])
        return sums

    def _code(self, label_id: int) -> int:
        """A small number for a label; 0 is nobody's."""
        return self._labels.setdefault(label_id, len(self._labels) + 1)

    def _make_room(self, size: int) -> None:
        room = len(self._codes)
        if size <= room:
            return
        wanted = max(size, 2 * room)
        self._words = [
            np.concatenate([one[: self._size], np.zeros(wanted - self._size, np.uint64)]) for one in self._words
        ]
        self._codes = np.concatenate([self._codes[: self._size], np.zeros(wanted - self._size, np.uint32)])
