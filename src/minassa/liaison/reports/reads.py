"""Reading reports: the list, one with its versions, who has it."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import (
    Actor,
    DeliveryState,
    DeliveryView,
    Opened,
    Step,
    capped_count,
    door,
    list_deliveries,
    marks,
    newest,
)
from minassa.base import cursor_from, cursor_text
from minassa.desk import WorkItem
from minassa.liaison.acts import ISSUERS, REPORT_LIST, REPORT_READ
from minassa.liaison.models import Report, ReportBook
from minassa.liaison.reports import content, rows
from minassa.liaison.reports.rules import ReportState
from minassa.liaison.reports.service import KIND
from minassa.liaison.reports.types import Holding, ReportPage, ReportRow, ReportVersionView, ReportView

LARGEST_PAGE: Final = 200


def list_reports(actor: Actor, *, before: str = "", size: int = 50) -> ReportPage:
    """The reports that this actor sees, newest first."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, REPORT_LIST) as opened:
        seen = newest(Report, wanted + 1, place)
        shown = seen[:wanted]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(seen) > wanted else ""
        return ReportPage(tuple(_row(one, opened) for one in shown), following, capped_count(Report.objects.all()).text)


def read_report(actor: Actor, *, id: UUID) -> ReportView:  # noqa: A002 - the word that every room uses
    """One report with its versions; for the author's agency, who has it. Raises NotFound."""
    with door(actor, REPORT_READ, subject=f"report:{id}") as opened:
        row = rows.found(id)
        opened.note(owner=row.owner, version=row.version)
        return view_of(opened, row)


def view_of(opened: Opened, row: Report) -> ReportView:
    """A report as the door's actor may see it."""
    actor = opened.actor
    book = ReportBook.objects.filter(report=row).first()
    audience = opened.label_of(row.label_id).audience
    return ReportView(
        row=_row(row, opened),
        said=content.unpacked_said(row.content),
        obligations=opened.obligations(row.label_id),
        audience=tuple(UUID(one[7:]) for one in sorted(audience) if one.startswith("agency:")),
        versions=tuple(_versions(row)),
        draft=content.unpacked(book.draft) if book and row.owner == actor.agency else None,
        holders=_holders(actor, row) if row.owner == actor.agency else (),
        can=_can(actor, row),
    )


def _row(row: Report, opened: Opened) -> ReportRow:
    return ReportRow(
        id=row.id,
        title=row.title,
        state=ReportState(row.state),
        owner=row.owner,
        mine=row.owner == opened.actor.agency,
        version=row.version,
        marks=marks(opened.label_of(row.label_id)),
        modified=row.modified,
    )


def _versions(row: Report) -> Iterator[ReportVersionView]:
    for one in row.versions.order_by("-number"):
        yield ReportVersionView(one.number, content.unpacked_said(one.content), one.change, one.at)


def _holders(actor: Actor, row: Report) -> tuple[Holding, ...]:
    """Where each recipient's copy stands, by the latest version that went to it."""
    latest = {one.agency: one for one in sorted(_deliveries(actor, row), key=lambda each: each.version)}
    return tuple(
        Holding(agency, one.state)
        for agency, one in sorted(latest.items())
        if one.step is not Step.WITHDRAW and one.state is not DeliveryState.STOPPED
    )


def _deliveries(actor: Actor, row: Report) -> tuple[DeliveryView, ...]:
    return list_deliveries(actor, stream=f"{KIND}:{row.id}") if row.version else ()


def _can(actor: Actor, row: Report) -> tuple[str, ...]:
    if row.owner != actor.agency:
        return ()
    may_release = bool(actor.roles & ISSUERS)
    if row.state == ReportState.DRAFT.value:
        return ("edit", "discard", *(("release",) if may_release else ()))
    return ("correct", "withdraw") if may_release and row.state == ReportState.RELEASED.value else ()


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Drafts that a supervisor can release."""
    if not actor.roles & ISSUERS:
        return
    for row in list_reports(actor, size=LARGEST_PAGE).rows:
        if row.state is ReportState.DRAFT and row.mine:
            note = _("Draft of a report, to be released")
            yield WorkItem(row.title, f"report:{row.id}", at=row.modified, note=note, marks=row.marks)
