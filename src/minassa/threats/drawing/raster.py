"""A sheet as a PNG picture, for what cannot show SVG: a Word file, a message."""

import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from PIL import Image, ImageColor, ImageDraw, ImageFont

from minassa.threats.drawing.frame import Point
from minassa.threats.drawing.scene import LOOKS, Disc, Look, Patch, Sheet, Text

Fonts = Callable[[bool, bool], Path]
"""The font file for a text: whether it is Arabic, whether it is bold."""

_FINER: Final = 2
"""Drawn so much larger and made smaller: edges without steps."""
_LETTERS: Final = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_ARABIC: Final = re.compile(f"[{_LETTERS}]")
_RUNS: Final = re.compile(rf"[{_LETTERS}]+(?:\s+[{_LETTERS}]+)*|[^\s{_LETTERS}]+(?:\s+[^\s{_LETTERS}]+)*|\s+")
"""Runs of one kind of letters; the blanks between two runs are a run of their own, so that they stay between them in either order."""
_ISOLATES: Final = re.compile("[\u2066-\u2069]")


def png(sheet: Sheet, *, fonts: Fonts, width: int = 1440) -> bytes:
    """The sheet as it is seen on white paper, so many pixels wide."""
    scale = width * _FINER / sheet.width
    picture = Image.new("RGB", (width * _FINER, round(sheet.height * scale)), "white")
    _paint(picture, sheet.on_map, scale, fonts)
    # What lies beyond the edge of the map is covered: SVG cuts it off.
    brush = ImageDraw.Draw(picture)
    brush.rectangle((0, round(sheet.map_height * scale) + 1, *picture.size), fill="white")
    _paint(picture, sheet.beside, scale, fonts)
    made = io.BytesIO()
    small = picture.resize((width, round(picture.height / _FINER)), Image.Resampling.LANCZOS)
    small.quantize(128).save(made, "PNG", optimize=True)
    return made.getvalue()


def _paint(picture: Image.Image, marks: Iterable[Patch | Disc | Text], scale: float, fonts: Fonts) -> None:
    brush = ImageDraw.Draw(picture, "RGBA")
    for mark in marks:
        look = LOOKS[mark.look]
        match mark:
            case Patch(rings=rings, is_closed=is_closed):
                for ring in rings:
                    _ring(brush, [(x * scale, y * scale) for x, y in ring], look, scale, is_closed=is_closed)
            case Disc(centre=(x, y), radius=radius):
                _disc(brush, (x * scale, y * scale), radius * scale, look, scale)
            case Text():
                _text(brush, mark, look, scale, fonts)


def _ring(brush: ImageDraw.ImageDraw, ring: list[Point], look: Look, scale: float, *, is_closed: bool) -> None:
    if is_closed and look.fill != "none" and len(ring) > 2:
        brush.polygon(ring, fill=_filled(look))
    if look.line != "none":
        line = [*ring, ring[0]] if is_closed else ring
        for part in _dashed(line, look.dashes, scale):
            brush.line(part, fill=look.line, width=max(1, round(look.width * scale)), joint="curve")


def _disc(brush: ImageDraw.ImageDraw, centre: Point, radius: float, look: Look, scale: float) -> None:
    (x, y), turns = centre, max(24, round(radius))
    around = [
        (x + radius * math.cos(2 * math.pi * turn / turns), y + radius * math.sin(2 * math.pi * turn / turns))
        for turn in range(turns)
    ]
    _ring(brush, around, look, scale, is_closed=True)


def _filled(look: Look) -> tuple[int, ...]:
    return (*ImageColor.getrgb(look.fill)[:3], round(255 * look.opacity))


def _dashed(line: Sequence[Point], dashes: tuple[float, float] | None, scale: float) -> Iterator[list[Point]]:
    """The pieces of a line that are drawn: the whole, or its dashes."""
    if dashes is None:
        yield list(line)
        return
    drawn, blank = dashes[0] * scale, dashes[1] * scale
    along = 0.0
    for (x1, y1), (x2, y2) in pairwise(line):
        length = math.hypot(x2 - x1, y2 - y1)
        at = 0.0
        while at < length:
            phase = (along + at) % (drawn + blank)
            is_drawn = phase < drawn
            end = min(length, at + max((drawn if is_drawn else drawn + blank) - phase, 0.5))
            if is_drawn:
                yield [_between(x1, x2, at / length, y1, y2), _between(x1, x2, end / length, y1, y2)]
            at = end
        along += length


def _between(x1: float, x2: float, share: float, y1: float, y2: float) -> Point:
    return x1 + (x2 - x1) * share, y1 + (y2 - y1) * share


def _text(brush: ImageDraw.ImageDraw, mark: Text, look: Look, scale: float, fonts: Fonts) -> None:
    """Words run by run: each in the font that has its letters, in Arabic the first run at the right."""
    size = round(mark.size * scale)
    runs = [
        (run, ImageFont.truetype(fonts(bool(_ARABIC.search(run)), mark.is_bold), size))
        for run in _RUNS.findall(_ISOLATES.sub("", mark.words))
    ]
    widths = [font.getlength(run) for run, font in runs]
    start = mark.at[0] * scale - sum(widths) * {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
    order = list(zip(runs, widths, strict=True))
    for (run, font), wide in reversed(order) if mark.is_rtl else order:
        way = "rtl" if _ARABIC.search(run) else "ltr"
        brush.text((start, mark.at[1] * scale), run, font=font, fill=look.fill, anchor="ls", direction=way)
        start += wide
