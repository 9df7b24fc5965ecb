"""The log's keys, in the node's `secrets/` folder, and what is made with them.

    secrets/audit-signing   Ed25519 private key, hex: signs checkpoints
    secrets/audit-seal      32 random bytes, hex: seals each line and its place, and makes digests of searched names
    secrets/audit-keys      in place of both once they were changed: the present keys, and what earlier ones may still attest
    audit/log.vkey          the public keys as C2SP verifier keys, oldest first, to hand to inspectors and partner agencies

A retired signing key is destroyed; a retired seal stays, for the lines and places that bear it and for no later one (see
`rotation`). Digests of searched names are made with the first seal for ever, so that equal names stay equal.

The seal is what lets `verify` name one line, and hold the lines that wait for their place. Whoever has the database but not
the folder can forge neither. Whoever has both is caught by the checkpoints that were handed out.
"""

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minassa.base import Unavailable, fault_code

SIGNING: Final = "secrets/audit-signing"
SEALING: Final = "secrets/audit-seal"
CHANGED: Final = "secrets/audit-keys"
VERIFIER: Final = "audit/log.vkey"
_ED25519: Final = b"\x01"

NO_KEYS: Final = fault_code(
    "audit.no-keys",
    _("The keys of the audit log are missing or damaged, so nothing can be recorded."),
    _("Restore the folder 'secrets' from a backup, or run `minassa init` for a new node."),
)


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key that signs checkpoints, under the log's name (C2SP signed-note)."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that a signature begins with."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def text(self) -> str:
        """The verifier key's text form, `name+id+key`."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    @staticmethod
    def parse(text: str) -> "Verifier":
        """Read the text form. ValueError where it is not one, or its id does not fit its key."""
        name, key_id, key = text.strip().split("+", 2)
        raw = base64.b64decode(key, validate=True)
        found = Verifier(name, raw[1:])
        if raw[:1] != _ED25519 or len(raw) != 33 or found.key_id.hex() != key_id:
            raise ValueError("not an Ed25519 verifier key")
        return found

    def accepts(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature (id and 64 bytes) is this key's over the message."""
        if signature[:4] != self.key_id:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature[4:], message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Ring:
    """The public keys of one log, oldest first; each retired one with the size of the last checkpoint that it may attest."""

    verifiers: tuple[Verifier, ...]
    until: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The log's name, which stays when its keys change."""
        return self.verifiers[0].name

    def accepts(self, signature: bytes, message: bytes) -> bool:
        """Whether one of the keys signed this message."""
        return any(one.accepts(signature, message) for one in self.verifiers)

    def of_size(self, size: int) -> "Ring":
        """The keys that may attest a checkpoint of this size: the one of its time, or two where it is the last of one."""
        begins = (0, *self.until)
        ends = (*self.until, size)
        ring = zip(self.verifiers, begins, ends, strict=True)
        return Ring(tuple(one for one, first, last in ring if first <= size <= last))

    def text(self) -> str:
        """One verifier key a line, oldest first."""
        return "\n".join(one.text() for one in self.verifiers)

    @staticmethod
    def parse(text: str) -> "Ring":
        """The keys that were handed out, in no bounds. ValueError where a line is none, or of another log."""
        found = tuple(Verifier.parse(line) for line in text.split())
        if not found or {one.name for one in found} != {found[0].name}:
            raise ValueError("not the verifier keys of one log")
        return Ring(found, (0,) * (len(found) - 1))


@dataclass(frozen=True, slots=True)
class Retired:
    """A seal that was changed: it attests the places before `until`, and lines written up to `at`."""

    key: bytes
    until: int
    at: datetime


GRACE: Final = timedelta(minutes=5)
"""A process may have sealed a line with keys that it had read a moment before they were changed."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one node's log."""

    signing: Ed25519PrivateKey
    sealing: bytes
    ring: Ring
    retired: tuple[Retired, ...] = ()
    handovers: tuple[tuple[int, str], ...] = ()

    @property
    def verifier(self) -> Verifier:
        """The public half of the present signing key."""
        return self.ring.verifiers[-1]

    def sign(self, message: bytes) -> bytes:
        """Key id and Ed25519 signature over a message."""
        return self.verifier.key_id + self.signing.sign(message)

    def seal_line(self, leaf: bytes) -> bytes:
        """The seal of a new line: HMAC-SHA-256 over its leaf hash."""
        return _mac(self.sealing, b"line", leaf)

    def is_line_seal(self, seal: bytes, leaf: bytes, line: UUID) -> bool:
        """Whether a line bears the present seal, or that of the time in which its id (UUIDv7) was made."""
        made = datetime.fromtimestamp((line.int >> 80) / 1000, UTC)
        good = [self.sealing, *(one.key for one in self.retired if made <= one.at + GRACE)]
        return any(hmac.compare_digest(seal, _mac(key, b"line", leaf)) for key in good)

    def seal_place(self, position: int, leaf: bytes) -> bytes:
        """The seal of a place: that this leaf stands at this position."""
        key = next((one.key for one in self.retired if position < one.until), self.sealing)
        return _mac(key, b"place", position.to_bytes(8, "big") + leaf)

    def digest(self, text: str) -> str:
        """A keyed digest of a searched name or number, so that equal searches can be found without the log holding them."""
        first = self.retired[0].key if self.retired else self.sealing
        return _mac(first, b"digest", text.encode()).hex()


