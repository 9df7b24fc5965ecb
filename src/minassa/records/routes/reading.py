"""Reading routes with their legs and seizures: each a record of its own, each seen or not by its own label."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door, newest
from minassa.base import NotFound
from minassa.records import faults, shaping
from minassa.records.acts import RECORD_LIST, RECORD_READ
from minassa.records.items import Properties
from minassa.records.models import Record, RecordReference
from minassa.records.routes.types import LegSeen, PlaceSeen, RouteSeen, SeizureSeen
from minassa.records.views import record_row

MOST_ROUTES: Final = 200
MOST_PARTS: Final = 2_000
_PARTS: Final = ("RouteLeg", "Seizure")

Places = Mapping[tuple[UUID, str], PlaceSeen]


def routes_seen(actor: Actor, *, commodity: str = "", purpose: str = "") -> tuple[RouteSeen, ...]:
    """The routes that this actor may see, the newest first, at most two hundred; of one sort of goods where it is named."""
    with door(actor, RECORD_LIST, purpose=purpose) as opened:
        rows = newest(Record, MOST_ROUTES, schema="Route")
        found = _whole(rows, opened)
        return tuple(one for one in found if not commodity or one.commodity == commodity)


def read_route(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> RouteSeen:  # noqa: A002 - the word that every room uses
    """One route. Raises NotFound."""
    with door(actor, RECORD_READ, purpose=purpose, case=case, subject=f"record:{id}") as opened:
        row = Record.objects.filter(id=id, schema="Route").first()
        if row is None:
            raise NotFound(faults.NOT_FOUND)
        opened.note(owner=opened.label_of(row.label_id).owner, part="route")
        return _whole([row], opened)[0]


def _whole(rows: list[Record], opened: Opened) -> list[RouteSeen]:
    parts = _parts(rows, opened)
    told = {part.id: shaping.unpacked(part.content)[0] for of in parts.values() for part in of}
    places = _places([part for of in parts.values() for part in of], told, opened)
    return [_route(row, parts.get(row.id, []), told, places, opened) for row in rows]


def _parts(rows: list[Record], opened: Opened) -> dict[UUID, list[Record]]:
    """The legs and seizures of these routes. A reference means a record of the same agency, or one by its own random id."""
    by_origin: dict[str, list[Record]] = {}
    for row in rows:
        by_origin.setdefault(row.origin, []).append(row)
    found: dict[UUID, list[Record]] = {}
    pointing = RecordReference.objects.filter(property="route", target__in=list(by_origin)).select_related("record")
    for one in pointing.order_by("-record_id")[:MOST_PARTS]:
        by = opened.label_of(one.record.label_id).owner
        for row in by_origin[one.target]:
            is_meant = opened.label_of(row.label_id).owner == by or row.origin == str(row.id)
            if one.record.schema in _PARTS and is_meant:
                found.setdefault(row.id, []).append(one.record)
    return found


def _places(
    parts: Iterable[Record], told: Mapping[UUID, Properties], opened: Opened
) -> dict[tuple[UUID, str], PlaceSeen]:
    """The places that these name, by the agency that names them and the reference."""
    wanted: dict[str, set[UUID]] = {}
    for part in parts:
        owner = opened.label_of(part.label_id).owner
        for name in ("fromPlace", "toPlace", "place"):
            for target in told[part.id].get(name, ()):
                wanted.setdefault(target, set()).add(owner)
    found: dict[tuple[UUID, str], PlaceSeen] = {}
    for row in Record.objects.filter(origin__in=list(wanted)):
        by = opened.label_of(row.label_id).owner
        for owner in wanted[row.origin]:
            if by == owner or row.origin == str(row.id):
                found[owner, row.origin] = _place(row, opened)
    return found


def _place(row: Record, opened: Opened) -> PlaceSeen:
    properties = shaping.unpacked(row.content)[0]
    latitude, longitude = _degrees(properties, "latitude", 90), _degrees(properties, "longitude", 180)
    known = latitude is not None and longitude is not None
    metres = _first(properties, "precision")
    return PlaceSeen(
        record_row(row, opened),
        row.caption,
        latitude if known else None,
        longitude if known else None,
        int(metres) if metres.isascii() and metres.isdecimal() and len(metres) < 9 else None,
    )


def _degrees(properties: Properties, name: str, most: int) -> Decimal | None:
    try:
        value = Decimal(_first(properties, name))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) <= most else None


def _first(properties: Properties, name: str) -> str:
    return properties.get(name, ("",))[0]


def _route(
    row: Record, parts: list[Record], told: Mapping[UUID, Properties], places: Places, opened: Opened
) -> RouteSeen:
    properties = shaping.unpacked(row.content)[0]
    legs = [_leg(one, told[one.id], places, opened) for one in parts if one.schema == "RouteLeg"]
    seizures = [_seizure(one, told[one.id], places, opened) for one in parts if one.schema == "Seizure"]
    return RouteSeen(
        record_row(row, opened),
        _first(properties, "commodity"),
        _first(properties, "mode"),
        _first(properties, "confidence"),
        _first(properties, "summary"),
        tuple(sorted(legs, key=lambda one: (one.order, str(one.record.id)))),
        tuple(sorted(seizures, key=lambda one: one.date, reverse=True)),
    )


def _leg(row: Record, properties: Properties, places: Places, opened: Opened) -> LegSeen:
    owner, order = opened.label_of(row.label_id).owner, _first(properties, "order")
    return LegSeen(
        record_row(row, opened),
        int(order) if order.isascii() and order.isdecimal() and len(order) < 5 else 0,
        places.get((owner, _first(properties, "fromPlace"))),
        places.get((owner, _first(properties, "toPlace"))),
        _first(properties, "mode"),
        _first(properties, "confidence"),
    )


def _seizure(row: Record, properties: Properties, places: Places, opened: Opened) -> SeizureSeen:
    owner = opened.label_of(row.label_id).owner
    return SeizureSeen(
        record_row(row, opened),
        _first(properties, "date") or _first(properties, "startDate"),
        _first(properties, "goods"),
        _first(properties, "quantity"),
        _first(properties, "unit"),
        places.get((owner, _first(properties, "place"))),
    )
