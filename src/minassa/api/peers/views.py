"""What another node asks: take this envelope; what waits for me; these are my new keys; my ledger ends here."""

import orjson

from minassa import exchange
from minassa.access import system_actor
from minassa.api.peers.frame import for_nodes


@for_nodes
def envelopes(body: bytes, caller: exchange.PeerCaller) -> tuple[int, bytes]:
    """Take an envelope: 200 with the sealed receipts, or 202 where it waits here for another node."""
    answer = exchange.receive_envelope(system_actor("exchange"), raw=body, caller=caller)
    return (202, b'{"kept":true}') if answer is None else (200, answer.as_json())


@for_nodes
def waiting(body: bytes, caller: exchange.PeerCaller) -> tuple[int, bytes]:
    """Newer versions of the directory, and the envelopes that wait for the caller; those it has fetched are let go."""
    version, fetched = exchange.read_waiting_question(body)
    return 200, exchange.waiting_for_peer(system_actor("exchange"), caller=caller, version=version, fetched=fetched)


@for_nodes
def card(body: bytes, caller: exchange.PeerCaller) -> tuple[int, bytes]:
    """Publish the caller's new keys and address."""
    published = exchange.renew_card(system_actor("federation"), raw=body, sender=caller.node.id)
    return 200, orjson.dumps({"published": published})


@for_nodes
def head(body: bytes, caller: exchange.PeerCaller) -> tuple[int, bytes]:
    """Keep the end of the caller's ledger, and tell which one is kept."""
    return 200, exchange.keep_end(system_actor("exchange"), caller=caller.node, raw=body)
