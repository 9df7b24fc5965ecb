"""What crosses the edge about evaluations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from minassa.programmes.progress import Status
from minassa.programmes.rules import Answered, Criterion, Decision, EvaluationState, Evidence


@dataclass(frozen=True, slots=True)
class ChangedTarget:
    """A target that was changed after adoption: what it was first, what it is, every reason, and both shares.

    `share` is against the target in force, `first_share` against the adopted one: so nobody is better off by moving the goal.
    """

    indicator: str
    due: date
    first: Decimal
    now: Decimal
    reasons: tuple[str, ...]
    share: Decimal | None
    first_share: Decimal | None


@dataclass(frozen=True, slots=True)
class Score:
    """A roll-up as it was counted then."""

    score: Decimal | None
    coverage: Decimal
    low: Decimal
    high: Decimal
    publishable: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted up to the cut-off; it does not change when the text is edited.

    `evidence` counts the latest values, `periods` how many periods were due and how many reports on them were accepted.
    """

    cutoff: date
    implementation: Score
    results: Score
    counts: Mapping[Status, int]
    evidence: Mapping[Evidence, int]
    changed: tuple[ChangedTarget, ...]
    currency: str
    budget: Decimal
    spent: Decimal
    periods: int
    reported: int
    milestones: int
    milestones_done: int
    context: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """A criterion's score from 1 (not at all) to 4 (fully), None while it is not given, and its justification."""

    score: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class EvaluationText:
    """What is written: scope, summary, what failed and why, the limits of attribution, and the criteria."""

    scope: str = ""
    summary: str = ""
    failed: str = ""
    limits: str = ""
    criteria: Mapping[Criterion, Assessment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation as it is written; `decision` where it is about the programme as a whole."""

    text: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class ResponseView:
    """What an agency answered to a recommendation."""

    owner: UUID
    state: Answered
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A recommendation with its answers, the first one first."""

    id: UUID
    number: int
    text: str
    decision: Decision | None
    state: Answered
    responses: tuple[ResponseView, ...]


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One line of a list."""

    id: UUID
    programme: UUID
    title: str
    owner: UUID
    state: EvaluationState
    cutoff: date
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    modified: datetime


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """An evaluation as this actor sees it. `subject` is the programme's agency."""

    row: EvaluationRow
    subject: UUID
    figures: Figures
    text: EvaluationText
    recommendations: tuple[RecommendationView, ...]
    reply: str
    asked_at: datetime | None
    replied_at: datetime | None
    final_at: datetime | None
    can: tuple[str, ...]
