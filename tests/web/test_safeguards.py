"""Safeguards on the pages and in the API: alerts on reading, and the register of incidents."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from minassa import audit
from minassa.safeguards import Span
from minassa.safeguards.scraping.watch import watch
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
