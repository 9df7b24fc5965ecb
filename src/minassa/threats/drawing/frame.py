"""A part of the earth on a sheet: degrees become points of a drawing, cut to the frame and thinned to what can be seen.

The projection is equirectangular, true to scale along the middle latitude: simple, and good enough for what a sheet of paper shows of a
continent. Heights are distorted by less than a tenth within ten degrees of the middle.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]
Ring = Sequence[Point]
"""A closed line of longitudes and latitudes, as GeoJSON writes them."""

KM_OF_A_DEGREE: Final = 111.32
_MARGIN: Final = 4.0
_SMALLEST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the earth in degrees."""

    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a box lies on the sheet: points for a degree, and the size in points."""

    box: Box
    per_degree: float
    width: int
    height: int

    @property
    def stretch(self) -> float:
        """How much longer a degree of latitude is drawn than one of longitude."""
        return 1 / math.cos(math.radians((self.box.south + self.box.north) / 2))

    @property
    def per_km(self) -> float:
        """Points for a kilometre."""
        return self.per_degree * self.stretch / KM_OF_A_DEGREE

    def at(self, longitude: float, latitude: float) -> Point:
        """The point of a place, which may lie outside the frame."""
        return (
            (longitude - self.box.west) * self.per_degree,
            (self.box.north - latitude) * self.per_degree * self.stretch,
        )

    def holds(self, point: Point) -> bool:
        """Whether a point lies within the frame."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


def frame_of(box: Box, *, width: int = 1440, tallest: int = 1440) -> Frame:
    """A frame of this width around the box; where that is too tall, more of the earth is shown on both sides.

    Words are 26 points high: 1440 across suits a sheet of paper, 900 a page that is read on a telephone too.
    """
    stretch = 1 / math.cos(math.radians((box.south + box.north) / 2))
    per_degree = width / (box.east - box.west)
    height = (box.north - box.south) * per_degree * stretch
    if height > tallest:
        per_degree *= tallest / height
        more = (width / per_degree - (box.east - box.west)) / 2
        box = Box(box.south, box.north, box.west - more, box.east + more)
    return Frame(box, per_degree, width, min(round(height), tallest))


def around(places: Iterable[Point], *, margin: float = 1.0, least: float = 4.0) -> Box | None:
    """The box around places (longitude, latitude) with a margin in degrees, never narrower than `least`; None for no place."""
    known = list(places)
    if not known:
        return None
    west, east = min(one[0] for one in known) - margin, max(one[0] for one in known) + margin
    south, north = min(one[1] for one in known) - margin, max(one[1] for one in known) + margin
    wide, tall = max(least - (east - west), 0) / 2, max(least - (north - south), 0) / 2
    return Box(max(south - tall, -85.0), min(north + tall, 85.0), west - wide, east + wide)


def drawn_ring(frame: Frame, ring: Ring, *, tolerance: float) -> list[Point]:
    """A ring as it is drawn: projected, cut to the frame and thinned; empty where nothing of it is in sight."""
    points = _thinned([frame.at(*one) for one in ring])
    if _misses(frame, points):
        return []
    cut = _cut(frame, points)
    return [] if len(cut) < 3 else _simplified(cut, tolerance)


def _misses(frame: Frame, points: Sequence[Point]) -> bool:
    xs, ys = [one[0] for one in points], [one[1] for one in points]
    return max(xs) < 0 or max(ys) < 0 or min(xs) > frame.width or min(ys) > frame.height


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Without points that lie as good as on the one before: most of what a fine shape has."""
    kept = [points[0]]
    for one in points[1:]:
        if abs(one[0] - kept[-1][0]) + abs(one[1] - kept[-1][1]) >= _SMALLEST:
            kept.append(one)
    return kept


def _cut(frame: Frame, points: list[Point]) -> list[Point]:
    """The part of a ring within the frame and a little beyond it (Sutherland & Hodgman 1974): its cut edges are out of sight."""
    bounds = ((0, -_MARGIN, 1), (0, frame.width + _MARGIN, -1), (1, -_MARGIN, 1), (1, frame.height + _MARGIN, -1))
    for axis, bound, side in bounds:
        if points and any((one[axis] - bound) * side < 0 for one in points):
            points = _cut_at(points, axis, bound, side)
    return points


def _cut_at(points: list[Point], axis: int, bound: float, side: int) -> list[Point]:
    kept: list[Point] = []
    before = points[-1]
    for one in points:
        was_in, is_in = (before[axis] - bound) * side >= 0, (one[axis] - bound) * side >= 0
        if was_in != is_in:
            share = (bound - before[axis]) / (one[axis] - before[axis])
            kept.append((before[0] + share * (one[0] - before[0]), before[1] + share * (one[1] - before[1])))
        if is_in:
            kept.append(one)
        before = one
    return kept


def _simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Only points from which the line would else be off by more than the tolerance (Douglas & Peucker 1973)."""
    kept = [False] * len(points)
    kept[0] = kept[-1] = True
    parts = [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        farthest, where = tolerance, 0
        for number in range(first + 1, last):
            off = _off(points[number], points[first], points[last])
            if off > farthest:
                farthest, where = off, number
        if where:
            kept[where] = True
            parts += [(first, where), (where, last)]
    return [one for one, is_kept in zip(points, kept, strict=True) if is_kept]


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the line between two others."""
    wide, tall = end[0] - start[0], end[1] - start[1]
    length = math.hypot(wide, tall)
    if length == 0:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(wide * (start[1] - point[1]) - tall * (start[0] - point[0])) / length
