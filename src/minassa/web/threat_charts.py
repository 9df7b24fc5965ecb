"""Charts of the threat picture: months with their season, small series, and forecasts as intervals; each beside its table. Pure."""

import math
from collections.abc import Sequence
from typing import Final

from minassa.threats import Ahead, Month
from minassa.web.charts import WIDTH, Bar, Chart, Dot, Label, Line

_HEIGHT: Final = 160
_SMALL: Final = 22
_LEFT: Final = 34
_ROW: Final = 20
_AXIS: Final = 18
_MOST_TICKS: Final = 10
_STEPS: Final = (0, 1, 10, 100, 1_000, 10_000)

Marks = list[Bar | Line | Dot | Label]


def at(value: float) -> str:
    """A place in a drawing."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def months_chart(months: Sequence[Month]) -> Chart | None:
    """Counts as a line over what the season was like before: the range as bars, its middle dashed. None for less than two months."""
    if len(months) < 2:
        return None
    most = max(1.0, *(max(one.count, one.expected.high if one.expected else 0) for one in months))
    step = (WIDTH - _LEFT) / len(months)
    marks: Marks = [*_levels(most), *_years(months, step)]
    for place, one in enumerate(months):
        if one.expected:
            top, low = _y(one.expected.high, most), _y(one.expected.low, most)
            marks.append(Bar(at(_LEFT + step * place), at(top), at(step), at(max(low - top, 1)), "is-season"))
    middles = [(place, one.expected.middle) for place, one in enumerate(months) if one.expected]
    if len(middles) > 1:
        marks.append(Line(_line(middles, step, most), "is-expected"))
    marks.append(Line(_line([(place, one.count) for place, one in enumerate(months)], step, most), "is-actual"))
    marks += [
        Dot(at(_LEFT + step * (place + 0.5)), at(_y(one.count, most)), "is-late")
        for place, one in enumerate(months)
        if one.is_above
    ]
    return Chart(_HEIGHT + _AXIS, tuple(marks))


def _y(value: float, most: float) -> float:
    return 6 + (_HEIGHT - 6) * (1 - value / most)


def _line(points: Sequence[tuple[int, float]], step: float, most: float) -> str:
    return " ".join(f"{at(_LEFT + step * (place + 0.5))},{at(_y(value, most))}" for place, value in points)


def _levels(most: float) -> Marks:
    found: Marks = []
    for share in (0.0, 0.5, 1.0):
        y = _y(most * share, most)
        found += [Line(f"{_LEFT},{at(y)} {WIDTH},{at(y)}", "is-year"), Label("15", at(y + 4), at(most * share))]
    return found


def _years(months: Sequence[Month], step: float) -> Marks:
    found: Marks = []
    turns = [place for place, one in enumerate(months) if one.number % 12 == 0]
    every = math.ceil(len(turns) / _MOST_TICKS) or 1
    for place in turns[::every]:
        x = at(_LEFT + step * place)
        found += [
            Line(f"{x},0 {x},{_HEIGHT}", "is-year"),
            Label(x, str(_HEIGHT + 14), str(months[place].number // 12)),
        ]
    return found


def small_chart(counts: Sequence[int]) -> Chart | None:
    """A series in a line of a table; all that it tells stands beside it."""
    if len(counts) < 2:
        return None
    most, step = max(1, *counts), WIDTH / (len(counts) - 1)
    points = " ".join(
        f"{at(step * place)},{at(1 + (_SMALL - 2) * (1 - value / most))}" for place, value in enumerate(counts)
    )
    return Chart(_SMALL, (Line(points, "is-actual"),))


def intervals_chart(countries: Sequence[Ahead]) -> Chart | None:
    """Forecasts one below the other, numbered as in the table: nine tenths thin, half thick, the middle as a line; a scale that shrinks what is large."""
    if not countries:
        return None
    most = max(1.0, *(one.most.high for one in countries))
    height = _ROW * len(countries)
    marks: Marks = []
    for step in (one for one in _STEPS if one <= most):
        x = at(_across(step, most))
        marks += [Line(f"{x},0 {x},{height}", "is-year"), Label(x, str(height + 14), str(step))]
    for row, one in enumerate(countries):
        y = _ROW * row
        marks.append(Label("14", str(y + 14), str(row + 1)))
        marks += [_bar(one.most.low, one.most.high, most, y + 7, 6, "is-most")]
        marks += [_bar(one.half.low, one.half.high, most, y + 4, 12, "is-half")]
        x = at(_across(one.median, most))
        marks.append(Line(f"{x},{y + 2} {x},{y + 18}", "is-ink"))
    return Chart(height + _AXIS, tuple(marks))


def _across(value: float, most: float) -> float:
    return _LEFT + (WIDTH - _LEFT - 8) * math.log1p(value) / math.log1p(most)


def _bar(low: float, high: float, most: float, y: int, tall: int, look: str) -> Bar:  # noqa: PLR0913, PLR0917 - a rectangle
    x = _across(low, most)
    return Bar(at(x), str(y), at(max(_across(high, most) - x, 2)), str(tall), look)
