"""The pages of feeds and collections: what an agency follows, what went wrong, and what is offered; nothing of others."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from assets.build_hook import compile_catalogs
from minassa import exchange
from minassa.access import Actor, Role, Tlp
from minassa.access.models import Agency, User
from minassa.exchange import FeedView
from minassa.node.serving import gather_static
from tests.exchange.feeds.server import Elsewhere
from tests.exchange.taxii.made import a_collection, a_keeper, indicator
from tests.factories import a_label, make_agency, make_user
from tests.web.conftest import SOURCE
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session", autouse=True)
def gathered() -> None:
    """What `minassa serve` does first."""
    compile_catalogs(SOURCE / "locale")
    gather_static()


@pytest.fixture
def agency(db: None) -> Agency:
    return make_agency()


@pytest.fixture
def keeper(agency: Agency) -> Actor:
    return a_keeper(agency)


@pytest.fixture
def officer(agency: Agency) -> Client:
    return entered(make_user(agency, (Role.LIAISON_OFFICER,)))


def entered(user: User) -> Client:
    client = browser()
    log_in(client, user)
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def follow(keeper: Actor, elsewhere: Elsewhere) -> FeedView:
    return exchange.add_feed(keeper, url=elsewhere.collection, title="CANARY feed", label=a_label(keeper, Tlp.GREEN))


def test_the_pages_of_feeds_tell_last_run_counts_and_errors(
    keeper: Actor, officer: Client, elsewhere: Elsewhere
) -> None:
    assert "Your agency follows no feed yet." in text_of(officer.get("/feeds/"))
    feed = follow(keeper, elsewhere)
    assert "It has not been fetched yet." in text_of(officer.get(f"/feeds/{feed.id}/"))
    elsewhere.objects = [indicator("good"), {"type": "indicator", "id": "indicator--bad"}]
    exchange.sync_feed(keeper, id=feed.id)
    one = text_of(officer.get(f"/feeds/{feed.id}/"))
    assert "indicator--bad" in one
    assert "Complete" in one
    elsewhere.status = 500
    exchange.sync_feed(keeper, id=feed.id)
    for path in ("/feeds/", f"/feeds/{feed.id}/"):
        page = text_of(officer.get(path))
        assert "CANARY feed" in page
        assert "refused the request with status 500" in page
        assert "Failing" in page


def test_a_feed_is_fetched_again_by_a_button(keeper: Actor, officer: Client, elsewhere: Elsewhere) -> None:
    feed = follow(keeper, elsewhere)
    elsewhere.status = 500
    exchange.sync_feed(keeper, id=feed.id)
    assert exchange.read_feed(keeper, id=feed.id)[0].state == "failing"
    answer = officer.post(f"/feeds/{feed.id}/resume/", follow=True)
    assert "The feed is fetched within a minute." in text_of(answer)
    assert exchange.read_feed(keeper, id=feed.id)[0].state == "good"


def test_the_page_of_collections_tells_where_programs_begin(keeper: Actor, officer: Client) -> None:
    here = a_collection(keeper, title="CANARY collection")
    page = text_of(officer.get("/feeds/collections/"))
    assert "CANARY collection" in page
    assert "http://localhost/taxii2/" in page
    assert f"/taxii2/node/collections/{here.id}/" in page


def test_another_agency_finds_nothing_of_it(keeper: Actor, elsewhere: Elsewhere) -> None:
    feed = follow(keeper, elsewhere)
    a_collection(keeper, a_label(keeper, Tlp.AMBER), title="CANARY collection")
    stranger = entered(make_user(make_agency(), (Role.LIAISON_OFFICER,)))
    assert "CANARY feed" not in text_of(stranger.get("/feeds/"))
    assert "CANARY collection" not in text_of(stranger.get("/feeds/collections/"))
    hidden, absent = (stranger.get(f"/feeds/{one}/") for one in (feed.id, UUID(int=1)))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert stranger.post(f"/feeds/{feed.id}/resume/").status_code == 404
