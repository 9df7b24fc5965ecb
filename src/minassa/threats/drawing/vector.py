"""A sheet as SVG: presentation attributes only (no style that a content security policy would stop), one class for each look."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Final

from minassa.threats.drawing.frame import Point
from minassa.threats.drawing.scene import LOOKS, Disc, Look, Patch, Sheet, Text

Names = Mapping[tuple[tuple[Point, ...], ...], str]

_ISOLATED: Final = "\u2067{}\u2069"
"""Right-to-left isolate: the order of words and numbers does not depend on who draws it."""


def svg(sheet: Sheet, *, id: str = "map") -> str:  # noqa: A002 - the attribute's own name
    """The sheet as one `<svg>` element. `id` is unique in the page: title, description and frame are named after it."""
    twice = _drawn_twice(sheet, id)
    inner = "".join(
        (
            f'<title id="{id}-title">{escape(sheet.title)}</title><desc id="{id}-desc">{escape(sheet.description)}</desc>',
            f'<defs><clipPath id="{id}-frame"><rect width="{sheet.width}" height="{sheet.map_height}"/></clipPath>',
            "".join(f'<path id="{name}" d="{_paths(rings)}"/>' for rings, name in twice.items()),
            f'</defs><rect class="m-sea" width="{sheet.width}" height="{sheet.map_height}" fill="{LOOKS["sea"].fill}"/>',
            f'<g clip-path="url(#{id}-frame)">{_marks(sheet.on_map, twice)}</g>',
            _marks(sheet.beside, {}),
        )
    )
    # Words are placed by where they are seen: the page's own direction must not turn them round.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="threat-map" role="img" direction="ltr"'
        f' aria-labelledby="{id}-title {id}-desc" viewBox="0 0 {sheet.width} {sheet.height}">{inner}</svg>'
    )


def _drawn_twice(sheet: Sheet, id: str) -> Names:  # noqa: A002 - the attribute's own name
    """Names for what is drawn in more than one look, such as land and its borders: it is written once."""
    times = Counter(one.rings for one in sheet.on_map if isinstance(one, Patch))
    return {rings: f"{id}-{number}" for number, rings in enumerate(one for one, count in times.items() if count > 1)}


def _marks(marks: Iterable[Patch | Disc | Text], names: Names) -> str:
    return "".join(_mark(one, names) for one in marks)


def _mark(mark: Patch | Disc | Text, names: Names) -> str:
    painted = f'class="m-{mark.look}"{_attributes(LOOKS[mark.look])}'
    match mark:
        case Patch(rings=rings) if rings in names:
            return f'<use {painted} href="#{names[rings]}"/>'
        case Patch(rings=rings, is_closed=is_closed):
            return f'<path {painted} d="{_paths(rings, is_closed=is_closed)}"/>'
        case Disc(centre=(x, y), radius=radius):
            return f'<circle {painted} cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}"/>'
        case Text(at=(x, y)):
            bold = ' font-weight="700"' if mark.is_bold else ""
            words = _ISOLATED.format(mark.words) if mark.is_rtl else mark.words
            anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
            return (
                f'<text {painted} x="{x:.0f}" y="{y:.0f}" font-size="{mark.size}"{anchor}{bold}>{escape(words)}</text>'
            )


def _paths(rings: Iterable[Sequence[Point]], *, is_closed: bool = True) -> str:
    return "".join(_path(ring, is_closed=is_closed) for ring in rings)


def _attributes(look: Look) -> str:
    found = [f' fill="{look.fill}"']
    if look.opacity < 1:
        found.append(f' fill-opacity="{look.opacity:g}"')
    if look.line != "none":
        found.append(f' stroke="{look.line}" stroke-width="{look.width:g}"')
    if look.dashes:
        found.append(f' stroke-dasharray="{look.dashes[0]:g} {look.dashes[1]:g}"')
    return "".join(found)


def _path(ring: Sequence[Point], *, is_closed: bool) -> str:
    """A path of whole numbers, each from the one before: the shortest way to write it."""
    places = [(round(x), round(y)) for x, y in ring]
    steps = [
        f"{x - before_x} {y - before_y}"
        for (before_x, before_y), (x, y) in pairwise(places)
        if (x, y) != (before_x, before_y)
    ]
    return (
        f"M{places[0][0]} {places[0][1]}l{' '.join(steps).replace(' -', '-')}{'z' if is_closed else ''}"
        if steps
        else ""
    )
