"""Query plans: the books and the carrier's question go through their indexes on both engines, behind both walls."""

from uuid import uuid4

import pytest

from minassa.access import deliveries_waiting, list_deliveries, list_received
from tests.access.releases.made import CARRIER, Remote, release_plant
from tests.factories import actor_for, make_remote_agency, make_user
from tests.records.test_plans import plans_of

pytestmark = pytest.mark.django_db


def test_the_senders_books_are_read_by_index() -> None:
    officer, away = actor_for(make_user()), make_remote_agency()
    abouts = [uuid4() for _ in range(40)]
    for about in abouts:
        release_plant(officer, [f"agency:{away.id}"], about=about)
    release_plant(officer, [f"agency:{away.id}"], about=abouts[0], version=2)
    newest = plans_of(officer, lambda: list_deliveries(officer), "access_delivery")
    assert any("delivery_newest" in plan for plan in newest)
    of_one = plans_of(officer, lambda: list_deliveries(officer, stream=f"plant:{abouts[0]}"), "access_delivery")
    assert any("delivery_stream" in plan for plan in of_one)
    owed = plans_of(officer, lambda: list_deliveries(officer, owed=True), "access_delivery")
    assert any("delivery_owed" in plan for plan in owed)


def test_the_recipients_books_are_read_by_index() -> None:
    remote = Remote()
    streams = []
    for _ in range(40):
        remote.about = uuid4()
        streams.append(f"plant:{remote.about}")
        for version in (1, 2):
            remote.hand_in(remote.parcel(version))
    analyst = actor_for(make_user(remote.here))
    newest = plans_of(analyst, lambda: list_received(analyst), "access_arrival")
    assert any("arrival_newest" in plan for plan in newest)
    owed = plans_of(analyst, lambda: list_received(analyst, owed=True), "access_arrival")
    assert any("arrival_owed" in plan for plan in owed)
    of_one = plans_of(analyst, lambda: list_received(analyst, stream=streams[0]), "access_arrival")
    assert any("arrival_stream" in plan for plan in of_one)


@pytest.mark.sqlite  # PostgreSQL chooses by statistics: for forty rows it walks the primary key
def test_what_waits_is_found_by_index() -> None:
    officer, away = actor_for(make_user()), make_remote_agency()
    for _ in range(40):
        release_plant(officer, [f"agency:{away.id}"], about=uuid4())
    plans = plans_of(officer, lambda: deliveries_waiting(CARRIER, limit=10), "access_delivery")
    assert any("delivery_on_its_way" in plan for plan in plans)
