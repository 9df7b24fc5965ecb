"""Records that leave and arrive. One database plays both nodes: what A's node sends is kept as bytes, then it becomes B's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from minassa.access import (
    Actor,
    Label,
    Receipt,
    Role,
    Tlp,
    decide_approval,
    deliveries_waiting,
    door,
    list_deliveries,
    parcel_from_json,
    parcel_to_json,
    system_actor,
    take_in,
)
from minassa.access.acts import RELEASE_WRITE
from minassa.access.models import Agency, Arrival, Delivery, Inbound, Release, Stream, Tombstone
from minassa.desk.acts import ATTACHMENT_REMOVE
from minassa.desk.models import Arriving, ArrivingPiece, Attachment, GoneThere
from minassa.records import RecordView, Released, ask_to_release, preview_release, release_record, stream_of
from minassa.records.acts import RECORD_BOOKS
from minassa.records.models import Proposal, Record
from tests.factories import actor_for, make_agency, make_user
from tests.records.made import own_label

CARRIER = system_actor("exchange")
NODE = system_actor("records-exchange")


@dataclass
class Desk:
    """One agency's people: who writes, and the two who release."""

    agency: Agency
    analyst: Actor
    liaison: Actor
    supervisor: Actor
    second: Actor

    @property
    def token(self) -> str:
        return f"agency:{self.agency.id}"


def make_desk(agency: Agency | None = None) -> Desk:
    home = agency or make_agency()
    people = [
        make_user(home, [role]) for role in (Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.SUPERVISOR)
    ]
    return Desk(home, *(actor_for(one, stepped_up=True) for one in people))


def label_for(desk: Desk, tlp: Tlp = Tlp.AMBER, **given: Any) -> Label:
    return own_label(desk.analyst, tlp, **given)


def let_out(
    desk: Desk, record: RecordView, to: Iterable[str], label: Label | None = None, *, files: Iterable[UUID] = ()
) -> Released:
    """Release with all that it needs: a preview, and a second person where it goes beyond."""
    wanted, marks, going = frozenset(to), label or label_for(desk), frozenset(files)
    shown = preview_release(desk.supervisor, id=record.id, to=wanted, label=marks, files=going)
    approval = None
    if shown.needs_approval:
        asked = ask_to_release(
            desk.supervisor, id=record.id, to=wanted, label=marks, files=going, reason="EXERCISE joint case"
        )
        approval = decide_approval(desk.second, approval=asked.id, grant=True).id
    return release_record(
        desk.supervisor, id=record.id, version=shown.version, to=wanted, label=marks, files=going, approval=approval
    )


def captured(agency: Agency | None = None) -> list[bytes]:
    """What waits to cross the wire, exactly, oldest first; to one agency where it is named."""
    found = deliveries_waiting(CARRIER, agency=agency.id if agency else None, limit=1000)
    return [parcel_to_json(one.parcel) for one in found]


def hand_in(raw: bytes) -> Receipt:
    """What the recipient's node does with bytes from the owner's node."""
    parcel = parcel_from_json(raw)
    return take_in(CARRIER, parcel, sender=parcel.owner)


def become_node_of(recipient: Agency, owner: Agency) -> None:
    """Forget all that the owner's node knew, and be the recipient's: its people log in here, the owner's do not."""
    with door(NODE, RECORD_BOOKS):
        Proposal.objects.all().delete()
        Record.objects.all().delete()
    with door(system_actor("releases"), RELEASE_WRITE):
        for model in (Delivery, Arrival):
            model.objects.all().delete()
        for guarded in (Release, Inbound):
            guarded.objects.all().delete()
    with door(system_actor("attachments"), ATTACHMENT_REMOVE):
        for sealed in (ArrivingPiece, Arriving, Attachment, GoneThere):
            sealed.objects.all().delete()
    Stream.objects.all().delete()
    Tombstone.objects.all().delete()
    Agency.objects.filter(id=owner.id).update(is_local=False)
    Agency.objects.filter(id=recipient.id).update(is_local=True)


def states(desk: Desk, record: UUID) -> dict[tuple[UUID, int], str]:
    """What the owner's books say of a record: agency and version, and the state."""
    return {
        (one.agency, one.version): one.state.value for one in list_deliveries(desk.supervisor, stream=stream_of(record))
    }


def canaries_in(raw: bytes, words: Iterable[str]) -> set[str]:
    """Those of these words that stand in the bytes, in whatever case."""
    text = raw.decode().casefold()
    return {word for word in words if word.casefold() in text}
