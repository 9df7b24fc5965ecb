"""In which first-level area places lie, thousands of them at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minassa.threats.shapes.types import Shape, Shapes

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]
Spot = tuple[float, float, str]
"""Longitude, latitude, and the country's code as the source gives it, or nothing."""

NEAREST: Final = 0.25
"""Degrees, some 25 km: a place on the shore or beside a border belongs to the nearest area of its own country."""
_AT_ONCE: Final = 2_000_000
"""Pairs of places and lines that are looked at together: what bounds the memory."""


class Placer:
    """The areas of a node's shapes, made ready to look places up in them."""

    def __init__(self, shapes: Shapes) -> None:
        self._disputed = [_Area(one) for one in shapes.disputed]
        self._areas = [_Area(one) for one in shapes.areas]
        self._of: defaultdict[str, list[_Area]] = defaultdict(list)
        for one in self._areas:
            self._of[one.shape.country].append(one)

    def keys(self, spots: Sequence[Spot]) -> list[str]:
        """The key of the area in which each place lies (`Shape.key`); empty for one that lies in none.

        A disputed area comes before any state's. Then an area of the country that the source names, the nearest one where none holds the
        place but one is near; then any that holds it: countries were divided since.
        """
        found = [""] * len(spots)
        east = np.array([one[0] for one in spots], dtype=np.float64)
        north = np.array([one[1] for one in spots], dtype=np.float64)
        left = self._put(found, np.arange(len(spots)), self._disputed, east, north)
        of: defaultdict[str, list[int]] = defaultdict(list)
        for number in left.tolist():
            of[spots[number][2]].append(number)
        for country, numbers in of.items():
            areas = self._of.get(country, []) if country else self._areas
            rest = self._put(found, np.array(numbers), areas, east, north)
            if country:
                rest = self._put_near(found, rest, areas, east, north)
                self._put(found, rest, self._areas, east, north)
        return found

    @staticmethod
    def _put(
        found: list[str], numbers: NDArray[np.intp], areas: Iterable["_Area"], east: Numbers, north: Numbers
    ) -> NDArray[np.intp]:
        """Give these places the areas that hold them; the numbers of those that lie in none."""
        for area in areas:
            if not len(numbers):
                break
            inside = area.holds(east[numbers], north[numbers])
            for number in numbers[inside].tolist():
                found[number] = area.shape.key
            numbers = numbers[~inside]
        return numbers

    @staticmethod
    def _put_near(
        found: list[str], numbers: NDArray[np.intp], areas: Sequence["_Area"], east: Numbers, north: Numbers
    ) -> NDArray[np.intp]:
        """Give these places the areas that are near; the numbers of those that are near none."""
        if not len(numbers) or not areas:
            return numbers
        away = np.stack([one.distance(east[numbers], north[numbers]) for one in areas])
        nearest = away.argmin(axis=0)
        for number, which, far in zip(numbers.tolist(), nearest.tolist(), away.min(axis=0).tolist(), strict=True):
            if far <= NEAREST:
                found[number] = areas[which].shape.key
        rest: NDArray[np.intp] = numbers[away.min(axis=0) > NEAREST]
        return rest


@dataclass(frozen=True)
class _Area:
    """A shape, and the lines of all its rings as numbers."""

    shape: Shape

    @cached_property
    def lines(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Where each line begins and ends: longitudes and latitudes."""
        rings = (ring for polygon in self.shape.polygons for ring in polygon)
        steps = np.array([(*a, *b) for ring in rings for a, b in pairwise(ring)], dtype=np.float64)
        return steps[:, 0], steps[:, 1], steps[:, 2], steps[:, 3]

    def near(self, east: Numbers, north: Numbers, reach: float = 0.0) -> NDArray[np.intp]:
        """The places within the box around it, or not farther than so many degrees from that."""
        west, south, to_east, to_north = self.shape.box
        across = (east >= west - reach) & (east <= to_east + reach)
        found: NDArray[np.intp] = np.flatnonzero(across & (north >= south - reach) & (north <= to_north + reach))
        return found

    def holds(self, east: Numbers, north: Numbers) -> Marks:
        """Which of these places lie in it (even-odd, as `Shape.holds`)."""
        found = np.zeros(len(east), dtype=np.bool_)
        ax, ay, bx, by = self.lines
        for some in _parts(self.near(east, north), len(ax)):
            x, y = east[some, None], north[some, None]
            crosses = (ay > y) != (by > y)
            with np.errstate(divide="ignore", invalid="ignore"):
                where = (bx - ax) * (y - ay) / (by - ay) + ax
            found[some] = (crosses & (x < where)).sum(axis=1) % 2 == 1
        return found

    def distance(self, east: Numbers, north: Numbers) -> Numbers:
        """How far each place is from its outline, in degrees; without end beyond `NEAREST` of its box."""
        found = np.full(len(east), np.inf)
        ax, ay, bx, by = self.lines
        dx, dy = bx - ax, by - ay
        length = np.maximum(dx * dx + dy * dy, 1e-12)
        for some in _parts(self.near(east, north, NEAREST), len(ax)):
            x, y = east[some, None], north[some, None]
            along = np.clip(((x - ax) * dx + (y - ay) * dy) / length, 0, 1)
            found[some] = np.sqrt((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2).min(axis=1)
        return found


def _parts(numbers: NDArray[np.intp], lines: int) -> Iterable[NDArray[np.intp]]:
    step = max(1, _AT_ONCE // max(1, lines))
    return (numbers[start : start + step] for start in range(0, len(numbers), step))
