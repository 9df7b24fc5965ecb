"""What other nodes send: who speaks is shown first, then what arrives is opened and taken in, parcel by parcel.

Each parcel is taken in its own transaction: a crash in the middle leaves whole parcels, and the sender, who has no receipt, sends
all of them again; those that were taken before give the same receipt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson
from django.core.cache import cache
from django.db import transaction

from minassa import access, audit
from minassa.access import Actor, Receipt, ReceiptState, door
from minassa.base import Fault, Invalid, Refused, Unavailable, now
from minassa.exchange.acts import PEER_REFUSE, PEER_TAKE
from minassa.exchange.peers import faults, relay
from minassa.exchange.peers.content import Answered, Content, Sent, is_marked, read_content
from minassa.exchange.peers.directory import Directory, NodeEntry, Use
from minassa.exchange.peers.membership import joined_directory, own_keys, pinned_directory, usable_key, versions_after
from minassa.exchange.peers.sealing import Envelope, open_sealed, read_envelope, seal
from minassa.exchange.peers.signatures import Unsignable, check_request, sign_answer
from minassa.exchange.peers.standing import note_heard, note_refused, use_once
from minassa.exchange.peers.wire import Wrong, entries, mapping, uuid

REFUSALS_EACH_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class PeerCaller:
    """A node that has shown who it is."""

    node: NodeEntry
    directory: Directory


def hear_peer(*, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> PeerCaller:
    """Who sends this request. Raises UnknownPeer where that cannot be shown, or where the request was received before."""
    directory, at = joined_directory().directory, now()
    own = directory.node(own_keys().node)
    if own is None or not own.address:
        raise Unavailable(faults.NOT_JOINED)

    def key_of(id: str) -> bytes | None:  # noqa: A002 - the key's own word
        found = directory.signer(id, at)
        return found[1].public if found else None

    signed = check_request(method=method, url=own.address + path, body=body, headers=headers, key_of=key_of, at=at)
    use_once(signed)
    found = directory.signer(signed.key, at)
    if found is None or found[0].id == own.id:
        raise faults.UnknownPeer(faults.KEY_UNKNOWN)
    note_heard(found[0].id)
    return PeerCaller(found[0], directory)


def receive_envelope(actor: Actor, *, raw: bytes, caller: PeerCaller) -> Envelope | None:
    """Take in an envelope that its sender handed over; the sealed answer with the receipts.

    None where it is for another node and waits here, at the secretariat, until that one fetches it. Raises Refused or Invalid
    for an envelope that is not what it says.
    """
    envelope = read_envelope(raw)
    if envelope.sender != caller.node.id:
        raise Refused(faults.SENDER_FALSE)
    if envelope.recipient != own_keys().node:
        relay.keep(actor, envelope, directory=caller.directory)
        return None
    return sealed_for(caller.node, open_and_take(actor, envelope, directory=caller.directory))


def open_and_take(actor: Actor, envelope: Envelope, *, directory: Directory) -> Content:
    """Open an envelope for this node and take in what is inside; the receipts for its sender, who is sure afterwards."""
    sender = signer_of(envelope, directory)
    content = opened_content(envelope, directory)
    note_heard(sender.id)
    receipts = tuple(_taken(actor, content.parcels, sender, directory))
    _note_receipts(actor, content.receipts, sender.id)
    with door(actor, PEER_TAKE, subject=f"node:{sender.id}") as opened:
        states = [one.receipt.state for one in receipts]
        opened.note(
            envelope=envelope.id,
            taken=states.count(ReceiptState.TAKEN),
            held=states.count(ReceiptState.HELD),
            refused=states.count(ReceiptState.REFUSED),
        )
    return Content(receipts=receipts)


def opened_content(envelope: Envelope, directory: Directory) -> Content:
    """What is inside an envelope for this node. Raises Refused or Invalid for one that is not for us, or not what it says."""
    own = own_keys()
    if envelope.recipient != own.node:
        raise Refused(faults.NOT_FOR_US)
    signer_of(envelope, directory)
    private = own.opening(envelope.key)
    if private is None:
        raise Invalid(faults.SEALED)
    return read_content(open_sealed(envelope, private))


def signer_of(envelope: Envelope, directory: Directory) -> NodeEntry:
    """The node that signed an envelope, which is the one that it names as its sender. Raises Refused."""
    found = directory.signer(envelope.by, now())
    if found is None or found[0].id != envelope.sender or not envelope.is_signed_by(found[1].public):
        raise Refused(faults.SENDER_FALSE)
    return found[0]


def _taken(actor: Actor, parcels: Iterable[Sent], sender: NodeEntry, directory: Directory) -> Iterable[Answered]:
    for one in parcels:
        try:
            receipt = _take(actor, one, sender, directory)
        except Unavailable:
            continue  # no receipt: it is sent again
        except Fault as fault:
            receipt = Receipt(ReceiptState.REFUSED, fault.code)
        yield Answered(one.delivery, one.mark, receipt)


def _take(actor: Actor, one: Sent, sender: NodeEntry, directory: Directory) -> Receipt:
    """Hand one parcel to the inbox, with the agency that sent it: the owner, where it lives on the sender's node."""
    parcel = access.parcel_from_json(one.parcel)
    agencies = [agency.id for agency in directory.agencies_of(sender.id)]
    speaks = parcel.owner if parcel.owner in agencies else sender.id
    return access.take_in(actor, parcel, sender=speaks)


