"""Charts as plain marks: bars, lines and points computed here, drawn as SVG by one template, each beside its table.

Nothing is told by colour alone: every chart stands next to the table with the same numbers. Grey means not known. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from minassa.programmes import (
    ActualView,
    IndicatorView,
    MilestoneView,
    MoneyKind,
    MoneyView,
    ResultView,
    Rollup,
    Score,
    Status,
)

WIDTH: Final = 600
_ROW: Final = 18
_THIN: Final = 20
_MARGIN: Final = 28
_WIDEST: Final = 150


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `look` names a class of the style sheet."""

    x: str
    y: str
    width: str
    height: str
    look: str
    kind: str = "bar"


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, "x,y x,y"."""

    points: str
    look: str
    kind: str = "line"


@dataclass(frozen=True, slots=True)
class Dot:
    """A point."""

    x: str
    y: str
    look: str
    kind: str = "dot"


@dataclass(frozen=True, slots=True)
class Label:
    """A few letters, such as a year."""

    x: str
    y: str
    text: str
    kind: str = "label"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: its size and its marks, the first one at the back."""

    height: int
    marks: tuple[Bar | Line | Dot | Label, ...]
    width: int = WIDTH
    rows: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def is_stretched(self) -> bool:
        """Whether it may be drawn out to any width: only bars and upright lines, no points and no letters."""
        return all(one.kind in {"bar", "line"} for one in self.marks) and self.height < _THIN


