"""A programme's way to the nodes of other agencies: whole when it is shared, again with every change, taken back where it is no more shared.

Agencies of this node see it by its label at once; parcels go to the others alone. From whom it was taken it stays away: the tombstone there refuses it.
"""

from dataclasses import replace
from typing import Final
from uuid import UUID

from minassa.access import (
    Label,
    Opened,
    Recipients,
    Shared,
    Step,
    Tlp,
    addressed,
    ever_sent,
    holders,
    list_agencies,
    recipients,
    send_shared,
    system_actor,
)
from minassa.programmes import parts
from minassa.programmes.cells import hidden_if_small
from minassa.programmes.content import cell_from_json, unpacked
from minassa.programmes.iati import publications
from minassa.programmes.models import (
    Actual,
    Course,
    Indicator,
    Milestone,
    Money,
    Partner,
    Period,
    Programme,
    ProgressReport,
    Publication,
    Result,
    Risk,
    Target,
)
from minassa.programmes.reads import plan_of
from minassa.programmes.rules import Evidence, ProgrammeState, ReportState
from minassa.programmes.travelling import content
from minassa.programmes.types import Cell, Reported, TargetPart, ValueGiven

KIND: Final = "programme"
_EVERYBODY: Final = frozenset({Tlp.GREEN, Tlp.CLEAR})


def spread(opened: Opened, row: Programme, label: Label) -> None:
    """Send a programme to whom its new label is for, and take it from the others who have it. Raises Conflict for whom it was taken from."""
    shared = Shared(KIND, row.id, row.owner, {})
    had = holders(shared.stream, row.owner).agencies
    to = _reached(row, label, had, shared.stream)
    if to is not None and to.agencies:
        told = Shared(KIND, row.id, row.owner, content.to_json(told_of(row)))
        send_shared(opened, told, _for(label, to), to, Step.CORRECT if had else Step.SHARE)
    gone = had - (to.agencies if to else frozenset())
    if gone:
        lost = Recipients(dict.fromkeys(gone))
        plain = Label(row.owner, Tlp.AMBER, handling=label.handling, exercise=label.exercise)
        send_shared(opened, shared, addressed(plain, lost), lost, Step.WITHDRAW)


def follow(opened: Opened, row: Programme) -> None:
    """Send a programme that has changed to all nodes that have it."""
    to = holders(f"{KIND}:{row.id}", row.owner)
    if to.agencies:
        told = Shared(KIND, row.id, row.owner, content.to_json(told_of(row)))
        send_shared(opened, told, _for(opened.label_of(row.label_id), to), to, Step.CORRECT)


def _for(label: Label, to: Recipients) -> Label:
    """What is for everybody names nobody; else exactly the recipients."""
    return label if label.tlp in _EVERYBODY else addressed(label, to)


def _reached(row: Programme, label: Label, had: frozenset[UUID], stream: str) -> Recipients | None:
    """The agencies of other nodes for whom a label is; None for nobody. For everybody means: without those from whom it was taken."""
    away = {one.id for one in list_agencies(system_actor("programmes")) if one.is_active and not one.is_local}
    if label.tlp in _EVERYBODY:
        before = ever_sent([stream], row.owner).get(stream, frozenset())
        return Recipients(dict.fromkeys(away - (before - had)))
    if label.tlp is not Tlp.AMBER:
        return None
    named = recipients(label.audience, owner=row.owner)
    return Recipients({agency: through for agency, through in named.through.items() if agency in away})


def told_of(row: Programme) -> content.Told:
    """A programme as it travels."""
    return content.Told(
        plan=replace(plan_of(row), strategy=None),
        state=ProgrammeState(row.state),
        adopted=row.adopted or row.modified,
        results=parts.listed(Result, row.id, parts.result_of, "number"),
        indicators=parts.listed(Indicator, row.id, parts.indicator_of),
        targets=tuple(_target(one) for one in Target.objects.filter(programme=row).order_by("due", "version")),
        milestones=tuple(
            content.MilestoneTold(one.id, parts.milestone_of(one), one.first_due)
            for one in Milestone.objects.filter(programme=row).order_by("id")
        ),
        money=tuple(
            content.MoneyTold(one.id, parts.money_of(one), one.recorded)
            for one in Money.objects.filter(programme=row).order_by("id")
        ),
        risks=parts.listed(Risk, row.id, parts.risk_of),
        partners=parts.listed(Partner, row.id, parts.partner_of),
        courses=parts.listed(Course, row.id, parts.course_of),
        periods=tuple(
            content.PeriodTold(one.id, one.begins, one.ends, one.opens, one.closes)
            for one in Period.objects.filter(programme=row).order_by("begins")
        ),
        actuals=tuple(_actual(one) for one in Actual.objects.filter(programme=row).order_by("id")),
        reports=tuple(
            _report(one)
            for one in ProgressReport.objects.filter(programme=row, state=ReportState.ACCEPTED.value).order_by("id")
        ),
        publication=next(
            ((one.id, publications.unpacked(one.content)) for one in Publication.objects.filter(programme=row)), None
        ),
    )


def _target(one: Target) -> content.TargetTold:
    part = TargetPart(one.indicator_id, one.due, one.value, one.reason)
    return content.TargetTold(one.id, part, one.version, one.set_at)


def _small(cells: list[Cell]) -> tuple[Cell, ...]:
    return tuple(map(hidden_if_small, cells))


def _actual(one: Actual) -> content.ActualTold:
    return content.ActualTold(
        id=one.id,
        indicator=one.indicator_id,
        period=one.period_id,
        measured_on=one.measured_on,
        value=one.value,
        numerator=one.numerator,
        denominator=one.denominator,
        cells=_small([cell_from_json(each) for each in one.cells]),
        evidence=Evidence(one.evidence),
        source=one.source,
    )


def _report(one: ProgressReport) -> content.ReportTold:
    said = unpacked(one.content)
    values = tuple(
        ValueGiven(
            each.indicator,
            each.value,
            each.numerator,
            each.denominator,
            each.measured_on,
            each.evidence,
            each.source,
            _small(list(each.cells)),
        )
        for each in said.values
    )
    reported = Reported(values, said.done, said.failed, said.following)
    return content.ReportTold(one.id, one.period_id, reported, one.submitted_at, one.judged_at, one.note)
