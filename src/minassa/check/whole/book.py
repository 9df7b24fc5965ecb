"""The book of a run on the command line: two tables that grow beside their places, and how much of them is sure to be on the disk.

    OUT.csv.part          hits so far           OUT.csv                the same, once it is whole
    OUT.refused.csv.part  refused rows so far   OUT.refused.csv        the same; none where no row was refused
    OUT.csv.run           this book: what was begun, how many rows are done, how long both tables were then

A table is flushed to the disk before the book says so. Whoever goes on cuts both tables back to what the book says: a line that was
half written, or written after the book, is written again. The book holds no name.
"""

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final, Self

from minassa.base import Conflict
from minassa.check.whole import faults
from minassa.check.whole.asking import Counts, Piece, Why
from minassa.check.whole.table import COLUMNS, REFUSED_COLUMNS, header
from minassa.screening import Pinned, Place

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Begun:
    """What a run is of, so that nothing else goes on with it: the file's digest, who asks, on what ground, in what language."""

    file: str
    actor: str
    why: Why
    language: str


NOTHING: Final = Counts()


@dataclass(frozen=True, slots=True)
class Entry:
    """How far a run is: its counts, the sizes of both tables, and whether all rows are in."""

    counts: Counts = NOTHING
    hits: int = 0
    refused: int = 0
    is_whole: bool = False


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    known = sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            known.update(part)
    return known.hexdigest()


class Book:
    """An open run: one process at a time writes it."""

    def __init__(self, out: Path) -> None:
        """Take the run of this output. Raises Conflict where another process has it."""
        self.out = out
        self.refused = out.with_name(f"{out.stem}.refused{out.suffix or '.csv'}")
        self._place = out.with_name(f"{out.name}.run")
        self._parts = tuple(one.with_name(f"{one.name}.part") for one in (out, self.refused))
        self._lock = _locked(self._parts[0], out)
        self._tables: tuple[IO[bytes], ...] = ()
        self.entry = Entry()
        self.begun: Begun | None = None
        self.pinned: Pinned = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ended: object) -> None:
        if not self._place.exists():  # nothing was begun, or all is done
            for part in self._parts:
                part.unlink(missing_ok=True)
        for table in self._tables:
            table.close()
        os.close(self._lock)

    def is_there(self) -> bool:
        """Whether a run was begun here; then its book is read. Raises Conflict where what it wrote is gone."""
        try:
            held = json.loads(self._place.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return False
        except ValueError as error:
            raise Conflict(faults.OUTPUT_LOST, out=self.out.name) from error
        self._take(held)
        return True

    def _take(self, held: Any) -> None:  # noqa: ANN401 - any JSON
        try:
            begun, entry = held["begun"], held["entry"]
            self.begun = Begun(begun["file"], begun["actor"], Why(**begun["why"]), begun["language"])
            self.entry = Entry(Counts(**entry["counts"]), entry["hits"], entry["refused"], entry["is_whole"])
            self.pinned = {source: Place(**one) for source, one in held["pinned"].items()}
            is_ours = held["format"] == _FORMAT
        except (KeyError, TypeError) as error:
            raise Conflict(faults.OUTPUT_LOST, out=self.out.name) from error
        if not is_ours:
            raise Conflict(faults.OUTPUT_LOST, out=self.out.name)

    def begin(self, begun: Begun, pinned: Pinned) -> None:
        """Begin from row 1; what was there of another run is forgotten."""
        self._place.unlink(missing_ok=True)
        self.begun, self.pinned = begun, pinned
        self._tables = tuple(part.open("wb") for part in self._parts)
        for table, columns in zip(self._tables, (COLUMNS, REFUSED_COLUMNS), strict=True):
            table.write(header(columns))
        self.entry = Entry(hits=self._tables[0].tell(), refused=self._tables[1].tell())
        self.write()

    def go_on(self) -> None:
        """Open both tables where the book says that they end. Raises Conflict where they are shorter."""
        sizes = (self.entry.hits, self.entry.refused)
        try:
            self._tables = tuple(part.open("r+b") for part in self._parts)
        except FileNotFoundError as error:
            raise Conflict(faults.OUTPUT_LOST, out=self.out.name) from error
        for table, size in zip(self._tables, sizes, strict=True):
            if table.seek(0, os.SEEK_END) < size:
                raise Conflict(faults.OUTPUT_LOST, out=self.out.name)
            table.truncate(size)
            table.seek(size)

    def add(self, piece: Piece) -> None:
        """Write the lines of a piece; the book knows of them at the next `write`."""
        self._tables[0].write(piece.lines)
        self._tables[1].write(piece.refused)
        entry = self.entry
        self.entry = Entry(
            entry.counts + piece.counts, entry.hits + len(piece.lines), entry.refused + len(piece.refused)
        )

    def write(self, *, is_whole: bool = False) -> None:
        """Make sure of both tables, then say so in the book."""
        for table in self._tables:
            table.flush()
            os.fsync(table.fileno())
        entry = self.entry
        self.entry = Entry(entry.counts, entry.hits, entry.refused, is_whole)
        text = json.dumps(
            {
                "format": _FORMAT,
                "begun": asdict(self.begun) if self.begun else None,
                "pinned": {source: asdict(one) for source, one in self.pinned.items()},
                "entry": asdict(self.entry),
            },
            ensure_ascii=False,
        )
        aside = self._place.with_name(f"{self._place.name}.new")
        with aside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._place)
        _flush(self._place.parent)

    def finish(self) -> None:
        """Move both tables to their places, then forget the book: a process that dies in between is repeated from here."""
        if not self.entry.is_whole:
            self.write(is_whole=True)
        has_refused = self.entry.counts.refused + self.entry.counts.partly > 0
        self._move(self._parts[0], self.out, self.entry.hits)
        if has_refused:
            self._move(self._parts[1], self.refused, self.entry.refused)
        else:
            self._parts[1].unlink(missing_ok=True)
            self.refused.unlink(missing_ok=True)  # of an earlier run
        _flush(self.out.parent)
        self._place.unlink()

    def _move(self, part: Path, place: Path, size: int) -> None:
        """Move a whole table, unless that was done already. Raises Conflict where neither is there."""
        if _size(part) == size:
            part.replace(place)
        elif _size(place) == size:
            part.unlink(missing_ok=True)
        else:
            raise Conflict(faults.OUTPUT_LOST, out=self.out.name)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else -1


def _locked(part: Path, out: Path) -> int:
    """The table that grows, locked while the process lives."""
    handle = os.open(part, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise Conflict(faults.BUSY, out=out.name) from error
    return handle


def _flush(folder: Path) -> None:
    """A move must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
