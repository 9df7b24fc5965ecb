"""Rows that every part of the room looks up: an edition, and the delegation of whoever acts."""

from uuid import UUID

from minassa.access import Actor, Opened
from minassa.base import NotFound, Refused
from minassa.meetings import faults
from minassa.meetings.models import Delegation, Edition


def edition(id: UUID) -> Edition:  # noqa: A002 - the word that every room uses
    """An edition that this actor sees. Raises NotFound."""
    row = Edition.objects.filter(id=id).first()
    if row is None:
        raise NotFound(faults.NO_EDITION)
    return row


def kept_edition(opened: Opened, id: UUID) -> Edition:  # noqa: A002 - the word that every room uses
    """An edition of the actor's own agency, locked: so what changes it, its agenda or its circle goes one after another.

    Raises NotFound, and Refused for another secretariat's.
    """
    edition(id)
    row = Edition.objects.select_for_update().get(id=id)
    if row.owner != opened.actor.agency:
        raise Refused(faults.NOT_YOUR_EDITION)
    opened.note(owner=row.owner)
    return row


def own_delegation(actor: Actor, row: Edition) -> Delegation | None:
    """The delegation of this actor's agency to an edition, or None."""
    return Delegation.objects.filter(edition=row, agency__in=[actor.agency]).first()
