"""Requests on the pages: written, sent, answered, refused, and what a third agency does not find anywhere."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from minassa import liaison, records
from minassa.access import Handling, Label, Role, Tlp
from minassa.access.models import Agency, LoginSession, User
from minassa.base import now
from minassa.liaison import Side, State
from tests.factories import actor_for, make_agency, make_user
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db

NO_RISK = {f"risk-{one}": "none" for one in ("torture", "death-penalty", "refoulement", "fair-trial")}
MARKS = {"tlp": "amber", "handling": ["H0"]}
GATE = {**NO_RISK, "neutral": "on", **MARKS}


def entered(user: User) -> Client:
    client = browser()
    log_in(client, user)
    LoginSession.objects.filter(user=user).update(stepped_up_at=now())
    return client


def asked(*to: Agency, **given: Any) -> dict[str, Any]:
    return {
        "to": [str(one.id) for one in to],
        "title": "EXERCISE white lorry",
        "text": "EXERCISE who owns EX-1234?",
        "urgency": "urgent",
        "purpose": "counter-terrorism",
        "legal_basis": "EXERCISE law",
        "case": "EX-2026-1",
        **GATE,
        **given,
    }


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


class Side2:
    """One agency's people, logged in."""

    def __init__(self, name: str) -> None:
        self.agency = make_agency(f"EXERCISE {name}")
        self.users = {
            role: make_user(self.agency, (role,)) for role in (Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR)
        }
        self.analyst, self.officer, self.chief = (entered(user) for user in self.users.values())

    def file(self, side: Side) -> Any:
        return liaison.list_requests(actor_for(self.users[Role.LIAISON_OFFICER]), side=side).rows[0]


@pytest.fixture
def mali() -> Side2:
    return Side2("Mali")


@pytest.fixture
def niger() -> Side2:
    return Side2("Niger")


def test_a_first_request_that_wants_a_proof_first_leaves_no_second_draft(mali: Side2, niger: Side2) -> None:
    LoginSession.objects.filter(user=mali.users[Role.LIAISON_OFFICER]).update(stepped_up_at=None)
    words = {**asked(niger.agency), "action": "send"}
    away = mali.officer.post("/requests/new/", words)
    assert away["Location"].startswith("/account/")
    LoginSession.objects.update(stepped_up_at=now())
    assert mali.officer.post("/requests/new/", words).status_code == 302  # the browser sends the form again
    found = liaison.list_requests(actor_for(mali.users[Role.LIAISON_OFFICER]), side=Side.ASKER).rows
    assert [one.state for one in found] == [State.RECEIVED]


def test_a_request_goes_from_page_to_page_until_it_is_closed(mali: Side2, niger: Side2) -> None:
    kept = mali.analyst.post("/requests/new/", {**asked(niger.agency), "action": "send"})
    assert kept.status_code == 302  # an analyst's is kept as a draft, whatever the button
    draft = mali.file(Side.ASKER)
    assert draft.state is State.DRAFT
    assert "Send the request" in text_of(mali.officer.get(kept["Location"]))
    assert "Send the request" not in text_of(mali.analyst.get(kept["Location"]))
    assert mali.officer.post(f"/requests/{draft.id}/send/").status_code == 302
    theirs = niger.file(Side.ANSWERER)
    shown = text_of(niger.officer.get("/requests/"))
    assert "EXERCISE white lorry" in shown
    assert "New, nobody has taken it" in shown
    person = niger.users[Role.ANALYST].id
    niger.officer.post(f"/requests/{theirs.id}/assign/", {"person": str(person)})
    assert "In hand there" in text_of(mali.analyst.get(f"/requests/{draft.id}/"))
    asked_back = {"text": "EXERCISE which country?", **MARKS}
    niger.officer.post(f"/requests/{theirs.id}/say/question/", asked_back)
    assert "EXERCISE which country?" in text_of(mali.analyst.get(f"/requests/{draft.id}/"))
    mali.officer.post(f"/requests/{draft.id}/say/clarify/", {"text": "EXERCISE Mali", **MARKS})
    niger.analyst.post(f"/requests/{theirs.id}/note/", {"text": "EXERCISE inner note"})
    answer = {"event": "part", "text": "EXERCISE a hired lorry", "reason": "ongoing", **GATE}
    assert niger.officer.post(f"/requests/{theirs.id}/answer/", answer).status_code == 302
    page = text_of(mali.analyst.get(f"/requests/{draft.id}/"))
    assert "EXERCISE a hired lorry" in page
    assert "It would harm an investigation that is under way" in page
    assert "Verify with the owner before acting." in page
    assert "EXERCISE inner note" not in page
    assert "EXERCISE inner note" in text_of(niger.officer.get(f"/requests/{theirs.id}/"))
    mali.officer.post(f"/requests/{draft.id}/say/close/", {"text": "", **MARKS})
    assert niger.file(Side.ANSWERER).state is State.CLOSED
    assert "1 requests" in text_of(niger.officer.get("/requests/?side=answerer"))
    assert "Replied to" in text_of(niger.analyst.get("/requests/statistics/"))


