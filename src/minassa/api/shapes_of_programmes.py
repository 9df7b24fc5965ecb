"""What the API tells of strategies, commitments, programmes, reports and evaluations, and what programs report. Figures are exact: texts."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints

from minassa.api.shapes import Asked, Day, Told, exampled
from minassa.programmes import (
    Answered,
    By,
    Cell,
    CommitmentState,
    Criterion,
    Decision,
    Direction,
    Doubt,
    EvaluationState,
    Evidence,
    Frequency,
    Grade,
    Held,
    Lack,
    Level,
    Measure,
    MoneyKind,
    Outlet,
    Part,
    PeriodState,
    Pillar,
    ProgrammeState,
    Reported,
    ReportState,
    Status,
    StrategyState,
    ValueGiven,
)

_LONGEST: Final = 20_000


def _exact(value: object) -> object:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _plain_keys(value: Mapping[StrEnum, Any]) -> dict[str, Any]:
    """Words of ours as plain texts, which a JSON object's names are."""
    return {name.value: one for name, one in value.items()}


_NAMED: Final = PlainSerializer(_plain_keys, return_type=dict[str, Any])
Exact = Annotated[str, BeforeValidator(_exact), Field(examples=["12.5"])]
Figure = Annotated[
    str, StringConstraints(pattern=r"^-?[0-9]{1,15}(?:\.[0-9]{1,9})?$"), Field(examples=["12.5"], description="Exact.")
]
Written = Annotated[str, StringConstraints(max_length=_LONGEST)]
Name = Annotated[str, StringConstraints(max_length=60)]


class ScoreTold(Told):
    """A roll-up: only what is `publishable` is a score; the truth lies between `low` and `high`."""

    score: Exact | None
    coverage: Exact
    low: Exact
    high: Exact
    publishable: bool


class ScoresTold(Told):
    """The two scores, which never mix, and how many indicators stand how."""

    implementation: ScoreTold
    results: ScoreTold
    counts: Annotated[dict[Status, int], _NAMED]


class ProgrammeRowTold(Told):
    """A programme in a list, as of today."""

    id: UUID
    owner: UUID
    mine: bool
    reference: str
    title: str
    pillar: Pillar
    state: ProgrammeState
    begins: date
    ends: date
    strategy: UUID | None
    marks: list[str]
    obligations: list[str]
    modified: datetime
    scores: ScoresTold


class ProgrammePageTold(Told):
    """A page of programmes, newest first."""

    rows: list[ProgrammeRowTold]
    next: str


class ProgrammePlanTold(Told):
    """What is said of a programme as a whole."""

    title: str
    reference: str
    pillar: Pillar
    begins: date
    ends: date
    currency: str
    summary: str
    strategy: UUID | None
    countries: list[str]
    reports: Frequency


class FormerTargetTold(Told):
    """What a target was, when it was changed, and why."""

    value: Exact
    changed: datetime
    reason: str


class TargetTold(Told):
    """What shall be reached by a day."""

    due: date
    value: Exact
    before: list[FormerTargetTold]


class CellTold(Told):
    """A part of a value. `is_hidden`: it counts too few persons to be shown to you."""

    sex: str
    age: str
    place: str
    value: Exact | None
    numerator: Exact | None
    denominator: Exact | None
    is_hidden: bool


class ActualTold(Told):
    """A measured value."""

    measured_on: date
    value: Exact
    numerator: Exact | None
    denominator: Exact | None
    evidence: Evidence
    source: str
    cells: list[CellTold]


class StandingTold(Told):
    """How an indicator stands; shares of what is to be achieved, null where nothing is known."""

    status: Status
    share: Exact | None
    expected: Exact | None
    is_stale: bool


class MeasureTold(Told):
    """What an indicator measures."""

    name: str
    unit: str
    direction: Direction
    measure: Measure
    baseline: Exact | None
    baseline_on: date
    weight: Exact
    every: Frequency
    means: str
    by: list[By]
    template: str
    is_context: bool


class ResultIndicatorTold(Told):
    """An indicator of a result with its targets and values."""

    id: UUID
    part: MeasureTold
    targets: list[TargetTold]
    actuals: list[ActualTold]
    standing: StandingTold


class ResultPartTold(Told):
    """A line of the results framework."""

    level: Level
    title: str
    parent: UUID | None
    number: str
    begins: date | None
    ends: date | None


class ResultTold(Told):
    """A result with its indicators."""

    id: UUID
    part: ResultPartTold
    indicators: list[ResultIndicatorTold]


class MilestoneTold(Told):
    """Something that is done by a day; `first_due` where the day was moved."""

    title: str
    due: date
    done_on: date | None
    first_due: date | None


