"""Taking in a document from another node, and telling agencies of this one. Only its owner makes versions."""

from uuid import UUID

from minassa.access import Opened, Parcel, Step, Tlp, addressed_here, door, system_actor
from minassa.base import Conflict, Invalid, Refused
from minassa.desk import remove_attachments
from minassa.liaison import faults
from minassa.liaison.acts import PRACTICE_RECEIVE
from minassa.liaison.addressed import bearable, taken_out
from minassa.liaison.models import Practice
from minassa.liaison.practices import notices, rows
from minassa.liaison.practices.content import told_from_json
from minassa.liaison.practices.rules import PracticeState


def receive(_opened: Opened, parcel: Parcel) -> None:
    """Take in a version of a document, or its being taken back. Raises Invalid, Refused and Conflict."""
    with door(system_actor("liaison"), PRACTICE_RECEIVE, subject=f"practice:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, version=parcel.version, step=parcel.step.value)
        if parcel.step is Step.WITHDRAW:
            _take_away(opened, parcel)
            return
        lesson, change = told_from_json(parcel.content)
        row = _row(opened, parcel)
        label_id = opened.intern(bearable(parcel.label, without=frozenset({Tlp.RED, Tlp.CLEAR}), fault=faults.TLP))
        row.state, row.version = PracticeState.RELEASED.value, parcel.version
        rows.say(row, lesson, label_id=label_id, at=opened.context.at, change=change)
        for agency in sorted(addressed_here(parcel.label)):
            notices.arrived(row, agency, parcel.step)


def here(_opened: Opened, parcel: Parcel, agency: UUID) -> None:
    """Tell an agency of this node of a document whose row is here already."""
    if parcel.step is Step.WITHDRAW:
        return
    with door(system_actor("liaison"), PRACTICE_RECEIVE, subject=f"practice:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, version=parcel.version)
        notices.arrived(Practice.objects.get(id=parcel.about), agency, parcel.step)


def narrow(_opened: Opened, stream: str, agency: UUID) -> None:
    """Take an agency of this node out of a document's audience: it left the community through which it was addressed."""
    with door(system_actor("liaison"), PRACTICE_RECEIVE, subject=stream) as opened:
        row = Practice.objects.select_for_update().get(id=UUID(stream.partition(":")[2]))
        taken_out(opened, row, frozenset({f"agency:{agency}"}))


def _row(opened: Opened, parcel: Parcel) -> Practice:
    row = Practice.objects.select_for_update().filter(id=parcel.about).first()
    if row is None:
        if parcel.step is not Step.SHARE:
            raise Refused(faults.NO_PRACTICE)
        return Practice(id=parcel.about, owner=parcel.owner)
    if row.owner != parcel.owner or parcel.step is not Step.CORRECT:
        raise Refused(faults.NO_PRACTICE)
    if row.state != PracticeState.RELEASED.value:
        raise Conflict(faults.PRACTICE_OTHER_STATE)
    if opened.label_of(row.label_id).exercise != parcel.label.exercise:
        raise Invalid(faults.TOO_WIDE)
    return row


def _take_away(opened: Opened, parcel: Parcel) -> None:
    row = Practice.objects.select_for_update().filter(id=parcel.about, owner=parcel.owner).first()
    if row is None:
        raise Refused(faults.NO_PRACTICE)
    gone = frozenset(f"agency:{one}" for one in addressed_here(parcel.label))
    if not taken_out(opened, row, gone):
        row.delete()
        remove_attachments(parcel.stream)
