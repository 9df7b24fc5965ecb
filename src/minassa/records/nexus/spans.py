"""Days laid together for a timeline: single days while they are few, else weeks, months or years. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from minassa.records.graph.sight import EPOCH
from minassa.records.nexus.types import Span

MOST_SPANS: Final = 62
_WEEK: Final = 7
# A slip of the pen (the year 0026, or 2206) must not draw two thousand empty years: such days stand in the table alone.
_FIRST: Final = (date(1900, 1, 1) - EPOCH).days
_LAST: Final = (date(2100, 1, 1) - EPOCH).days
_LAST_MONTH: Final = 12


def spans_of(days: Sequence[int], kinds: Sequence[str]) -> tuple[Span, ...]:
    """Spans that cover all of these days (since 1970) without a gap, with how many of each kind begin on them."""
    told = [(EPOCH + timedelta(days=day), kind) for day, kind in zip(days, kinds, strict=True) if _FIRST < day < _LAST]
    if not told:
        return ()
    known = [day for day, _kind in told]
    begin = next(
        one for one in (_day, _week, _month, _year) if _count(min(known), max(known), one) <= MOST_SPANS or one is _year
    )
    counted = Counter((begin(day), kind) for day, kind in told)
    spans, first = [], begin(min(known))
    while first <= max(known):
        following = _following(first, begin)
        of = {kind: count for (start, kind), count in counted.items() if start == first}
        calls, payments = of.pop("Call", 0), of.pop("Payment", 0)
        spans.append(Span(first, following - timedelta(days=1), calls, payments, sum(of.values())))
        first = following
    return tuple(spans)


def _day(one: date) -> date:
    return one


def _week(one: date) -> date:
    return one - timedelta(days=one.weekday())


def _month(one: date) -> date:
    return one.replace(day=1)


def _year(one: date) -> date:
    return one.replace(month=1, day=1)


def _following(first: date, begin: object) -> date:
    if begin is _day:
        return first + timedelta(days=1)
    if begin is _week:
        return first + timedelta(days=_WEEK)
    if begin is _month and first.month < _LAST_MONTH:
        return first.replace(month=first.month + 1)
    return first.replace(year=first.year + 1, month=1)


def _count(first: date, last: date, begin: object) -> int:
    """How many spans of a sort there would be, near enough."""
    days = (last - first).days + 1
    return days // {_day: 1, _week: _WEEK, _month: 30, _year: 365}[begin]  # type: ignore[index] # one of the four
