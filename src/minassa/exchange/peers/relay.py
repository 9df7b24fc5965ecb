"""The secretariat's letter box: envelopes that wait until the node for which they are fetches them.

For nodes that others cannot reach, and for two nodes that cannot reach each other. The secretariat sees from whom, to whom, when
and how much; it has no key that opens an envelope. What waits is limited in number, size and time: nothing is lost thereby, since
the sender offers again what it has no receipt for.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Sum

from minassa.access import Actor, door
from minassa.base import Refused, now
from minassa.exchange.acts import PEER_RELAY
from minassa.exchange.models import RelayedEnvelope
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import Directory
from minassa.exchange.peers.membership import own_keys
from minassa.exchange.peers.sealing import Envelope

MOST_BYTES: Final = 64_000_000
MOST_COUNT: Final = 1_000
MOST_HANDED_BYTES: Final = 12_000_000
MOST_HANDED: Final = 50
KEPT_FOR: Final = timedelta(days=14)


def keep(actor: Actor, envelope: Envelope, *, directory: Directory) -> None:
    """Keep an envelope for the node for which it is. Its sender has been shown to be who it says.

    Raises Refused where this is not the secretariat's node, the recipient is not of the directory, or too much waits already
    from this sender for this recipient.
    """
    if directory.secretariat != own_keys().node or directory.node(envelope.recipient) is None:
        raise Refused(faults.NOT_FOR_US)
    raw = envelope.as_json()
    with door(actor, PEER_RELAY, subject=f"node:{envelope.recipient}") as opened:
        opened.note(sender=envelope.sender, envelope=envelope.id, size=len(raw))
        between = RelayedEnvelope.objects.filter(sender=envelope.sender, recipient=envelope.recipient)
        between = between.exclude(id=envelope.id)
        waits = between.aggregate(count=Count("id"), size=Sum("size"))
        if waits["count"] >= MOST_COUNT or (waits["size"] or 0) + len(raw) > MOST_BYTES:
            raise Refused(faults.RELAY_FULL)
        # The same envelope again takes the first one's place, if it is from the same node: its keys may be newer.
        RelayedEnvelope.objects.update_or_create(
            id=envelope.id,
            sender=envelope.sender,
            recipient=envelope.recipient,
            defaults={"content": raw, "size": len(raw)},
        )


def hand_over(actor: Actor, *, node: UUID, fetched: Iterable[UUID]) -> tuple[bytes, ...]:
    """What waits for a node, oldest first, as much as one answer carries; what it has fetched before is let go."""
    if not RelayedEnvelope.objects.filter(recipient=node).exists():
        return ()
    with door(actor, PEER_RELAY, subject=f"node:{node}") as opened:
        mine = RelayedEnvelope.objects.filter(recipient=node)
        gone, _models = mine.filter(id__in=list(fetched)).delete()
        found: list[bytes] = []
        left = MOST_HANDED_BYTES
        for row in mine.order_by("kept", "id")[:MOST_HANDED].iterator():
            left -= row.size
            if left < 0 and found:
                break
            found.append(bytes(row.content))
        opened.note(handed=len(found), fetched=gone)
        return tuple(found)


def forget_old() -> int:
    """Forget what nobody has fetched in two weeks; how many. Its senders have given it up by then, and say so."""
    gone, _models = RelayedEnvelope.objects.filter(kept__lt=now() - KEPT_FOR).delete()
    return gone
