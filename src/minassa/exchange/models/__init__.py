"""Rows of the exchange."""

from minassa.exchange.models.feeds import Feed, FeedRun
from minassa.exchange.models.peers import NodeCard, PeerState, PinnedDirectory, RelayedEnvelope, SeenNonce
from minassa.exchange.models.taxii import Arrival, Collection, CollectionClock, Publication, StoredObject, Strand

__all__ = [
    "Arrival",
    "Collection",
    "CollectionClock",
    "Feed",
    "FeedRun",
    "NodeCard",
    "PeerState",
    "PinnedDirectory",
    "Publication",
    "RelayedEnvelope",
    "SeenNonce",
    "StoredObject",
    "Strand",
]
