"""Finding expertise: by field, language and country."""

from typing import Final
from uuid import UUID

import orjson
from django.db.models import Q

from minassa.access import Actor, Opened, door, list_agencies, marks, system_actor
from minassa.liaison.acts import EXPERTISE_LIST
from minassa.liaison.duty.content import sharing_from_json
from minassa.liaison.expertise import content, rows, rules
from minassa.liaison.expertise.types import ExpertiseView, Wanted
from minassa.liaison.models import Expertise, ExpertiseBook

MOST_LISTED: Final = 1_000


def list_expertise(actor: Actor, *, wanted: Wanted | None = None) -> tuple[ExpertiseView, ...]:
    """What this actor sees of what is wanted, by field, the last confirmed first; at most a thousand entries.

    What is not offered any more is shown to its own agency alone, which can renew or remove it. The country is that of the
    agency that offers.
    """
    given = wanted or Wanted()
    with door(actor, EXPERTISE_LIST) as opened:
        at = opened.context.at
        offered = Q(until=None) | Q(until__gte=at.date()) | Q(owner=actor.agency)
        found = Expertise.objects.filter(offered, *_narrowing(given)).order_by("field", "-confirmed", "id")
        return tuple(_view(row, opened) for row in found[:MOST_LISTED])


def read_expertise(actor: Actor, *, id: UUID) -> ExpertiseView:  # noqa: A002 - the word that every room uses
    """One entry. Raises NotFound."""
    with door(actor, EXPERTISE_LIST) as opened:
        return _view(rows.found(id), opened)


def _narrowing(wanted: Wanted) -> list[Q]:
    """The conditions of a search; what is no code finds nothing."""
    found = []
    if wanted.field:
        found.append(Q(field=wanted.field.value))
    if wanted.language:
        is_code = content.is_code(wanted.language)
        found.append(Q(languages__contains=f" {wanted.language} ") if is_code else Q(pk__in=()))
    if wanted.country:
        found.append(Q(owner__in=_agencies_of(wanted.country)))
    return found


def _agencies_of(country: str) -> list[UUID]:
    return [one.id for one in list_agencies(system_actor("liaison")) if one.country == country]


def _view(row: Expertise, opened: Opened) -> ExpertiseView:
    at = opened.context.at
    mine = row.owner == opened.actor.agency
    book = ExpertiseBook.objects.filter(expertise=row).first() if mine else None
    return ExpertiseView(
        id=row.id,
        owner=row.owner,
        mine=mine,
        offer=content.unpacked(row.content),
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
        confirmed=row.confirmed,
        stale=rules.is_stale(row.confirmed, at),
        over=rules.is_over(row.until, at),
        sharing=sharing_from_json(orjson.loads(book.sharing)) if book else None,
    )
