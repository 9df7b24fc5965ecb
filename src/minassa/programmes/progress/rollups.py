"""Many indicators in one number, which says how much of it is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

ENOUGH: Final = Decimal("0.70")
"""The coverage below which a score is "insufficient data"."""


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator in a roll-up: its weight and its achieved share, None for grey. Raises ValueError for a weight of 0 or less."""

    weight: Decimal
    share: Decimal | None

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise ValueError("a weight is more than 0")


@dataclass(frozen=True, slots=True)
class Rollup:
    """A score between 0 and 1 and what is known of it.

    `score` is None where nothing is known. `coverage` is the share of the weight that is known; the truth lies between `low`
    (whatever is not known is at 0) and `high` (it is at 1). Only what is `publishable` is shown as a number.
    """

    score: Decimal | None
    coverage: Decimal
    low: Decimal
    high: Decimal

    @property
    def publishable(self) -> bool:
        """Whether enough is known."""
        return self.coverage >= ENOUGH


def roll_up(items: Iterable[Item]) -> Rollup:
    """The weighted score of these items, each capped to 0..1 here and only here. None at all is nothing known."""
    found = list(items)
    whole = sum((one.weight for one in found), Decimal(0))
    if not whole:
        return Rollup(None, Decimal(0), Decimal(0), Decimal(1))
    known = [(one.weight, _capped(one.share)) for one in found if one.share is not None]
    weight = sum((weight for weight, _share in known), Decimal(0))
    reached = sum((weight * share for weight, share in known), Decimal(0))
    score = reached / weight if weight else None
    return Rollup(score, weight / whole, reached / whole, (reached + whole - weight) / whole)


def _capped(share: Decimal) -> Decimal:
    return min(max(share, Decimal(0)), Decimal(1))
