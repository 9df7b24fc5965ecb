"""Cases on the pages: opened from a match, worked on, decided, printed; and nothing for whom they are not."""

import re

import pytest

from minassa import audit
from minassa.access import Role
from tests.cases.made import QUESTION, Unit, a_unit, with_list
from tests.factories import make_user
from tests.web.test_requests import entered, text_of
from tests.web.test_safeguards import api

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    made = a_unit()
    with_list(made.analyst)
    return made


def test_a_match_becomes_a_case_that_is_decided_and_printed(unit: Unit) -> None:
    analyst, second, chief = map(entered, unit.users)
    asked = {"name": QUESTION.name, "purpose": "terrorism-financing", "case": "EX-1"}
    answer = text_of(analyst.post("/check/answer/", asked))
    token = re.findall(r'action="/cases/from-hit/">.*?name="token" value="([^"]+)"', answer, re.DOTALL)[0]
    opened = analyst.post("/cases/from-hit/", {"token": token})
    assert opened.status_code == 302
    place = opened["Location"]
    shown = text_of(second.get(place))
    assert QUESTION.name in shown
    assert "Date of birth" in shown
    assert analyst.post("/cases/from-hit/", {"token": token[:-3] + "abc"}).status_code == 422
    for form, given in (
        ("note", {"text": "EXERCISE note <b>bold</b>"}),
        ("assign", {"person": str(unit.users[1].id)}),
        ("due", {"due": "2099-01-01T10:00"}),
        ("link", {"thing": "http://testserver/records/0199aa00-0000-7000-8000-000000000000/"}),
        ("evidence", {"piece": "EXERCISE receipt", "says": "Amount: 9900 XOF\nEXERCISE no name", "about": ""}),
        ("decide", {"verdict": "dismissed", "reason": "EXERCISE born elsewhere", "version": "1"}),
    ):
        assert chief.post(f"{place}{form}/", given).status_code == 302
    shown = text_of(chief.get(place))
    for words in (
        "EXERCISE note &lt;b&gt;bold&lt;/b&gt;",
        "9900 XOF",
        "record:0199aa00…",
        "Somebody else worked on the case",
    ):
        assert words in shown.replace("0199aa00-0000-7000-8000-000000000000", "0199aa00…"), words
    version = re.findall(r'name="version" value="(\d+)"', shown)[0]
    decided = {"verdict": "dismissed", "reason": "EXERCISE born elsewhere", "version": version}
    assert second.post(f"{place}decide/", decided).status_code == 302
    assert "Dismissed" in text_of(second.get("/cases/?state=dismissed"))
    assert QUESTION.name not in text_of(second.get("/cases/?state=open"))
    assert QUESTION.name in text_of(second.get("/cases/?mine=1"))
    assert "Median" in text_of(second.get("/cases/figures/"))
    printed = second.get(f"{place}print/")
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert audit.lines(audit.Filters(action="case.print", outcome="done"))
    stranger = entered(make_user(roles=(Role.SUPERVISOR,)))
    for path in (place, f"{place}print/"):
        assert stranger.get(path).status_code == 404
    for form in ("note", "assign", "decide", "agree", "reopen", "merge", "split", "link", "unlink", "due", "evidence"):
        given = {
            "reason": "x",
            "text": "x",
            "verdict": "dismissed",
            "person": str(unit.users[1].id),
            "into": str(unit.users[1].id),
        }
        given |= {
            "thing": "record:0199aa00-0000-7000-8000-000000000000",
            "due": "2099-01-01T10:00",
            "piece": "x",
            "says": "x",
            "title": "x",
        }
        assert stranger.post(f"{place}{form}/", given).status_code in {302, 400, 404, 422}, form
    assert QUESTION.name not in text_of(stranger.get("/cases/"))


def test_a_case_by_ones_own_words_and_what_is_wrong_is_said(unit: Unit) -> None:
    analyst = entered(unit.users[0])
    assert analyst.get("/cases/new/").status_code == 200
    given = {"title": "EXERCISE shop", "piece": "EXERCISE notes", "says": "Amount: 1", "purpose": "terrorism-financing"}
    assert (
        analyst.post("/cases/new/", given | {"about": "record:0199aa00-0000-7000-8000-000000000000"}).status_code == 422
    )
    assert analyst.post("/cases/new/", {"title": ""}).status_code == 422
    made = analyst.post("/cases/new/", given | {"assignee": str(unit.users[1].id)})
    assert made.status_code == 302
    assert "EXERCISE shop" in text_of(entered(unit.users[1]).get("/"))


