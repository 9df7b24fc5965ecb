"""Identifiers that follow from the content: of observables by the specification, of records by their owner and FollowTheMoney id."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

import rfc8785

OASIS: Final = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""The namespace of observables' ids (STIX 2.1, 2.9)."""

MINASSA: Final = uuid5(NAMESPACE_URL, "urn:minassa:stix")
"""The namespace of everything that this platform writes."""

CONTRIBUTING: Final[Mapping[str, tuple[str, ...]]] = {
    "artifact": ("hashes", "payload_bin"),
    "autonomous-system": ("number",),
    "directory": ("path",),
    "domain-name": ("value",),
    "email-addr": ("value",),
    "email-message": ("from_ref", "subject", "body"),
    "file": ("hashes", "name", "parent_directory_ref", "extensions"),
    "ipv4-addr": ("value",),
    "ipv6-addr": ("value",),
    "mac-addr": ("value",),
    "mutex": ("name",),
    "network-traffic": ("start", "end", "src_ref", "dst_ref", "src_port", "dst_port", "protocols", "extensions"),
    "process": (),
    "software": ("name", "cpe", "swid", "vendor", "version"),
    "url": ("value",),
    "user-account": ("account_type", "user_id", "account_login"),
    "windows-registry-key": ("key", "values"),
    "x509-certificate": ("hashes", "serial_number"),
}
"""The ID contributing properties of each observable (STIX 2.1, chapter 6)."""

_HASHES: Final = ("MD5", "SHA-1", "SHA-256", "SHA-512")


def observable_id(observable: Mapping[str, Any], *, otherwise: str = "") -> str:
    """The deterministic id of an observable (STIX 2.1, 2.9): UUIDv5 over its contributing properties in canonical JSON.

    Where it has none of them, the specification asks for a UUIDv4: `otherwise`, any text that names the place where it
    was found, then settles the bits, so that reading the same file twice gives the same id.
    """
    type_ = observable["type"]
    parts = {name: observable[name] for name in CONTRIBUTING.get(type_, ()) if name in observable}
    if "hashes" in parts:
        parts["hashes"] = _one_hash(parts["hashes"])
    if not parts:
        return f"{type_}--{UUID(bytes=hashlib.sha256(otherwise.encode()).digest()[:16], version=4)}"
    return f"{type_}--{uuid5(OASIS, rfc8785.dumps(parts).decode())}"


def _one_hash(hashes: Mapping[str, str]) -> dict[str, str]:
    """The first of MD5, SHA-1, SHA-256, SHA-512 that is there, else the first by name (STIX 2.1, 2.9)."""
    name = next((each for each in _HASHES if each in hashes), min(hashes, default=""))
    return {name: hashes[name]} if name else {}


def record_id(type_: str, ftm_id: str, *, owner: str) -> str:
    """The STIX id of an agency's record. Two agencies' records never share one, whatever their sources call them."""
    return _named(type_, uuid5(uuid5(MINASSA, owner), ftm_id))


def own_id(type_: str, name: str) -> str:
    """The id of something that this platform publishes itself, by its name: the same on every node."""
    return _named(type_, uuid5(MINASSA, name))


def _named(type_: str, name: UUID) -> str:
    """Observables carry UUIDv5, all others the same bits marked as version 4, the version that STIX 2.1 (2.9) asks of them.

    The bits of a UUIDv4 may be pseudo-random (RFC 9562, 5.4); these are, to whoever does not know the name.
    """
    return f"{type_}--{name if type_ in CONTRIBUTING else UUID(bytes=name.bytes, version=4)}"
