"""Decimals as they are shown."""

from decimal import ROUND_HALF_EVEN, Decimal


def shown(value: Decimal | None, places: int) -> Decimal | None:
    """The value with this many places after the point, half to even; None stays None."""
    if value is None:
        return None
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN) + 0  # no negative zero
