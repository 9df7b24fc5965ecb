"""Reading a backup: opened, every part hashed and held against the signed manifest. Needs no database and no node."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from minassa.node.backups.archive import Hashed, read_archive
from minassa.node.backups.folder import disk_faults
from minassa.node.backups.locks import Keys, opened
from minassa.node.backups.manifest import Manifest, opened_manifest

VERIFIER: Final = "audit/log.vkey"

Progress = Callable[[str, int, int], None]
"""Told the step ("database", "writing", "verifying" ...), how far it has come, and how far it goes (0: not known)."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup that was read whole: what its manifest says, its size in bytes, and how many persons' keys it takes to open.

    `log` is the name of the audit log whose key signed the manifest.
    """

    manifest: Manifest
    size: int
    persons: int
    log: str


class Count:
    """Bytes done, told as progress."""

    def __init__(self, step: str, of: int, progress: Progress) -> None:
        self._step, self._of, self._progress = step, of, progress
        self._done = 0

    def __call__(self, more: int) -> None:
        self._done += more
        self._progress(self._step, self._done, self._of)


def unwatched(_step: str, _done: int, _of: int) -> None:
    """Nobody looks at the progress."""


def verify_backup(path: Path, *, keys: Keys, progress: Progress = unwatched) -> Verified:
    """Read a whole backup and hold every part against its manifest. Raises Invalid for the first fault."""
    with disk_faults(path):
        return read_backup(path, keys=keys, take=lambda _name, _content: None, progress=progress, step="verifying")


def read_backup(
    path: Path, *, keys: Keys, take: Callable[[str, Hashed], None], progress: Progress, step: str
) -> Verified:
    """Read a whole backup, each part given to `take` as it comes; the verdict stands only when this returns."""
    verifier, logs = bytearray(), list[str]()

    def taken(name: str, content: Hashed) -> None:
        take(name, content.remembered(verifier) if name == VERIFIER else content)

    def manifest_in(note: str) -> str:
        text, log = opened_manifest(note, verifier.decode(errors="replace"))
        logs.append(log)
        return text

    with opened(path, keys) as (stream, persons):
        size = path.stat().st_size
        manifest = read_archive(stream, taken, Count(step, size, progress), manifest_in)
    return Verified(manifest, size, persons, logs[0])
