"""Disputed areas, drawn as the node's settings say: with a dashed line and without a state's colour unless told otherwise.

How an area is drawn says nothing about its status. Three of them are in few files of shapes; for these there are rough outlines here,
set by hand from public descriptions of the claims, good to some ten kilometres.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from minassa.threats.shapes.types import Point, Polygon, Ring, Shape, Shapes

DISPUTED: Final = "disputed"
PLAIN: Final = "plain"
AREAS: Final = ("western_sahara", "somaliland", "abyei", "halaib", "ilemi")
_CALLED: Final[dict[str, re.Pattern[str]]] = {
    "western_sahara": re.compile(r"w(\.|estern) sahara", re.IGNORECASE),
    "somaliland": re.compile(r"somaliland", re.IGNORECASE),
    "abyei": re.compile(r"abyei", re.IGNORECASE),
    "halaib": re.compile(r"hala.?[iy]e?b", re.IGNORECASE),
    "ilemi": re.compile(r"ilemi", re.IGNORECASE),
}
_OUTLINES: Final[dict[str, tuple[str, Ring]]] = {
    "abyei": (
        "Abyei",
        ((27.83, 10.17), (29.0, 10.17), (29.0, 9.5), (28.5, 9.35), (28.0, 9.35), (27.83, 9.6), (27.83, 10.17)),
    ),
    "halaib": (
        "Halaib",
        (
            (34.1, 22.0),
            (34.5, 22.3),
            (35.0, 22.8),
            (35.6, 23.1),
            (35.7, 22.9),
            (36.2, 22.6),
            (36.9, 22.0),
            (34.1, 22.0),
        ),
    ),
    "ilemi": (
        "Ilemi",
        ((33.98, 4.23), (34.4, 4.6), (35.92, 4.62), (35.8, 5.3), (35.27, 5.49), (34.7, 4.95), (33.98, 4.23)),
    ),
}
_NAMED: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "western_sahara": (("ar", "الصحراء الغربية"), ("fr", "Sahara occidental"), ("pt", "Sara Ocidental")),
    "somaliland": (("ar", "صوماليلاند"), ("fr", "Somaliland"), ("pt", "Somalilândia")),
    "abyei": (("ar", "أبيي"), ("fr", "Abyei"), ("pt", "Abyei")),
    "halaib": (("ar", "حلايب"), ("fr", "Halaïb"), ("pt", "Halaib")),
    "ilemi": (("ar", "إيليمي"), ("fr", "Ilemi"), ("pt", "Ilemi")),
}
_UNLISTED: Final = {"somaliland"}
"""Areas without a code of their own: a file that gives one gives that of another country."""


def settle(shapes: Shapes, drawn: Mapping[str, str]) -> Shapes:
    """The shapes as they are drawn: `drawn` says for each of `AREAS` "disputed", "plain" (as the file has it) or a country's code."""
    countries, areas = list(shapes.countries), list(shapes.areas)
    for area in AREAS:
        countries = _drawn(countries, area, drawn.get(area, DISPUTED))
        areas = _areas_drawn(areas, area, drawn.get(area, DISPUTED))
    return replace(shapes, countries=tuple(countries), areas=tuple(areas))


def _areas_drawn(areas: Iterable[Shape], area: str, way: str) -> list[Shape]:
    """First-level areas without those that are a disputed area as a whole, which is drawn already; else they follow the setting."""
    mine = [one for one in areas if _CALLED[area].search(one.name)]
    others = [one for one in areas if one not in mine]
    if way == DISPUTED:
        return others
    return [*others, *mine] if way == PLAIN else [*others, *(replace(one, code="", country=way) for one in mine)]


def _drawn(countries: list[Shape], area: str, way: str) -> list[Shape]:
    mine = [one for one in countries if _CALLED[area].search(one.name)]
    others = [one for one in countries if one not in mine]
    mine = [replace(one, code="", country="") for one in mine] if area in _UNLISTED else mine
    if way == DISPUTED:
        return [*others, *(replace(one, is_disputed=True, names=_NAMED[area]) for one in mine or _outline(area))]
    if way == PLAIN or not mine:
        return [*others, *mine]
    return [_with(one, mine) if one.code == way else one for one in others]


def _outline(area: str) -> list[Shape]:
    if area not in _OUTLINES:
        return []
    name, ring = _OUTLINES[area]
    return [Shape("", "", name, "country", ((ring,),))]


def _with(country: Shape, areas: Iterable[Shape]) -> Shape:
    polygons = [polygon for one in (country, *areas) for polygon in one.polygons]
    return replace(country, polygons=joined(polygons))


def joined(polygons: Iterable[Polygon]) -> tuple[Polygon, ...]:
    """Polygons that share a line, as one: what stands in two of them, once each way, is no outline."""
    polygons = list(polygons)
    edges = Counter(edge for polygon in polygons for ring in polygon for edge in itertools.pairwise(ring))
    shared = {edge for edge in edges if (edge[1], edge[0]) in edges}
    touching = [one for one in polygons if any(edge in shared for ring in one for edge in itertools.pairwise(ring))]
    kept = [one for one in polygons if one not in touching]
    left = {a: b for one in touching for ring in one for a, b in itertools.pairwise(ring) if (a, b) not in shared}
    return (*kept, *((ring,) for ring in _rings(left)))


def _rings(after: dict[Point, Point]) -> list[Ring]:
    """Closed lines out of steps from point to point."""
    found = []
    while after:
        first, there = after.popitem()
        ring = [first, there]
        while there != first and there in after:
            there = after.pop(there)
            ring.append(there)
        found.append(tuple(ring) if ring[-1] == first else (*ring, first))
    return found
