"""Entries in the database: finding one, and letting it say something from now on."""

from uuid import UUID

from minassa.access import Opened
from minassa.base import NotFound, Refused
from minassa.liaison import faults
from minassa.liaison.expertise.content import packed
from minassa.liaison.expertise.types import Offer
from minassa.liaison.models import Expertise


def found(entry: UUID) -> Expertise:
    """An entry that this actor sees. Raises NotFound."""
    row = Expertise.objects.filter(id=entry).first()
    if row is None:
        raise NotFound(faults.NO_EXPERTISE)
    return row


def own(opened: Opened, entry: UUID) -> Expertise:
    """An entry of the actor's agency, locked. Raises NotFound, Refused."""
    seen = found(entry)
    opened.note(subject=f"expertise:{seen.id}", owner=seen.owner)
    if seen.owner != opened.actor.agency:
        raise Refused(faults.NOT_YOUR_EXPERTISE)
    return Expertise.objects.select_for_update().get(id=entry)


def say(row: Expertise, offer: Offer) -> None:
    """Let an entry say this, also where it is searched; it is not saved yet."""
    row.content, row.field, row.until = packed(offer), offer.field.value, offer.until
    row.languages = f" {' '.join(offer.languages)} "
