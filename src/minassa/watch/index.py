"""The index of watched names: one in the process that works, brought up to date from the change feed before each look.

The database is the truth. A saved index only makes the start quick: a stamp beside it says up to which change it was read, and one whose
stamp is missing or belongs to another database is built anew. It holds the watches of all agencies, so nothing is ranked or counted in it:
it only says which watches a new name may concern (`NameIndex.askers`), and each is then asked as its keeper, through that person's door.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Final, Literal
from uuid import UUID

from django.conf import settings
from django.db import connection

from minassa.access import door, system_actor
from minassa.base import new_id
from minassa.names import NameIndex
from minassa.watch import rows
from minassa.watch.acts import WATCH_FIND
from minassa.watch.models import Watch, WatchChange
from minassa.watch.types import ON

logger = logging.getLogger(__name__)

CHUNK: Final = 2_000
OVERLAP: Final = 2_000
"""Change numbers looked at again: a transaction that took its numbers earlier may have ended later."""
SAVE_AFTER: Final = 2_000
SAVE_SHARE: Final = 20
"""An index is written whole: again after this part of it has changed, and at least `SAVE_AFTER` changes."""
_KEPT_FILES: Final = 2
_FIELDS: Final = ("id", "label_id", "name", "kind", "further", "state")
Kind = Literal["person", "organisation"]
KINDS: Final[tuple[Kind, ...]] = ("person", "organisation")
_SUFFIX: Final[dict[Kind, str]] = {"person": "p", "organisation": "o"}


@dataclass(slots=True)
class _Held:
    """This process's index, how far it has read the feed, and how far what is saved had."""

    names: NameIndex
    place: str
    last: int = 0
    saved: int = 0
    seen: set[int] = field(default_factory=set)

    def is_of_this_feed(self) -> bool:
        """Whether the database is the one that was read, and not a restored one."""
        return self.place == _place() and (not self.last or WatchChange.objects.filter(id=self.last).exists())


_held: _Held | None = None
_lock: Final = RLock()


def concerned(name: str, *, kind: Kind, least: float) -> set[UUID]:
    """The watches whose name, as a question, this name may answer, whoever keeps them. For the room's own use, behind no door."""
    with _lock:
        return {UUID(key[:-1]) for key in present_index().askers(name, kind=kind, least=least)}


def present_index() -> NameIndex:
    """The index with every change that is known by now."""
    global _held  # noqa: PLW0603 - one index for each process is the point
    with _lock:
        if _held is None or not _held.is_of_this_feed():
            _held = _opened() or _built()
        _catch_up(_held)
        return _held.names


def save_index(*, least: int = SAVE_AFTER) -> bool:
    """Save the index where enough has changed since it was saved; whether it was."""
    with _lock:
        names = present_index()
        held = _held
        if held is None or held.last - held.saved < max(least, len(names) // SAVE_SHARE if least else 1):
            return False
        folder = index_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = folder / f"{held.last:012}-{new_id().hex}.names"
        names.save(target)
        newest = WatchChange.objects.get(id=held.last)
        stamp = {"last": held.last, "watch": newest.watch_id.hex, "place": held.place}
        # The stamp comes last: an index without one is not opened.
        target.with_suffix(".json").write_text(json.dumps(stamp), encoding="utf-8")
        held.saved = held.last
        _drop_old(folder)
        return True


def forget_index() -> None:
    """Let this process read the index anew (tests, restored backups)."""
    global _held  # noqa: PLW0603 - one index for each process is the point
    with _lock:
        _held = None


def index_folder() -> Path:
    """Where saved indexes lie."""
    return Path(settings.MINASSA.home) / "index" / "watch"


def _opened() -> _Held | None:
    """The newest saved index that is whole and of this database."""
    for stamp in sorted(index_folder().glob("*.json"), reverse=True):
        try:
            said = json.loads(stamp.read_text(encoding="utf-8"))
            last, watch = int(said["last"]), UUID(said["watch"])
            if said["place"] == _place() and WatchChange.objects.filter(id=last, watch_id=watch).exists():
                return _Held(NameIndex.open(stamp.with_suffix(".names")), _place(), last, last)
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning("a saved index of the watch could not be opened: %s", type(error).__name__)
    return None


def _built() -> _Held:
    """An index of all watches. What changes meanwhile is in the feed."""
    newest = WatchChange.objects.order_by("-id").first()
    held = _Held(NameIndex(), _place(), newest.id if newest else 0)
    with door(system_actor("watch"), WATCH_FIND):
        _put(held.names, Watch.objects.only(*_FIELDS).filter(state=ON).iterator(chunk_size=CHUNK))
    return held


def _catch_up(held: _Held) -> None:
    feed = WatchChange.objects.filter(id__gt=held.last - OVERLAP)
    if feed.count() == len(held.seen):
        return
    for chunk in _chunks((one.id, one.watch_id) for one in feed.order_by("id") if one.id not in held.seen):
        ids = list(dict.fromkeys(watch for _number, watch in chunk))
        with door(system_actor("watch"), WATCH_FIND):
            standing = list(Watch.objects.only(*_FIELDS).filter(id__in=ids, state=ON))
        for one in set(ids) - {row.id for row in standing}:
            _take_out(held.names, one)
        _put(held.names, standing)
        held.seen.update(number for number, _watch in chunk)
        held.last = max(held.last, chunk[-1][0])
    held.seen = {number for number in held.seen if number > held.last - OVERLAP}


def _chunks(changes: Iterable[tuple[int, UUID]]) -> Iterator[list[tuple[int, UUID]]]:
    some: list[tuple[int, UUID]] = []
    for one in changes:
        some.append(one)
        if len(some) == CHUNK:
            yield some
            some = []
    if some:
        yield some


def _put(index: NameIndex, watches: Iterable[Watch]) -> None:
    """Add or replace watched names: one of unknown kind stands among people and among organisations."""
    for row in watches:
        names, wanted = rows.names_of(row), _kinds(row.kind)
        for kind in KINDS:
            if names and kind in wanted:
                index.add(row.id.hex + _SUFFIX[kind], names=names, kind=kind, group=row.label_id)
            else:
                index.remove(row.id.hex + _SUFFIX[kind])


def _kinds(kind: str) -> tuple[Kind, ...]:
    return tuple(one for one in KINDS if kind in {"", one})


def _take_out(index: NameIndex, watch: UUID) -> None:
    for suffix in _SUFFIX.values():
        index.remove(watch.hex + suffix)


def _place() -> str:
    return f"{connection.vendor}:{connection.settings_dict['NAME']}"


def _drop_old(folder: Path) -> None:
    """Forget all but the newest two, and what a process that was killed left without a stamp."""
    kept = {one.stem for one in sorted(folder.glob("*.json"), reverse=True)[:_KEPT_FILES]}
    for one in folder.iterdir():
        if one.stem.split(".")[0] not in kept:
            one.unlink(missing_ok=True)
