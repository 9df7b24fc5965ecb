"""Carrying to other nodes what waits for them, and fetching from the secretariat what waits for this one.

    1. ask the secretariat for newer versions of the directory and for envelopes that wait here; take them in
    2. send it this node's card, where keys or address have changed
    3. show it where this node's ledger ends
    4. to each node for which something waits: envelopes of parcels, in the order of their streams, until nothing waits

A parcel is marked only after its receipt is here. Whatever breaks off in between is offered again: the recipient's inbox knows
each parcel by its id. A node that does not answer is tried again ever more rarely; where a node has no address, or has not been
reached three times, its envelopes go by the secretariat.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

import orjson

from minassa import access
from minassa.access import Actor, Waiting, door
from minassa.base import Fault, Invalid, PeerFault, now
from minassa.exchange.acts import PEER_SEND
from minassa.exchange.models import PeerState
from minassa.exchange.peers import calling, faults
from minassa.exchange.peers.content import Answered, Content, Sent, mark_of
from minassa.exchange.peers.directory import Directory, NodeEntry, SignedDirectory
from minassa.exchange.peers.membership import (
    follow_directory,
    joined_directory,
    own_keys,
    pinned_directory,
    read_signed_directory,
)
from minassa.exchange.peers.publishing import own_card
from minassa.exchange.peers.receiving import open_and_take, opened_content, sealed_for
from minassa.exchange.peers.sealing import Envelope, read_envelope
from minassa.exchange.peers.standing import is_due, note_asked, note_failed, was_heard_lately
from minassa.exchange.peers.witness import show_end, witness_of

log = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 100
MOST_BYTES: Final = 1_000_000
RELAY_AFTER: Final = 3
ASKED_EVERY: Final = timedelta(seconds=60)
BUDGET_SECONDS: Final = 25.0
"""How long one round may last: the worker's other jobs wait behind it."""


@dataclass(slots=True)
class Round:
    """What one round did: parcels handed over and envelopes fetched, and which nodes could not be reached, with the code."""

    sent: int = 0
    answered: int = 0
    relayed: int = 0
    fetched: int = 0
    failed: dict[UUID, str] = field(default_factory=dict)


def sync_peers(*, budget: float = BUDGET_SECONDS, at_once: bool = False) -> Round:
    """Carry what is due; `at_once` also asks and tries those whose time has not come. Does nothing before the node joined.

    Raises Unavailable where this node's database cannot be written; what was on its way is offered again.
    """
    done = Round()
    if pinned_directory() is not None:
        with access.database_faults():
            _go_round(done, budget, at_once=at_once)
    return done


def _go_round(done: Round, budget: float, *, at_once: bool) -> None:
    until = time.monotonic() + budget
    actor = access.system_actor("exchange")
    _ask_secretariat(actor, done, until, at_once=at_once)
    _show_end(actor, done, at_once=at_once)
    directory, own = joined_directory().directory, own_keys().node
    for node in _nodes_waited_for(actor, directory, own):
        is_open = at_once or is_due(node.id, now()) or _by_secretariat(node, directory, own) is not None
        if is_open and time.monotonic() < until:
            _send_all(actor, node, directory, done, until)


# 1. What the secretariat has for this node.


def _ask_secretariat(actor: Actor, done: Round, until: float, *, at_once: bool) -> None:
    directory, own = joined_directory().directory, own_keys().node
    secretariat = directory.node(directory.secretariat)
    if secretariat is None or directory.secretariat == own or not (at_once or _is_asked_again(directory, own)):
        return
    try:
        _send_card(directory, secretariat)
    except Fault as fault:
        _note_failed(done, secretariat.id, fault)
        if fault.code.startswith("fetch."):
            return
    try:
        _fetch(actor, secretariat, done, until)
        note_asked(secretariat.id)
    except Fault as fault:
        _note_failed(done, secretariat.id, fault)


def _is_asked_again(directory: Directory, own: UUID) -> bool:
    """A node that others cannot reach asks in each round; others once a minute."""
    row = PeerState.objects.filter(node=directory.secretariat).first()
    if row is None or row.next_try > now():
        return row is None
    mine = directory.node(own)
    return mine is None or not mine.address or row.asked is None or row.asked + ASKED_EVERY <= now()


