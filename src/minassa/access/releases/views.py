"""Rows of the books as they cross the room's edge."""

from datetime import datetime

from minassa.access.releases.models import Arrival, Delivery
from minassa.access.releases.types import LOST, DeliveryState, DeliveryView, ReceivedView, Step


def delivery_view(row: Delivery, *, at: datetime) -> DeliveryView:
    """One line of the sender's books at this moment."""
    state = DeliveryState(row.state)
    owed = row.due is not None and row.acknowledged_at is None and state is not DeliveryState.STOPPED
    return DeliveryView(
        id=row.id,
        parcel=row.release_id,
        kind=row.kind,
        stream=row.stream,
        version=row.version,
        step=Step(row.step),
        owner=row.owner,
        agency=row.agency,
        community=row.community,
        state=state,
        code=row.code if state in LOST or row.tries else "",
        tries=row.tries,
        created=row.created,
        received_at=row.received_at,
        acknowledged_at=row.acknowledged_at,
        due=row.due,
        is_overdue=owed and row.due is not None and row.due <= at,
        reason=row.reason,
    )


def received_view(row: Arrival) -> ReceivedView:
    """One line of the recipient's books."""
    return ReceivedView(
        id=row.id,
        parcel=row.parcel,
        kind=row.kind,
        stream=row.stream,
        version=row.version,
        step=Step(row.step),
        owner=row.owner,
        marks=row.marks,
        reason=row.reason,
        received_at=row.received_at,
        due=row.due,
        acknowledged_at=row.acknowledged_at,
    )
