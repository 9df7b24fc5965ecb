"""Reports on periods: kept while they are written, submitted in their period, returned or accepted by somebody else.

What is accepted becomes measured values. Nobody judges what they submitted, and only the secretariat's review makes a value
of another agency verified.
"""

from datetime import date
from typing import Final
from uuid import UUID

from minassa.access import Actor, AgencyKind, Label, Opened, Tlp, door, system_actor
from minassa.base import Conflict, Invalid, NotFound, Refused, new_id, today
from minassa.programmes import checks, content, faults, parts, rows
from minassa.programmes.acts import (
    PERIOD_REOPEN,
    PROGRESS_REPORT_JUDGE,
    PROGRESS_REPORT_JUDGED,
    PROGRESS_REPORT_KEEP,
    PROGRESS_REPORT_SUBMIT,
)
from minassa.programmes.labelling import own_label, under_review
from minassa.programmes.models import Actual, Indicator, Period, ProgressReport
from minassa.programmes.reads import period_state
from minassa.programmes.reporting import notices, values
from minassa.programmes.rules import Evidence, PeriodState, ProgrammeState, ReportState
from minassa.programmes.travelling import sending
from minassa.programmes.types import IndicatorPart, Reported, ValueGiven

WRITABLE: Final = frozenset({ReportState.DRAFT, ReportState.RETURNED})
_LONGEST_REOPENING: Final = 366


def keep_report(actor: Actor, *, period: UUID, reported: Reported) -> UUID:
    """Keep what is written about a period, over what was kept before. Gives the report's id.

    Raises Conflict once it is submitted, Invalid for values that cannot be.
    """
    with door(actor, PROGRESS_REPORT_KEEP, subject=f"reporting-period:{period}") as opened:
        return keep(opened, period, reported).id


def keep(opened: Opened, period: UUID, reported: Reported) -> ProgressReport:
    """What `keep_report` does, inside a door that is open already."""
    span = own_period(opened, period)
    row = ProgressReport.objects.select_for_update().filter(period=span).first()
    if row is not None and ReportState(row.state) not in WRITABLE:
        raise Conflict(faults.OTHER_STATE)
    programme = span.programme
    if row is None:
        exercise = opened.label_of(programme.label_id).exercise
        label_id = opened.intern(own_label(programme.owner, exercise=exercise))
        row = ProgressReport(
            id=new_id(),
            owner=programme.owner,
            programme=programme,
            period=span,
            state=ReportState.DRAFT.value,
            label_id=label_id,
        )
    row.content = content.packed(checked(span, reported))
    row.modified = opened.context.at
    row.save()
    opened.note(report=row.id)
    return row


def checked(span: Period, reported: Reported) -> Reported:
    """What is reported, checked against the programme's indicators and the period's days. Raises Invalid."""
    indicators = indicators_of(span)
    return values.checked(reported, indicators, first=span.begins, last=last_day(span))


def indicators_of(span: Period) -> dict[UUID, IndicatorPart]:
    """The indicators that a period reports about, by the numbers of their results."""
    found = Indicator.objects.filter(programme=span.programme_id).select_related("result")
    return {one.id: parts.indicator_of(one) for one in sorted(found, key=lambda one: (one.result.number, one.id))}


def last_day(span: Period) -> date:
    """The last day of which a value can be."""
    return min(span.closes, today())


def own_period(opened: Opened, period: UUID) -> Period:
    """A reporting period of a running programme of the actor's agency. Raises NotFound, Refused, Conflict."""
    span = Period.objects.select_related("programme").filter(id=period).first()
    if span is None:
        raise NotFound(faults.NO_PERIOD)
    if span.programme.owner != opened.actor.agency:
        raise Refused(faults.NOT_YOURS)
    if span.programme.state != ProgrammeState.RUNNING.value:
        raise Conflict(faults.OTHER_STATE)
    opened.note(owner=span.programme.owner)
    return span


def submit_report(actor: Actor, *, period: UUID) -> None:
    """Submit the kept report of an open period for review.

    Raises Conflict for a period that is not open or a report that is out, Invalid for one that says nothing in words.
    """
    with door(actor, PROGRESS_REPORT_SUBMIT, subject=f"reporting-period:{period}") as opened:
        span = own_period(opened, period)
        if period_state(span, today()) is not PeriodState.OPEN:
            raise Conflict(faults.PERIOD_SHUT)
        row = ProgressReport.objects.select_for_update().filter(period=span).first()
        if row is None:
            raise Invalid(faults.EMPTY_REPORT)
        if ReportState(row.state) not in WRITABLE:
            raise Conflict(faults.OTHER_STATE)
        said = content.unpacked(row.content)
        if not said.done or not said.failed:
            raise Invalid(faults.EMPTY_REPORT)
        label = under_review(opened.label_of(span.programme.label_id))
        row.label_id = opened.intern(label)
        row.state, row.submitted_by, row.submitted_at = ReportState.SUBMITTED.value, actor.user_id, opened.context.at
        row.note, row.modified = "", opened.context.at
        row.save()
        opened.note(report=row.id)
        about = f"progress-report:{row.id}"
        is_seen = label.tlp is not Tlp.AMBER_STRICT
        notices.tell_reviewers(span.programme, about, without=actor.user_id, seen_by_secretariat=is_seen)


