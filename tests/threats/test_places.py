"""Where incidents lie: hexagons and areas looked up for rows that came before there were any, anew when shapes change, and for nobody else's eyes."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings

from minassa.access import Actor, Tlp, door, system_actor
from minassa.base.clock import held_at
from minassa.threats import (
    Filters,
    Window,
    count_incidents,
    list_incidents,
    map_incidents,
    place_incidents,
    read_trends,
)
from minassa.threats.acts import INCIDENT_LIST, INCIDENT_PLACE
from minassa.threats.models import Incident
from minassa.threats.picture.kept import stamp_of
from minassa.threats.shapes import forget_shapes, keep_shapes
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import bring, handled, own_row
from tests.threats.test_shapes import collection, square

pytestmark = [pytest.mark.django_db, pytest.mark.store]
CANARY = "EXERCISE canary"


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    """The shapes that come with Minassa, whatever a test brings in."""
    try:
        with held_at(datetime(2026, 3, 31, tzinfo=UTC)):
            yield
    finally:
        forget_shapes(settings.MINASSA.home)


def rows(**changed: str) -> list[tuple[str, ...]]:
    """Four in Dosso, one of them imprecise; one in Burkina Faso; two of which no area is known."""
    return [
        own_row(1, latitude="13.05", longitude="3.2", **changed),
        own_row(2, latitude="13.05", longitude="3.2", place_precision="near", **changed),
        own_row(3, latitude="12.9", longitude="3.3", place_precision="district", **changed),
        own_row(4, latitude="12.9", longitude="3.3", place_precision="region", **changed),
        own_row(5, latitude="12.37", longitude="-1.52", country="BF", **changed),
        own_row(6, latitude="13.05", longitude="3.2", place_precision="line", **changed),
        own_row(7, latitude="17.6", longitude="8.1", place_precision="country", **changed),
    ]


def forget_places() -> None:
    """As rows were that came in before there were hexagons and areas."""
    with door(system_actor("incidents"), INCIDENT_PLACE):
        Incident.objects.update(cell=None, area="", placed_by=0)


def areas_of(actor: Actor) -> dict[str, int]:
    return {one.key: one.total for one in read_trends(actor, by="area").places}


def test_rows_from_before_are_placed_once_as_new_ones_are_and_nothing_else_of_them_changes() -> None:
    actor = an_actor()
    bring(actor, rows())
    at_import, areas = map_incidents(actor), areas_of(actor)
    assert areas == {"NE-3": 4, "BF-KAD": 1}
    assert place_incidents() == 0
    with door(actor, INCIDENT_LIST):
        before = stamp_of()
    forget_places()
    gone = map_incidents(actor)
    assert (gone.hexagons, gone.nowhere, gone.unplaced, gone.total) == ((), 0, 7, 7)
    assert (areas_of(actor), read_trends(actor, by="area").unplaced) == ({}, 7)
    heard: list[tuple[int, int]] = []
    assert place_incidents(lambda done, whole: heard.append((done, whole))) == 7
    assert (heard, place_incidents()) == ([(7, 7)], 0)
    assert (map_incidents(actor), areas_of(actor)) == (at_import, areas)
    with door(actor, INCIDENT_LIST):
        assert stamp_of() == before
    listed = list_incidents(actor, filters=Filters(area="NE-3"), size=3)
    assert (len(listed.rows), len(list_incidents(actor, filters=Filters(area="NE-3"), before=listed.next).rows)) == (
        3,
        1,
    )
    assert count_incidents(actor, filters=Filters(area="NE-3", kind="explosion")).incidents == 4


def test_other_shapes_lay_all_incidents_anew() -> None:
    actor = an_actor()
    bring(actor, rows())
    keep_shapes(
        settings.MINASSA.home,
        "area",
        collection(square(3, 12, "EXERCISE area", iso_a2="NE"), square(-2, 12, iso_a2="BF")),
    )
    assert read_trends(actor, by="area").unplaced == 7
    assert areas_of(actor) == {"NE-3": 4, "BF-KAD": 1}, "the old ones until then"
    assert place_incidents() == 7
    assert areas_of(actor) == {"ne:EXERCISE area": 4, "bf:EXERCISE land": 1}
    forget_shapes(settings.MINASSA.home)
    assert (place_incidents(), areas_of(actor)) == (7, {"NE-3": 4, "BF-KAD": 1})


def test_no_area_tells_of_an_incident_that_its_reader_may_not_see() -> None:
    agency = make_agency()
    actor, colleague, other = an_actor(agency=agency), actor_for(make_user(agency)), an_actor()
    bring(colleague, rows())

    def told(one: Actor) -> str:
        filters = (Filters(area="NE-3"), Filters(area="NE-1"))
        lists = [[row.id for row in list_incidents(one, filters=each).rows] for each in filters]
        counts = [count_incidents(one, filters=each) for each in filters]
        maps = [map_incidents(one, filters=each, window=Window(0, 10, 10, 16, 7)) for each in filters]
        return str((lists, counts, maps, read_trends(one, by="area")))

    before = told(colleague), told(other)
    hidden = [own_row(100 + number, latitude="13.05", longitude="3.2", place=CANARY) for number in range(3)]
    hidden.append(own_row(200, latitude="17.0", longitude="8.0", place=CANARY))
    bring(actor, hidden, label=handled(actor, Tlp.RED))
    forget_places()
    assert read_trends(colleague, by="area").unplaced == 7, "how many are left is counted for each reader"
    assert read_trends(other, by="area").unplaced == 0
    assert place_incidents() == 11
    assert (told(colleague), told(other)) == before
    assert areas_of(actor) == {"NE-3": 7, "NE-1": 1, "BF-KAD": 1}
    assert json.dumps(areas_of(other)) == "{}"
