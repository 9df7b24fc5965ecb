"""Reading programmes: the list with its scores, and one with everything that belongs to it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, Opened, door, marks, newest
from minassa.base import cursor_from, cursor_text, today
from minassa.programmes import measuring, parts, rows
from minassa.programmes.acts import LEADERS, PLANNERS, PROGRAMME_LIST, PROGRAMME_READ
from minassa.programmes.labelling import sharing_of
from minassa.programmes.models import (
    Answer,
    Course,
    Milestone,
    Money,
    Partner,
    Period,
    Programme,
    ProgressReport,
    Risk,
)
from minassa.programmes.rules import Frequency, PeriodState, Pillar, ProgrammeState, ReportState
from minassa.programmes.standing import scores_of
from minassa.programmes.types import (
    MilestoneView,
    MoneyView,
    PeriodView,
    ProgrammePage,
    ProgrammePlan,
    ProgrammeRow,
    ProgrammeView,
    ResultView,
)

MOST_LISTED: Final = 300


def list_programmes(
    actor: Actor,
    *,
    pillar: Pillar | None = None,
    state: ProgrammeState | None = None,
    owner: UUID | None = None,
    strategy: UUID | None = None,
) -> tuple[ProgrammeRow, ...]:
    """The programmes that this actor sees, by pillar and reference: never in the order of what they have achieved."""
    with door(actor, PROGRAMME_LIST) as opened:
        return listed(opened, pillar=pillar, state=state, owner=owner, strategy=strategy)


def page_of_programmes(  # noqa: PLR0913 - what a list is narrowed by
    actor: Actor,
    *,
    pillar: Pillar | None = None,
    state: ProgrammeState | None = None,
    owner: UUID | None = None,
    strategy: UUID | None = None,
    size: int = 50,
    before: str = "",
) -> ProgrammePage:
    """A page of what `list_programmes` gives for the same words, newest first. Raises Invalid for a place that is none."""
    wanted = _narrowed({"pillar": pillar, "state": state, "owner": owner, "strategy": strategy})
    with door(actor, PROGRAMME_LIST) as opened:
        found = newest(Programme, size + 1, cursor_from(before), **wanted)
        results = measuring.framework([one.id for one in found[:size]], today())
        shown = tuple(row_of(opened, one, results[one.id]) for one in found[:size])
        is_last = len(found) <= size
        return ProgrammePage(shown, "" if is_last else cursor_text(shown[-1].modified, shown[-1].id))


def listed(opened: Opened, **wanted: object) -> tuple[ProgrammeRow, ...]:
    """What `list_programmes` gives, inside a door that is open already."""
    found = newest(Programme, MOST_LISTED, **_narrowed(wanted))
    results = measuring.framework([one.id for one in found], today())
    shown = [row_of(opened, one, results[one.id]) for one in found]
    return tuple(sorted(shown, key=lambda one: (list(Pillar).index(one.pillar), one.reference, one.id)))


def _narrowed(wanted: Mapping[str, object]) -> dict[str, Any]:
    """What a list is narrowed by, as the columns hold it."""
    given = {name: value for name, value in wanted.items() if value is not None}
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in given.items()}


def row_of(opened: Opened, row: Programme, results: tuple[ResultView, ...]) -> ProgrammeRow:
    """One line of the list."""
    return ProgrammeRow(
        id=row.id,
        owner=row.owner,
        mine=row.owner == opened.actor.agency,
        reference=row.reference,
        title=row.title,
        pillar=Pillar(row.pillar),
        state=ProgrammeState(row.state),
        begins=row.begins,
        ends=row.ends,
        strategy=row.strategy_id,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
        modified=row.modified,
        scores=scores_of(measuring.measured(results)),
    )


def read_programme(actor: Actor, *, id: UUID, on: date | None = None) -> ProgrammeView:  # noqa: A002 - the word that every room uses
    """One programme with all its parts, its progress as of a day (today where none is named). Raises NotFound."""
    with door(actor, PROGRAMME_READ, subject=f"programme:{id}") as opened:
        row = rows.found(Programme, id)
        opened.note(owner=row.owner)
        return view_of(opened, row, on or today())


def view_of(opened: Opened, row: Programme, on: date) -> ProgrammeView:
    """What `read_programme` gives, inside a door that is open already."""
    own = frozenset({row.id}) if row.owner == opened.actor.agency else frozenset[UUID]()
    results = measuring.framework([row.id], on, own=own)[row.id]
    label = opened.label_of(row.label_id)
    return ProgrammeView(
        row=row_of(opened, row, results),
        plan=plan_of(row),
        sharing=sharing_of(label),
        adopted=row.adopted,
        on=on,
        results=results,
        milestones=_milestones(row),
        money=_money(row),
        risks=parts.listed(Risk, row.id, parts.risk_of, "closed_on"),
        partners=parts.listed(Partner, row.id, parts.partner_of, "name"),
        courses=parts.listed(Course, row.id, parts.course_of, "begins"),
        periods=periods_of(row),
        commitments=_commitments(row),
        can=_can(opened.actor, row),
    )


def plan_of(row: Programme) -> ProgrammePlan:
    """What is said of a programme as a whole."""
    return ProgrammePlan(
        title=row.title,
        reference=row.reference,
        pillar=Pillar(row.pillar),
        begins=row.begins,
        ends=row.ends,
        currency=row.currency,
        summary=row.summary,
        strategy=row.strategy_id,
        countries=tuple(row.countries.split()),
        reports=Frequency(row.reports),
    )


def _milestones(row: Programme) -> tuple[MilestoneView, ...]:
    found = Milestone.objects.filter(programme=row).order_by("due", "id")
    return tuple(
        MilestoneView(one.id, parts.milestone_of(one), one.first_due if one.first_due != one.due else None)
        for one in found
    )


def _money(row: Programme) -> tuple[MoneyView, ...]:
    found = Money.objects.filter(programme=row).order_by("begins", "kind", "id")
    return tuple(
        MoneyView(one.id, parts.money_of(one), bool(row.adopted and one.recorded > row.adopted)) for one in found
    )


def period_state(period: Period, on: date) -> PeriodState:
    """Where a period stands on a day."""
    if on < period.opens:
        return PeriodState.COMING
    return PeriodState.OPEN if on <= period.closes else PeriodState.OVER


def periods_of(row: Programme) -> tuple[PeriodView, ...]:
    """All reporting periods, the first one first, each with its report where the actor sees one."""
    reports = {one.period_id: one for one in ProgressReport.objects.filter(programme=row)}
    return tuple(
        period_view(one, reports.get(one.id)) for one in Period.objects.filter(programme=row).order_by("begins", "id")
    )


def period_view(period: Period, report: ProgressReport | None) -> PeriodView:
    """A period as it stands now. It is late when it is over and nothing was submitted: a hidden report is no reported one."""
    state = period_state(period, today())
    given = ReportState(report.state) if report else None
    waits = given in {None, ReportState.DRAFT, ReportState.RETURNED}
    return PeriodView(
        id=period.id,
        begins=period.begins,
        ends=period.ends,
        opens=period.opens,
        closes=period.closes,
        state=state,
        report=report.id if report else None,
        report_state=given,
        is_late=state is PeriodState.OVER and waits,
    )


def _commitments(row: Programme) -> tuple[tuple[UUID, str], ...]:
    found = Answer.objects.filter(programme=row).select_related("commitment").order_by("commitment__number", "id")
    return tuple((one.commitment.id, one.commitment.number) for one in found)


def _can(actor: Actor, row: Programme) -> tuple[str, ...]:
    if row.owner != actor.agency:
        return ()
    state = ProgrammeState(row.state)
    plans, leads = bool(actor.roles & PLANNERS), bool(actor.roles & LEADERS)
    found = []
    if plans and state is not ProgrammeState.CLOSED:
        found.append("carry-on")
    if plans and state is ProgrammeState.DRAFT:
        found += ["plan", "discard"]
    if leads and state is ProgrammeState.DRAFT:
        found.append("adopt")
    if leads and state is ProgrammeState.RUNNING:
        found += ["retarget", "close"]
    if leads and state is not ProgrammeState.DRAFT:
        found.append("share")
    return tuple(found)
