"""HPKE envelopes: the published vector, and everything that must not open."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from minassa.base import Invalid
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import NodeKey, Use
from minassa.exchange.peers.sealing import SUITE, Envelope, open_sealed, read_envelope, seal

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OPENING = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEY = NodeKey(Use.SEALING, OPENING.public_key().public_bytes_raw(), NOW)
CANARY = b"EXERCISE canary: the name that nobody on the way may read"


def an_envelope(content: bytes = CANARY) -> Envelope:
    return seal(content, sender=uuid4(), recipient=uuid4(), key=KEY, by=SIGNING, at=NOW)


def test_the_published_vector_of_our_suite_opens() -> None:
    """RFC 9180, A.2.1.1, sequence number 0: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode."""
    private = X25519PrivateKey.from_private_bytes(
        bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
    )
    encapsulated = bytes.fromhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
    ciphertext = bytes.fromhex(
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
    )
    info = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
    with_aad: Any = openssl.hpke._decrypt_with_aad  # the vectors name associated data
    assert with_aad(SUITE, encapsulated + ciphertext, private, info, b"Count-0") == b"Beauty is truth, truth beauty"


def test_an_envelope_opens_at_its_recipient_and_shows_nothing_on_the_way() -> None:
    sent = an_envelope()
    arrived = read_envelope(sent.as_json())
    assert arrived == sent
    assert arrived.is_signed_by(SIGNING.public_key().public_bytes_raw())
    assert open_sealed(arrived, OPENING) == CANARY
    assert CANARY not in sent.as_json()
    assert all(part not in sent.as_json() for part in CANARY.split())


def test_the_same_content_never_looks_the_same() -> None:
    one, two = an_envelope(), an_envelope()
    assert one.sealed != two.sealed


@pytest.mark.parametrize(
    "changed",
    [
        {"id": uuid4()},
        {"sender": uuid4()},
        {"recipient": uuid4()},
        {"at": NOW.replace(hour=13)},
        {"key": "0" * 32},
    ],
)
def test_changed_routing_does_not_open_and_is_not_signed(changed: dict[str, Any]) -> None:
    other = replace(an_envelope(), **changed)
    assert not other.is_signed_by(SIGNING.public_key().public_bytes_raw())
    with pytest.raises(Invalid) as caught:
        open_sealed(other, OPENING)
    assert caught.value.code == faults.SEALED


@given(place=st.integers(0, 10**6))
def test_no_byte_of_what_is_sealed_can_be_changed(place: int) -> None:
    sent = an_envelope()
    raw = bytearray(sent.sealed)
    raw[place % len(raw)] ^= 1
    other = replace(sent, sealed=bytes(raw))
    assert not other.is_signed_by(SIGNING.public_key().public_bytes_raw())
    with pytest.raises(Invalid):
        open_sealed(other, OPENING)


def test_another_key_does_not_open() -> None:
    with pytest.raises(Invalid):
        open_sealed(an_envelope(), X25519PrivateKey.generate())


def test_another_nodes_signature_does_not_pass() -> None:
    assert not an_envelope().is_signed_by(Ed25519PrivateKey.generate().public_key().public_bytes_raw())


@given(raw=st.binary(max_size=300))
def test_garbage_is_no_envelope(raw: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        read_envelope(raw)
    assert caught.value.code == faults.UNREADABLE


@given(content=st.binary(max_size=2000))
def test_any_content_arrives_as_it_was(content: bytes) -> None:
    assert open_sealed(read_envelope(an_envelope(content).as_json()), OPENING) == content
