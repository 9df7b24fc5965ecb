"""Updates from a publisher: a server on loopback stands for it."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.conf import settings

from minassa.access import Actor, Role, system_actor
from minassa.base import Fault, Settings
from minassa.base import fetch as fetch_module
from minassa.base.settings import Fetch, Lists
from minassa.screening import search_lists, status, update_list
from minassa.screening.index import forget_index
from minassa.screening.jobs import update_lists
from minassa.screening.models import Fetched, ListVersion
from tests.factories import an_actor
from tests.screening.samples import SAMPLES
from tests.screening.test_hostile_lists import UN
from tests.screening.test_versions import altered

pytestmark = [pytest.mark.django_db, pytest.mark.wire]


class Publisher(BaseHTTPRequestHandler):
    files: dict[str, bytes]
    sent: list[str]

    def do_GET(self) -> None:
        content = self.files.get(self.path)
        tag = f'"{hash(content)}"'
        if content is None:
            self.send_error(404)
        elif self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
        else:
            Publisher.sent.append(self.path)
            self.send_response(200)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Publisher]]:
    forget_index()
    Publisher.files = {"/un.xml": UN.encode()}
    Publisher.files |= {f"/ofac/{one.name}": one.read_bytes() for one in SAMPLES["ofac-sdn"].iterdir()}
    Publisher.sent = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    place = f"127.0.0.1:{server.server_address[1]}"
    addresses = {"un-sc": f"http://{place}/un.xml", "ofac-sdn": f"http://{place}/ofac"}
    addresses |= dict.fromkeys(("eu-fsf", "uk-ofsi", "ca-sema", "ftm"), f"http://{place}/absent")
    node: Settings = settings.MINASSA
    changed = replace(
        node, node=replace(node.node, exercise=False), lists=Lists(addresses), fetch=Fetch(private=(place,), seconds=10)
    )
    monkeypatch.setattr(settings, "MINASSA", changed)
    yield Publisher
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def analyst() -> Actor:
    return an_actor(Role.ANALYST)


def test_a_list_is_fetched_once_and_asked_for_conditionally_afterwards(
    publisher: type[Publisher], analyst: Actor
) -> None:
    first = update_list(analyst, source="un-sc")
    assert (first.number, first.subjects, first.is_new) == (1, 17, True)
    again = update_list(analyst, source="un-sc")
    assert (again.number, again.is_new) == (1, False)
    assert publisher.sent == ["/un.xml"]
    assert next(one for one in status(analyst) if one.source == "un-sc").checked_at is not None
    publisher.files["/un.xml"] = altered().encode()
    changed = update_list(analyst, source="un-sc")
    assert (changed.number, changed.added, changed.amended, changed.removed) == (2, 1, 1, 1)
    assert search_lists(analyst, name="Sidi Ould Zargoun")[0].ref == "EXi.099"


def test_a_set_is_fetched_whole_when_one_part_has_changed(publisher: type[Publisher], analyst: Actor) -> None:
    update_list(analyst, source="ofac-sdn")
    publisher.sent.clear()
    publisher.files["/ofac/alt.csv"] = publisher.files["/ofac/alt.csv"].replace(b"TRAINING", b"DRILLING")
    version = update_list(analyst, source="ofac-sdn")
    assert (version.number, version.amended) == (2, 1)
    assert sorted(set(publisher.sent)) == [f"/ofac/{part}.csv" for part in ("add", "alt", "sdn", "sdn_comments")]


def test_a_list_held_in_quarantine_is_fetched_again(publisher: type[Publisher], analyst: Actor) -> None:
    update_list(analyst, source="un-sc")
    publisher.files["/un.xml"] = UN[:4000].encode()
    for _ in range(2):
        with pytest.raises(Fault):
            update_list(analyst, source="un-sc")
    assert publisher.sent == ["/un.xml"] * 3
    assert ListVersion.objects.get(source="un-sc", state=ListVersion.IN_FORCE).number == 1


def test_a_publisher_that_fails_changes_nothing(publisher: type[Publisher], analyst: Actor) -> None:
    update_list(analyst, source="un-sc")
    del publisher.files["/un.xml"]
    with pytest.raises(Fault) as caught:
        update_list(analyst, source="un-sc")
    assert caught.value.code == fetch_module.ANSWER_REFUSED
    assert ListVersion.objects.count() == 1


def test_the_clock_updates_all_official_lists_and_one_failure_keeps_none_back(
    publisher: type[Publisher], caplog: pytest.LogCaptureFixture
) -> None:
    update_lists()
    assert set(ListVersion.objects.values_list("source", "made_by")) == {
        ("un-sc", "system:lists-update"),
        ("ofac-sdn", "system:lists-update"),
    }
    assert sum("was not updated" in one.message for one in caplog.records) == 3


def test_an_exercise_node_fetches_nothing_by_itself(
    publisher: type[Publisher], monkeypatch: pytest.MonkeyPatch
) -> None:
    node: Settings = settings.MINASSA
    monkeypatch.setattr(settings, "MINASSA", replace(node, node=replace(node.node, exercise=True)))
    update_lists()
    assert publisher.sent == []


def test_who_may_not_update_makes_no_connection(publisher: type[Publisher]) -> None:
    for actor in (an_actor(Role.INSPECTOR), an_actor(Role.OBSERVER), system_actor("notices")):
        with pytest.raises(Fault):
            update_list(actor, source="un-sc")
    assert publisher.sent == []
    assert not Fetched.objects.exists()