def _mac(key: bytes, use: bytes, message: bytes) -> bytes:
    return hmac.digest(key, use + b"\x00" + message, "sha256")


def make_keys(home: Path) -> Verifier:
    """Make the log's keys in a node's folder where there are none (`minassa init`); existing ones are left as they are."""
    for folder in ("secrets", "audit"):
        (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    if (home / CHANGED).exists():
        return read_keys(home).verifier
    _write_once(home / SIGNING, secrets.token_hex(32))
    _write_once(home / SEALING, secrets.token_hex(32))
    public = Ed25519PrivateKey.from_private_bytes(_read_hex(home / SIGNING)).public_key().public_bytes_raw()
    _write_once(home / VERIFIER, Verifier(f"minassa-{sha256(public).hexdigest()[:12]}", public).text())
    return read_keys(home).verifier


def keys() -> Keys:
    """This node's keys, read again when they were changed. Unavailable where they are missing."""
    place = home()
    try:
        found = (place / CHANGED).stat()
        stamp = (found.st_mtime_ns, found.st_ino)
    except FileNotFoundError:
        stamp = (0, 0)
    return _kept_keys(place, stamp)


def log_name() -> str:
    """The name of this node's log, which stays when its keys change."""
    return keys().ring.name


def public_key(home: Path) -> str:
    """The public key of the log in a node's folder, as it is handed out. Unavailable where it is missing."""
    try:
        return (home / VERIFIER).read_text(encoding="utf-8")
    except OSError as error:
        raise Unavailable(NO_KEYS) from error


def home() -> Path:
    """The folder of this node."""
    folder: Path = settings.MINASSA.home
    return folder


def read_keys(home: Path) -> Keys:
    """The keys in a node's folder. Unavailable where they are missing, damaged or do not belong together."""
    try:
        if (home / CHANGED).exists():
            return _read_changed(home)
        signing = Ed25519PrivateKey.from_private_bytes(_read_hex(home / SIGNING))
        verifier = Verifier.parse((home / VERIFIER).read_text(encoding="utf-8"))
        sealing = _read_hex(home / SEALING)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(NO_KEYS) from error
    return _fitting(Keys(signing, sealing, Ring((verifier,))))


def _fitting(own: Keys) -> Keys:
    if own.verifier.public != own.signing.public_key().public_bytes_raw() or len(own.sealing) != 32:
        raise Unavailable(NO_KEYS)
    return own


@lru_cache(maxsize=4)
def _kept_keys(home: Path, _stamp: tuple[int, int]) -> Keys:
    return read_keys(home)


def _read_changed(home: Path) -> Keys:
    """Keys that were changed, from their one file; the public file is brought up to date should a crash have prevented it."""
    found: dict[str, Any] = json.loads((home / CHANGED).read_text(encoding="ascii"))
    ring = Ring(tuple(map(Verifier.parse, found["verifiers"])), tuple(map(int, found["until"])))
    own = Keys(
        signing=Ed25519PrivateKey.from_private_bytes(bytes.fromhex(found["signing"])),
        sealing=bytes.fromhex(found["sealing"]),
        ring=ring,
        retired=tuple(
            Retired(bytes.fromhex(one["key"]), int(one["until"]), datetime.fromisoformat(one["at"]))
            for one in found["retired"]
        ),
        handovers=tuple((int(size), str(note)) for size, note in found["handovers"]),
    )
    publish(home, ring)
    return _fitting(own)


def write_changed(home: Path, own: Keys) -> None:
    """Put changed keys in place, in one step: the file that holds all of them gets its name when it is on the disk."""
    text = json.dumps(
        {
            "verifiers": [one.text() for one in own.ring.verifiers],
            "until": list(own.ring.until),
            "signing": own.signing.private_bytes_raw().hex(),
            "sealing": own.sealing.hex(),
            "retired": [{"key": one.key.hex(), "until": one.until, "at": one.at.isoformat()} for one in own.retired],
            "handovers": [list(one) for one in own.handovers],
        }
    )
    _replace(home / CHANGED, text)
    for old in (SIGNING, SEALING):
        (home / old).unlink(missing_ok=True)
    publish(home, own.ring)


def publish(home: Path, ring: Ring) -> None:
    """Write the public keys where they are handed out from, should they not stand there."""
    path = home / VERIFIER
    if not path.is_file() or path.read_text(encoding="utf-8").split() != ring.text().split():
        _replace(path, ring.text() + "\n")


def _replace(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    part.replace(path)


def _read_hex(path: Path) -> bytes:
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def _write_once(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
