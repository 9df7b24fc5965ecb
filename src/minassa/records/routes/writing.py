"""Writing routes: the route, its places, its legs and what was seized on it, each a record, in one transaction.

A place that the agency has already, by its very name and coordinates, is not written twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, door
from minassa.base import Invalid, new_id
from minassa.records import faults as record_faults
from minassa.records import rows, shaping
from minassa.records.acts import RECORD_ADD
from minassa.records.items import Item, Properties, checked
from minassa.records.models import Record
from minassa.records.routes import faults
from minassa.records.routes.reading import MOST_PARTS
from minassa.records.routes.types import (
    COMMODITIES,
    CONFIDENCES,
    LegGiven,
    PlaceGiven,
    RouteGiven,
    SeizureGiven,
)
from minassa.records.rules import checked_ground
from minassa.records.types import Ground

MOST_LEGS: Final = 40
_MOST_METRES: Final = 1_000_000


def keep_route(actor: Actor, *, given: RouteGiven, label: Label, ground: Ground, case: str = "") -> UUID:
    """Write a route with its legs; its id. Raises Invalid for what cannot be."""
    if given.commodity not in COMMODITIES or not given.name.strip() or not 0 < len(given.legs) <= MOST_LEGS:
        raise Invalid(faults.NO_ROUTE, most=MOST_LEGS)
    stated, own_id = checked_ground(ground, label), new_id()
    with door(actor, RECORD_ADD, purpose=stated.purpose, case=case, subject=f"record:{own_id}") as opened:
        if label.owner != actor.agency:
            raise Invalid(record_faults.NOT_OWN)
        writing = _Writing(opened, opened.intern(label), stated)
        said = {
            "name": given.name,
            "commodity": given.commodity,
            "mode": given.mode,
            "confidence": given.confidence,
            "summary": given.summary,
        }
        writing.put("Route", said, own_id)
        for order, leg in enumerate(given.legs, start=1):
            writing.leg(str(own_id), order, leg)
        writing.write()
        opened.note(owner=label.owner, schema="Route", legs=len(given.legs))
        return own_id


def add_leg(actor: Actor, *, route: UUID, leg: LegGiven, case: str = "") -> None:
    """Write a further leg of one of the agency's own routes, under its label and ground. Raises NotFound, Refused, Invalid."""
    with door(actor, RECORD_ADD, case=case, subject=f"record:{route}") as opened:
        row, writing = _of_route(opened, route)
        legs = Record.objects.filter(schema="RouteLeg", references__property="route", references__target=row.origin)
        number = legs[:MOST_PARTS].count()
        if number >= MOST_LEGS:
            raise Invalid(faults.NO_ROUTE, most=MOST_LEGS)
        writing.leg(row.origin, number + 1, leg)
        writing.write()
        opened.note(owner=opened.label_of(row.label_id).owner, schema="RouteLeg")


def add_seizure(actor: Actor, *, route: UUID, given: SeizureGiven, case: str = "") -> UUID:
    """Write what was seized on one of the agency's own routes, under its label and ground; the seizure's id."""
    with door(actor, RECORD_ADD, case=case, subject=f"record:{route}") as opened:
        row, writing = _of_route(opened, route)
        place = writing.place(given.place) if given.place is not None else ""
        said = {
            "name": given.name,
            "date": given.date,
            "goods": given.goods,
            "quantity": given.quantity,
            "unit": given.unit,
            "location": given.place.name if given.place else "",
            "place": place,
            "route": row.origin,
        }
        made = writing.put("Seizure", said)
        writing.write()
        opened.note(owner=opened.label_of(row.label_id).owner, schema="Seizure")
        return made


def _of_route(opened: Opened, route: UUID) -> "tuple[Record, _Writing]":
    row = rows.own_row(opened, route)
    if row.schema != "Route":
        raise Invalid(faults.NO_ROUTE, most=MOST_LEGS)
    ground = Ground(row.legal_basis, row.purpose, row.review_on)
    return row, _Writing(opened, row.label_id, ground)


@dataclass(slots=True)
class _Writing:
    """Records that are written together, places found or made."""

    opened: Opened
    label_id: int
    ground: Ground
    items: list[Item] = field(default_factory=list)
    ids: list[UUID] = field(default_factory=list)
    places: dict[PlaceGiven, str] = field(default_factory=dict)

    def put(self, schema: str, said: dict[str, str], own_id: UUID | None = None) -> UUID:
        """A record to be written; its id, which is its reference too."""
        own = own_id or new_id()
        values = {name: (" ".join(text.split()),) for name, text in said.items() if text.strip()}
        self.items.append(checked(Item(str(own), schema, values)))
        self.ids.append(own)
        return own

    def leg(self, route: str, order: int, leg: LegGiven) -> None:
        """A leg of a route."""
        if leg.confidence not in CONFIDENCES:
            raise Invalid(faults.NO_CONFIDENCE)
        start, end = self.place(leg.start), self.place(leg.end)
        if start == end:
            raise Invalid(faults.SAME_PLACE)
        said = {"route": route, "order": str(order), "fromPlace": start, "toPlace": end}
        self.put("RouteLeg", {**said, "mode": leg.mode, "confidence": leg.confidence})

    def place(self, given: PlaceGiven) -> str:
        """The reference of a place: one of the agency's own, or one that is written now."""
        given = _checked_place(given)
        if given not in self.places:
            self.places[given] = self._known(given) or str(self.put("Place", _place_said(given)))
        return self.places[given]

    def _known(self, given: PlaceGiven) -> str:
        own = [one for one in self.opened.writable if self.opened.label_of(one).owner == self.opened.actor.agency]
        found = Record.objects.filter(schema="Place", caption=given.name, label_id__in=own).order_by("created")[:20]
        said = {name: value for name, value in _place_said(given).items() if value}
        return next((row.origin for row in found if _holds(shaping.unpacked(row.content)[0], said)), "")

    def write(self) -> None:
        """Write all of them."""
        made = [
            rows.new_row(self.opened.actor, item, self.ground, label_id=self.label_id, own_id=own)
            for item, own in zip(self.items, self.ids, strict=True)
        ]
        rows.write_new(made, self.items)
        rows.tell_index(self.ids)


def _holds(properties: Properties, said: dict[str, str]) -> bool:
    """Whether a known place says all of this; a name alone means the place of that name."""
    return all(value in properties.get(name, ()) for name, value in said.items())


def _place_said(given: PlaceGiven) -> dict[str, str]:
    return {
        "name": given.name,
        "latitude": _degrees(given.latitude),
        "longitude": _degrees(given.longitude),
        "precision": str(given.metres or ""),
    }


def _degrees(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _checked_place(given: PlaceGiven) -> PlaceGiven:
    """The place, its name tidied. Raises Invalid for half a pair of coordinates, or those of no place, or without a precision."""
    name = " ".join(given.name.split())
    if not name:
        raise Invalid(faults.NO_PLACE_NAME)
    pair = (given.latitude, given.longitude)
    if pair == (None, None):
        return PlaceGiven(name)
    if not _is_place(pair) or given.metres is None or not 0 < given.metres <= _MOST_METRES:
        raise Invalid(faults.NO_COORDINATES, place=name[:60])
    return PlaceGiven(name, given.latitude, given.longitude, given.metres)


def _is_place(pair: Iterable[Decimal | None]) -> bool:
    latitude, longitude = pair
    return (
        latitude is not None
        and longitude is not None
        and latitude.is_finite()
        and longitude.is_finite()
        and abs(latitude) <= 90
        and abs(longitude) <= 180
    )
