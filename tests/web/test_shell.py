"""The shell: headers, languages, appearance, faults."""

import json
import logging
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django import Settings

from minassa.base import LANGUAGES, Conflict, now
from minassa.web.faults import OUR_FAULT
from minassa.web.middleware import FaultPages
from minassa.web.views.faults import our_fault
from tests.factories import actor_for, make_user

pytestmark = pytest.mark.django_db


def test_the_content_policy_allows_nothing_but_our_own_files(visitor: Client) -> None:
    """S24."""
    policy = visitor.get("/about/")["Content-Security-Policy"]
    parts = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    assert parts["default-src"] == ["'none'"]
    for kind in ("script-src", "style-src", "font-src", "connect-src", "worker-src", "form-action"):
        assert parts[kind] == ["'self'"]
    assert parts["img-src"] == ["'self'", "data:"]
    assert parts["frame-ancestors"] == parts["base-uri"] == ["'none'"]
    assert parts["report-uri"] == ["/csp-report/"]
    assert "unsafe" not in policy


def test_no_page_has_inline_script_or_style(visitor: Client) -> None:
    text = visitor.get("/about/").content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", text) == []
    assert re.findall(r"(?:src|href)=[\"'](?:https?:)?//", text) == []


def test_answers_carry_safe_headers(visitor: Client) -> None:
    """S25, S26."""
    answer = visitor.get("/about/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_a_stopped_script_is_noted_without_its_address(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    report = {"csp-report": {"violated-directive": "script-src\r\nforged", "document-uri": "http://x/EXERCISE-secret"}}
    with caplog.at_level(logging.WARNING):
        answer = visitor.post("/csp-report/", json.dumps(report), content_type="application/csp-report")
    assert answer.status_code == 204
    assert "script-srcforged" in caplog.text
    assert "secret" not in caplog.text
    assert visitor.post("/csp-report/", "no json", content_type="application/csp-report").status_code == 400
    assert visitor.post("/csp-report/", "x" * 20_000, content_type="application/csp-report").status_code == 413


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_remembered(visitor: Client, language: str) -> None:
    answer = visitor.post("/language/", {"language": language, "next": "/about/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/about/"
    page = visitor.get("/about/").content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert ("tabler.rtl" in page) == (language == "ar")


def test_the_way_back_stays_on_this_node(visitor: Client) -> None:
    answer = visitor.post("/language/", {"language": "ar", "next": "//elsewhere.example/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize(("theme", "shown"), [("dark", "dark"), ("light", "light"), ("auto", "light"), ("x", "light")])
def test_the_appearance_is_remembered(visitor: Client, theme: str, shown: str) -> None:
    visitor.post("/theme/", {"theme": theme})
    page = visitor.get("/about/").content.decode()
    assert f'data-bs-theme="{shown}"' in page
    assert f'data-theme="{theme if theme != "x" else "auto"}"' in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "لا يوجد هنا شيء يمكنك رؤيته."),
        ("fr", "Il n&#x27;y a rien ici que vous puissiez voir."),
        ("en", "There is nothing here that you can see."),
        ("pt", "Não há aqui nada que possa ver."),
    ],
)
def test_a_lost_address_says_what_to_do_in_each_language(visitor: Client, language: str, words: str) -> None:
    visitor.cookies["language"] = language
    answer = visitor.get("/no/such/page/")
    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_a_next_step() -> None:
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.cookies["language"] = "en"
    answer = strict.post("/language/", {"language": "ar"})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


def test_a_bug_of_ours_shows_a_page_that_asks_no_database(django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/")
    request.actor = actor_for(make_user())  # type: ignore[attr-defined] # set by our middleware
    with django_assert_num_queries(0), override("ar"):
        answer = our_fault(request)
    assert answer.status_code == 500
    assert OUR_FAULT in answer.content.decode()
    assert "حدث خطأ في هذه العقدة" in answer.content.decode()


def test_htmx_gets_a_piece_for_the_place_of_faults() -> None:
    request = RequestFactory().get("/")
    request.htmx = True  # type: ignore[attr-defined] # set by django-htmx's middleware
    answer = FaultPages(lambda _request: None).process_exception(request, Conflict(OUR_FAULT))  # type: ignore[arg-type,return-value] # never called
    assert answer is not None
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#faults"
    assert b"<html" not in answer.content


def test_the_exercise_strip_is_on_every_page_of_an_exercise_node(visitor: Client) -> None:
    visitor.cookies["language"] = "en"
    assert "exercise-strip" in visitor.get("/about/").content.decode()
    assert "exercise-strip" in visitor.get("/no/such/page/").content.decode()


def test_whoever_finds_a_weakness_learns_where_to_write(visitor: Client, settings: Settings) -> None:
    path = "/.well-known/security.txt"
    assert visitor.get(path).status_code == 404  # this node names nobody
    node = replace(
        settings.MINASSA.node, security_contact="mailto:security@agency.example", address="https://node.example"
    )
    settings.MINASSA = replace(settings.MINASSA, node=node)
    told = visitor.get(path)
    lines = dict(line.split(": ", 1) for line in told.content.decode().splitlines())
    assert told["Content-Type"] == "text/plain; charset=utf-8"
    assert (lines["Contact"], lines["Canonical"]) == ("mailto:security@agency.example", f"https://node.example{path}")
    assert timedelta(0) < datetime.fromisoformat(lines["Expires"]) - now() < timedelta(days=365)
