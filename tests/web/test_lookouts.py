"""Lookouts on the pages and over the API: issued, accepted, met by a check, renewed, withdrawn; hidden from others."""

import json
from datetime import timedelta
from typing import Any

import pytest

from minassa.access import Role
from minassa.access.models import Agency
from minassa.base import today
from tests.api.conftest import a_token, client_of
from tests.factories import make_agency, make_user
from tests.web.test_requests import GATE, Side2, entered, text_of

pytestmark = pytest.mark.django_db

ASKED = {"name": "EX 445 566", "purpose": "counter-terrorism", "case": "EX-1"}


def written(*to: Agency, **given: Any) -> dict[str, Any]:
    return {
        "to": [f"agency:{one.id}" for one in to],
        "kind": "vehicle",
        "title": "EXERCISE-CANARY lorry",
        "names": "",
        "numbers": "EX-445-566\nEX-445-567",
        "why": "EXERCISE carries money",
        "wish": "call",
        "tell": "both",
        "purpose": "counter-terrorism",
        "legal_basis": "EXERCISE law",
        "expires": (today() + timedelta(days=30)).isoformat(),
        **GATE,
        **given,
    }


@pytest.fixture
def mali() -> Side2:
    return Side2("Mali")


@pytest.fixture
def niger() -> Side2:
    return Side2("Niger")


def test_a_lookout_is_issued_accepted_met_renewed_and_withdrawn(mali: Side2, niger: Side2) -> None:
    page = mali.analyst.post("/lookouts/new/", written(niger.agency))["Location"]
    assert mali.analyst.post(f"{page}issue/").status_code == 403
    mali.chief.post(f"{page}issue/")
    assert "A lookout is no ground to stop or hold anybody." in text_of(niger.analyst.get(page))
    assert "Accept for my agency" in text_of(niger.officer.get(page))
    assert "EXERCISE-CANARY" not in text_of(niger.analyst.post("/check/answer/", ASKED))
    niger.officer.post(f"{page}accept/")
    answer = text_of(niger.analyst.post("/check/answer/", ASKED))
    assert "Lookouts that this met" in answer
    assert "EXERCISE-CANARY lorry" in answer
    assert "Call us at once, before you do anything" in answer
    assert "EXERCISE Niger has met what your agency looks out for." in text_of(mali.officer.get("/"))
    assert "the same number" in text_of(mali.analyst.get(page))
    far = (today() + timedelta(days=400)).isoformat()
    assert mali.chief.post(f"{page}renew/", {"until": far, "reason": "EXERCISE"}).status_code == 422
    near = (today() + timedelta(days=60)).isoformat()
    assert mali.chief.post(f"{page}renew/", {"until": near, "reason": "EXERCISE"}).status_code == 302
    assert niger.officer.post(f"{page}decline/", {"reason": ""}).status_code == 422
    mali.officer.post(f"{page}withdraw/")
    assert niger.officer.get(page).status_code == 404
    assert "EXERCISE-CANARY" not in text_of(niger.analyst.post("/check/answer/", ASKED))


def test_a_faulty_form_keeps_what_was_typed(mali: Side2, niger: Side2) -> None:
    spoils: list[dict[str, Any]] = [{"numbers": ""}, {"why": ""}, {"expires": "2000-01-01"}, {"to": []}]
    for spoil in spoils:
        answer = mali.analyst.post("/lookouts/new/", written(niger.agency) | spoil)
        assert answer.status_code == 422
        assert "EXERCISE-CANARY lorry" in text_of(answer)


def test_r13_a_barred_lookout_is_not_issued(mali: Side2, niger: Side2) -> None:
    barred = {"risk-torture": "real", "assurance": "EXERCISE"}
    page = mali.analyst.post("/lookouts/new/", written(niger.agency, **barred))["Location"]
    mali.chief.post(f"{page}issue/")
    assert "This must not be sent" in text_of(mali.chief.get(page))
    assert "EXERCISE-CANARY" not in text_of(niger.officer.get("/lookouts/"))


def test_a_third_agency_finds_no_lookout(mali: Side2, niger: Side2) -> None:
    page = mali.officer.post("/lookouts/new/", written(niger.agency))["Location"]
    mali.chief.post(f"{page}issue/")
    niger.officer.post(f"{page}accept/")
    outsider = entered(make_user(make_agency("EXERCISE Chad"), (Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR)))
    for path in ("/", "/lookouts/", "/inbox/", "/alerts/"):
        assert "EXERCISE-CANARY" not in text_of(outsider.get(path)), path
    assert "EXERCISE-CANARY" not in text_of(outsider.post("/check/answer/", ASKED))
    for below in ("", "edit/"):
        assert outsider.get(page + below).status_code == 404
    for below in ("accept/", "issue/", "withdraw/", "discard/"):
        assert outsider.post(page + below).status_code == 404
    assert "has met" not in text_of(mali.officer.get("/"))


def test_programs_draft_accept_and_check(mali: Side2, niger: Side2) -> None:
    ours = client_of(a_token(mali.users[Role.ANALYST], "lookouts:read", "lookouts:write"))
    theirs = client_of(a_token(niger.users[Role.LIAISON_OFFICER], "lookouts:read", "lookouts:write", "check"))
    care = {"torture": "none", "death_penalty": "none", "refoulement": "none", "fair_trial": "none", "neutral": True}
    body = {
        "to": [f"agency:{niger.agency.id}"],
        "kind": "vehicle",
        "title": "EXERCISE lorry",
        "numbers": ["EX-445-566"],
        "why": "EXERCISE",
        "purpose": "counter-terrorism",
        "legal_basis": "EXERCISE law",
        "expires": (today() + timedelta(days=30)).isoformat() + "T00:00:00Z",
        "tlp": "amber",
        "handling": ["H0"],
        "care": care,
    }
    kept = ours.post("/api/v1/lookouts", json.dumps(body), content_type="application/json")
    assert kept.status_code == 201
    lookout = kept.json()["lookout"]["id"]
    mali.chief.post(f"/lookouts/{lookout}/issue/")
    assert theirs.get("/api/v1/lookouts").json()["rows"][0]["answer"] is None
    accepted = theirs.post(f"/api/v1/lookouts/{lookout}/accept", "{}", content_type="application/json")
    assert accepted.json()["lookout"]["answer"] is True
    met = theirs.post("/api/v1/check", json.dumps(ASKED), content_type="application/json").json()["lookouts"]
    assert [(one["id"], one["exact"]) for one in met] == [(lookout, True)]
    told = ours.get(f"/api/v1/lookouts/{lookout}").json()
    assert [one["accepted"] for one in told["replies"]] == [True]
    assert len(told["meetings"]) == 1
    outsider = client_of(a_token(make_user(make_agency("EXERCISE Chad")), "lookouts:read"))
    assert outsider.get("/api/v1/lookouts").json() == {"rows": [], "next": "", "count": "0"}
    assert outsider.get(f"/api/v1/lookouts/{lookout}").status_code == 404
