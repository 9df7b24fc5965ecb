"""Putting a map together: land and borders at the back, then shaded cells, areas, places, names; below it legend, scale and notes."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from minassa.threats.drawing.frame import Frame, Point, Ring, drawn_ring
from minassa.threats.drawing.legends import Key, Legend, beside_map
from minassa.threats.drawing.scene import Disc, Patch, Sheet, Text
from minassa.threats.drawing.shades import Shade, shade_of, steps

TOLERANCE: Final = 1.6
"""Points of the drawing, of which a screen shows two for one of its own."""
_SMALL_SPOT: Final = 7.0
_LARGEST_SPOT: Final = 26.0
_NAME_SIZE: Final = 22
_LETTER: Final = 0.58


@dataclass(frozen=True, slots=True)
class Shape:
    """A country (level 0) or a first-level area (level 1): its parts as rings of longitude and latitude, holes among them.

    `name` is as it is to be written on the map, empty for no name. What is disputed is drawn dashed and not as a state.
    """

    code: str
    name: str
    rings: tuple[Ring, ...]
    level: Literal[0, 1] = 0
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and how many incidents it holds: an H3 hexagon, or a cell of half a degree."""

    ring: Ring
    count: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Incidents at one place: a point where the place is exact (`radius_km` 0), else the area in which they lie."""

    latitude: float
    longitude: float
    count: int = 1
    radius_km: float = 0.0


@dataclass(frozen=True, slots=True)
class Track:
    """A line from place to place (longitude and latitude), such as a leg of a route; dashed where it is not sure."""

    places: tuple[Point, ...]
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a map in one language. `notes` stand below it: the disclaimer, and what could not be drawn."""

    title: str
    description: str
    counted: str
    point: str
    area: str
    disputed: str
    kilometres: str
    notes: tuple[str, ...] = ()
    is_rtl: bool = False
    track: str = ""
    weak_track: str = ""


Seen = tuple[Shape, tuple[tuple[Point, ...], ...]]
"""A shape of which something is in sight, with its parts as they are drawn."""


def half_degree_cell(south: float, west: float, count: int) -> Cell:
    """A cell of half a degree by its south-western corner."""
    north, east = south + 0.5, west + 0.5
    return Cell(((west, south), (east, south), (east, north), (west, north)), count)


def draw(  # noqa: PLR0913 - what lies on a map, each kind named
    frame: Frame,
    *,
    shapes: Sequence[Shape],
    cells: Sequence[Cell] = (),
    spots: Sequence[Spot] = (),
    tracks: Sequence[Track] = (),
    words: Words,
) -> Sheet:
    """A map of what lies within the frame. Cells without an incident are not drawn."""
    counted = [one for one in cells if one.count > 0]
    shades = steps(one.count for one in counted)
    uncertain, exact = [one for one in spots if one.radius_km > 0], [one for one in spots if one.radius_km <= 0]
    seen = [(one, rings) for one in shapes if (rings := _rings(frame, one))]
    on_map: tuple[Patch | Disc | Text, ...] = (
        *_ground(seen),
        *_shaded(frame, counted, shades),
        *_borders(seen),
        *_areas(frame, uncertain),
        *_tracks(frame, tracks),
        *_points(frame, exact),
        *_names(frame, seen, is_rtl=words.is_rtl),
    )
    looks = {one.look for one in on_map}
    marked = (
        ("disputed", words.disputed),
        ("track", words.track),
        ("weak-track", words.weak_track),
        ("uncertain", words.area),
        ("spot", words.point),
    )
    keys = tuple(Key(look, said) for look, said in marked if look in looks)
    beside, height = beside_map(frame, Legend(shades, keys, words.counted, words.kilometres, words.notes, words.is_rtl))
    return Sheet(frame.width, height, frame.height, words.title, words.description, words.is_rtl, on_map, beside)


def _ground(seen: Sequence[Seen]) -> Iterator[Patch]:
    """The land of all countries; what is disputed is land like any other."""
    for is_disputed in (False, True):
        rings = tuple(
            ring for one, drawn in seen if one.level == 0 and one.is_disputed is is_disputed for ring in drawn
        )
        if rings:
            yield Patch("land", rings)


