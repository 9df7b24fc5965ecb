"""The pages of the threat picture: filters in the address, tables beside the charts, nothing of what is hidden."""

from collections.abc import Iterator

import pytest
from django.test import Client

from minassa.access import Role
from minassa.access.models import User
from minassa.base.clock import held_at
from minassa.threats.picture.outlook import make_outlooks
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
    assert "12° N to 12.5° N" in text_of(client.get("/incidents/trends/?by=area"))


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
    assert "12° N to 12.5° N, 3° E to 3.5° E" in cell


def test_a_forecast_waits_for_the_job_and_stands_beside_its_scores(client: Client) -> None:
    assert "is being made" in text_of(client.get("/incidents/forecast/"))
    assert make_outlooks() == 1
    shown = text_of(client.get("/incidents/forecast/?months=3"))
    assert "All deaths of March 2026 to May 2026 together." in shown
    assert "Shown:" in shown
    assert "log-CRPS" in shown
    assert "Burkina Faso" not in shown
