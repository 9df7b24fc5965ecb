"""Envelopes: what one node sends another, sealed to it and signed by its sender.

The content is sealed with HPKE (RFC 9180) in base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. The routing
data (which envelope, from whom, to whom, when, for which key) are HPKE's `info`: an envelope whose routing was changed does not
open. Base mode says nothing of the sender, so the sender signs routing and sealed bytes with its Ed25519 key. Whoever carries an
envelope for others, as the secretariat does, reads the routing and the size, and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from minassa.base import Invalid, Json, canonical_json, new_id
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import NodeKey, accepts, key_id
from minassa.exchange.peers.wire import Wrong, bytes_of, mapping, moment, text, text_of, uuid, written

FORMAT: Final = "minassa-envelope/1"
MOST_CONTENT: Final = 16_000_000
SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_NAMES: Final = {"format", "id", "from", "to", "at", "key", "sealed", "by", "signature"}


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed and signed message. `key` is the recipient's sealing key, `by` the sender's signing key."""

    id: UUID
    sender: UUID
    recipient: UUID
    at: datetime
    key: str
    sealed: bytes
    by: str
    signature: bytes

    def as_json(self) -> bytes:
        """The form in which it is sent and kept."""
        routing = _routing(self.id, self.sender, self.recipient, self.at, self.key)
        rest = {"sealed": text_of(self.sealed), "by": self.by, "signature": text_of(self.signature)}
        return orjson.dumps({**routing, **rest})

    def is_signed_by(self, public: bytes) -> bool:
        """Whether this public key has signed it."""
        routing = _routing(self.id, self.sender, self.recipient, self.at, self.key)
        return key_id(public) == self.by and accepts(public, self.signature, _signed_bytes(routing, self.sealed))


def seal(  # noqa: PLR0913 - what an envelope is made of
    content: bytes,
    *,
    sender: UUID,
    recipient: UUID,
    key: NodeKey,
    by: Ed25519PrivateKey,
    at: datetime,
    id: UUID | None = None,  # noqa: A002 - the envelope's own word
) -> Envelope:
    """Seal content to a node's key, and sign it. Without an `id` the envelope gets a new one."""
    id, at = id or new_id(), at.replace(microsecond=0)  # noqa: A001 - the envelope's own word
    routing = _routing(id, sender, recipient, at, key.id)
    sealed = SUITE.encrypt(content, X25519PublicKey.from_public_bytes(key.public), _info(routing))
    signature = by.sign(_signed_bytes(routing, sealed))
    return Envelope(id, sender, recipient, at, key.id, sealed, key_id(by.public_key().public_bytes_raw()), signature)


def open_sealed(envelope: Envelope, private: X25519PrivateKey) -> bytes:
    """The content. Raises Invalid where it was sealed to another key, or where a byte of it or of its routing was changed."""
    routing = _routing(envelope.id, envelope.sender, envelope.recipient, envelope.at, envelope.key)
    try:
        return SUITE.decrypt(envelope.sealed, private, _info(routing))
    except (InvalidTag, ValueError) as error:
        raise Invalid(faults.SEALED) from error


def read_envelope(raw: bytes) -> Envelope:
    """Read an envelope, strictly. Raises Invalid for what is none."""
    try:
        body = mapping(orjson.loads(raw), "form", _NAMES)
        if body["format"] != FORMAT:
            raise Wrong("format")
        return Envelope(
            id=uuid(body["id"], "id"),
            sender=uuid(body["from"], "from"),
            recipient=uuid(body["to"], "to"),
            at=moment(body["at"], "at"),
            key=text(body["key"], "key"),
            sealed=bytes_of(body["sealed"], "sealed", most=MOST_CONTENT),
            by=text(body["by"], "by"),
            signature=bytes_of(body["signature"], "signature"),
        )
    except ValueError as error:  # Wrong, and what is no JSON
        raise Invalid(faults.UNREADABLE) from error


def _routing(id: UUID, sender: UUID, recipient: UUID, at: datetime, key: str) -> dict[str, Json]:  # noqa: A002 - the envelope's own word
    return {
        "format": FORMAT,
        "id": str(id),
        "from": str(sender),
        "to": str(recipient),
        "at": written(at),
        "key": key,
    }


def _info(routing: dict[str, Json]) -> bytes:
    return canonical_json(routing)


def _signed_bytes(routing: dict[str, Json], sealed: bytes) -> bytes:
    digest = sha256(sealed).hexdigest()
    return b"minassa-envelope-signature/1\n" + canonical_json({**routing, "sealed": digest})
