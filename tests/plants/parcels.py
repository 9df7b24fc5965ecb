"""A kind of parcel whose receiver writes guarded rows, and fails halfway where the content says so."""

from uuid import UUID

from minassa.access import Opened, Parcel, Step, parcel_kind
from minassa.access.faults import NAME_MISSING
from minassa.base import Invalid
from tests.plants.models import Plant

TOLD: list[tuple[UUID, UUID]] = []
NARROWED: list[tuple[str, UUID]] = []


def _receive(opened: Opened, parcel: Parcel) -> None:
    if parcel.step is Step.WITHDRAW:
        Plant.objects.filter(kind=str(parcel.about)[-20:]).delete()
        return
    Plant.objects.create(
        name=parcel.content["name"], kind=str(parcel.about)[-20:], label_id=opened.intern(parcel.label)
    )
    if parcel.content.get("fails") == "fault":
        raise Invalid(NAME_MISSING)
    if parcel.content.get("fails") == "error":
        raise RuntimeError("a mistake in the receiver")


def _here(_opened: Opened, parcel: Parcel, agency: UUID) -> None:
    TOLD.append((parcel.id, agency))


def _narrow(_opened: Opened, stream: str, agency: UUID) -> None:
    NARROWED.append((stream, agency))


PLANT = parcel_kind("plant", receive=_receive, here=_here, narrow=_narrow)
