"""The API for a person who is logged in: what changes something needs the form token of our pages."""

import json
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from minassa import liaison
from minassa.access.models import LoginSession, User
from minassa.base import now
from minassa.liaison import Alerting, Gravity
from tests.api.conftest import a_token, client_of
from tests.factories import make_agency
from tests.liaison.scene import people
from tests.web.entering import browser, log_in

QUESTION = json.dumps({"name": "EXERCISE Nobody", "purpose": "counter-terrorism", "case": "EX-1"})


@pytest.fixture
def person(analyst: User) -> Client:
    cache.clear()
    client = browser()
    assert log_in(client, analyst).status_code == 302
    client.handler.enforce_csrf_checks = True
    return client


def test_a_session_reads(person: Client, analyst: User) -> None:
    told = person.get("/api/v1/me").json()
    assert (told["kind"], told["name"], told["scopes"]) == ("user", analyst.name, None)


def test_without_the_form_token_nothing_is_done(person: Client) -> None:
    response = person.post("/api/v1/check", QUESTION, content_type="application/json")
    assert (response.status_code, response.json()["type"]) == (403, "urn:minassa:fault:api.form-token")


def test_with_the_form_token_it_is(person: Client) -> None:
    token = person.cookies["csrf"].value
    response = person.post("/api/v1/check", QUESTION, content_type="application/json", headers={"x-csrftoken": token})
    assert response.status_code == 200


def test_an_alert_grows_by_a_supervisors_session_with_a_fresh_factor_and_by_no_token(db: None) -> None:
    cache.clear()
    mali, chad, niger = people("Mali"), make_agency("EXERCISE Chad"), make_agency("EXERCISE Niger")
    written = Alerting((f"agency:{niger.id}",), "EXERCISE convoy", "EXERCISE keep away", Gravity.SERIOUS)
    alert = liaison.keep_alert(mali.analyst, alerting=written, exercise=True)
    liaison.issue_alert(mali.chief, id=alert)
    told = {
        "to": [f"agency:{chad.id}"],
        "announced": False,
        "change": "EXERCISE Chad too",
        "title": "EXERCISE convoy",
        "text": "EXERCISE keep away",
        "gravity": "serious",
        "tlp": "amber",
        "handling": ["H0"],
    }
    chief = User.objects.get(id=str(mali.chief.user_id))
    program = client_of(a_token(chief, "releases:read", "releases:write"))
    path = f"/api/v1/alerts/{alert}/update"
    refused = program.post(path, told, content_type="application/json")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:minassa:fault:access.step-up-needed")
    client = browser()
    assert log_in(client, chief).status_code == 302
    LoginSession.objects.filter(user=chief).update(stepped_up_at=now())
    grown = client.post(
        path, told, content_type="application/json", headers={"x-csrftoken": client.cookies["csrf"].value}
    )
    assert (grown.status_code, grown.json()["alert"]["version"]) == (200, 2)
    assert {one["agency"] for one in grown.json()["recipients"]} == {str(chad.id), str(niger.id)}
    seen = program.get(f"/api/v1/alerts/{alert}").json()
    assert (set(seen["audience"]), seen["versions"][0]["change"]) == (
        {str(chad.id), str(niger.id)},
        "EXERCISE Chad too",
    )


def test_a_wrong_token_is_not_saved_by_a_session(person: Client) -> None:
    assert person.get("/api/v1/me", headers={"authorization": "Bearer minassa_t_wrong"}).status_code == 401


def test_a_session_that_was_ended_is_not_let_in(person: Client, analyst: User) -> None:
    LoginSession.objects.filter(user=analyst).update(ended=now())
    assert person.get("/api/v1/me").status_code == 401


def test_a_session_without_a_factor_is_not_let_in_where_one_is_needed(person: Client, settings: Settings) -> None:
    settings.MINASSA = replace(settings.MINASSA, node=replace(settings.MINASSA.node, exercise=False))
    response = person.get("/api/v1/me")
    assert (response.status_code, response.json()["type"]) == (401, "urn:minassa:fault:api.login-needed")
