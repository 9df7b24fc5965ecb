"""The log's keys, in the node's `secrets/` folder, and what is made with them.

    secrets/audit-signing   Ed25519 private key, hex: signs checkpoints
    secrets/audit-seal      32 random bytes, hex: seals each line and its place, and makes digests of searched names
    audit/log.vkey          the public key as a C2SP verifier key, to hand to inspectors and partner agencies

The seal is what lets `verify` name one line, and hold the lines that wait for their place. Whoever has the database but not
the folder can forge neither. Whoever has both is caught by the checkpoints that were handed out.
"""

import base64
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minassa.base import Unavailable, fault_code

SIGNING: Final = "secrets/audit-signing"
SEALING: Final = "secrets/audit-seal"
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
class Keys:
    """The keys of one node's log."""

    signing: Ed25519PrivateKey
    sealing: bytes
    verifier: Verifier

    def sign(self, message: bytes) -> bytes:
        """Key id and Ed25519 signature over a message."""
        return self.verifier.key_id + self.signing.sign(message)

    def seal_line(self, leaf: bytes) -> bytes:
        """The seal of a line: HMAC-SHA-256 over its leaf hash."""
        return self._mac(b"line", leaf)

    def seal_place(self, position: int, leaf: bytes) -> bytes:
        """The seal of a place: that this leaf stands at this position."""
        return self._mac(b"place", position.to_bytes(8, "big") + leaf)

    def digest(self, text: str) -> str:
        """A keyed digest of a searched name or number, so that equal searches can be found without the log holding them."""
        return self._mac(b"digest", text.encode()).hex()

    def _mac(self, use: bytes, message: bytes) -> bytes:
        return hmac.digest(self.sealing, use + b"\x00" + message, "sha256")


def make_keys(home: Path) -> Verifier:
    """Make the log's keys in a node's folder where there are none (`minassa init`); existing ones are left as they are."""
    for folder in ("secrets", "audit"):
        (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(home / SIGNING, secrets.token_hex(32))
    _write_once(home / SEALING, secrets.token_hex(32))
    public = Ed25519PrivateKey.from_private_bytes(_read_hex(home / SIGNING)).public_key().public_bytes_raw()
    _write_once(home / VERIFIER, Verifier(f"minassa-{sha256(public).hexdigest()[:12]}", public).text())
    return read_keys(home).verifier


def keys() -> Keys:
    """This node's keys. Unavailable where they are missing."""
    return _kept_keys(home())


def home() -> Path:
    """The folder of this node."""
    folder: Path = settings.MINASSA.home
    return folder


def read_keys(home: Path) -> Keys:
    """The keys in a node's folder. Unavailable where they are missing, damaged or do not belong together."""
    try:
        signing = Ed25519PrivateKey.from_private_bytes(_read_hex(home / SIGNING))
        verifier = Verifier.parse((home / VERIFIER).read_text(encoding="utf-8"))
        sealing = _read_hex(home / SEALING)
    except (OSError, ValueError) as error:
        raise Unavailable(NO_KEYS) from error
    if verifier.public != signing.public_key().public_bytes_raw() or len(sealing) != 32:
        raise Unavailable(NO_KEYS)
    return Keys(signing, sealing, verifier)


_kept_keys = lru_cache(maxsize=4)(read_keys)


def _read_hex(path: Path) -> bytes:
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def _write_once(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
