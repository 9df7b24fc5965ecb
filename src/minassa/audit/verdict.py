"""Verifying the log: every line, place, subtree and checkpoint is read once and held against the keys and the copies.

The order of the checks is the order of the lines, so that the first fault names the first line:

1. the places in order: none missing, each with its seal; its line there, unchanged and with its seal
2. at each signed checkpoint, in the database or among the copies outside it, the root of the tree so far
3. the end: nothing cut off that a checkpoint ever covered, nothing placed that none covers
4. the checkpoints themselves: signatures, none missing
5. the lines that wait: unchanged, none missing of those that were written down when they were committed
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from minassa.audit import journal
from minassa.audit.found import Found
from minassa.audit.keys import Keys, Ring, keys
from minassa.audit.leaves import COLUMNS, leaf_bytes
from minassa.audit.models import CheckpointRow, LineRow, PlaceRow, SubtreeRow, WaitingRow
from minassa.audit.notes import opened
from minassa.audit.sql import snapshot
from minassa.audit.stored_tree import is_kept
from minassa.audit.tree import Growing, hash_leaf
from minassa.audit.types import Verification

CHUNK: Final = 500


@dataclass(slots=True)
class _Progress:
    size: int = 0
    waiting: int = 0
    told: Callable[[int], None] | None = None

    def step(self, count: int) -> None:
        if self.told is not None:
            self.told(count)


@dataclass(frozen=True, slots=True)
class _Signed:
    """What was ever signed: size -> root, and the faults among the checkpoints, to be told after those of lines."""

    roots: Mapping[int, bytes]
    stored: frozenset[int]
    faults: tuple[Found, ...]


def verify(*, against: str = "", progress: Callable[[int], None] | None = None) -> Verification:
    """Read the whole log and give the verdict; streams, so memory does not grow with the log.

    `against` is a checkpoint's note kept elsewhere, which the log must extend. `progress` is told how many lines were read.
    Unavailable where the keys are missing.
    """
    own, read = keys(), _Progress(told=progress)
    try:
        _verify(own, against, read)
    except Found as found:
        return found.verdict(size=read.size, waiting=read.waiting)
    return Verification(ok=True, size=read.size, waiting=read.waiting)


def _verify(own: Keys, against: str, read: _Progress) -> None:
    # What lies outside the database is read first: all of it must be in the database's later state.
    copies, written_down = _copies(), journal.read_waiting()
    with snapshot(connection):
        signed = _signed(own.ring, copies, against)
        _check_places(own, signed, written_down, read)
        for fault in signed.faults:
            raise fault
        _check_waiting(own, written_down, read)


def _copies() -> Mapping[int, str] | None:
    try:
        return journal.read_copies()
    except (ValueError, KeyError, TypeError):
        return None


def _signed(verifier: Ring, copies: Mapping[int, str] | None, against: str) -> _Signed:
    roots: dict[int, bytes] = {}
    faults: list[Found] = [] if copies is not None else [Found("copies")]
    stored = _stored_checkpoints(verifier, roots, faults)
    for size, note in sorted((copies or {}).items()):
        if _take(verifier, roots, size, note):
            faults.append(Found("forked" if _is_signed(verifier, size, note) else "copies", size=size))
        elif size not in stored:
            faults.append(Found("checkpoint-removed", size=size))
    faults += [Found("copies-removed", size=one) for one in _not_copied(stored, copies or {})]
    if against:
        faults += _held_against(verifier, roots, against)
    return _Signed(roots, stored, tuple(faults))


def _not_copied(stored: frozenset[int], copies: Mapping[int, str]) -> list[int]:
    """Stored checkpoints without a copy. The newest may just have been committed, or a crash came before its copy.

    Others may have been signed and copied since the copies were read: they are looked for once more.
    """
    missing = [one for one in sorted(stored)[:-1] if one not in copies]
    later = _copies() if missing else None
    return [one for one in missing if one not in (later or {})]


def _stored_checkpoints(verifier: Ring, roots: dict[int, bytes], faults: list[Found]) -> frozenset[int]:
    stored = set()
    for row in CheckpointRow.objects.order_by("size"):
        stored.add(row.size)
        if _take(verifier, roots, row.size, row.note) or roots[row.size] != bytes(row.root):
            faults.append(Found("checkpoint-altered", size=row.size))
    return frozenset(stored)


def _take(verifier: Ring, roots: dict[int, bytes], size: int, note: str) -> bool:
    """Take a note's root where the note is good. Whether it is not."""
    try:
        checkpoint = opened(note, verifier)
    except ValueError:
        return True
    if checkpoint.size != size:
        return True
    return roots.setdefault(size, checkpoint.root) != checkpoint.root


