"""Distances between one or many sound strings at once: a weighted edit distance in numpy, one cell for all pairs."""

from typing import Final

import numpy as np
import numpy.typing as npt

from minassa.names.sounds import ABJAD, LOSE, PLAIN, REPLACE, SIZE, Bytes, Floats

Bools = npt.NDArray[np.bool_]
Costs = npt.NDArray[np.int16]
Positions = npt.NDArray[np.intp]

_UNIT: Final = 200
"""Whole-number steps of one lost consonant: 16-bit arithmetic is several times faster than floats, and exact."""
_SWAP: Final = np.int16(0.5 * _UNIT)
"""Cost of two neighbours in each other's place."""
STEEP: Final = 0.42
"""Relative distance at which two tokens no longer resemble each other, in a search ..."""
GENTLE: Final = 0.6
"""... and in a comparison of two names, where a slip of the pen is likelier than another bearer."""

FAR: Final = 9.0
"""What stands for the distance of a pair past the limit."""
_NO_LIMIT: Final = 100.0
_CHUNK: Final = 2000
"""Pairs compared at once: their tables stay in the processor's cache, and short words do not wait for long ones."""
_PRUNED_AT: Final = (2, 3, 5)
"""Symbols after which pairs past the limit are dropped."""

_REPLACE: Final[Costs] = np.round(REPLACE.ravel() * _UNIT).astype(np.int16)
_LOSE: Final[Costs] = np.round(LOSE.ravel() * _UNIT).astype(np.int16)


def relative(left: Bytes, right: Bytes, abjad: Bools, limit: float = _NO_LIMIT) -> Floats:
    """Distance of each pair, in shares of the pair's mean mass.

    ``left`` and ``right``: (pairs, symbols) codes padded with zeros; ``abjad``: (pairs,) whether exactly one side is an
    abjad, so that unwritten vowels cost next to nothing. Pairs further apart than ``limit`` may be given as ``FAR``.
    Weighted Damerau-Levenshtein (optimal string alignment).
    """
    if len(left) <= _CHUNK:
        return _relative(left, right, abjad, limit)
    turn = np.argsort(_lengths(right), kind="stable")
    out = np.empty(len(left), dtype=np.float32)
    for begin in range(0, len(left), _CHUNK):
        some = turn[begin : begin + _CHUNK]
        out[some] = _relative(left[some], right[some], abjad[some], limit)
    return out


def _relative(left: Bytes, right: Bytes, abjad: Bools, limit: float) -> Floats:
    """The same for pairs of about one length; longest left sides first, so that finished pairs drop out."""
    depths = _lengths(left)
    turn = np.argsort(-depths, kind="stable")
    out = np.full(len(left), FAR, dtype=np.float32)
    width = int(_lengths(right).max(initial=1))
    state = _State(left[turn], right[turn, :width], abjad[turn], depths[turn])
    for index in range(int(depths.max(initial=0))):
        state.advance(index)
        if index in _PRUNED_AT and limit < _NO_LIMIT:
            turn = turn[state.prune(limit)]
    out[turn] = state.cost[-1] / np.maximum(state.mass, np.float32(_UNIT / 2))
    return out


def _lengths(codes: Bytes) -> npt.NDArray[np.int8]:
    """How many symbols each row has."""
    return np.asarray(np.add.reduce(np.ascontiguousarray(codes.T) != 0, axis=0, dtype=np.int8))


class _State:
    """The edit distance of many pairs, after some of the left symbols: one row of the table for each pair."""

    def __init__(self, left: Bytes, right: Bytes, abjad: Bools, depths: npt.NDArray[np.int8]) -> None:
        self.rows = np.ascontiguousarray(left.T)
        self.columns = np.ascontiguousarray(right.T)
        self.depths = depths
        self.places = self.columns.astype(np.intp)
        mode = np.where(abjad, ABJAD * SIZE, PLAIN * SIZE).astype(np.intp)
        self.lose_row = _LOSE.take(self.rows + mode, mode="clip")
        self.lose_column = _LOSE.take(self.places + mode, mode="clip")
        self.cost = np.zeros((len(self.columns) + 1, len(left)), dtype=np.int16)
        np.cumsum(self.lose_column, axis=0, out=self.cost[1:])
        self.before = self.cost
        self.mass = (self.cost[-1].astype(np.float32) + np.add.reduce(self.lose_row, axis=0, dtype=np.int16)) / 2

    def advance(self, index: int) -> None:
        """Read one more symbol of each left side that has one."""
        active = int(np.searchsorted(-self.depths, -index))
        cost = self.cost[:, :active]
        step = cost + self.lose_row[index, :active]
        offset = self.rows[index, :active].astype(np.intp) * SIZE
        replace = _REPLACE.take(self.places[:, :active] + offset, mode="clip")
        replace += cost[:-1]
        np.minimum(step[1:], replace, out=step[1:])
        if index:
            self._swap(step, index, active)
        for place in range(len(self.columns)):
            np.minimum(step[place + 1], step[place] + self.lose_column[place, :active], out=step[place + 1])
        self.before = cost
        if active < self.cost.shape[1]:
            step = np.concatenate([step, self.cost[:, active:]], axis=1)
        self.cost = step

    def _swap(self, step: Costs, index: int, active: int) -> None:
        """Let two neighbouring symbols stand in each other's place."""
        one, two = self.rows[index - 1, :active], self.rows[index, :active]
        columns = self.columns[:, :active]
        place, pair = np.nonzero((columns[1:] == one) & (columns[:-1] == two))
        if len(pair):
            step[place + 2, pair] = np.minimum(step[place + 2, pair], self.before[place, pair] + _SWAP)

    def prune(self, limit: float) -> Positions:
        """Drop pairs that are past the limit already; the numbers of those that stay."""
        active = self.before.shape[1]
        least = self.cost.min(axis=0)
        least[:active] = np.minimum(least[:active], self.before.min(axis=0) + _SWAP)
        kept = np.flatnonzero(least <= limit * self.mass + 1)
        for name in ("rows", "columns", "places", "lose_row", "lose_column", "cost"):
            setattr(self, name, getattr(self, name)[:, kept])
        self.before = self.before[:, kept[kept < active]]
        self.depths, self.mass = self.depths[kept], self.mass[kept]
        return kept


def likeness(distance: Floats, steep: float = STEEP) -> Floats:
    """From relative distance to a likeness between 0 and 1: flat near nothing lost, falling fast, 0 past two fifths."""
    share = np.minimum(distance / np.float32(steep), np.float32(1))
    return np.asarray((1 - share) * (1 + np.float32(0.6) * share), dtype=np.float32)


def furthest(alike: float, steep: float = STEEP) -> float:
    """The relative distance at which likeness falls to ``alike``: the inverse of :func:`likeness`."""
    share = (-0.4 + (0.16 + 2.4 * (1 - alike)) ** 0.5) / 1.2
    return float(steep * share)
