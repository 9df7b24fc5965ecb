"""Routes as GeoJSON (RFC 7946), for whoever draws them on a map. Pure: what the reader may not see is not in what comes in."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from minassa.records.routes.types import LegSeen, PlaceSeen, RouteSeen, SeizureSeen


def routes_geojson(routes: Iterable[RouteSeen]) -> dict[str, Any]:
    """A collection of lines (one a leg) and points (one a seizure); what has no coordinates is in none.

    `metres` says how far off each end may be: nobody draws it more exact than that. Legs that cross the 180th meridian are not cut.
    """
    found = [one for route in routes for one in (*_legs(route), *_seizures(route))]
    return {"type": "FeatureCollection", "features": found}


def _legs(route: RouteSeen) -> Iterator[dict[str, Any]]:
    for leg in route.legs:
        ends = _ends(leg)
        if ends is not None:
            start, end = ends
            said = {
                "order": leg.order,
                "confidence": leg.confidence,
                "mode": leg.mode,
                "from": start.name,
                "to": end.name,
            }
            metres = max(start.metres or 0, end.metres or 0) or None
            line = {"type": "LineString", "coordinates": [_point(start), _point(end)]}
            yield _feature(route, "leg", line, str(leg.record.id), leg.record.marks, said | {"metres": metres})


def _ends(leg: LegSeen) -> tuple[PlaceSeen, PlaceSeen] | None:
    start, end = leg.start, leg.end
    if start is None or end is None or _point(start) is None or _point(end) is None:
        return None
    return start, end


def _seizures(route: RouteSeen) -> Iterator[dict[str, Any]]:
    for one in route.seizures:
        if one.place is not None and (at := _point(one.place)) is not None:
            point = {"type": "Point", "coordinates": at}
            yield _feature(route, "seizure", point, str(one.record.id), one.record.marks, _said(one))


def _said(one: SeizureSeen) -> dict[str, Any]:
    metres = one.place.metres if one.place else None
    return {"date": one.date, "goods": one.goods, "quantity": f"{one.quantity} {one.unit}".strip(), "metres": metres}


def _feature(  # noqa: PLR0913, PLR0917 - the parts of a feature
    route: RouteSeen, what: str, shape: dict[str, Any], id_: str, marks: tuple[str, ...], said: dict[str, Any]
) -> dict[str, Any]:
    whose = {"route": str(route.record.id), "name": route.record.caption, "commodity": route.commodity}
    properties = {"what": what, **whose, "marks": sorted({*route.record.marks, *marks}), **said}
    return {"type": "Feature", "id": id_, "geometry": shape, "properties": properties}


def _point(place: PlaceSeen) -> list[float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return [_degrees(place.longitude), _degrees(place.latitude)]


def _degrees(value: Decimal) -> float:
    """GeoJSON has numbers; the record keeps what was written."""
    return float(value)
