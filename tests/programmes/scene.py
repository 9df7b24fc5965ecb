"""An agency with a programme, a secretariat, and somebody who must not see: each with one call."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from minassa import programmes
from minassa.access import Actor, AgencyKind, Handling, Label, Role, Tlp, door, system_actor
from minassa.access.models import Agency
from minassa.programmes import (
    By,
    Direction,
    Frequency,
    IndicatorPart,
    Level,
    Measure,
    MilestonePart,
    MoneyKind,
    MoneyPart,
    ParagraphRef,
    Pillar,
    ProgrammePlan,
    ResultPart,
    Sharing,
    TargetPart,
    Undertaking,
)
from minassa.programmes.acts import COMMITMENT_MAKE
from tests.factories import actor_for, make_agency, make_user

CANARY = "EXERCISE-CANARY"
BEGINS, ENDS = date(2025, 1, 1), date(2026, 12, 31)
PLATFORM = Sharing(Tlp.GREEN)


@dataclass(frozen=True)
class House:
    """One agency's people: whoever plans and reports, and two who lead."""

    agency: Agency
    officer: Actor
    chief: Actor
    other_chief: Actor
    observer: Actor


def house(name: str, *, kind: AgencyKind = AgencyKind.MEMBER) -> House:
    agency = make_agency(f"EXERCISE {name}", kind=kind)
    leader = Role.SECRETARIAT if kind is AgencyKind.SECRETARIAT else Role.SUPERVISOR
    roles = (Role.PROGRAMME_OFFICER, leader, leader, Role.OBSERVER)
    return House(agency, *(actor_for(make_user(agency, (role,)), stepped_up=True) for role in roles))


def plan(**given: Any) -> ProgrammePlan:
    plain = ProgrammePlan(
        title="EXERCISE schools near the border",
        reference="EX-P-01",
        pillar=Pillar.SOCIAL,
        begins=BEGINS,
        ends=ENDS,
        currency="XOF",
        countries=("ml", "ne"),
    )
    return replace(plain, **given)


@dataclass(frozen=True)
class Made:
    """A programme and the parts by which tests know it."""

    id: UUID
    outcome: UUID
    output: UUID
    trust: UUID
    teachers: UUID
    milestone: UUID


def drafted(by: House, **given: Any) -> Made:
    """A programme with an outcome in percent and an output that counts, each with targets on the way and at the end."""
    one = programmes.keep_programme(by.officer, plan=plan(**given), exercise=True)

    def add(part: programmes.PlanPart) -> UUID:
        return programmes.keep_part(by.officer, programme=one, part=part)

    outcome = add(ResultPart(Level.OUTCOME, "EXERCISE people trust the school"))
    output = add(ResultPart(Level.OUTPUT, "EXERCISE teachers are trained", parent=outcome))
    trust = add(
        IndicatorPart(
            outcome,
            "EXERCISE parents who trust the school",
            "percent",
            Direction.INCREASE,
            BEGINS,
            Measure.PERCENT,
            baseline=Decimal(40),
            by=(By.SEX, By.PLACE),
        )
    )
    teachers = add(
        IndicatorPart(
            output,
            "EXERCISE teachers trained",
            "persons",
            Direction.INCREASE,
            BEGINS,
            baseline=Decimal(0),
            by=(By.SEX,),
        )
    )
    for indicator, due, value in (
        (trust, date(2025, 12, 31), 50),
        (trust, ENDS, 60),
        (teachers, date(2025, 12, 31), 100),
        (teachers, ENDS, 200),
    ):
        add(TargetPart(indicator, due, Decimal(value)))
    milestone = add(MilestonePart("EXERCISE first school opened", date(2025, 6, 30)))
    add(MoneyPart(MoneyKind.BUDGET, Decimal("1000000.50"), BEGINS, ENDS))
    return Made(one, outcome, output, trust, teachers, milestone)


def running(by: House, *, sharing: Sharing | None = None, **given: Any) -> Made:
    made = drafted(by, reports=Frequency.HALF_YEARLY, **given)
    programmes.adopt_programme(by.chief, id=made.id)
    if sharing is not None:
        programmes.share_programme(by.chief, id=made.id, sharing=sharing)
    return made


def paragraph(number: str = "7", text: str = "EXERCISE we shall open schools") -> ParagraphRef:
    return ParagraphRef(uuid4(), uuid4(), f"key-{number}", number, {"en": text, "fr": f"{text} (fr)"})


def committed(
    by: House, *undertakings: Undertaking, ref: ParagraphRef | None = None, label: Label | None = None
) -> tuple[UUID, ...]:
    """What `meetings` does on adoption, inside a door of its own."""
    with door(system_actor("programmes"), COMMITMENT_MAKE) as opened:
        return programmes.make_commitments(
            opened,
            paragraph=ref or paragraph(),
            label=label or Label(by.agency.id, Tlp.GREEN, handling=frozenset({Handling.H0}), exercise=True),
            undertakings=undertakings or (Undertaking(Pillar.SOCIAL),),
        )
