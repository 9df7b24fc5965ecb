"""The parts of a programme as rows, both ways, and what each must be."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from minassa.base import Invalid
from minassa.programmes import checks, faults
from minassa.programmes.catalogue import template_named
from minassa.programmes.models import (
    Course,
    Indicator,
    Milestone,
    Money,
    OfProgramme,
    Partner,
    Programme,
    Result,
    Risk,
    Target,
)
from minassa.programmes.progress import Direction
from minassa.programmes.rules import LEVELS, By, Frequency, Grade, Level, Measure, MoneyKind, Part
from minassa.programmes.types import (
    CoursePart,
    IndicatorPart,
    MilestonePart,
    MoneyPart,
    PartnerPart,
    Places,
    PlanPart,
    ResultPart,
    RiskPart,
    TargetPart,
)

MODELS: Final[Mapping[type, type[OfProgramme]]] = {
    ResultPart: Result,
    IndicatorPart: Indicator,
    TargetPart: Target,
    MilestonePart: Milestone,
    MoneyPart: Money,
    RiskPart: Risk,
    PartnerPart: Partner,
    CoursePart: Course,
}
FIXED: Final = frozenset({ResultPart, IndicatorPart})
"""What adoption fixes. Targets then change by versions, everything else goes on."""
_KEYS: Final = frozenset({"parent", "result", "indicator"})
MOST_PLACES: Final = 100

Row = TypeVar("Row", bound=OfProgramme)


def columns(part: PlanPart) -> dict[str, Any]:
    """What a part's row holds."""
    return {
        f"{one.name}_id" if one.name in _KEYS else one.name: _plain(getattr(part, one.name)) for one in fields(part)
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - the columns' own values
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) if not isinstance(one, Places) else [one.agency, one.women, one.men] for one in value]
    return value


def checked(part: PlanPart, programme: Programme) -> PlanPart:
    """The same part, trimmed. Raises Invalid for what it cannot say."""
    found: PlanPart = _CHECKS[type(part)](part, programme)
    return found


def _result(part: ResultPart, programme: Programme) -> ResultPart:
    if part.begins is not None or part.ends is not None:
        if part.level is not Level.ACTIVITY or part.begins is None or part.ends is None:
            raise Invalid(faults.DAYS)
        checks.days(part.begins, part.ends, within=(programme.begins, programme.ends))
    if part.parent is not None:
        above = Result.objects.get(id=part.parent, programme=programme)
        if LEVELS.index(Level(above.level)) >= LEVELS.index(part.level):
            raise Invalid(faults.LEVEL)
    return replace(
        part, title=checks.text(part.title, 1_000, needed=True), number=checks.line(part.number, 16, needed=False)
    )


def _indicator(part: IndicatorPart, programme: Programme) -> IndicatorPart:
    Result.objects.get(id=part.result, programme=programme)
    made_of = template_named(part.template) if part.template else None
    if made_of is not None and made_of.is_context and not part.is_context:
        raise Invalid(faults.COMPOSITE)
    return replace(
        part,
        name=checks.text(part.name, 1_000, needed=True),
        unit=checks.line(part.unit, 60),
        means=checks.text(part.means, 2_000),
        baseline=checks.number(part.baseline),
        weight=_weight(part),
    )


def _weight(part: IndicatorPart) -> Decimal:
    weight = checks.needed_number(part.weight)
    if weight <= 0:
        raise Invalid(faults.NUMBER)
    return weight


def _target(part: TargetPart, programme: Programme) -> TargetPart:
    indicator = Indicator.objects.get(id=part.indicator, programme=programme)
    value = checks.needed_number(part.value)
    checks.days(part.due, part.due, within=(indicator.baseline_on, programme.ends))
    if part.due <= indicator.baseline_on:
        raise Invalid(faults.DAYS)
    checks.scale(Direction(indicator.direction), indicator.baseline, value)
    return replace(part, value=value, reason=checks.text(part.reason, 1_000))