def _note_receipts(actor: Actor, receipts: Iterable[Answered], node: UUID) -> None:
    """Write what became of our deliveries. A receipt for what was not sent to that node is passed over."""
    ours = {one.delivery: one.receipt for one in receipts if is_marked(one, node)}
    if ours:
        access.mark_all_answered(actor, subject=f"node:{node}", answers=ours)


def sealed_for(node: NodeEntry, content: Content, *, id: UUID | None = None) -> Envelope:  # noqa: A002 - its own word
    """Seal content to a node's newest key. Raises Unavailable where the directory lists none that counts now."""
    own, at = own_keys(), now()
    keys = node.keys_at(Use.SEALING, at)
    if not keys:
        raise Unavailable(faults.NO_SEALING_KEY)
    by = own.signing(usable_key(joined_directory().directory, own, at) or own.newest(Use.SIGNING))
    return seal(content.as_json(), sender=own.node, recipient=node.id, key=keys[0], by=by, at=at, id=id)


def read_waiting_question(raw: bytes) -> tuple[int, tuple[UUID, ...]]:
    """What a node asks the secretariat: the version of the directory that it has, and which envelopes it has fetched."""
    try:
        body = mapping(orjson.loads(raw), "form", {"version", "fetched"})
        if type(body["version"]) is not int or body["version"] < 0:
            raise Wrong("version")
        return body["version"], tuple(uuid(one, "fetched") for one in entries(body["fetched"], "fetched", most=200))
    except ValueError as error:  # Wrong, and what is no JSON
        raise Invalid(faults.UNREADABLE) from error


def waiting_for_peer(actor: Actor, *, caller: PeerCaller, version: int, fetched: Iterable[UUID]) -> bytes:
    """At the secretariat: what is new for a node, and what waits for it. At others nothing waits."""
    found = relay.hand_over(actor, node=caller.node.id, fetched=fetched)
    newer = [one.as_json() for one in versions_after(version)]
    return orjson.dumps({"directories": newer, "envelopes": [orjson.Fragment(one) for one in found]})


def sign_answer_to(request_signature: str, *, status: int, body: bytes) -> dict[str, str]:
    """The header fields that sign an answer; none where the request bore no signature, or one that no header can repeat."""
    if not request_signature:
        return {}
    own, at, found = own_keys(), now(), pinned_directory()
    key = (usable_key(found.directory, own, at) if found else None) or own.newest(Use.SIGNING)
    try:
        return sign_answer(status=status, body=body, request_signature=request_signature, key=own.signing(key), at=at)
    except Unsignable:
        return {}


def note_peer_refusal(*, code: str, source: str, node: UUID | None) -> None:
    """Write that a message was refused: once a minute for each source and code, so that nobody can flood the log."""
    if node is not None:
        note_refused(node, code)
    if not cache.add(f"peer-refused:{node or source}:{code}", 1, timeout=REFUSALS_EACH_SECONDS):
        return
    who = f"peer:{node}" if node else "system:peers"
    with transaction.atomic():
        audit.append(audit.Line(PEER_REFUSE.name, "refused", who, reason=code, details={"source": source}))
