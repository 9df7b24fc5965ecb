"""Parcels of the room `plants` for the tests of the outbox and the inbox."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from minassa.access import (
    Act,
    Actor,
    Label,
    Parcel,
    Receipt,
    Step,
    Tlp,
    door,
    parcel_to_json,
    release,
    system_actor,
    take_in,
)
from minassa.access.models import Agency, Delivery, Held
from minassa.base import new_id, now
from tests.factories import a_label, make_agency, make_remote_agency
from tests.plants.acts import PLANT_WRITE

CARRIER = system_actor("exchange")


@dataclass
class Remote:
    """A remote owner whose parcels of one stream arrive here, for one agency of this node."""

    sender: UUID = field(default_factory=lambda: make_remote_agency().id)
    here: Agency = field(default_factory=make_agency)
    about: UUID = field(default_factory=uuid4)

    def label(self, tlp: Tlp = Tlp.AMBER, **parts: Any) -> Label:
        return a_label(self.sender, tlp, audience=parts.pop("audience", [self.here]), **parts)

    def parcel(self, version: int, step: Step | None = None, **changes: Any) -> Parcel:
        whole: dict[str, Any] = {
            "id": new_id(),
            "kind": "plant",
            "stream": f"plant:{self.about}",
            "version": version,
            "step": step or (Step.SHARE if version == 1 else Step.CORRECT),
            "owner": self.sender,
            "label": self.label(),
            "content": {"name": f"EXERCISE {version}"},
            "at": now(),
        }
        return Parcel(**{**whole, **changes})

    def hand_in(self, parcel: Parcel, sender: UUID | None = None) -> Receipt:
        return take_in(CARRIER, parcel, sender=sender or self.sender)


def release_plant(
    actor: Actor,
    to: Iterable[str],
    *,
    about: UUID,
    version: int = 1,
    step: Step | None = None,
    label: Label | None = None,
    content: dict[str, Any] | None = None,
) -> Parcel:
    """Release as a room would, in the door of its own act."""
    tokens = frozenset(to)
    assert actor.agency is not None
    parcel = Parcel(
        id=new_id(),
        kind="plant",
        stream=f"plant:{about}",
        version=version,
        step=step or (Step.SHARE if version == 1 else Step.CORRECT),
        owner=actor.agency,
        label=label or a_label(actor.agency, Tlp.AMBER, audience=[one for one in tokens if one.startswith("agency:")]),
        content=content or {"name": f"EXERCISE {version}"},
        at=now(),
    )
    with door(actor, PLANT_WRITE) as opened:
        release(opened, parcel, to=tokens)
    return parcel


def delivery_states(stream: str) -> dict[tuple[UUID, int], str]:
    with door(system_actor("releases"), _all()):
        return {(row.agency, row.version): row.state for row in Delivery.objects.filter(stream=stream)}


def held_parcels() -> int:
    with door(system_actor("releases"), _all()):
        return Held.objects.count()


def _all() -> Act:
    from minassa.access.acts import RELEASE_HOLDERS  # noqa: PLC0415 - it is not part of the room's face

    return RELEASE_HOLDERS


def same_bytes(one: Parcel, other: Parcel) -> bool:
    return parcel_to_json(one) == parcel_to_json(other)
