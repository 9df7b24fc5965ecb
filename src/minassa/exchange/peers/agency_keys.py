"""The signing keys of agencies: those of the node on which an agency works, as the directory lists them, or this node's own."""

from uuid import UUID

from minassa.access import is_local
from minassa.base import now
from minassa.exchange.peers.directory import Use
from minassa.exchange.peers.membership import own_keys, pinned_directory


def publics_of(agency: UUID) -> tuple[bytes, ...]:
    """The public keys (Ed25519) that count for an agency now; none for one that no directory and no node here knows."""
    pinned = pinned_directory()
    node = pinned.directory.node_of(agency) if pinned else None
    if node is not None:
        return tuple(one.public for one in node.keys_at(Use.SIGNING, now()))
    return (own_keys().newest(Use.SIGNING).public,) if is_local(agency) else ()


def sign_for(agency: UUID, message: bytes) -> tuple[bytes, bytes] | None:
    """This node's signature for an agency that works on it, as the public key and 64 bytes; None for any other agency.

    Unavailable where the node's keys are missing.
    """
    if not is_local(agency):
        return None
    own = own_keys()
    key = own.newest(Use.SIGNING)
    return key.public, own.signing(key).sign(message)
