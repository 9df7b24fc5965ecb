"""How a signature is proved: by an agency's key, by its head's passkey, or by a certificate. Pure.

    key          Ed25519 (RFC 8032) over the message; `key` is the public half, 32 bytes
    passkey      a WebAuthn assertion (Level 3, 7.2) whose challenge is the SHA-256 of the message: the signature stands over
                 authenticatorData and the SHA-256 of clientDataJSON, which are kept with it; `key` is a SubjectPublicKeyInfo
    certificate  the message signed elsewhere: Ed25519, ECDSA or RSA (PKCS #1 v1.5 or PSS) with SHA-256; `key` as before

What is kept is enough for anybody to verify later, with nothing but the authentic texts. See docs/signatures.md.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final

import orjson
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from minassa.meetings.text.authentic import challenge, is_signed

SMALLEST_RSA: Final = 2048
_PRESENT: Final = 0x01
_VERIFIED: Final = 0x04
_FLAGS_AT: Final = 32
_SHORTEST: Final = 37
LONGEST: Final = 8_192
"""Bytes of any one part of a proof."""


class ProofKind(StrEnum):
    """What a signature was made with."""

    KEY = "key"
    PASSKEY = "passkey"
    CERTIFICATE = "certificate"
    """Counts once the secretariat has confirmed that the certificate is the agency's."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a passkey answers: the host that it belongs to, and the origin of the page that asked."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """A passkey's answer: which one it is, what it signed (both parts as they came), and the signature."""

    credential: bytes
    authenticator: bytes
    client: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A signature as it is kept. `key` and `signature` are hex; `more` holds what its kind needs besides, as text."""

    kind: ProofKind
    key: str
    signature: str
    more: Mapping[str, str] = field(default_factory=dict)


def assertion_of(answer: str) -> Assertion:
    """A passkey's answer as browsers serialise it (PublicKeyCredential as JSON). Raises ValueError for anything else."""
    if len(answer) > 4 * LONGEST:
        raise ValueError("a passkey's answer is shorter")
    try:
        said = orjson.loads(answer)
        parts = said["response"]
        raw = (
            said["rawId"] if "rawId" in said else said["id"],
            *(parts[one] for one in ("authenticatorData", "clientDataJSON", "signature")),
        )
        return Assertion(*map(_bytes, raw))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no passkey's answer") from error


def of_passkey(public: bytes, site: Site, one: Assertion) -> Proof:
    """The proof that a passkey's answer is; `public` is its SubjectPublicKeyInfo as it is on file."""
    more = {
        "host": site.host,
        "origin": site.origin,
        "authenticator": _text(one.authenticator),
        "client": _text(one.client),
    }
    return Proof(ProofKind.PASSKEY, public.hex(), one.signature.hex(), more)


def certificate_of(pem: bytes, at: datetime) -> x509.Certificate:
    """A certificate that holds at this time. Raises ValueError for one that cannot be read, is over, or has a key that is too weak."""
    if len(pem) > LONGEST:
        raise ValueError("a certificate is shorter")
    found = (
        x509.load_pem_x509_certificate(pem)
        if pem.lstrip().startswith(b"-----BEGIN")
        else x509.load_der_x509_certificate(pem)
    )
    if not found.not_valid_before_utc <= at <= found.not_valid_after_utc:
        raise ValueError("the certificate is not valid now")
    try:
        key = found.public_key()
    except UnsupportedAlgorithm as error:
        raise ValueError("the certificate has a key of a kind that is not known") from error
    if not _is_known(key):
        raise ValueError("the certificate has a key of a kind that is not taken")
    return found


def of_certificate(certificate: x509.Certificate, signature: bytes) -> Proof:
    """The proof that a signature with the key of a certificate is."""
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pem = certificate.public_bytes(Encoding.PEM).decode()
    more = {"certificate": pem, "fingerprint": certificate.fingerprint(SHA256()).hex()}
    return Proof(ProofKind.CERTIFICATE, public.hex(), signature.hex(), more)


def holds(proof: Proof, message: bytes) -> bool:
    """Whether a proof stands for this message, and not one byte of another."""
    try:
        key, signature = bytes.fromhex(proof.key), bytes.fromhex(proof.signature)
        match proof.kind:
            case ProofKind.KEY:
                return is_signed(key, signature, message)
            case ProofKind.PASSKEY:
                return _is_asserted(key, signature, proof.more, message)
            case ProofKind.CERTIFICATE:
                return _is_certified(key, signature, proof.more, message)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_asserted(key: bytes, signature: bytes, more: Mapping[str, str], message: bytes) -> bool:
    """Level 3, 7.2, steps 11-21: type, challenge, origin, host, presence, verification of the person, and the signature."""
    client, authenticator = _bytes(more["client"]), _bytes(more["authenticator"])
    said: Any = orjson.loads(client)
    if said["type"] != "webauthn.get" or said["origin"] != more["origin"] or said.get("crossOrigin", False):
        return False
    if not compare_digest(_bytes(said["challenge"]), challenge(message)) or len(authenticator) < _SHORTEST:
        return False
    flags = authenticator[_FLAGS_AT]
    if (
        authenticator[:_FLAGS_AT] != sha256(more["host"].encode()).digest()
        or not flags & _PRESENT
        or not flags & _VERIFIED
    ):
        return False
    return _fits(key, signature, authenticator + sha256(client).digest())


def _is_certified(key: bytes, signature: bytes, more: Mapping[str, str], message: bytes) -> bool:
    certificate = x509.load_pem_x509_certificate(more["certificate"].encode())
    own = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return (
        own == key and certificate.fingerprint(SHA256()).hex() == more["fingerprint"] and _fits(key, signature, message)
    )


def _is_known(key: object) -> bool:
    if isinstance(key, RSAPublicKey):
        return key.key_size >= SMALLEST_RSA
    return isinstance(key, Ed25519PublicKey | ec.EllipticCurvePublicKey)


def _fits(spki: bytes, signature: bytes, signed: bytes) -> bool:
    key = load_der_public_key(spki)
    if not _is_known(key):
        return False
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, signed)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(SHA256()))
        elif isinstance(key, RSAPublicKey):
            return _fits_rsa(key, signature, signed)
    except InvalidSignature:
        return False
    return True


def _fits_rsa(key: RSAPublicKey, signature: bytes, signed: bytes) -> bool:
    salted = padding.PSS(padding.MGF1(SHA256()), padding.PSS.AUTO)
    for scheme in (padding.PKCS1v15(), salted):
        try:
            key.verify(signature, signed, scheme, SHA256())
        except InvalidSignature:
            continue
        return True
    return False


def _bytes(text: object) -> bytes:
    """Bytes in base64url without padding, as WebAuthn writes them. Raises ValueError."""
    if not isinstance(text, str) or len(text) > 2 * LONGEST:
        raise ValueError("this is no base64url of ours")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
