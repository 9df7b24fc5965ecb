"""Smuggling routes drawn by the node: legs solid where they are sure and dashed where they are assumed, seizures as points."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from minassa.records import PlaceSeen, RouteSeen
from minassa.threats.basemap import node_shapes, shapes_to_draw
from minassa.threats.drawing import Spot, Track, Words, around, draw, frame_of, svg
from minassa.threats.shapes import Shape

EXACT_METRES: Final = 5_000
"""A place that is known better than this is drawn as a point, another one as the area in which it lies."""


@dataclass(frozen=True, slots=True)
class RouteWords:
    """All words of such a map in one language."""

    title: str
    description: str
    seizure: str
    area: str
    disputed: str
    kilometres: str
    sure: str
    less_sure: str
    note: str
    is_rtl: bool


def map_of_routes(routes: Sequence[RouteSeen], *, words: RouteWords, named: Callable[[Shape], str]) -> str:
    """The map of what the reader may see of these routes as SVG; empty where none of it has coordinates."""
    legs = list(_legs(routes))
    spots = [_spot(one.place) for route in routes for one in route.seizures if one.place and _is_known(one.place)]
    ends = [place for start, end, _confidence in legs for place in (start, end)]
    box = around([*(_at(place) for place in ends), *((spot.longitude, spot.latitude) for spot in spots)])
    if box is None:
        return ""
    tracks = [Track((_at(start), _at(end)), is_sure=confidence == "high") for start, end, confidence in legs]
    uncertain = [_spot(place) for place in ends if (place.metres or 0) > EXACT_METRES]
    sheet = draw(
        frame_of(box),
        shapes=shapes_to_draw(node_shapes(), named),
        tracks=tracks,
        spots=[*uncertain, *spots],
        words=_words(words),
    )
    return svg(sheet, id="routes-map")


def _legs(routes: Iterable[RouteSeen]) -> Iterable[tuple[PlaceSeen, PlaceSeen, str]]:
    for route in routes:
        for leg in route.legs:
            if leg.start and leg.end and _is_known(leg.start) and _is_known(leg.end):
                yield leg.start, leg.end, leg.confidence


def _is_known(place: PlaceSeen) -> bool:
    return place.latitude is not None and place.longitude is not None


def _at(place: PlaceSeen) -> tuple[float, float]:
    return float(place.longitude or 0), float(place.latitude or 0)


def _spot(place: PlaceSeen) -> Spot:
    longitude, latitude = _at(place)
    metres = place.metres or 0
    return Spot(latitude, longitude, radius_km=metres / 1000 if metres > EXACT_METRES else 0.0)


def _words(said: RouteWords) -> Words:
    return Words(
        title=said.title,
        description=said.description,
        counted="",
        point=said.seizure,
        area=said.area,
        disputed=said.disputed,
        kilometres=said.kilometres,
        notes=(said.note,),
        is_rtl=said.is_rtl,
        track=said.sure,
        weak_track=said.less_sure,
    )