def _at(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def status_bar(counts: Mapping[Status, int]) -> Chart:
    """How many indicators stand how, in the order of the words; grey is as wide as it is."""
    whole = sum(counts.values())
    marks, x = [], 0.0
    for one in Status:
        if counts.get(one):
            width = WIDTH * counts[one] / whole
            marks.append(Bar(_at(x), "0", _at(width), "14", f"is-{one.value}"))
            x += width
    return Chart(14, tuple(marks))


def spent_bar(planned: Decimal, spent: Decimal) -> Chart | None:
    """What was spent of what was meant to be spent, which is the outline; None where there was neither."""
    most = max(planned, spent)
    if most <= 0:
        return None
    scale = Decimal(WIDTH) / most
    return Chart(
        14,
        (
            Bar("0", "1", _at(float(planned * scale)), "12", "is-budget"),
            Bar("0", "4", _at(float(max(spent, Decimal(0)) * scale)), "6", "is-spending"),
        ),
    )


def months_bars(counts: Sequence[int]) -> Chart:
    """How many each month has, as one bar beside the other, stretched to the width of the slider below."""
    most, step = max(counts, default=0) or 1, WIDTH / max(len(counts), 1)
    bars = [
        Bar(_at(number * step), _at(19 - 18 * count / most), _at(step * 0.8), _at(18 * count / most), "is-spending")
        for number, count in enumerate(counts)
        if count
    ]
    return Chart(19, tuple(bars))


def score_bar(score: Rollup | Score) -> Chart:
    """A score with its bounds: what is known of it, and between which values the truth lies."""
    low, high = float(score.low), float(score.high)
    marks: list[Bar | Line] = [Bar("0", "4", str(WIDTH), "6", "is-ground")]
    marks.append(Bar(_at(WIDTH * low), "4", _at(max(WIDTH * (high - low), 1)), "6", "is-no_data"))
    if score.publishable and score.score is not None:
        x = _at(WIDTH * float(score.score))
        marks.append(Line(f"{x},0 {x},14", "is-ink"))
    return Chart(14, tuple(marks))


def bullet(one: IndicatorView) -> Chart:
    """One indicator from its baseline (left) to its target (the line near the right): what is reached, what was expected."""
    scale = WIDTH / 1.25
    marks: list[Bar | Line] = [Bar("0", "2", _at(scale), "12", "is-ground")]
    share = one.standing.share
    if share is not None:
        width = scale * min(max(float(share), 0.0), 1.25)
        marks.append(Bar("0", "5", _at(max(width, 2)), "6", f"is-{one.standing.status.value}"))
    if one.standing.expected is not None:
        x = _at(scale * float(one.standing.expected))
        marks.append(Line(f"{x},0 {x},16", "is-expected"))
    marks.append(Line(f"{_at(scale)},0 {_at(scale)},16", "is-ink"))
    return Chart(16, tuple(marks))


def trend(one: IndicatorView, on: date) -> Chart | None:
    """What was measured, against the path from the baseline over the targets; None where neither is known."""
    path = [(one.part.baseline_on, one.part.baseline)] if one.part.baseline is not None else []
    path += [(target.due, target.value) for target in one.targets]
    points = [(each.measured_on, each.value) for each in one.actuals]
    if len(path) + len(points) < 2:
        return None
    frame = _Frame.around([*path, *points, (on, path[0][1] if path else points[0][1])], 120)
    marks: list[Bar | Line | Dot | Label] = [*frame.years(), Line(frame.line(path), "is-path")]
    marks += [Dot(frame.x(day), frame.y(value), "is-path") for day, value in path]
    if len(points) > 1:
        marks.append(Line(frame.line(points), "is-actual"))
    marks += [Dot(frame.x(each.measured_on), frame.y(each.value), _evidence(each)) for each in one.actuals]
    marks.append(Line(f"{frame.x(on)},0 {frame.x(on)},120", "is-today"))
    return Chart(136, tuple(marks))


def _evidence(one: ActualView) -> str:
    return f"is-actual evidence-{one.evidence.value}"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Days across, values upward, with a little room above and below."""

    first: int
    last: int
    low: Decimal
    high: Decimal
    height: int
    left: int = 0

    @classmethod
    def around(cls, points: Sequence[tuple[date, Decimal]], height: int) -> "_Frame":
        days, values = [day.toordinal() for day, _v in points], [value for _d, value in points]
        room = (max(values) - min(values)) / 10 or Decimal(1)
        return cls(min(days), max(days, default=0), min(values) - room, max(values) + room, height)

    def x(self, day: date) -> str:
        share = (day.toordinal() - self.first) / max(self.last - self.first, 1)
        return _at(self.left + (WIDTH - self.left) * share)

    def y(self, value: Decimal) -> str:
        return _at(self.height * float((self.high - value) / (self.high - self.low)))

    def line(self, points: Iterable[tuple[date, Decimal]]) -> str:
        return " ".join(f"{self.x(day)},{self.y(value)}" for day, value in points)

    def years(self) -> list[Line | Label]:
        found: list[Line | Label] = []
        for year in range(date.fromordinal(self.first).year + 1, date.fromordinal(self.last).year + 1):
            x = self.x(date(year, 1, 1))
            found += [Line(f"{x},0 {x},{self.height}", "is-year"), Label(x, str(self.height + 14), str(year))]
        return found


def gantt(
    results: Iterable[ResultView], milestones: Sequence[MilestoneView], begins: date, ends: date, on: date
) -> Chart | None:
    """Activities as bars, milestones as points (full when done), the day as a line; None where nothing has days.

    Each line bears the number that it has in the table: activities first, then milestones.
    """
    bars = [(one.part.begins, one.part.ends) for one in results if one.part.begins and one.part.ends]
    if not bars and not milestones:
        return None
    height = _ROW * (len(bars) + len(milestones))
    frame = _Frame(begins.toordinal(), ends.toordinal(), Decimal(0), Decimal(1), height, left=_MARGIN)
    marks: list[Bar | Line | Dot | Label] = [*frame.years()]
    marks += [Label("10", str(_ROW * row + 13), str(row + 1)) for row in range(len(bars) + len(milestones))]
    for row, (first, last) in enumerate(bars):
        x = float(frame.x(first))
        marks.append(Bar(_at(x), str(_ROW * row + 4), _at(max(float(frame.x(last)) - x, 2)), "10", "is-activity"))
    for row, one in enumerate(milestones, len(bars)):
        y = str(_ROW * row + 9)
        if one.first_due:
            marks += [
                Dot(frame.x(one.first_due), y, "is-moved"),
                Line(f"{frame.x(one.first_due)},{y} {frame.x(one.part.due)},{y}", "is-moved"),
            ]
        marks.append(
            Dot(frame.x(one.part.done_on or one.part.due), y, "is-done" if one.part.done_on else _due(one, on))
        )
    if begins <= on <= ends:
        marks.append(Line(f"{frame.x(on)},0 {frame.x(on)},{height}", "is-today"))
    return Chart(height + 16, tuple(marks))


def _due(one: MilestoneView, on: date) -> str:
    return "is-late" if one.part.due < on else "is-open"


def budget(money: Iterable[MoneyView]) -> Chart | None:
    """Budget and spending of each year side by side, an amount in the year in which its days begin; with the table's rows."""
    years: dict[int, dict[MoneyKind, Decimal]] = {}
    for one in money:
        year = years.setdefault(one.part.begins.year, dict.fromkeys(MoneyKind, Decimal(0)))
        year[one.part.kind] += one.part.amount
    most = max((amount for year in years.values() for amount in year.values()), default=Decimal(0))
    if most <= 0:
        return None
    marks: list[Bar | Label] = []
    step = min(WIDTH / len(years), _WIDEST)
    for column, (number, year) in enumerate(sorted(years.items())):
        for side, kind in enumerate(MoneyKind):
            tall = max(100 * float(year[kind] / most), 0.0)
            x = column * step + step * (0.2 + 0.3 * side)
            marks.append(Bar(_at(x), _at(104 - tall), _at(step * 0.28), _at(tall), f"is-{kind.value}"))
        marks.append(Label(_at(column * step + step / 2), "118", str(number)))
    rows = tuple(
        (str(number), f"{year[MoneyKind.BUDGET]:f}", f"{year[MoneyKind.SPENDING]:f}")
        for number, year in sorted(years.items())
    )
    return Chart(122, tuple(marks), rows=rows)
