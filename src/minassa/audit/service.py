"""Writing the log: `append` within the caller's transaction, `seal` in a later step under one lock."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from minassa.audit import journal
from minassa.audit.keys import Keys, keys
from minassa.audit.leaves import COLUMNS, columns_of, leaf_bytes
from minassa.audit.models import CheckpointRow, LineRow, PlaceRow, SubtreeRow, WaitingRow
from minassa.audit.notes import signed
from minassa.audit.sql import lock_sealing
from minassa.audit.stored_tree import StoredTree, is_kept
from minassa.audit.tree import hash_leaf
from minassa.audit.types import Checkpoint, Line
from minassa.base import now

# One transaction of sealing: short enough that on SQLite, with its one writer, nobody waits long.
BATCH: Final = 2000


def append(line: Line) -> UUID:
    """Write a line in the caller's transaction and give its id. It gets its place in the tree when `seal` next runs.

    One INSERT; nothing is locked or read. Unavailable where the log's keys are missing.
    """
    columns = columns_of(line)
    leaf = hash_leaf(leaf_bytes(columns))
    row = LineRow(**columns, seal=keys().seal_line(leaf))
    row.save(force_insert=True)
    transaction.on_commit(lambda: journal.note_waiting(row.id, leaf), robust=True)
    return row.id


def seal() -> Checkpoint:
    """Give every waiting line its place and sign a checkpoint; the last checkpoint where nothing waits.

    O(new lines) with a few hundred hashes read for each batch. Several processes may call it: one at a time works.
    """
    journal.set_waiting_aside()
    mend_copies()
    while True:
        checkpoint, placed = _seal_batch()
        if placed < BATCH:
            break
    _let_go()
    return checkpoint


def keyed_digest(text: str) -> str:
    """A keyed digest (HMAC-SHA-256, 64 hex digits) of a searched name: what the log holds instead of the name."""
    return keys().digest(text)


def _seal_batch() -> tuple[Checkpoint, int]:
    with transaction.atomic():
        lock_sealing(connection)
        own = keys()  # under the lock: they may have been changed while this waited
        last = CheckpointRow.objects.order_by("-size").first()
        lines = list(_waiting().order_by("id").values(*COLUMNS)[:BATCH])
        if last is not None and not lines:
            return checkpoint_of(last), 0
        size = last.size if last else 0
        checkpoint = _place(lines, size, own)
        transaction.on_commit(lambda: journal.copy_checkpoint(checkpoint), robust=True)
        return checkpoint, len(lines)


def _waiting() -> QuerySet[LineRow]:
    """The lines without a place. Asking for both keeps a line that somebody listed again from being placed twice."""
    placed = Exists(PlaceRow.objects.filter(line=OuterRef("id")))
    return LineRow.objects.filter(~placed, id__in=WaitingRow.objects.values("line"))


def _place(lines: list[dict[str, Any]], size: int, own: Keys) -> Checkpoint:
    """Write the places, the subtrees that they complete and the checkpoint."""
    tree = StoredTree().growing(size)
    places, subtrees = [], []
    for columns in lines:
        leaf, position = hash_leaf(leaf_bytes(columns)), tree.size
        places.append(PlaceRow(position, columns["id"], leaf, own.seal_place(position, leaf)))
        subtrees += [SubtreeRow(height=h, index=i, hash=one) for h, i, one in tree.add(leaf) if is_kept(h)]
    PlaceRow.objects.bulk_create(places, batch_size=200)
    SubtreeRow.objects.bulk_create(subtrees, batch_size=200)
    for first in range(0, len(places), 500):
        WaitingRow.objects.filter(line__in=[one.line for one in places[first : first + 500]]).delete()
    checkpoint = signed(size=tree.size, root=tree.root(), at=now(), keys=own)
    CheckpointRow.objects.create(size=checkpoint.size, root=checkpoint.root, at=checkpoint.at, note=checkpoint.note)
    return checkpoint


def checkpoint_of(row: CheckpointRow) -> Checkpoint:
    """A stored checkpoint as it crosses the edge."""
    return Checkpoint(row.size, bytes(row.root), row.at, row.note)


def mend_copies() -> None:
    """Copy the checkpoints whose copy a crash prevented, or that a backup's database has and its folder not yet."""
    for row in CheckpointRow.objects.filter(size__gt=journal.last_copied_size()).order_by("size"):
        journal.copy_checkpoint(checkpoint_of(row))


def _let_go() -> None:
    """Delete the settled lists of waiting lines, each only if every line on it stands in the tree as it was written."""
    for path in journal.settled_files():
        if _are_placed(journal.read_waiting([path])):
            path.unlink(missing_ok=True)


def _are_placed(listed: Mapping[UUID, bytes]) -> bool:
    ids = list(listed)
    for first in range(0, len(ids), 500):
        some = ids[first : first + 500]
        placed = dict(PlaceRow.objects.filter(line__in=some).values_list("line", "leaf"))
        if any(bytes(placed.get(line, b"")) != listed[line] for line in some):
            return False
    return True
