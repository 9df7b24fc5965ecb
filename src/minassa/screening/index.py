"""The name index of the lists: one in each process, brought up to date from the database before every search.

The database is the truth: each search compares the versions in force (one small query) with those that the index holds,
and takes in the difference. A saved index only makes the start quick. Removed subjects are also dropped from the
answer itself, so a search never returns one.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final, Literal

from django.conf import settings

from minassa.names import NameIndex
from minassa.screening.models import ListedRow, ListVersion
from minassa.screening.publishers import source_named
from minassa.screening.types import Kind, ListedSubject

logger = logging.getLogger(__name__)

Held = dict[str, tuple[int, str]]
"""Source -> number and digest of the version that an index holds."""

_KEPT_FILES: Final = 2
_lock: Final = Lock()
_SEPARATOR: Final = "|"


class ListIndex:
    """An index with the versions that it holds."""

    def __init__(self, names: NameIndex, held: Held) -> None:
        """Take over an index."""
        self.names = names
        self.held = held

    def catch_up(self, present: Held) -> None:
        """Take in what changed between the versions held and those in force."""
        for source in sorted(self.held.keys() | present.keys()):
            if self.held.get(source) != present.get(source):
                self._catch_up_with(source)
        self.held = present

    def _catch_up_with(self, source: str) -> None:
        number = self.held[source][0] if source in self.held else 0
        rows = ListedRow.objects.filter(source=source)
        gone = set(rows.filter(until__gt=number).values_list("ref", flat=True))
        standing = rows.filter(first__gt=number, until=None).values_list("ref", "content")
        for ref, content in standing.iterator(chunk_size=1_000):
            add_subject(self.names, source, ListedSubject.from_json(content))
            gone.discard(ref)
        for ref in gone:
            self.names.remove(entry_id(source, ref))


def entry_id(source: str, ref: str) -> str:
    """How a subject is called in the index."""
    return f"{source}{_SEPARATOR}{ref}"


def source_and_ref(entry: str) -> tuple[str, str]:
    """The two parts of `entry_id`."""
    source, _separator, ref = entry.partition(_SEPARATOR)
    return source, ref


def add_subject(names: NameIndex, source: str, subject: ListedSubject) -> None:
    """Add a listed subject with all its names, the weak ones marked."""
    kind: Literal["person", "organisation"] = "person" if subject.kind is Kind.PERSON else "organisation"
    strong = [*subject.names, *subject.original_names]
    group = source_named(source).number
    names.add(entry_id(source, subject.ref), names=strong, kind=kind, group=group, weak=list(subject.weak_names))


@dataclass(frozen=True, slots=True)
class Place:
    """The version of a source that is in force: its number, digest, and day (of publication, else of import; ISO)."""

    number: int
    digest: str
    day: str


def in_force() -> dict[str, Place]:
    """The versions in force by source."""
    rows = ListVersion.objects.filter(state=ListVersion.IN_FORCE)
    stated = rows.values_list("source", "number", "digest", "published", "made_at")
    return {source: Place(number, digest, day or at.date().isoformat()) for source, number, digest, day, at in stated}


_of_home: dict[Path, ListIndex] = {}


def current_index() -> tuple[NameIndex, dict[str, Place]]:
    """The index as of the versions in force, and which those are."""
    places = in_force()
    present = {source: (place.number, place.digest) for source, place in places.items()}
    home = Path(settings.MINASSA.home)
    index = _of_home.get(home)
    if index is None or index.held != present:
        with _lock:
            index = _of_home.get(home) or _opened(home)
            if not _descends(index.held, present):
                index = ListIndex(NameIndex(), {})
            index.catch_up(present)
            _of_home[home] = index
    return index.names, places


def save_index() -> Path:
    """Save the present index for processes that start later, and say where. An index of these very versions is not written again."""
    names, places = current_index()
    held = {source: (place.number, place.digest) for source, place in places.items()}
    folder = _folder(Path(settings.MINASSA.home))
    target = folder / file_name(held)
    if target.with_suffix(".json").exists():
        return target
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names.save(target)
    # The stamp comes last: an index without one is not opened.
    target.with_suffix(".json").write_text(json.dumps(held), encoding="utf-8")
    _drop_old(folder)
    return target


def forget_index() -> None:
    """Let this process read the index anew (tests, restored backups)."""
    _of_home.clear()


def _folder(home: Path) -> Path:
    return home / "index" / "lists"


def file_name(held: Held) -> str:
    """How the index of these versions is called."""
    digest = sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]
    return f"{sum(number for number, _ in held.values()):08}-{digest}.names"


def _descends(held: Held, present: Held) -> bool:
    """Whether the versions held are earlier versions of those in force in this database (and not of another one)."""
    known = set(ListVersion.objects.filter(source__in=held).values_list("source", "number", "digest"))
    return all((source, *one) in known and one[0] <= present.get(source, (0, ""))[0] for source, one in held.items())


def _opened(home: Path) -> ListIndex:
    """The newest saved index that can be opened, else an empty one."""
    for stamp in _stamps(_folder(home)):
        try:
            held = {source: (int(number), str(digest)) for source, (number, digest) in _read(stamp).items()}
            return ListIndex(NameIndex.open(stamp.with_suffix(".names")), held)
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning(
                "a saved index of the lists could not be opened and is built again: %s", type(error).__name__
            )
    return ListIndex(NameIndex(), {})


def _read(stamp: Path) -> dict[str, tuple[int, str]]:
    stated: dict[str, tuple[int, str]] = dict(json.loads(stamp.read_text(encoding="utf-8")))
    return stated


def _stamps(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob("*.json"), reverse=True))


def _drop_old(folder: Path) -> None:
    for stamp in sorted(folder.glob("*.json"), reverse=True)[_KEPT_FILES:]:
        stamp.unlink(missing_ok=True)
        _remove(stamp.with_suffix(".names"))


def _remove(saved: Path) -> None:
    if saved.is_dir():
        for one in saved.iterdir():
            one.unlink(missing_ok=True)
        saved.rmdir()
    else:
        saved.unlink(missing_ok=True)
