"""Random ids as two columns of numbers, sorted, so that a million of them are found without a dictionary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np

Words: TypeAlias = np.ndarray[Any, np.dtype[np.uint64]]
Ints: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Places: TypeAlias = np.ndarray[Any, np.dtype[np.int32]]
Flags: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]

ABSENT = -1


def columns_of(ids: Iterable[UUID]) -> tuple[Words, Words]:
    """The upper and the lower half of each id: two arrays of the same length."""
    raw = b"".join(one.bytes for one in ids)
    pairs = np.frombuffer(raw, dtype=">u8").astype(np.uint64).reshape(-1, 2)
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])


@dataclass(frozen=True, slots=True)
class IdTable:
    """Ids in rising order: an id's place in the table stands for it everywhere else."""

    high: Words
    low: Words

    def __len__(self) -> int:
        return len(self.high)

    def places(self, high: Words, low: Words) -> Places:
        """Where each id stands (int32), ABSENT where it does not."""
        if not len(self):
            return np.full(len(high), ABSENT, dtype=np.int32)
        at = np.searchsorted(self.high, high)
        last = len(self) - 1
        # Ids made in one millisecond can share their upper half: those few are walked along.
        while True:
            here = np.minimum(at, last)
            onward = (at <= last) & (self.high[here] == high) & (self.low[here] < low)
            if not onward.any():
                break
            at += onward
        same = (at <= last) & (self.high[here] == high) & (self.low[here] == low)
        return np.where(same, at, ABSENT).astype(np.int32)

    def are_same(self, here: Ints, there: Ints) -> Flags:
        """Whether the ids at these places are the same as those at the others."""
        same: Flags = (self.high[here] == self.high[there]) & (self.low[here] == self.low[there])
        return same

    def place(self, one: UUID) -> int:
        """Where this id stands, or ABSENT."""
        return int(self.places(*columns_of((one,)))[0])

    def ids(self, places: Sequence[int] | Places) -> list[UUID]:
        """The ids at these places."""
        at = np.asarray(places, dtype=np.int64)
        high, low = self.high[at].tolist(), self.low[at].tolist()
        return [UUID(int=(upper << 64) | lower) for upper, lower in zip(high, low, strict=True)]


def sorted_ids(high: Words, low: Words) -> tuple[IdTable, Ints]:
    """A table of these ids, which are all different, and the order that sorts them."""
    order = np.lexsort((low, high))
    return IdTable(high[order], low[order]), order
