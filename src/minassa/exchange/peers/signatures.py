"""Requests and answers between nodes bear HTTP Message Signatures (RFC 9421) with the digest of their content (RFC 9530).

A request covers its method, its whole address and its content digest; created, expires, nonce and keyid are signed with it.
The receiver takes the address from its own settings, never from the request's Host field: what was signed for another node
does not verify here. An answer covers its status, its content digest, and the signature of the request that it answers.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    VerifyResult,
    algorithms,
)

from minassa.base import Fault
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import key_id

SKEW: Final = timedelta(minutes=5)
"""How far the clocks of two nodes may differ, and how long a signature is good."""

REMEMBERED: Final = 2 * SKEW + timedelta(minutes=1)
"""How long a nonce is remembered after it was signed: longer than the request could be taken for new."""

TAG: Final = "minassa-peer"
SIGNED_FIELDS: Final = ("Signature", "Signature-Input", "Content-Digest")
_NONCE_BYTES: Final = 16
_LONGEST_NONCE: Final = 64
_REQUEST: Final = ("@method", "@target-uri", "content-digest")
_ANSWER: Final = ("@status", "content-digest", '"signature";req')


@dataclass(slots=True)
class _Request:
    method: str
    url: str
    headers: dict[str, str]


@dataclass(slots=True)
class _Answer:
    status_code: int
    headers: dict[str, str]
    request: _Request


@dataclass(frozen=True, slots=True)
class Signed:
    """What a good signature says: by which key, when, and under which number used once."""

    key: str
    created: datetime
    nonce: str


Unsignable: Final = HTTPMessageSignaturesException
"""What cannot be signed, because a header field that it must cover holds what no header may."""

KeyOf = Callable[[str], bytes | None]
"""The public key of a key id, where it counts now."""


@dataclass(slots=True)
class _Keys(HTTPSignatureKeyResolver):
    """One private key, or whatever public keys the directory lists."""

    private: Ed25519PrivateKey | None = None
    public_of: KeyOf = field(default=lambda _id: None)
    is_unknown: bool = False

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        raw = self.public_of(key_id)
        self.is_unknown = raw is None
        return None if raw is None else Ed25519PublicKey.from_public_bytes(raw)

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:  # noqa: ARG002 - the library's signature
        assert self.private is not None  # noqa: S101 - a signer is made with its key
        return self.private


class _Verifier(HTTPMessageVerifier):
    """The library's verifier with our clock: the moment of checking is given, and the faults are ours."""

    def __init__(self, keys: _Keys, at: datetime) -> None:
        super().__init__(signature_algorithm=algorithms.ED25519, key_resolver=keys)
        self._at = at

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Both times are there, and both are near. Raises UnknownPeer."""
        created, expires = sig_input.params.get("created"), sig_input.params.get("expires")
        if type(created) is not int or type(expires) is not int:
            raise faults.UnknownPeer(faults.NOT_SIGNED)
        now, near = self._at.timestamp(), SKEW.total_seconds()
        # The longest life is ours to set: a signature that is good for a year could be replayed when its nonce is forgotten.
        if abs(now - created) > near or expires < now - near or expires > created + near:
            raise faults.UnknownPeer(faults.CLOCK, minutes=round(near / 60))


def sign_request(  # noqa: PLR0913 - what is signed
    *, method: str, url: str, body: bytes, headers: Mapping[str, str], key: Ed25519PrivateKey, at: datetime
) -> dict[str, str]:
    """The header fields of a request, with those of its signature."""
    message = _Request(method, url, dict(headers))
    _sign(message, body, _REQUEST, key, at)
    return message.headers


def sign_answer(
    *, status: int, body: bytes, request_signature: str, key: Ed25519PrivateKey, at: datetime
) -> dict[str, str]:
    """The header fields that sign an answer to a request with this signature (`RFC 9421, 2.4`)."""
    message = _Answer(status, {}, _asked(request_signature))
    _sign(message, body, _ANSWER, key, at)
    return message.headers


def _asked(signature: str) -> _Request:
    return _Request("POST", "https://asked.invalid/", {"Signature": signature})


def _sign(
    message: _Request | _Answer, body: bytes, covered: tuple[str, ...], key: Ed25519PrivateKey, at: datetime
) -> None:
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(key))
    signer.sign(
        message,
        key_id=key_id(key.public_key().public_bytes_raw()),
        created=at,
        expires=at + SKEW,
        nonce=secrets.token_urlsafe(_NONCE_BYTES),
        label="minassa",
        tag=TAG,
        covered_component_ids=covered,
        body=body,
    )


def check_request(  # noqa: PLR0913 - what is checked
    *, method: str, url: str, body: bytes, headers: Mapping[str, str], key_of: KeyOf, at: datetime
) -> Signed:
    """Check a request's signature. Whether its nonce is new is the caller's to ask. Raises UnknownPeer with the reason."""
    return _check(_Request(method, url, dict(headers)), body, _REQUEST, key_of, at)


def check_answer(  # noqa: PLR0913 - what is checked
    *, status: int, body: bytes, headers: Mapping[str, str], request_signature: str, key_of: KeyOf, at: datetime
) -> Signed:
    """Check that an answer is signed, and answers the request with this signature. Raises UnknownPeer with the reason."""
    return _check(_Answer(status, dict(headers), _asked(request_signature)), body, _ANSWER, key_of, at)


def _check(message: _Request | _Answer, body: bytes, covered: tuple[str, ...], key_of: KeyOf, at: datetime) -> Signed:
    keys = _Keys(public_of=key_of)
    try:
        found = _Verifier(keys, at).verify(message, expect_tag=TAG, require_components=covered, body=body)
    except InvalidSignature as error:
        raise faults.UnknownPeer(_why(message, keys)) from error
    except Fault:
        raise
    except Exception as error:
        raise faults.UnknownPeer(faults.SIGNATURE_WRONG) from error
    return _signed(found)


def _why(message: _Request | _Answer, keys: _Keys) -> str:
    if not {name.lower() for name in SIGNED_FIELDS} <= {name.lower() for name in message.headers}:
        return faults.NOT_SIGNED
    return faults.KEY_UNKNOWN if keys.is_unknown else faults.SIGNATURE_WRONG


def _signed(found: list[VerifyResult]) -> Signed:
    if len(found) != 1:
        raise faults.UnknownPeer(faults.SIGNATURE_WRONG)
    values = found[0].parameters
    key, created, nonce = values.get("keyid"), values.get("created"), found[0].nonce
    if not isinstance(key, str) or not isinstance(created, int) or not nonce or len(nonce) > _LONGEST_NONCE:
        raise faults.UnknownPeer(faults.NOT_SIGNED)
    return Signed(key, datetime.fromtimestamp(created, UTC), nonce)
