"""Requests for information over the API: the whole course, and nothing for a third agency."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from minassa.access import Role
from minassa.access.models import Agency, User
from minassa.desk import attach, thing_label
from tests.api.conftest import a_token, client_of
from tests.factories import make_agency, make_user
from tests.liaison.scene import People, people, sent

pytestmark = pytest.mark.django_db

SCOPES = ("requests:read", "requests:write")
CARE = {"torture": "none", "death_penalty": "none", "refoulement": "none", "fair_trial": "none", "neutral": True}
MARKS = {"tlp": "amber", "handling": ["H0"]}


def officer_of(agency: Agency, *scopes: str) -> Client:
    user = make_user(agency, (Role.ANALYST, Role.LIAISON_OFFICER))
    return client_of(a_token(user, *(scopes or SCOPES)))


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def asked(to: Agency, **given: Any) -> dict[str, Any]:
    return {
        "to": [str(to.id)],
        "title": "EXERCISE lorry",
        "text": "EXERCISE who owns it?",
        "urgency": "priority",
        "purpose": "counter-terrorism",
        "legal_basis": "EXERCISE law",
        "marks": MARKS,
        "care": CARE,
        **given,
    }


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def niger() -> People:
    return people("Niger")


def test_a_request_is_asked_and_answered_by_programs(mali: People, niger: People) -> None:
    sent(mali, niger.agency)  # a person has written to them before, so a program may
    ours, theirs = officer_of(mali.agency), officer_of(niger.agency)
    drafted = post(ours, "/requests", **asked(niger.agency))
    assert drafted.status_code == 201
    file = drafted.json()["request"]["id"]
    assert drafted.json()["can"] == ["edit", "discard", "send"]
    assert post(ours, f"/requests/{file}/send").json() == {"requests": [file]}
    waiting = theirs.get("/api/v1/requests?side=answerer").json()["rows"][0]
    assert (waiting["state"], waiting["title"], waiting["partners"]) == (
        "received",
        "EXERCISE lorry",
        [str(mali.agency.id)],
    )
    post(theirs, f"/requests/{waiting['id']}/question", text="EXERCISE which?", marks=MARKS)
    assert post(ours, f"/requests/{file}/clarify", text="EXERCISE white", marks=MARKS).status_code == 200
    refused = post(theirs, f"/requests/{waiting['id']}/answer", event="part", text="EXERCISE", marks=MARKS, care=CARE)
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:minassa:fault:liaison.reason"
    answer = {"event": "part", "text": "EXERCISE hired", "reason": "ongoing", "marks": MARKS, "care": CARE}
    assert post(theirs, f"/requests/{waiting['id']}/answer", **answer).status_code == 200
    told = ours.get(f"/api/v1/requests/{file}").json()
    assert told["request"]["state"] == "partly"
    assert [one["event"] for one in told["messages"]][-1] == "part"
    assert "verify-with-owner-before-acting" in told["obligations"]
    assert post(ours, f"/requests/{file}/close", text="", marks=MARKS).json()["request"]["state"] == "closed"
    counted = theirs.get("/api/v1/requests/statistics").json()["sides"]
    assert [(one["side"], one["replied"]) for one in counted] == [("asker", 0), ("answerer", 1)]


def test_s07_a_program_does_not_write_to_a_new_partner(mali: People, niger: People) -> None:
    ours = officer_of(mali.agency)
    file = post(ours, "/requests", **asked(niger.agency)).json()["request"]["id"]
    answer = post(ours, f"/requests/{file}/send")
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:minassa:fault:access.step-up-needed"


def test_r13_a_barred_answer_is_refused_to_programs_too(mali: People, niger: People) -> None:
    sent(mali, niger.agency)
    theirs = officer_of(niger.agency)
    file = theirs.get("/api/v1/requests").json()["rows"][0]["id"]
    care = {**CARE, "torture": "real", "assurance": "EXERCISE"}
    barred = post(theirs, f"/requests/{file}/answer", event="full", text="EXERCISE", marks=MARKS, care=care)
    assert barred.status_code == 403
    assert barred.json()["type"] == "urn:minassa:fault:liaison.rights-bar"


def test_a_third_agency_finds_nothing_by_any_operation(mali: People, niger: People) -> None:
    files = sent(mali, niger.agency, title="EXERCISE-CANARY", text="EXERCISE-CANARY")
    chad = officer_of(make_agency("EXERCISE Chad"))
    assert chad.get("/api/v1/requests").json() == {"rows": [], "next": "", "count": "0"}
    assert all(one["sent"] == 0 for one in chad.get("/api/v1/requests/statistics").json()["sides"])
    theirs = officer_of(niger.agency).get("/api/v1/requests").json()["rows"][0]["id"]
    for file in (*files, theirs):
        absent = chad.get("/api/v1/requests/0199aa00-0000-7000-8000-000000000000")
        hidden = chad.get(f"/api/v1/requests/{file}")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.json()["type"] == absent.json()["type"]
        for word in ("question", "clarify", "remark", "close", "withdraw"):
            assert post(chad, f"/requests/{file}/{word}", text="EXERCISE", marks=MARKS).status_code == 404
    for own, other in ((mali, theirs), (niger, files[0])):
        assert officer_of(own.agency).get(f"/api/v1/requests/{other}").status_code == 404


def test_reading_scope_does_not_write(mali: People, niger: People) -> None:
    reader = officer_of(mali.agency, "requests:read")
    assert reader.get("/api/v1/requests").status_code == 200
    assert post(reader, "/requests", **asked(niger.agency)).status_code == 403


def test_the_author_of_a_request_is_told_to_the_own_agency_alone(mali: People, niger: People) -> None:
    sent(mali, niger.agency)
    theirs = officer_of(niger.agency)
    file = theirs.get("/api/v1/requests").json()["rows"][0]["id"]
    shown = theirs.get(f"/api/v1/requests/{file}").content.decode()
    for user in User.objects.filter(agency=mali.agency):
        assert str(user.id) not in shown


@pytest.fixture
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    for name in ("secrets", "audit"):
        (tmp_path / name).symlink_to(settings.MINASSA.home / name, target_is_directory=True)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)


@pytest.mark.usefixtures("own_shelf")
def test_files_go_with_what_a_program_says_where_it_may_read_them(mali: People, niger: People) -> None:
    (file,) = sent(mali, niger.agency)
    about = f"request:{file}"
    label = thing_label(mali.analyst, about=about)
    made = attach(mali.analyst, about=about, label=label, name="EXERCISE list.txt", content=b"EXERCISE-CANARY")
    said = {"text": "EXERCISE", "marks": MARKS, "files": [str(made.id)]}
    without_scope, ours = officer_of(mali.agency), officer_of(mali.agency, *SCOPES, "attachments:read")
    assert post(without_scope, f"/requests/{file}/remark", **said).status_code == 403
    told = post(ours, f"/requests/{file}/remark", **said).json()
    assert told["messages"][-1]["files"] == ["EXERCISE list.txt"]
    theirs = officer_of(niger.agency, *SCOPES, "attachments:read")
    row = theirs.get("/api/v1/requests?side=answerer").json()["rows"][0]["id"]
    (arrived,) = theirs.get(f"/api/v1/attachments?about=request:{row}").json()
    assert theirs.get(f"/api/v1/attachments/{arrived['id']}/file").content == b"EXERCISE-CANARY"
    assert theirs.get(f"/api/v1/attachments?about=request:{file}").status_code == 404
    third = officer_of(make_agency("EXERCISE Chad"), *SCOPES, "attachments:read")
    for one in (file, row):
        assert third.get(f"/api/v1/attachments?about=request:{one}").status_code == 404
    assert third.get(f"/api/v1/attachments/{arrived['id']}/file").status_code == 404
    for wrong in ([str(file)], ["x"], [str(made.id)] * 11):
        assert post(ours, f"/requests/{file}/remark", **{**said, "files": wrong}).status_code in {404, 422}
    assert post(ours, f"/requests/{file}/close", **said).status_code == 422
