"""The map's pages: counts with and without scripts, what stands on a map that leaves the screen, and files that two persons agree to."""

from typing import Any

import pytest
from django.test import Client

from minassa.access import Role, Tlp, decide_approval, list_approvals
from minassa.access.models import User
from minassa.threats import list_incidents
from minassa.threats.hexes import hexagon_at, hexagon_name
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import bring, handled, own_row
from tests.web.entering import browser, enter, log_in, with_app

pytestmark = pytest.mark.django_db
CANARY = "EXERCISE canary"


@pytest.fixture
def user() -> User:
    return make_user(make_agency("EXERCISE agency of the reader"), (Role.ANALYST,))


@pytest.fixture
def client(user: User) -> Client:
    entered = browser()
    log_in(entered, user)
    return entered


def text_of(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else str(answer.content.decode())


def test_the_same_counts_stand_on_the_map_and_in_the_table_with_and_without_scripts(client: Client, user: User) -> None:
    actor = actor_for(user)
    at_niamey = {"latitude": "13.5", "longitude": "2.1"}
    bring(actor, [own_row(1, **at_niamey), own_row(2, place_precision="country"), own_row(3, place_precision="sea")])
    bring(an_actor(), [own_row(4, place=CANARY, **at_niamey), own_row(5, place=CANARY, latitude="5.5", longitude="30")])
    shown = text_of(client.get("/incidents/map/"))
    assert "Incidents that match: 3. Only the country is known: 1. At sea or without a known place" in shown
    assert "/incidents/map/drawing/" in shown
    assert shown.count('#chosen">') == 1
    told = client.get("/incidents/map/data/?box=0,10,5,16&z=9").json()
    assert [(one[3], one[4]) for one in told["places"]] == [(0, "EXERCISE place 1")]
    assert [(one["country"], one["count"]) for one in told["rows"]] == [("ne", 1)]
    far = client.get("/incidents/map/data/?box=none&z=many&from=never").json()
    assert sum(one["count"] for one in far["rows"]) == 2
    drawing = client.get("/incidents/map/drawing/")
    assert drawing["Content-Type"] == "image/svg+xml"
    hexagon = hexagon_name(hexagon_at(13.5, 2.1, "district") or 0)
    chosen = text_of(client.get(f"/incidents/map/?hex={hexagon}"))
    assert "EXERCISE place 1" in chosen
    assert "EXERCISE place 1" in text_of(client.get(f"/incidents/?hex={hexagon}"))
    (row,) = (one for one in list_incidents(actor).rows if one.place_precision == "exact")
    assert f"/incidents/map/?hex={hexagon_name(hexagon_at(13.5, 2.1, 'exact') or 0)}" in text_of(
        client.get(f"/incidents/{row.id}/")
    )
    assert CANARY not in shown + str(told) + str(far) + text_of(drawing) + chosen


def test_shapes_are_kept_by_the_browser_and_leave_no_outside_address(client: Client) -> None:
    answer = client.get("/incidents/map/shapes/?v=1&part=")
    assert "max-age" in answer["Cache-Control"]
    named = {one[0]: (one[1], one[2]) for one in answer.json() if one[0]}
    assert named["ne"] == ("Niger", 0)
    assert named["eh"][1] == 1
    assert {one[1] for one in answer.json() if one[2]} >= {"Somaliland", "Abyei", "Halaib", "Ilemi"}
    assert "jp" not in named
    assert "jp" in {one[0] for one in client.get("/incidents/map/shapes/?part=rest").json()}
    assert client.get("/incidents/map/shapes/?part=areas").json() == []


def test_a_map_that_leaves_the_screen_bears_its_marks_and_its_reader(client: Client, user: User) -> None:
    actor = actor_for(user)
    bring(actor, [own_row(1), own_row(2)])
    bring(actor, [own_row(3, country="ML")], label=handled(actor, Tlp.GREEN))
    answer = client.get("/incidents/map/print/?form=svg")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "image/svg+xml",
        'attachment; filename="incidents.svg"',
    )
    for form, begins in (("png", b"\x89PNG"), ("pdf", b"%PDF")):
        assert client.get(f"/incidents/map/print/?form={form}").content.startswith(begins)
    drawn = text_of(answer)
    assert "TLP:AMBER · H0 · EXERCISE" in drawn
    assert user.name in drawn
    assert "say nothing about the status" in drawn
    assert client.get("/incidents/map/print/?form=exe").status_code == 404


def test_a_large_file_leaves_when_a_second_person_has_agreed_to_exactly_that(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    enter(client, user, with_app(user))
    monkeypatch.setattr("minassa.threats.exports.LARGEST_ALONE", 1)
    actor = actor_for(user)
    bring(actor, [own_row(1), own_row(2, kind="abduction")])
    page = "/incidents/map/export/?form=csv"
    assert "EXERCISE place 2" in text_of(client.get(f"{page}&kind=abduction"))
    refused = client.get(page)
    assert refused.status_code == 403
    assert "EXERCISE place" not in text_of(refused)
    assert client.post(page, {"reason": "EXERCISE reason"}).status_code == 302
    (asked,) = list_approvals(actor)
    supervisor = make_user(user.agency, (Role.SUPERVISOR,))
    decide_approval(actor_for(supervisor, stepped_up=True), approval=asked.id, grant=True)
    assert client.get("/incidents/map/export/?form=geojson").status_code == 403
    given = text_of(client.get(page))
    assert given.count("EXERCISE place") == 2
    assert client.get(page).status_code == 403, "an agreement serves once"
    assert client.get("/incidents/map/export/?form=exe").status_code == 404
