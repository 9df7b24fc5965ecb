"""Shapes out of TopoJSON and GeoJSON, of Natural Earth or of anybody who names things as they do."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import pycountry

from minassa.threats.shapes.types import Level, Point, Polygon, Ring, Shape, ShapesError

MOST_SHAPES: Final = 20_000
MOST_POINTS: Final = 3_000_000
_NAMES: Final = ("name", "NAME", "name_en", "shapeName", "ADMIN", "admin")
_COUNTRIES: Final = ("iso_a2", "ISO_A2", "ISO_A2_EH", "iso_a3", "ISO_A3", "adm0_a3", "ADM0_A3", "shapeGroup", "country")
_AREAS: Final = ("iso_3166_2", "ISO_3166_2", "shapeISO", "code")
_AREA_CODE: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
"""ISO 3166-2. Natural Earth writes others where there is none, with a tilde."""
_LANGUAGES: Final = ("ar", "fr", "pt")


def read_shapes(data: bytes, level: Level) -> tuple[Shape, ...]:
    """The shapes of a TopoJSON topology or a GeoJSON collection, polygons only. Raises ShapesError where there are none."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ShapesError("it is not JSON") from error
    if not isinstance(whole, dict) or whole.get("type") not in {"Topology", "FeatureCollection"}:
        raise ShapesError("it is neither TopoJSON nor a GeoJSON collection of features")
    try:
        read = _of_topology(whole) if whole["type"] == "Topology" else _of_collection(whole)
        found = tuple(_shape(polygons, about, level) for polygons, about in read if polygons)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise error if isinstance(error, ShapesError) else ShapesError("its geometry is broken") from error
    if not found:
        raise ShapesError("there is no polygon in it")
    return _told_apart(found) if level == "area" else found


def _of_collection(whole: Mapping[str, Any]) -> Iterator[tuple[tuple[Polygon, ...], dict[str, Any]]]:
    left = _Bound()
    for feature in whole["features"]:
        geometry, about = feature.get("geometry") or {}, {**(feature.get("properties") or {})}
        about.setdefault("id", feature.get("id"))
        yield left.kept(_polygons(geometry, lambda ring: ring)), about


def _of_topology(whole: Mapping[str, Any]) -> Iterator[tuple[tuple[Polygon, ...], dict[str, Any]]]:
    arcs, left = _arcs(whole), _Bound()
    objects = whole["objects"]
    chosen = objects.get("countries") or objects.get("areas") or next(iter(objects.values()))
    for geometry in chosen["geometries"]:
        about = {**(geometry.get("properties") or {})}
        about.setdefault("id", geometry.get("id"))
        laid = {"type": geometry.get("type"), "coordinates": geometry.get("arcs")}
        yield left.kept(_polygons(laid, lambda ring: _joined(ring, arcs))), about


def _arcs(whole: Mapping[str, Any]) -> list[list[Point]]:
    """The lines of a topology in degrees; where it is quantised they are steps from the point before."""
    transform = whole.get("transform")
    if transform is None:
        return [[(x, y) for x, y, *_more in arc] for arc in whole["arcs"]]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    found = []
    for arc in whole["arcs"]:
        x, y, line = 0, 0, []
        for step_x, step_y, *_more in arc:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        found.append(line)
    return found


def _joined(ring: Iterable[int], arcs: list[list[Point]]) -> list[Point]:
    """A ring of lines: a number below zero is the line with number -n - 1, the other way round."""
    points: list[Point] = []
    for number in ring:
        line = arcs[number] if number >= 0 else arcs[-number - 1][::-1]
        points.extend(line[1:] if points else line)
    return points


def _polygons(geometry: Mapping[str, Any], points_of: Any) -> tuple[Polygon, ...]:  # noqa: ANN401 - rings are lists of points or of arcs
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"} or not given:
        return ()
    polygons = [given] if kind == "Polygon" else given
    return tuple(tuple(_ring(points_of(ring)) for ring in polygon) for polygon in polygons)


def _ring(points: Iterable[Any]) -> Ring:
    ring = tuple((round(float(x), 4), round(float(y), 4)) for x, y, *_more in points)
    if len(ring) < 3 or not all(-180.1 <= x <= 180.1 and -90.1 <= y <= 90.1 for x, y in ring):
        raise ShapesError("its coordinates are not longitudes and latitudes in degrees")
    ring = ring if ring[0] == ring[-1] else (*ring, ring[0])
    return _unbroken(ring) if any(abs(a[0] - b[0]) > 180 for a, b in pairwise(ring)) else ring


def _unbroken(ring: Ring) -> Ring:
    """A ring over the 180th meridian goes on beyond it, and not all around the earth."""
    points, turns = [ring[0]], 0
    for (before, _y), (x, y) in pairwise(ring):
        turns += (x - before < -180) - (x - before > 180)
        points.append((x + 360 * turns, y))
    return tuple(points)


class _Bound:
    """Refuses a file that would fill the memory."""

    def __init__(self) -> None:
        self._points, self._shapes = 0, 0

    def kept(self, polygons: tuple[Polygon, ...]) -> tuple[Polygon, ...]:
        self._shapes += 1
        self._points += sum(len(ring) for polygon in polygons for ring in polygon)
        if self._points > MOST_POINTS or self._shapes > MOST_SHAPES:
            raise ShapesError(f"it has more than {MOST_POINTS:,} points or {MOST_SHAPES:,} shapes: simplify it first")
        return polygons


def _shape(polygons: tuple[Polygon, ...], about: Mapping[str, Any], level: Level) -> Shape:
    name = next((str(about[one]) for one in _NAMES if about.get(one)), "")
    country = _country(about)
    code = country if level == "country" else _area_code(about)
    names = tuple((one, str(about[f"name_{one}"])[:200]) for one in _LANGUAGES if about.get(f"name_{one}"))
    # Natural Earth joins Somaliland to no code, and others give it Somalia's: by its name it stays apart.
    return Shape(code, country, name[:200], level, polygons, names=names)


def _area_code(about: Mapping[str, Any]) -> str:
    return next((str(about[one]) for one in _AREAS if _AREA_CODE.fullmatch(str(about.get(one) or ""))), "")


def _told_apart(areas: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """A code that two areas bear, such as that of the province of which both were made, tells neither of them."""
    times = Counter(one.code for one in areas)
    return tuple(replace(one, code="") if times[one.code] > 1 else one for one in areas)


def _country(about: Mapping[str, Any]) -> str:
    for one in (*(about.get(key) for key in _COUNTRIES), about.get("id")):
        text = str(one or "").strip()
        found = pycountry.countries.get(alpha_2=text.upper()) if len(text) == 2 else None
        if found is None and len(text) == 3:
            known = pycountry.countries
            found = known.get(numeric=text) if text.isdecimal() else known.get(alpha_3=text.upper())
        if found is not None:
            return str(found.alpha_2).lower()
    return ""