class MoneyTold(Told):
    """An amount in the programme's currency."""

    kind: MoneyKind
    amount: Exact
    begins: date
    ends: date
    note: str


class RiskTold(Told):
    """What could go wrong, and what is done about it."""

    text: str
    likelihood: Grade
    gravity: Grade
    answer: str
    closed_on: date | None


class ProgrammePartnerTold(Told):
    """An organisation's part in a programme."""

    name: str
    part: Part
    reference: str


class CoursePlacesTold(Told):
    """How many came from an agency."""

    agency: str
    women: int
    men: int


class CourseTold(Told):
    """Training and its evaluation, in percent."""

    title: str
    begins: date
    ends: date
    place: str
    places: list[CoursePlacesTold]
    before: Exact | None
    after: Exact | None
    applied: Exact | None
    lesson: str


class ReportingPeriodTold(Told):
    """Days that are reported about, and the report on them where you may see it."""

    id: UUID
    begins: date
    ends: date
    opens: date
    closes: date
    state: PeriodState
    report: UUID | None
    report_state: ReportState | None
    is_late: bool


class ProgrammeTold(Told):
    """A programme with all its parts; its progress as of `on`."""

    row: ProgrammeRowTold
    plan: ProgrammePlanTold
    adopted: datetime | None
    on: date
    results: list[ResultTold]
    milestones: list[MilestoneTold]
    money: list[MoneyTold]
    risks: list[RiskTold]
    partners: list[ProgrammePartnerTold]
    courses: list[CourseTold]
    periods: list[ReportingPeriodTold]
    commitments: list[UUID]
    can: list[str]


class PillarTold(Told):
    """A pillar with its aim, and the scores of the programmes that you see."""

    pillar: Pillar
    aim: str
    programmes: int
    scores: ScoresTold


class StrategyTold(Told):
    """A strategy with its pillars."""

    id: UUID
    owner: UUID
    title: str
    summary: str
    begins: date
    ends: date
    state: StrategyState
    pillars: list[PillarTold]
    marks: list[str]
    obligations: list[str]
    modified: datetime


class CommitmentTold(Told):
    """A commitment with the paragraph from which it follows; `text` by language. `programmes` carry it out."""

    id: UUID
    owner: UUID
    edition: UUID
    declaration: UUID
    key: str
    number: str
    text: dict[str, str]
    pillar: Pillar
    lead: UUID | None
    partners: list[UUID]
    due: date | None
    known_by: str
    state: CommitmentState
    outcome: str
    is_late: bool
    programmes: list[UUID]
    marks: list[str]
    obligations: list[str]
    modified: datetime


class ValueTold(Told):
    """What is reported of an indicator; blank values are null."""

    indicator: UUID
    value: Exact | None
    numerator: Exact | None
    denominator: Exact | None
    measured_on: date | None
    evidence: Evidence
    source: str
    cells: list[CellTold]


class ProgressReportTold(Told):
    """A report on a period; `id` is null while nothing is written."""

    id: UUID | None
    programme: UUID
    owner: UUID
    period: ReportingPeriodTold
    state: ReportState
    values: list[ValueTold]
    done: str
    failed: str
    following: str
    note: str
    submitted_at: datetime | None
    judged_at: datetime | None
    marks: list[str]
    obligations: list[str]
    can: list[str]


class CellShape(Asked):
    """A part of a value by sex, age or place."""

    sex: Name = ""
    age: Name = ""
    place: Name = ""
    value: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None

    def cell(self) -> Cell:
        """The part."""
        value, numerator, denominator = map(_number, (self.value, self.numerator, self.denominator))
        return Cell(self.sex, self.age, self.place, value, numerator, denominator)


class ValueShape(Asked):
    """A value: a percentage comes as numerator and denominator, anything else as a value; what is not known is null."""

    indicator: UUID
    value: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    measured_on: Day | None = None
    evidence: Evidence = Evidence.NONE
    source: Annotated[str, StringConstraints(max_length=2_000)] = ""
    cells: list[CellShape] = Field([], max_length=200)

    def given(self) -> ValueGiven:
        """The value."""
        value, numerator, denominator = map(_number, (self.value, self.numerator, self.denominator))
        cells = tuple(one.cell() for one in self.cells)
        return ValueGiven(
            self.indicator, value, numerator, denominator, self.measured_on, self.evidence, self.source, cells
        )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


