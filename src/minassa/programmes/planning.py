"""Planning a programme: its framework is written, adopted, shared and carried on.

Adoption fixes results, indicators and baselines. A target that changes later gets another version, with its reason; the day
of a milestone that is moved keeps its first one.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import Conflict, Invalid, new_id
from minassa.programmes import checks, faults, parts, rows
from minassa.programmes.acts import PROGRAMME_ADOPT, PROGRAMME_PLAN, PROGRAMME_RETARGET, PROGRAMME_SHARE
from minassa.programmes.labelling import agency_of, own_label, shared_label
from minassa.programmes.models import (
    Answer,
    Commitment,
    Indicator,
    Milestone,
    Period,
    Programme,
    Result,
    Strategy,
    Target,
)
from minassa.programmes.rules import REPORT_WITHIN, Frequency, Level, ProgrammeState, periods
from minassa.programmes.travelling import sending
from minassa.programmes.types import MilestonePart, PlanPart, ProgrammePlan, ResultPart, Sharing, TargetPart

_LONGEST_YEARS: Final = 20
_PLANNED: Final = (ProgrammeState.DRAFT,)
_GOING: Final = (ProgrammeState.DRAFT, ProgrammeState.RUNNING)


def keep_programme(actor: Actor, *, plan: ProgrammePlan, exercise: bool, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep what is said of a programme as a whole, a new one or over an old draft. Gives its id. Raises Invalid."""
    with door(actor, PROGRAMME_PLAN) as opened:
        if id is None:
            owner = agency_of(actor)
            label_id = opened.intern(own_label(owner, exercise=exercise))
            row = Programme(id=new_id(), owner=owner, state=ProgrammeState.DRAFT.value, label_id=label_id)
        else:
            row = rows.own_programme(opened, id, *_PLANNED)
        opened.note(subject=f"programme:{row.id}", owner=row.owner)
        say(row, plan)
        rows.touch(opened, row)
        return row.id


def say(row: Programme, plan: ProgrammePlan) -> None:
    """Write what is said of a programme as a whole into its row. Raises Invalid for what cannot be, NotFound for a hidden strategy."""
    checks.days(plan.begins, plan.ends)
    if (plan.ends - plan.begins).days > 366 * _LONGEST_YEARS:
        raise Invalid(faults.DAYS)
    row.title, row.reference = checks.line(plan.title), checks.line(plan.reference, 40)
    row.summary, row.pillar = checks.text(plan.summary), plan.pillar.value
    row.begins, row.ends, row.reports = plan.begins, plan.ends, plan.reports.value
    row.currency, row.countries = checks.currency(plan.currency), checks.country_codes(plan.countries)
    row.strategy = rows.found(Strategy, plan.strategy) if plan.strategy else None


