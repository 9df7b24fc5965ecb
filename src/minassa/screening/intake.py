"""Taking a list in: a file or folder, compressed or not, becomes plain files in a folder of our own, within limits.

What was given is recognised by its bytes (gzip, xz, bzip2, zip, tar), never by its name. Sizes, ratios, counts, paths
and links are checked while unpacking (security checklist S31), so that a decompression bomb stops early.
"""

import bz2
import gzip
import lzma
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Final, Protocol

from minassa.base import Invalid, NotFound
from minassa.screening import faults

MOST_BYTES: Final = 2 * 1024**3
MOST_FILES: Final = 50
HIGHEST_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 8 * 1024**2
DEEPEST: Final = 3
_CHUNK: Final = 1024**2
_BROKEN: Final = (
    OSError,
    EOFError,
    lzma.LZMAError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,
)
_SUFFIXES: Final = frozenset({".gz", ".xz", ".bz2", ".zip", ".tar", ".tgz", ".txz"})
_TAR_MAGIC: Final = slice(257, 262)


class Readable(Protocol):
    """What the standard library's decompressors have in common."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Batch:
    """The plain files of one list, by lower-case name (`sdn.csv`), and the SHA-256 over all of them."""

    parts: dict[str, Path]
    digest: str

    def part(self, name: str) -> Path:
        """The file with a given name; NotFound where the set lacks it."""
        found = self.parts.get(name)
        if found is None:
            raise NotFound(faults.PART_MISSING, part=name)
        return found

    def only(self, suffix: str) -> Path:
        """The one file that can be the list: the single file, or the single one with this suffix (`.xml`)."""
        fitting = [path for name, path in self.parts.items() if name.endswith(suffix)] or list(self.parts.values())
        if len(fitting) != 1:
            raise Invalid(faults.PARTS_UNCLEAR)
        return fitting[0]


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked."""

    bytes_left: int
    files_left: int

    def take_file(self, where: str) -> None:
        self.files_left -= 1
        if self.files_left < 0:
            raise Invalid(faults.ARCHIVE_REFUSED, where=where)

    def take(self, size: int, where: str) -> None:
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise Invalid(faults.TOO_LARGE, where=where)


@contextmanager
def taken_in(path: Path) -> Iterator[Batch]:
    """Unpack a list into a temporary folder for the length of the block.

    Raises NotFound for a missing path and Invalid for damaged, oversized or suspicious archives.
    """
    if not path.exists():
        raise NotFound(faults.FILE_MISSING, path=path)
    with tempfile.TemporaryDirectory(prefix="minassa-list-") as folder:
        unpacker = _Unpacker(Path(folder))
        for one in _given(path):
            unpacker.unpack(one, one.name, depth=0)
        yield Batch(unpacker.parts, _digest(unpacker.parts))


def _given(path: Path) -> list[Path]:
    """The files of a folder (no links, no folders inside, no hidden files), or the file itself."""
    if path.is_file():
        return [path]
    return sorted(one for one in path.iterdir() if one.is_file() and not one.is_symlink() and one.name[0] != ".")


def _digest(parts: dict[str, Path]) -> str:
    whole = sha256()
    for name in sorted(parts) if len(parts) > 1 else parts:
        with parts[name].open("rb") as opened:
            inner = sha256()
            while chunk := opened.read(_CHUNK):
                inner.update(chunk)
        whole.update((f"{name}\n" if len(parts) > 1 else "").encode() + inner.digest())
    return whole.hexdigest()


class _Unpacker:
    """Unpacks files into one folder under one budget."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts: dict[str, Path] = {}
        self._budget = _Budget(MOST_BYTES, MOST_FILES)

    def unpack(self, path: Path, name: str, depth: int) -> None:
        """Unpack one file, archives inside archives included down to the allowed depth."""
        self._budget.take_file(name)
        with path.open("rb") as opened:
            magic = opened.read(_TAR_MAGIC.stop)
        try:
            self._by_kind(path, name, depth, magic)
        except _BROKEN as error:
            raise Invalid(faults.ARCHIVE_BROKEN, where=name) from error

    def _by_kind(self, path: Path, name: str, depth: int, magic: bytes) -> None:
        if magic.startswith(b"PK\x03\x04"):
            self._zip(path, name, depth)
        elif magic.startswith(b"\x1f\x8b"):
            with gzip.open(path, "rb") as source:
                self._stream(source, path, name, depth)
        elif magic.startswith(b"\xfd7zXZ\x00"):
            with lzma.open(path, "rb") as source:
                self._stream(source, path, name, depth)
        elif magic.startswith(b"BZh"):
            with bz2.open(path, "rb") as source:
                self._stream(source, path, name, depth)
        elif magic[_TAR_MAGIC] == b"ustar":
            self._tar(path, name, depth)
        else:
            self._plain(path, name)

    def _plain(self, path: Path, name: str) -> None:
        plain = _plain_name(name)
        if plain in self.parts:
            raise Invalid(faults.PARTS_UNCLEAR)
        if path.parent == self.folder:
            self.parts[plain] = path
            return
        target = self._fresh()
        self._budget.take(path.stat().st_size, name)
        shutil.copyfile(path, target)
        self.parts[plain] = target

    def _stream(self, source: Readable, path: Path, name: str, depth: int) -> None:
        target = self._fresh()
        with target.open("wb") as out:
            self._copy(source, out, path.stat().st_size, name)
        self._next(target, _plain_name(name), depth)

    def _zip(self, path: Path, name: str, depth: int) -> None:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            for member in members:
                _refuse_odd(member, name)
            for member in members:
                target = self._fresh()
                with archive.open(member) as source, target.open("wb") as out:
                    self._copy(source, out, member.compress_size, name)
                self._next(target, PurePosixPath(member.filename).name, depth)

    def _tar(self, path: Path, name: str, depth: int) -> None:
        """Read member by member, in the order of the file; nothing is written where the archive says."""
        with tarfile.open(path, "r:") as archive:
            for member in archive:
                if member.isdir():
                    continue
                inner = PurePosixPath(member.name)
                source = archive.extractfile(member) if member.isreg() else None
                if source is None or inner.is_absolute() or ".." in inner.parts:
                    raise Invalid(faults.ARCHIVE_REFUSED, where=name)
                target = self._fresh()
                with source, target.open("wb") as out:
                    self._copy(source, out, member.size, name)
                self._next(target, inner.name, depth)

    def _next(self, target: Path, name: str, depth: int) -> None:
        if depth + 1 > DEEPEST:
            raise Invalid(faults.ARCHIVE_REFUSED, where=name)
        self.unpack(target, name, depth + 1)

    def _copy(self, source: Readable, out: IO[bytes], packed: int, name: str) -> None:
        written = 0
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            self._budget.take(len(chunk), name)
            if written > RATIO_COUNTS_FROM and written > HIGHEST_RATIO * max(packed, 1):
                raise Invalid(faults.TOO_LARGE, where=name)
            out.write(chunk)

    def _fresh(self) -> Path:
        return self.folder / f"part-{len(list(self.folder.iterdir()))}"


def _refuse_odd(member: zipfile.ZipInfo, name: str) -> None:
    """Refuse what only an attack has: passwords, links, absolute paths, steps upwards."""
    inner = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if member.flag_bits & 1 or is_link or inner.is_absolute() or ".." in inner.parts:
        raise Invalid(faults.ARCHIVE_REFUSED, where=name)


def _plain_name(name: str) -> str:
    """A file's name in lower case without the suffixes of compression."""
    plain = PurePosixPath(name.lower())
    while plain.suffix in _SUFFIXES:
        plain = plain.with_suffix("")
    return plain.name
