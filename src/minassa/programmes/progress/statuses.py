"""In one word how it stands."""

from decimal import Decimal
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """How an indicator stands against what could be expected by now."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    DELAYED = "delayed"
    OFF_TRACK = "off_track"
    REGRESSING = "regressing"
    TOO_EARLY = "too_early"
    NO_DATA = "no_data"


GREY: Final = frozenset({Status.NO_DATA, Status.TOO_EARLY})
"""What says nothing about success: it is shown grey, never red or green."""

_TOO_EARLY: Final = Decimal("0.10")
_ON_TRACK: Final = Decimal("0.90")
_DELAYED: Final = Decimal("0.60")


def status(share: Decimal | None, expected: Decimal | None, *, stale: bool) -> Status:
    """The status of an achieved share against the share that is expected by now.

    The pace is share / expected: from 0.90 on track, from 0.60 delayed. What is missing or stale is no data; without an
    expectation (no target date) only what is reached, or worse than the baseline, can be told.
    """
    if share is None or stale:
        return Status.NO_DATA
    if share >= 1:
        return Status.ACHIEVED
    if share < 0:
        return Status.REGRESSING
    if expected is None or expected < _TOO_EARLY:
        return Status.TOO_EARLY
    if share >= _ON_TRACK * expected:
        return Status.ON_TRACK
    return Status.DELAYED if share >= _DELAYED * expected else Status.OFF_TRACK
