"""The node's folder as a backup sees it: which files go in, where the work in progress lies, what is left when it ends.

Everything in the folder goes in but what is made anew from the rest: a room that begins to keep files there need not say so.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from minassa.base import Conflict, Fault, Invalid, Unavailable
from minassa.node.backups import faults
from minassa.node.backups.archive import Source
from minassa.node.presence import RUNNING

MADE_ANEW: Final = frozenset({"static", "index", "backups", RUNNING})
"""What no backup holds: gathered static files, the name indexes, backups themselves, and the lock of what runs."""

WORKING: Final = ".backup"
DUMP: Final = "database.pgdump"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def files(home: Path, *, database: str) -> Iterator[Source]:
    """The files of a home in order, without the live database (`database` is its file's name) and what is made anew."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        top = name.split("/")[0]
        if top in MADE_ANEW or top == WORKING or top in {database, f"{database}-wal", f"{database}-shm"}:
            continue
        if path.is_file() and not path.is_symlink():
            yield Source(name, path, path.stat().st_size)


@contextmanager
def working_folder(home: Path) -> Iterator[Path]:
    """An empty folder in the home, for one backup at a time; gone when the block ends, or when the next one begins.

    Raises Conflict while another is at work.
    """
    folder = home / WORKING
    folder.mkdir(mode=0o700, exist_ok=True)
    with locked(folder):
        clear(folder)
        try:
            yield folder
        finally:
            clear(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock, which ends with the process however that ends. Raises Conflict where another holds it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Conflict(faults.RUNNING) from error
        yield
    finally:
        os.close(handle)


def clear(folder: Path) -> None:
    """Take away everything in a folder."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@contextmanager
def disk_faults(place: Path) -> Iterator[None]:
    """Tell a full disk, and other errors of files, in a sentence."""
    try:
        yield
    except OSError as error:
        if isinstance(error, Fault):
            raise
        raise fault_of(error, place) from error


def fault_of(error: OSError, place: Path) -> Fault:
    """The fault that tells this error."""
    if error.errno in _FULL:
        return Unavailable(faults.NO_ROOM, place=place)
    return Invalid(faults.UNREADABLE, path=error.filename or place, reason=error.strerror or str(error))


def settle(path: Path) -> None:
    """Wait until a folder's entries are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
