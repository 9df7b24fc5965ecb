"""What was beyond its bound, as the database keeps it."""

from collections.abc import Iterable, Mapping
from typing import Any

from minassa.safeguards.scraping.rules import Excess, Measure, Span


def packed(excesses: Iterable[Excess]) -> list[dict[str, Any]]:
    """As JSON."""
    return [
        {"measure": one.measure.value, "span": one.span.value, "count": one.count, "bound": one.bound}
        for one in excesses
    ]


def unpacked(written: Iterable[Mapping[str, Any]]) -> tuple[Excess, ...]:
    """As `packed` wrote it."""
    return tuple(Excess(Measure(one["measure"]), Span(one["span"]), one["count"], one["bound"]) for one in written)


def at_their_height(before: Iterable[Excess], after: Iterable[Excess]) -> tuple[Excess, ...]:
    """Each measure where it was the most."""
    highest: dict[tuple[Measure, Span], Excess] = {}
    for one in (*before, *after):
        known = highest.get((one.measure, one.span))
        if known is None or known.count < one.count:
            highest[one.measure, one.span] = one
    return tuple(highest.values())
