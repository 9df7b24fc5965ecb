"""The shelf: the folder `attachments/` in the node's folder, where sealed files lie under random names.

A file is whole there or not at all: it is written aside, flushed to the disk, and moved to its place. What no row names (a process that
ended between the file and the row) is swept away later. A backup copies the folder after the database; more files than rows do no harm.
"""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.db import transaction

from minassa.base import Unavailable
from minassa.desk.attachments import faults

FOLDER: Final = "attachments"
INCOMING: Final = "incoming"
_NAME: Final = re.compile(r"[0-9a-f]{32}")


def new_name() -> str:
    """A random name of 128 bits, which says nothing about the file."""
    return secrets.token_hex(16)


def put(name: str, chunks: Iterable[bytes]) -> None:
    """Store sealed chunks under a new name. Raises Unavailable, and leaves nothing behind, where the disk cannot take them."""
    aside, place = folder() / INCOMING / name, path_of(name)
    try:
        for below in (aside.parent, place.parent):
            below.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(aside, chunks)
        aside.rename(place)
        _flush_folder(place.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise Unavailable(faults.NOT_STORED) from error
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def taken(name: str) -> IO[bytes]:
    """A stored file, open for reading. Raises Unavailable where it is missing."""
    try:
        return path_of(name).open("rb")
    except OSError as error:
        raise Unavailable(faults.LOST) from error


def remove(names: Iterable[str]) -> None:
    """Remove stored files; one that is gone already is no fault."""
    for name in names:
        if name:
            path_of(name).unlink(missing_ok=True)


def remove_later(names: Iterable[str]) -> None:
    """Remove stored files once it is certain that no row names them. A process that ends in between leaves them to the sweep."""
    gone = list(names)
    transaction.on_commit(lambda: remove(gone))


def lying(before: float) -> Iterator[str]:
    """The names of the stored files that were written before a moment (seconds since 1970)."""
    for path in folder().glob("??/*"):
        if _NAME.fullmatch(path.name) and path.stat().st_mtime < before:
            yield path.name


def sweep_incoming(before: float) -> int:
    """Remove what was written aside before a moment and never came to its place; give how many."""
    old = [path for path in (folder() / INCOMING).glob("*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def folder() -> Path:
    """The folder of this node."""
    home: Path = settings.MINASSA.home
    return home / FOLDER


def path_of(name: str) -> Path:
    """Where a stored name lies. Raises ValueError for what is no stored name."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a stored file")
    return folder() / name[:2] / name


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    """The move itself must survive a power cut."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
