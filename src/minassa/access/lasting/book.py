"""The ledger's file: one signed line for each lasting act, each with the hash of the line before.

    ledger/2026-11.jsonl     a month's lines: {"number", "before", "note"}; the note is a statement signed by the log's key
    secrets/ledger-key       the age key with which content in it is sealed; it goes into backups, and nowhere else

Whoever cuts lines off its end is not found out by the file alone: each backup states where the ledger ended when it was made, and
another node keeps the last end that this one has shown it (`exchange.peers.witness`).
"""

import base64
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson
import pyrage
from django.conf import settings

from minassa import audit
from minassa.access.lasting.types import LastingAct
from minassa.base import canonical_json

FOLDER: Final = "ledger"
KEY: Final = "secrets/ledger-key"
KIND: Final = "minassa lasting act"
KEPT_MONTHS: Final = 13
"""Whole months that the ledger keeps: nobody restores an older backup than that."""


class BrokenLedgerError(ValueError):
    """The ledger was altered at this line (counted from 1 over all its files)."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number}")
        self.number = number


def make_ledger_key(home: Path) -> None:
    """Make the key of the ledger in a node's folder, where there is none, and the ledger's own folder."""
    for folder in ((home / KEY).parent, home / FOLDER):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(home / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{pyrage.x25519.Identity.generate()}\n")


@lru_cache(maxsize=4)
def _key(home: Path) -> pyrage.x25519.Identity:
    make_ledger_key(home)
    return pyrage.x25519.Identity.from_str((home / KEY).read_text(encoding="ascii").strip())


def seal(content: bytes) -> str:
    """Content as it stands in the ledger: only this node's key opens it."""
    return base64.b64encode(pyrage.encrypt(content, [_key(settings.MINASSA.home).to_public()])).decode()


def unseal(text: str) -> bytes:
    """What `seal` sealed on this node. Raises pyrage.DecryptError for what was sealed elsewhere."""
    opened: bytes = pyrage.decrypt(base64.b64decode(text), [_key(settings.MINASSA.home)])
    return opened


@dataclass(frozen=True, slots=True)
class LedgerEnd:
    """Where a ledger ends: the last line's number, and its hash (SHA-256, hexadecimal); 0 and "" where it has none."""

    number: int
    hash: str


def ledger_end() -> LedgerEnd:
    """Where this node's ledger ends now."""
    files = ledger_files(settings.MINASSA.home / FOLDER)
    if not files:
        return LedgerEnd(0, "")
    stat = files[-1].stat()
    return _end_of(files[-1].parent, len(files), stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=2)
def _end_of(folder: Path, _files: int, _size: int, _changed: int) -> LedgerEnd:
    """Asked every few seconds, changed seldom."""
    with _turn(folder):
        return LedgerEnd(*_end(folder))


def ledger_holds(end: LedgerEnd, place: Path | None = None) -> bool:
    """Whether a line with this hash is in a ledger (this node's own where no place is named).

    Also where the ledger begins behind it, because the older months are kept no more.
    """
    files = ledger_files(place or settings.MINASSA.home / FOLDER)
    for path in reversed(files):  # it is seldom far from the end
        with path.open("rb") as file:
            if any(hashlib.sha256(line).hexdigest() == end.hash for line in file):
                return True
    return not end.hash or _begins_behind(files, end.number)


def _begins_behind(files: list[Path], number: int) -> bool:
    if not files or not number:
        return False
    with files[0].open("rb") as file:
        return int(orjson.loads(file.readline())["number"]) > number


def write_lines(rows: list[dict[str, Any]]) -> None:
    """Add lines to the ledger, in one write that is on the disk when this returns. Several processes may: one at a time does."""
    folder = settings.MINASSA.home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with _turn(folder):
        number, before = _end(folder)
        lines = bytearray()
        for row in rows:
            number += 1
            note = audit.sign_statement(KIND, canonical_json({**row, "number": number, "before": before}).decode())
            line = orjson.dumps({"number": number, "before": before, "note": note}) + b"\n"
            before = hashlib.sha256(line).hexdigest()
            lines += line
        _append(folder / f"{rows[-1]['at'][:7]}.jsonl", bytes(lines))


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _end(folder: Path) -> tuple[int, str]:
    """The last line's number and hash; a line that a power cut tore is taken away."""
    for path in sorted(folder.glob("*.jsonl"), reverse=True):
        whole = path.read_bytes()
        kept = whole[: whole.rfind(b"\n") + 1]
        if len(kept) < len(whole):
            os.truncate(path, len(kept))
        if kept:
            last = kept[kept.rfind(b"\n", 0, -1) + 1 :]
            return int(orjson.loads(last)["number"]), hashlib.sha256(last).hexdigest()
    return 0, ""


def _append(path: Path, lines: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, lines)
        os.fsync(handle)
    finally:
        os.close(handle)


def ledger_files(place: Path) -> list[Path]:
    """The files of a ledger, oldest first: of a folder, or a single one."""
    return [place] if place.is_file() else sorted(place.glob("*.jsonl"))


def read_lines(place: Path, *, home: Path, since: datetime) -> Iterator[LastingAct]:
    """The acts of a ledger since a moment, in order, with what was sealed; all of it is verified on the way.

    `home` is the folder whose log's key signed it and whose key opens it. Raises BrokenLedgerError.
    """
    verifier, key = audit.public_key(home), _key(home)
    count, before = 0, None
    for path in ledger_files(place):
        with path.open("rb") as file:
            for line in file:
                count += 1
                try:
                    act = _opened(line, before, verifier, key, since)
                except (ValueError, KeyError, TypeError, pyrage.DecryptError) as error:
                    raise BrokenLedgerError(count) from error
                before = hashlib.sha256(line).hexdigest()
                if act is not None:
                    yield act


def _opened(
    line: bytes, before: str | None, verifier: str, key: pyrage.x25519.Identity, since: datetime
) -> LastingAct | None:
    outer = orjson.loads(line)
    text, _log = audit.open_statement(KIND, outer["note"], verifier)
    entry = orjson.loads(text)
    if before is not None and entry["before"] != before:
        raise ValueError("a line before this one was altered or taken away")
    at = datetime.fromisoformat(entry["at"])
    if at < since:
        return None
    sealed = entry["sealed"]
    content = pyrage.decrypt(base64.b64decode(sealed), [key]) if sealed else None
    return LastingAct(entry["kind"], entry["subject"], at, entry["facts"], content)


def forget_old_files(today: str) -> int:
    """Delete the files of months that are kept no more; `today` is a day as 2026-11-26. Gives how many."""
    year, month = int(today[:4]), int(today[5:7])
    first = (year * 12 + month - 1) - KEPT_MONTHS
    oldest = f"{first // 12:04}-{first % 12 + 1:02}"
    old = [path for path in ledger_files(settings.MINASSA.home / FOLDER) if path.stem < oldest]
    for path in old:
        path.unlink()
    return len(old)
