"""What stands below a map: its shades and marks in words, the scale, and notes. In Arabic all begins at the right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from minassa.threats.drawing.frame import Frame, Point
from minassa.threats.drawing.scene import Anchor, Disc, Patch, Text
from minassa.threats.drawing.shades import Shade

SIZE: Final = 26
_LINE: Final = 42
_SWATCH: Final = 44
_GAP: Final = 26
_LETTER: Final = 0.54
"""How wide a letter is, on average, beside its size; a little more than it is in most texts."""
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"
"""Around a range of numbers, which else turns round in Arabic."""
_LENGTHS: Final = (10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Key:
    """A mark of the map and its words."""

    look: str
    words: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What stands below a map: what its shades count, its other marks, the unit of its scale, and notes."""

    shades: Sequence[Shade]
    keys: Sequence[Key]
    counted: str
    kilometres: str
    notes: Sequence[str]
    is_rtl: bool


@dataclass(slots=True)
class _Lines:
    """Lines of legend that fill up and break, from the left or, in Arabic, from the right."""

    width: int
    is_rtl: bool
    top: float
    along: float = 0.0
    marks: list[Patch | Disc | Text] = field(default_factory=list)

    def room(self, wanted: float) -> None:
        """Begin a new line where so much does not fit on this one any more."""
        if self.along and self.along + wanted > self.width:
            self.new()

    def new(self) -> None:
        self.along, self.top = 0.0, self.top + _LINE

    def x(self, along: float) -> float:
        return self.width - along if self.is_rtl else along

    def text(self, words: str, *, is_bold: bool = False) -> None:
        anchor: Anchor = "end" if self.is_rtl else "start"
        at = (self.x(self.along), self.top + _LINE * 0.66)
        self.marks.append(Text("words", at, words, SIZE, anchor, self.is_rtl, is_bold))
        self.along += wide(words) + _GAP

    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the next swatch."""
        start, end = self.x(self.along), self.x(self.along + _SWATCH)
        return min(start, end), self.top + 8, max(start, end), self.top + _LINE - 8


def wide(words: str) -> float:
    """About how wide words are written."""
    return len(words) * SIZE * _LETTER


def beside_map(frame: Frame, legend: Legend) -> tuple[tuple[Patch | Disc | Text, ...], int]:
    """The marks below the map and the edge around it, and the height of the whole."""
    lines = _Lines(frame.width, legend.is_rtl, frame.height + 10.0)
    if legend.shades:
        lines.text(legend.counted, is_bold=True)
    for shade in legend.shades:
        _swatch(lines, f"shade-{shade.number}", f"{_LEFT_TO_RIGHT}{shade.range}{_END}")
    for key in legend.keys:
        _swatch(lines, key.look, key.words)
    _scale(lines, frame, legend.kilometres)
    for part in (part for note in legend.notes for part in broken(note, frame.width)):
        lines.new()
        lines.text(part)
    edge = Patch("edge", (_rectangle(1, 1, frame.width - 1, frame.height - 1),))
    return (edge, *lines.marks), round(lines.top + _LINE + 6)


def below(width: int, top: float, keys: Iterable[Key], *, is_rtl: bool) -> tuple[tuple[Patch | Disc | Text, ...], int]:
    """The marks of a drawing that is no map, in words, and the height of the whole."""
    lines = _Lines(width, is_rtl, top)
    for key in keys:
        _swatch(lines, key.look, key.words)
    return tuple(lines.marks), round(lines.top + _LINE + 6)


def _swatch(lines: _Lines, look: str, words: str) -> None:
    lines.room(_SWATCH + 12 + wide(words))
    left, top, right, bottom = lines.box()
    middle = ((left + right) / 2, (top + bottom) / 2)
    if look in {"disputed", "usual"}:
        lines.marks.append(Patch(look, (((left, middle[1]), (right, middle[1])),), is_closed=False))
    elif look in {"uncertain", "spot"}:
        lines.marks.append(Disc(look, middle, 13 if look == "uncertain" else 7))
    else:
        lines.marks += [
            Patch(look, (_rectangle(left, top, right, bottom),)),
            Patch("edge", (_rectangle(left, top, right, bottom),)),
        ]
    lines.along += _SWATCH + 12
    lines.text(words)


def _scale(lines: _Lines, frame: Frame, kilometres: str) -> None:
    """A bar of a round length, at most a sixth of the sheet."""
    fitting = [one for one in _LENGTHS if one * frame.per_km <= frame.width / 6]
    length = fitting[-1] if fitting else _LENGTHS[0]
    words = f"{length} {kilometres}"
    long = length * frame.per_km
    lines.room(long + 12 + wide(words))
    y = lines.top + _LINE / 2
    start, end = lines.x(lines.along), lines.x(lines.along + long)
    ticks = tuple(((x, y - 8), (x, y + 8)) for x in (start, end))
    lines.marks.append(Patch("scale", (((start, y), (end, y)), *ticks), is_closed=False))
    lines.along += long + 12
    lines.text(words)


def _rectangle(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def broken(words: str, width: int) -> Iterator[str]:
    """Words broken into lines of at most this width."""
    line = ""
    for word in words.split():
        if line and wide(f"{line} {word}") > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line
