"""The rules of the register: the words, the two clocks, what closing needs, and when people are reminded. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from minassa.base.settings import Breaches


class BreachKind(StrEnum):
    """What happened."""

    WRONG_RECIPIENT = "wrong-recipient"
    TOO_MUCH = "too-much"
    LOST_DEVICE = "lost-device"
    STOLEN_CREDENTIALS = "stolen-credentials"
    INTRUSION = "intrusion"
    SCRAPING = "scraping"
    LOG_BROKEN = "log-broken"
    OTHER = "other"


class Severity(StrEnum):
    """How bad it is for the agency and its partners."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class RightsRisk(StrEnum):
    """How likely it harms the rights of the persons concerned."""

    UNLIKELY = "unlikely"
    LIKELY = "likely"
    HIGH = "high"


class BreachState(StrEnum):
    """It is worked on; somebody wants to close it, and a second person looks; it is closed."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class Told(StrEnum):
    """Whether somebody was told: not decided yet, told, or not to be told, for a reason."""

    WAITING = "waiting"
    TOLD = "told"
    NOT_NEEDED = "not-needed"


class Party(StrEnum):
    """Who is to be told: the data-protection authority, and the persons concerned."""

    AUTHORITY = "authority"
    PERSONS = "persons"


class Step(StrEnum):
    """What was done about an incident."""

    ENTERED = "entered"
    CHANGED = "changed"
    NOTED = "noted"
    RECALLED = "recalled"
    AUTHORITY = "authority"
    PERSONS = "persons"
    LEARNT = "learnt"
    REMINDED = "reminded"
    LATE = "late"
    CLOSING = "closing"
    KEPT_OPEN = "kept-open"
    CLOSED = "closed"


KINDS_OF_THINGS: Final = frozenset(
    {"agency", "alert", "attachment", "indicator", "lookout", "peer", "practice", "record", "report", "request", "scraping",
     "token", "user"}
)  # fmt: skip
"""What an incident can be about."""
_GRAVE: Final = frozenset({Severity.HIGH, Severity.CRITICAL})


@dataclass(frozen=True, slots=True)
class Clock:
    """One party's clock: what was decided, until when it had to be, when it was, and the reference or the reason."""

    party: Party
    told: Told
    due: datetime
    at: datetime | None = None
    note: str = ""

    def is_late(self, at: datetime) -> bool:
        """Whether nobody decided in time."""
        return self.told is Told.WAITING and self.due <= at


def deadlines(noticed: datetime, limits: Breaches) -> dict[Party, datetime]:
    """Until when each party is to be told."""
    return {
        Party.AUTHORITY: noticed + timedelta(hours=limits.authority_hours),
        Party.PERSONS: noticed + timedelta(hours=limits.persons_hours),
    }


def needs_second(severity: Severity, risk: RightsRisk) -> bool:
    """Whether one person alone may not close it: where it is grave, or the rights of persons are at risk."""
    return severity in _GRAVE or risk is not RightsRisk.UNLIKELY


def lacking(told: Mapping[Party, Told], lessons: str) -> tuple[str, ...]:
    """What closing still needs, as words: both parties decided, and what was learnt."""
    undecided = [party.value for party in Party if told[party] is Told.WAITING]
    return (*undecided, *(() if lessons else ("lessons",)))


def reminders(clocks: tuple[Clock, ...], at: datetime, limits: Breaches) -> Iterator[tuple[str, Party, bool]]:
    """Of what people are to be told now: a mark that is remembered, whose clock, and whether it is late."""
    ahead = timedelta(hours=limits.remind_hours)
    for clock in clocks:
        if clock.told is Told.WAITING and clock.due - ahead <= at:
            late = clock.is_late(at)
            yield f"{clock.party.value}:{'late' if late else 'soon'}:{clock.due.isoformat()}", clock.party, late
