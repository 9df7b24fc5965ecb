"""What a document is made of: plain values, no markup. Everything in them is text and stays text."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage
from qrcode.main import QRCode

Language = Literal["ar", "fr", "en", "pt"]
LANGUAGES: Final[tuple[Language, ...]] = ("ar", "fr", "en", "pt")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the document; level 2 is a section, 3 a part of one."""

    text: str
    level: Literal[2, 3] = 2
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; empty lines divide it. `marks` are those of this part where they differ from the document's."""

    text: str
    marks: tuple[str, ...] = ()
    kind: Literal["paragraph"] = "paragraph"

    @property
    def parts(self) -> list[str]:
        """The text between its empty lines."""
        return [part.strip() for part in self.text.replace("\r\n", "\n").split("\n\n") if part.strip()]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points; `ordered` numbers them."""

    items: tuple[str, ...]
    ordered: bool = False
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values, one line each."""

    rows: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page; every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    kind: Literal["table"] = "table"

    def __post_init__(self) -> None:
        """Raises ValueError for a row of another width."""
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("each row of a table has as many cells as its head")


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code (ISO/IEC 18004) of a text, drawn and not fetched, with what it stands for beside it."""

    text: str
    name: str
    kind: Literal["code"] = "code"

    @property
    def _matrix(self) -> list[list[bool]]:
        code = QRCode(error_correction=ERROR_CORRECT_M, border=4, image_factory=PilImage)
        code.add_data(self.text)
        return [[bool(one) for one in row] for row in code.get_matrix()]

    @property
    def side(self) -> int:
        """How many squares wide it is, with its quiet edge."""
        return len(self._matrix)

    @property
    def path(self) -> str:
        """The dark squares as the path of a drawing, one unit each."""
        return "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(self._matrix) for x, is_dark in enumerate(row) if is_dark
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a figure: where it stands, its name, and its look (`round`, `square` or `other`)."""

    x: int
    y: int
    name: str
    look: str = "other"


@dataclass(frozen=True, slots=True)
class Figure:
    """Points on a sheet with arrows between them, beside tables that say the same.

    Names are laid over the drawing as text of the page: inside of one WeasyPrint sets letters one by one, which tears Arabic apart.
    """

    name: str
    width: int
    height: int
    points: tuple[Mark, ...]
    arrows: tuple[tuple[int, int, int, int], ...] = ()
    kind: Literal["figure"] = "figure"

    @property
    def placed(self) -> list[tuple[Mark, str, str]]:
        """The points, and where their names stand in hundredths of the sheet."""
        below = 18
        return [
            (one, f"{100 * one.x / self.width:.2f}", f"{100 * (one.y + below) / self.height:.2f}")
            for one in self.points
        ]

    @property
    def strokes(self) -> str:
        """All arrows as the path of a drawing, each to the rim of what it points to."""
        return "".join(_arrow(one) for one in self.arrows)


def _arrow(ends: tuple[int, int, int, int]) -> str:
    x1, y1, x2, y2 = ends
    far = math.dist((x1, y1), (x2, y2))
    rim, head, side = 18, 9, 4
    if far <= rim:
        return ""
    dx, dy = (x2 - x1) / far, (y2 - y1) / far
    x, y = x2 - dx * rim, y2 - dy * rim
    back_x, back_y = x - dx * head, y - dy * head
    one, other = (back_x - dy * side, back_y + dx * side), (back_x + dy * side, back_y - dx * side)
    return f"M{x1} {y1}L{x:.1f} {y:.1f}M{one[0]:.1f} {one[1]:.1f}L{x:.1f} {y:.1f}L{other[0]:.1f} {other[1]:.1f}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map or a chart that we have drawn ourselves: as one `<svg>` element for paper, and as a picture for a Word file.

    It stands beside a table that says the same. `name` says in words what it shows.
    """

    svg: str
    name: str
    png: Callable[[], bytes] | None = None
    kind: Literal["drawing"] = "drawing"


Block = Heading | Paragraph | Bullets | Facts | Table | Code | Drawing | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """One document for one reader.

    `marks`: TLP first, then handling codes and EXERCISE, as `access.marks` gives them; `obligations`: whole sentences in
    the document's language; `reader`: who gets this copy, printed across every page; `reference`: how the platform finds it;
    `paper`: a sheet, or a badge (A6).
    """

    title: str
    language: Language
    marks: tuple[str, ...]
    blocks: tuple[Block, ...]
    reader: str
    printed_at: datetime
    issued_by: str = ""
    reference: str = ""
    obligations: tuple[str, ...] = ()
    paper: Literal["a4", "badge"] = "a4"