def test_a_faulty_form_keeps_what_was_typed_and_says_what_to_mend(mali: Side2, niger: Side2) -> None:
    answer = mali.officer.post("/requests/new/", asked(niger.agency, text="", title="EXERCISE kept"))
    assert answer.status_code == 422
    assert 'href="#id_text"' in text_of(answer)
    assert "EXERCISE kept" in text_of(answer)
    half = asked(niger.agency, **{"risk-torture": ""})
    assert "human-rights questions are not all answered" in text_of(mali.officer.post("/requests/new/", half))
    sent = asked(niger.agency, action="send", neutral="")
    assert mali.officer.post("/requests/new/", sent).status_code == 422
    assert liaison.list_requests(actor_for(niger.users[Role.LIAISON_OFFICER])).rows == ()


def test_what_is_typed_comes_back_until_it_is_kept(mali: Side2, niger: Side2) -> None:
    typed = {"form": "request", "about_draft": "", **asked(niger.agency, title="EXERCISE half a thought")}
    assert mali.analyst.post("/requests/draft/", typed).status_code == 204
    assert "EXERCISE half a thought" in text_of(mali.analyst.get("/requests/new/"))
    assert "EXERCISE half a thought" in text_of(mali.analyst.get("/"))
    assert "EXERCISE half a thought" not in text_of(mali.officer.get("/requests/new/"))
    mali.analyst.post("/requests/new/", asked(niger.agency))
    assert "EXERCISE half a thought" not in text_of(mali.analyst.get("/requests/new/"))
    for form, about in (("request", "x"), ("other", ""), ("request-answer", "")):
        stray = mali.analyst.post("/requests/draft/", {"form": form, "about_draft": about, "title": "EXERCISE"})
        assert stray.status_code == 422


def test_r13_a_risk_goes_by_way_of_a_second_person(mali: Side2, niger: Side2) -> None:
    risk = {"risk-death-penalty": "real", "assurance": "EXERCISE in writing"}
    page = mali.officer.post("/requests/new/", asked(niger.agency, **risk))["Location"]
    assert "Ask a second person" in text_of(mali.officer.get(page))
    where = mali.officer.post(f"{page}send/", {"reason": "EXERCISE weighed"})["Location"]
    assert where.startswith("/approvals/")
    shown = text_of(mali.chief.get(where))
    assert "Send a request despite a risk to human rights" in shown
    assert "EXERCISE white lorry" in shown
    mali.chief.post(f"{where}decide/", {"decision": "grant"})
    assert mali.officer.post(f"{where}carry-out/")["Location"] == page
    theirs = niger.file(Side.ANSWERER)
    answer = {"event": "full", "text": "EXERCISE yes", **GATE, "risk-fair-trial": "real", "assurance": "EXERCISE"}
    asked_why = niger.officer.post(f"/requests/{theirs.id}/answer/", answer)
    assert asked_why.status_code == 422
    assert 'href="#id_why"' in text_of(asked_why)
    where = niger.officer.post(f"/requests/{theirs.id}/answer/", {**answer, "why": "EXERCISE weighed"})["Location"]
    assert "Answer that waits for a second person" in text_of(niger.chief.get(f"/requests/{theirs.id}/"))
    niger.chief.post(f"{where}decide/", {"decision": "grant"})
    niger.officer.post(f"{where}carry-out/")
    assert "EXERCISE yes" in text_of(mali.officer.get(page))
    barred = {**answer, "risk-torture": "real"}
    page = mali.officer.post("/requests/new/", {**asked(niger.agency), "action": "send"})["Location"]
    refused = niger.officer.post(f"/requests/{niger.file(Side.ANSWERER).id}/answer/", barred)
    assert refused.status_code == 422
    assert "This must not be sent" in text_of(refused)


