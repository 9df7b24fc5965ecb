"""The node's keys under which the keys of files are wrapped: one file, `secrets/attachments`, a key in hex each line.

The first line wraps what is new; the second, where there is one, is the key before it, which is kept for one more rotation, so that a file
that is being attached while the keys change can still be read.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from minassa.base import Unavailable
from minassa.base.settings import SECRETS_FOLDER
from minassa.desk.attachments import faults
from minassa.desk.attachments.sealing import KEY_BYTES

KEYS: Final = f"{SECRETS_FOLDER}/attachments"
_USE: Final = b"minassa attachment key id "


@dataclass(frozen=True, slots=True)
class Key:
    """A key and its id, which stands beside whatever it wraps and tells nothing about it."""

    id: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of a node, the present one first."""

    keys: tuple[Key, ...]

    @property
    def present(self) -> Key:
        """The key that wraps what is new."""
        return self.keys[0]

    def named(self, key_id: str) -> Key:
        """The key of this id. Raises Unavailable: it was lost, or what it wrapped is from another node."""
        for one in self.keys:
            if one.id == key_id:
                return one
        raise Unavailable(faults.NO_KEY)


def make_attachment_key(home: Path) -> None:
    """Make the node's first key where there is none (`minassa init`)."""
    (home / SECRETS_FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (home / KEYS).exists():
        _write(home / KEYS, [secrets.token_bytes(KEY_BYTES)])


def keyring() -> Keyring:
    """This node's keys, read anew each time: another process may have rotated them. Raises Unavailable."""
    try:
        lines = _path().read_text(encoding="ascii").split()
        found = tuple(_key(bytes.fromhex(line)) for line in lines)
    except (OSError, ValueError) as error:
        raise Unavailable(faults.NO_KEY) from error
    if not found or any(len(one.secret) != KEY_BYTES for one in found):
        raise Unavailable(faults.NO_KEY)
    return Keyring(found)


def add_key() -> Key:
    """Put a new key in front; all others stay until `keep_keys` lets them go."""
    made = _key(secrets.token_bytes(KEY_BYTES))
    with _alone():
        _write(_path(), [made.secret, *(one.secret for one in keyring().keys)])
    return made


def keep_keys(still_used: set[str]) -> int:
    """Let go of every key but the present one, the one before it, and those that still wrap something; give how many went."""
    with _alone():
        found = keyring().keys
        kept = [one for place, one in enumerate(found) if place < 2 or one.id in still_used]
        if len(kept) < len(found):
            _write(_path(), [one.secret for one in kept])
        return len(found) - len(kept)


@contextmanager
def _alone() -> Iterator[None]:
    """One rotation at a time: two that read the same keys would each forget the other's new one."""
    handle = os.open(_path().with_name("attachments.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _path() -> Path:
    home: Path = settings.MINASSA.home
    return home / KEYS


def _key(secret: bytes) -> Key:
    return Key(hashlib.sha256(_USE + secret).hexdigest()[:16], secret)


def _write(path: Path, keys: list[bytes]) -> None:
    """The whole file or none of it: a reader sees the keys before or after, never half of them."""
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{key.hex()}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
