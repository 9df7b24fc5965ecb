"""What a shape is."""

import hashlib
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
LONGEST_KEY: Final = 80


@dataclass(frozen=True)
class Shape:
    """A country, a first-level area of one, or a disputed area.

    `code` is ISO 3166-1 alpha-2 in small letters for a country, ISO 3166-2 for an area where the file gives it, else empty. `country` is
    the country's code, also for an area. `is_disputed`: drawn with a dashed line and never coloured as a state. `names` are those in other
    languages, where the file gives them.
    """

    code: str
    country: str
    name: str
    level: Level
    polygons: tuple[Polygon, ...]
    is_disputed: bool = False
    names: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What an incident keeps of the area in which it lies: its code, or what it is called where it has none."""
        if self.is_disputed:
            return f":{self.name}"[:LONGEST_KEY]
        return self.code if self.level == "area" and self.code else f"{self.country}:{self.name}"[:LONGEST_KEY]

    def named(self, language: str) -> str:
        """Its name in a language, else the one that its file begins with."""
        return dict(self.names).get(language, self.name)

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


@dataclass(frozen=True)
class Shapes:
    """All that a base map is drawn from, the countries first."""

    countries: tuple[Shape, ...]
    areas: tuple[Shape, ...] = ()

    @cached_property
    def disputed(self) -> tuple[Shape, ...]:
        """Disputed areas that are drawn as such."""
        return tuple(one for one in self.countries if one.is_disputed)

    @cached_property
    def places(self) -> dict[str, Shape]:
        """First-level areas, and disputed areas, by the key that incidents keep."""
        return {one.key: one for one in (*self.areas, *self.disputed)}

    @cached_property
    def stamp(self) -> str:
        """Stands for the outlines that say in which area a place lies: another one where they are others."""
        told = repr([(one.key, one.country, one.polygons) for one in self.places.values()])
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    def country(self, code: str) -> Shape | None:
        """The country with this code."""
        return next((one for one in self.countries if one.code == code), None)

    def area_at(self, longitude: float, latitude: float, country: str = "") -> Shape | None:
        """The first-level area in which a point lies; of this country where one is named."""
        inside = self._of_country.get(country, ()) if country else self.areas
        return next((one for one in inside if one.holds(longitude, latitude)), None)

    @cached_property
    def _of_country(self) -> dict[str, list[Shape]]:
        found: dict[str, list[Shape]] = {}
        for one in self.areas:
            found.setdefault(one.country, []).append(one)
        return found

    def country_at(self, longitude: float, latitude: float) -> Shape | None:
        """The country or disputed area in which a point lies."""
        return next((one for one in self.countries if one.holds(longitude, latitude)), None)


@dataclass(frozen=True, slots=True)
class ById:
    """Shapes that are told apart by which they are: to compare them by their points would take longer than to look up."""

    shapes: Shapes

    def __hash__(self) -> int:
        return id(self.shapes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ById) and other.shapes is self.shapes


class ShapesError(ValueError):
    """A file that holds no shapes that can be used; says why in one sentence."""


def _holds(polygon: Polygon, x: float, y: float) -> bool:
    inside = False
    for ring in polygon:
        for (ax, ay), (bx, by) in itertools.pairwise(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside
