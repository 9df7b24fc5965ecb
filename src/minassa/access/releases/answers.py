"""Acknowledgements: who owes one, who gave one, and whom to tell when it is overdue.

An agency acknowledges with a parcel of its own (kind "receipt"), which travels and is tried again like any other.
"""

from typing import Final
from uuid import UUID

from minassa.access.acts import PARCEL_ACKNOWLEDGE, RELEASE_CHASE
from minassa.access.doorway import Opened, door
from minassa.access.releases import faults
from minassa.access.releases.forgetting import forget_delivered
from minassa.access.releases.kinds import parcel_kind
from minassa.access.releases.models import Arrival, Delivery
from minassa.access.releases.outbox import release
from minassa.access.releases.recipients import is_local
from minassa.access.releases.streams import next_version
from minassa.access.releases.types import DeliveryState, DeliveryView, Parcel, ReceivedView, Step
from minassa.access.releases.views import delivery_view, received_view
from minassa.access.system import system_actor
from minassa.access.types import Actor, Handling, Label, Tlp
from minassa.base import Conflict, Invalid, new_id

RECEIPT: Final = "receipt"
MOST_TOLD: Final = 1_000


def acknowledge(actor: Actor, *, arrival: UUID) -> ReceivedView:
    """Acknowledge for the actor's agency what it received: it was read and, where it was withdrawn, destroyed.

    `arrival` is the id of a line of `list_received`. Raises NotFound for what is not the agency's, Conflict where nothing is
    to be acknowledged, or not any more.
    """
    with door(actor, PARCEL_ACKNOWLEDGE, subject=f"arrival:{arrival}") as opened:
        row = Arrival.objects.select_for_update().get(id=arrival)
        opened.note(owner=row.owner, parcel=row.parcel)
        if row.due is None or row.acknowledged_at is not None:
            raise Conflict(faults.NOTHING_TO_ACKNOWLEDGE)
        row.acknowledged_at, row.acknowledged_by = opened.context.at, actor.named
        row.save(update_fields=["acknowledged_at", "acknowledged_by"])
        _tell_owner(opened, row)
        return received_view(row)


def _tell_owner(opened: Opened, row: Arrival) -> None:
    """To the owner's node by parcel; where the owner lives here, its books are written at once."""
    if is_local(row.owner):
        with door(system_actor("releases"), RELEASE_CHASE, subject=f"parcel:{row.parcel}") as chasing:
            _note_acknowledged(chasing, row.parcel, row.agency)
        return
    stream = f"{RECEIPT}:{row.parcel}"
    answer = Parcel(
        id=new_id(),
        kind=RECEIPT,
        stream=stream,
        version=next_version(stream, row.agency),
        step=Step.MESSAGE,
        owner=row.agency,
        label=_receipt_label(row, exercise=opened.label_of(row.label_id).exercise),
        content={"parcel": str(row.parcel)},
        at=opened.context.at,
    )
    release(opened, answer, to={f"agency:{row.owner}"})


def _receipt_label(row: Arrival, *, exercise: bool) -> Label:
    """For the owner agency alone. It says that something was read, not what."""
    return Label(
        owner=row.agency,
        tlp=Tlp.AMBER_STRICT,
        audience=frozenset({f"agency:{row.owner}"}),
        handling=frozenset({Handling.H0}),
        exercise=exercise,
    )


def _receive_receipt(opened: Opened, parcel: Parcel) -> None:
    """Another agency acknowledges what it was sent itself; of what it was not sent it can say nothing."""
    if parcel.step is not Step.MESSAGE or parcel.content != {"parcel": str(parcel.about)}:
        raise Invalid(faults.PARCEL_INVALID, part="content")
    if not _note_acknowledged(opened, parcel.about, parcel.owner):
        raise Invalid(faults.PARCEL_INVALID, part="content")


parcel_kind(RECEIPT, receive=_receive_receipt, is_listed=False)


def _note_acknowledged(opened: Opened, release_id: UUID, agency: UUID) -> bool:
    row = Delivery.objects.select_for_update().filter(release_id=release_id, agency=agency).first()
    if row is None:
        return False
    row.state = DeliveryState.ACKNOWLEDGED
    row.received_at = row.received_at or opened.context.at
    row.acknowledged_at = row.acknowledged_at or opened.context.at
    row.save(update_fields=["state", "received_at", "acknowledged_at"])
    forget_delivered([release_id])
    return True


def chase() -> tuple[DeliveryView, ...]:
    """The deliveries whose acknowledgement has become overdue, each once: for whoever tells the supervisors."""
    with door(system_actor("releases"), RELEASE_CHASE) as opened:
        late = Delivery.objects.filter(due__lte=opened.context.at, acknowledged_at=None, told_at=None)
        rows = list(late.exclude(state=DeliveryState.STOPPED).select_for_update().order_by("due", "id")[:MOST_TOLD])
        Delivery.objects.filter(id__in=[row.id for row in rows]).update(told_at=opened.context.at)
        opened.note(overdue=len(rows))
        return tuple(delivery_view(row, at=opened.context.at) for row in rows)
