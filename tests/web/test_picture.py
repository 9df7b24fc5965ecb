"""The pages of the threat picture: filters in the address, tables beside the charts, nothing of what is hidden."""

import io
from collections.abc import Iterator

import pytest
from django.test import Client

from minassa.access import Role
from minassa.access.models import User
from minassa.base.clock import held_at
from minassa.threats import list_rules, list_warnings
from minassa.threats.picture.outlook import make_outlooks
from minassa.threats.warnings.looking import look
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import bring, own_row
from tests.threats.test_picture import NOW, history
from tests.web.entering import browser, log_in
from tests.web.test_incident_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user(make_agency("EXERCISE agency of the reader"), (Role.ANALYST,))


@pytest.fixture
def client(user: User) -> Iterator[Client]:
    actor = actor_for(user)
    with held_at(NOW):
        bring(actor, history(40))
        bring(actor, [own_row(900, latitude="12.3", longitude="3.1", date="2024-01-05")])
        bring(an_actor(), history(40, first=3_000, country="BF", longitude="-1.3"))
        entered = browser()
        log_in(entered, user)
        yield entered


def test_trends_stand_beside_their_table_and_keep_the_filters(client: Client) -> None:
    shown = text_of(client.get("/incidents/trends/?measure=deaths&by=country&from=2024-01-01"))
    assert "January 2024 to February 2026" in shown
    assert "Too few months" not in shown
    assert "Mann-Kendall test over 26 months" in shown
    assert 'href="?measure=deaths&amp;by=country&amp;from=2024-01-01&amp;country=ne"' in shown
    assert 'class="is-season"' in shown
    assert "Burkina Faso</bdi>" not in shown
    odd = text_of(client.get("/incidents/trends/?measure=x&by=%27&from=yesterday&cell=a,b&country=zz"))
    assert "No incidents here that you may see." in odd
    assert "12–12.5° N" in text_of(client.get("/incidents/trends/?by=cell"))


def test_the_lists_of_cells_lead_to_their_incidents_and_say_how_good_they_were(client: Client) -> None:
    shown = text_of(client.get("/incidents/next/?region=gulf"))
    assert "early warning for the Gulf of Guinea" in shown
    assert "53 % of those newly hit" in shown
    shown = text_of(client.get("/incidents/next/"))
    assert "/incidents/?cell=12%2C3" in shown
    assert "Months without an incident here: 25" in shown
    assert "Near: Burkina Faso" not in shown
    cell = text_of(client.get("/incidents/?cell=12,3"))
    assert "1 incident," in cell
    assert "12–12.5° N, 3–3.5° E" in cell


def test_a_forecast_waits_for_the_job_and_stands_beside_its_scores(client: Client) -> None:
    assert "is being made" in text_of(client.get("/incidents/forecast/"))
    assert make_outlooks() == 1
    shown = text_of(client.get("/incidents/forecast/?months=3"))
    assert "All deaths of March 2026 to May 2026 together." in shown
    assert "Shown:" in shown
    assert "log-CRPS" in shown
    assert "Burkina Faso" not in shown


def test_a_rule_is_set_warns_in_my_work_once_and_is_decided_upon(client: Client, user: User) -> None:
    form = {"name": "EXERCISE new areas", "kind": "new_cell", "least": "1", "months": "12", "days": "31"}
    assert client.post("/incidents/warnings/rules/new/", {**form, "months": "0"}).status_code == 422
    assert client.post("/incidents/warnings/rules/new/", form).status_code == 302
    bring(actor_for(user), [own_row(950, latitude="13.2", longitude="3.1", date="2026-03-08", place="EXERCISE behind")])
    assert look() == 1
    (one,) = list_warnings(actor_for(user)).rows
    assert f"/incidents/warnings/{one.id}/" in text_of(client.get("/"))
    shown = text_of(client.get(f"/incidents/warnings/{one.id}/"))
    assert "13–13.5° N, 3–3.5° E" in shown
    assert "Before them there was none for 12 months." in shown
    assert "EXERCISE behind" in shown
    assert client.post(f"/incidents/warnings/{one.id}/decide/", {"answer": "acknowledged"}).status_code == 302
    assert f"/incidents/warnings/{one.id}/" not in text_of(client.get("/"))
    assert "Noted" in text_of(client.get("/incidents/warnings/?state=acknowledged"))
    rule = list_rules(actor_for(user))[0].id
    assert "EXERCISE new areas" in text_of(client.get(f"/incidents/warnings/rules/{rule}/"))
    for deed, left in (("pause", 1), ("resume", 1), ("take", 1), ("delete", 0)):
        assert client.post(f"/incidents/warnings/rules/{rule}/{deed}/").status_code == 302
        assert len(list_rules(actor_for(user))) == left


def test_figures_come_in_by_the_page_and_the_rows_that_failed_can_be_taken_away(client: Client) -> None:
    table = "area,indicator,year,value,unit,source\nNE,EXERCISE schooling,2026,41.5,%,EXERCISE office\nXX,=EXERCISE,2021,1,,EXERCISE\n"
    sent = {"file": io.BytesIO(table.encode()), "tlp": "clear", "handling": ["H0"]}
    shown = text_of(client.post("/incidents/roots/import/", sent))
    assert "Added: 1. Amended: 0. Unchanged: 0. Failed: 1." in shown
    assert "The area is no code of ISO 3166." in shown
    answer = client.post("/incidents/roots/failed/", {"rows": "row,problem\n"})
    assert answer["Content-Disposition"] == 'attachment; filename="failed.csv"'
    assert text_of(answer).split() == ["row,problem"]
    shown = text_of(client.get("/incidents/roots/?area=NE"))
    assert "41.5" in shown
    assert "EXERCISE office" in shown
    assert "never a score" in shown
    assert "TLP:AMBER" in shown, "the incidents beside the public figures have marks of their own"
    refused = client.post("/incidents/roots/import/", {**sent, "file": io.BytesIO(b"a,b\n")})
    assert refused.status_code == 422
