"""The pages of incidents: filters in the address, what sources say, and a decision made by hand. Data are planted that must not show."""

from typing import Any

import pytest
from django.test import Client

from minassa.access import Role
from minassa.access.models import User
from minassa.threats import count_incidents, list_doubts, list_incidents
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import bring, bring_ged, own_row
from tests.web.entering import browser, log_in

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
    return str(answer.content.decode())


def test_the_filters_stand_in_the_address_and_totals_keep_to_them(client: Client, user: User) -> None:
    actor = actor_for(user)
    bring(actor, [own_row(1), own_row(2, kind="abduction", country="ML", longitude="-4")])
    bring(an_actor(), [own_row(3, place=CANARY)])
    shown = text_of(client.get("/incidents/"))
    assert "EXERCISE place 1" in shown
    assert "EXERCISE place 2" in shown
    assert CANARY not in shown
    assert "2 incidents" in shown
    narrowed = text_of(client.get("/incidents/?country=ml&kind=abduction&from=2026-03-01&deaths=5&source=own"))
    assert "EXERCISE place 1" not in narrowed
    assert "EXERCISE place 2" in narrowed
    assert "1 incident," in narrowed
    odd = text_of(client.get("/incidents/?country=%27&kind=x&from=yesterday&deaths=many&source=rumour&group=1&to=9"))
    assert CANARY not in odd


def test_an_incident_shows_each_source_and_hides_what_is_anothers(client: Client, user: User) -> None:
    actor, other = actor_for(user), an_actor()
    bring(actor, [own_row(1, place_precision="region")])
    bring(other, [own_row(1, place=CANARY)])
    (row,) = list_incidents(actor).rows
    shown = text_of(client.get(f"/incidents/{row.id}/"))
    assert "EX-1" in shown
    assert "Somewhere in a region" in shown
    hidden = list_incidents(other).rows[0].id
    answer = client.get(f"/incidents/{hidden}/")
    assert answer.status_code == 404
    assert CANARY not in text_of(answer)


@pytest.mark.parametrize(("answer", "incidents"), [("same", 6), ("other", 7)])
def test_a_report_that_is_uncertain_is_decided_on_its_page(
    client: Client, user: User, answer: str, incidents: int
) -> None:
    actor = actor_for(user)
    bring(actor, [own_row(1, id=f"EX-{number}", latitude=f"12.25{number}") for number in range(6)])
    bring_ged(actor, "9001,2026,3,2,Niger,1,EXERCISE,EXERCISE Front,EXERCISE Army,12.2525,2.51,2,4,9")
    assert "UCDP GED" in text_of(client.get("/incidents/doubts/"))
    (asked,) = list_doubts(actor).rows
    assert client.post(f"/incidents/doubts/{asked.id}/", {"answer": answer}).status_code == 302
    assert count_incidents(actor).incidents == incidents
    assert client.post(f"/incidents/doubts/{asked.id}/", {"answer": answer}).status_code == 409