def test_one_click_asks_the_owner_of_a_record(mali: Side2, niger: Side2) -> None:
    owner = actor_for(niger.users[Role.ANALYST])
    label = Label(
        niger.agency.id,
        Tlp.AMBER_STRICT,
        frozenset({f"agency:{mali.agency.id}"}),
        frozenset({Handling.H0}),
        exercise=True,
    )
    held = records.add_record(
        owner,
        schema="Person",
        properties={"name": ["EXERCISE Abderrahmane Ould Salem"]},
        label=label,
        ground=records.Ground("EXERCISE law", "counter-terrorism"),
    )
    link = f"/requests/new/?record={held.id}"
    assert link in text_of(mali.analyst.get(f"/records/{held.id}/"))
    question = {"name": "EXERCISE Abderrahmane Ould Salem", "purpose": "counter-terrorism", "case": "EX-1"}
    answer = text_of(mali.analyst.post("/check/answer/", question))
    assert link in answer
    form = text_of(mali.analyst.get(link))
    assert "EXERCISE Abderrahmane Ould Salem" in form
    assert re.search(rf'value="{niger.agency.id}"[^>]*checked', form)
    assert f'value="{held.id}"' in form
    assert re.search(r'value="amber_strict"[^>]*selected', form)
    begun = mali.analyst.post("/requests/begin/", question)
    assert 'value="EXERCISE Abderrahmane Ould Salem"' in text_of(begun)
    mali.officer.post("/requests/new/", asked(niger.agency, about=str(held.id), action="send"))
    assert f"/records/{held.id}/" in text_of(niger.officer.get(f"/requests/{niger.file(Side.ANSWERER).id}/"))


def test_s17_a_third_agency_and_the_secretariat_find_nothing_on_any_page(mali: Side2, niger: Side2) -> None:
    canary = {"title": "EXERCISE-CANARY title", "text": "EXERCISE-CANARY text", "case": "CANARY-1"}
    page = mali.officer.post("/requests/new/", {**asked(niger.agency, **canary), "action": "send"})["Location"]
    file = niger.file(Side.ANSWERER).id
    niger.officer.post(f"/requests/{file}/answer/", {"event": "full", "text": "EXERCISE-CANARY answer", **GATE})
    thread = str(liaison.read_request(actor_for(mali.users[Role.ANALYST]), id=mali.file(Side.ASKER).id).thread)
    from minassa.access import AgencyKind  # noqa: PLC0415 - this test alone needs it

    secretariat = make_agency("EXERCISE secretariat", kind=AgencyKind.SECRETARIAT)
    outsiders = [
        entered(make_user(make_agency("EXERCISE Chad"), (Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR)))
    ]
    outsiders.append(entered(make_user(secretariat, (Role.SECRETARIAT, Role.SUPERVISOR))))
    for outsider in outsiders:
        for path in (
            "/",
            "/requests/",
            "/requests/?side=asker",
            "/requests/statistics/",
            "/inbox/",
            "/records/",
            "/audit/",
        ):
            shown = text_of(outsider.get(path))
            assert "CANARY" not in shown, path
            assert thread not in shown, path
            assert str(file) not in shown, path
        assert "0 requests" not in text_of(outsider.get("/requests/"))
        found = outsider.post("/records/search/", {"query": "canary", "purpose": "counter-terrorism", "case": "EX"})
        assert "EXERCISE-CANARY" not in text_of(found)
        for hidden in (page, f"/requests/{file}/"):
            absent = "/requests/0199aa00-0000-7000-8000-000000000000/"
            assert outsider.get(hidden).status_code == outsider.get(absent).status_code == 404
            for below in ("edit/", "answer/"):
                assert outsider.get(hidden + below).status_code == 404
            for below in ("send/", "discard/", "say/remark/", "say/close/", "note/", "assign/"):
                assert outsider.post(hidden + below, {"text": "EXERCISE", **MARKS}).status_code in {302, 404}, below
    assert mali.file(Side.ASKER).state is State.ANSWERED


