"""What is on its way to each agency, and what did not get there: for whoever looks after the ways to partners."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count

from minassa.access.acts import RELEASE_LIST
from minassa.access.doorway import door
from minassa.access.releases.models import Delivery
from minassa.access.releases.types import ON_ITS_WAY, DeliveryState, DeliveryView
from minassa.access.releases.views import delivery_view
from minassa.access.types import Actor

MOST_LOST: Final = 200
RETRIED: Final = frozenset({DeliveryState.DEAD, DeliveryState.REFUSED})


@dataclass(frozen=True, slots=True)
class Traffic:
    """What the actor's agency has on its way to another one, and the latest of what was given up or refused."""

    agency: UUID
    waiting: int
    lost: tuple[DeliveryView, ...]


def traffic(actor: Actor) -> tuple[Traffic, ...]:
    """The traffic to each agency to which something is on its way, or did not get there; as far as the actor may see it."""
    with door(actor, RELEASE_LIST) as opened:
        on_its_way = Delivery.objects.filter(state__in=ON_ITS_WAY).order_by("agency").values("agency")
        waiting: dict[UUID, int] = {row["agency"]: row["n"] for row in on_its_way.annotate(n=Count("id"))}
        rows = Delivery.objects.filter(state__in=RETRIED).order_by("-created", "-id")[:MOST_LOST]
        lost = [delivery_view(row, at=opened.context.at) for row in rows]
        return tuple(
            Traffic(agency, waiting.get(agency, 0), tuple(one for one in lost if one.agency == agency))
            for agency in sorted({*waiting, *(one.agency for one in lost)})
        )
