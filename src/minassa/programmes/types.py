"""What crosses the edge about strategies, commitments and programmes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from minassa.access import Handling, Tlp
from minassa.programmes.progress import Direction, Rollup, Status
from minassa.programmes.rules import (
    Answered,
    By,
    CommitmentState,
    Decision,
    Evidence,
    Frequency,
    Grade,
    Level,
    Measure,
    MoneyKind,
    Part,
    PeriodState,
    Pillar,
    ProgrammeState,
    ReportState,
    StrategyState,
)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who sees something. `to` holds "agency:<uuid>" and "community:<uuid>", for TLP:AMBER only.

    TLP:AMBER+STRICT is the own agency, TLP:GREEN the whole platform, TLP:CLEAR everybody.
    """

    tlp: Tlp = Tlp.AMBER_STRICT
    to: tuple[str, ...] = ()
    handling: frozenset[Handling] = frozenset({Handling.H0})


@dataclass(frozen=True, slots=True)
class StrategyPlan:
    """A strategy as it is written. `pillars` maps each pillar that it has to its aim in words."""

    title: str
    begins: date
    ends: date
    pillars: Mapping[Pillar, str]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammePlan:
    """What is said of a programme as a whole. `reports` is how often it reports."""

    title: str
    reference: str
    pillar: Pillar
    begins: date
    ends: date
    currency: str
    summary: str = ""
    strategy: UUID | None = None
    countries: tuple[str, ...] = ()
    reports: Frequency = Frequency.HALF_YEARLY


@dataclass(frozen=True, slots=True)
class ResultPart:
    """One line of the results framework; `number` is given by the room where it is empty."""

    level: Level
    title: str
    parent: UUID | None = None
    number: str = ""
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """What is measured about a result. `template` is the code of the template that it was made from."""

    result: UUID
    name: str
    unit: str
    direction: Direction
    baseline_on: date
    measure: Measure = Measure.COUNT
    baseline: Decimal | None = None
    weight: Decimal = Decimal(1)
    every: Frequency = Frequency.HALF_YEARLY
    means: str = ""
    by: tuple[By, ...] = ()
    template: str = ""
    is_context: bool = False


@dataclass(frozen=True, slots=True)
class TargetPart:
    """What an indicator shall reach by a day; after adoption it bears a reason."""

    indicator: UUID
    due: date
    value: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MilestonePart:
    """Something that is done by a day."""

    title: str
    due: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """An amount for some days, in the programme's currency."""

    kind: MoneyKind
    amount: Decimal
    begins: date
    ends: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class RiskPart:
    """What could go wrong, and what is done about it."""

    text: str
    likelihood: Grade
    gravity: Grade
    answer: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PartnerPart:
    """An organisation's part in the programme."""

    name: str
    part: Part
    agency: UUID | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """How many came to a course from an agency."""

    agency: str
    women: int
    men: int


@dataclass(frozen=True, slots=True)
class CoursePart:
    """Training and its evaluation: mean results of the tests before and after in percent, the share that applies it in percent."""

    title: str
    begins: date
    ends: date
    place: str = ""
    places: tuple[Places, ...] = ()
    before: Decimal | None = None
    after: Decimal | None = None
    applied: Decimal | None = None
    lesson: str = ""


PlanPart = ResultPart | IndicatorPart | TargetPart | MilestonePart | MoneyPart | RiskPart | PartnerPart | CoursePart


