"""What the map's page and its script get: counts with names and shades, outlines as short numbers. Pure but for names of countries."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from django.utils import translation

from minassa.threats import (
    ById,
    Hexagon,
    IncidentMap,
    Place,
    Polygon,
    Shade,
    Shape,
    Shapes,
    Window,
    hexagon_middle,
    hexagon_name,
    hexagon_ring,
    shade_of,
    thinned,
)
from minassa.web import wording

AFRICA: Final = Window(-26.0, -36.0, 60.0, 38.0, 3.0)
"""What a map begins with: the platform's own part of the earth."""
_AROUND: Final = (-30.0, -40.0, 65.0, 46.0)
"""What can be seen when a map begins, on a wide screen too; the rest of the earth is sent when somebody goes there."""
_FINE: Final = 100
_COARSE: Final = 50
"""Parts of a degree: of hexagons, and of the shapes under them, whose points are to some two kilometres."""
_ROUGH: Final = 0.25
_LESS_ROUGH: Final = 0.1
_FROM_AFAR: Final = 0.06
"""Degrees: a point of the screen, as near as one gets before the fine shapes are fetched."""
_NEAR_PRECISIONS: Final = frozenset({"near", "exact_or_near"})


def window_of(asked: Mapping[str, str]) -> Window:
    """The window that an address names; Africa where it names none."""
    try:
        west, south, east, north = (float(one) for one in asked.get("box", "").split(","))
        zoom = float(asked.get("z", "3"))
    except ValueError:
        return AFRICA
    if not (-360 <= west < east <= 360 and -90 <= south < north <= 90 and 0 <= zoom <= 24):
        return AFRICA
    return Window(west, south, east, north, zoom)


def around(shapes: Shapes, country: str, hexagon: int = 0) -> Window:
    """The window in which a map begins: a hexagon or a country where one is chosen, else Africa."""
    if hexagon:
        xs, ys = [x for x, _y in hexagon_ring(hexagon)], [y for _x, y in hexagon_ring(hexagon)]
        room = max(ys) - min(ys)
        return Window(min(xs) - room, min(ys) - room, max(xs) + room, max(ys) + room, 6.0)
    shape = shapes.country(country) if country else None
    return AFRICA if shape is None else Window(*shape.box, 5.0)


def rows_of(found: IncidentMap, shapes: Shapes, shades: tuple[Shade, ...]) -> list[dict[str, object]]:
    """The lines of the table: hexagons and wider areas, the fullest first, then countries of which no more is known."""
    cells = [(one, False) for one in found.hexagons] + [(one, True) for one in found.areas]
    lines = [
        _row(one, shapes, shades, is_wide=is_wide) for one, is_wide in sorted(cells, key=lambda each: -each[0].count)
    ]
    lines += [
        {"cell": "", "country": code, "where": wording.country_name(code), "at": "", "count": count, "wide": True}
        for code, count in sorted(found.countries, key=lambda each: -each[1])
    ]
    return lines


def _row(one: Hexagon, shapes: Shapes, shades: tuple[Shade, ...], *, is_wide: bool) -> dict[str, object]:
    return {
        "cell": hexagon_name(one.cell),
        "where": where(one.cell, shapes),
        "at": _degrees(hexagon_middle(one.cell)),
        "count": one.count,
        "wide": is_wide,
        "shade": 0 if is_wide else shade_of(shades, one.count).number,
        "ring": short(hexagon_ring(one.cell)),
    }


def place_of(one: Place) -> list[object]:
    """A single place: id, longitude, latitude, whether it is near rather than exact, its words, its day, its kind."""
    title = one.place or (wording.country_name(one.country) if one.country else "")
    kind = str(wording.INCIDENT_KINDS[one.kind])
    return [
        str(one.id),
        round(float(one.longitude), 4),
        round(float(one.latitude), 4),
        int(one.precision in _NEAR_PRECISIONS),
        title,
        one.start.isoformat(),
        kind,
    ]


def where(cell: int, shapes: Shapes) -> str:
    """In which country the middle of a hexagon lies, and in which area of it where areas are known; empty at sea."""
    code, key = _looked_up(cell, ById(shapes))
    language = translation.get_language() or "en"
    country, area = (shapes.places.get(one) for one in (code, key))
    named = wording.country_name(code) if len(code) == 2 else country.named(language) if country else ""
    return " · ".join(filter(None, (area.named(language) if area else "", named)))


