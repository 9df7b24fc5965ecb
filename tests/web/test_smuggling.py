"""Smuggling routes by page: written with their stops, drawn, added to; what is hidden of them is on no page and in no drawing."""

import json
from decimal import Decimal

import pytest
from django.test import Client

from minassa.access import Actor, Role, Tlp
from minassa.access.models import User
from minassa.base import Invalid, NotFound
from minassa.records import (
    LegGiven,
    PlaceGiven,
    RouteGiven,
    add_leg,
    keep_route,
    list_records,
    read_route,
    routes_geojson,
    routes_seen,
)
from tests.factories import actor_for, make_agency, make_user
from tests.records.made import GROUND, PURPOSE, add, own_label
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db

WHERE = {
    "s0-name": "EXERCISE Port", "s0-latitude": "12.5", "s0-longitude": "-1.5", "s0-metres": "1000",
    "s1-name": "EXERCISE Oasis", "s1-latitude": "16.25", "s1-longitude": "0.5", "s1-metres": "25000", "s1-confidence": "high",
    "s2-name": "EXERCISE Pass", "s2-confidence": "low", "s2-mode": "camels",
}  # fmt: skip
ROUTE = {
    **WHERE,
    "name": "EXERCISE Northern route",
    "commodity": "fuel",
    "tlp": "amber",
    "handling": ["H0"],
    "purpose": PURPOSE,
    "legal_basis": "EXERCISE Act 1",
    "review_on": "2028-01-31",
}


def entered(name: str) -> tuple[Actor, Client]:
    user = make_user(make_agency(), (Role.ANALYST,), username=name)
    client = browser()
    log_in(client, User.objects.get(id=user.id))
    return actor_for(user), client


def test_a_route_is_written_with_its_stops_drawn_and_added_to() -> None:
    actor, client = entered("analyst")
    for wrong in (
        {"s0-latitude": ""},
        {"s0-latitude": "95"},
        {"s1-confidence": ""},
        {"s1-name": "EXERCISE port", "s1-metres": ""},
    ):
        assert client.post("/records/routes/new/", ROUTE | wrong).status_code == 422
    made = client.post("/records/routes/new/", ROUTE)
    assert made.status_code == 302, made.content.decode()
    address = made["Location"]
    page = client.get(address).content.decode()
    for text in ("EXERCISE Oasis", "25 km", "12.5, -1.5", "map.svg", "camels"):
        assert text in page
    drawing = client.get(f"{address}map.svg").content.decode()
    for text in ('class="m-track"', 'class="m-uncertain"', "<title"):
        assert text in drawing
    (route,) = routes_seen(actor)
    known = {place.name: place for leg in route.legs for place in (leg.start, leg.end) if place}
    start = str(known["EXERCISE Oasis"].record.id)
    leg = {
        "what": "leg",
        "start": start,
        "to-name": "EXERCISE Border",
        "to-latitude": "18",
        "to-longitude": "1",
        "to-metres": "100",
    }
    assert client.post(address, leg).status_code == 422
    assert client.post(address, leg | {"to-confidence": "medium"}).status_code == 302
    seized = {
        "what": "seizure",
        "name": "EXERCISE 400 litres",
        "date": "2026-03-02",
        "goods": "fuel",
        "quantity": "400",
        "unit": "l",
    }
    assert client.post(address, seized | {"at": start}).status_code == 302
    route = read_route(actor, id=route.record.id)
    assert [(one.order, one.confidence) for one in route.legs] == [(1, "high"), (2, "low"), (3, "medium")]
    assert len(list_records(actor, schema="Place").rows) == 4
    features = json.loads(client.get("/records/routes/legs.geojson").content)["features"]
    assert [one["geometry"]["type"] for one in features] == ["LineString", "LineString", "Point"]
    assert features[0]["geometry"]["coordinates"] == [[-1.5, 12.5], [0.5, 16.25]]
    assert features[0]["properties"]["metres"] == 25000
    assert "EXERCISE Northern route" in client.get("/records/routes/?goods=fuel").content.decode()
    assert "EXERCISE Northern route" not in client.get("/records/routes/?goods=gold").content.decode()


def test_hidden_legs_places_and_seizures_are_on_no_page_and_in_no_drawing() -> None:
    """Planted: a route for all whose second leg is its agency's own, whose last place is, and on which a seizure is hidden."""
    other, _client = entered("other")
    reader, client = entered("reader")
    green = own_label(other, Tlp.GREEN)
    port, oasis = (
        PlaceGiven("EXERCISE Port", Decimal(12), Decimal(1), 1000),
        PlaceGiven("EXERCISE Oasis", Decimal(14), Decimal(2), 1000),
    )
    hidden = add(other, "EXERCISE Canary", schema="Place", latitude="15", longitude="3", precision="1000")
    given = RouteGiven("EXERCISE Route", "gold", (LegGiven(port, oasis, "high"),))
    made = keep_route(other, given=given, label=green, ground=GROUND)
    own = add(other, "EXERCISE Canary route", schema="Route", commodity="arms")
    ends = {"route": str(made), "fromPlace": port_of(other, "EXERCISE Oasis"), "toPlace": hidden.origin}
    add(other, "", schema="RouteLeg", order="2", confidence="high", label=green, **ends)
    add(other, "", schema="RouteLeg", order="3", confidence="high", **ends)
    add(other, "EXERCISE Canary seizure", schema="Seizure", route=str(made), goods="canary", place=hidden.origin)
    (seen,) = routes_seen(reader)
    assert [(leg.order, leg.end.name if leg.end else None) for leg in seen.legs] == [(1, "EXERCISE Oasis"), (2, None)]
    assert seen.seizures == ()
    assert len(routes_geojson([seen])["features"]) == 1
    assert len(routes_geojson(routes_seen(other))["features"]) == 4
    for path in ("", "legs.geojson", "map.svg", f"{made}/", f"{made}/map.svg"):
        text = client.get(f"/records/routes/{path}").content.decode()
        assert "anary" not in text
        assert str(hidden.id) not in text
    with pytest.raises(NotFound):
        read_route(reader, id=own.id)
    with pytest.raises(Invalid):
        add_leg(other, route=made, leg=LegGiven(port, port, "high"))


def port_of(actor: Actor, name: str) -> str:
    return next(str(row.id) for row in list_records(actor, schema="Place").rows if row.caption == name)