def _borders(seen: Sequence[Seen]) -> Iterator[Patch]:
    """A disputed border first takes the place of its neighbours' lines along it, which would fill its dashes."""
    looks = (("area-border", 1, False), ("border", 0, False), ("disputed-ground", 0, True), ("disputed", 0, True))
    for look, level, is_disputed in looks:
        found = (drawn for one, drawn in seen if one.level == level and one.is_disputed is is_disputed)
        rings = tuple(ring for drawn in found for ring in drawn)
        if rings:
            yield Patch(look, rings)


def _rings(frame: Frame, shape: Shape) -> tuple[tuple[Point, ...], ...]:
    """The parts of a shape that can be seen; of one that is too small for any its largest part, so that no island state is lost."""
    drawn = [ring for ring in (drawn_ring(frame, one, tolerance=TOLERANCE) for one in shape.rings) if len(ring) > 2]
    large = [ring for ring in drawn if _spread(ring) >= 3]
    return tuple(tuple(ring) for ring in large or sorted(drawn, key=_spread)[-1:])


def _spread(ring: Sequence[Point]) -> float:
    xs, ys = [one[0] for one in ring], [one[1] for one in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _shaded(frame: Frame, cells: Sequence[Cell], shades: Sequence[Shade]) -> Iterator[Patch]:
    for shade in shades:
        chosen = [one for one in cells if shade_of(shades, one.count) is shade]
        rings = [tuple(frame.at(*place) for place in one.ring) for one in chosen]
        seen = tuple(ring for ring in rings if any(frame.holds(point) for point in ring))
        if seen:
            yield Patch(f"shade-{shade.number}", seen)


def _areas(frame: Frame, spots: Sequence[Spot]) -> Iterator[Disc]:
    """The wide ones first. An area is drawn once, however many incidents lie in it: their number stands in the table."""
    known = dict.fromkeys((one.radius_km, one.longitude, one.latitude) for one in spots)
    for radius_km, longitude, latitude in sorted(known, reverse=True):
        centre = frame.at(longitude, latitude)
        if frame.holds(centre):
            yield Disc("uncertain", centre, max(radius_km * frame.per_km, _SMALL_SPOT))


def _tracks(frame: Frame, tracks: Sequence[Track]) -> Iterator[Patch]:
    """Lines from place to place, those that are sure above the others."""
    for look, is_sure in (("weak-track", False), ("track", True)):
        lines = tuple(tuple(frame.at(*place) for place in one.places) for one in tracks if one.is_sure is is_sure)
        if lines:
            yield Patch(look, lines, is_closed=False)


def _points(frame: Frame, spots: Sequence[Spot]) -> Iterator[Disc]:
    """Incidents at one place as one point, larger for more of them; the large ones first, so that no small one is covered."""
    counts: dict[Point, int] = {}
    for one in spots:
        place = (one.longitude, one.latitude)
        counts[place] = counts.get(place, 0) + one.count
    for place, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        centre = frame.at(*place)
        if frame.holds(centre):
            yield Disc("spot", centre, min(_SMALL_SPOT * math.sqrt(count), _LARGEST_SPOT))


def _names(frame: Frame, seen: Iterable[Seen], *, is_rtl: bool) -> Iterator[Text]:
    """Names of countries where there is room for them within the country, the largest first; none upon another."""
    taken: list[tuple[float, float, float]] = []
    found = [(max(rings, key=_spread), one.name) for one, rings in seen if one.level == 0 and one.name]
    for ring, name in sorted(found, key=lambda each: -_spread(each[0])):
        wide = len(name) * _NAME_SIZE * _LETTER
        xs = [one[0] for one in ring]
        x, y = _middle(ring)
        is_free = all(
            abs(y - other_y) > _NAME_SIZE or abs(x - other_x) > (wide + other) / 2 + _NAME_SIZE / 2
            for other_x, other_y, other in taken
        )
        if is_free and max(xs) - min(xs) >= wide * 0.8 and wide / 2 < x < frame.width - wide / 2:
            taken.append((x, y, wide))
            yield Text("name", (x, y), name, _NAME_SIZE, "middle", is_rtl)


def _middle(ring: Sequence[Point]) -> Point:
    """The centre of gravity of a ring; of one without area, its middle point."""
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2
    if abs(area) < 1:
        return ring[len(ring) // 2]
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    return x, y
