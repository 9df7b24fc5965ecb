"""Assistance, training, the directory, good practices and reports over the API; and nothing for a third agency."""

from datetime import timedelta
from typing import Any

import pytest

from minassa.base import now
from tests.api.test_requests import CARE, MARKS, asked, officer_of, post
from tests.factories import make_agency
from tests.liaison.scene import People, people, sent

pytestmark = pytest.mark.django_db
SCOPES = (
    *("requests:read", "requests:write", "expertise:read", "expertise:write"),
    *("releases:read", "releases:write"),
)
SHARED = {"everyone": True, "tlp": "green", "handling": ["H0"]}


def day(later: int) -> str:
    return (now() + timedelta(days=later)).date().isoformat()


def terms(**given: Any) -> dict[str, Any]:
    return {"field": "forensics", "languages": ["fr"], "place": "EXERCISE", "begins": day(5), "ends": day(9), **given}


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def niger() -> People:
    return people("Niger")


def test_a_program_finds_help_asks_for_it_and_rates_it(mali: People, niger: People) -> None:
    sent(mali, niger.agency)
    ours, theirs = (officer_of(one.agency, *SCOPES) for one in (mali, niger))
    offered = post(
        theirs, "/expertise", field="forensics", languages=["fr"], offered="EXERCISE", contact="EXERCISE desk", **SHARED
    )
    assert offered.status_code == 201
    found = ours.get("/api/v1/expertise/suggestions?field=forensics&languages=fr&languages=ar").json()
    assert [(one["agency"], one["fit"]) for one in found] == [(str(niger.agency.id), "skill-and-some-languages")]
    assert ours.get("/api/v1/expertise/suggestions").json() == []
    body = asked(niger.agency, kind="assistance", terms=terms(), care=None)
    file = post(ours, "/requests", **body).json()["request"]["id"]
    assert post(ours, f"/requests/{file}/send").status_code == 200
    received = theirs.get("/api/v1/requests?kind=assistance&side=answerer").json()["rows"][0]["id"]
    assert theirs.get("/api/v1/requests?kind=training").json()["rows"] == []
    contacts = theirs.get(f"/api/v1/requests/{received}/contacts").json()
    assert [one["contact"] for one in contacts] == ["EXERCISE desk"]
    tender = {"languages": ["fr"], "persons": 2, "begins": day(5), "ends": day(9)}
    offer = {"event": "offer", "text": "EXERCISE two analysts", "marks": MARKS}
    assert post(theirs, f"/requests/{received}/answer", **offer).status_code == 422
    assert post(theirs, f"/requests/{received}/answer", **offer, tender=tender).status_code == 200
    assert ours.get(f"/api/v1/requests/{file}").json()["messages"][-1]["tender"] == tender
    assert post(ours, f"/requests/{file}/accept", text="", marks=MARKS).json()["request"]["state"] == "accepted"
    assert post(ours, f"/requests/{file}/close", text="", marks=MARKS).json()["can"] == ["rate", "note"]
    assert post(ours, f"/requests/{file}/rate", stars=6, text="EXERCISE", marks=MARKS).status_code == 422
    rated = post(ours, f"/requests/{file}/rate", stars=5, text="EXERCISE", marks=MARKS)
    assert (rated.status_code, rated.json()["messages"][-1]["stars"]) == (200, 5)
    again = post(ours, f"/requests/{file}/rerate", stars=4, text="EXERCISE", marks=MARKS).json()["messages"]
    assert [(one["stars"], one["superseded"]) for one in again[-2:]] == [(5, True), (4, False)]
    over = post(theirs, f"/requests/{received}/retract", reason="no-funds", marks=MARKS)
    assert (over.status_code, theirs.get(f"/api/v1/requests/{received}").json()["messages"][-1]["stars"]) == (409, 4)


def test_a_training_is_nominated_for_by_programs_and_a_third_agency_finds_no_name(mali: People, niger: People) -> None:
    chad = make_agency("EXERCISE Chad")
    sent(mali, niger.agency, chad)
    ours, theirs, third = (officer_of(one, *SCOPES) for one in (mali.agency, niger.agency, chad))
    body = asked(niger.agency, kind="training", terms=terms(seats=1, format="online"), care=None)
    body["to"].append(str(chad.id))
    file = post(ours, "/requests", **body).json()["request"]["id"]
    files = post(ours, f"/requests/{file}/send").json()["requests"]
    received = theirs.get("/api/v1/requests?kind=training").json()["rows"][0]["id"]
    nominees = [{"function": "EXERCISE trainer", "name": "EXERCISE-CANARY"}]
    answered = post(theirs, f"/requests/{received}/answer", event="nominate", marks=MARKS, nominees=nominees)
    assert (answered.status_code, answered.json()["messages"][-1]["nominees"]) == (200, nominees)
    told = post(ours, f"/requests/{file}/confirm", chosen=[1], marks=MARKS).json()
    assert (told["request"]["state"], told["seats"]) == ("accepted", 1)
    assert post(ours, f"/requests/{file}/attend", chosen=[2], marks=MARKS).status_code == 422
    assert post(ours, f"/requests/{file}/attend", chosen=[], marks=MARKS).json()["request"]["state"] == "held"
    for path in ("", "?kind=training", "/statistics"):
        assert b"CANARY" not in third.get(f"/api/v1/requests{path}").content
    for row in third.get("/api/v1/requests").json()["rows"]:
        answer = third.get(f"/api/v1/requests/{row['id']}")
        assert (b"CANARY" in answer.content, str(niger.agency.id) in answer.content.decode()) == (False, False)
    for hidden in (*files, received):
        for word, more in (("rate", {"stars": 1, "text": "EXERCISE"}), ("confirm", {"chosen": [1]})):
            assert post(third, f"/requests/{hidden}/{word}", marks=MARKS, **more).status_code == 404


def test_r13_a_program_cannot_leave_the_questions_out_where_equipment_changes_hands(
    mali: People, niger: People
) -> None:
    sent(mali, niger.agency)
    ours, theirs = (officer_of(one.agency, *SCOPES) for one in (mali, niger))
    body = asked(niger.agency, kind="assistance", terms=terms(use="equipment"), care=None)
    file = post(ours, "/requests", **body).json()["request"]["id"]
    assert post(ours, f"/requests/{file}/send").json()["type"] == "urn:minassa:fault:liaison.care-missing"
    ours.put(f"/api/v1/requests/{file}", body | {"care": CARE}, content_type="application/json")
    assert post(ours, f"/requests/{file}/send").status_code == 200
    received = theirs.get("/api/v1/requests?kind=assistance").json()["rows"][0]["id"]
    tender = {"languages": ["fr"], "persons": 2, "begins": day(5), "ends": day(9)}
    offer = {"event": "offer", "text": "EXERCISE", "marks": MARKS, "tender": tender}
    refused = post(theirs, f"/requests/{received}/answer", **offer)
    assert refused.json()["type"] == "urn:minassa:fault:liaison.care-missing"
    assert post(theirs, f"/requests/{received}/answer", **offer, care=CARE).status_code == 200


def test_programs_keep_the_directory_and_write_drafts_that_only_people_release(mali: People, niger: People) -> None:
    ours, theirs = (officer_of(one.agency, *SCOPES) for one in (mali, niger))
    entry = {"field": "border", "languages": ["fr"], "offered": "EXERCISE", "contact": "EXERCISE", **SHARED}
    made = post(ours, "/expertise", **entry).json()
    changed = entry | {"everyone": False, "offered": "EXERCISE-CANARY", "tlp": "amber"}
    address = f"/api/v1/expertise/{made['id']}"
    assert theirs.get(address).json()["offered"] == "EXERCISE"
    assert ours.put(address, changed, content_type="application/json").json()["offered"] == "EXERCISE-CANARY"
    assert theirs.get(address).status_code == 404
    assert theirs.get("/api/v1/expertise?field=border").json() == []
    assert post(theirs, f"/expertise/{made['id']}/remove").status_code == 404
    assert post(ours, f"/expertise/{made['id']}/confirm").json()["stale"] is False
    lesson = {"kind": "lesson", "title": "EXERCISE-CANARY", "text": "EXERCISE-CANARY", "field": "border", **MARKS}
    report = {"title": "EXERCISE-CANARY", "sections": {"situation": "EXERCISE-CANARY", "gaps": "EXERCISE"}, **MARKS}
    for path, body, word in (("/practices", lesson, "practice"), ("/reports", report, "report")):
        told = post(ours, path, **body)
        assert told.status_code == 201
        id_ = told.json()[word]["id"]
        again = ours.put(f"/api/v1{path}/{id_}", body | {"title": "EXERCISE other"}, content_type="application/json")
        assert again.json()[word]["title"] == "EXERCISE other"
        assert [one["id"] for one in ours.get(f"/api/v1{path}").json()["rows"]] == [id_]
        assert b"CANARY" not in theirs.get(f"/api/v1{path}").content
        assert theirs.get(f"/api/v1{path}/{id_}").status_code == 404
        assert post(theirs, f"{path}/{id_}/discard").status_code == 404
        assert post(ours, f"{path}/{id_}/discard").json() == {"discarded": id_}
        assert ours.get(f"/api/v1{path}/{id_}").status_code == 404
    assert post(ours, f"/expertise/{made['id']}/remove").json() == {"removed": made["id"]}
    assert ours.get(address).status_code == 404
