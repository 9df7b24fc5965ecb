"""The words of programmes in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minassa.programmes.iati.activities import Doubt, Unread
from minassa.programmes.iati.types import Held, Lack, Outlet
from minassa.programmes.progress import Direction, Status
from minassa.programmes.rules import (
    Answered,
    By,
    CommitmentState,
    Criterion,
    Decision,
    EvaluationState,
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

PILLARS: Final[Mapping[Pillar, Promise]] = {
    Pillar.SECURITY: _("Security"),
    Pillar.DEVELOPMENT: _("Development"),
    Pillar.SOCIAL: _("Social cohesion"),
    Pillar.JUSTICE: _("Justice and rights"),
    Pillar.PREVENTION: _("Prevention"),
}
LEVEL_NAMES: Final[Mapping[Level, Promise]] = {
    Level.IMPACT: _("Impact"),
    Level.OUTCOME: pgettext_lazy("a level of results", "Outcome"),
    Level.OUTPUT: _("Output"),
    Level.ACTIVITY: _("Activity"),
}
STATUS_NAMES: Final[Mapping[Status, Promise]] = {
    Status.ACHIEVED: _("Achieved"),
    Status.ON_TRACK: _("On track"),
    Status.DELAYED: _("Delayed"),
    Status.OFF_TRACK: _("Off track"),
    Status.REGRESSING: _("Worse than the baseline"),
    Status.TOO_EARLY: _("Too early to tell"),
    Status.NO_DATA: _("No data"),
}
EVIDENCES: Final[Mapping[Evidence, Promise]] = {
    Evidence.VERIFIED: _("Verified"),
    Evidence.DOCUMENTED: _("Documented"),
    Evidence.SELF_REPORTED: _("Self-reported"),
    Evidence.NONE: _("No evidence"),
}
DIRECTIONS: Final[Mapping[Direction, Promise]] = {
    Direction.INCREASE: _("Shall rise"),
    Direction.DECREASE: _("Shall fall"),
    Direction.MAINTAIN: _("Shall be held"),
}
MEASURES: Final[Mapping[Measure, Promise]] = {
    Measure.COUNT: _("A count"),
    Measure.NUMBER: _("A rate or score"),
    Measure.PERCENT: _("A percentage, with numerator and denominator"),
}
FREQUENCIES: Final[Mapping[Frequency, Promise]] = {
    Frequency.QUARTERLY: _("Every three months"),
    Frequency.HALF_YEARLY: _("Every six months"),
    Frequency.YEARLY: _("Every year"),
    Frequency.TWO_YEARLY: _("Every two years"),
}
SPLITS: Final[Mapping[By, Promise]] = {By.SEX: _("Sex"), By.AGE: _("Age"), By.PLACE: _("Place")}
PROGRAMME_STATES: Final[Mapping[ProgrammeState, Promise]] = {
    ProgrammeState.DRAFT: _("Being planned"),
    ProgrammeState.RUNNING: _("Running"),
    ProgrammeState.CLOSED: _("Closed"),
}
STRATEGY_STATES: Final[Mapping[StrategyState, Promise]] = {
    StrategyState.DRAFT: _("Being written"),
    StrategyState.ADOPTED: _("Adopted"),
    StrategyState.CLOSED: _("At its end"),
}
COMMITMENT_STATES: Final[Mapping[CommitmentState, Promise]] = {
    CommitmentState.OPEN: _("Outstanding"),
    CommitmentState.KEPT: _("Kept"),
    CommitmentState.PARTLY_KEPT: _("Partly kept"),
    CommitmentState.NOT_KEPT: _("Not kept"),
}
PROGRESS_REPORT_STATES: Final[Mapping[ReportState, Promise]] = {
    ReportState.DRAFT: _("Being written"),
    ReportState.SUBMITTED: _("Submitted, to be reviewed"),
    ReportState.RETURNED: _("Returned, to be mended"),
    ReportState.ACCEPTED: _("Accepted"),
}
PERIOD_STATES: Final[Mapping[PeriodState, Promise]] = {
    PeriodState.COMING: _("Not open yet"),
    PeriodState.OPEN: _("Open for reports"),
    PeriodState.OVER: _("Over"),
}
MONEY_KINDS: Final[Mapping[MoneyKind, Promise]] = {MoneyKind.BUDGET: _("Budget"), MoneyKind.SPENDING: _("Spending")}
PARTNER_PARTS: Final[Mapping[Part, Promise]] = {
    Part.FUNDING: _("Funds it"),
    Part.ACCOUNTABLE: _("Answers for it"),
    Part.EXTENDING: _("Manages it"),
    Part.IMPLEMENTING: _("Carries it out"),
}
GRADES: Final[Mapping[Grade, Promise]] = {Grade.LOW: _("Low"), Grade.MEDIUM: _("Medium"), Grade.HIGH: _("High")}
EVALUATION_STATES: Final[Mapping[EvaluationState, Promise]] = {
    EvaluationState.DRAFT: _("Being written"),
    EvaluationState.REPLY: _("With the agency, for its reply"),
    EvaluationState.FINAL: _("Final"),
}
CRITERIA: Final[Mapping[Criterion, Promise]] = {
    Criterion.RELEVANCE: _("Relevance"),
    Criterion.COHERENCE: _("Coherence"),
    Criterion.EFFECTIVENESS: _("Effectiveness"),
    Criterion.EFFICIENCY: _("Efficiency"),
    Criterion.IMPACT: _("Impact"),
    Criterion.SUSTAINABILITY: _("Sustainability"),
}
DECISIONS: Final[Mapping[Decision, Promise]] = {
    Decision.CONTINUE: _("Continue the programme"),
    Decision.REVISE: _("Revise the programme"),
    Decision.CLOSE: _("Close the programme"),
}
ANSWERS: Final[Mapping[Answered, Promise]] = {
    Answered.OPEN: _("Not answered yet"),
    Answered.ACCEPTED: _("Accepted"),
    Answered.PARTLY_ACCEPTED: _("Partly accepted"),
    Answered.REJECTED: _("Rejected"),
    Answered.DONE: _("Done"),
}
OUTLETS: Final[Mapping[Outlet, Promise]] = {
    Outlet.PUBLIC: _("Everybody: a public register"),
    Outlet.PLATFORM: _("The agencies of the platform"),
}
HELD: Final[Mapping[Held, Promise]] = {
    Held.RISKS: _("Risks: they are the agency's own judgement"),
    Held.TRAINING: _("Training: who came could be recognised"),
    Held.MILESTONES: _("Milestones: the format has no place for them"),
    Held.NOTES: _("Notes on amounts: they are internal"),
    Held.SOURCES: _("Sources of values: they may name persons"),
    Held.REPORTS: _("The words of reports: they are for those who see the programme"),
    Held.MEANS: _("Means of verification: they are internal"),
    Held.PARTS: _("Parts of values where one counts fewer than ten persons"),
    Held.PARTNERS: _("Partners that are in no public register"),
    Held.CONTEXT: _("Indicators of the surroundings: they are no results"),
    Held.RESULTS: _("Results without an indicator: the format does not take them"),
    Held.BUDGETS: _("Budgets for more than a year: the format does not take them; enter them year by year"),
    Held.SPENDING: _("Spending whose last day is still to come"),
}
LACKS: Final[Mapping[Lack, Promise]] = {
    Lack.LABEL: _("Its marks do not let it out to them."),
    Lack.DRAFT: _("It is not adopted yet."),
    Lack.PUBLICATION: _("What IATI asks beside the plan is not said yet."),
    Lack.REFERENCE: _("Its reference has blanks or one of / & | ?, which identifiers do not take."),
    Lack.SUMMARY: _("It does not say what it is about."),
}
ORGANISATION_KINDS: Final[Mapping[str, Promise]] = {
    "10": _("Government"),
    "11": _("Local government"),
    "15": _("Other public sector"),
    "21": _("International non-governmental organisation"),
    "22": _("National non-governmental organisation"),
    "23": _("Regional non-governmental organisation"),
    "40": _("Multilateral organisation"),
    "60": _("Foundation"),
    "70": _("Private sector"),
    "80": _("Academic, training and research"),
    "90": _("Another kind"),
}
DOCUMENT_KINDS: Final[Mapping[str, Promise]] = {
    "A12": _("Page of the programme"),
    "A02": _("Objectives"),
    "A05": _("Budget"),
    "A07": _("Evaluation"),
    "A08": _("Results"),
    "A09": _("Agreement between the parties"),
}
ACTIVITY_STATUSES: Final[Mapping[str, Promise]] = {
    "1": _("Planned"),
    "2": _("Under way"),
    "3": _("Being finished"),
    "4": _("Closed"),
    "5": _("Cancelled"),
    "6": _("Suspended"),
}
ACTIVITY_DAYS: Final[Mapping[str, Promise]] = {
    "1": _("Planned start"),
    "2": _("Start"),
    "3": _("Planned end"),
    "4": _("End"),
}
ORGANISATION_ROLES: Final[Mapping[str, Promise]] = {
    "1": PARTNER_PARTS[Part.FUNDING],
    "2": PARTNER_PARTS[Part.ACCOUNTABLE],
    "3": PARTNER_PARTS[Part.EXTENDING],
    "4": PARTNER_PARTS[Part.IMPLEMENTING],
}
TRANSACTIONS: Final[Mapping[str, Promise]] = {
    "1": _("Incoming funds"),
    "2": _("Committed"),
    "3": _("Disbursed"),
    "4": _("Spent"),
    "11": _("Incoming commitment"),
    "12": _("Pledged"),
    "13": _("Incoming pledge"),
}
DOUBTS: Final[Mapping[Doubt, Promise]] = {
    Doubt.SECTORS: _("The percentages of its sectors do not make a whole."),
    Doubt.PLACES: _("The percentages of its places do not make a whole."),
    Doubt.DATES: _("One of its days is no day."),
    Doubt.AMOUNTS: _("Some of its amounts cannot be read; they are left out, and not counted as nothing."),
}
UNREAD: Final[Mapping[Unread, Promise]] = {
    Unread.IDENTIFIER: _("It has no identifier, or too long a one."),
    Unread.TITLE: _("It has no title."),
    Unread.TWICE: _("An activity with this identifier stands in the file already."),
    Unread.LONG: _("Its texts are too long."),
}
