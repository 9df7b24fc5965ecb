"""The name index over records: one in each process, brought up to date from the change feed before each search.

The index holds the names of all records with their label's id as group; a search passes the groups that its actor may
see, so nothing hidden is found, counted or weighed, and every hit is read again through the actor's own door.
"""

from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Final
from uuid import UUID

from minassa.access import door, system_actor
from minassa.names import NameIndex
from minassa.records import feed, shaping
from minassa.records.acts import RECORD_INDEX
from minassa.records.models import Record
from minassa.records.vocabulary import schema

SORT: Final = "records"
SAVE_AFTER: Final = 5_000
"""Changes after which a new index is saved."""


@dataclass(slots=True)
class _Held:
    """This process's index, and how far it has read the change feed."""

    index: NameIndex
    follower: feed.Follower


_held: _Held | None = None
_lock: Final = RLock()


def index_folder() -> Path:
    """Where saved indexes lie."""
    return feed.saved_folder(SORT)


def present_index() -> NameIndex:
    """The index with every change that is known by now."""
    global _held  # noqa: PLW0603 - one index for each process is the point
    with _lock:
        held = _held
        if held is None or not held.follower.is_of_this_feed():
            held = _held = _opened_or_built()
        for chunk in held.follower.fresh():
            _bring_in(held.index, chunk)
        return held.index


def refresh_index() -> int:
    """Save the index anew where enough has changed since it was last saved; give the number of changes saved."""
    present_index()
    with _lock:
        held, before = _held, feed.last_saved(SORT)
        if held is None or held.follower.last - before < SAVE_AFTER:
            return 0
        place = feed.new_place(SORT)
        held.index.save(place)
        feed.keep_saved(SORT, place, held.follower.last)
        return held.follower.last - before


def _opened_or_built() -> _Held:
    for path, follower in feed.saved(SORT):
        try:
            return _Held(NameIndex.open(path), follower)
        except (OSError, ValueError):
            continue  # a torn file: the one before, or a new one, will do
    return _built()


def _built() -> _Held:
    """An index of all records. What changes meanwhile is in the feed."""
    follower = feed.Follower.from_now_on()
    index = NameIndex()
    with door(system_actor("records-index"), RECORD_INDEX):
        for row in Record.objects.only("id", "label_id", "schema", "content").iterator(chunk_size=feed.CHUNK):
            _put(index, row)
    return _Held(index, follower)


def _bring_in(index: NameIndex, ids: list[UUID]) -> None:
    with door(system_actor("records-index"), RECORD_INDEX):
        rows = {row.id: row for row in Record.objects.only("id", "label_id", "schema", "content").filter(id__in=ids)}
    for one in ids:
        row = rows.get(one)
        if row is None or not _put(index, row):
            index.remove(str(one))


def _put(index: NameIndex, row: Record) -> bool:
    """Add or replace one record's names. False where it has none of that sort."""
    properties, _extra = shaping.unpacked(row.content)
    found = shaping.names(schema(row.schema), properties)
    if found is None:
        return False
    index.add(str(row.id), names=found.strong, kind=found.kind, group=row.label_id, weak=found.weak)
    return True
