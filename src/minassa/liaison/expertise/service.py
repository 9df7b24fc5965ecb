"""Keeping the directory of expertise current and sharing it."""

from typing import Final
from uuid import UUID

import orjson
from django.db.models import Q

from minassa.access import Actor, Opened, Recipients, Shared, door, system_actor
from minassa.base import Conflict, Invalid, canonical_json, new_id
from minassa.liaison import faults
from minassa.liaison.acts import EXPERTISE_KEEP, EXPERTISE_REMIND
from minassa.liaison.duty.content import sharing_from_json, sharing_to_json
from minassa.liaison.duty.types import Sharing
from minassa.liaison.expertise import content, notices, rows, rules
from minassa.liaison.expertise.types import Offer
from minassa.liaison.models import Expertise, ExpertiseBook
from minassa.liaison.own import agency_of
from minassa.liaison.requests.files import file_label
from minassa.liaison.sharing import checked_sharing, label_for, reached, spread, take_back

KIND: Final = "expertise"


def keep_expertise(
    actor: Actor,
    *,
    offer: Offer,
    sharing: Sharing,
    exercise: bool,
    id: UUID | None = None,  # noqa: A002 - the word that every room uses
) -> UUID:
    """Add an entry of the own agency, or change one, and share it; whoever keeps it confirms it. Gives its id.

    Agencies with which it is not shared any more lose it. Raises Invalid for an offer that says nothing or is over.
    """
    whole = content.checked(offer)
    with door(actor, EXPERTISE_KEEP) as opened:
        if rules.is_over(whole.until, opened.context.at):
            raise Invalid(faults.EXPERTISE_OVER)
        to = reached(actor, checked_sharing(sharing))
        row = rows.own(opened, id) if id else Expertise(id=new_id(), owner=agency_of(actor))
        opened.note(subject=f"expertise:{row.id}", owner=row.owner, agencies=len(to.agencies) if to else 0)
        rows.say(row, whole)
        _share(opened, row, sharing, to, exercise=exercise)
        return row.id


def confirm_expertise(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Say that an entry is still right; all who have it see since when, and agencies that are new get it.

    Raises Conflict for one whose last day has passed: it is changed, not confirmed.
    """
    with door(actor, EXPERTISE_KEEP, subject=f"expertise:{id}") as opened:
        row = rows.own(opened, id)
        if rules.is_over(row.until, opened.context.at):
            raise Conflict(faults.EXPERTISE_OVER)
        sharing = sharing_from_json(orjson.loads(ExpertiseBook.objects.get(expertise=row).sharing))
        exercise = opened.label_of(row.label_id).exercise
        _share(opened, row, sharing, reached(actor, sharing), exercise=exercise)


def remove_expertise(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Take an entry away from everybody at once."""
    with door(actor, EXPERTISE_KEEP, subject=f"expertise:{id}") as opened:
        row = rows.own(opened, id)
        take_back(opened, _shared(row), opened.label_of(row.label_id))
        row.delete()


def remind_to_confirm() -> int:
    """Ask the officers of this node's agencies to confirm what nobody has confirmed for 180 days; how many entries.

    What is not offered any more is not asked about.
    """
    with door(system_actor("liaison"), EXPERTISE_REMIND) as opened:
        at, count = opened.context.at, 0
        offered = Q(expertise__until=None) | Q(expertise__until__gte=at.date())
        stale = ExpertiseBook.objects.filter(offered, expertise__confirmed__lt=at - rules.CONFIRM_EVERY)
        for book in stale.select_related("expertise").order_by("id"):
            if book.reminded is not None and at - book.reminded < rules.REMIND_AGAIN:
                continue
            notices.confirm(book.expertise)
            book.reminded = at
            book.save(update_fields=["reminded"])
            count += 1
        return count


def _share(opened: Opened, row: Expertise, sharing: Sharing, to: Recipients | None, *, exercise: bool) -> None:
    """Put the row under the label that addresses its recipients, and tell them; who is left out loses it."""
    at = opened.context.at
    row.label_id = opened.intern(label_for(row.owner, sharing, to, exercise=exercise))
    row.confirmed = row.modified = at
    row.save()
    ExpertiseBook.objects.filter(expertise=row).delete()
    book_label = opened.intern(file_label(row.owner, exercise=exercise))
    kept = canonical_json(sharing_to_json(sharing)).decode()
    ExpertiseBook.objects.create(label_id=book_label, expertise=row, sharing=kept)
    spread(opened, _shared(row), sharing, to, exercise=exercise)


def _shared(row: Expertise) -> Shared:
    return Shared(KIND, row.id, row.owner, orjson.loads(row.content))
