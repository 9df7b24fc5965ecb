"""Alerts on the pages and over the API: issued, seen, acknowledged, updated, stood down; hidden from others."""

import json
from typing import Any

import pytest
from django.test import Client

from minassa.access import AgencyKind, Role
from minassa.access.models import Agency, User
from tests.api.conftest import a_token, client_of
from tests.factories import make_agency, make_user
from tests.web.test_requests import Side2, entered, text_of

pytestmark = pytest.mark.django_db


def written(*to: Agency, **given: Any) -> dict[str, Any]:
    return {
        "to": [f"agency:{one.id}" for one in to],
        "title": "EXERCISE convoy",
        "text": "EXERCISE-CANARY keep off the road",
        "gravity": "immediate",
        "countries": ["ml"],
        "tlp": "amber",
        "handling": ["H0"],
        **given,
    }


@pytest.fixture
def mali() -> Side2:
    return Side2("Mali")


@pytest.fixture
def niger() -> Side2:
    return Side2("Niger")


def test_an_alert_goes_from_page_to_page_until_it_is_stood_down(mali: Side2, niger: Side2) -> None:
    page = mali.analyst.post("/alerts/new/", written(niger.agency))["Location"]
    assert "Issue the alert" not in text_of(mali.analyst.get(page))
    assert niger.analyst.get(page).status_code == 404
    assert mali.analyst.post(f"{page}issue/").status_code == 403
    assert mali.chief.post(f"{page}issue/").status_code == 302
    home = text_of(niger.analyst.get("/"))
    assert "Alert of EXERCISE Mali: read and acknowledge it." in home
    assert "EXERCISE convoy" in text_of(niger.analyst.get("/alerts/"))
    shown = text_of(niger.analyst.get(page))
    assert "EXERCISE-CANARY keep off the road" in shown
    assert "Acknowledge for my agency" in shown
    assert "Received, not acknowledged" in text_of(mali.chief.get(page))
    niger.analyst.post(f"{page}acknowledge/")
    assert "Acknowledge for my agency" not in text_of(niger.officer.get(page))
    assert "Received, not acknowledged" not in text_of(mali.chief.get(page))
    assert "Received, not acknowledged" not in text_of(niger.chief.get(page))
    half = mali.chief.post(f"{page}update/", written(text="EXERCISE both roads"))
    assert half.status_code == 422
    assert 'href="#id_change"' in text_of(half)
    mali.chief.post(f"{page}update/", written(text="EXERCISE both roads", change="EXERCISE a second road"))
    assert "EXERCISE a second road" in text_of(niger.analyst.get(page))
    mali.chief.post(f"{page}stand-down/", {"change": "EXERCISE over"})
    assert "Stood down" in text_of(niger.analyst.get(page))
    assert mali.chief.get(f"{page}update/").status_code == 404


def test_a_third_agency_and_the_secretariat_find_no_alert(mali: Side2, niger: Side2) -> None:
    page = mali.officer.post("/alerts/new/", written(niger.agency, title="EXERCISE-CANARY"))["Location"]
    mali.chief.post(f"{page}issue/")
    secretariat = make_agency("EXERCISE secretariat", kind=AgencyKind.SECRETARIAT)
    chad = make_agency("EXERCISE Chad")
    roles = (Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR)
    for user in (make_user(chad, roles), make_user(secretariat, (*roles, Role.SECRETARIAT))):
        outsider = entered(user)
        for path in ("/", "/alerts/", "/inbox/", "/audit/", "/requests/"):
            assert "EXERCISE-CANARY" not in text_of(outsider.get(path)), path
            assert page.split("/")[2] not in text_of(outsider.get(path)), path
        for below in ("", "edit/", "update/"):
            assert outsider.get(page + below).status_code == 404, below
        for below in ("acknowledge/", "discard/", "issue/", "stand-down/"):
            assert outsider.post(page + below, {"change": "EXERCISE"}).status_code == 404, below


def test_what_is_typed_comes_back_until_it_is_kept(mali: Side2, niger: Side2) -> None:
    typed = {"form": "alert", "about_draft": "", **written(niger.agency, title="EXERCISE half an alert")}
    assert mali.analyst.post("/alerts/draft/", typed).status_code == 204
    assert "EXERCISE half an alert" in text_of(mali.analyst.get("/alerts/new/"))
    assert "EXERCISE half an alert" in text_of(mali.analyst.get("/"))
    assert "EXERCISE half an alert" not in text_of(mali.officer.get("/alerts/new/"))
    mali.analyst.post("/alerts/new/", written(niger.agency))
    assert "EXERCISE half an alert" not in text_of(mali.analyst.get("/alerts/new/"))
    for form, about in (("alert", "x"), ("other", "")):
        assert mali.analyst.post("/alerts/draft/", {"form": form, "about_draft": about}).status_code == 422


def program(user: User) -> Client:
    return client_of(a_token(user, "releases:read", "releases:write"))


def test_programs_write_read_and_acknowledge_alerts(mali: Side2, niger: Side2) -> None:
    ours, theirs = (program(side.users[Role.ANALYST]) for side in (mali, niger))
    body = {**written(niger.agency), "handling": ["H0"]}
    kept = ours.post("/api/v1/alerts", json.dumps(body), content_type="application/json")
    assert kept.status_code == 201
    alert = kept.json()["alert"]["id"]
    assert theirs.get("/api/v1/alerts").json()["rows"] == []
    mali.chief.post(f"/alerts/{alert}/issue/")
    row = theirs.get("/api/v1/alerts").json()["rows"][0]
    assert (row["id"], row["waits"], row["missing"]) == (alert, True, 0)
    done = theirs.post(f"/api/v1/alerts/{alert}/acknowledge", "{}", content_type="application/json")
    assert done.json()["acknowledged_at"]
    again = theirs.post(f"/api/v1/alerts/{alert}/acknowledge", "{}", content_type="application/json")
    assert again.status_code == 409
    assert [one["state"] for one in ours.get(f"/api/v1/alerts/{alert}").json()["recipients"]] == ["acknowledged"]
    assert theirs.get(f"/api/v1/alerts/{alert}").json()["recipients"] == []
    outsider = program(make_user(make_agency("EXERCISE Chad")))
    assert outsider.get("/api/v1/alerts").json() == {"rows": [], "next": "", "count": "0"}
    assert outsider.get(f"/api/v1/alerts/{alert}").status_code == 404
