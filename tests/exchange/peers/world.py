"""A federation around the node under test: the others are keys in the hand of the test, which speaks for them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.http import HttpResponse
from django.test import Client

from minassa.access import AgencyKind, Label, Parcel, Receipt, Step, Tlp, parcel_to_json, system_actor
from minassa.access.models import Agency
from minassa.base import new_id, now
from minassa.exchange.peers.content import Content, Sent, read_content
from minassa.exchange.peers.directory import (
    AgencyEntry,
    CommunityEntry,
    Directory,
    NodeEntry,
    NodeKey,
    SignedDirectory,
    Use,
    sign,
)
from minassa.exchange.peers.keys import OwnKeys
from minassa.exchange.peers.membership import trust_directory
from minassa.exchange.peers.sealing import Envelope, open_sealed, read_envelope, seal
from minassa.exchange.peers.signatures import check_answer, sign_request

OWN_ADDRESS = "https://own.example"
KEEPER = system_actor("federation")
LONG_AGO = timedelta(days=30)


@dataclass
class Other:
    """Another node: its id, keys and agency."""

    name: str
    id: UUID = field(default_factory=uuid4)
    agency: UUID = field(default_factory=uuid4)
    signing: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    opening: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    address: str = ""
    until: datetime | None = None

    def entry(self) -> NodeEntry:
        since = (now() - LONG_AGO).replace(microsecond=0)
        keys = (
            NodeKey(Use.SIGNING, self.signing.public_key().public_bytes_raw(), since, self.until),
            NodeKey(Use.SEALING, self.opening.public_key().public_bytes_raw(), since),
        )
        return NodeEntry(self.id, f"EXERCISE {self.name}", self.address, keys)

    def agency_entry(self, kind: AgencyKind = AgencyKind.MEMBER) -> AgencyEntry:
        return AgencyEntry(self.agency, f"EXERCISE agency of {self.name}", kind, "ma", self.id)


@dataclass
class World:
    """The node under test with its agency, the secretariat, and two other nodes."""

    own: OwnKeys
    agency: Agency
    secretariat: Other = field(default_factory=lambda: Other("secretariat"))
    b: Other = field(default_factory=lambda: Other("b"))
    c: Other = field(default_factory=lambda: Other("c"))
    own_address: str = OWN_ADDRESS

    def directory(self, version: int = 1, *, previous: str = "", **changes: Any) -> Directory:
        own = NodeEntry(self.own.node, "EXERCISE own", self.own_address, self.own.entry.keys)
        made = Directory(
            version=version,
            at=now().replace(microsecond=0),
            previous=previous,
            secretariat=self.secretariat.id,
            nodes=(self.secretariat.entry(), own, self.b.entry(), self.c.entry()),
            agencies=(
                self.secretariat.agency_entry(AgencyKind.SECRETARIAT),
                AgencyEntry(self.agency.id, self.agency.name, AgencyKind.MEMBER, "ml", self.own.node),
                self.b.agency_entry(),
                self.c.agency_entry(),
            ),
        )
        return replace(made, **changes)

    def signed(self, version: int = 1, *, previous: str = "", **changes: Any) -> SignedDirectory:
        return sign(self.directory(version, previous=previous, **changes), self.secretariat.signing)

    def join(self, **changes: Any) -> SignedDirectory:
        first = self.signed(**changes)
        trust_directory(KEEPER, raw=first.text())
        return first

    def community(self, *members: UUID, name: str = "EXERCISE Sahel") -> CommunityEntry:
        return CommunityEntry(uuid4(), name, members)


def post(
    client: Client,
    path: str,
    body: bytes,
    *,
    by: Other,
    at: datetime | None = None,
    address: str = OWN_ADDRESS,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Send a signed request as another node would; `headers` takes the place of what would be signed now."""
    given = headers or signed_headers(path, body, by=by, at=at, address=address)
    answer = client.post(path, data=body, content_type="application/json", headers=given, SERVER_NAME="localhost")
    assert isinstance(answer, HttpResponse)
    return answer


def signed_headers(
    path: str, body: bytes, *, by: Other, at: datetime | None = None, address: str = OWN_ADDRESS
) -> dict[str, str]:
    return sign_request(method="POST", url=address + path, body=body, headers={}, key=by.signing, at=at or now())


def is_answer_of(world: World, answer: HttpResponse, request: dict[str, str]) -> bool:
    """Whether the node under test has signed this answer to this request. Raises a Fault where it has not."""
    keys = {one.id: one.public for one in world.own.entry.keys if one.use is Use.SIGNING}
    check_answer(
        status=answer.status_code,
        body=answer.content,
        headers=dict(answer.headers),
        request_signature=request["Signature"],
        key_of=keys.get,
        at=now(),
    )
    return True


def code_of(answer: Any) -> str:
    """The fault in a problem that the node answered."""
    return str(json.loads(answer.content)["type"]).removeprefix("urn:minassa:fault:")


def a_parcel(
    owner: UUID, to: UUID, *, version: int = 1, about: UUID | None = None, name: str = "EXERCISE", **changes: Any
) -> Parcel:
    whole: dict[str, Any] = {
        "id": new_id(),
        "kind": "plant",
        "stream": f"plant:{about or uuid4()}",
        "version": version,
        "step": Step.SHARE if version == 1 else Step.CORRECT,
        "owner": owner,
        "label": Label(owner, Tlp.AMBER, frozenset({f"agency:{to}"}), exercise=True),
        "content": {"name": name},
        "at": now(),
    }
    return Parcel(**{**whole, **changes})


def envelope_of(
    world: World, sender: Other, parcels: Iterable[Parcel], *, in_the_name_of: UUID | None = None, **changes: Any
) -> Envelope:
    """An envelope for the node under test with these parcels, made by `sender`."""
    sent = tuple(Sent(new_id(), "mark", parcel_to_json(one)) for one in parcels)
    whole: dict[str, Any] = {
        "sender": in_the_name_of or sender.id,
        "recipient": world.own.node,
        "key": world.own.newest(Use.SEALING),
        "by": sender.signing,
        "at": now(),
    }
    return seal(Content(sent).as_json(), **{**whole, **changes})


def receipts_in(answer: HttpResponse, reader: Other) -> list[Receipt]:
    """What the node under test answered, opened with the reader's key."""
    content = read_content(open_sealed(read_envelope(answer.content), reader.opening))
    return [one.receipt for one in content.receipts]
