"""Taking in a report from another node, and telling agencies of this one. Only its owner makes versions."""

from uuid import UUID

from minassa.access import Opened, Parcel, Step, Tlp, addressed_here, door, system_actor
from minassa.base import Conflict, Invalid, Refused
from minassa.desk import remove_attachments
from minassa.liaison import faults
from minassa.liaison.acts import REPORT_RECEIVE
from minassa.liaison.addressed import bearable, taken_out
from minassa.liaison.models import Report
from minassa.liaison.reports import notices, rows
from minassa.liaison.reports.content import told_from_json
from minassa.liaison.reports.rules import ReportState


def receive(_opened: Opened, parcel: Parcel) -> None:
    """Take in a version of a report, or its being taken back. Raises Invalid, Refused and Conflict."""
    with door(system_actor("liaison"), REPORT_RECEIVE, subject=f"report:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, version=parcel.version, step=parcel.step.value)
        if parcel.step is Step.WITHDRAW:
            _take_away(opened, parcel)
            return
        said, change = told_from_json(parcel.content)
        row = _row(opened, parcel)
        label_id = opened.intern(bearable(parcel.label, without=frozenset({Tlp.RED}), fault=faults.REPORT_TLP))
        rows.put(row, said, version=parcel.version, label_id=label_id, at=opened.context.at, change=change)
        for agency in sorted(addressed_here(parcel.label)):
            notices.arrived(row, agency)


def here(_opened: Opened, parcel: Parcel, agency: UUID) -> None:
    """Tell an agency of this node of a report whose row is here already."""
    if parcel.step is Step.WITHDRAW:
        return
    with door(system_actor("liaison"), REPORT_RECEIVE, subject=f"report:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, version=parcel.version)
        notices.arrived(Report.objects.get(id=parcel.about), agency)


def narrow(_opened: Opened, stream: str, agency: UUID) -> None:
    """Take an agency of this node out of a report's audience: it left the community through which it was addressed."""
    with door(system_actor("liaison"), REPORT_RECEIVE, subject=stream) as opened:
        row = Report.objects.select_for_update().get(id=UUID(stream.partition(":")[2]))
        taken_out(opened, row, frozenset({f"agency:{agency}"}), versions=row.versions.all())


def _row(opened: Opened, parcel: Parcel) -> Report:
    row = Report.objects.select_for_update().filter(id=parcel.about).first()
    if row is None:
        if parcel.step is not Step.SHARE:
            raise Refused(faults.NO_REPORT)
        return Report(id=parcel.about, owner=parcel.owner)
    if row.owner != parcel.owner or parcel.step is not Step.CORRECT:
        raise Refused(faults.NO_REPORT)
    if row.state != ReportState.RELEASED.value:
        raise Conflict(faults.REPORT_OTHER_STATE)
    if opened.label_of(row.label_id).exercise != parcel.label.exercise:
        raise Invalid(faults.TOO_WIDE)
    return row


def _take_away(opened: Opened, parcel: Parcel) -> None:
    row = Report.objects.select_for_update().filter(id=parcel.about, owner=parcel.owner).first()
    if row is None:
        raise Refused(faults.NO_REPORT)
    gone = frozenset(f"agency:{one}" for one in addressed_here(parcel.label))
    if not taken_out(opened, row, gone, versions=row.versions.all()):
        row.delete()
        remove_attachments(parcel.stream)
