"""Statuses: what became of a request to add objects. Whoever sent it may ask for it, and nobody else."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from minassa.access import Actor, Handling, Label, Opened, Tlp, door, system_actor
from minassa.base import NotFound, now
from minassa.exchange import faults
from minassa.exchange.acts import TAXII_FORGET, TAXII_STATUS
from minassa.exchange.models.taxii import Arrival
from minassa.exchange.taxii.types import Failure, StatusView, Taken

KEPT: Final = timedelta(days=3)


def read_status(actor: Actor, *, id: UUID) -> StatusView:  # noqa: A002 - the word that every room uses
    """What became of a request of this actor. Raises NotFound for anybody else's, and once it has been forgotten."""
    with door(actor, TAXII_STATUS):
        row = Arrival.objects.filter(id=id, created__gt=now() - KEPT).first()
        if row is None:
            raise NotFound(faults.NO_STATUS, days=KEPT.days)
        return _view(row)


def keep_status(opened: Opened, *, collection: UUID, taken: Taken) -> StatusView:
    """Write down what one request did, for its sender."""
    row = Arrival.objects.create(
        label_id=opened.intern(_for_sender(opened.actor)),
        collection=collection,
        total=taken.total,
        success=taken.stored + taken.known,
        failures=[[one.id, one.version, one.message] for one in taken.failures],
    )
    return _view(row)


def forget_statuses() -> int:
    """Forget the statuses that are older than KEPT; called by the clock."""
    with door(system_actor("taxii-upkeep"), TAXII_FORGET):
        deleted, _by_model = Arrival.objects.filter(created__lte=now() - KEPT).delete()
        return deleted


def _for_sender(actor: Actor) -> Label:
    """For the person whose program sent it; for their agency where it was no person's."""
    agency = actor.agency
    if agency is None:
        raise NotFound(faults.NO_COLLECTION)
    handling = frozenset({Handling.H0})
    if actor.user_id is None:
        return Label(owner=agency, tlp=Tlp.AMBER_STRICT, handling=handling)
    return Label(owner=agency, tlp=Tlp.RED, audience=frozenset({f"user:{actor.user_id}"}), handling=handling)


def _view(row: Arrival) -> StatusView:
    return StatusView(row.id, row.created, row.total, row.success, tuple(Failure(*one) for one in row.failures))