def test_a_program_reads_opens_and_decides_cases(unit: Unit) -> None:
    analyst, second = entered(unit.users[0]), entered(unit.users[1])
    hit = api(analyst, "check", name=QUESTION.name, purpose="terrorism-financing").json()["lists"][0]
    given = {
        "question": {"name": QUESTION.name},
        "source": hit["source"],
        "ref": hit["ref"],
        "purpose": "terrorism-financing",
    }
    opened = api(analyst, "cases", **given)
    assert opened.status_code == 201
    told = opened.json()
    place = f"cases/{told['case']['id']}"
    assert api(analyst, "cases", **given).json()["case"]["id"] == told["case"]["id"]
    assert api(second, f"{place}/notes", text="EXERCISE").json()["steps"][-1]["what"] == "noted"
    decision = {"verdict": "dismissed", "reason": "EXERCISE born elsewhere"}
    assert api(second, f"{place}/decide", **decision, version=told["version"]).status_code == 409
    decided = api(second, f"{place}/decide", **decision, version=told["version"] + 1).json()
    assert decided["case"]["state"] == "dismissed"
    figures = api(second, "cases/figures").json()
    assert {"of": "dismissed", "number": 1, "text": "1"} in figures["states"]
    assert [one["id"] for one in api(second, "cases?state=dismissed").json()["rows"]] == [told["case"]["id"]]
    stranger = entered(make_user(roles=(Role.SUPERVISOR,)))
    assert api(stranger, place).status_code == 404
    assert api(stranger, "cases").json()["rows"] == []
    assert {one["number"] for one in api(stranger, "cases/figures").json()["states"]} == {0}


def test_a_report_is_written_reviewed_sent_and_asked_about_on_its_page(unit: Unit) -> None:
    analyst, chief = entered(unit.users[0]), entered(unit.users[2])
    given = {
        "title": "EXERCISE shop",
        "piece": "EXERCISE notes",
        "says": "account: EX-9",
        "purpose": "terrorism-financing",
    }
    case = analyst.post("/cases/new/", given)["Location"]
    place = analyst.post(f"/suspicions/of-case/{case.split('/')[-2]}/")["Location"]
    assert "EX-9" in text_of(analyst.get(place))
    head = {
        "kind": "STR",
        "fiu": "EXERCISE FIU",
        "entity": "EX-77",
        "reference": "EX-STR-1",
        "currency": "XOF",
        "last_name": "EXERCISE",
    }
    move = {"number": "T-1", "on": "2026-03-01", "amount": "9900.50", "currency": "XOF", "to_account": "EX-9"}
    for form, wrong in (
        ("head", {"currency": "francs"}),
        ("party", {"kind": "person"}),
        ("transaction", {"amount": "-1"}),
    ):
        assert analyst.post(f"{place}{form}/", wrong).status_code == 422
    version = re.findall(r'name="version" value="(\d+)"', text_of(analyst.get(place)))[0]
    for form, filled in (
        ("head", {**head, "reason": "EXERCISE deposits", "version": version}),
        ("party", {"kind": "person", "name": "EXERCISE Diarra"}),
        ("transaction", move),
        ("drop", {"part": "parties", "place": "0", "version": str(int(version) + 3)}),
        ("submit", {"version": str(int(version) + 4)}),
    ):
        assert analyst.post(f"{place}{form}/", filled).status_code == 302, form
    assert chief.get(f"{place}xml/").status_code == 409
    assert chief.post(f"{place}review/", {"decision": "agree", "version": str(int(version) + 5)}).status_code == 302
    made = chief.get(f"{place}xml/")
    assert made["Content-Type"] == "application/xml"
    assert b"<amount_local>9900.50</amount_local>" in made.content
    assert chief.get(f"{place}print/ar/").content.startswith(b"%PDF")
    assert chief.post(f"{place}sent/", {"reference": "FIU-1"}).status_code == 302
    assert (
        analyst.post(
            f"{place}reply/", {"kind": "question", "text": "EXERCISE which bank?", "due": "2099-01-01T10:00"}
        ).status_code
        == 302
    )
    shown = text_of(analyst.get(place))
    answer = re.findall(r'action="(/suspicions/[^"]*/answer/)"', shown)[0]
    assert analyst.post(answer, {"answer": "EXERCISE bank"}).status_code == 302
    assert analyst.post(f"{place}close/", {"reason": "EXERCISE done"}).status_code == 302
    assert "Report is closed" in text_of(analyst.get("/suspicions/?state=closed"))
    stranger = entered(make_user(roles=(Role.SUPERVISOR,)))
    for path in (place, f"{place}xml/", f"{place}print/en/"):
        assert stranger.get(path).status_code == 404
    asked = {"name": "EXERCISE shop", "purpose": "terrorism-financing", "case": "EX-STR-1", "text": "EXERCISE deposits"}
    assert "EXERCISE deposits" in text_of(analyst.post("/requests/begin/", asked))
