"""Authentic texts: the one byte form of a declaration in each language, its SHA-256, and signatures over all four. Pure.

    text      canonical JSON (RFC 8785) of the declaration's id, version, language, title and paragraphs, NFC
    message   "minassa declaration v1" LF canonical JSON of the id, version, digests by language and the signing agency
    signature Ed25519 (RFC 8032) over the message, or a passkey's assertion whose challenge is the message's SHA-256

One changed byte in any language is another digest, and another message.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from minassa.base import LANGUAGES, canonical_json
from minassa.meetings.text.rules import ParagraphKind

_CONTEXT: Final = b"minassa declaration v1\n"


@dataclass(frozen=True, slots=True)
class AuthenticParagraph:
    """A paragraph as it is signed."""

    key: str
    kind: ParagraphKind
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class AuthenticText:
    """A declaration in one language as it is signed; `version` is 1, and one more for each corrigendum."""

    declaration: UUID
    version: int
    language: str
    title: str
    paragraphs: tuple[AuthenticParagraph, ...]


def authentic_bytes(text: AuthenticText) -> bytes:
    """The bytes whose SHA-256 stands for a text."""
    return canonical_json(
        {
            "declaration": str(text.declaration),
            "version": text.version,
            "language": text.language,
            "title": _nfc(text.title),
            "paragraphs": [
                {"key": one.key, "kind": one.kind.value, "number": one.number, "text": _nfc(one.text)}
                for one in text.paragraphs
            ],
        }
    )


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def digest(content: bytes) -> str:
    """The SHA-256 of an authentic text's bytes, in hex."""
    return sha256(content).hexdigest()


def message(declaration: UUID, version: int, digests: Mapping[str, str], agency: UUID) -> bytes:
    """What an agency signs. Raises ValueError unless there is one digest for each of the four languages."""
    if set(digests) != set(LANGUAGES):
        raise ValueError("a declaration is signed in all its languages")
    body = canonical_json(
        {"declaration": str(declaration), "version": version, "texts": dict(digests), "agency": str(agency)}
    )
    return _CONTEXT + body


def challenge(signed: bytes) -> bytes:
    """The challenge that a passkey answers to sign a message: 32 bytes."""
    return sha256(signed).digest()


def sign(key: Ed25519PrivateKey, signed: bytes) -> bytes:
    """The signature of a message: 64 bytes."""
    return key.sign(signed)


def is_signed(public: bytes, signature: bytes, signed: bytes) -> bool:
    """Whether this key has signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def matches(contents: Mapping[str, bytes], digests: Mapping[str, str]) -> bool:
    """Whether these are the texts whose digests were signed."""
    return set(contents) == set(digests) and all(digest(contents[one]) == digests[one] for one in digests)


def ordered(paragraphs: Sequence[AuthenticParagraph]) -> tuple[AuthenticParagraph, ...]:
    """Paragraphs as they are signed: the preamble before what is decided, each in its order."""
    return tuple(sorted(paragraphs, key=lambda one: one.kind is ParagraphKind.OPERATIVE))
