"""Reports in the database: finding one, and letting it say something from now on."""

from datetime import datetime
from uuid import UUID

from minassa.access import Opened
from minassa.base import Conflict, NotFound, Refused
from minassa.liaison import faults
from minassa.liaison.models import Report, ReportBook, ReportVersion
from minassa.liaison.reports.content import packed_said
from minassa.liaison.reports.rules import ReportState
from minassa.liaison.reports.types import Said


def found(report: UUID) -> Report:
    """A report that this actor sees. Raises NotFound."""
    row = Report.objects.filter(id=report).first()
    if row is None:
        raise NotFound(faults.NO_REPORT)
    return row


def own(opened: Opened, report: UUID, state: ReportState) -> Report:
    """A report of the actor's agency, locked, in this state. Raises NotFound, Refused, Conflict."""
    if found(report).owner != opened.actor.agency:
        raise Refused(faults.NOT_YOUR_REPORT)
    row = Report.objects.select_for_update().get(id=report)
    if row.state != state.value:
        raise Conflict(faults.REPORT_OTHER_STATE)
    opened.note(owner=row.owner)
    return row


def book_of(row: Report) -> ReportBook:
    """The author agency's own book of a report."""
    return ReportBook.objects.get(report=row)


def put(  # noqa: PLR0913 - a version's parts
    row: Report, said: Said, *, version: int, label_id: int, at: datetime, change: str
) -> None:
    """Let a report say this from now on, under this label, and keep it as a version."""
    row.label_id, row.version, row.modified = label_id, version, at
    row.state = ReportState.RELEASED.value
    row.title, row.content = said.title, packed_said(said)
    row.save()
    ReportVersion.objects.create(
        label_id=label_id,
        report=row,
        number=version,
        title=row.title,
        content=row.content,
        change=change,
        at=at,
    )
