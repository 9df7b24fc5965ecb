"""The index of perceptual hashes: one in each process, brought up to date from the change feed before each question.

It holds no more than hashes, ids and label ids. The asker's labels are applied in it, and every row near is read again through
the asker's own door.
"""

from dataclasses import dataclass, field
from threading import RLock
from typing import Final
from uuid import UUID

from django.db import connection

from minassa.access import door, system_actor
from minassa.cyber.acts import CONTENT_INDEX
from minassa.cyber.content.near import NearIndex
from minassa.cyber.models import ContentChange, KnownContent

CHUNK: Final = 10_000
OVERLAP: Final = 500
"""Change numbers looked at again: a transaction that took its number earlier may have ended later."""


@dataclass(slots=True)
class _Held:
    """This process's index, and how far it has read the feed; `seen` are the numbers read among the last `OVERLAP`."""

    database: str
    index: NearIndex = field(default_factory=NearIndex)
    last: int = 0
    seen: set[int] = field(default_factory=set)


_held: _Held | None = None
_lock: Final = RLock()


def present_index() -> NearIndex:
    """The index with every change that is known by now."""
    global _held  # noqa: PLW0603 - one index for each process is the point
    with _lock:
        newest = ContentChange.objects.order_by("-id").values_list("id", flat=True).first() or 0
        if _held is None or _held.database != _database() or newest < _held.last:
            _held = _Held(_database())
        _catch_up(_held)
        return _held.index


def forget_index() -> None:
    """Begin anew at the next question (a test's database was replaced)."""
    global _held  # noqa: PLW0603 - the same
    with _lock:
        _held = None


def _database() -> str:
    return f"{connection.vendor}:{connection.settings_dict['NAME']}"


def _catch_up(held: _Held) -> None:
    """Bring in the changes that are new, and those numbered earlier that became known only now."""
    feed = ContentChange.objects.filter(id__gt=held.last - OVERLAP).order_by("id")
    fresh = [(number, removed) for number, removed in feed.values_list("id", "removed") if number not in held.seen]
    for number, removed in fresh:
        if removed is None:
            _bring_in(held.index, number)
        else:
            held.index.remove(removed)
        held.seen.add(number)
        held.last = max(held.last, number)
    held.seen = {number for number in held.seen if number > held.last - OVERLAP}


def _bring_in(index: NearIndex, batch: int) -> None:
    with door(system_actor("content-index"), CONTENT_INDEX):
        rows = KnownContent.objects.filter(batch=batch).exclude(pdq="").values_list("id", "label_id", "pdq")
        some: list[tuple[UUID, int, str]] = []
        for row in rows.iterator(chunk_size=CHUNK):
            some.append(row)
            if len(some) == CHUNK:
                index.add(some)
                some = []
        index.add(some)