def _is_signed(verifier: Ring, size: int, note: str) -> bool:
    try:
        return opened(note, verifier).size == size
    except ValueError:
        return False


def _held_against(verifier: Ring, roots: dict[int, bytes], note: str) -> list[Found]:
    try:
        size = opened(note, verifier).size
    except ValueError:
        return [Found("against")]
    return [Found("checkpoint-altered", size=size)] if _take(verifier, roots, size, note) else []


def _check_places(own: Keys, signed: _Signed, written_down: dict[UUID, bytes], read: _Progress) -> None:
    tree, good = Growing(), 0
    kept = {(one.height, one.index): bytes(one.hash) for one in SubtreeRow.objects.iterator()}
    for chunk in _chunks():
        lines = _lines([place.line for place in chunk])
        for place in chunk:
            number = tree.size + 1
            if place.position != tree.size:
                raise Found("removed", number)
            _check_seal(own, place, max(signed.roots, default=0))
            leaf = _checked(own, place, lines.get(place.line), written_down.pop(place.line, None))
            for height, index, subtree in tree.add(leaf):
                if is_kept(height) and kept.pop((height, index), None) != subtree:
                    raise Found("subtree", number)
            read.size = tree.size
            if tree.size in signed.roots:
                if signed.roots[tree.size] != tree.root():
                    raise Found("root", good + 1, size=tree.size)
                good = tree.size
        read.step(len(chunk))
    _check_end(signed, tree.size)
    if kept:
        raise Found("subtree", tree.size)


def _chunks() -> Iterator[list[PlaceRow]]:
    last = -1
    while chunk := list(PlaceRow.objects.filter(position__gt=last).order_by("position")[:CHUNK]):
        yield chunk
        last = chunk[-1].position


def _lines(ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    return {row["id"]: row for row in LineRow.objects.filter(id__in=ids).values(*COLUMNS, "seal")}


def _check_seal(own: Keys, place: PlaceRow, longest: int) -> None:
    if bytes(place.seal) != own.seal_place(place.position, bytes(place.leaf)):
        raise Found(_what_befell(own, place, longest), place.position + 1)


def _checked(own: Keys, place: PlaceRow, line: dict[str, Any] | None, written_down: bytes | None) -> bytes:
    """The leaf of a place, once the line holds that stands there."""
    number, leaf = place.position + 1, bytes(place.leaf)
    if line is None:
        raise Found("removed", number)
    if (
        _leaf(line) != leaf
        or not own.is_line_seal(bytes(line["seal"]), leaf, line["id"])
        or written_down not in {None, leaf}
    ):
        raise Found("altered", number)
    return leaf


def _leaf(line: Mapping[str, Any]) -> bytes | None:
    try:
        return hash_leaf(leaf_bytes(line))
    except (ValueError, RecursionError):
        return None


def _what_befell(own: Keys, place: PlaceRow, longest: int) -> str:
    """Why another leaf than the sealed one stands at a position. Reads the rest of the log, once, to tell."""
    position = place.position
    rest = list(PlaceRow.objects.filter(position__gte=position).values_list("leaf", "seal"))
    seals = {bytes(seal) for _, seal in rest}
    if any(own.seal_place(position, bytes(leaf)) in seals for leaf, _ in rest):
        return "reordered"
    origins = range(position + 1, longest)
    if any(own.seal_place(origin, bytes(place.leaf)) == bytes(place.seal) for origin in origins):
        return "removed"
    return "altered"


def _check_end(signed: _Signed, size: int) -> None:
    longest = max(signed.roots, default=0)
    if longest > size:
        raise Found("cut-off", size + 1, size=longest)
    if longest < size:
        raise Found("added", longest + 1)


def placed(column: str) -> Exists:
    """The condition that the line named in a column has its place."""
    return Exists(PlaceRow.objects.filter(line=OuterRef(column)))


def _check_waiting(own: Keys, written_down: dict[UUID, bytes], read: _Progress) -> None:
    listed = set(WaitingRow.objects.filter(~placed("line")).values_list("line", flat=True))
    waiting = LineRow.objects.filter(~placed("id")).order_by("id").values(*COLUMNS, "seal")
    for line in waiting.iterator(CHUNK):
        read.waiting += 1
        leaf = _leaf(line)
        known = written_down.pop(line["id"], leaf)
        if leaf is None or known != leaf or not own.is_line_seal(bytes(line["seal"]), leaf, line["id"]):
            raise Found("waiting-altered", id=line["id"])
        if line["id"] not in listed:
            raise Found("waiting-hidden", id=line["id"])
        listed.discard(line["id"])
    if gone := listed | set(written_down):
        raise Found("waiting-removed", id=min(gone))
