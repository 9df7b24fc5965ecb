"""Cards of other nodes, as their own software would write them."""

from typing import Any

from minassa.base import now
from minassa.exchange.peers.directory import AgencyEntry
from minassa.exchange.peers.publishing import FORMAT, Card
from tests.exchange.peers.world import Other


def card_of(one: Other, agencies: tuple[AgencyEntry, ...] | None = None, **changes: Any) -> Card:
    """A node's card, signed with its key; `changes` are made before it is signed."""
    node = changes.get("node", one.entry())
    theirs = (one.agency_entry(),) if agencies is None else agencies
    blank = Card(node, theirs, now().replace(microsecond=0), one.entry().keys[0].id, b"")
    return Card(
        blank.node, blank.agencies, blank.at, blank.by, one.signing.sign(FORMAT.encode() + b"\n" + blank.body())
    )
