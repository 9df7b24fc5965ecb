"""The partners, as people see them: each node of the directory, how this node stands with it, and what waits for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minassa import access
from minassa.access import CONTENT_ROLES, Actor, ActorKind, DeliveryView, Role, door
from minassa.base import NotFound, now
from minassa.exchange.acts import DIRECTORY_READ, PEER_LIST, PEER_RETRY
from minassa.exchange.models import PeerState, RelayedEnvelope
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import AgencyEntry, NodeEntry, SignedDirectory
from minassa.exchange.peers.membership import joined_directory, own_keys, pinned_directory


@dataclass(frozen=True, slots=True)
class PartnerView:
    """Another node: who is there, when it was last in contact, what waits for it, and what went wrong.

    `waiting` and `lost` are what the reader's own agency sent, None where the reader has no part in it. `kept`, at the
    secretariat, is how many sealed envelopes wait here until the node fetches them. `cut` is since when the node knows of an end of
    our ledger that we do not have.
    """

    node: UUID
    name: str
    address: str
    is_secretariat: bool
    agencies: tuple[AgencyEntry, ...]
    contact: datetime | None
    fault: str
    failing_since: datetime | None
    next_try: datetime | None
    waiting: int | None
    lost: tuple[DeliveryView, ...] | None
    kept: int
    refused: int
    refused_at: datetime | None
    refused_code: str
    cut: datetime | None
    cut_code: str


def show_directory(actor: Actor) -> SignedDirectory:
    """The directory that this node trusts. Raises Unavailable where it has not joined."""
    with door(actor, DIRECTORY_READ):
        return joined_directory()


def list_partners(actor: Actor) -> tuple[PartnerView, ...]:
    """Every other node of the directory, the secretariat first, then by name; none before this node joined."""
    with door(actor, PEER_LIST):
        found = pinned_directory()
        if found is None:
            return ()
        own = own_keys().node
        states = {row.node: row for row in PeerState.objects.all()}
        traffic = _traffic(actor)
        views = [_view(node, found, states.get(node.id), traffic) for node in found.directory.nodes if node.id != own]
        return tuple(sorted(views, key=lambda one: (not one.is_secretariat, one.name.casefold())))


def _traffic(actor: Actor) -> dict[UUID, access.Traffic] | None:
    """What the actor's agency sent, by agency; None for who has no part in content."""
    if actor.kind is not ActorKind.SYSTEM and not actor.roles & CONTENT_ROLES:
        return None
    return {one.agency: one for one in access.traffic(actor)}


def _view(
    node: NodeEntry, found: SignedDirectory, row: PeerState | None, traffic: dict[UUID, access.Traffic] | None
) -> PartnerView:
    agencies = found.directory.agencies_of(node.id)
    mine = None if traffic is None else [traffic[one.id] for one in agencies if one.id in traffic]
    return PartnerView(
        node=node.id,
        name=node.name,
        address=node.address,
        is_secretariat=node.id == found.directory.secretariat,
        agencies=agencies,
        contact=max(filter(None, (row.heard, row.reached)), default=None) if row else None,
        fault=row.fault if row else "",
        failing_since=row.failing_since if row else None,
        next_try=row.next_try if row and row.failures else None,
        waiting=None if mine is None else sum(one.waiting for one in mine),
        lost=None if mine is None else tuple(lost for one in mine for lost in one.lost),
        kept=RelayedEnvelope.objects.filter(recipient=node.id).count(),
        refused=row.refused if row else 0,
        refused_at=row.refused_at if row else None,
        refused_code=row.refused_code if row else "",
        cut=row.cut if row else None,
        cut_code=faults.LEDGER_CUT if row and row.cut else "",
    )


def retry_partner(actor: Actor, *, node: UUID) -> int:
    """Try a node again now; for a supervisor also what of their agency was given up or refused there: how much."""
    with door(actor, PEER_RETRY, subject=f"node:{node}") as opened:
        partner = next((one for one in list_partners(actor) if one.node == node), None)
        if partner is None:
            raise NotFound(faults.UNKNOWN_NODE)
        PeerState.objects.update_or_create(node=node, defaults={"next_try": now()})
        again = partner.lost or () if Role.SUPERVISOR in actor.roles else ()
        for one in again:
            access.retry_delivery(actor, delivery=one.id)
        opened.note(again=len(again))
        return len(again)
