"""A drawing of ours on a page: read, and written anew from what draws and nothing else (S29).

Whoever drew it has escaped it; nothing is trusted all the same. An element or attribute that is not named here is left out.
"""

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_SPACE: Final = "{http://www.w3.org/2000/svg}"
_ELEMENTS: Final = frozenset(
    {
        "svg",
        "g",
        "title",
        "desc",
        "defs",
        "clipPath",
        "path",
        "rect",
        "circle",
        "text",
        "use",
        "line",
        "polyline",
        "polygon",
    }
)
_ATTRIBUTES: Final = frozenset(
    {
        *(
            "id",
            "class",
            "role",
            "direction",
            "viewBox",
            "aria-labelledby",
            "d",
            "x",
            "y",
            "cx",
            "cy",
            "r",
            "width",
            "height",
        ),
        *("points", "x1", "y1", "x2", "y2", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray"),
        *("text-anchor", "font-size", "font-weight"),
    }
)
_OWN: Final = {"href": "#", "clip-path": "url(#"}
"""Attributes that point at another part of the same drawing, and how what they say begins."""


def drawn(svg: str) -> SafeString:
    """One `<svg>` as markup. Raises ValueError for what is none."""
    root = fromstring(svg)
    if root.tag != f"{_SPACE}svg":
        raise ValueError("a drawing is one <svg>")
    return format_html("{}", _element(root))


def _element(one: Element) -> str:
    name = str(one.tag).removeprefix(_SPACE)
    if name not in _ELEMENTS:
        return ""
    inside = format_html_join("", "{}", ((_element(child),) for child in one))
    return format_html("<{}{}>{}{}</{}>", name, _attributes(one.items()), one.text or "", inside, name)


def _attributes(given: Iterable[tuple[str, str]]) -> SafeString:
    kept = ((name, value) for name, value in given if name in _ATTRIBUTES or _points_inside(name, value))
    return format_html_join("", ' {}="{}"', kept)


def _points_inside(name: str, value: str) -> bool:
    return name in _OWN and value.startswith(_OWN[name])
