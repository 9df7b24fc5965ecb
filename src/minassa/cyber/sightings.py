"""Sightings: an agency has met what an indicator names, and tells the indicator's owner.

They are a stream of their own, read by the order in which they arrive: an indicator that is met ten thousand times is not itself
exchanged again. What is told is how often and when, never where or by whom it was met.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from minassa.access import (
    Actor,
    Handling,
    Label,
    Opened,
    Parcel,
    Step,
    Tlp,
    addressed_here,
    door,
    marks,
    next_version,
    release,
)
from minassa.base import Invalid, NotFound, Refused, new_id
from minassa.cyber import faults
from minassa.cyber.acts import SIGHTING_ADD, SIGHTING_LIST
from minassa.cyber.models import Indicator, Sighting
from minassa.cyber.pages import LARGEST_PAGE, cursor_from, cursor_text
from minassa.cyber.types import SightingStream, SightingView
from minassa.stix import own_id

KIND: Final = "sighting"
MOST: Final = 999_999_999
_SKEW: Final = timedelta(minutes=10)
"""How far another node's clock may be ahead."""


def add_sighting(
    actor: Actor,
    *,
    indicator: UUID,
    count: int = 1,
    first_seen: datetime | None = None,
    last_seen: datetime | None = None,
) -> SightingView:
    """Note that the actor's agency has met what an indicator names; its owner is told where that is another agency.

    Raises NotFound for an indicator that is absent or hidden, Invalid for what cannot be.
    """
    with door(actor, SIGHTING_ADD, subject=f"indicator:{indicator}") as opened:
        held = Indicator.objects.filter(id=indicator).first()
        if held is None or actor.agency is None:
            raise NotFound(faults.NOT_FOUND)
        of = opened.label_of(held.label_id)
        opened.note(owner=of.owner, count=count)
        label = _label(actor.agency, of)
        row = Sighting(id=new_id(), ref=held.stix_id, count=count, first_seen=first_seen, last_seen=last_seen)
        _put(row, opened, label, opened.context.at)
        if of.owner != actor.agency:
            release(opened, _parcel(row, label), to=label.audience)
        return sighting_view(row, opened)


def list_sightings(actor: Actor, *, after: str = "", size: int = 100) -> SightingStream:
    """Sightings that this actor may see, in the order in which they arrived, behind the place `after`."""
    place, wanted = cursor_from(after), max(1, min(size, LARGEST_PAGE))
    with door(actor, SIGHTING_LIST) as opened:
        rows = Sighting.objects.filter(revoked=False)
        if place is not None:
            rows = rows.filter(Q(arrived__gt=place[0]) | Q(arrived=place[0], id__gt=place[1]))
        views = tuple(sighting_view(row, opened) for row in rows.order_by("arrived", "id")[:wanted])
        return SightingStream(views, views[-1].place if views else after)


def receive(opened: Opened, parcel: Parcel) -> None:
    """Take in what another agency has met, through the inbox's door. Raises Invalid and Refused."""
    if parcel.step is not Step.MESSAGE:
        raise Invalid(faults.SIGHTING_INVALID)
    row = _row(parcel.content)
    owners = addressed_here(parcel.label)
    held = Indicator.objects.filter(stix_id=row.ref)
    if not any(opened.label_of(one.label_id).owner in owners for one in held):
        raise Refused(faults.SIGHTING_UNKNOWN)
    row.id = parcel.id
    _put(row, opened, parcel.label, parcel.at)


def sighting_view(row: Sighting, opened: Opened) -> SightingView:
    """A sighting as it crosses the room's edge."""
    label = opened.label_of(row.label_id)
    return SightingView(
        id=row.id,
        ref=row.ref,
        agency=label.owner,
        mine=label.owner == opened.actor.agency,
        count=row.count,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        arrived=row.arrived,
        marks=marks(label),
        place=cursor_text(row.arrived, row.id),
    )


def _label(agency: UUID, of: Label) -> Label:
    """For the agency itself and for the indicator's owner, whatever the indicator's own audience is."""
    audience = frozenset({f"agency:{of.owner}"}) if of.owner != agency else frozenset[str]()
    return Label(agency, Tlp.AMBER_STRICT, audience, frozenset({Handling.H0}), exercise=of.exercise)


def _put(row: Sighting, opened: Opened, label: Label, at: datetime) -> None:
    """Save a sighting. Raises Invalid for one that cannot be."""
    times = [one for one in (row.first_seen, row.last_seen) if one is not None]
    if not 1 <= row.count <= MOST or times != sorted(times) or any(one > opened.context.at + _SKEW for one in times):
        raise Invalid(faults.SIGHTING_INVALID)
    row.stix_id, row.version, row.modified = own_id("sighting", f"sighting:{row.id}"), at, at
    row.label_id, row.arrived = opened.intern(label), opened.context.at
    row.save(force_insert=True)


def _parcel(row: Sighting, label: Label) -> Parcel:
    """A message on the stream of all that this agency tells of this indicator."""
    stream = f"{KIND}:{UUID(row.ref.rpartition('--')[2])}"
    content = {
        "indicator": row.ref,
        "count": row.count,
        "first_seen": row.first_seen.isoformat() if row.first_seen else None,
        "last_seen": row.last_seen.isoformat() if row.last_seen else None,
    }
    version = next_version(stream, label.owner)
    return Parcel(row.id, KIND, stream, version, Step.MESSAGE, label.owner, label, content, row.version)


def _row(content: Mapping[str, Any]) -> Sighting:
    """The sighting that a parcel states. Raises Invalid for anything else."""
    try:
        ref, count = content["indicator"], content["count"]
        first, last = _moment(content["first_seen"]), _moment(content["last_seen"])
    except (KeyError, TypeError, ValueError):
        raise Invalid(faults.SIGHTING_INVALID) from None
    if type(ref) is not str or type(count) is not int:
        raise Invalid(faults.SIGHTING_INVALID)
    return Sighting(ref=ref, count=count, first_seen=first, last_seen=last)


def _moment(text: object) -> datetime | None:
    if text is None:
        return None
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise ValueError("moments are told with their offset")
    return found
