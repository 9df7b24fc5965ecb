"""Shapes with fewer points: a line that two of them share is thinned once, so that no gap opens between neighbours. Pure.

It needs nothing but Python: the front end's build thins the shapes of first-level areas with it before anything is installed.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
_LEAST = 4
"""Points of the smallest ring, a triangle: the first one closes it."""


def thinned(shapes: Sequence[Sequence[Polygon]], degrees: float) -> list[tuple[Polygon, ...]]:
    """The polygons of each shape, no point farther from the lines as they were than so many degrees.

    Islands and holes smaller than that go, but for a shape's largest polygon, which stays as it was where it is so small.
    """
    rings = (ring for polygons in shapes for polygon in polygons for ring in polygon)
    meeting = _meeting(rings)
    return [_thin_shape(polygons, meeting, degrees) for polygons in shapes]


def _meeting(rings: Iterable[Ring]) -> frozenset[Point]:
    """Points at which lines meet or part: those with more than two neighbours over all rings."""
    beside: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for a, b in itertools.pairwise(ring):
            if a != b:
                beside[a].add(b)
                beside[b].add(a)
    return frozenset(point for point, others in beside.items() if len(others) > 2)


def _thin_shape(polygons: Sequence[Polygon], meeting: frozenset[Point], degrees: float) -> tuple[Polygon, ...]:
    kept = [thin for polygon in polygons if (thin := _thin_polygon(polygon, meeting, degrees))]
    return tuple(kept) or (max(polygons, key=lambda one: _width(one[0])),)


def _thin_polygon(polygon: Polygon, meeting: frozenset[Point], degrees: float) -> Polygon:
    """Its rings; empty where the outer one is too small."""
    outer, *holes = (_thin_ring(ring, meeting, degrees) for ring in polygon)
    return (outer, *(hole for hole in holes if hole)) if outer else ()


def _thin_ring(ring: Ring, meeting: frozenset[Point], degrees: float) -> Ring:
    points: list[Point] = []
    for line in _lines(ring, meeting):
        points += _thin_line(line, degrees)[bool(points) :]
    if len(points) >= _LEAST:
        return tuple(points)
    return ring if _width(ring) >= degrees else ()


def _lines(ring: Ring, meeting: frozenset[Point]) -> Iterator[Ring]:
    """A ring in the lines of which it is made, each from one meeting point to the next."""
    open_ring = ring[:-1]
    ends = [number for number, point in enumerate(open_ring) if point in meeting]
    if not ends:
        # Wherever its file begins it and whichever way it goes, a ring that meets no other is cut at the same two points.
        first = min(range(len(open_ring)), key=open_ring.__getitem__)
        ends = sorted({first, max(range(len(open_ring)), key=lambda one: _apart(open_ring[one], open_ring[first]))})
    turned = (*open_ring[ends[0] :], *open_ring[: ends[0]], open_ring[ends[0]])
    cuts = [one - ends[0] for one in ends] + [len(turned) - 1]
    for start, end in itertools.pairwise(cuts):
        yield turned[start : end + 1]


def _thin_line(line: Ring, degrees: float) -> list[Point]:
    """A line with the points that it needs, the same whichever way it goes (Ramer, Douglas and Peucker)."""
    is_turned = (line[0], line[1]) > (line[-1], line[-2])
    points = line[::-1] if is_turned else line
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        start, end = waiting.pop()
        most, where = 0.0, 0
        for number in range(start + 1, end):
            away = _off(points[number], points[start], points[end])
            if away > most:
                most, where = away, number
        if most > degrees * degrees:
            kept.add(where)
            waiting += ((start, where), (where, end))
    thin = [points[one] for one in sorted(kept)]
    return thin[::-1] if is_turned else thin


def _off(point: Point, start: Point, end: Point) -> float:
    """The square of how far a point is from the line between two others."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if not length else min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / length))
    return float((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2)


def _apart(one: Point, other: Point) -> float:
    return float((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2)


def _width(ring: Ring) -> float:
    """The longer side of the box around a ring, in degrees."""
    across, up = [x for x, _y in ring], [y for _x, y in ring]
    return max(max(across) - min(across), max(up) - min(up))
