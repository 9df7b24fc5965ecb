"""RFC 9421 between nodes: the published vector, our own profile, and everything that must not pass."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from hypothesis import given
from hypothesis import strategies as st

from minassa.base import Fault
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import key_id
from minassa.exchange.peers.signatures import (
    REMEMBERED,
    SKEW,
    check_answer,
    check_request,
    sign_answer,
    sign_request,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
URL = "https://b.example/peer/v1/envelopes"
BODY = b'{"EXERCISE": 1}'


def key_of(named: str) -> bytes | None:
    return PUBLIC if named == key_id(PUBLIC) else None


def signed(*, url: str = URL, method: str = "POST", body: bytes = BODY, at: datetime = NOW) -> dict[str, str]:
    return sign_request(method=method, url=url, body=body, headers={}, key=KEY, at=at)


def code_of(
    headers: dict[str, str], *, url: str = URL, method: str = "POST", body: bytes = BODY, at: datetime = NOW
) -> str:
    with pytest.raises(Fault) as caught:
        check_request(method=method, url=url, body=body, headers=headers, key_of=key_of, at=at)
    return caught.value.code


def test_the_published_ed25519_signature_verifies_with_the_library_as_we_use_it() -> None:
    """RFC 9421, B.2.6, with the key of B.1.4."""
    pem = b"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n"

    class Published(HTTPSignatureKeyResolver):
        def resolve_public_key(self, key_id: str) -> object:
            assert key_id == "test-key-ed25519"
            return load_pem_public_key(pem)

    class InItsTime(HTTPMessageVerifier):
        def validate_created_and_expires(self, sig_input: object, max_age: object = None) -> None:
            """It was signed in 2021."""

    params = '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"'
    message = SimpleNamespace(
        method="POST",
        url="https://example.com/foo?param=Value&Pet=dog",
        headers={
            "Host": "example.com",
            "Date": "Tue, 20 Apr 2021 02:07:55 GMT",
            "Content-Type": "application/json",
            "Content-Length": "18",
            "Signature-Input": f"sig-b26={params}",
            "Signature": "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
        },
    )
    verifier = InItsTime(signature_algorithm=algorithms.ED25519, key_resolver=Published())
    (found,) = verifier.verify(message, max_age=None)
    assert found.parameters["created"] == 1618884473


def test_a_request_verifies_and_says_who_when_and_which() -> None:
    found = check_request(method="POST", url=URL, body=BODY, headers=signed(), key_of=key_of, at=NOW)
    assert found.key == key_id(PUBLIC)
    assert found.created == NOW
    assert len(found.nonce) >= 16
    again = check_request(method="POST", url=URL, body=BODY, headers=signed(), key_of=key_of, at=NOW)
    assert again.nonce != found.nonce


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"url": "https://c.example/peer/v1/envelopes"}, faults.SIGNATURE_WRONG),
        ({"url": URL + "?all=1"}, faults.SIGNATURE_WRONG),
        ({"method": "GET"}, faults.SIGNATURE_WRONG),
        ({"body": BODY + b" "}, faults.SIGNATURE_WRONG),
        ({"body": b""}, faults.SIGNATURE_WRONG),
        ({"at": NOW + SKEW + timedelta(seconds=1)}, faults.CLOCK),
        ({"at": NOW - SKEW - timedelta(seconds=1)}, faults.CLOCK),
    ],
)
def test_what_was_signed_for_something_else_is_refused(changed: dict[str, object], code: str) -> None:
    assert code_of(signed(), **changed) == code  # type: ignore[arg-type] # each row names what it changes


@pytest.mark.parametrize("away", [timedelta(0), SKEW, -SKEW])
def test_clocks_may_differ_by_minutes(away: timedelta) -> None:
    check_request(method="POST", url=URL, body=BODY, headers=signed(), key_of=key_of, at=NOW + away)


def test_a_nonce_is_remembered_longer_than_its_signature_could_be_taken_for_new() -> None:
    """Signed as far ahead as may be, it is taken until twice the allowed difference has passed since it came."""
    assert timedelta(minutes=10) < REMEMBERED


@pytest.mark.parametrize("lacking", ["Signature", "Signature-Input", "Content-Digest"])
def test_a_request_without_a_part_of_the_signature_is_refused(lacking: str) -> None:
    headers = {name: value for name, value in signed().items() if name != lacking}
    assert code_of(headers) == faults.NOT_SIGNED


@pytest.mark.parametrize("part", ["created", "expires", "nonce", "keyid", "tag"])
def test_a_signature_without_one_of_its_words_is_refused(part: str) -> None:
    headers = signed()
    words = headers["Signature-Input"].split(";")
    headers["Signature-Input"] = ";".join(word for word in words if not word.startswith(f"{part}="))
    assert code_of(headers) in {faults.NOT_SIGNED, faults.SIGNATURE_WRONG, faults.KEY_UNKNOWN}


def test_a_life_longer_than_ours_cannot_be_claimed() -> None:
    headers = signed()
    created = int(NOW.timestamp())
    headers["Signature-Input"] = headers["Signature-Input"].replace(
        f"expires={created + 300}", f"expires={created + 10**6}"
    )
    assert code_of(headers) == faults.CLOCK


def test_a_key_that_nobody_lists_is_told_apart_from_a_wrong_signature() -> None:
    other = Ed25519PrivateKey.generate()
    headers = sign_request(method="POST", url=URL, body=BODY, headers={}, key=other, at=NOW)
    assert code_of(headers) == faults.KEY_UNKNOWN
    headers["Signature-Input"] = headers["Signature-Input"].replace(
        key_id(other.public_key().public_bytes_raw()), key_id(PUBLIC)
    )
    assert code_of(headers) == faults.SIGNATURE_WRONG


def test_a_signature_over_less_than_everything_is_refused() -> None:
    headers = signed()
    headers["Signature-Input"] = headers["Signature-Input"].replace('"@target-uri" ', "")
    assert code_of(headers) == faults.SIGNATURE_WRONG


@given(name=st.sampled_from(["Signature", "Signature-Input", "Content-Digest"]), value=st.text(max_size=200))
def test_garbage_in_a_header_is_a_refusal_and_never_a_crash(name: str, value: str) -> None:
    assert code_of({**signed(), name: value}).startswith("peer.")


def test_an_answer_belongs_to_its_request() -> None:
    one, two = signed(), signed()
    headers = sign_answer(status=200, body=BODY, request_signature=one["Signature"], key=KEY, at=NOW)

    def check(status: int = 200, body: bytes = BODY, request: dict[str, str] = one) -> None:
        check_answer(
            status=status, body=body, headers=headers, request_signature=request["Signature"], key_of=key_of, at=NOW
        )

    check()
    for changed in ({"status": 201}, {"body": b"{}"}, {"request": two}):
        with pytest.raises(Fault) as caught:
            check(**changed)
        assert caught.value.code == faults.SIGNATURE_WRONG
