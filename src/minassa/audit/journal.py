"""What the log leaves outside its database, in the node's `audit/` folder, so that a database cut back is noticed.

    audit/waiting.log            id and leaf hash of each committed line, until it has its place in the tree
    audit/waiting.<time>.log     such lists set aside when sealing began; deleted once all their lines have their place
    audit/checkpoints.jsonl      a copy of every signed checkpoint; carry it to another system as often as you can

Each entry is one `write` to a file opened for appending, so that several processes can write without a lock.
"""

import json
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import UUID

from minassa.audit.keys import home
from minassa.audit.types import Checkpoint

WAITING: Final = "waiting.log"
COPIES: Final = "checkpoints.jsonl"
# A process may still be writing to a list that was just set aside; after this long it is not.
SETTLED_SECONDS: Final = 60.0


def note_waiting(line: UUID, leaf: bytes) -> None:
    """Write down a line that has been committed."""
    _append(home() / "audit" / WAITING, f"{line} {leaf.hex()}\n", durable=False)


def read_waiting(files: Iterable[Path] | None = None) -> dict[UUID, bytes]:
    """All lines written down and not yet let go, with their leaf hashes. A torn last entry (power cut) is passed over."""
    found = {}
    for path in waiting_files() if files is None else files:
        with suppress(FileNotFoundError):  # let go by sealing a moment ago: its lines have their places
            for entry in path.read_text(encoding="ascii", errors="replace").splitlines():
                line, _, leaf = entry.partition(" ")
                if len(line) == 36 and len(leaf) == 64:
                    found[UUID(line)] = bytes.fromhex(leaf)
    return found


def waiting_files() -> list[Path]:
    """The lists of waiting lines, oldest first."""
    return sorted((home() / "audit").glob("waiting*.log"))


def set_waiting_aside() -> None:
    """Begin a new list of waiting lines, where there is one to set aside."""
    current = home() / "audit" / WAITING
    with suppress(FileNotFoundError):  # nothing was written, or another process was quicker
        current.rename(current.with_name(f"waiting.{time.time_ns()}.log"))


def settled_files() -> list[Path]:
    """The lists set aside long enough that no process still writes to them."""
    before = time.time_ns() - int(SETTLED_SECONDS * 1e9)
    aside = [path for path in waiting_files() if path.name != WAITING]
    return [path for path in aside if int(path.name.split(".")[1]) < before]


def copy_checkpoint(checkpoint: Checkpoint) -> None:
    """Write a copy of a checkpoint, and wait until it is on the disk."""
    entry = json.dumps({"size": checkpoint.size, "note": checkpoint.note}, ensure_ascii=False)
    _append(home() / "audit" / COPIES, entry + "\n", durable=True)


def read_copies() -> dict[int, str]:
    """The notes of all copied checkpoints by size, the first one of each size. A line that is no copy raises ValueError."""
    path = home() / "audit" / COPIES
    if not path.is_file():
        return {}
    copies: dict[int, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry: Mapping[str, object] = json.loads(line)
        copies.setdefault(int(str(entry["size"])), str(entry["note"]))
    return copies


def last_copied_size() -> int:
    """The size of the last copied checkpoint, -1 where there is none. Reads only the file's end."""
    path = home() / "audit" / COPIES
    if not path.is_file() or not path.stat().st_size:
        return -1
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        last = file.read().splitlines()[-1]
    try:
        return int(json.loads(last)["size"])
    except (ValueError, KeyError, TypeError):
        return -1


def _append(path: Path, text: str, *, durable: bool) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, text.encode())
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)
