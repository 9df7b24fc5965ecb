"""Our client against servers that are not a test's own: our server on loopback, OASIS' medallion and OpenTAXII."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import requests
from django.conf import settings
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from minassa import exchange
from minassa.access import Actor, Role, Tlp
from tests.api.conftest import a_token
from tests.exchange.feeds.conftest import reachable
from tests.exchange.feeds.others import PEERS, Other, medallion, opentaxii
from tests.exchange.taxii.http import BOTH
from tests.exchange.taxii.made import TAXII, a_collection, a_keeper, add, indicator, names, pull, read
from tests.factories import a_label, make_agency, make_user


def secret(name: str, text: str) -> Path:
    path: Path = settings.MINASSA.home / "secrets" / "feeds" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.django_db(transaction=True)
def test_our_client_follows_our_server(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    there = a_keeper()
    officer = make_user(make_agency(), (Role.LIAISON_OFFICER,))
    offered = a_collection(there)
    add(there, offered.id, *(indicator(f"n{number}") for number in range(1_500)))
    reachable(monkeypatch, urlsplit(live_server.url).netloc)
    path = secret("ours", a_token(officer, *BOTH))
    try:
        here = a_keeper()
        feed = exchange.add_feed(
            here,
            url=f"{live_server.url}/taxii2/node/collections/{offered.id}/",
            title="EXERCISE",
            label=a_label(here, Tlp.AMBER),
            secret="ours",
        )
        run = exchange.sync_feed(here, id=feed.id)
        assert (run.fault, run.stored, run.refused, run.pages) == ("", 1_500, 0, 2)
        sent, come = (everything(actor, where) for actor, where in ((there, offered.id), (here, feed.collection)))
        assert come == sent
        add(there, offered.id, indicator("later"))
        assert exchange.sync_feed(here, id=feed.id).stored == 1
    finally:
        path.unlink()
        connections.close_all()


def everything(actor: Actor, collection: UUID) -> list[bytes]:
    return [one.raw for page in pull(actor, collection, 1_000) for one in page.found]


@pytest.fixture(params=["medallion", "opentaxii"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Other]:
    """A server of others with one empty collection."""
    if not (PEERS / "gunicorn").exists():
        pytest.skip("needs the servers of requirements/peers.lock in .venv/peers: `make test` installs them")
    with {"medallion": medallion, "opentaxii": opentaxii}[request.param](tmp_path) as started:
        yield started


@pytest.mark.django_db
def test_our_client_follows_servers_of_others(other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    reachable(monkeypatch, urlsplit(other.collection).netloc)
    objects = [indicator(f"n{number}") for number in range(20)]
    post(other, objects[:15])
    path = secret("other", f"{other.user}:{other.word}")
    try:
        here = a_keeper()
        label = a_label(here, Tlp.AMBER)
        feed = exchange.add_feed(here, url=other.collection, title="EXERCISE", label=label, secret="other")
        run = exchange.sync_feed(here, id=feed.id)
        assert (run.fault, run.stored, run.refused) == ("", 15, 0)
        assert exchange.sync_feed(here, id=feed.id).stored == 0
        post(other, objects[15:])
        assert exchange.sync_feed(here, id=feed.id).stored == 5
        assert sorted(names(read(here, feed.collection))) == sorted(one["name"] for one in objects)
    finally:
        path.unlink()


def post(other: Other, objects: list[dict[str, object]]) -> None:
    sent = requests.post(
        f"{other.collection}objects/",
        data=json.dumps({"objects": objects}),
        headers={"Accept": TAXII, "Content-Type": TAXII},
        auth=(other.user, other.word),
        timeout=60,
    )
    assert sent.status_code == 202, sent.text
