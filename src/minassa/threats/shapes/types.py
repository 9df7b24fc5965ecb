"""What a shape is."""

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

Point = tuple[float, float]
"""Longitude and latitude, in degrees."""
Ring = tuple[Point, ...]
"""A closed line: the last point is the first."""
Polygon = tuple[Ring, ...]
"""An outer ring, then its holes."""
Box = tuple[float, float, float, float]
"""West, south, east, north."""
Level = Literal["country", "area"]
LEVELS: Final[tuple[Level, ...]] = ("country", "area")


@dataclass(frozen=True)
class Shape:
    """A country, a first-level area of one, or a disputed area.

    `code` is ISO 3166-1 alpha-2 in small letters for a country, ISO 3166-2 for an area where the file gives it, else empty. `country` is
    the country's code, also for an area. `is_disputed`: drawn with a dashed line and never coloured as a state.
    """

    code: str
    country: str
    name: str
    level: Level
    polygons: tuple[Polygon, ...]
    is_disputed: bool = False

    @cached_property
    def box(self) -> Box:
        """The degrees between which it lies."""
        points = [point for polygon in self.polygons for point in polygon[0]]
        across, up = [x for x, _y in points], [y for _x, y in points]
        return min(across), min(up), max(across), max(up)

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies in it (even-odd, so that holes are left out)."""
        west, south, east, north = self.box
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        return any(_holds(polygon, longitude, latitude) for polygon in self.polygons)


@dataclass(frozen=True, slots=True)
class Shapes:
    """All that a base map is drawn from, the countries first."""

    countries: tuple[Shape, ...]
    areas: tuple[Shape, ...] = ()

    def country(self, code: str) -> Shape | None:
        """The country with this code."""
        return next((one for one in self.countries if one.code == code), None)

    def area_at(self, longitude: float, latitude: float, country: str = "") -> Shape | None:
        """The first-level area in which a point lies; of this country where one is named."""
        inside = (one for one in self.areas if not country or one.country == country)
        return next((one for one in inside if one.holds(longitude, latitude)), None)

    def country_at(self, longitude: float, latitude: float) -> Shape | None:
        """The country or disputed area in which a point lies."""
        return next((one for one in self.countries if one.holds(longitude, latitude)), None)


class ShapesError(ValueError):
    """A file that holds no shapes that can be used; says why in one sentence."""


def _holds(polygon: Polygon, x: float, y: float) -> bool:
    inside = False
    for ring in polygon:
        for (ax, ay), (bx, by) in itertools.pairwise(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside
