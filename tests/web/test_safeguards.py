"""Safeguards on the pages and in the API: alerts on reading, and the register of incidents."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from minassa import audit
from minassa.access import Role
from minassa.safeguards import Span
from minassa.safeguards.scraping.watch import watch
from tests.factories import make_user
from tests.safeguards.scene import Scene, a_scene, a_token_of, read
from tests.web.test_requests import entered, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Any:
    yield a_scene()
    cache.clear()


def api(client: Client, path: str, **given: Any) -> Any:
    if not given:
        return client.get(f"/api/v1/{path}")
    token = {"X-CSRFToken": client.cookies["csrf"].value}
    return client.post(f"/api/v1/{path}", given, content_type="application/json", headers=token)


def test_an_alert_on_reading_is_seen_and_acted_on_by_whom_it_names_alone(scene: Scene) -> None:
    token = a_token_of(scene.analyst)
    read(f"token:{token}", scene.agency.id, 160)
    watch(Span.HOUR)
    chief, analyst = entered(scene.chief), entered(scene.analyst)
    home = text_of(chief.get("/"))
    assert "Far more was read than usual" in home
    listed = text_of(chief.get("/safeguards/scraping/"))
    page = listed.split('class="title" href="')[1].split('"')[0]
    shown = text_of(chief.get(page))
    assert scene.analyst.name in shown
    assert f"user:{scene.analyst.id}" in shown
    told = api(chief, f"safeguards/scraping/{page.split('/')[-2]}").json()
    assert told["excesses"] == [{"measure": "opened", "span": "hour", "count": 160, "bound": 150}]
    for user in (scene.analyst, scene.stranger, scene.administrator):
        client = entered(user)
        assert client.get(page).status_code == 404
        assert api(client, f"safeguards/scraping/{page.split('/')[-2]}").status_code == 404
        assert api(client, "safeguards/scraping").json()["rows"] == []
        assert page not in text_of(client.get("/safeguards/scraping/"))
    assert entered(scene.inspector).get(page).status_code == 200
    assert chief.post(f"{page}slow/", {"hours": "8"}).status_code == 302
    answers = [analyst.get("/records/").status_code for _ in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert chief.get("/records/").status_code == 200
    assert chief.post(f"{page}revoke/{token}/").status_code == 302
    assert audit.lines(audit.Filters(action="token.revoke", outcome="done"))
    assert chief.post(f"{page}decide/", {"verdict": "upheld", "reason": "EXERCISE stolen token"}).status_code == 302
    assert "EXERCISE stolen token" in text_of(entered(scene.inspector).get(page))


def test_pages_of_a_list_beyond_the_first_are_counted_on_every_entrance(scene: Scene) -> None:
    client = entered(scene.analyst)
    cursor = "2026-01-01T00:00:00+00:00_018f0000-0000-7000-8000-000000000001"
    for _ in range(10):
        client.get("/alerts/", {"before": cursor})
        api(client, f"alerts?before={cursor}")
    lines = audit.lines(audit.Filters(action="list.paged"))
    assert {one.details["list"] for one in lines} == {"/alerts/", "/api/v1/alerts"}


def test_an_incident_goes_through_the_pages_and_the_api(scene: Scene) -> None:
    analyst, chief, deputy = entered(scene.analyst), entered(scene.chief), entered(scene.deputy)
    given = {
        "kind": "lost-device",
        "title": "EXERCISE CANARY laptop",
        "what": "EXERCISE it was left in a taxi",
        "noticed": "2026-03-01T12:00",
        "severity": "high",
        "risk": "likely",
        "concerns": f"http://localhost/people/{scene.analyst.id}/",
    }
    assert analyst.post("/safeguards/new/", given | {"title": ""}).status_code == 422
    page = analyst.post("/safeguards/new/", given)["Location"]
    shown = text_of(analyst.get(page))
    assert "EXERCISE it was left in a taxi" in shown
    assert f"/people/{scene.analyst.id}/" in shown
    assert "Add the step" not in shown
    assert "EXERCISE CANARY laptop" in text_of(chief.get("/"))
    key = page.split("/")[-2]
    assert api(chief, f"safeguards/incidents/{key}").json()["lacks"] == ["authority", "persons", "lessons"]
    for stranger in (scene.stranger, scene.administrator, make_user(scene.agency, (Role.ANALYST,))):
        client = entered(stranger)
        assert client.get(page).status_code == 404
        assert api(client, f"safeguards/incidents/{key}").status_code == 404
        for path in ("/", "/safeguards/", "/api/v1/safeguards/incidents", "/inbox/"):
            assert "CANARY" not in text_of(client.get(path))
            assert key not in text_of(client.get(path))
    changed = given | {"severity": "critical", "version": "2", "reason": "EXERCISE it was not encrypted"}
    assert chief.post(f"{page}edit/", changed | {"version": "1"}).status_code == 422  # somebody else was quicker
    assert chief.post(f"{page}edit/", changed).status_code == 302
    for end, sent in (
        ("note/", {"text": "EXERCISE it was wiped"}),
        ("told/", {"party": "authority", "told": "yes", "note": "EXERCISE DPA-7", "at": "2026-03-02T09:00"}),
        ("told/", {"party": "persons", "told": "no", "note": "EXERCISE it was encrypted"}),
        ("lessons/", {"text": "EXERCISE disks are encrypted"}),
        ("close/", {"reason": "EXERCISE done"}),
    ):
        assert chief.post(f"{page}{end}", sent).status_code == 302
    assert "Waits for a second person" in text_of(chief.get(page))
    assert chief.post(f"{page}decide/", {"decision": "close"}).status_code == 403
    assert api(deputy, f"safeguards/incidents/{key}/decide", agree=True).json()["incident"]["state"] == "closed"
    closed = text_of(entered(scene.inspector).get(page))
    assert all(words in closed for words in ("EXERCISE DPA-7", "EXERCISE it was wiped", "EXERCISE disks are encrypted"))
    file: Any = entered(scene.inspector).get("/safeguards/table/")
    table = b"".join(file.streaming_content).decode()
    assert "EXERCISE CANARY laptop" in table
    assert "TLP:RED" in table
    assert analyst.get("/safeguards/table/").status_code == 403


def test_an_alert_on_reading_opens_an_incident_from_its_page(scene: Scene) -> None:
    read(f"user:{scene.deputy.id}", scene.agency.id, 160)
    watch(Span.HOUR)
    chief, deputy = entered(scene.chief), entered(scene.deputy)
    page = text_of(chief.get("/safeguards/scraping/")).split('class="title" href="')[1].split('"')[0]
    assert deputy.post(f"{page}enter/", {"reason": "EXERCISE"}).status_code == 404
    incident = chief.post(f"{page}enter/", {"reason": "EXERCISE the whole register"})["Location"]
    assert "EXERCISE the whole register" in text_of(chief.get(incident))
    assert deputy.get(incident).status_code == 404
