"""Months as bars, before the range in which such a season lay in earlier years. In Arabic time runs from the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from minassa.threats.drawing.frame import Point
from minassa.threats.drawing.legends import Key, below
from minassa.threats.drawing.scene import Patch, Sheet, Text
from minassa.threats.drawing.shades import rounded

WIDTH: Final = 1440
HEIGHT: Final = 420
_SIDE: Final = 90
_TOP: Final = 20
_SIZE: Final = 22
_LABELS: Final = 8


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its name, its count, and what is usual (low, middle, high) where that is known."""

    name: str
    count: int
    usual: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class SeriesWords:
    """All words of such a drawing in one language."""

    title: str
    description: str
    counted: str
    range: str
    middle: str
    is_rtl: bool = False


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where a month and a count lie."""

    months: int
    most: float
    is_rtl: bool

    @property
    def step(self) -> float:
        return (WIDTH - _SIDE) / max(self.months, 1)

    def x(self, month: float) -> float:
        along = _SIDE + self.step * month
        return WIDTH - along if self.is_rtl else along

    def y(self, count: float) -> float:
        return _TOP + HEIGHT * (1 - count / self.most)


def draw_series(columns: Sequence[Column], words: SeriesWords) -> Sheet:
    """The columns in their order, the first month first."""
    highest = max((max(one.count, one.usual[2] if one.usual else 0.0) for one in columns), default=1.0)
    axes = _Axes(len(columns), max(highest * 1.05, 1.0), words.is_rtl)
    marks = (*_scale(axes, highest), *_bars(axes, columns), *_band(axes, columns), *_months(axes, columns))
    keys = [Key("bar", words.counted)]
    if any(one.usual for one in columns):
        keys += [Key("band", words.range), Key("usual", words.middle)]
    bottom = _TOP + HEIGHT + 50
    beside, height = below(WIDTH, bottom, keys, is_rtl=words.is_rtl)
    return Sheet(WIDTH, height, bottom, words.title, words.description, words.is_rtl, marks, beside)


def _scale(axes: _Axes, highest: float) -> Iterator[Patch | Text]:
    """Lines across at nothing, and at one or two round counts."""
    top = rounded(max(highest, 1.0))
    while top > axes.most:
        top = rounded(top / 2)
    for count in sorted({0, top // 2 if top % 2 == 0 else 0, top}):
        y = axes.y(count)
        yield Patch("area-border", (((axes.x(0), y), (axes.x(axes.months), y)),), is_closed=False)
        yield Text("words", (axes.x(-0.2), y + 8), str(count), _SIZE, "start" if axes.is_rtl else "end")


def _bars(axes: _Axes, columns: Sequence[Column]) -> Iterator[Patch]:
    rings = tuple(
        (
            (axes.x(number + 0.18), axes.y(0)),
            (axes.x(number + 0.18), axes.y(one.count)),
            (axes.x(number + 0.82), axes.y(one.count)),
            (axes.x(number + 0.82), axes.y(0)),
        )
        for number, one in enumerate(columns)
        if one.count
    )
    if rings:
        yield Patch("bar", rings)


def _band(axes: _Axes, columns: Sequence[Column]) -> Iterator[Patch]:
    """The range as boxes, one for each month that has one, and its middles as short lines: no line joins what is not measured."""
    known = [(number, one.usual) for number, one in enumerate(columns) if one.usual]
    boxes = tuple(_box(axes, number, low, high) for number, (low, _middle, high) in known)
    lines = tuple(
        ((axes.x(number), axes.y(middle)), (axes.x(number + 1), axes.y(middle)))
        for number, (_low, middle, _high) in known
    )
    if boxes:
        yield Patch("band", boxes)
        yield Patch("usual", lines, is_closed=False)


def _box(axes: _Axes, number: int, low: float, high: float) -> tuple[Point, ...]:
    left, right, bottom, top = axes.x(number), axes.x(number + 1), axes.y(low), axes.y(high)
    return ((left, bottom), (left, top), (right, top), (right, bottom))


def _months(axes: _Axes, columns: Sequence[Column]) -> Iterator[Text]:
    """The names of some of the months, evenly."""
    every = max(1, -(-len(columns) // _LABELS))
    for number in range(0, len(columns), every):
        yield Text("words", (axes.x(number + 0.5), _TOP + HEIGHT + 34), columns[number].name, _SIZE, "middle")
