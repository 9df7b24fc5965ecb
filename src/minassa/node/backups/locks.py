"""Locking and opening a backup with age: with the keys of one or of two persons, or with a passphrase.

With two persons' keys the file is an age file within an age file: no one of them can open it alone. Where it is locked with
keys, a key of this process's memory is added while writing, so that what was written can be opened and verified at once
although no private key is here; it is forgotten with the process.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import pyrage

from minassa.base import Invalid
from minassa.node.backups import faults, passphrase
from minassa.node.backups.pipes import piped

SHORTEST_PASSPHRASE: Final = 16
_START: Final = 400
_AGE: Final = b"age-encryption.org/v1\n"

Recipient: TypeAlias = "pyrage.x25519.Recipient | pyrage.ssh.Recipient"
Identity: TypeAlias = "pyrage.x25519.Identity | pyrage.ssh.Identity"


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens a backup: private keys of one or two persons, or a passphrase."""

    identities: tuple[Identity, ...] = ()
    passphrase: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        """Whether there is anything to open with."""
        return bool(self.identities or self.passphrase)


@dataclass(frozen=True, slots=True)
class Lock:
    """What a backup is locked with: the public keys of the first and, where two must agree, of the second person."""

    first: tuple[Recipient, ...] = ()
    second: tuple[Recipient, ...] = ()
    passphrase: str = field(default="", repr=False)
    _own: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate, repr=False)

    @property
    def keys(self) -> Keys:
        """What opens whatever this process locked."""
        return Keys(passphrase=self.passphrase) if self.passphrase else Keys((self._own,))

    def close(self, reader: BinaryIO, writer: BinaryIO) -> None:
        """Write the locked form of what `reader` gives. Raises OSError as the writer does."""
        if self.passphrase:
            passphrase.lock(reader, writer, self.passphrase)
        elif self.second:
            with piped(lambda inner: _encrypt(reader, inner, [*self.first, self._own.to_public()])) as once:
                _encrypt(once, writer, [*self.second, self._own.to_public()])
        else:
            _encrypt(reader, writer, [*self.first, self._own.to_public()])


def lock_with(recipients: Iterable[str], second: Iterable[str] = (), secret: str = "") -> Lock:
    """The lock for these public keys, or this passphrase. Raises Invalid where it would not hold."""
    first, other = tuple(map(_recipient, recipients)), tuple(map(_recipient, second))
    if secret and (first or other):
        raise Invalid(faults.TWO_LOCKS)
    if not secret and not first:
        raise Invalid(faults.NO_LOCK)
    if secret and len(secret) < SHORTEST_PASSPHRASE:
        raise Invalid(faults.WEAK_PASSPHRASE, least=SHORTEST_PASSPHRASE)
    return Lock(first, other, secret)


def _recipient(text: str) -> Recipient:
    kind = pyrage.ssh.Recipient if text.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        made: Recipient = kind.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Invalid(faults.BAD_RECIPIENT, recipient=text[:80]) from error
    return made


def read_identities(paths: Iterable[Path]) -> tuple[Identity, ...]:
    """The private keys in these files. Raises Invalid for a file that holds none."""
    return tuple(identity for path in paths for identity in _identities_in(path))


def _identities_in(path: Path) -> list[Identity]:
    try:
        raw = path.read_bytes()
        if raw.startswith(b"-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(raw)]
        lines = [line.strip() for line in raw.decode("ascii").splitlines()]
        found: list[Identity] = [pyrage.x25519.Identity.from_str(one) for one in lines if one and one[0] != "#"]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise Invalid(faults.BAD_KEY_FILE, path=path) from error
    if not found:
        raise Invalid(faults.BAD_KEY_FILE, path=path)
    return found


def make_key(path: Path) -> str:
    """Write a new private key into a new file, readable by its owner only; the public key, to lock backups with."""
    made = pyrage.x25519.Identity.generate()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Invalid(faults.FILE_EXISTS, path=path) from error
    except OSError as error:
        raise Invalid(faults.UNREADABLE, path=path, reason=error.strerror) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# public key: {made.to_public()}\n{made}\n")
    return str(made.to_public())


@contextmanager
def opened(path: Path, keys: Keys) -> Iterator[tuple[BinaryIO, int]]:
    """What a backup file holds, as a stream, and how many persons' keys it took.

    Raises Invalid where it is no age file, the keys do not fit, or, at the end of the block, it was altered or cut off.
    """
    with _file(path) as file:
        start = file.read(_START)
        file.seek(0)
        if not start.startswith(_AGE):
            raise Invalid(faults.NOT_A_BACKUP, path=path)
        if passphrase.is_locked_so(start) != bool(keys.passphrase):
            raise Invalid(faults.WRONG_KEY)
        with piped(_opening(file, keys)) as once:
            peeked = _Peeked(once, len(_AGE))
            if peeked.start != _AGE:
                yield peeked, 1  # type: ignore[misc] # what tarfile asks of a stream
                return
            with piped(_opening(peeked, keys, faults.SECOND_KEY)) as twice:  # type: ignore[arg-type] # the same
                yield twice, 2


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise Invalid(faults.UNREADABLE, path=path, reason=error.strerror) from error
    with file:
        yield file


class _Peeked:
    """A stream whose first bytes were looked at."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self.start = passphrase.filled(stream, size)
        self._waiting = self.start

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; all of them for -1."""
        if size < 0:
            given, self._waiting = self._waiting + self._stream.read(), b""
            return given
        if not self._waiting:
            return self._stream.read(size)
        given, self._waiting = self._waiting[:size], self._waiting[size:]
        return given


def _opening(stream: BinaryIO, keys: Keys, otherwise: str = faults.WRONG_KEY) -> Callable[[BinaryIO], None]:
    def run(writer: BinaryIO) -> None:
        try:
            if keys.passphrase:
                passphrase.unlock(stream, writer, keys.passphrase)
            else:
                _told(pyrage.decrypt_io, stream, writer, list(keys.identities))
        except passphrase.WrongPassphraseError as error:
            raise Invalid(faults.WRONG_KEY) from error
        except (passphrase.BrokenError, passphrase.NotLockedSoError) as error:
            raise Invalid(faults.DAMAGED, part="age") from error
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise Invalid(otherwise) from error
            raise Invalid(faults.DAMAGED, part="age") from error
        except OSError as error:
            if error.errno is None:  # age's own verdict on a chunk
                raise Invalid(faults.DAMAGED, part="age") from error
            raise

    return run


def _encrypt(reader: BinaryIO, writer: BinaryIO, recipients: list[Recipient]) -> None:
    _told(pyrage.encrypt_io, reader, writer, recipients)


def _told(
    work: Callable[..., None], reader: BinaryIO, writer: BinaryIO, keys: list[Recipient] | list[Identity]
) -> None:
    """Run pyrage, which puts a stream's own error into a text, and raise that error itself."""
    noted = _Noted(writer)
    try:
        work(reader, noted, keys)
    except (pyrage.EncryptError, pyrage.DecryptError, OSError):
        if noted.error is not None:
            raise noted.error from None
        raise


class _Noted:
    """A writer that remembers why it failed."""

    def __init__(self, writer: BinaryIO) -> None:
        self._writer = writer
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write all of it."""
        try:
            return self._writer.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Flush."""
        try:
            self._writer.flush()
        except OSError as error:
            self.error = error
            raise
