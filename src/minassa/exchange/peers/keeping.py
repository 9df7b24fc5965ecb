"""Keeping the node's keys, and forgetting what its traffic leaves behind."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from minassa.access import Actor, door
from minassa.base import now
from minassa.exchange.acts import KEYS_ROTATE
from minassa.exchange.peers import relay, standing
from minassa.exchange.peers.directory import NodeKey, Use
from minassa.exchange.peers.keys import rotate_node_keys
from minassa.exchange.peers.membership import own_keys, pinned_directory


@dataclass(frozen=True, slots=True)
class NodeKeysView:
    """This node's id, its keys that count, the fingerprint of its newest signing key, and whether the directory lists that."""

    node: UUID
    keys: tuple[NodeKey, ...]
    signing: NodeKey
    is_listed: bool


def keys_of_this_node() -> NodeKeysView:
    """The public side of this node's keys."""
    own, at, found = own_keys(), now(), pinned_directory()
    newest = own.newest(Use.SIGNING)
    keys = tuple(one for one in own.entry.keys if one.counts_at(at))
    return NodeKeysView(own.node, keys, newest, bool(found and found.directory.signer(newest.id, at)))


def rotate_keys(actor: Actor, *, revoke: bool = False) -> NodeKeysView:
    """Make new keys. The old ones count for a week more, and stay for reading; with `revoke` they end at once.

    The new ones are used as soon as the directory lists them: the node tells the secretariat by itself, except after
    revoking, when its card goes by another way.
    """
    with door(actor, KEYS_ROTATE) as opened:
        own = rotate_node_keys(settings.MINASSA.home, at=now(), revoke=revoke)
        opened.note(key=own.newest(Use.SIGNING).id, revoked=int(revoke))
    return keys_of_this_node()


def forget_old_traffic() -> None:
    """Forget requests that are too old to be replayed, and envelopes that nobody fetched in two weeks."""
    standing.forget_nonces()
    relay.forget_old()
