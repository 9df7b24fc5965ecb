import json
from typing import Any

import pytest
from django.core.cache import cache

from minassa import audit
from minassa.access.models import User
from minassa.api.pace import CHECKS
from minassa.screening import delta, import_list
from tests.api.conftest import Program
from tests.api.test_lists import SAMPLES
from tests.factories import actor_for
from tests.records.made import add

WHY = {"purpose": "counter-terrorism", "case": "EX-2026-014"}
URL = "/api/v1/check"


@pytest.fixture
def listed(analyst: User) -> tuple[str, str]:
    """The reference and name of one on the invented list, in force."""
    cache.clear()
    actor = actor_for(analyst)
    version = import_list(actor, source="un-sc", path=SAMPLES / "un-sc.xml")
    first = next(one for one in delta(actor, source="un-sc", version=version.number) if one.after)
    return first.ref, first.caption


def asked(program: Program, **fields: object) -> dict[str, Any]:
    response = program("check").post(URL, json.dumps({**WHY, **fields}), content_type="application/json")
    assert response.status_code == 200, response.content
    told: dict[str, Any] = response.json()
    return told


def test_a_listed_name_is_found_with_its_reasons(listed: tuple[str, str], program: Program) -> None:
    ref, name = listed
    told = asked(program, name=name)
    best = told["lists"][0]
    assert (best["source"], best["ref"]) == ("un-sc", ref)
    assert best["score"] > 0.9
    assert best["reasons"]
    assert best["why"]
    assert best["marks"] == ["TLP:CLEAR"]
    assert told["dismissed"] == []


def test_the_log_has_the_purpose_and_case_but_not_the_name(listed: tuple[str, str], program: Program) -> None:
    asked(program, name=listed[1])
    line = audit.lines(audit.Filters(action="check.ask"))[0]
    assert (line.purpose, line.case) == (WHY["purpose"], WHY["case"])
    assert listed[1].split()[0].lower() not in str(line).lower()


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"purpose": None}, "body.purpose"),
        ({"name": "x" * 301}, "body.name"),
        ({"country": "Mali"}, "body.country"),
        ({"limit": 0}, "body.limit"),
        ({"limit": "5"}, "body.limit"),
        ({"nmae": "EXERCISE"}, "body.nmae"),
        ({"case": "EX\u202e1"}, "body.case"),
    ],
)
def test_each_wrong_field_is_named_and_never_repeated(
    db: None, program: Program, fields: dict[str, object], where: str
) -> None:
    body = {"name": "EXERCISE Secret Name", **WHY, **fields}
    response = program("check").post(URL, json.dumps(body), content_type="application/json")
    told = response.json()
    assert response.status_code == 422
    assert [one["field"] for one in told["fields"]] == [where]
    assert "Secret" not in response.content.decode()


def test_a_question_needs_a_known_purpose(db: None, program: Program) -> None:
    body = {"name": "EXERCISE Name", "purpose": "curiosity"}
    response = program("check").post(URL, json.dumps(body), content_type="application/json")
    assert (response.status_code, response.json()["type"]) == (403, "urn:minassa:fault:access.purpose-unknown")


@pytest.mark.parametrize(
    ("body", "content_type", "verdict"),
    [
        (b'{"name": ', "application/json", (400, "api.unreadable")),
        (b'{"name": "\xff"}', "application/json", (400, "api.unreadable")),
        (b'{"limit": NaN}', "application/json", (400, "api.unreadable")),
        (b'{"name": "\\ud800"}', "application/json", (400, "api.unreadable")),
        (b'{"name": "a\\u0000b"}', "application/json", (400, "api.control-character")),
        (b'{"x":' * 20 + b"1" + b"}" * 20, "application/json", (400, "api.too-deep")),
        (b"[" * 100_000 + b"]" * 100_000, "application/json", (400, "api.unreadable")),
        (b'{"name": "' + b"a" * 70_000 + b'"}', "application/json", (413, "api.too-long")),
        (b"[" + b"1," * 30_000 + b"1]", "application/json", (413, "api.too-long")),
        (b'"' + b"a" * 1_100_000 + b'"', "application/json", (413, "api.too-large")),
        (b"name=x", "application/x-www-form-urlencoded", (415, "api.wrong-type")),
        (b"{}", "text/plain", (415, "api.wrong-type")),
    ],
)
def test_hostile_bodies_are_told_apart(
    program: Program, body: bytes, content_type: str, verdict: tuple[int, str]
) -> None:
    status, code = verdict
    response = program("check").post(URL, body, content_type=content_type)
    assert (response.status_code, response.json()["type"]) == (status, f"urn:minassa:fault:{code}")


def test_too_many_questions_are_told_when_to_come_back(db: None, program: Program) -> None:
    cache.clear()
    client = program("check")
    answers = [client.post(URL, b"{}", content_type="application/json") for _ in range(CHECKS.person + 1)]
    assert [one.status_code for one in answers] == [422] * CHECKS.person + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    cache.clear()


def test_who_may_not_check_is_refused_and_that_is_logged(db: None, program: Program) -> None:
    body = json.dumps({"name": "EXERCISE Name", **WHY})
    response = program("lists:read").post(URL, body, content_type="application/json")
    assert response.status_code == 403
    assert audit.lines(audit.Filters(action="check.ask"))[0].outcome == "refused"


def test_a_record_is_found_and_can_be_dismissed_too(analyst: User, program: Program) -> None:
    cache.clear()
    record = add(actor_for(analyst), "EXERCISE Zargoun Ould Sidi")
    hit = asked(program, name="EXERCISE Zargoun Ould Sidi")["records"][0]
    assert (hit["ref"], hit["marks"][0]) == (str(record.id), "TLP:AMBER")
    given = {
        "question": {"name": "EXERCISE Zargoun Ould Sidi"},
        **{name: hit[name] for name in ("source", "ref", "fingerprint")},
        "verdict": "dismissed",
        "reason": "EXERCISE: the same name only.",
    }
    response = program("check").post(f"{URL}/judgements", json.dumps(given), content_type="application/json")
    assert response.status_code == 201
    assert asked(program, name="EXERCISE Zargoun Ould Sidi")["records"] == []


def test_a_dismissed_hit_stands_apart_with_its_reason(listed: tuple[str, str], program: Program) -> None:
    ref, name = listed
    hit = next(one for one in asked(program, name=name)["lists"] if one["ref"] == ref)
    given = {
        "question": {"name": name},
        "source": hit["source"],
        "ref": ref,
        "fingerprint": hit["fingerprint"],
        "verdict": "dismissed",
        "reason": "EXERCISE: another date of birth.",
    }
    response = program("check").post(f"{URL}/judgements", json.dumps(given), content_type="application/json")
    assert (response.status_code, response.json()["verdict"]) == (201, "dismissed")
    told = asked(program, name=name)
    assert [one["judged"]["reason"] for one in told["dismissed"]] == [given["reason"]]
    assert ref not in [one["ref"] for one in told["lists"]]
    assert ref in [one["ref"] for one in asked(program, name=name, country="KE")["lists"]]
