"""What a report can say: each value against its indicator. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from minassa.base.errors import Invalid
from minassa.programmes import checks, faults
from minassa.programmes.cells import by_split
from minassa.programmes.content import DIMENSIONS
from minassa.programmes.progress import Fraction, whole_of
from minassa.programmes.rules import CLAIMED, By, Measure
from minassa.programmes.types import Cell, IndicatorPart, Reported, ValueGiven

Indicators = Mapping[UUID, IndicatorPart]
MOST_CELLS: Final = 200
_NOTHING: Final = Decimal(0)


def checked(reported: Reported, indicators: Indicators, *, first: date, last: date) -> Reported:
    """The same report, trimmed, each value once and blank values left as they are. Raises Invalid for what cannot be.

    A value is of a day between `first` and `last`. That a text is missing is no fault yet: it is one when the report is submitted.
    """
    given = {one.indicator: checked_value(one, indicators, first=first, last=last) for one in reported.values}
    return Reported(
        tuple(given[one] for one in indicators if one in given),
        checks.text(reported.done),
        checks.text(reported.failed),
        checks.text(reported.following),
    )


def checked_value(given: ValueGiven, indicators: Indicators, *, first: date, last: date) -> ValueGiven:
    """One value of a report, trimmed. Raises Invalid."""
    part = indicators.get(given.indicator)
    if part is None:
        raise Invalid(faults.NO_PART)
    if given.evidence not in CLAIMED:
        raise Invalid(faults.EVIDENCE)
    if not _fits(given, part) or (not given.is_blank and not _is_within(given.measured_on, first, last)):
        raise Invalid(faults.VALUE, indicator=part.name[:80])
    cells = tuple(_cell(one, part) for one in given.cells)
    numbers = _numbers(given, part)
    if len(cells) > MOST_CELLS or not all(_make_whole(found, numbers, part) for found in by_split(cells)):
        raise Invalid(faults.CELLS, indicator=part.name[:80])
    return replace(numbers, source=checks.text(given.source, 2_000), cells=cells)


def _is_within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def _fits(given: ValueGiven | Cell, part: IndicatorPart) -> bool:
    """A percentage comes as a numerator and a denominator, both or none; a value alone is anything else's."""
    if part.measure is not Measure.PERCENT:
        return given.numerator is None and given.denominator is None
    if given.value is not None or (given.numerator is None) is not (given.denominator is None):
        return False
    return given.denominator is None or (given.denominator > 0 and (given.numerator or 0) <= given.denominator)


def _numbers(given: ValueGiven, part: IndicatorPart) -> ValueGiven:
    least = None if part.measure is Measure.NUMBER else _NOTHING
    return replace(
        given,
        value=checks.number(given.value, least=least),
        numerator=checks.number(given.numerator, least=_NOTHING),
        denominator=checks.number(given.denominator, least=_NOTHING),
    )


def _cell(cell: Cell, part: IndicatorPart) -> Cell:
    allowed = {By.SEX: "sex", By.AGE: "age", By.PLACE: "place"}
    names = {allowed[one] for one in part.by}
    used = {name for name in DIMENSIONS if getattr(cell, name)}
    if not used or not used <= names or not _fits(cell, part):
        raise Invalid(faults.CELLS, indicator=part.name[:80])
    least = None if part.measure is Measure.NUMBER else _NOTHING
    return Cell(
        checks.line(cell.sex, 60, needed=False),
        checks.line(cell.age, 60, needed=False),
        checks.line(cell.place, 60, needed=False),
        value=checks.number(cell.value, least=least),
        numerator=checks.number(cell.numerator, least=_NOTHING),
        denominator=checks.number(cell.denominator, least=_NOTHING),
    )


def _make_whole(cells: Sequence[Cell], given: ValueGiven, part: IndicatorPart) -> bool:
    """Whether the parts make the whole; where one is blank, whether they do not exceed it. Rates and scores have no sum."""
    if part.measure is Measure.NUMBER:
        return True
    if part.measure is Measure.COUNT:
        known = [one.value for one in cells if one.value is not None]
        return _agrees(sum(known, _NOTHING), given.value, is_complete=len(known) == len(cells))
    parts = [
        Fraction(one.numerator, one.denominator) if one.numerator is not None and one.denominator is not None else None
        for one in cells
    ]
    whole = whole_of([one for one in parts if one is not None])
    if whole is None:
        return True
    complete = all(one is not None for one in parts)
    return _agrees(whole.numerator, given.numerator, is_complete=complete) and _agrees(
        whole.denominator, given.denominator, is_complete=complete
    )


def _agrees(found: Decimal, whole: Decimal | None, *, is_complete: bool) -> bool:
    if whole is None:
        return False
    return found == whole if is_complete else found <= whole
