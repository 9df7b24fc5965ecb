"""The API for a person who is logged in: what changes something needs the form token of our pages."""

import json
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from minassa.access.models import LoginSession, User
from minassa.base import now
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


def test_a_wrong_token_is_not_saved_by_a_session(person: Client) -> None:
    assert person.get("/api/v1/me", headers={"authorization": "Bearer minassa_t_wrong"}).status_code == 401


def test_a_session_that_was_ended_is_not_let_in(person: Client, analyst: User) -> None:
    LoginSession.objects.filter(user=analyst).update(ended=now())
    assert person.get("/api/v1/me").status_code == 401


def test_a_session_without_a_factor_is_not_let_in_where_one_is_needed(person: Client, settings: Settings) -> None:
    settings.MINASSA = replace(settings.MINASSA, node=replace(settings.MINASSA.node, exercise=False))
    response = person.get("/api/v1/me")
    assert (response.status_code, response.json()["type"]) == (401, "urn:minassa:fault:api.login-needed")
