"""The books, as their agency's people read them: what was released to whom, and what was received from whom."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from minassa.access.acts import PARCEL_LIST, RELEASE_FOLLOW, RELEASE_LIST
from minassa.access.doorway import door
from minassa.access.newest_first import Cursor, newest
from minassa.access.releases.models import Arrival, Delivery, Release
from minassa.access.releases.types import DeliveryState, DeliveryView, Parcel, ReceivedView
from minassa.access.releases.views import delivery_view, received_view
from minassa.access.releases.wire import parcel_from_json
from minassa.access.types import Actor

MOST_OF_A_STREAM: Final = 1_000
MOST_LISTED: Final = 200


def list_deliveries(
    actor: Actor, *, stream: str = "", owed: bool = False, before: Cursor | None = None, size: int = 50
) -> tuple[DeliveryView, ...]:
    """What the actor's agency released, newest first: of one stream, or those whose acknowledgement is owed, or all.

    `before` is the (created, id) of the last line of the page that went before; it is for the list of all.
    """
    wanted = min(size, MOST_LISTED)
    with door(actor, RELEASE_LIST) as opened:
        if stream:
            rows = list(Delivery.objects.filter(stream=stream).order_by("-created", "-id")[:MOST_OF_A_STREAM])
        elif owed:
            late = Delivery.objects.filter(due__isnull=False, acknowledged_at=None)
            rows = list(late.exclude(state=DeliveryState.STOPPED).order_by("due", "id")[:wanted])
        else:
            rows = newest(Delivery, wanted, before, by="created", is_listed=True)
        return tuple(delivery_view(row, at=opened.context.at) for row in rows)


def list_received(
    actor: Actor, *, stream: str = "", owed: bool = False, before: Cursor | None = None, size: int = 50
) -> tuple[ReceivedView, ...]:
    """What the actor's agency received, newest first: of one stream, or what it has yet to acknowledge, or all.

    `before` is the (received_at, id) of the last line of the page that went before; it is for the list of all.
    """
    wanted = min(size, MOST_LISTED)
    with door(actor, PARCEL_LIST):
        if stream:
            rows = list(Arrival.objects.filter(stream=stream).order_by("-received_at", "-id")[:MOST_OF_A_STREAM])
        elif owed:
            waits = Arrival.objects.filter(due__isnull=False, acknowledged_at=None)
            rows = list(waits.order_by("due", "id")[:wanted])
        else:
            rows = newest(Arrival, wanted, before, by="received_at")
        return tuple(map(received_view, rows))


def read_received(actor: Actor, *, arrival: UUID) -> ReceivedView:
    """One line of what the actor's agency received. Raises NotFound."""
    with door(actor, PARCEL_LIST):
        return received_view(Arrival.objects.get(id=arrival))


def released_since(  # noqa: PLR0913 - where a part begins and how long it is, each named
    actor: Actor, *, owner: UUID, kind: str, since: datetime, after: UUID | None = None, limit: int = 500
) -> tuple[Parcel, ...]:
    """What an agency of this node released of one kind from a moment on, oldest first, as it was released.

    For a system actor that publishes elsewhere what was released anyway. `after` is the id of the last parcel of the part that
    went before, whose `at` is `since`. A parcel that is written just now may bear an earlier moment: begin each time from
    a little before, and know by stream and version what you have had.
    """
    with door(actor, RELEASE_FOLLOW):
        later = Q(created__gt=since) | (Q(created=since) if after is None else Q(created=since, id__gt=after))
        rows = Release.objects.filter(later, owner=owner, kind=kind).order_by("created", "id")
        return tuple(parcel_from_json(row.parcel.encode()) for row in rows[:limit])
