import json
import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from minassa import audit
from minassa.access.models import User
from tests.api.conftest import Program, a_token, client_of

PROBLEM = "application/problem+json"


def test_health_says_ok_and_nothing_else(db: None) -> None:
    response = Client().get("/api/v1/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"


def test_who_shows_nothing_is_asked_to_log_in(db: None) -> None:
    response = Client().get("/api/v1/me")
    assert response.status_code == 401
    assert response["Content-Type"] == PROBLEM
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json()["type"] == "urn:minassa:fault:api.login-needed"


def test_wrong_expired_and_revoked_tokens_are_told_alike(analyst: User) -> None:
    expired = a_token(analyst, "records:read", life=timedelta(seconds=-1))
    answers = {client_of(raw).get("/api/v1/me").content for raw in ("minassa_t_wrong", expired, "", "\u00e9")}
    assert len(answers) == 1
    assert json.loads(answers.pop())["type"] == "urn:minassa:fault:access.token-unknown"


def test_wrong_tokens_stand_in_the_log_once_a_minute_and_without_the_token(db: None) -> None:
    cache.clear()
    for _ in range(3):
        client_of("minassa_t_planted").get("/api/v1/me")
    noted = audit.lines(audit.Filters(action="token.try"))
    assert [(one.outcome, one.reason, dict(one.details)) for one in noted] == [
        ("refused", "access.token-unknown", {"source": "127.0.0.1"})
    ]
    assert "planted" not in str(noted)


def test_me_tells_the_tokens_person_and_scopes(analyst: User, program: Program) -> None:
    told = program("records:read").get("/api/v1/me").json()
    assert told["kind"] == "token"
    assert told["name"] == analyst.name
    assert told["agency"] == str(analyst.agency_id)
    assert told["scopes"] == ["records:read"]


def test_a_disabled_persons_token_is_worth_nothing(analyst: User, program: Program) -> None:
    client = program("records:read")
    assert client.get("/api/v1/me").status_code == 200
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
def test_an_unknown_address_is_a_problem_for_every_method(db: None, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/no/such/address")
    assert response.status_code == 404
    assert response["Content-Type"] == PROBLEM
    assert response.json()["type"] == "urn:minassa:fault:api.no-address"


@pytest.mark.parametrize("address", ["", "lists/a%0Ab", "records/%E2%80%AE", "records/1", "LISTS"])
def test_whatever_is_no_address_is_a_problem(program: Program, address: str) -> None:
    response = program("lists:read", "records:read").get(f"/api/v1/{address}")
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


def test_a_wrong_method_says_which_are_right(db: None) -> None:
    response = Client().delete("/api/v1/health")
    assert (response.status_code, response["Allow"], response["Content-Type"]) == (405, "GET", PROBLEM)
    assert "GET" in response.json()["next_step"]


def test_faults_are_told_in_the_language_asked_for(db: None) -> None:
    french = Client().get("/api/v1/no", headers={"accept-language": "fr"})
    english = Client().get("/api/v1/no", headers={"accept-language": "en"})
    assert french["Content-Language"] == "fr"
    assert english.json()["title"] == "Not found"


def test_nul_characters_are_refused_wherever_they_come(program: Program) -> None:
    response = program().get("/api/v1/me?x=%00")
    assert (response.status_code, response.json()["type"]) == (400, "urn:minassa:fault:api.control-character")


def test_a_bug_is_told_with_a_reference_that_the_log_has(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("minassa.api.operations.account._possible", lambda _actor: 1 / 0)
    with caplog.at_level(logging.ERROR, logger="minassa.api.problems"):
        response = program().get("/api/v1/me")
    assert response.status_code == 500
    assert response.json()["reference"] in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in response.content.decode()
