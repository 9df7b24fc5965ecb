"""Taking in an alert from another node, and telling agencies of this one. Only its owner makes versions, and none after the last."""

from dataclasses import replace
from uuid import UUID

from minassa.access import Opened, Parcel, Step, Tlp, addressed_here, door, system_actor
from minassa.base import Conflict, Invalid, Refused
from minassa.desk import remove_attachments
from minassa.liaison import faults
from minassa.liaison.acts import ALERT_RECEIVE
from minassa.liaison.addressed import bearable, taken_out
from minassa.liaison.alerts import notices, rows
from minassa.liaison.alerts.content import told_from_json
from minassa.liaison.alerts.rules import AlertState
from minassa.liaison.models import Alert


def receive(_opened: Opened, parcel: Parcel) -> None:
    """Take in a version of an alert, or its being taken back. Raises Invalid, Refused and Conflict."""
    with door(system_actor("liaison"), ALERT_RECEIVE, subject=f"alert:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, version=parcel.version, step=parcel.step.value)
        if parcel.step is Step.WITHDRAW:
            _take_away(opened, parcel)
            return
        label = bearable(parcel.label, without=frozenset({Tlp.RED}), fault=faults.ALERT_TLP)
        row, told = _row(opened, parcel), told_from_json(parcel.content)
        if told.number < row.version:
            raise Invalid(faults.MESSAGE_WRONG)
        # Agencies of this node that have it already keep it when it comes to others here, and the other way round.
        before = opened.label_of(row.label_id).audience if row.version else frozenset()
        whole = replace(label, audience=label.audience | before) if label.audience else label
        rows.put(row, told, label_id=opened.intern(whole), at=opened.context.at)
        if parcel.step is Step.SHARE:
            rows.keep_versions(row, told.history, label_id=row.label_id)
            rows.widen_versions(opened, row, whole.audience)
        for agency in sorted(addressed_here(parcel.label)):
            notices.arrived(row, agency, is_new=parcel.step is Step.SHARE)


def here(_opened: Opened, parcel: Parcel, agency: UUID) -> None:
    """Tell an agency of this node of an alert whose row is here already."""
    if parcel.step is Step.WITHDRAW:
        return
    with door(system_actor("liaison"), ALERT_RECEIVE, subject=f"alert:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, version=parcel.version)
        notices.arrived(Alert.objects.get(id=parcel.about), agency, is_new=parcel.step is Step.SHARE)


def narrow(_opened: Opened, stream: str, agency: UUID) -> None:
    """Take an agency of this node out of an alert's audience: it left the community through which it was addressed."""
    with door(system_actor("liaison"), ALERT_RECEIVE, subject=stream) as opened:
        row = Alert.objects.select_for_update().get(id=UUID(stream.partition(":")[2]))
        taken_out(opened, row, frozenset({f"agency:{agency}"}), versions=row.versions.all())


def _row(opened: Opened, parcel: Parcel) -> Alert:
    row = Alert.objects.select_for_update().filter(id=parcel.about).first()
    if row is None:
        if parcel.step is not Step.SHARE:
            raise Refused(faults.ALERT_UNKNOWN)
        return Alert(id=parcel.about, owner=parcel.owner)
    if row.owner != parcel.owner or parcel.step not in {Step.SHARE, Step.CORRECT}:
        raise Refused(faults.ALERT_UNKNOWN)
    if row.state != AlertState.ACTIVE.value:
        raise Conflict(faults.ALERT_OVER)
    if opened.label_of(row.label_id).exercise != parcel.label.exercise:
        raise Invalid(faults.TOO_WIDE)
    return row


def _take_away(opened: Opened, parcel: Parcel) -> None:
    row = Alert.objects.select_for_update().filter(id=parcel.about, owner=parcel.owner).first()
    if row is None:
        raise Refused(faults.ALERT_UNKNOWN)
    gone = frozenset(f"agency:{one}" for one in addressed_here(parcel.label))
    if not taken_out(opened, row, gone, versions=row.versions.all()):
        row.delete()
        remove_attachments(parcel.stream)
