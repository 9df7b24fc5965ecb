"""Following the change feed of records, and the saved files that are made from records: the name index, the graph.

A process brings what it holds up to date before each search. Saved files lie in the node's folder under `index/SORT/`, each
in a folder that `IndexState` names with the last change in it.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from minassa.base import new_id
from minassa.records.models import IndexState, RecordChange

CHUNK: Final = 2_000
OVERLAP: Final = 2_000
"""Change numbers looked at again: a transaction that took its numbers earlier may have ended later."""


@dataclass(slots=True)
class Follower:
    """How far this process has read the feed.

    `last_record` belongs to the last change: a proof that the feed is still the one that was read (a restored backup has
    another). `seen` are the numbers read among the last `OVERLAP`.
    """

    database: str
    last: int = 0
    last_record: UUID | None = None
    seen: set[int] = field(default_factory=set)

    @classmethod
    def after(cls, change: RecordChange | None) -> "Follower":
        """One that has read the feed up to this change."""
        return cls(_database(), change.id, change.record_id) if change else cls(_database())

    @classmethod
    def from_now_on(cls) -> "Follower":
        """One that has read all there is. Taken before the records are read: what changes meanwhile comes again."""
        return cls.after(RecordChange.objects.order_by("-id").first())

    def is_of_this_feed(self) -> bool:
        """Whether the database's feed is the one that was read."""
        if self.database != _database():
            return False
        if self.last_record is None:
            return True
        return RecordChange.objects.filter(id=self.last, record_id=self.last_record).exists()

    def waiting(self) -> int:
        """How many changes are new since the last one read."""
        return RecordChange.objects.filter(id__gt=self.last).count()

    def fresh(self) -> Iterator[list[UUID]]:
        """The records that changed since, and those numbered earlier that became known only now, in pieces.

        They count as read when the last piece was taken in.
        """
        feed = RecordChange.objects.filter(id__gt=self.last - OVERLAP)
        if feed.count() == len(self.seen):
            return
        new = [
            (one.id, one.record_id) for one in feed.order_by("id").iterator(chunk_size=CHUNK) if one.id not in self.seen
        ]
        records = list(dict.fromkeys(record for _number, record in new))
        for start in range(0, len(records), CHUNK):
            yield records[start : start + CHUNK]
        self.seen.update(number for number, _record in new)
        if new and new[-1][0] > self.last:
            self.last, self.last_record = new[-1]
        self.seen = {number for number in self.seen if number > self.last - OVERLAP}


def read_on(sort: str) -> Follower:
    """Where a reader that keeps nothing but its place stopped; a new one reads from now on. What was cut off comes again."""
    state = IndexState.objects.filter(sort=sort).first()
    if state is None:
        follower = Follower.from_now_on()
        keep_place(sort, follower)
        return follower
    change = RecordChange.objects.filter(id=state.last_change).first()
    return Follower.after(change) if change else Follower(_database(), state.last_change)


def keep_place(sort: str, follower: Follower) -> None:
    """Keep how far a reader has read; called where what it read was taken in."""
    IndexState.objects.update_or_create(sort=sort, defaults={"folder": "", "last_change": follower.last})


def saved_folder(sort: str) -> Path:
    """Where saved files of a sort lie."""
    return Path(settings.MINASSA.home) / "index" / sort


def saved(sort: str) -> Iterator[tuple[Path, Follower]]:
    """The saved files of a sort, newest first, each with how far it had read the feed."""
    for state in IndexState.objects.filter(sort=sort).order_by("-last_change")[:2]:
        path = saved_folder(sort) / state.folder
        change = RecordChange.objects.filter(id=state.last_change).first()
        if change is not None and path.exists():
            yield path, Follower.after(change)


def last_saved(sort: str) -> int:
    """The last change that is in a saved file of this sort; 0 where there is none."""
    newest = IndexState.objects.filter(sort=sort).order_by("-last_change").first()
    return newest.last_change if newest else 0


def new_place(sort: str) -> Path:
    """Where the next file of this sort is to be written."""
    saved_folder(sort).mkdir(parents=True, exist_ok=True)
    return saved_folder(sort) / new_id().hex


def keep_saved(sort: str, written: Path, last: int) -> None:
    """Name a file that was written, and forget all but the newest two: a process may be opening the one before."""
    IndexState.objects.create(sort=sort, folder=written.name, last_change=last)
    states = IndexState.objects.filter(sort=sort)
    kept = set(states.order_by("-last_change").values_list("folder", flat=True)[:2])
    states.exclude(folder__in=kept).delete()
    for path in saved_folder(sort).iterdir():
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _database() -> str:
    return f"{connection.vendor}:{connection.settings_dict['NAME']}"