@lru_cache(maxsize=65_536)
def _looked_up(cell: int, known: ById) -> tuple[str, str]:
    """Kept for each hexagon: thousands of them are looked up for one map."""
    shapes, place = known.shapes, hexagon_middle(cell)
    country = shapes.country_at(*place) or _nearby(shapes, cell)
    if country is None:
        return "", ""
    area = shapes.area_at(*place, country.code) if country.code and not country.is_disputed else None
    return country.code or country.key, area.key if area else ""


def _nearby(shapes: Shapes, cell: int) -> Shape | None:
    """For a hexagon on the coast whose middle is in the water: the country at most of its corners."""
    corners = [one for one in (shapes.country_at(*corner) for corner in hexagon_ring(cell)[:-1]) if one is not None]
    return max(corners, key=corners.count, default=None)


def _degrees(place: tuple[float, float]) -> str:
    longitude, latitude = place
    return (
        f"{abs(latitude):.1f}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):.1f}° {'E' if longitude >= 0 else 'W'}"
    )


def short(ring: Iterable[tuple[float, float]], *, parts: int = _FINE) -> list[int]:
    """A ring in hundredths (or other parts) of a degree, each point as the step from the one before: a fifth of what degrees would take."""
    steps_: list[int] = []
    before = (0, 0)
    for x, y in ring:
        here = (round(x * parts), round(y * parts))
        if here != before or not steps_:
            steps_ += (here[0] - before[0], here[1] - before[1])
        before = here
    return steps_


def outlines(shapes: Shapes, part: str, country: str = "") -> list[list[object]]:
    """Shapes for the script: code, name, whether disputed, rings.

    Around Africa as a map begins (no `part`), and more finely for who looks nearer ("fine"); the "rest" of the earth; "areas" of a country.
    """
    language = translation.get_language() or "en"
    return [
        [one.code, _named(one, language), int(one.is_disputed), _steps(polygons)]
        for one, polygons in _part(ById(shapes), part, country)
        if polygons
    ]


def _part(known: ById, part: str, country: str) -> Iterable[tuple[Shape, Sequence[Polygon]]]:
    if part == "areas":
        return [(one, one.polygons) for one in known.shapes.areas if one.country == country]
    if part == "rest":
        return [
            (
                one,
                [seen for polygon in one.polygons if not _is_around(polygon[0]) and (seen := _rough(polygon, _ROUGH))],
            )
            for one in known.shapes.countries
        ]
    return _around_africa(known) if part == "fine" else _as_it_begins(known)


@lru_cache(maxsize=2)
def _around_africa(known: ById) -> list[tuple[Shape, tuple[Polygon, ...]]]:
    return [
        (one, tuple(seen for polygon in one.polygons if _is_around(polygon[0]) and (seen := _as_seen(polygon))))
        for one in known.shapes.countries
    ]


@lru_cache(maxsize=2)
def _as_it_begins(known: ById) -> list[tuple[Shape, tuple[Polygon, ...]]]:
    """Thinned to what can be told apart from afar; a border stays one line for both its sides."""
    fine = [(one, polygons) for one, polygons in _around_africa(known) if polygons]
    thin = thinned([polygons for _one, polygons in fine], _FROM_AFAR)
    return [(one, polygons) for (one, _fine), polygons in zip(fine, thin, strict=True)]


def _named(one: Shape, language: str) -> str:
    return wording.country_name(one.code) if one.code and one.level == "country" else one.named(language)


def _steps(polygons: Iterable[Polygon]) -> list[list[list[int]]]:
    return [[short(ring, parts=_COARSE) for ring in each] for each in polygons]


def _as_seen(polygon: Polygon) -> Polygon:
    """A polygon as finely as it is of use: Africa and its islands whole, Europe and Asia beside it rough."""
    longitude, latitude = polygon[0][len(polygon[0]) // 2]
    is_beside = latitude > 37.5 or (longitude > 52 and latitude > 12)
    return _rough(polygon, _LESS_ROUGH) if is_beside else polygon


def _rough(polygon: Polygon, degrees: float) -> Polygon:
    """Its outer ring, to so many degrees; empty for a small island."""
    kept = [polygon[0][0]]
    for x, y in polygon[0][1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= degrees:
            kept.append((x, y))
    return ((*kept, kept[0]),) if len(kept) > 3 else ()


def _is_around(ring: Iterable[tuple[float, float]]) -> bool:
    west, south, east, north = _AROUND
    return any(west <= x <= east and south <= y <= north for x, y in ring)
