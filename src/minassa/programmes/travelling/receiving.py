"""Taking in a programme from another node: a copy that nobody here changes, with its progress computed here.

Each part is checked as if it were typed here, and none takes the place of another programme's part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from minassa.access import Label, Opened, Parcel, Step, Tlp, addressed_here, door, system_actor
from minassa.base import Conflict, Invalid, Refused
from minassa.programmes import checks, faults, parts
from minassa.programmes.acts import PROGRAMME_RECEIVE
from minassa.programmes.content import cell_to_json, packed
from minassa.programmes.iati import publications
from minassa.programmes.models import (
    Actual,
    Course,
    Evaluation,
    Indicator,
    Milestone,
    Money,
    OfProgramme,
    Partner,
    Period,
    Programme,
    ProgressReport,
    Publication,
    Result,
    Risk,
    Target,
)
from minassa.programmes.planning import say
from minassa.programmes.rows import relabel
from minassa.programmes.rules import LEVELS, MOST_PERIODS, ReportState
from minassa.programmes.travelling.content import ActualTold, Told, from_json
from minassa.programmes.types import Cell, PlanPart

Columns = Mapping[str, Any]


def receive(_opened: Opened, parcel: Parcel) -> None:
    """Take in a version of a programme, or its being taken back. Raises Invalid, Refused and Conflict."""
    with door(system_actor("programmes"), PROGRAMME_RECEIVE, subject=f"programme:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, version=parcel.version, step=parcel.step.value)
        if parcel.step is Step.WITHDRAW:
            _take_away(opened, parcel)
            return
        told = from_json(parcel.content)
        row = _row(opened, parcel)
        label_id = opened.intern(_bearable(parcel.label))
        try:
            _say(row, told, label_id)
            _replace(row, told)
        except ObjectDoesNotExist as error:
            raise Invalid(faults.PARCEL) from error
        row.modified = opened.context.at
        row.save()


def narrow(_opened: Opened, stream: str, agency: UUID) -> None:
    """Take an agency of this node out of a programme's audience: it left the community through which it was addressed."""
    with door(system_actor("programmes"), PROGRAMME_RECEIVE, subject=stream) as opened:
        row = Programme.objects.select_for_update().get(id=UUID(stream.partition(":")[2]))
        _without(opened, row, frozenset({f"agency:{agency}"}))


def _bearable(label: Label) -> Label:
    bound = label.purposes or label.opens or label.closes
    if label.tlp not in {Tlp.AMBER, Tlp.GREEN, Tlp.CLEAR} or not label.handling or bound:
        raise Invalid(faults.TLP)
    return label


def _row(opened: Opened, parcel: Parcel) -> Programme:
    row = Programme.objects.select_for_update().filter(id=parcel.about).first()
    if row is None:
        if parcel.step not in {Step.SHARE, Step.CORRECT}:
            raise Refused(faults.NO_PROGRAMME)
        return Programme(id=parcel.about, owner=parcel.owner)
    if row.owner != parcel.owner or parcel.step is Step.MESSAGE:
        raise Refused(faults.NO_PROGRAMME)
    if opened.label_of(row.label_id).exercise != parcel.label.exercise:
        raise Conflict(faults.OTHER_STATE)
    return row


def _say(row: Programme, told: Told, label_id: int) -> None:
    say(row, replace(told.plan, strategy=None))
    row.label_id, row.state, row.adopted = label_id, told.state.value, told.adopted
    row.save()


def _replace(row: Programme, told: Told) -> None:
    """Parts in the order in which they lean on each other."""
    results = sorted(told.results, key=lambda one: LEVELS.index(one[1].level))
    _keep(row, Result, ((one, _columns(row, part)) for one, part in results))
    _keep(row, Indicator, ((one, _columns(row, part)) for one, part in told.indicators))
    _keep(
        row,
        Target,
        (
            (one.id, {**_columns(row, one.part), "version": one.version, "set_at": one.set_at})
            for one in sorted(told.targets, key=lambda one: (one.part.due, one.version))
        ),
    )
    _keep(
        row,
        Milestone,
        ((one.id, {**_columns(row, one.part), "first_due": one.first_due}) for one in told.milestones),
    )
    _keep(row, Money, ((one.id, {**_columns(row, one.part), "recorded": one.recorded}) for one in told.money))
    _keep(row, Risk, ((one, _columns(row, part)) for one, part in told.risks))
    _keep(row, Partner, ((one, _columns(row, part)) for one, part in told.partners))
    _keep(row, Course, ((one, _columns(row, part)) for one, part in told.courses))
    _periods(row, told)
    _keep(row, Actual, ((one.id, _actual(row, one)) for one in told.actuals))
    said = [told.publication] if told.publication else []
    _keep(row, Publication, ((one, {"content": _said(publication)}) for one, publication in said))