def _send_card(directory: Directory, secretariat: NodeEntry) -> None:
    """Tell the secretariat of new keys or another address, which it publishes at once."""
    listed = directory.node(own_keys().node)
    card = own_card(access.system_actor("federation"), listed_in=directory)
    if listed is not None and (listed != card.node or directory.agencies_of(listed.id) != card.agencies):
        calling.call(secretariat, calling.CARD, card.text())


def _fetch(actor: Actor, secretariat: NodeEntry, done: Round, until: float) -> None:
    """Fetch until nothing waits, or the time is over. Each question lets go what the one before has brought."""
    fetched: list[UUID] = []
    while True:
        question = {"version": joined_directory().directory.version, "fetched": [str(one) for one in fetched]}
        answer = calling.call(secretariat, calling.WAITING, orjson.dumps(question))
        versions, envelopes = read_waiting(answer.body)
        if versions:
            follow_directory(access.system_actor("federation"), offered=versions)
        if time.monotonic() > until or not (versions or envelopes):
            return
        fetched = [_take_fetched(actor, one) for one in envelopes]
        done.fetched += len(fetched)


def read_waiting(raw: bytes) -> tuple[tuple[SignedDirectory, ...], tuple[Envelope, ...]]:
    """The secretariat's answer: newer versions of the directory, and envelopes. Raises Invalid."""
    try:
        whole = orjson.loads(raw)
        versions = tuple(read_signed_directory(orjson.dumps(one)) for one in whole["directories"])
        return versions, tuple(read_envelope(orjson.dumps(one)) for one in whole["envelopes"])
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise Invalid(faults.UNREADABLE) from error


def _take_fetched(actor: Actor, envelope: Envelope) -> UUID:
    """Take in an envelope that waited, and send the receipts back the way that leads to its sender.

    An envelope that cannot be opened is let go: its sender has no receipt, and sends again.
    """
    directory = joined_directory().directory
    try:
        receipts = open_and_take(actor, envelope, directory=directory)
        sender = directory.node(envelope.sender)
        if receipts.receipts and sender is not None:
            hand_in(sealed_for(sender, receipts), sender, directory)
    except Fault as fault:
        log.warning("an envelope that waited at the secretariat: %s", fault.code)
    return envelope.id


def _show_end(actor: Actor, done: Round, *, at_once: bool) -> None:
    directory = joined_directory().directory
    witness = witness_of(directory)
    if witness is None or witness.id in done.failed or not (witness.address and (at_once or is_due(witness.id, now()))):
        return
    try:
        show_end(actor, directory)
    except Fault as fault:
        _note_failed(done, witness.id, fault)


# 4. What waits for other nodes.


def _nodes_waited_for(actor: Actor, directory: Directory, own: UUID) -> Iterator[NodeEntry]:
    seen: set[UUID] = {own}
    for agency in access.agencies_waited_for(actor):
        node = directory.node_of(agency)
        if node is None:
            _fail(actor, access.deliveries_waiting(actor, agency=agency, limit=MOST_AT_ONCE), faults.UNKNOWN_NODE)
        elif node.id not in seen:
            seen.add(node.id)
            yield node


def _send_all(actor: Actor, node: NodeEntry, directory: Directory, done: Round, until: float) -> None:
    while batch := _batch(actor, node, directory):
        try:
            _send(actor, node, directory, batch, done)
        except Fault as fault:
            if fault.code.startswith("access."):
                raise  # it is this node that is not ready, and no fault of the other one's
            if _note_failed(done, node.id, fault):
                _fail(actor, batch, fault.code)
            return
        if time.monotonic() > until:
            return


def _batch(actor: Actor, node: NodeEntry, directory: Directory) -> list[Waiting]:
    """The oldest that wait for the agencies of a node: a hundred, or a megabyte, whichever is less."""
    waiting = [
        one
        for agency in directory.agencies_of(node.id)
        for one in access.deliveries_waiting(actor, agency=agency.id, limit=MOST_AT_ONCE)
    ]
    waiting.sort(key=lambda one: one.id.int)
    found: list[Waiting] = []
    size = 0
    for one in waiting[:MOST_AT_ONCE]:
        size += len(access.parcel_to_json(one.parcel))
        if found and size > MOST_BYTES:
            break
        found.append(one)
    return found


