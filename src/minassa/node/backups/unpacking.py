"""Unpacking a backup into a folder beside the node's own, and moving that folder to its place. Needs no Django.

NODE.restoring                 the backup, unpacked and worked on; private; left over only by a kill, and cleared next time
NODE.before-20261126T151617Z   what stood in the node's place before, where `--replace` was said
"""

import ctypes
import errno
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from minassa.base import Conflict, Invalid, now
from minassa.base.settings import SETTINGS_FILE
from minassa.node.backups import faults, folder
from minassa.node.backups.archive import Hashed
from minassa.node.backups.locks import Keys
from minassa.node.backups.reading import VERIFIER, Progress, Verified, read_backup
from minassa.node.presence import is_running

MARK: Final = ".restoring"
_PIECE: Final = 1 << 20
_HERE: Final = -100  # AT_FDCWD
_EXCHANGE: Final = 2  # RENAME_EXCHANGE


@contextmanager
def staging(home: Path, *, replace: bool) -> Iterator[Path]:
    """An empty, private folder beside the node's, for one restore at a time; gone where the block fails.

    Raises Conflict where something stands in the node's place already, unless it may be replaced.
    """
    place = home.with_name(f"{home.name}.restoring")
    with folder.disk_faults(place):
        if not replace and _holds_something(home):
            raise Conflict(faults.NOT_EMPTY, home=home)
        if is_running(home):
            raise Conflict(faults.STILL_RUNS, home=home)
        if _holds_something(place) and not (place / MARK).is_file():
            raise Conflict(faults.NOT_EMPTY, home=place)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with folder.locked(place):
            folder.clear(place)
            (place / MARK).touch(mode=0o600)
            try:
                yield place
            except BaseException:
                if (place / MARK).is_file():  # else it is complete, and only could not be moved
                    folder.clear(place)
                    place.rmdir()
                raise


def _holds_something(place: Path) -> bool:
    return place.is_dir() and any(place.iterdir())


def unpack(path: Path, place: Path, *, keys: Keys, progress: Progress) -> Verified:
    """Write every part of a backup into a folder; only when this returns are they what the manifest says."""

    def write(name: str, content: Hashed) -> None:
        target = place / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            while piece := content.read(_PIECE):
                file.write(piece)
            file.flush()
            os.fsync(handle)

    with folder.disk_faults(place):
        return read_backup(path, keys=keys, take=write, progress=progress, step="unpacking")


def refuse_other_node(place: Path, known: Path, *, named: Path) -> None:
    """Raise Invalid where the unpacked node is not the one whose log's public key stands in the file `known`.

    A backup that anybody could lock says by this whose it is.
    """
    theirs = (place / VERIFIER).read_text(encoding="utf-8").split("\n", 1)[0]
    with folder.disk_faults(known):
        ours = known.read_text(encoding="utf-8").split("\n", 1)[0]
    if theirs != ours:
        raise Invalid(faults.OTHER_NODE, home=named, log=theirs.partition("+")[0][:40])


def put_settings(place: Path, *, settings: Path | None, database: str) -> None:
    """Put another `node.toml` into an unpacked node, with the password files that it names, or another database's name."""
    own = place / SETTINGS_FILE
    if settings is not None:
        with folder.disk_faults(settings):
            text = settings.read_text(encoding="utf-8")
            own.write_text(text, encoding="utf-8")
            for name in _password_files(text):
                if (source := settings.parent / name).is_file() and not Path(name).is_absolute():
                    (place / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    (place / name).touch(mode=0o600)
                    (place / name).write_bytes(source.read_bytes())
    if database:
        own.write_text(with_database(own.read_text(encoding="utf-8"), database), encoding="utf-8")


def _password_files(text: str) -> Iterator[str]:
    try:
        section = tomllib.loads(text).get("database", {})
    except tomllib.TOMLDecodeError:
        return
    yield from (str(value) for key, value in section.items() if key.endswith("password_file") and value)


def with_database(text: str, name: str) -> str:
    """A `node.toml` whose [database] names another database; all other lines stay. Raises Invalid for a name that cannot be."""
    if not name.replace("_", "").isalnum() or not name.isascii():
        raise Invalid(faults.BAD_DATABASE, database=name[:60])
    lines, inside = [], False
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            inside = line.split("#")[0].strip() == "[database]"
            lines += [line, f'name = "{name}"'] if inside else [line]
        elif not (inside and line.split("=")[0].strip() == "name"):
            lines.append(line)
    return "\n".join(lines) + "\n"


def take_place(place: Path, home: Path) -> Path | None:
    """Move a restored folder to the node's place, at one stroke; where the folder went that stood there, if one did."""
    (place / MARK).unlink()
    before = home.with_name(f"{home.name}.before-{now():%Y%m%dT%H%M%SZ}") if _holds_something(home) else None
    try:
        if before is None:
            place.rename(home)
        elif _exchanged(place, home):
            place.rename(before)
        else:
            home.rename(before)
            place.rename(home)
        folder.settle(home.parent)
    except OSError as error:
        raise Conflict(faults.NOT_SWAPPED, place=place, home=home, reason=error.strerror) from error
    return before


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step of the kernel; False where it or the file system cannot (Linux: renameat2)."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL}:
        return False
    raise OSError(code, os.strerror(code))
