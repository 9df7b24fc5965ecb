"""A backup's inside: a tar of the node's files, then the signed manifest. `age -d FILE | tar t` reads it without Minassa."""

import hashlib
import io
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from minassa.base import Conflict, Invalid
from minassa.node.backups import faults
from minassa.node.backups.manifest import NAME, Manifest, Part, read_manifest

LONGEST_MANIFEST: Final = 50_000_000
MOST_REMEMBERED: Final = 100_000
_PIECE: Final = 1 << 20

Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """One file that goes into a backup: its name there, and an open file or the path of one."""

    name: str
    path: Path
    size: int


class Hashed:
    """A stream whose bytes are hashed and counted as they are read."""

    def __init__(self, stream: BinaryIO, told: Told) -> None:
        self._stream, self._told = stream, told
        self._hash = hashlib.sha256()
        self._memory: bytearray | None = None
        self.size = 0

    def remembered(self, memory: bytearray) -> "Hashed":
        """This stream, whose bytes are also kept in `memory`; for small parts."""
        self._memory = memory
        return self

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes."""
        data = self._stream.read(size)
        self._hash.update(data)
        self.size += len(data)
        self._told(len(data))
        if self._memory is not None:
            self._memory += data[: MOST_REMEMBERED - len(self._memory)]
        return data

    def rest(self) -> None:
        """Read to the end, so that all of it is hashed."""
        while self.read(_PIECE):
            pass

    def part(self) -> Part:
        """What was read."""
        return Part(self._hash.hexdigest(), self.size)


def write_parts(tar: tarfile.TarFile, sources: Iterable[Source], told: Told) -> dict[str, Part]:
    """Write each file; their hashes by name. A file that grows meanwhile is taken as long as it was.

    Raises Conflict for one that became shorter.
    """
    parts = {}
    for source in sources:
        try:
            file = source.path.open("rb")
        except FileNotFoundError:
            continue  # a list of waiting lines that was let go, a temporary file that was renamed
        with file:
            hashed = Hashed(file, told)
            try:
                tar.addfile(_info(source.name, source.size), hashed)
            except OSError as error:
                if error.errno is None:
                    raise Conflict(faults.CHANGING, path=source.name) from error
                raise
            parts[source.name] = hashed.part()
    return parts


def write_manifest(tar: tarfile.TarFile, note: str) -> None:
    """Write the signed manifest, which ends the archive."""
    raw = note.encode()
    tar.addfile(_info(NAME, len(raw)), io.BytesIO(raw))


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def read_archive(
    stream: BinaryIO, take: Callable[[str, Hashed], None], told: Told, opened: Callable[[str], str]
) -> Manifest:
    """Give each part to `take` as it comes, and compare all with the manifest at the end.

    `opened` gives the manifest's text from its signed note. Raises Invalid for the first part that is not as it was written.
    """
    found: dict[str, Part] = {}
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or not _is_safe(member.name) or member.name in found:
                    raise Invalid(faults.DAMAGED, part=member.name[:80])
                if member.name == NAME:
                    manifest = read_manifest(opened(content.read(LONGEST_MANIFEST).decode(errors="replace")))
                    return _compared(manifest, found)
                hashed = Hashed(content, told)  # type: ignore[arg-type] # it only reads
                take(member.name, hashed)
                hashed.rest()
                found[member.name] = hashed.part()
    except (tarfile.TarError, EOFError) as error:
        raise Invalid(faults.DAMAGED, part="tar") from error
    raise Invalid(faults.DAMAGED, part=NAME)


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _compared(manifest: Manifest, found: dict[str, Part]) -> Manifest:
    for name in sorted(manifest.parts.keys() | found.keys()):
        if manifest.parts.get(name) != found.get(name):
            raise Invalid(faults.DAMAGED, part=name[:80])
    return manifest
