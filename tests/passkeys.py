"""A passkey in software, for tests: what a device keeps and answers, made by the libraries that browsers' answers are read with."""

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UV


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class SoftKey:
    """A device with one passkey for one host."""

    host: str = "testserver"
    origin: str = "http://testserver"
    flags: AuthenticatorData.FLAG = PRESENT | VERIFIED
    kind: str = "webauthn.get"
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def register(self, user: Any) -> None:
        """Put it on file for somebody, as the page of passkeys does."""
        cose = ES256.from_cryptography_key(self.private.public_key())  # type: ignore[no-untyped-call] # fido2's own
        credential = AttestedCredentialData.create(bytes(16), self.id, cose)
        flags = self.flags | AuthenticatorData.FLAG.AT
        made = AuthenticatorData.create(sha256(self.host.encode()).digest(), flags, 0, credential)
        client = json.dumps({"type": "webauthn.create", "challenge": "", "origin": self.origin}).encode()
        said = {
            "id": text(self.id),
            "rawId": text(self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": text(client),
                "attestationObject": text(AttestationObject.create("none", made, {})),
            },
            "clientExtensionResults": {},
        }
        data = {"name": "device", "credential": said}
        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)

    def answer(self, challenge: bytes) -> str:
        """What the browser sends back for a question."""
        asked = {"type": self.kind, "challenge": text(challenge), "origin": self.origin, "crossOrigin": False}
        client = json.dumps(asked).encode()
        device = bytes(AuthenticatorData.create(sha256(self.host.encode()).digest(), self.flags, 1))
        signature = self.private.sign(device + sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": text(client), "authenticatorData": text(device), "signature": text(signature)}
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": parts})
