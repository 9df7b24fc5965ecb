"""A programme as it travels: everything that its readers see, as one value, and as JSON both ways. Pure.

Parts of values that count few persons lose their numbers before they leave. What comes in is checked part by part, by the same rules as what is
typed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from minassa.base import Invalid
from minassa.programmes import faults
from minassa.programmes.iati.types import Publication
from minassa.programmes.rules import Evidence, ProgrammeState
from minassa.programmes.types import (
    Cell,
    CoursePart,
    IndicatorPart,
    MilestonePart,
    MoneyPart,
    PartnerPart,
    ProgrammePlan,
    Reported,
    ResultPart,
    RiskPart,
    TargetPart,
)

MOST_PARTS: Final = 5_000


@dataclass(frozen=True, slots=True)
class TargetTold:
    """A version of a target."""

    id: UUID
    part: TargetPart
    version: int
    set_at: datetime


@dataclass(frozen=True, slots=True)
class MilestoneTold:
    """A milestone, with its day as it was at adoption."""

    id: UUID
    part: MilestonePart
    first_due: date | None


@dataclass(frozen=True, slots=True)
class MoneyTold:
    """An amount, and when it was recorded."""

    id: UUID
    part: MoneyPart
    recorded: datetime


@dataclass(frozen=True, slots=True)
class PeriodTold:
    """A reporting period."""

    id: UUID
    begins: date
    ends: date
    opens: date
    closes: date


@dataclass(frozen=True, slots=True)
class ActualTold:
    """A value that counts."""

    id: UUID
    indicator: UUID
    period: UUID
    measured_on: date
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    cells: tuple[Cell, ...]
    evidence: Evidence
    source: str


@dataclass(frozen=True, slots=True)
class ReportTold:
    """An accepted report."""

    id: UUID
    period: UUID
    reported: Reported
    submitted_at: datetime | None
    judged_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Told:
    """A programme with all its parts. Strategies and commitments stay where they are: they have owners and labels of their own."""

    plan: ProgrammePlan
    state: ProgrammeState
    adopted: datetime
    results: tuple[tuple[UUID, ResultPart], ...]
    indicators: tuple[tuple[UUID, IndicatorPart], ...]
    targets: tuple[TargetTold, ...]
    milestones: tuple[MilestoneTold, ...]
    money: tuple[MoneyTold, ...]
    risks: tuple[tuple[UUID, RiskPart], ...]
    partners: tuple[tuple[UUID, PartnerPart], ...]
    courses: tuple[tuple[UUID, CoursePart], ...]
    periods: tuple[PeriodTold, ...]
    actuals: tuple[ActualTold, ...]
    reports: tuple[ReportTold, ...]
    publication: tuple[UUID, Publication] | None


@cache
def _shape() -> TypeAdapter[Told]:
    return TypeAdapter(Told)


def to_json(told: Told) -> dict[str, Any]:
    """What a parcel holds; `due` says that nobody has to acknowledge it."""
    body: dict[str, Any] = _shape().dump_python(told, mode="json")
    return {"programme": body, "due": None}


def from_json(body: Mapping[str, Any]) -> Told:
    """What `to_json` wrote. Raises Invalid for anything else."""
    try:
        told = _shape().validate_python(body["programme"])
    except (ValidationError, KeyError) as error:
        raise Invalid(faults.PARCEL) from error
    many = (told.results, told.indicators, told.targets, told.milestones, told.money, told.risks, told.partners)
    parts = sum(map(len, (*many, told.courses, told.periods, told.actuals, told.reports)))
    moments = (told.adopted, *(one.set_at for one in told.targets), *(one.recorded for one in told.money))
    if parts > MOST_PARTS or told.state is ProgrammeState.DRAFT or any(one.tzinfo is None for one in moments):
        raise Invalid(faults.PARCEL)
    return told
