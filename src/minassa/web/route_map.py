"""Smuggling routes drawn by the node: legs solid where they are sure and dashed where they are assumed, seizures as points."""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from minassa.records import PlaceSeen, RouteSeen
from minassa.threats import node_shapes, shapes_to_draw
from minassa.threats.drawing import Spot, Track, Words, around, draw, frame_of, svg
from minassa.web import wording

_EXACT_METRES = 5_000
"""A place that is known better than this is drawn as a point, another one as the area in which it lies."""


def drawn_routes(routes: Sequence[RouteSeen]) -> SafeString | None:
    """The map of these routes as SVG; None where none of them has coordinates."""
    tracks = [_track(start, end, confidence) for start, end, confidence in _legs(routes)]
    spots = [_spot(one.place) for route in routes for one in route.seizures if one.place and _is_known(one.place)]
    ends = [place for start, end, _confidence in _legs(routes) for place in (start, end)]
    points = [_at(place) for place in ends] + [(spot.longitude, spot.latitude) for spot in spots]
    box = around(points)
    if box is None:
        return None
    shapes = shapes_to_draw(node_shapes(), lambda one: wording.country_name(one.code) if one.code else one.name)
    uncertain = [_spot(place) for place in ends if (place.metres or 0) > _EXACT_METRES]
    sheet = draw(frame_of(box), shapes=shapes, tracks=tracks, spots=[*uncertain, *spots], words=_words(len(routes)))
    return mark_safe(svg(sheet, id="routes-map"))  # noqa: S308 - the drawing escapes its words


def _legs(routes: Iterable[RouteSeen]) -> list[tuple[PlaceSeen, PlaceSeen, str]]:
    return [
        (leg.start, leg.end, leg.confidence)
        for route in routes
        for leg in route.legs
        if leg.start and leg.end and _is_known(leg.start) and _is_known(leg.end)
    ]


def _is_known(place: PlaceSeen) -> bool:
    return place.latitude is not None and place.longitude is not None


def _at(place: PlaceSeen) -> tuple[float, float]:
    return float(place.longitude or 0), float(place.latitude or 0)


def _track(start: PlaceSeen, end: PlaceSeen, confidence: str) -> Track:
    return Track((_at(start), _at(end)), is_sure=confidence == "high")


def _spot(place: PlaceSeen) -> Spot:
    longitude, latitude = _at(place)
    metres = place.metres or 0
    return Spot(latitude, longitude, radius_km=metres / 1000 if metres > _EXACT_METRES else 0.0)


def _words(number: int) -> Words:
    return Words(
        title=_("Smuggling routes"),
        description=_("The table beside the map says the same: %(number)s routes with their legs and seizures.")
        % {"number": number},
        counted="",
        point=_("Seizure"),
        area=_("A place known only so well"),
        disputed=_("Disputed border"),
        kilometres=_("km"),
        notes=(_("Shapes and names on this map imply no opinion on the status of any territory or its borders."),),
        is_rtl=get_language_bidi(),
        track=_("Leg, sure"),
        weak_track=_("Leg, less sure"),
    )
