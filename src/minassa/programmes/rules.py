"""The words of this room, and what must always hold between them. Pure."""

from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from typing import Final

from minassa.programmes.progress import Status


class Pillar(StrEnum):
    """What a strategy, a commitment or a programme stands on."""

    SECURITY = "security"
    DEVELOPMENT = "development"
    SOCIAL = "social"
    JUSTICE = "justice"
    PREVENTION = "prevention"


class Level(StrEnum):
    """A level of the results framework, from what is hoped for to what is done."""

    IMPACT = "impact"
    OUTCOME = "outcome"
    OUTPUT = "output"
    ACTIVITY = "activity"


LEVELS: Final = tuple(Level)
IMPLEMENTATION: Final = frozenset({Level.OUTPUT, Level.ACTIVITY})
"""What a programme does. It never rolls up into what comes of it (`RESULTS`): the two are separate scores."""
RESULTS: Final = frozenset({Level.IMPACT, Level.OUTCOME})


class Measure(StrEnum):
    """What an indicator measures: a count, whose parts make its whole; a rate or score; or a share of a whole, in percent."""

    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"


class Frequency(StrEnum):
    """How often something is measured or reported."""

    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    TWO_YEARLY = "two_yearly"

    @property
    def months(self) -> int:
        """Months between two times."""
        return {"quarterly": 3, "half_yearly": 6, "yearly": 12, "two_yearly": 24}[self.value]

    @property
    def days(self) -> int:
        """Days between two times, for the age of values."""
        return {3: 91, 6: 182, 12: 365, 24: 730}[self.months]


class Evidence(StrEnum):
    """How well a reported value is supported. Only a reviewer of another agency makes it verified."""

    VERIFIED = "verified"
    DOCUMENTED = "documented"
    SELF_REPORTED = "self_reported"
    NONE = "none"


CLAIMED: Final = (Evidence.DOCUMENTED, Evidence.SELF_REPORTED, Evidence.NONE)
"""What whoever reports can say of their own values."""


class By(StrEnum):
    """What a value can be split by. Never by ethnicity or religion (do no harm)."""

    SEX = "sex"
    AGE = "age"
    PLACE = "place"


class ProgrammeState(StrEnum):
    """Planned in the agency; running, its baselines and results fixed; closed."""

    DRAFT = "draft"
    RUNNING = "running"
    CLOSED = "closed"


class StrategyState(StrEnum):
    """Written in the agency, adopted, or at its end."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    CLOSED = "closed"


class CommitmentState(StrEnum):
    """What became of a commitment, as its keeper says with a reason."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    NOT_KEPT = "not_kept"


class ReportState(StrEnum):
    """Where a report on a period stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class PeriodState(StrEnum):
    """Where a reporting period stands by the clock: only while it is open something is submitted."""

    COMING = "coming"
    OPEN = "open"
    OVER = "over"


class MoneyKind(StrEnum):
    """What was meant to be spent, and what was."""

    BUDGET = "budget"
    SPENDING = "spending"


class Part(StrEnum):
    """What a partner does in a programme, after IATI's OrganisationRole."""

    FUNDING = "funding"
    ACCOUNTABLE = "accountable"
    EXTENDING = "extending"
    IMPLEMENTING = "implementing"


class Grade(StrEnum):
    """How likely, or how grave."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class EvaluationState(StrEnum):
    """Written, sent to the programme's agency for its reply, or final."""

    DRAFT = "draft"
    REPLY = "reply"
    FINAL = "final"


class Criterion(StrEnum):
    """The evaluation criteria of OECD-DAC (2019)."""

    RELEVANCE = "relevance"
    COHERENCE = "coherence"
    EFFECTIVENESS = "effectiveness"
    EFFICIENCY = "efficiency"
    IMPACT = "impact"
    SUSTAINABILITY = "sustainability"


class Decision(StrEnum):
    """What an evaluation recommends for the programme."""

    CONTINUE = "continue"
    REVISE = "revise"
    CLOSE = "close"


class Answered(StrEnum):
    """What became of a recommendation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"
    DONE = "done"


CLOSED_ANSWERS: Final = frozenset({Answered.REJECTED, Answered.DONE})
"""After these a recommendation is no longer on anybody's agenda."""

STATUSES: Final = tuple(Status)
SMALLEST_CELL: Final = 10
"""Counts of persons below this are not shown to other agencies: people could be recognised."""
REPORT_WITHIN: Final = timedelta(days=45)
REMIND_BEFORE: Final = timedelta(days=7)
MOST_PERIODS: Final = 80


def months_later(day: date, months: int) -> date:
    """The same day of the month some months later; the month's last day where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def periods(begins: date, ends: date, every: Frequency) -> tuple[tuple[date, date], ...]:
    """The reporting periods of a programme, first and last day of each, without a gap; the last one may be short."""
    found: list[tuple[date, date]] = []
    for number in count(1):
        first = months_later(begins, (number - 1) * every.months)
        if first > ends or len(found) >= MOST_PERIODS:
            return tuple(found)
        found.append((first, min(ends, months_later(begins, number * every.months) - timedelta(days=1))))
    return tuple(found)
