"""How this node stands with each other one: when they spoke, what went wrong, and when to try again."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from minassa.base import now
from minassa.exchange.models import PeerState, SeenNonce
from minassa.exchange.peers.faults import REPLAYED, UnknownPeer
from minassa.exchange.peers.signatures import REMEMBERED, Signed

FIRST_WAIT: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(hours=1)
PATIENCE: Final = timedelta(days=1)
"""How long a node that cannot be reached costs its deliveries nothing: as soon as it is back, everything goes at once."""


LATELY: Final = timedelta(hours=1)


def wait_after(failures: int) -> timedelta:
    """How long until the next try: ten seconds, doubled each time, an hour at most; less up to a half by chance.

    The chance keeps nodes that lost the same partner from coming back to it all at once.
    """
    longest = min(FIRST_WAIT * (1 << min(failures - 1, 12)), LONGEST_WAIT)
    return longest * (0.5 + secrets.randbelow(1_000) / 2_000)


def is_due(node: UUID, at: datetime) -> bool:
    """Whether a node may be tried now."""
    return not PeerState.objects.filter(node=node, next_try__gt=at).exists()


def was_heard_lately(node: UUID) -> bool:
    """Whether it spoke to us or answered us in the last hour."""
    row = PeerState.objects.filter(node=node).first()
    last = max((one for one in (row.heard, row.reached) if one is not None), default=None) if row else None
    return last is not None and now() - last < LATELY


def note_reached(node: UUID) -> None:
    """It answered us."""
    good = {"reached": now(), "failures": 0, "failing_since": None, "fault": "", "next_try": now()}
    PeerState.objects.update_or_create(node=node, defaults=good)


def note_failed(node: UUID, code: str) -> bool:
    """It did not answer, or not as it should. Gives whether our patience with it is at its end."""
    at = now()
    with transaction.atomic():
        PeerState.objects.get_or_create(node=node)
        row = PeerState.objects.select_for_update().get(node=node)
        row.failures += 1
        row.failing_since = row.failing_since or at
        row.fault, row.next_try = code[:80], at + wait_after(row.failures)
        row.save(update_fields=["failures", "failing_since", "fault", "next_try"])
    return at - row.failing_since >= PATIENCE


def note_heard(node: UUID) -> None:
    """It spoke to us, and showed who it is: so it is up, and what waits for it is tried at once."""
    PeerState.objects.update_or_create(node=node, defaults={"heard": now(), "next_try": now()})


def note_asked(node: UUID) -> None:
    """We asked it for what waits and what is new."""
    PeerState.objects.update_or_create(node=node, defaults={"asked": now()})


def note_refused(node: UUID, code: str) -> None:
    """We refused a message that shows this node as its sender."""
    PeerState.objects.get_or_create(node=node)
    PeerState.objects.filter(node=node).update(refused=F("refused") + 1, refused_at=now(), refused_code=code[:80])


def use_once(signed: Signed) -> None:
    """Remember a request that has been checked. Raises UnknownPeer where it has been received before."""
    try:
        with transaction.atomic():
            SeenNonce.objects.create(key=signed.key, nonce=signed.nonce, until=signed.created + REMEMBERED)
    except IntegrityError as error:
        raise UnknownPeer(REPLAYED) from error


def forget_nonces() -> int:
    """Forget the requests whose signature is too old to be taken again; how many."""
    gone, _models = SeenNonce.objects.filter(until__lt=now()).delete()
    return gone
