"""What the node does with attachments by itself: look again at what waits for the scanner, wrap keys anew, sweep the shelf."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from minassa.access import door, system_actor
from minassa.base import Fault
from minassa.desk.acts import ATTACHMENT_REMOVE, ATTACHMENT_REWRAP, ATTACHMENT_SCAN, ATTACHMENT_SWEEP
from minassa.desk.attachments import keyring, shelf
from minassa.desk.attachments.deleting import remove_attachments_of
from minassa.desk.attachments.reads import content_of
from minassa.desk.attachments.scanner import Scan, scanned
from minassa.desk.attachments.sealing import unwrapped, wrapped
from minassa.desk.models import Arriving, ArrivingPiece, Attachment

ORPHAN_AFTER: Final = timedelta(hours=1)
"""How long a file may lie without a row: longer than any upload takes."""
UNFINISHED_FOR: Final = timedelta(days=30)
CHUNK: Final = 200
_ACTOR: Final = "attachments"


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: the new key's id, how many files' keys were wrapped anew, how many old keys were let go."""

    key_id: str
    rewrapped: int
    let_go: int


def rotate_attachment_key() -> Rotated:
    """Make a new key, wrap every file's key under it, and let go of keys older than the one before (`minassa keys rotate`).

    Files are not touched and can be read all the time; after a crash, run it again. A copy of the key file that leaked is worth nothing
    for what is attached afterwards; what it wraps in an old copy of the database stays readable to whoever has all three.
    """
    made = keyring.add_key()
    rewrapped = rewrap()
    return Rotated(made.id, rewrapped, let_go())


def rewrap() -> int:
    """Wrap every file's key that is under an older key under the present one; give how many attachments."""
    present, done = keyring.keyring().present, 0
    while some := _rewrap_chunk(present):
        done += some
    return done


def let_go() -> int:
    """Let go of old keys that wrap nothing any more; give how many."""
    with door(system_actor(_ACTOR), ATTACHMENT_REWRAP) as opened:
        used = set(Attachment.objects.order_by().values_list("key_id", flat=True).distinct())
        used |= set(ArrivingPiece.objects.order_by().values_list("key_id", flat=True).distinct())
        gone = keyring.keep_keys(used)
        opened.note(let_go=gone)
        return gone


def _rewrap_chunk(present: keyring.Key) -> int:
    with door(system_actor(_ACTOR), ATTACHMENT_REWRAP) as opened:
        rows = list(Attachment.objects.exclude(key_id=present.id).order_by("id")[:CHUNK])
        keys = keyring.keyring()
        for row in rows:
            under = keys.named(row.key_id).secret
            row.wrapped = wrapped(unwrapped(bytes(row.wrapped), under, row.stored), present.secret, row.stored)
            if row.shared:
                row.shared_wrapped = wrapped(
                    unwrapped(bytes(row.shared_wrapped), under, row.shared), present.secret, row.shared
                )
            row.key_id = present.id
            row.save(update_fields=["wrapped", "shared_wrapped", "key_id"])
        pieces = list(ArrivingPiece.objects.exclude(key_id=present.id).order_by("id")[:CHUNK])
        for piece in pieces:
            under = keys.named(piece.key_id).secret
            piece.wrapped = wrapped(unwrapped(bytes(piece.wrapped), under, piece.stored), present.secret, piece.stored)
            piece.key_id = present.id
            piece.save(update_fields=["wrapped", "key_id"])
        opened.note(rewrapped=len(rows) + len(pieces))
        return len(rows) + len(pieces)


def scan_waiting() -> int:
    """Ask the scanner again about what waits in quarantine; give how many left it. What is found to be infected is removed."""
    done = 0
    for attachment in _waiting():
        done += _scan_one(attachment)
    return done


def _waiting() -> list[UUID]:
    with door(system_actor(_ACTOR), ATTACHMENT_SCAN):
        rows = Attachment.objects.filter(scan=Scan.WAITING.value).order_by("added")
        return list(rows.values_list("id", flat=True)[:CHUNK])


def _scan_one(attachment: UUID) -> bool:
    """The scanner is asked between two doors, so that a slow one does not hold the database."""
    with door(system_actor(_ACTOR), ATTACHMENT_SCAN):
        row = Attachment.objects.filter(id=attachment).first()
    if row is None:
        return False
    try:
        found = scanned(content_of(row, row.stored, row.wrapped))
    except Fault:
        return False
    if found is Scan.WAITING:
        return False
    if found is Scan.FOUND:
        remove_attachments_of([attachment], reason="infected")
        return True
    with door(system_actor(_ACTOR), ATTACHMENT_SCAN):
        Attachment.objects.filter(id=attachment).update(scan=found.value)
    return True


def forget_unfinished() -> int:
    """Forget files of which some pieces came and the rest has not for a month: their sender has given up; give how many."""
    with door(system_actor(_ACTOR), ATTACHMENT_REMOVE) as opened:
        old = list(Arriving.objects.filter(since__lt=opened.context.at - UNFINISHED_FOR))
        for one in old:
            one.delete()  # the pieces' files are swept from the shelf
        opened.note(files=len(old), why="unfinished")
        return len(old)


def sweep() -> int:
    """Remove stored files that no row names, older than an hour; give how many."""
    before = time.time() - ORPHAN_AFTER.total_seconds()
    lying = list(shelf.lying(before))
    with door(system_actor(_ACTOR), ATTACHMENT_SWEEP):
        named: set[str] = set(ArrivingPiece.objects.order_by().values_list("stored", flat=True).iterator())
        for row in Attachment.objects.order_by().values_list("stored", "shared").iterator():
            named.update(row)
    orphans = [name for name in lying if name not in named]
    shelf.remove(orphans)
    return len(orphans) + shelf.sweep_incoming(before)
