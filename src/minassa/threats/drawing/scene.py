"""What a drawing is made of: a few kinds of marks, each with a look. How looks are painted stands in one table."""

from dataclasses import dataclass
from typing import Final, Literal

from minassa.threats.drawing.frame import Point
from minassa.threats.drawing.shades import SHADES

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a mark is painted on white paper. Pages paint it anew by its name in the dark."""

    fill: str = "none"
    line: str = "none"
    width: float = 0.0
    dashes: tuple[float, float] | None = None
    opacity: float = 1.0


LOOKS: Final[dict[str, Look]] = {
    "sea": Look(fill="#ffffff"),
    "land": Look(fill="#ececea"),
    "border": Look(line="#6b6b6b", width=1.6),
    "area-border": Look(line="#b5b5b1", width=1.0),
    "disputed-ground": Look(line="#ececea", width=3.0),
    "disputed": Look(line="#6b6b6b", width=1.8, dashes=(8, 6)),
    **{f"shade-{number}": Look(fill=colour, opacity=0.9) for number, colour in enumerate(SHADES, 1)},
    "uncertain": Look(fill="#2c5f9e", line="#2c5f9e", width=1.6, dashes=(2, 4), opacity=0.16),
    "track": Look(line="#8a2b2b", width=4.0),
    "weak-track": Look(line="#8a2b2b", width=3.0, dashes=(10, 8)),
    "spot": Look(fill="#1d1d1b", line="#ffffff", width=1.4),
    "edge": Look(line="#9a9a96", width=1.6),
    "name": Look(fill="#4a4a48"),
    "words": Look(fill="#1d1d1b"),
    "bar": Look(fill="#2c5f9e"),
    "band": Look(fill="#8f8f8a", opacity=0.35),
    "usual": Look(line="#1d1d1b", width=2.0, dashes=(8, 6)),
    "scale": Look(line="#1d1d1b", width=3.0),
}
"""`opacity` is that of the filling; lines are painted whole."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Areas or lines of one look, drawn together: small, and without seams."""

    look: str
    rings: tuple[tuple[Point, ...], ...]
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle."""

    look: str
    centre: Point
    radius: float


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words. `anchor` says which end of it stands at the point, as one sees it: "end" is its right end in every language."""

    look: str
    at: Point
    words: str
    size: int
    anchor: Anchor = "start"
    is_rtl: bool = False
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing: its size, what a screen reader says of it, the part that is the map, and its marks, the first at the back."""

    width: int
    height: int
    map_height: int
    title: str
    description: str
    is_rtl: bool
    on_map: tuple[Patch | Disc | Text, ...]
    beside: tuple[Patch | Disc | Text, ...]
