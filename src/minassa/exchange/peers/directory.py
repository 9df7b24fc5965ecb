"""The member directory: who takes part, where they are reached, and with which keys they sign and seal. Pure values.

A directory is one canonical JSON object (RFC 8785), signed with Ed25519 by the secretariat's node. Each version names the
digest of the one before it, so that a node can tell a step forward from a step back and from a second history:

    {"format": "minassa-directory/1", "version": 3, "at": "...", "previous": "<sha256 of version 2's body>",
     "secretariat": "<node>", "nodes": [...], "agencies": [...], "communities": [...]}

A version is signed with a key that the version before it lists for the secretariat: so the secretariat changes its own key
by publishing once with the old one (the way of TUF's root metadata, The Update Framework 1.0, 5.3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from minassa.access import AgencyKind
from minassa.base import Json, canonical_json
from minassa.exchange.peers.wire import (
    Wrong,
    address,
    bytes_of,
    entries,
    mapping,
    moment,
    name,
    text,
    text_of,
    uuid,
    written,
)

FORMAT: Final = "minassa-directory/1"
MOST_BYTES: Final = 4_000_000
_KEY_BYTES: Final = 32


class Use(StrEnum):
    """What a key is for: Ed25519 (RFC 8032) signs, X25519 (RFC 7748) opens what was sealed to it."""

    SIGNING = "signing"
    SEALING = "sealing"


@dataclass(frozen=True, slots=True)
class NodeKey:
    """The public half of a key, and the time in which it counts; `until` None means: until another notice."""

    use: Use
    public: bytes
    since: datetime
    until: datetime | None = None

    @property
    def id(self) -> str:
        """The key's name everywhere: the beginning of the SHA-256 of its public half, in hex."""
        return key_id(self.public)

    def counts_at(self, at: datetime) -> bool:
        """Whether the key counts at this moment."""
        return self.since <= at and (self.until is None or at < self.until)


def key_id(public: bytes) -> str:
    """32 hex digits of the SHA-256 of a public key."""
    return sha256(public).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class NodeEntry:
    """A node: where it is reached (empty: it is not, it fetches what waits for it), and its keys."""

    id: UUID
    name: str
    address: str
    keys: tuple[NodeKey, ...]

    def keys_at(self, use: Use, at: datetime) -> tuple[NodeKey, ...]:
        """The keys for this use that count now, the newest first."""
        found = [one for one in self.keys if one.use is use and one.counts_at(at)]
        return tuple(sorted(found, key=lambda one: one.since, reverse=True))


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """An agency, and the node on which its people work."""

    id: UUID
    name: str
    kind: AgencyKind
    country: str
    node: UUID


@dataclass(frozen=True, slots=True)
class CommunityEntry:
    """A community and the agencies in it."""

    id: UUID
    name: str
    members: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """One version of the directory."""

    version: int
    at: datetime
    previous: str
    secretariat: UUID
    nodes: tuple[NodeEntry, ...]
    agencies: tuple[AgencyEntry, ...] = ()
    communities: tuple[CommunityEntry, ...] = ()

    def node(self, id: UUID) -> NodeEntry | None:  # noqa: A002 - the node's own word
        """The entry of a node."""
        return next((one for one in self.nodes if one.id == id), None)

    def node_of(self, agency: UUID) -> NodeEntry | None:
        """The node on which an agency's people work."""
        found = next((one for one in self.agencies if one.id == agency), None)
        return self.node(found.node) if found else None

    def agencies_of(self, node: UUID) -> tuple[AgencyEntry, ...]:
        """The agencies of a node."""
        return tuple(one for one in self.agencies if one.node == node)

    def signer(self, id: str, at: datetime) -> tuple[NodeEntry, NodeKey] | None:  # noqa: A002 - the key's own word
        """The node whose signing key this is, where the key counts now."""
        for node in self.nodes:
            for key in node.keys:
                if key.id == id and key.use is Use.SIGNING and key.counts_at(at):
                    return node, key
        return None

    def body(self) -> bytes:
        """The canonical JSON that is signed and whose digest the next version names."""
        return canonical_json(
            {
                "format": FORMAT,
                "version": self.version,
                "at": written(self.at),
                "previous": self.previous,
                "secretariat": str(self.secretariat),
                "nodes": [node_json(one) for one in self.nodes],
                "agencies": [agency_json(one) for one in self.agencies],
                "communities": [_community_json(one) for one in self.communities],
            }
        )


@dataclass(frozen=True, slots=True)
class SignedDirectory:
    """A directory with its signature. `by` is the id of the key that made it."""

    directory: Directory
    by: str
    signature: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the body, in hex: what the next version names as `previous`."""
        return sha256(self.directory.body()).hexdigest()

    def is_signed_by(self, publics: Iterable[bytes]) -> bool:
        """Whether one of these public keys has signed it."""
        message = _signed_bytes(self.directory.body())
        return any(key_id(one) == self.by and accepts(one, self.signature, message) for one in publics)

    def is_follower_of(self, pinned: "SignedDirectory") -> bool:
        """Whether it is the next version, with the right digest, at no earlier time."""
        here, there = self.directory, pinned.directory
        return here.version == there.version + 1 and self.directory.previous == pinned.digest and here.at >= there.at

    def as_json(self) -> dict[str, Json]:
        """The form in which it is written into a file and sent."""
        body: dict[str, Json] = orjson.loads(self.directory.body())
        return {"directory": body, "signature": {"by": self.by, "value": text_of(self.signature)}}

    def text(self) -> bytes:
        """Its file."""
        return orjson.dumps(self.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def sign(directory: Directory, key: Ed25519PrivateKey) -> SignedDirectory:
    """Sign a directory with the secretariat's key."""
    public = key.public_key().public_bytes_raw()
    return SignedDirectory(directory, key_id(public), key.sign(_signed_bytes(directory.body())))