def _said(publication: Any) -> dict[str, Any]:  # noqa: ANN401 - a publication
    return publications.packed(publications.checked(publication))


def _columns(row: Programme, part: PlanPart) -> Columns:
    return parts.columns(parts.checked(part, row))


def _keep(row: Programme, model: type[OfProgramme], made: Iterable[tuple[UUID, Columns]]) -> None:
    """Exactly these parts, under the programme's label. Raises Refused for an id that belongs to another programme."""
    kept = []
    for one, columns in made:
        if model.objects.filter(id=one).exclude(programme=row).exists():
            raise Refused(faults.NO_PART)
        part = model.objects.filter(id=one).first() or model(id=one, programme=row)
        part.label_id = row.label_id
        for name, value in columns.items():
            setattr(part, name, value)
        part.save()
        kept.append(one)
    model.objects.filter(programme=row).exclude(id__in=kept).delete()


def _periods(row: Programme, told: Told) -> None:
    if len(told.periods) > MOST_PERIODS:
        raise Invalid(faults.PARCEL)
    for one in told.periods:
        checks.days(one.begins, one.ends)
    _keep(
        row,
        Period,
        (
            (one.id, {"begins": one.begins, "ends": one.ends, "opens": one.opens, "closes": one.closes, "told": 3})
            for one in told.periods
        ),
    )
    _reports(row, told)


def _reports(row: Programme, told: Told) -> None:
    """The accepted reports; they bear the programme's label, as they do where they were written."""
    kept = []
    for one in told.reports:
        if ProgressReport.objects.filter(id=one.id).exclude(programme=row).exists():
            raise Refused(faults.NO_REPORT)
        period = Period.objects.get(id=one.period, programme=row)
        report = ProgressReport.objects.filter(id=one.id).first() or ProgressReport(id=one.id, programme=row)
        report.owner, report.period, report.label_id = row.owner, period, row.label_id
        report.state, report.content = ReportState.ACCEPTED.value, packed(one.reported)
        report.submitted_at, report.judged_at = one.submitted_at, one.judged_at
        report.note = checks.text(one.note, 4_000)
        report.save()
        kept.append(one.id)
    ProgressReport.objects.filter(programme=row).exclude(id__in=kept).delete()


def _actual(row: Programme, one: ActualTold) -> Columns:
    indicator = Indicator.objects.get(id=one.indicator, programme=row)
    period = Period.objects.get(id=one.period, programme=row)
    return {
        "indicator": indicator,
        "period": period,
        "measured_on": one.measured_on,
        "value": checks.needed_number(checks.stored(one.value)),
        "numerator": checks.number(one.numerator),
        "denominator": checks.number(one.denominator),
        "cells": [cell_to_json(_cell(each)) for each in one.cells],
        "evidence": one.evidence.value,
        "source": checks.text(one.source, 2_000),
    }


def _cell(cell: Cell) -> Cell:
    return Cell(
        checks.line(cell.sex, 60, needed=False),
        checks.line(cell.age, 60, needed=False),
        checks.line(cell.place, 60, needed=False),
        value=checks.number(cell.value),
        numerator=checks.number(cell.numerator),
        denominator=checks.number(cell.denominator),
    )


def _take_away(opened: Opened, parcel: Parcel) -> None:
    row = Programme.objects.select_for_update().filter(id=parcel.about, owner=parcel.owner).first()
    if row is None:
        raise Refused(faults.NO_PROGRAMME)
    gone = frozenset(f"agency:{one}" for one in addressed_here(parcel.label))
    if not _without(opened, row, gone):
        _forget(opened, row)


def _without(opened: Opened, row: Programme, gone: frozenset[str]) -> bool:
    """Take these out of the audience; whether somebody of this node is left. What was for everybody is then for the others."""
    label = opened.label_of(row.label_id)
    here = {f"agency:{one}" for one in addressed_here(label)}
    left = here - gone
    audience = left if not label.audience else frozenset(label.audience) - gone
    if not left:
        return False
    relabel(opened, row, Label(row.owner, Tlp.AMBER, frozenset(audience), label.handling, exercise=label.exercise))
    return True


def _forget(opened: Opened, row: Programme) -> None:
    """The copy goes. Where an agency of this node has evaluated it, its own evaluation keeps the name of what it is about, and nothing more."""
    judges = frozenset(
        f"agency:{one}" for one in Evaluation.objects.filter(programme=row).values_list("owner", flat=True)
    )
    if not judges - {f"agency:{row.owner}"}:
        row.delete()
        return
    for model in OfProgramme.parts():
        model.objects.filter(programme=row).delete()
    ProgressReport.objects.filter(programme=row).delete()
    row.summary = ""
    label = opened.label_of(row.label_id)
    relabel(opened, row, Label(row.owner, Tlp.AMBER, judges, label.handling, exercise=label.exercise))
