"""The map's counts: as fine as places are known and no finer, and of nothing that its reader may not see."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from uuid import uuid4

import h3.api.basic_int as h3
import pytest

from minassa.access import Actor, Role, Tlp
from minassa.base import Refused
from minassa.threats import (
    Filters,
    Window,
    draw_incidents,
    export_incidents,
    list_incidents,
    map_incidents,
    map_marks,
    months_of_incidents,
)
from minassa.threats.drawing import svg
from minassa.threats.hexes import (
    country_in,
    hexagon_at,
    hexagon_name,
    hexagon_named,
    ranges_within,
    resolution_of,
    stored_cell,
    within,
)
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import bring, bring_ged, handled, own_row

CANARY = "EXERCISE canary"
NIGER = Window(0, 11, 16, 24, 9)


def test_a_cell_is_no_finer_than_its_place_is_known() -> None:
    wanted = {"exact": 5, "near": 4, "exact_or_near": 4, "district": 3, "line": 2, "region": 2}
    cells = {one: hexagon_at(13.5, 2.1, one) for one in wanted}
    assert {one: resolution_of(cell) for one, cell in cells.items() if cell} == wanted
    assert {stored_cell(13.5, 2.1, one, "ne") for one in ("sea", "unknown")} == {0}
    assert country_in(stored_cell(13.5, 2.1, "country", "ne")) == "ne"
    coarse = cells["region"]
    assert coarse is not None
    for child in h3.cell_to_children(coarse, 5)[::97]:
        for resolution in (2, 3, 4, 5):
            cell = within(child, resolution)
            assert any(low <= cell <= high for low, high in ranges_within(coarse))
            assert sum(low <= cell <= high for low, high in ranges_within(within(child, 3))) == (resolution >= 3)
    beside = next(one for one in h3.grid_disk(coarse, 1) if one != coarse)
    assert not any(low <= beside <= high for low, high in ranges_within(coarse))
    assert hexagon_named(hexagon_name(coarse)) == coarse
    assert {hexagon_named(one) for one in ("", "zz", "1", "f" * 16, "8" * 40)} == {0}


pytestmark = [pytest.mark.store]


@pytest.mark.django_db
def test_imprecise_places_are_areas_or_countries_and_never_points() -> None:
    actor = an_actor()
    bring(
        actor,
        [
            own_row(1, place_precision="exact", latitude="13.5", longitude="2.1"),
            own_row(2, place_precision="near", latitude="13.6", longitude="2.2"),
            own_row(3, place_precision="district", latitude="13.5", longitude="2.1"),
            own_row(4, place_precision="region", latitude="13.5", longitude="2.1", kind="abduction"),
            own_row(5, place_precision="country", latitude="17.6", longitude="8.1"),
            own_row(6, place_precision="sea", latitude="3.0", longitude="2.0"),
        ],
    )
    far = map_incidents(actor, window=Window(zoom=3))
    assert (sum(one.count for one in far.hexagons), far.areas, far.places) == (4, (), ())
    assert (far.countries, far.nowhere, far.total) == ((("ne", 1),), 1, 6)
    nearer = map_incidents(actor, window=replace(NIGER, zoom=6))
    assert (sum(one.count for one in nearer.hexagons), sum(one.count for one in nearer.areas)) == (2, 2)
    near = map_incidents(actor, window=NIGER)
    assert [one.precision for one in near.places] == ["near", "exact"]
    assert (near.hexagons, sum(one.count for one in near.areas)) == ((), 2)
    assert map_incidents(actor, window=Window(20, 11, 30, 24, 9)).places == ()
    one = map_incidents(actor, filters=Filters(kind="abduction", first=date(2026, 3, 5), last=date(2026, 3, 5)))
    assert (one.total, len(one.hexagons)) == (1, 1)
    hexagon = one.hexagons[0].cell
    assert {row.place for row in list_incidents(actor, filters=Filters(hexagon=hexagon)).rows} == {
        f"EXERCISE place {number}" for number in (1, 2, 3, 4)
    }
    assert [(one.year, one.month, one.count) for one in months_of_incidents(actor)] == [(2026, 3, 6)]


@pytest.mark.django_db
def test_no_count_mark_drawing_or_file_tells_of_what_its_reader_may_not_see() -> None:
    agency = make_agency()
    actor, colleague = (actor_for(make_user(agency), stepped_up=True) for _ in range(2))
    bring(actor, [own_row(1, latitude="13.5", longitude="2.1")])
    before = everything(actor)
    laid = "9001,2026,3,2,Niger,1,EXERCISE,EXERCISE Front,EXERCISE Army,13.5,2.1,2,4,30"
    assert bring_ged(colleague, laid, label=handled(colleague, Tlp.RED)).linked == 1
    assert map_incidents(colleague, filters=Filters(least_deaths=20)).total == 1
    # Another agency's, and a colleague's under RED: in the same hexagon, in others, and such that only a country is known.
    planted = [
        own_row(2, latitude="13.5", longitude="2.1", place=CANARY),
        own_row(3, latitude="5.5", longitude="30.0", date="2001-01-01", kind="abduction", place=CANARY, country="SS"),
        own_row(4, place_precision="country", place=CANARY, country="TD"),
        own_row(5, place_precision="sea", place=CANARY),
    ]
    bring(an_actor(), planted)
    bring(
        colleague,
        [tuple({**dict(enumerate(one)), 0: f"R-{one[0]}"}.values()) for one in planted],
        label=handled(colleague, Tlp.RED),
    )
    assert everything(actor) == before
    assert CANARY not in before
    assert map_incidents(colleague).total == 5
    assert "TLP:RED" in str(map_marks(colleague))


def everything(actor: Actor) -> str:
    """All that the map tells an actor, in one text."""
    windows = (Window(), NIGER, replace(NIGER, zoom=6), Window(28, 4, 32, 7, 9))
    filters = (
        Filters(),
        Filters(least_deaths=1),
        Filters(source="own"),
        Filters(kind="abduction"),
        Filters(group=uuid4()),
    )
    told: list[object] = [map_incidents(actor, filters=one, window=window) for one in filters for window in windows]
    told += [months_of_incidents(actor), map_marks(actor)]
    told.append(svg(draw_incidents(actor, filters=Filters(), window=Window(-20, 0, 40, 30, 3), country=str).sheet))
    told += [b"".join(export_incidents(actor, format=one, filters=Filters())).decode() for one in ("csv", "geojson")]
    return "\n".join(map(str, told))


@pytest.mark.django_db
def test_a_file_holds_marks_no_formula_no_false_point_and_only_what_may_be_passed_on() -> None:
    actor = actor_for(make_user(make_agency()), stepped_up=True)
    bring(
        actor,
        [
            own_row(1, place="=1+1", latitude="-4.25", longitude="15.3", country="CD"),
            own_row(2, place_precision="region"),
            own_row(3, place_precision="country"),
        ],
    )
    rows = list(
        csv.DictReader(
            io.StringIO(b"".join(export_incidents(actor, format="csv", filters=Filters())).decode("utf-8-sig"))
        )
    )
    assert (rows[0]["place"], rows[0]["latitude"], rows[0]["deaths_lowest"]) == ("'=1+1", "-4.25", "1")
    assert all(one["marks"] == "TLP:AMBER H0 EXERCISE" for one in rows)
    told = json.loads(b"".join(export_incidents(actor, format="geojson", filters=Filters())))
    kinds = [one["geometry"] and one["geometry"]["type"] for one in told["features"]]
    assert kinds == ["Point", "Polygon", None]
    assert {one["properties"]["place_precision"] for one in told["features"]} == {"exact", "region", "country"}
    other = actor_for(make_user(make_agency()), stepped_up=True)
    bring(other, [own_row(9, place=CANARY)], label=handled(other, Tlp.AMBER))
    assert CANARY.encode() not in b"".join(export_incidents(actor, format="csv", filters=Filters()))
    with pytest.raises(Refused):
        export_incidents(
            actor_for(make_user(make_agency(), (Role.INSPECTOR,)), stepped_up=True), format="csv", filters=Filters()
        )
    with pytest.raises(Refused):
        export_incidents(replace(actor, stepped_up_at=None), format="csv", filters=Filters())