def test_the_other_side_of_the_same_talk_is_not_opened_by_its_address(mali: Side2, niger: Side2) -> None:
    page = mali.officer.post("/requests/new/", {**asked(niger.agency), "action": "send"})["Location"]
    assert niger.officer.get(page).status_code == 404
    assert mali.officer.get(f"/requests/{niger.file(Side.ANSWERER).id}/").status_code == 404


@pytest.fixture
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    for name in ("secrets", "audit"):
        (tmp_path / name).symlink_to(settings.MINASSA.home / name, target_is_directory=True)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)


def a_file(
    request: Any, name: str, content: bytes = b"EXERCISE-CANARY content", tlp: str = "amber_strict"
) -> dict[str, Any]:
    file = SimpleUploadedFile(name, content)
    return {
        "about": f"request:{request}",
        "attach-file": file,
        "attach-tlp": tlp,
        "attach-handling": ["H0"],
        "whole": "1",
    }


@pytest.mark.usefixtures("own_shelf")
def test_each_side_attaches_files_on_its_page_without_scripts(mali: Side2, niger: Side2) -> None:
    page = mali.officer.post("/requests/new/", {**asked(niger.agency), "action": "send"})["Location"]
    mine, theirs = mali.file(Side.ASKER).id, niger.file(Side.ANSWERER).id
    shown = text_of(mali.analyst.get(page))
    assert "What you attach here stays in your agency, until somebody sends it with a message." in shown
    assert re.search(r'<form[^>]*method="post"[^>]*action="/attachments/add/"[^>]*enctype="multipart/form-data"', shown)
    assert 'value="amber_strict"' in shown
    done = mali.analyst.post("/attachments/add/", a_file(mine, "EXERCISE-CANARY list.csv"))
    assert done["Location"] == page
    shown = text_of(mali.officer.get(page))
    assert "<bdi>EXERCISE-CANARY list.csv</bdi>" in shown
    address = re.search(r"/attachments/[\w-]+/file/", shown)
    assert address is not None
    assert mali.officer.get(address[0]).content == b"EXERCISE-CANARY content"
    assert f'href="{page}"' in text_of(mali.officer.get(address[0].removesuffix("file/")))
    niger.officer.post("/attachments/add/", a_file(theirs, "EXERCISE theirs.txt"))
    assert "EXERCISE theirs.txt" in text_of(niger.analyst.get(f"/requests/{theirs}/"))
    assert "CANARY" not in text_of(niger.officer.get(f"/requests/{theirs}/"))
    assert "EXERCISE theirs.txt" not in text_of(mali.officer.get(page))
    assert niger.officer.get(address[0]).status_code == 404


@pytest.mark.usefixtures("own_shelf")
def test_s17_a_third_agency_finds_no_file_of_a_request_and_attaches_none(mali: Side2, niger: Side2) -> None:
    mali.officer.post("/requests/new/", {**asked(niger.agency), "action": "send"})
    mine = mali.file(Side.ASKER).id
    mali.analyst.post("/attachments/add/", a_file(mine, "EXERCISE-CANARY.txt"))
    address = re.search(r"/attachments/[\w-]+/", text_of(mali.analyst.get(f"/requests/{mine}/")))
    assert address is not None
    outsider = entered(make_user(make_agency("EXERCISE Chad"), (Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR)))
    for path in (address[0], f"{address[0]}file/", f"{address[0]}file/?original=1"):
        answer = outsider.get(path)
        assert answer.status_code == 404
        assert b"CANARY" not in answer.content
    for path in ("/", "/requests/", "/inbox/", "/audit/"):
        assert "CANARY" not in text_of(outsider.get(path)), path
    planted = outsider.post("/attachments/add/", a_file(mine, "EXERCISE planted.txt"))
    assert planted.status_code == 404
    assert "EXERCISE planted" not in text_of(mali.analyst.get(f"/requests/{mine}/"))