class ProgressAsked(Asked):
    """A report as it is written, whole: what is not sent is blank."""

    model_config = exampled({"values": [], "done": "EXERCISE two schools opened", "failed": "EXERCISE no roof yet"})

    values: list[ValueShape] = Field([], max_length=500)
    done: Written = ""
    failed: Written = ""
    following: Written = ""

    def reported(self) -> Reported:
        """What is reported."""
        return Reported(tuple(one.given() for one in self.values), self.done, self.failed, self.following)


class SubmitAsked(Asked):
    """There is nothing to add."""

    model_config = exampled({})


class ReturnAsked(Asked):
    """What is to be mended."""

    model_config = exampled({"note": "EXERCISE the source of the second value is missing"})

    note: Annotated[str, StringConstraints(min_length=1, max_length=4_000)]


class ReturnedTold(Told):
    """The report is its agency's again: others do not see it until it is submitted anew."""

    returned: UUID


class AcceptAsked(Asked):
    """Which values are verified (of another agency's report alone), and a note."""

    model_config = exampled({"verified": [], "note": ""})

    verified: list[UUID] = Field([], max_length=500)
    note: Annotated[str, StringConstraints(max_length=4_000)] = ""


class EvaluationRowTold(Told):
    """An evaluation in a list."""

    id: UUID
    programme: UUID
    title: str
    owner: UUID
    state: EvaluationState
    cutoff: date
    marks: list[str]
    obligations: list[str]
    modified: datetime


class AssessmentTold(Told):
    """A criterion's score from 1 to 4, and why."""

    score: int | None
    why: str


class FiguresTold(Told):
    """What was counted up to the cut-off."""

    implementation: ScoreTold
    results: ScoreTold
    counts: Annotated[dict[Status, int], _NAMED]
    evidence: Annotated[dict[Evidence, int], _NAMED]
    currency: str
    budget: Exact
    spent: Exact
    periods: int
    reported: int
    milestones: int
    milestones_done: int
    context: int


class ResponseTold(Told):
    """What an agency answered."""

    owner: UUID
    state: Answered
    text: str
    at: datetime


class RecommendationTold(Told):
    """A recommendation with its answers."""

    id: UUID
    number: int
    text: str
    decision: Decision | None
    state: Answered
    responses: list[ResponseTold]


class EvaluationTold(Told):
    """An evaluation with its figures, its text, what it recommends, and the agency's reply word for word."""

    row: EvaluationRowTold
    figures: FiguresTold
    scope: str
    summary: str
    failed: str
    limits: str
    criteria: Annotated[dict[Criterion, AssessmentTold], _NAMED]
    recommendations: list[RecommendationTold]
    reply: str
    replied_at: datetime | None
    final_at: datetime | None


class OpenRecommendationTold(Told):
    """What a final evaluation recommends and nobody has settled."""

    id: UUID
    number: int
    text: str
    decision: Decision | None
    state: Answered
    programme: UUID
    programme_title: str
    evaluation: UUID
    marks: list[str]


class HeldTold(Told):
    """What stays, and how much of it."""

    what: Held
    count: int


class IatiLineTold(Told):
    """What of a programme would be in the file; with `lacks` nothing is."""

    id: UUID
    identifier: str
    marks: list[str]
    lacks: list[Lack]
    left_out: list[HeldTold]
    partners: int
    budgets: int
    spending: int
    results: int


class IatiPreviewTold(Told):
    """What a file would hold. `needs_second`: a second person must agree."""

    outlet: Outlet
    needs_second: bool
    programmes: list[IatiLineTold]


class OrganisationTold(Told):
    """An organisation with a part in a partner's activity; `role` is IATI's code."""

    name: str
    reference: str
    role: str


class CodedTold(Told):
    """A code of a vocabulary of IATI, and its part of the whole in percent where it was given."""

    vocabulary: str
    code: str
    percent: Exact | None
    name: str


class AmountTold(Told):
    """All transactions of a type (IATI's code) in a currency."""

    kind: str
    currency: str
    total: Exact
    count: int


class ActivityTold(Told):
    """A partner's activity as its publisher says it. `days` by IATI's code; `doubts`: what breaks the rulebook."""

    id: UUID
    owner: UUID
    identifier: str
    title: str
    description: str
    status: str
    reporter: OrganisationTold
    organisations: list[OrganisationTold]
    countries: list[CodedTold]
    regions: list[CodedTold]
    sectors: list[CodedTold]
    targets: list[str]
    days: dict[str, date]
    amounts: list[AmountTold]
    results: int
    doubts: list[Doubt]
    marks: list[str]
    obligations: list[str]
    modified: datetime


class ActivityPageTold(Told):
    """A page of partners' activities, newest first."""

    rows: list[ActivityTold]
    next: str
