"""What agencies of the EXERCISE node carry out: a strategy, a dozen programmes with two years of reports, an evaluation.

Each is made by the services that a page calls, on the days on which it would have been, and only where there is none yet. Some
programmes go well, some do not, one is worse than where it began, and of some nothing is known: all of it is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from minassa import desk, programmes
from minassa.access import Actor, Tlp
from minassa.base import now, today
from minassa.node.exercise.people import acting, actor_of, on
from minassa.programmes import (
    Answered,
    Assessment,
    By,
    CoursePart,
    Criterion,
    Decision,
    Direction,
    EvaluationText,
    Evidence,
    Frequency,
    Grade,
    IndicatorPart,
    Level,
    Measure,
    MilestonePart,
    MoneyKind,
    MoneyPart,
    Part,
    PartnerPart,
    Pillar,
    Places,
    ProgrammePlan,
    Recommended,
    Reported,
    ResultPart,
    RiskPart,
    Sharing,
    StrategyPlan,
    TargetPart,
    ValueGiven,
)

PLATFORM: Final = Sharing(Tlp.GREEN)
_WORDS: Final = "EXERCISE: invented, to show how honest progress looks."


@dataclass(frozen=True, slots=True)
class Told:
    """One programme: whose it is, what it is called, and what is reported of outcome and output, year by year (None: blank).

    A year that is missing was not reported about at all.
    """

    code: str
    pillar: Pillar
    title: str
    outcome: tuple[int | None, ...]
    output: tuple[int | None, ...]


# The outcome goes from 40 to 60 percent, the output from 0 to 200; the deaths of EX-12 shall fall from 40 to 20.
TOLD: Final = (
    Told("ml", Pillar.SOCIAL, "EXERCISE Schools near the border", (49, 58), (110, 200)),
    Told("ml", Pillar.DEVELOPMENT, "EXERCISE Emplois pour les jeunes du Nord", (46, 50), (90, 120)),
    Told("ml", Pillar.SECURITY, "EXERCISE Community police posts", (None, None), (100, 190)),
    Told("ml", Pillar.PREVENTION, "EXERCISE Radio locale et contre-récits", (), ()),
    Told("ma", Pillar.JUSTICE, "EXERCISE إعادة إدماج السجناء السابقين", (52, 61), (120, 210)),
    Told("ma", Pillar.PREVENTION, "EXERCISE تكوين الأئمة والمرشدات", (45, 53), (100, 180)),
    Told("ma", Pillar.SOCIAL, "EXERCISE Femmes médiatrices", (44,), (60,)),
    Told("ma", Pillar.DEVELOPMENT, "EXERCISE Artisanat et coopératives", (38, 37), (20, 50)),
    Told("sec", Pillar.SECURITY, "EXERCISE Joint training of border services", (50, 60), (100, 200)),
    Told("sec", Pillar.JUSTICE, "EXERCISE Apoio jurídico às vítimas", (48, None), (95, 150)),
    Told("sec", Pillar.PREVENTION, "EXERCISE Alerte précoce aux frontières", (47, 51), (80, 130)),
    Told("sec", Pillar.SECURITY, "EXERCISE Fewer victims on the roads of the Sahel", (34, 28), (90, 170)),
)
_FALLING: Final = 12
_LEADERS: Final = {
    "ml": ("supervisor", "second-supervisor"),
    "ma": ("supervisor-ma", "secretariat"),
    "sec": ("programme-officer", "secretariat"),
}


def first_day() -> date:
    """The day on which strategy and programmes begin: two years of reports lie behind today."""
    return date(today().year - 2, 1, 1)


def leave_programmes(agencies: dict[str, UUID]) -> None:
    """Leave the strategy, the programmes with their reports, and the evaluation; the first one answers an adopted commitment."""
    if programmes.list_programmes(acting("secretariat")):
        return
    begins = first_day()
    with on(begins):
        strategy = _strategy(begins)
    commitments = [one.id for one in programmes.list_commitments(acting("secretariat"))]
    made = [_programme(number, told, begins, strategy, agencies) for number, told in enumerate(TOLD, 1)]
    for number, (told, one) in enumerate(zip(TOLD, made, strict=True), 1):
        _report(told, one, is_falling=number == _FALLING)
    with on(today() - timedelta(days=40)):
        programmes.answer_commitments(acting("supervisor"), programme=made[0], commitments=frozenset(commitments[:1]))
        _retarget(made[1])
        _evaluate(made[7])
    for username in {name for names in _LEADERS.values() for name in names}:
        desk.mark_all_read(actor_of(username), until=now())  # two years of notices are old news


def _strategy(begins: date) -> UUID:
    pillars = {
        Pillar.SECURITY: "EXERCISE Borders and roads are safe for those who live there.",
        Pillar.DEVELOPMENT: "EXERCISE Des moyens de vivre là où il n'y en a pas.",
        Pillar.SOCIAL: "EXERCISE ثقة بين المجتمعات والدولة.",
        Pillar.JUSTICE: "EXERCISE Justiça para as vítimas e caminho de volta para quem desiste.",
        Pillar.PREVENTION: "EXERCISE What makes people leave is known before they do.",
    }
    plan = StrategyPlan("EXERCISE Strategy of five pillars", begins, date(begins.year + 4, 12, 31), pillars, _WORDS)
    one = programmes.keep_strategy(acting("programme-officer"), plan=plan, exercise=True)
    programmes.adopt_strategy(acting("secretariat"), id=one, sharing=PLATFORM)
    return one


def _programme(number: int, told: Told, begins: date, strategy: UUID, agencies: dict[str, UUID]) -> UUID:
    """A programme of three years, adopted on its first day and shared with the platform."""
    planner, leader = (
        _LEADERS[told.code][0],
        {"ml": "supervisor", "ma": "supervisor-ma", "sec": "secretariat"}[told.code],
    )
    ends = date(begins.year + 2, 12, 31)
    plan = ProgrammePlan(
        told.title,
        f"EX-{number:02}",
        told.pillar,
        begins,
        ends,
        "XOF",
        _WORDS,
        strategy,
        ("ml", "ne"),
        Frequency.YEARLY,
    )
    with on(begins):
        actor = acting(planner)
        one = programmes.keep_programme(actor, plan=plan, exercise=True)
        for part in _parts(number, plan, agencies[told.code]):
            programmes.keep_part(actor, programme=one, part=part)
        _framework(actor, one, plan, is_falling=number == _FALLING)
        programmes.adopt_programme(acting(leader), id=one)
        programmes.share_programme(acting(leader), id=one, sharing=PLATFORM)
    return one


def _framework(actor: Actor, programme: UUID, plan: ProgrammePlan, *, is_falling: bool) -> None:
    def add(part: programmes.PlanPart) -> UUID:
        return programmes.keep_part(actor, programme=programme, part=part)

    outcome = add(ResultPart(Level.OUTCOME, "EXERCISE What changes for those who live there"))
    output = add(ResultPart(Level.OUTPUT, "EXERCISE What is made available", outcome))
    add(
        ResultPart(
            Level.ACTIVITY, "EXERCISE Preparation", output, begins=plan.begins, ends=date(plan.begins.year, 9, 30)
        )
    )
    add(
        ResultPart(
            Level.ACTIVITY, "EXERCISE Work on the spot", output, begins=date(plan.begins.year, 6, 1), ends=plan.ends
        )
    )
    felt = IndicatorPart(
        outcome, "EXERCISE People who feel safer than a year ago", "percent", Direction.INCREASE, plan.begins,
        Measure.PERCENT, Decimal(40), every=Frequency.YEARLY, means="EXERCISE survey", by=(By.SEX, By.PLACE),
    )  # fmt: skip
    fewer = IndicatorPart(
        outcome, "EXERCISE Victims a year", "persons", Direction.DECREASE, plan.begins,
        Measure.COUNT, Decimal(40), every=Frequency.YEARLY, means="EXERCISE register",
    )  # fmt: skip
    reached = IndicatorPart(
        output, "EXERCISE People reached", "persons", Direction.INCREASE, plan.begins,
        Measure.COUNT, Decimal(0), every=Frequency.YEARLY, means="EXERCISE lists of those present", by=(By.SEX,),
    )  # fmt: skip
    context = IndicatorPart(
        outcome, "EXERCISE Index of the surroundings", "score 0-10", Direction.DECREASE, plan.begins,
        Measure.NUMBER, Decimal("7.5"), every=Frequency.YEARLY, template="GOV-07", is_context=True,
    )  # fmt: skip
    first, second = add(fewer if is_falling else felt), add(reached)
    add(context)
    years = [date(plan.begins.year + step, 12, 31) for step in range(3)]
    goals = (33, 26, 20) if is_falling else (47, 54, 60)
    for day, goal, share in zip(years, goals, (70, 140, 200), strict=True):
        add(TargetPart(first, day, Decimal(goal)))
        add(TargetPart(second, day, Decimal(share)))


def _parts(number: int, plan: ProgrammePlan, owner: UUID) -> Iterator[programmes.PlanPart]:
    first = plan.begins
    yield MilestonePart(
        "EXERCISE Everything is ready", date(first.year, 9, 30), date(first.year, 10, 2) if number % 4 else None
    )
    yield MilestonePart("EXERCISE Half of the places are reached", date(first.year + 1, 6, 30))
    for step in range(3):
        year = date(first.year + step, 1, 1)
        amount = Decimal(40_000_000 + 2_500_000 * number)
        yield MoneyPart(MoneyKind.BUDGET, amount, year, date(year.year, 12, 31))
        if step < 2:
            yield MoneyPart(MoneyKind.SPENDING, amount * (60 + 3 * number) / 100, year, date(year.year, 12, 31))
    yield RiskPart(
        "EXERCISE The road is cut in the rains", Grade.HIGH, Grade.MEDIUM, "EXERCISE Stocks are laid in before June."
    )
    yield PartnerPart("EXERCISE Observer Organisation", Part.FUNDING, None, "EX-ORG-1")
    yield PartnerPart("EXERCISE own services", Part.IMPLEMENTING, owner)
    places = (Places("EXERCISE Customs", 12, 21), Places("EXERCISE Gendarmerie", 10, 34))
    yield CoursePart(
        "EXERCISE Work with communities", date(first.year, 3, 3), date(first.year, 3, 7), "EXERCISE", places,
        Decimal(48), Decimal(71), Decimal(55) if number % 3 else None, "EXERCISE The next one is in two languages.",
    )  # fmt: skip


def _report(told: Told, programme: UUID, *, is_falling: bool) -> None:
    """The reports on its first two years, each written and judged in its time."""
    planner, judge = _LEADERS[told.code]
    with on(today()):
        found = programmes.read_programme(actor_of(planner), id=programme)
    first, second = (one for one in found.indicators if not one.part.is_context)
    for period, outcome, output in zip(found.periods, told.outcome, told.output, strict=False):
        measured = period.ends
        felt = ValueGiven(first.id, evidence=Evidence.DOCUMENTED, source="EXERCISE survey of 1,000 households")
        if outcome is not None and is_falling:
            felt = replace(felt, value=Decimal(outcome), measured_on=measured)
        elif outcome is not None:
            felt = replace(felt, numerator=Decimal(10 * outcome), denominator=Decimal(1_000), measured_on=measured)
        reached = ValueGiven(
            second.id,
            None if output is None else Decimal(output),
            measured_on=measured,
            evidence=Evidence.SELF_REPORTED,
        )
        said = Reported(
            (felt, reached),
            "EXERCISE What was planned for the year was begun in most places.",
            "EXERCISE Two places could not be reached: the road was cut from July to September.",
            "EXERCISE They are first on next year's list.",
        )
        with on(period.opens + timedelta(days=10)):
            report = programmes.keep_report(acting(planner), period=period.id, reported=said)
            programmes.submit_report(acting(planner), period=period.id)
        with on(period.opens + timedelta(days=20)):
            is_verified = told.code == "ma" and outcome is not None
            programmes.accept_report(acting(judge), id=report, verified=frozenset({first.id} if is_verified else ()))


def _retarget(programme: UUID) -> None:
    found = programmes.read_programme(actor_of("supervisor"), id=programme)
    part = TargetPart(
        found.indicators[0].id,
        found.plan.ends,
        Decimal(52),
        "EXERCISE A third of the places fell away with the funding.",
    )
    programmes.retarget(acting("supervisor"), programme=programme, part=part)


def _evaluate(programme: UUID) -> None:
    """The evaluation of the programme that is worse than where it began, with the agency's reply and one answer."""
    writer, chief, subject = "programme-officer", "secretariat", "supervisor-ma"
    one = programmes.begin_evaluation(acting(writer), programme=programme, cutoff=today() - timedelta(days=1))
    begun = programmes.read_evaluation(actor_of(writer), id=one).text
    scores = dict(zip(Criterion, (3, 3, 1, 2, 1, 2), strict=True))
    criteria = {
        each: Assessment(score, f"EXERCISE Why it is {score}: see the figures and what failed.")
        for each, score in scores.items()
    }
    text = EvaluationText(
        begun.scope,
        "EXERCISE It did much of what it planned, and things became worse all the same.",
        begun.failed,
        begun.limits,
        criteria,
    )
    advice = (
        Recommended("EXERCISE Ask those who left the cooperatives why they did."),
        Recommended("EXERCISE Revise the framework before the third year.", Decision.REVISE),
    )
    programmes.keep_evaluation(acting(writer), id=one, text=text, recommendations=advice)
    programmes.ask_reply(acting(chief), id=one)
    programmes.reply_evaluation(
        acting(subject), id=one, reply="EXERCISE The drought of the second year is not our programme's failure."
    )
    programmes.finish_evaluation(acting(chief), id=one)
    first = programmes.read_evaluation(actor_of(subject), id=one).recommendations[0]
    programmes.respond(
        acting(subject), recommendation=first.id, state=Answered.ACCEPTED, text="EXERCISE A survey begins next month."
    )