def _send(actor: Actor, node: NodeEntry, directory: Directory, batch: list[Waiting], done: Round) -> None:
    """Hand one envelope over, and write what became of each parcel in it."""
    parcels = tuple(Sent(one.id, mark_of(one.id, node.id), access.parcel_to_json(one.parcel)) for one in batch)
    envelope = sealed_for(node, Content(parcels), id=_id_of(batch, node))
    answer = hand_in(envelope, node, directory)
    with door(actor, PEER_SEND, subject=f"node:{node.id}") as opened:
        opened.note(envelope=envelope.id, parcels=len(batch), relayed=answer is None)
    done.sent += len(batch)
    if answer is None:
        done.relayed += len(batch)
        _note_relayed(actor, node, batch)
        return
    receipts = _receipts(answer, node, directory)
    done.answered += len(receipts)
    known = {one.id for one in batch}
    told = {one.delivery: one.receipt for one in receipts if one.delivery in known}
    access.mark_all_answered(actor, subject=f"node:{node.id}", answers=told)
    _fail(actor, [one for one in batch if one.id not in told], faults.NO_RECEIPT)


def _id_of(batch: list[Waiting], node: NodeEntry) -> UUID:
    """The same for the same parcels: what is offered again replaces, at the secretariat, what still waits there."""
    return UUID(hex=mark_of(batch[0].id, node.id, *(one.id for one in batch[1:]))[:32])


def _note_relayed(actor: Actor, node: NodeEntry, batch: list[Waiting]) -> None:
    """Under way; or, where nothing was heard of the node lately, waiting for it ever more patiently, until it is given up."""
    if was_heard_lately(node.id):
        for one in batch:
            access.mark_sent(actor, delivery=one.id)
    else:
        _fail(actor, batch, faults.WAITS)


def _receipts(answer: bytes, node: NodeEntry, directory: Directory) -> tuple[Answered, ...]:
    envelope = read_envelope(answer)
    if envelope.sender != node.id:
        raise PeerFault(faults.ANSWER_WRONG)
    return opened_content(envelope, directory).receipts


def hand_in(envelope: Envelope, node: NodeEntry, directory: Directory) -> bytes | None:
    """Give an envelope to its node, and give that one's sealed answer; None where the secretariat keeps it for the node.

    Raises PeerFault where neither takes it.
    """
    relay = _by_secretariat(node, directory, envelope.sender)
    if relay is None:
        return calling.call(node, calling.ENVELOPES, envelope.as_json()).body
    if node.address and is_due(node.id, now()):
        try:
            return calling.call(node, calling.ENVELOPES, envelope.as_json()).body
        except PeerFault as fault:
            if not fault.code.startswith("fetch."):  # it is there, and says no
                raise
            note_failed(node.id, fault.code)
    calling.call(relay, calling.ENVELOPES, envelope.as_json())
    return None


def _by_secretariat(node: NodeEntry, directory: Directory, own: UUID) -> NodeEntry | None:
    """The secretariat, where it carries for this node: others cannot reach it, or we have failed to, three times."""
    secretariat = directory.node(directory.secretariat)
    if secretariat is None or not secretariat.address or secretariat.id in {node.id, own}:
        return None
    row = PeerState.objects.filter(node=node.id).first()
    return secretariat if not node.address or (row and row.failures >= RELAY_AFTER) else None


def _fail(actor: Actor, batch: Iterable[Waiting], code: str) -> None:
    for one in batch:
        access.mark_failed(actor, delivery=one.id, code=code)


def _note_failed(done: Round, node: UUID, fault: Fault) -> bool:
    code = str(fault.params["answer"]) if fault.code == faults.ANSWERED else fault.code
    done.failed[node] = code
    log.warning("node %s: %s", node, code)
    return note_failed(node, code)