@dataclass(frozen=True, slots=True)
class ParagraphRef:
    """The paragraph of a declaration from which a commitment follows; `text` is its words by language."""

    edition: UUID
    declaration: UUID
    key: str
    number: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What is committed to: under which pillar, who leads, with whom, by when, and how it will be known."""

    pillar: Pillar
    lead: UUID | None = None
    partners: tuple[UUID, ...] = ()
    due: date | None = None
    known_by: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A commitment, with the programmes that carry it out and that the reader sees."""

    id: UUID
    owner: UUID
    paragraph: ParagraphRef
    undertaking: Undertaking
    state: CommitmentState
    outcome: str
    is_late: bool
    programmes: tuple[tuple[UUID, str], ...]
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    can: tuple[str, ...]
    modified: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a value: of which sex, age and place; a number, or a numerator and a denominator.

    `is_hidden`: too few persons to be shown to another agency.
    """

    sex: str = ""
    age: str = ""
    place: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class TargetView:
    """A target as it is now; `before` are its former values, the first one first, with the reason of each change."""

    due: date
    value: Decimal
    before: tuple["FormerTarget", ...] = ()


@dataclass(frozen=True, slots=True)
class FormerTarget:
    """What a target was until it was changed, when that was, and why."""

    value: Decimal
    changed: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ActualView:
    """A measured value."""

    measured_on: date
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    evidence: Evidence
    source: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How an indicator stands on a day: the achieved share, the expected one, and the word for both."""

    status: Status
    share: Decimal | None
    expected: Decimal | None
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator with its targets and values; `standing` is that of the asked day, `latest` the value behind it."""

    id: UUID
    part: IndicatorPart
    targets: tuple[TargetView, ...]
    actuals: tuple[ActualView, ...]
    standing: Standing
    latest: ActualView | None

    @property
    def final(self) -> TargetView | None:
        """The last target."""
        return self.targets[-1] if self.targets else None

    @property
    def was_changed(self) -> bool:
        """Whether a target was changed after adoption."""
        return any(one.before for one in self.targets)


@dataclass(frozen=True, slots=True)
class ResultView:
    """A line of the framework with its indicators."""

    id: UUID
    part: ResultPart
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The two scores, which never mix, and how many indicators stand how. Context is in none of them."""

    implementation: Rollup
    results: Rollup
    counts: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone; `first_due` where its day was moved after adoption."""

    id: UUID
    part: MilestonePart
    first_due: date | None


@dataclass(frozen=True, slots=True)
class MoneyView:
    """An amount; `is_later`: recorded after the programme was adopted."""

    id: UUID
    part: MoneyPart
    is_later: bool


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A reporting period, and its report where the reader sees one."""

    id: UUID
    begins: date
    ends: date
    opens: date
    closes: date
    state: PeriodState
    report: UUID | None = None
    report_state: ReportState | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One line of the list."""

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
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    modified: datetime
    scores: Scores


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A page of the list, and the place of the next one; empty at the end."""

    rows: tuple[ProgrammeRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme as this actor sees it, its progress as of `on`. `can` is what may be done."""

    row: ProgrammeRow
    plan: ProgrammePlan
    sharing: Sharing
    adopted: datetime | None
    on: date
    results: tuple[ResultView, ...]
    milestones: tuple[MilestoneView, ...]
    money: tuple[MoneyView, ...]
    risks: tuple[tuple[UUID, RiskPart], ...]
    partners: tuple[tuple[UUID, PartnerPart], ...]
    courses: tuple[tuple[UUID, CoursePart], ...]
    periods: tuple[PeriodView, ...]
    commitments: tuple[tuple[UUID, str], ...]
    can: tuple[str, ...]

    @property
    def indicators(self) -> tuple[IndicatorView, ...]:
        """All indicators, in the framework's order."""
        return tuple(one for result in self.results for one in result.indicators)

    @property
    def budget(self) -> Decimal:
        """What is meant to be spent."""
        return sum((one.part.amount for one in self.money if one.part.kind is MoneyKind.BUDGET), Decimal(0))

    @property
    def spent(self) -> Decimal:
        """What was spent."""
        return sum((one.part.amount for one in self.money if one.part.kind is MoneyKind.SPENDING), Decimal(0))


@dataclass(frozen=True, slots=True)
class PillarLine:
    """One pillar of the table: its programmes' two scores and counts. `programmes` is how many the reader sees."""

    pillar: Pillar
    aim: str
    programmes: int
    scores: Scores


@dataclass(frozen=True, slots=True)
class StrategyView:
    """A strategy with its pillar table, of the programmes that the reader sees."""

    id: UUID
    owner: UUID
    mine: bool
    plan: StrategyPlan
    state: StrategyState
    lines: tuple[PillarLine, ...]
    programmes: tuple[ProgrammeRow, ...]
    sharing: Sharing
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    modified: datetime
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinalRecommendation:
    """What a final evaluation recommends, as a meeting takes it up; `decision` where it is about the programme as a whole."""

    id: UUID
    number: int
    text: str
    decision: Decision | None
    state: Answered
    programme: UUID
    programme_title: str
    evaluation: UUID
    marks: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ValueGiven:
    """What is reported of one indicator. A blank stays blank: it is not known, and it is not zero.

    A percentage is given with its numerator and denominator, anything else with its value.
    """

    indicator: UUID
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    measured_on: date | None = None
    evidence: Evidence = Evidence.NONE
    source: str = ""
    cells: tuple[Cell, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether no value is given."""
        return self.value is None and self.numerator is None and self.denominator is None

    @property
    def number(self) -> Decimal | None:
        """The value; for a percentage, what its numerator and denominator make."""
        if self.numerator is not None and self.denominator:
            return 100 * self.numerator / self.denominator
        return self.value


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report says: values, and in words what was done, what failed and why, and what comes next."""

    values: tuple[ValueGiven, ...] = ()
    done: str = ""
    failed: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class ProgressReportView:
    """A report on a period, or the blank one of a period without report (`id` is None then)."""

    id: UUID | None
    programme: UUID
    title: str
    owner: UUID
    period: PeriodView
    state: ReportState
    reported: Reported
    indicators: tuple[IndicatorView, ...]
    note: str
    submitted_at: datetime | None
    judged_at: datetime | None
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowFault:
    """A faulty row of a workbook: its sheet, its line, its cells as they stood, and what is wrong."""

    sheet: str
    line: int
    cells: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a workbook that was brought in: with a fault nothing of it was kept."""

    rows: int
    faults: tuple[RowFault, ...]

    @property
    def is_kept(self) -> bool:
        """Whether it was taken over, whole."""
        return not self.faults
