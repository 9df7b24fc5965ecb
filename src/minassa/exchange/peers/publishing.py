"""The secretariat's side: taking in nodes' cards, and publishing the next version of the directory.

A node's card is what it says of itself: its address, keys and agencies, signed with its newest key. The secretariat adds the card of
a node it does not know after comparing the fingerprint with the agency; a node that is listed already renews its own card by
sending it, signed with a key that the directory lists for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from minassa import access
from minassa.access import Actor, AgencyKind, door
from minassa.base import Conflict, Invalid, Json, NotFound, Refused, canonical_json, now
from minassa.exchange.acts import DIRECTORY_CARD, DIRECTORY_PUBLISH, DIRECTORY_REMOVE
from minassa.exchange.models import NodeCard
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import (
    AgencyEntry,
    CommunityEntry,
    Directory,
    NodeEntry,
    NodeKey,
    SignedDirectory,
    Use,
    accepts,
    agency_json,
    fingerprint,
    key_id,
    node_json,
    read_agency,
    read_node,
    sign,
)
from minassa.exchange.peers.keys import OwnKeys
from minassa.exchange.peers.membership import (
    begin_again,
    follow_from,
    own_agencies,
    own_keys,
    pinned_directory,
    usable_key,
)
from minassa.exchange.peers.wire import Wrong, address, bytes_of, entries, mapping, moment, text, text_of, written

FORMAT: Final = "minassa-node/1"
MOST_CARD: Final = 200_000


@dataclass(frozen=True, slots=True)
class Card:
    """What a node says of itself. `by` is the id of the key that signed it: its newest signing key."""

    node: NodeEntry
    agencies: tuple[AgencyEntry, ...]
    at: datetime
    by: str
    signature: bytes

    def body(self) -> bytes:
        """The canonical JSON that is signed."""
        return canonical_json(
            {
                "format": FORMAT,
                "node": node_json(self.node),
                "agencies": [agency_json(one) for one in self.agencies],
                "at": written(self.at),
            }
        )

    @property
    def key(self) -> NodeKey | None:
        """The node's key that has signed it; None where none has."""
        signed = FORMAT.encode() + b"\n" + self.body()
        keys = [one for one in self.node.keys if one.use is Use.SIGNING and one.id == self.by]
        return next((one for one in keys if accepts(one.public, self.signature, signed)), None)

    def text(self) -> bytes:
        """Its file."""
        body: Json = orjson.loads(self.body())
        whole = {"card": body, "signature": {"by": self.by, "value": text_of(self.signature)}}
        return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def own_card(actor: Actor, *, listed_in: Directory | None = None) -> Card:
    """This node's card; with those of its agencies only that a directory lists, where one is named.

    Raises Invalid where its address is not one that others could use.
    """
    own, node = own_keys(), settings.MINASSA.node
    try:
        keys = tuple(one for one in own.entry.keys if one.until is None or now() < one.until)
        entry = NodeEntry(own.node, " ".join(node.name.split()), address(node.address), keys)
    except Wrong as wrong:
        raise Invalid(faults.NO_ADDRESS) from wrong
    known = {one.id for one in listed_in.agencies_of(own.node)} if listed_in else None
    agencies = tuple(
        AgencyEntry(one.id, one.name, one.kind, one.country, own.node)
        for one in own_agencies(actor)
        if known is None or one.id in known
    )
    return _signed(entry, agencies, own)


def _signed(entry: NodeEntry, agencies: tuple[AgencyEntry, ...], own: OwnKeys) -> Card:
    key: Ed25519PrivateKey = own.signing(own.newest(Use.SIGNING))
    card = Card(entry, agencies, now().replace(microsecond=0), key_id(key.public_key().public_bytes_raw()), b"")
    signature = key.sign(FORMAT.encode() + b"\n" + card.body())
    return Card(entry, agencies, card.at, card.by, signature)


def read_card(raw: bytes) -> Card:
    """Read a card, strictly, with its signature checked. Raises Invalid with the part at fault."""
    if len(raw) > MOST_CARD:
        raise Invalid(faults.CARD_WRONG, part="size")
    try:
        card = _read_card(orjson.loads(raw))
    except Wrong as wrong:
        raise Invalid(faults.CARD_WRONG, part=wrong.part) from wrong
    except orjson.JSONDecodeError as error:
        raise Invalid(faults.CARD_WRONG, part="form") from error
    if card.key is None or card.key.until is not None:
        raise Invalid(faults.CARD_WRONG, part="signature")
    return card


def _read_card(value: object) -> Card:
    whole = mapping(value, "form", {"card", "signature"})
    body = mapping(whole["card"], "form", {"format", "node", "agencies", "at"})
    mark = mapping(whole["signature"], "signature", {"by", "value"})
    if body["format"] != FORMAT:
        raise Wrong("format")
    node = read_node(body["node"])
    agencies = tuple(read_agency(one) for one in entries(body["agencies"], "agencies"))
    if any(one.node != node.id for one in agencies):
        raise Wrong("agencies")
    signature = bytes_of(mark["value"], "signature")
    return Card(node, agencies, moment(body["at"], "time"), text(mark["by"], "signature"), signature)


def add_card(actor: Actor, *, raw: bytes, expected: str = "") -> Card:
    """At the secretariat: take in a node's card, to be published. `expected` is the fingerprint that the agency told.

    The card of a node that is listed must be signed with a key listed for it, or come with the right fingerprint. Raises
    Invalid for what is no card, Conflict where another node has its agencies or keys already.
    """
    card = read_card(raw)
    with door(actor, DIRECTORY_CARD, subject=f"node:{card.node.id}") as opened:
        opened.note(key=card.by)
        if expected and expected.replace("-", "").replace(" ", "").lower() != card.by:
            raise Refused(faults.DIRECTORY_FINGERPRINT, found=fingerprint(card.key) if card.key else card.by)
        listed = _listed(card.node.id)
        if listed is not None and not expected and card.by not in {one.id for one in listed.keys}:
            raise Refused(faults.CARD_SIGNATURE)
        _take(card)
        return card


