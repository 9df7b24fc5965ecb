"""The order of speakers, their time, and who needs which interpretation. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class TurnState(StrEnum):
    """Waiting in the list, speaking now, spoken, or taken back."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    SPOKEN = "spoken"
    WITHDRAWN = "withdrawn"


class StatementState(StrEnum):
    """The delegation's own draft, or delivered and published to the session's participants."""

    DRAFT = "draft"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Need:
    """How many people listen to a language, and on which channel; 0 for a language without one."""

    language: str
    people: int
    channel: int


def place_for(positions: Iterable[tuple[int, bool]], *, observes: bool) -> int:
    """Where a delegation comes into the list, given those that wait as (position, observes): observers speak after all members."""
    waiting = sorted(positions)
    if observes:
        return waiting[-1][0] + 1 if waiting else 0
    behind = [position for position, other_observes in waiting if other_observes]
    return min(behind) if behind else (waiting[-1][0] + 1 if waiting else 0)


def time_left(minutes: int, began: datetime, at: datetime) -> timedelta:
    """What is left of a speaker's time; negative for whoever is over it."""
    return timedelta(minutes=minutes) - (at - began)


def listens_in(chosen: str | None, usual: str, speaks: Sequence[str], channels: Sequence[str]) -> str:
    """The language in which somebody listens to a session, or none.

    What was chosen for it (empty: none is needed), else what they said for the meeting, else the first of their own languages that
    has a channel there, else the first of them.
    """
    if chosen is not None:
        return chosen
    with_channel = [one for one in speaks if one in channels]
    return usual or next(iter((*with_channel, *speaks)), "")


def needs(listening: Iterable[str], channels: Iterable[str]) -> tuple[Need, ...]:
    """Who needs which channel: the languages that people listen to, those without a channel first."""
    numbers = {language: number for number, language in enumerate(channels, 1)}
    counted = Counter(one for one in listening if one)
    found = [Need(language, people, numbers.get(language, 0)) for language, people in counted.items()]
    return tuple(sorted(found, key=lambda one: (one.channel != 0, -one.people, one.language)))
