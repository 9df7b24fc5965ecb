"""A person's passkeys as keys that sign: for rooms that take a passkey's answer as a signature."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# Numbers of COSE (RFC 9053): the algorithms that browsers offer, and where a key holds its parts.
_ALGORITHM = 3
_X, _Y, _N, _E = -2, -3, -1, -2


def passkeys_of(person: UUID) -> Mapping[bytes, bytes]:
    """The passkeys on file of a person: each credential's id, and its public key as SubjectPublicKeyInfo (DER)."""
    found: dict[bytes, bytes] = {}
    for one in Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN):
        data = one.wrap().authenticator_data.credential_data
        public = spki_of(data.public_key) if data else None
        if public is not None:
            found[bytes(data.credential_id)] = public
    return found


def spki_of(cose: Mapping[int, Any]) -> bytes | None:
    """A COSE key as SubjectPublicKeyInfo (DER); None for an algorithm that signs in none of the ways that are taken."""
    match cose.get(_ALGORITHM):
        case -7:
            numbers = ec.EllipticCurvePublicNumbers(
                int.from_bytes(cose[_X], "big"), int.from_bytes(cose[_Y], "big"), ec.SECP256R1()
            )
            key: Any = numbers.public_key()
        case -8:
            key = Ed25519PublicKey.from_public_bytes(cose[_X])
        case -257:
            key = rsa.RSAPublicNumbers(int.from_bytes(cose[_E], "big"), int.from_bytes(cose[_N], "big")).public_key()
        case _:
            return None
    return bytes(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