def accepts(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature is this key's over the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed_bytes(body: bytes) -> bytes:
    """What is signed names its use, so that a signature of ours never passes for one of another use."""
    return FORMAT.encode() + b"\n" + body


def read_signed(value: object) -> SignedDirectory:
    """Read a signed directory from JSON, strictly: the same bytes are made again. Raises Wrong with the part at fault."""
    whole = mapping(value, "form", {"directory", "signature"})
    mark = mapping(whole["signature"], "signature", {"by", "value"})
    signature = bytes_of(mark["value"], "signature")
    return SignedDirectory(read_directory(whole["directory"]), text(mark["by"], "signature"), signature)


def read_directory(value: object) -> Directory:
    """Read a directory's body, strictly. Raises Wrong."""
    names = {"format", "version", "at", "previous", "secretariat", "nodes", "agencies", "communities"}
    body = mapping(value, "form", names)
    version = body["version"]
    if body["format"] != FORMAT or type(version) is not int or version < 1:
        raise Wrong("version")
    found = Directory(
        version=version,
        at=moment(body["at"], "time"),
        previous=text(body["previous"], "previous"),
        secretariat=uuid(body["secretariat"], "secretariat"),
        nodes=tuple(read_node(one) for one in entries(body["nodes"], "nodes")),
        agencies=tuple(read_agency(one) for one in entries(body["agencies"], "agencies")),
        communities=tuple(_read_community(one) for one in entries(body["communities"], "communities")),
    )
    _refuse_contradictions(found)
    return found


def _refuse_contradictions(found: Directory) -> None:
    """Nobody is named twice, and everybody who is named exists."""
    nodes, agencies = {one.id for one in found.nodes}, {one.id for one in found.agencies}
    if len(nodes) != len(found.nodes) or found.secretariat not in nodes:
        raise Wrong("nodes")
    keys = [key.id for one in found.nodes for key in one.keys]
    if len(set(keys)) != len(keys):
        raise Wrong("keys")
    names = {one.name for one in found.agencies}
    if len(agencies) != len(found.agencies) or len(names) != len(agencies):
        raise Wrong("agencies")
    if any(one.node not in nodes for one in found.agencies):
        raise Wrong("agencies")
    if any(one.kind is AgencyKind.SECRETARIAT and one.node != found.secretariat for one in found.agencies):
        raise Wrong("agencies")
    if len({one.id for one in found.communities}) != len(found.communities) or any(
        not agencies.issuperset(one.members) for one in found.communities
    ):
        raise Wrong("communities")


def node_json(one: NodeEntry) -> dict[str, Json]:
    """A node's entry as JSON."""
    return {"id": str(one.id), "name": one.name, "address": one.address, "keys": [_key_json(key) for key in one.keys]}


def _key_json(one: NodeKey) -> dict[str, Json]:
    return {
        "use": one.use.value,
        "public": text_of(one.public),
        "since": written(one.since),
        "until": written(one.until) if one.until else None,
    }


def agency_json(one: AgencyEntry) -> dict[str, Json]:
    """An agency's entry as JSON."""
    return {
        "id": str(one.id),
        "name": one.name,
        "kind": one.kind.value,
        "country": one.country,
        "node": str(one.node),
    }


def _community_json(one: CommunityEntry) -> dict[str, Json]:
    return {"id": str(one.id), "name": one.name, "members": [str(member) for member in one.members]}


def read_node(value: object) -> NodeEntry:
    """Read a node's entry. Raises Wrong."""
    body = mapping(value, "nodes", {"id", "name", "address", "keys"})
    keys = tuple(read_key(one) for one in entries(body["keys"], "keys", most=100))
    return NodeEntry(uuid(body["id"], "nodes"), name(body["name"], "nodes"), address(body["address"]), keys)


def read_key(value: object) -> NodeKey:
    """Read the public half of a key. Raises Wrong."""
    body = mapping(value, "keys", {"use", "public", "since", "until"})
    public = bytes_of(body["public"], "keys")
    if body["use"] not in {one.value for one in Use} or len(public) != _KEY_BYTES:
        raise Wrong("keys")
    until = None if body["until"] is None else moment(body["until"], "keys")
    return NodeKey(Use(body["use"]), public, moment(body["since"], "keys"), until)


def read_agency(value: object) -> AgencyEntry:
    """Read an agency's entry. Raises Wrong."""
    body = mapping(value, "agencies", {"id", "name", "kind", "country", "node"})
    kind, country = body["kind"], text(body["country"], "agencies")
    if kind not in {one.value for one in AgencyKind} or not (country == "" or _is_country(country)):
        raise Wrong("agencies")
    place = uuid(body["node"], "agencies")
    return AgencyEntry(uuid(body["id"], "agencies"), name(body["name"], "agencies"), AgencyKind(kind), country, place)


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isalpha() and code.islower()


def _read_community(value: object) -> CommunityEntry:
    body = mapping(value, "communities", {"id", "name", "members"})
    members = tuple(uuid(one, "communities") for one in entries(body["members"], "communities"))
    return CommunityEntry(uuid(body["id"], "communities"), name(body["name"], "communities"), members)


def fingerprint(key: NodeKey) -> str:
    """A key's id in groups of four, to be compared by telephone."""
    return "-".join(key.id[start : start + 4] for start in range(0, len(key.id), 4))