@pytest.mark.usefixtures("own_shelf")
def test_a_file_that_is_faulty_or_too_wide_is_told_and_not_kept(mali: Side2, niger: Side2) -> None:
    page = mali.officer.post("/requests/new/", {**asked(niger.agency), "action": "send"})["Location"]
    mine = mali.file(Side.ASKER).id
    for sent in (
        a_file(mine, "program.exe"),
        a_file(mine, "page.pdf", b"<html>"),
        a_file(mine, "wide.txt", tlp="green"),
    ):
        answer = mali.analyst.post("/attachments/add/", sent)
        assert answer.status_code == 422
        assert f'href="{page}"' in text_of(answer)
    assert "/file/" not in text_of(mali.analyst.get(page))


@pytest.mark.usefixtures("own_shelf")
def test_files_go_with_a_remark_and_an_answer_from_page_to_page(mali: Side2, niger: Side2) -> None:
    page = mali.officer.post("/requests/new/", {**asked(niger.agency), "action": "send"})["Location"]
    mine, theirs = mali.file(Side.ASKER).id, niger.file(Side.ANSWERER).id
    assert "Files that go with it" not in text_of(mali.officer.get(page))
    mali.analyst.post("/attachments/add/", a_file(mine, "EXERCISE map.txt"))
    shown = text_of(mali.officer.get(page))
    chosen = re.search(r'name="enclosed" value="([\w-]+)"', shown)
    assert chosen is not None
    assert 'for="remark_enclosed_0"' in shown
    refused = {"text": "EXERCISE", **MARKS, "enclosed": ["0199aa00-0000-7000-8000-000000000000"]}
    assert mali.officer.post(f"{page}say/remark/", refused).status_code == 422
    sent = {"text": "EXERCISE look at this", **MARKS, "enclosed": [chosen[1]]}
    assert mali.officer.post(f"{page}say/remark/", sent).status_code == 302
    arrived = text_of(niger.analyst.get(f"/requests/{theirs}/"))
    assert arrived.count("<bdi>EXERCISE map.txt</bdi>") == 2  # in the thread, and among the files
    address = re.search(r"/attachments/[\w-]+/file/", arrived)
    assert address is not None
    assert niger.analyst.get(address[0]).content == b"EXERCISE-CANARY content"
    assert "What others get" not in text_of(niger.analyst.get(address[0].removesuffix("file/")))
    assert chosen[1] not in arrived
    niger.analyst.post("/attachments/add/", a_file(theirs, "EXERCISE reply.txt"))
    form = text_of(niger.officer.get(f"/requests/{theirs}/answer/"))
    chosen = re.search(r'name="enclosed" value="([\w-]+)"', form)
    assert chosen is not None
    answer = {"event": "full", "text": "EXERCISE yes", **GATE, "enclosed": [chosen[1]]}
    assert niger.officer.post(f"/requests/{theirs}/answer/", answer).status_code == 302
    assert text_of(mali.analyst.get(page)).count("<bdi>EXERCISE reply.txt</bdi>") == 2


@pytest.mark.usefixtures("own_shelf")
def test_r13_the_second_person_sees_which_files_would_go(mali: Side2, niger: Side2) -> None:
    page = mali.officer.post("/requests/new/", {**asked(niger.agency), "action": "send"})["Location"]
    theirs = niger.file(Side.ANSWERER).id
    niger.analyst.post("/attachments/add/", a_file(theirs, "EXERCISE list.txt"))
    chosen = re.search(r'name="enclosed" value="([\w-]+)"', text_of(niger.officer.get(f"/requests/{theirs}/answer/")))
    assert chosen is not None
    risk = {"risk-fair-trial": "real", "assurance": "EXERCISE", "why": "EXERCISE weighed", "enclosed": [chosen[1]]}
    answer = {"event": "full", "text": "EXERCISE yes", **GATE, **risk}
    where = niger.officer.post(f"/requests/{theirs}/answer/", answer)["Location"]
    waiting = text_of(niger.chief.get(f"/requests/{theirs}/")).partition('id="pending"')[2]
    assert "<bdi>EXERCISE list.txt</bdi>" in waiting.partition("</section>")[0]
    assert "EXERCISE list.txt" not in text_of(mali.officer.get(page))
    niger.chief.post(f"{where}decide/", {"decision": "grant"})
    niger.officer.post(f"{where}carry-out/")
    assert "EXERCISE list.txt" in text_of(mali.officer.get(page))