def discard_programme(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw a draft away with all its parts. Raises Conflict for an adopted programme: it is closed."""
    with door(actor, PROGRAMME_PLAN, subject=f"programme:{id}") as opened:
        rows.own_programme(opened, id, *_PLANNED).delete()


def keep_part(actor: Actor, *, programme: UUID, part: PlanPart, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep a part of a programme, a new one or over an old one. Gives its id.

    Raises Invalid for what it cannot say, Conflict for what adoption has fixed, NotFound for what it names and is not there.
    """
    with door(actor, PROGRAMME_PLAN, subject=f"programme:{programme}") as opened:
        row = rows.own_programme(opened, programme, *_GOING)
        if row.state == ProgrammeState.RUNNING.value and type(part) in parts.FIXED | {TargetPart}:
            raise Conflict(faults.FROZEN)
        checked = parts.checked(part, row)
        if isinstance(checked, ResultPart) and not checked.number:
            checked = replace(checked, number=_next_number(row, checked))
        if isinstance(checked, TargetPart):
            Target.objects.filter(indicator_id=checked.indicator, due=checked.due).delete()
        model = parts.MODELS[type(part)]
        made = rows.part_of(row, model, id) if id else model(id=new_id(), programme=row, label_id=row.label_id)
        for name, value in parts.columns(checked).items():
            setattr(made, name, value)
        made.save()
        rows.touch(opened, row)
        sending.follow(opened, row)
        opened.note(part=model.__name__.lower())
        return made.id


def _next_number(programme: Programme, part: ResultPart) -> str:
    """The next number below its parent, such as 1.2; the first of a level without parent are 1, 2, 3."""
    found = Result.objects.filter(programme=programme, parent_id=part.parent)
    above = Result.objects.get(id=part.parent).number if part.parent else ""
    taken = {one.number for one in found}
    numbers = (f"{above}.{step}" if above else str(step) for step in range(1, len(taken) + 2))
    return next(one for one in numbers if one not in taken)


def remove_part(actor: Actor, *, programme: UUID, kind: type[PlanPart], id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Remove a part. Raises Conflict for what adoption has fixed, a milestone included: it is moved, and the move is seen."""
    with door(actor, PROGRAMME_PLAN, subject=f"programme:{programme}") as opened:
        row = rows.own_programme(opened, programme, *_GOING)
        is_fixed = kind in parts.FIXED | {TargetPart, MilestonePart}
        if row.state == ProgrammeState.RUNNING.value and is_fixed:
            raise Conflict(faults.FROZEN)
        rows.part_of(row, parts.MODELS[kind], id).delete()
        rows.touch(opened, row)
        sending.follow(opened, row)
        opened.note(part=parts.MODELS[kind].__name__.lower())


def answer_commitments(actor: Actor, *, programme: UUID, commitments: frozenset[UUID]) -> None:
    """Say exactly which commitments a programme carries out. Raises NotFound for one that the actor does not see."""
    with door(actor, PROGRAMME_PLAN, subject=f"programme:{programme}") as opened:
        row = rows.own_programme(opened, programme, *_GOING)
        chosen = [rows.found(Commitment, one) for one in commitments]
        Answer.objects.filter(programme=row).delete()
        for one in chosen:
            Answer.objects.create(programme=row, commitment=one, label_id=row.label_id)
        rows.touch(opened, row)


def adopt_programme(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Adopt a programme: its framework is fixed and its reporting periods are made. Needs a fresh factor.

    Raises Invalid where the framework is not complete.
    """
    with door(actor, PROGRAMME_ADOPT, subject=f"programme:{id}") as opened:
        row = rows.own_programme(opened, id, *_PLANNED)
        _refuse_incomplete(row)
        row.state, row.adopted = ProgrammeState.RUNNING.value, opened.context.at
        rows.touch(opened, row)
        for one in Milestone.objects.filter(programme=row):
            one.first_due = one.due
            one.save(update_fields=["first_due"])
        for begins, ends in periods(row.begins, row.ends, Frequency(row.reports)):
            opens = ends + timedelta(days=1)
            Period.objects.create(
                programme=row,
                label_id=row.label_id,
                begins=begins,
                ends=ends,
                opens=opens,
                closes=opens + REPORT_WITHIN,
            )


def _refuse_incomplete(row: Programme) -> None:
    measured = {
        (one.result.level)
        for one in Indicator.objects.filter(programme=row, is_context=False).select_related("result")
        if Target.objects.filter(indicator=one).exists()
    }
    aimless = [
        one
        for one in Indicator.objects.filter(programme=row, is_context=False)
        if not Target.objects.filter(indicator=one).exists()
    ]
    if aimless or not {Level.OUTCOME.value, Level.OUTPUT.value} <= measured:
        raise Invalid(faults.INCOMPLETE)


def retarget(actor: Actor, *, programme: UUID, part: TargetPart) -> None:
    """Change a target of an adopted programme, or add one, with a reason. The former one stays visible."""
    with door(actor, PROGRAMME_RETARGET, subject=f"programme:{programme}") as opened:
        row = rows.own_programme(opened, programme, ProgrammeState.RUNNING)
        checked = parts.checked(part, row)
        if not isinstance(checked, TargetPart) or not checked.reason:
            raise Invalid(faults.REASON)
        _version(opened, row, checked)


def _version(opened: Opened, row: Programme, part: TargetPart) -> None:
    versions = Target.objects.filter(indicator_id=part.indicator, due=part.due)
    last = versions.order_by("-version").first()
    made = Target(programme=row, label_id=row.label_id, version=last.version + 1 if last else 1)
    for name, value in parts.columns(part).items():
        setattr(made, name, value)
    made.set_at = opened.context.at
    made.save()
    rows.touch(opened, row)
    sending.follow(opened, row)
    opened.note(version=made.version)


def share_programme(actor: Actor, *, id: UUID, sharing: Sharing) -> None:  # noqa: A002 - the word that every room uses
    """Let others see a programme with all its parts and accepted reports, or fewer than before. Needs a fresh factor (S07).

    It travels to agencies of other nodes, and is taken from those who shall not see it any more. Raises Conflict for one from whom it was
    taken before.
    """
    with door(actor, PROGRAMME_SHARE, subject=f"programme:{id}") as opened:
        row = rows.own_programme(opened, id, ProgrammeState.RUNNING, ProgrammeState.CLOSED)
        exercise = rows.label_of(opened, row).exercise
        label = shared_label(row.owner, sharing, exercise=exercise)
        rows.relabel(opened, row, label)
        sending.spread(opened, row, label)
        opened.note(tlp=sharing.tlp.value, agencies=len(sharing.to))


def close_programme(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Close a programme: nothing is reported any more, and what is known of it stays."""
    with door(actor, PROGRAMME_ADOPT, subject=f"programme:{id}") as opened:
        row = rows.own_programme(opened, id, ProgrammeState.RUNNING)
        row.state = ProgrammeState.CLOSED.value
        rows.touch(opened, row)
        sending.follow(opened, row)
