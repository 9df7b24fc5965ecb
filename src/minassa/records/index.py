"""The name index over records: one in each process, brought up to date from the change feed before each search.

The index holds the names of all records with their label's id as group; a search passes the groups that its actor may
see, so nothing hidden is found, counted or weighed, and every hit is read again through the actor's own door.
Saved indexes lie in the node's folder under `index/records/`; `refresh_index` saves a new one when enough has changed.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from minassa.access import door, system_actor
from minassa.base import new_id
from minassa.names import NameIndex
from minassa.records import shaping
from minassa.records.acts import RECORD_INDEX
from minassa.records.models import IndexState, Record, RecordChange
from minassa.records.vocabulary import schema

CHUNK: Final = 2_000
SAVE_AFTER: Final = 5_000
"""Changes after which a new index is saved."""
OVERLAP: Final = 2_000
"""Change numbers looked at again: a transaction that took its numbers earlier may have ended later."""


@dataclass(slots=True)
class _Held:
    """This process's index, and how far it has read the change feed.

    `last_record` belongs to the last change: a proof that the feed is still the one that was read (a restored backup has
    another). `seen` are the numbers read among the last `OVERLAP`.
    """

    database: str
    index: NameIndex
    last: int = 0
    last_record: UUID | None = None
    seen: set[int] = field(default_factory=set)


_held: _Held | None = None
_lock: Final = RLock()


def index_folder() -> Path:
    """Where saved indexes lie."""
    return Path(settings.MINASSA.home) / "index" / "records"


def present_index() -> NameIndex:
    """The index with every change that is known by now."""
    global _held  # noqa: PLW0603 - one index for each process is the point
    with _lock:
        held = _held
        if held is None or not _is_same_feed(held):
            held = _held = _opened_or_built()
        _catch_up(held)
        return held.index


def refresh_index() -> int:
    """Save the index anew where enough has changed since it was last saved; give the number of changes saved."""
    present_index()
    with _lock:
        held = _held
        newest_saved = IndexState.objects.order_by("-last_change").first()
        saved = newest_saved.last_change if newest_saved else 0
        if held is None or held.last - saved < SAVE_AFTER:
            return 0
        name = new_id().hex
        folder = index_folder()
        folder.mkdir(parents=True, exist_ok=True)
        held.index.save(folder / name)
        IndexState.objects.create(folder=name, last_change=held.last)
        _forget_old(folder)
        return held.last - saved


def _is_same_feed(held: _Held) -> bool:
    if held.database != _database():
        return False
    if held.last_record is None:
        return True
    return RecordChange.objects.filter(id=held.last, record_id=held.last_record).exists()


def _database() -> str:
    return f"{connection.vendor}:{connection.settings_dict['NAME']}"


def _opened_or_built() -> _Held:
    for state in IndexState.objects.order_by("-last_change")[:2]:
        path = index_folder() / state.folder
        change = RecordChange.objects.filter(id=state.last_change).first()
        if change is None or not path.exists():
            continue
        try:
            index = NameIndex.open(path)
        except (OSError, ValueError):
            continue  # a torn file: the one before, or a new one, will do
        return _Held(_database(), index, state.last_change, change.record_id)
    return _built()


def _built() -> _Held:
    """An index of all records. What changes meanwhile is in the feed."""
    last = RecordChange.objects.order_by("-id").first()
    index = NameIndex()
    with door(system_actor("records-index"), RECORD_INDEX):
        for row in Record.objects.only("id", "label_id", "schema", "content").iterator(chunk_size=CHUNK):
            _put(index, row)
    return _Held(_database(), index, last.id if last else 0, last.record_id if last else None)


def _catch_up(held: _Held) -> None:
    """Bring in the changes that are new, and those numbered earlier that became known only now."""
    feed = RecordChange.objects.filter(id__gt=held.last - OVERLAP)
    if feed.count() == len(held.seen):
        return
    fresh = [
        (one.id, one.record_id) for one in feed.order_by("id").iterator(chunk_size=CHUNK) if one.id not in held.seen
    ]
    for chunk in _chunks(list(dict.fromkeys(record_id for _number, record_id in fresh))):
        _bring_in(held.index, chunk)
    held.seen.update(number for number, _record in fresh)
    if fresh and fresh[-1][0] > held.last:
        held.last, held.last_record = fresh[-1]
    held.seen = {number for number in held.seen if number > held.last - OVERLAP}


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


def _chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _forget_old(folder: Path) -> None:
    """Keep the newest two saved indexes: a process may be opening the one before."""
    kept: Iterable[str] = IndexState.objects.order_by("-last_change").values_list("folder", flat=True)[:2]
    names = set(kept)
    IndexState.objects.exclude(folder__in=names).delete()
    for path in folder.iterdir():
        if path.name not in names:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