def return_report(actor: Actor, *, id: UUID, note: str) -> None:  # noqa: A002 - the word that every room uses
    """Return a submitted report with a note that says what to mend. Raises Refused for one's own, Invalid without a note."""
    with door(actor, PROGRESS_REPORT_JUDGE, subject=f"progress-report:{id}") as opened:
        _to_judge(opened, id)
        words = checks.text(note, 4_000)
        if not words:
            raise Invalid(faults.NOTE)
        with door(system_actor("programmes"), PROGRESS_REPORT_JUDGED, subject=f"progress-report:{id}") as inner:
            row = _locked(id)
            exercise = inner.label_of(row.label_id).exercise
            _judge(inner, row, actor, ReportState.RETURNED, own_label(row.owner, exercise=exercise), words)
            notices.tell_planners(row.programme, notices.RETURNED, f"reporting-period:{row.period_id}")


def accept_report(actor: Actor, *, id: UUID, verified: frozenset[UUID] = frozenset(), note: str = "") -> None:  # noqa: A002 - the same
    """Accept a submitted report: its values count from now on, those of the indicators in `verified` as verified.

    Raises Refused for one's own report, and for verifying values of one's own agency.
    """
    with door(actor, PROGRESS_REPORT_JUDGE, subject=f"progress-report:{id}") as opened:
        row = _to_judge(opened, id)
        words = checks.text(note, 4_000)
        if verified and actor.agency == row.owner:
            raise Refused(faults.EVIDENCE)
        with door(system_actor("programmes"), PROGRESS_REPORT_JUDGED, subject=f"progress-report:{id}") as inner:
            row = _locked(id)
            label = inner.label_of(row.programme.label_id)
            _judge(inner, row, actor, ReportState.ACCEPTED, label, words)
            for given in content.unpacked(row.content).values:
                _measure(row, given, is_verified=given.indicator in verified)
            rows.touch(inner, row.programme)
            sending.follow(inner, row.programme)
            notices.tell_planners(row.programme, notices.ACCEPTED, f"progress-report:{row.id}")


def _to_judge(opened: Opened, report: UUID) -> ProgressReport:
    """A submitted report that this actor may judge. Raises NotFound, Refused, Conflict. It may be another agency's: `_locked` locks it."""
    row = ProgressReport.objects.filter(id=report).first()
    if row is None:
        raise NotFound(faults.NO_REPORT)
    opened.note(owner=row.owner)
    actor = opened.actor
    if actor.agency != row.owner and actor.agency_kind is not AgencyKind.SECRETARIAT:
        raise Refused(faults.NOT_YOURS)
    if row.state != ReportState.SUBMITTED.value:
        raise Conflict(faults.OTHER_STATE)
    if actor.user_id is None or row.submitted_by == actor.user_id:
        raise Refused(faults.OWN_JUDGEMENT)
    return row


def _locked(report: UUID) -> ProgressReport:
    """The report, locked through the node's own door, still submitted. Raises Conflict where somebody else judged it first."""
    row = ProgressReport.objects.select_for_update().get(id=report)
    if row.state != ReportState.SUBMITTED.value:
        raise Conflict(faults.OTHER_STATE)
    return row


def _judge(  # noqa: PLR0913, PLR0917 - a judgement's parts
    opened: Opened, row: ProgressReport, judge: Actor, state: ReportState, label: Label, note: str
) -> None:
    row.state, row.label_id, row.note = state.value, opened.intern(label), note
    row.judged_at = row.modified = opened.context.at
    row.judged_by = judge.user_id
    row.save()
    opened.note(state=state.value, owner=row.owner, by=judge.named)


def _measure(row: ProgressReport, given: ValueGiven, *, is_verified: bool) -> None:
    """Count a value from now on. What was left blank leaves nothing."""
    number = given.number
    if number is None or given.measured_on is None:
        return
    Actual.objects.create(
        programme=row.programme,
        label_id=row.label_id,
        indicator_id=given.indicator,
        period_id=row.period_id,
        measured_on=given.measured_on,
        value=checks.stored(number),
        numerator=given.numerator,
        denominator=given.denominator,
        cells=[content.cell_to_json(one) for one in given.cells],
        evidence=(Evidence.VERIFIED if is_verified else given.evidence).value,
        source=given.source,
    )


def reopen_period(actor: Actor, *, period: UUID, closes: date) -> None:
    """Open a period that is over again, until a new last day; what came late is seen by the day on which it was submitted."""
    with door(actor, PERIOD_REOPEN, subject=f"reporting-period:{period}") as opened:
        span = own_period(opened, period)
        if period_state(span, today()) is not PeriodState.OVER:
            raise Conflict(faults.OTHER_STATE)
        if not 0 <= (closes - today()).days <= _LONGEST_REOPENING:
            raise Invalid(faults.DAYS)
        span.closes, span.told = closes, 1
        span.save(update_fields=["closes", "told"])
        sending.follow(opened, span.programme)
        opened.note(closes=closes.isoformat())
