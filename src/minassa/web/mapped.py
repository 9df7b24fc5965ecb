"""What the map's page and its script get: counts with names and shades, outlines as short numbers. Pure but for names of countries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from minassa.threats import (
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
    code, area = _looked_up(cell, ById(shapes))
    country = wording.country_name(code) if len(code) == 2 else code
    return " · ".join(filter(None, (area, country)))


@dataclass(frozen=True, slots=True)
class ById:
    """Shapes that are told apart by which they are: to compare them by their points would take longer than to look up."""

    shapes: Shapes

    def __hash__(self) -> int:
        return id(self.shapes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ById) and other.shapes is self.shapes


@lru_cache(maxsize=65_536)
def _looked_up(cell: int, known: ById) -> tuple[str, str]:
    """Kept for each hexagon: thousands of them are looked up for one map."""
    shapes, place = known.shapes, hexagon_middle(cell)
    country = shapes.country_at(*place) or _nearby(shapes, cell)
    if country is None:
        return "", ""
    area = shapes.area_at(*place, country.code) if shapes.areas else None
    return country.code or country.name, area.name if area else ""


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


def outlines(shapes: Iterable[Shape], *, is_rest: bool) -> list[list[object]]:
    """Shapes for the script: code, name, whether disputed, rings. Either those around Africa, or the rest of the earth."""
    found = []
    for one in shapes:
        polygons = [polygon for polygon in one.polygons if _is_around(polygon[0]) is not is_rest]
        polygons = [seen for polygon in polygons if (seen := _as_seen(polygon, is_rest=is_rest))]
        if polygons:
            name = wording.country_name(one.code) if one.code and one.level == "country" else one.name
            found.append(
                [
                    one.code,
                    name,
                    int(one.is_disputed),
                    [[short(ring, parts=_COARSE) for ring in each] for each in polygons],
                ]
            )
    return found


def _as_seen(polygon: Polygon, *, is_rest: bool) -> Polygon:
    """A polygon as finely as it is of use: Africa and its islands whole, Europe and Asia beside it rough, the rest rougher."""
    if is_rest:
        return _rough(polygon, _ROUGH)
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
