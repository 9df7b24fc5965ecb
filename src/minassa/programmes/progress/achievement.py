"""How far from the baseline to the target: one formula for what shall rise and for what shall fall."""

from decimal import Decimal
from enum import StrEnum
from typing import Final

EQUAL: Final = "target equals baseline: use 'maintain'"
CONTRADICTS: Final = "direction contradicts baseline/target"
NO_ZERO: Final = "a level of zero cannot be maintained by a share"


class Direction(StrEnum):
    """What shall become of a number: it rises, it falls, or it is held at least where it is."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


class ProgressError(ValueError):
    """A target that no progress can be measured against; `reason` is one of the constants of this module."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def checked_scale(direction: Direction, baseline: Decimal | None, target: Decimal | None) -> None:
    """Raises ProgressError where baseline and target leave nothing to measure or say the opposite of the direction."""
    if target is None:
        return
    if direction is Direction.MAINTAIN:
        if target == 0:
            raise ProgressError(NO_ZERO)
        return
    if baseline is None:
        return
    if target == baseline:
        raise ProgressError(EQUAL)
    if (target > baseline) is not (direction is Direction.INCREASE):
        raise ProgressError(CONTRADICTS)


def achieved(
    direction: Direction, *, baseline: Decimal | None, target: Decimal | None, actual: Decimal | None
) -> Decimal | None:
    """The achieved share: (actual - baseline) / (target - baseline); actual / target for what is maintained.

    1 is the target, above it is more than that, below 0 is worse than the baseline. None where something is not known.
    Raises ProgressError (`checked_scale`).
    """
    checked_scale(direction, baseline, target)
    if target is None or actual is None:
        return None
    if direction is Direction.MAINTAIN:
        return actual / target
    if baseline is None:
        return None
    return (actual - baseline) / (target - baseline)