def renew_card(actor: Actor, *, raw: bytes, sender: UUID) -> bool:
    """At the secretariat: a listed node renews its own card, which is published at once; False where nothing changed.

    The caller has checked that the request was signed with a key which the directory lists for `sender`.
    """
    card = read_card(raw)
    with door(actor, DIRECTORY_CARD, subject=f"node:{card.node.id}") as opened:
        opened.note(key=card.by)
        if card.node.id != sender:
            raise Refused(faults.SENDER_FALSE)
        _refuse_foreign_agencies(card)
        _take(card)
    return publish_changes(actor) is not None


def _refuse_foreign_agencies(card: Card) -> None:
    """A node renews its keys and address by itself; which agencies it has, the secretariat's people say."""
    found = pinned_directory()
    listed = {one.id for one in found.directory.agencies_of(card.node.id)} if found else set()
    if {one.id for one in card.agencies} - listed:
        raise Refused(faults.CARD_OTHER, part="agency")


def _listed(node: UUID) -> NodeEntry | None:
    found = pinned_directory()
    return found.directory.node(node) if found else None


def _take(card: Card) -> None:
    others = [_read_card(orjson.loads(row.content)) for row in NodeCard.objects.exclude(node=card.node.id)]
    _refuse_clash("agency", {one.id for one in card.agencies}, [one.id for other in others for one in other.agencies])
    names = [one.name for other in others for one in other.agencies]
    _refuse_clash("name", {one.name for one in card.agencies}, names)
    _refuse_clash("key", {one.id for one in card.node.keys}, [one.id for other in others for one in other.node.keys])
    content = card.text().decode()
    NodeCard.objects.update_or_create(node=card.node.id, defaults={"content": content, "added": now()})


def _refuse_clash(part: str, new: Collection[object], known: Collection[object]) -> None:
    if not set(new).isdisjoint(known):
        raise Conflict(faults.CARD_OTHER, part=part)


def remove_node(actor: Actor, *, node: UUID) -> None:
    """At the secretariat: leave a node out of the next version. Raises NotFound for one that has no card."""
    with door(actor, DIRECTORY_REMOVE, subject=f"node:{node}"):
        if not NodeCard.objects.filter(node=node).delete()[0]:
            raise NotFound(faults.UNKNOWN_NODE)


def publish_directory(actor: Actor) -> SignedDirectory:
    """Publish the next version: this node, the nodes whose cards were added, and the communities of this node.

    Raises Conflict where nothing has changed, Refused where this is not the secretariat's node.
    """
    made = publish_changes(actor)
    if made is None:
        before = pinned_directory()
        raise Conflict(faults.DIRECTORY_UNCHANGED, version=before.directory.version if before else 0)
    return made


def publish_changes(actor: Actor) -> SignedDirectory | None:
    """Publish where something has changed; None where nothing has."""
    with door(actor, DIRECTORY_PUBLISH) as opened:
        before, own = pinned_directory(), own_keys()
        _refuse_others(actor, before, own)
        draft = _draft(actor, before, own)
        if before is not None and _says_the_same(before.directory, draft):
            return None
        key = _signing_key(before, own)
        made = sign(draft, own.signing(key or own.newest(Use.SIGNING)))
        opened.note(version=draft.version, nodes=len(draft.nodes), agencies=len(draft.agencies))
        if before is not None and key is not None:
            follow_from(actor, before, [made])
        else:
            begin_again(actor, made, before)
        return made


def _refuse_others(actor: Actor, before: SignedDirectory | None, own: OwnKeys) -> None:
    if before is not None and before.directory.secretariat != own.node:
        raise Refused(faults.DIRECTORY_NOT_OURS)
    if not any(one.kind is AgencyKind.SECRETARIAT for one in own_agencies(actor)):
        raise Refused(faults.DIRECTORY_EMPTY)


def _signing_key(before: SignedDirectory | None, own: OwnKeys) -> NodeKey | None:
    """The newest own key that the version before lists, because its readers know no newer one.

    None where there is none: the first version, or all keys were revoked. Then people have to trust anew.
    """
    return usable_key(before.directory, own, now()) if before is not None else None


def _draft(actor: Actor, before: SignedDirectory | None, own: OwnKeys) -> Directory:
    card = own_card(actor)
    cards = [card, *(_read_card(orjson.loads(row.content)) for row in NodeCard.objects.exclude(node=own.node))]
    cards.sort(key=lambda one: one.node.id.int)
    agencies = sorted((one for each in cards for one in each.agencies), key=lambda one: one.id.int)
    return Directory(
        version=before.directory.version + 1 if before else 1,
        at=max(now().replace(microsecond=0), before.directory.at) if before else now().replace(microsecond=0),
        previous=before.digest if before else "",
        secretariat=own.node,
        nodes=tuple(one.node for one in cards),
        agencies=tuple(agencies),
        communities=_communities(actor, {one.id for one in agencies}),
    )


def _communities(actor: Actor, agencies: set[UUID]) -> tuple[CommunityEntry, ...]:
    found = sorted(access.list_communities(actor), key=lambda one: one.id.int)
    return tuple(
        CommunityEntry(one.id, one.name, tuple(sorted((m for m in one.agencies if m in agencies), key=lambda m: m.int)))
        for one in found
    )


def _says_the_same(one: Directory, other: Directory) -> bool:
    return (one.nodes, one.agencies, one.communities) == (other.nodes, other.agencies, other.communities)
