"""The rules of cases: their states and steps, what needs a second person, what has changed, and how long it took. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final, TypeVar

VOLATILE: Final = frozenset({"as-of", "score", "why"})
"""Lines that change with every version of a list or every asking: they are no news about the subject."""

Line = TypeVar("Line")


class CaseState(StrEnum):
    """It is worked on; a decision waits for a second person; it is the one, it is not; another case has taken it in."""

    OPEN = "open"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    MERGED = "merged"


UNDECIDED: Final = (CaseState.OPEN, CaseState.WAITING)
DECIDED: Final = (CaseState.CONFIRMED, CaseState.DISMISSED)


class CaseStep(StrEnum):
    """What was done in a case. Steps are only added."""

    OPENED = "opened"
    RETURNED = "returned"
    EVIDENCE = "evidence"
    NOTED = "noted"
    ASSIGNED = "assigned"
    DUE = "due"
    LINKED = "linked"
    UNLINKED = "unlinked"
    PROPOSED_CONFIRMED = "proposed-confirmed"
    PROPOSED_DISMISSED = "proposed-dismissed"
    NOT_AGREED = "not-agreed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    REOPENED = "reopened"
    MERGED = "merged"
    TOOK_IN = "took-in"
    GAVE_BACK = "gave-back"
    SPLIT = "split"
    CAME = "came"


class SecondPerson(StrEnum):
    """`[cases] second_person`: which decisions a second person must agree to."""

    NONE = "none"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    BOTH = "both"


def wants_second(verdict: str, setting: str) -> bool:
    """Whether a second person must agree to this verdict (`confirmed` or `dismissed`)."""
    return setting in {verdict, SecondPerson.BOTH.value}


def differences(
    before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The lines that are gone and those that have come, in their order; lines that change by themselves are left out."""
    old = [one for one in before if one[0] not in VOLATILE]
    new = [one for one in after if one[0] not in VOLATILE]
    return [one for one in old if one not in new], [one for one in new if one not in old]


def is_late(state: CaseState, due: datetime | None, at: datetime) -> bool:
    """Whether a case that is not decided is past its time."""
    return state in UNDECIDED and due is not None and due <= at


def median_time(times: Iterable[timedelta]) -> timedelta | None:
    """The median of how long decisions took; None of none."""
    seconds = [one.total_seconds() for one in times]
    return timedelta(seconds=median(seconds)) if seconds else None
