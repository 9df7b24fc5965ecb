"""Percentages: of a whole they are the sum of numerators by the sum of denominators, never the mean of percentages."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fraction:
    """Some of a number of people or things. Raises ValueError for a negative count."""

    numerator: Decimal
    denominator: Decimal

    def __post_init__(self) -> None:
        if self.numerator < 0 or self.denominator < 0:
            raise ValueError("a count is not negative")

    @property
    def percent(self) -> Decimal | None:
        """In percent; None of nothing."""
        return 100 * self.numerator / self.denominator if self.denominator else None


def whole_of(parts: Iterable[Fraction | None]) -> Fraction | None:
    """The whole that these parts make; None where a part is not known, or where there is none."""
    found = list(parts)
    known = [one for one in found if one is not None]
    if not found or len(known) < len(found):
        return None
    return Fraction(
        sum((one.numerator for one in known), Decimal(0)), sum((one.denominator for one in known), Decimal(0))
    )
