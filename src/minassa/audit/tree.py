"""The Merkle tree of RFC 9162, section 2: hashes, roots, and both kinds of proof. Pure; knows no database.

A tree is read through `subtree(height, index)`: the hash of the full subtree that covers the leaves from
`index * 2**height` on, so that the same code serves a list in memory and the stored tree.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final, TypeAlias

Hash: TypeAlias = bytes
Subtree: TypeAlias = Callable[[int, int], Hash]

EMPTY_ROOT: Final = sha256(b"").digest()


def hash_leaf(entry: bytes) -> Hash:
    """The hash of one entry (RFC 9162, 2.1.1): a leading zero byte keeps leaves and nodes apart."""
    return sha256(b"\x00" + entry).digest()


def hash_node(left: Hash, right: Hash) -> Hash:
    """The hash of an inner node (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def range_root(begin: int, end: int, subtree: Subtree) -> Hash:
    """MTH(D[begin:end]) of RFC 9162, 2.1.1, where `begin` is a multiple of the range's covering power of two."""
    if begin == end:
        return EMPTY_ROOT
    whole: Hash | None = None
    for height, index in reversed(_full_subtrees(begin, end)):
        part = subtree(height, index)
        whole = part if whole is None else hash_node(part, whole)
    return whole or EMPTY_ROOT


def inclusion_path(position: int, size: int, subtree: Subtree) -> tuple[Hash, ...]:
    """PATH(position, D[size]) of RFC 9162, 2.1.3.1: the siblings from the leaf up. IndexError outside the tree."""
    if not 0 <= position < size:
        raise IndexError(f"no leaf {position} in a tree of {size}")
    return tuple(_path(position, 0, size, subtree))


def _path(position: int, begin: int, end: int, subtree: Subtree) -> list[Hash]:
    if end - begin == 1:
        return []
    middle = begin + _split(end - begin)
    if position < middle:
        return [*_path(position, begin, middle, subtree), range_root(middle, end, subtree)]
    return [*_path(position, middle, end, subtree), range_root(begin, middle, subtree)]


def consistency_path(old: int, size: int, subtree: Subtree) -> tuple[Hash, ...]:
    """PROOF(old, D[size]) of RFC 9162, 2.1.4.1: that the first `old` leaves were kept. IndexError unless 0 < old <= size."""
    if not 0 < old <= size:
        raise IndexError(f"no consistency proof from {old} to {size}")
    return tuple(_subproof(old, 0, size, subtree, whole=True))


def _subproof(old: int, begin: int, end: int, subtree: Subtree, *, whole: bool) -> list[Hash]:
    """SUBPROOF(old, D[begin:end], whole) of RFC 9162, 2.1.4.1, with `old` counted from the first leaf of the tree."""
    if old == end:
        return [] if whole else [range_root(begin, end, subtree)]
    middle = begin + _split(end - begin)
    if old <= middle:
        return [*_subproof(old, begin, middle, subtree, whole=whole), range_root(middle, end, subtree)]
    return [*_subproof(old, middle, end, subtree, whole=False), range_root(begin, middle, subtree)]


def includes(*, leaf: Hash, position: int, size: int, path: Sequence[Hash], root: Hash) -> bool:
    """Verify an inclusion proof (RFC 9162, 2.1.3.2)."""
    if not 0 <= position < size:
        return False
    first, last, current = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if first & 1 or first == last:
            current = hash_node(sibling, current)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            current = hash_node(current, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and current == root


def extends(*, old: int, size: int, old_root: Hash, root: Hash, path: Sequence[Hash]) -> bool:
    """Verify a consistency proof (RFC 9162, 2.1.4.2). Every tree extends the empty one, with an empty path."""
    if not 0 < old < size:
        return not path and (old_root == EMPTY_ROOT if old == 0 else old == size and old_root == root)
    proof = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not proof:
        return False
    first, last = old - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    before = after = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            before, after = hash_node(sibling, before), hash_node(sibling, after)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            after = hash_node(after, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and before == old_root and after == root


class Growing:
    """A tree that only grows, kept as the roots of its full subtrees: O(log n) memory, amortised O(1) for a leaf."""

    def __init__(self, peaks: Iterable[tuple[int, Hash]] = ()) -> None:
        """Begin empty, or with the (height, hash) of the full subtrees from left to right."""
        self._peaks = list(peaks)
        self.size = sum(1 << height for height, _ in self._peaks)

    def add(self, leaf: Hash) -> list[tuple[int, int, Hash]]:
        """Add a leaf's hash; gives the (height, index, hash) of every full subtree that it completed, itself first."""
        completed = [(0, self.size, leaf)]
        self.size += 1
        self._peaks.append((0, leaf))
        while len(self._peaks) > 1 and self._peaks[-1][0] == self._peaks[-2][0]:
            height, right = self._peaks.pop()
            _, left = self._peaks.pop()
            self._peaks.append((height + 1, hash_node(left, right)))
            completed.append((height + 1, (self.size >> (height + 1)) - 1, self._peaks[-1][1]))
        return completed

    def root(self) -> Hash:
        """The root of the tree as it stands."""
        whole: Hash | None = None
        for _, peak in reversed(self._peaks):
            whole = peak if whole is None else hash_node(peak, whole)
        return whole or EMPTY_ROOT


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (RFC 9162, 2.1.1)."""
    return 1 << ((count - 1).bit_length() - 1)


def _full_subtrees(begin: int, end: int) -> list[tuple[int, int]]:
    """The (height, index) of the full subtrees that make up D[begin:end], from left to right."""
    parts = []
    while begin < end:
        height = (end - begin).bit_length() - 1
        parts.append((height, begin >> height))
        begin += 1 << height
    return parts


def full_subtrees(size: int) -> list[tuple[int, int]]:
    """The (height, index) of the full subtrees of a tree of `size` leaves, from left to right."""
    return _full_subtrees(0, size)