def _milestone(part: MilestonePart, programme: Programme) -> MilestonePart:
    checks.days(part.due, part.due, within=(programme.begins, programme.ends))
    return replace(part, title=checks.line(part.title))


def _money(part: MoneyPart, _programme: Programme) -> MoneyPart:
    checks.days(part.begins, part.ends)
    return replace(part, amount=checks.needed_number(part.amount), note=checks.line(part.note, needed=False))


def _risk(part: RiskPart, _programme: Programme) -> RiskPart:
    return replace(part, text=checks.text(part.text, needed=True), answer=checks.text(part.answer))


def _partner(part: PartnerPart, _programme: Programme) -> PartnerPart:
    return replace(part, name=checks.line(part.name), reference=checks.line(part.reference, 100, needed=False))


def _course(part: CoursePart, _programme: Programme) -> CoursePart:
    checks.days(part.begins, part.ends)
    if len(part.places) > MOST_PLACES or any(one.women < 0 or one.men < 0 for one in part.places):
        raise Invalid(faults.NUMBER)
    places = tuple(replace(one, agency=checks.line(one.agency)) for one in part.places)
    return replace(
        part,
        title=checks.line(part.title),
        place=checks.line(part.place, 200, needed=False),
        places=places,
        lesson=checks.text(part.lesson),
        before=_percent(part.before),
        after=_percent(part.after),
        applied=_percent(part.applied),
    )


def _percent(value: Decimal | None) -> Decimal | None:
    found = checks.number(value, least=Decimal(0))
    if found is not None and found > 100:
        raise Invalid(faults.NUMBER)
    return found


_CHECKS: Final[Mapping[type, Callable[[Any, Programme], Any]]] = {
    ResultPart: _result,
    IndicatorPart: _indicator,
    TargetPart: _target,
    MilestonePart: _milestone,
    MoneyPart: _money,
    RiskPart: _risk,
    PartnerPart: _partner,
    CoursePart: _course,
}


def result_of(row: Result) -> ResultPart:
    """What a row says."""
    return ResultPart(Level(row.level), row.title, row.parent_id, row.number, row.begins, row.ends)


def indicator_of(row: Indicator) -> IndicatorPart:
    """What a row says."""
    return IndicatorPart(
        result=row.result_id,
        name=row.name,
        unit=row.unit,
        direction=Direction(row.direction),
        baseline_on=row.baseline_on,
        measure=Measure(row.measure),
        baseline=row.baseline,
        weight=row.weight,
        every=Frequency(row.every),
        means=row.means,
        by=tuple(map(By, row.by)),
        template=row.template,
        is_context=row.is_context,
    )


def milestone_of(row: Milestone) -> MilestonePart:
    """What a row says."""
    return MilestonePart(row.title, row.due, row.done_on)


def money_of(row: Money) -> MoneyPart:
    """What a row says."""
    return MoneyPart(MoneyKind(row.kind), row.amount, row.begins, row.ends, row.note)


def risk_of(row: Risk) -> RiskPart:
    """What a row says."""
    return RiskPart(row.text, Grade(row.likelihood), Grade(row.gravity), row.answer, row.closed_on)


def partner_of(row: Partner) -> PartnerPart:
    """What a row says."""
    return PartnerPart(row.name, Part(row.part), row.agency, row.reference)


def course_of(row: Course) -> CoursePart:
    """What a row says."""
    places = tuple(Places(agency, women, men) for agency, women, men in row.places)
    return CoursePart(
        row.title, row.begins, row.ends, row.place, places, row.before, row.after, row.applied, row.lesson
    )


def listed(model: type[Row], programme: UUID, read: Callable[[Row], Any], *order: str) -> tuple[tuple[UUID, Any], ...]:
    """All parts of a kind, each with its id."""
    return tuple((row.id, read(row)) for row in model.objects.filter(programme_id=programme).order_by(*order, "id"))
