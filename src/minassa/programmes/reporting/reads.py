"""Reading reports: the one of a period, blank where there is none yet, and what waits for somebody."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, AgencyKind, Opened, door, marks
from minassa.base import NotFound, today
from minassa.desk import WorkItem
from minassa.programmes import content, faults, measuring
from minassa.programmes.acts import LEADERS, PLANNERS, PROGRESS_REPORT_LIST, PROGRESS_REPORT_READ
from minassa.programmes.cells import hidden_if_small
from minassa.programmes.models import Period, Programme, ProgressReport
from minassa.programmes.reads import period_view
from minassa.programmes.reporting.service import WRITABLE
from minassa.programmes.rules import PeriodState, ProgrammeState, ReportState
from minassa.programmes.types import ProgressReportView, Reported, ValueGiven


def read_report_of(actor: Actor, *, period: UUID) -> ProgressReportView:
    """The report on a period, or a blank one to be written. Raises NotFound; also where others' report is not out yet."""
    with door(actor, PROGRESS_REPORT_READ, subject=f"reporting-period:{period}") as opened:
        span = Period.objects.select_related("programme").filter(id=period).first()
        if span is None:
            raise NotFound(faults.NO_PERIOD)
        row = ProgressReport.objects.filter(period=span).first()
        if row is None and span.programme.owner != actor.agency:
            raise NotFound(faults.NO_REPORT)
        return view_of(opened, span, row)


def read_report(actor: Actor, *, id: UUID) -> ProgressReportView:  # noqa: A002 - the word that every room uses
    """A report. Raises NotFound."""
    with door(actor, PROGRESS_REPORT_READ, subject=f"progress-report:{id}") as opened:
        row = ProgressReport.objects.filter(id=id).first()
        span = Period.objects.select_related("programme").filter(progress_reports=id).first()
        if row is None or span is None:
            raise NotFound(faults.NO_REPORT)
        return view_of(opened, span, row)


def view_of(opened: Opened, span: Period, row: ProgressReport | None) -> ProgressReportView:
    """A report inside a door that is open already; every indicator has its line, blank where nothing is given."""
    programme = span.programme
    opened.note(owner=programme.owner)
    results = measuring.framework([programme.id], span.ends)[programme.id]
    indicators = tuple(one for result in results for one in result.indicators)
    said = content.unpacked(row.content) if row else Reported()
    given = {one.indicator: one for one in said.values}
    lines = tuple(given.get(one.id, ValueGiven(one.id)) for one in indicators)
    if programme.owner != opened.actor.agency:
        lines = tuple(_without_small_cells(one) for one in lines)
    label_id = row.label_id if row else programme.label_id
    return ProgressReportView(
        id=row.id if row else None,
        programme=programme.id,
        title=programme.title,
        owner=programme.owner,
        period=period_view(span, row),
        state=ReportState(row.state) if row else ReportState.DRAFT,
        reported=Reported(lines, said.done, said.failed, said.following),
        indicators=indicators,
        note=row.note if row else "",
        submitted_at=row.submitted_at if row else None,
        judged_at=row.judged_at if row else None,
        marks=marks(opened.label_of(label_id)),
        obligations=opened.obligations(label_id),
        can=_can(opened.actor, span, row),
    )


def _without_small_cells(given: ValueGiven) -> ValueGiven:
    cells = tuple(map(hidden_if_small, given.cells))
    return ValueGiven(
        given.indicator,
        given.value,
        given.numerator,
        given.denominator,
        given.measured_on,
        given.evidence,
        given.source,
        cells,
    )


def _can(actor: Actor, span: Period, row: ProgressReport | None) -> tuple[str, ...]:
    programme, is_own = span.programme, span.programme.owner == actor.agency
    is_running = programme.state == ProgrammeState.RUNNING.value
    state = ReportState(row.state) if row else ReportState.DRAFT
    period = period_view(span, row).state
    found = []
    if is_own and is_running and actor.roles & PLANNERS and state in WRITABLE:
        found.append("write")
        if period is PeriodState.OPEN:
            found.append("submit")
    if is_own and is_running and actor.roles & LEADERS and state in WRITABLE and period is PeriodState.OVER:
        found.append("reopen")
    if row and state is ReportState.SUBMITTED and _judges(actor, row):
        found += ["return", "accept", *([] if is_own else ["verify"])]
    return tuple(found)


def _judges(actor: Actor, row: ProgressReport) -> bool:
    may = actor.agency == row.owner or actor.agency_kind is AgencyKind.SECRETARIAT
    return may and bool(actor.roles & LEADERS) and row.submitted_by != actor.user_id


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Reports to be written in open periods, and reports to be judged."""
    with door(actor, PROGRESS_REPORT_LIST) as opened:
        yield from tuple(_to_judge(opened))
        yield from tuple(_to_write(opened, is_over=False))


def overdue(actor: Actor) -> Iterator[WorkItem]:
    """Periods that are over without a report."""
    with door(actor, PROGRESS_REPORT_LIST) as opened:
        yield from tuple(_to_write(opened, is_over=True))


def _to_judge(opened: Opened) -> Iterator[WorkItem]:
    found = ProgressReport.objects.filter(state=ReportState.SUBMITTED.value).select_related("programme")
    for row in found.order_by("submitted_at", "id")[:100]:
        if _judges(opened.actor, row):
            yield WorkItem(
                row.programme.title,
                f"progress-report:{row.id}",
                at=row.submitted_at,
                note=_("Progress report to be reviewed"),
                marks=marks(opened.label_of(row.label_id)),
            )


def _to_write(opened: Opened, *, is_over: bool) -> Iterator[WorkItem]:
    actor = opened.actor
    if actor.agency is None or not actor.roles & PLANNERS:
        return
    mine = Programme.objects.filter(owner=actor.agency, state=ProgrammeState.RUNNING.value)
    spans = Period.objects.filter(programme__in=mine, opens__lte=today()).select_related("programme")
    written = {one.period_id: one for one in ProgressReport.objects.filter(programme__in=mine)}
    for span in spans.order_by("closes", "id"):
        seen = period_view(span, written.get(span.id))
        waits = seen.report_state in {None, *WRITABLE}
        if waits and (seen.state is PeriodState.OVER) is is_over:
            note = _("Progress report missing") if is_over else _("Progress report to be written")
            yield WorkItem(
                span.programme.title,
                f"reporting-period:{span.id}",
                note=note,
                marks=marks(opened.label_of(span.programme.label_id)),
            )
