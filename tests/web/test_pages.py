"""The pages over the services: what is asked, shown, kept and refused. Data are planted that must not show."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minassa import records, screening
from minassa.access import Actor, AgencyKind, Handling, Label, Role, Tlp
from minassa.access.models import Agency, LoginSession, User
from minassa.base import Conflict, Invalid, now
from minassa.desk import keep_draft
from tests.factories import actor_for, make_agency, make_user
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db

ASKED = {"purpose": "counter-terrorism", "case": "EX-2026-1"}
HELD = {
    "tlp": "amber",
    "handling": ["H0", "H1"],
    "purpose": "counter-terrorism",
    "legal_basis": "EXERCISE law",
    "review_on": "2028-01-01",
}
OPENED = [
    "/check/",
    "/check/past/",
    "/records/",
    "/records/released/",
    "/records/received/",
    "/records/new/",
    "/records/new/Person/",
    "/requests/",
    "/requests/new/",
    "/requests/new/assistance/",
    "/requests/new/training/",
    "/requests/statistics/",
    "/lookouts/",
    "/lookouts/new/",
    "/duty/",
    "/duty/new/",
    "/expertise/",
    "/expertise/match/",
    "/expertise/new/",
    "/practices/",
    "/practices/new/",
    "/meetings/",
    "/meetings/new/",
    "/alerts/",
    "/alerts/new/",
    "/incidents/",
    "/incidents/doubts/",
    "/cyber/",
    "/cyber/threats/",
    "/cyber/techniques/",
    "/cyber/content/",
    "/cyber/check/",
    "/cyber/export/",
    "/lists/",
    "/lists/un-sc/",
    "/people/",
    "/people/invite/",
    "/agencies/",
    "/audit/",
    "/account/",
]
SAMPLE = Path(screening.__file__).parent / "samples"


def entered(user: User, *, proven: bool = False) -> Client:
    """Somebody who has logged in; `proven` as if they had just shown a factor again."""
    client = browser()
    log_in(client, user)
    if proven:
        LoginSession.objects.filter(user=user).update(stepped_up_at=now())
    return client


@pytest.fixture
def agency() -> Agency:
    return make_agency("EXERCISE agency of the reader")


@pytest.fixture
def analyst(agency: Agency) -> Client:
    return entered(make_user(agency, (Role.ANALYST,), username="analyst"))


def keep(actor: Actor, name: str, tlp: Tlp = Tlp.AMBER, **more: Any) -> records.RecordView:
    assert actor.agency is not None
    return records.add_record(
        actor,
        schema="Person",
        properties={"name": [name], **more},
        label=Label(actor.agency, tlp, handling=frozenset({Handling.H0}), exercise=True),
        ground=records.Ground("EXERCISE law", "counter-terrorism"),
    )


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.both_engines
@pytest.mark.parametrize("role", list(Role))
def test_no_page_breaks_for_any_role(role: Role) -> None:
    kind = AgencyKind.SECRETARIAT if role is Role.SECRETARIAT else AgencyKind.MEMBER
    client = entered(make_user(make_agency(kind=kind), (role,)))
    menu = re.findall(r'<a href="(/[^"]*)"[^>]*data-jump=', text_of(client.get("/")))
    assert "/" in menu
    for path in (*OPENED, *menu):
        answer = client.get(path)
        assert answer.status_code in ({200} if path in menu else {200, 302, 403, 404}), path


def test_the_answer_offers_to_search_the_words_in_the_records(analyst: Client) -> None:
    keep(actor_for(User.objects.get(username="analyst")), "EXERCISE Salem", summary=["EXERCISE seen near the harbour"])
    shown = text_of(analyst.post("/check/answer/", {"name": "harbour", **ASKED}))
    assert 'action="/records/search/"' in shown
    found = analyst.post("/records/search/", {"query": "harbour", **ASKED})
    assert "EXERCISE Salem" in text_of(found)


def test_a_check_asks_for_purpose_and_case(analyst: Client) -> None:
    answer = analyst.post("/check/answer/", {"name": "EXERCISE Nobody"})
    assert answer.status_code == 422
    assert 'href="#id_purpose"' in text_of(answer)
    assert 'href="#id_case"' in text_of(answer)
    assert "EXERCISE Nobody" in text_of(answer)


def test_the_search_box_asks_at_once_when_the_session_has_said_why(analyst: Client) -> None:
    first = analyst.post("/ask/", {"name": "EXERCISE Nobody"})
    assert "Say why you ask" in text_of(first)
    analyst.post("/check/answer/", {"name": "EXERCISE Somebody", **ASKED})
    assert "No match on the lists" in text_of(analyst.post("/ask/", {"name": "EXERCISE Nobody"}))


def test_s26_no_name_stands_in_an_address(analyst: Client) -> None:
    for page in ("/check/", "/", "/records/"):
        forms = re.findall(r"<form[^>]*>.*?</form>", text_of(analyst.get(page)), re.DOTALL)
        asking = [form for form in forms if re.search(r'name="(name|query)"', form)]
        assert asking
        assert all('method="post"' in form for form in asking)


def test_a_reference_leads_straight_to_its_page(analyst: Client) -> None:
    assert analyst.post("/ask/", {"name": " QDi.012 "})["Location"] == "/lists/un-sc/subjects/QDi.012/"
    assert analyst.post("/ask/", {"name": "eu-fsf:EU.1"})["Location"] == "/lists/eu-fsf/subjects/EU.1/"
    record = "01a20955-bc6f-76ae-a5bc-6646cec41074"
    assert analyst.post("/ask/", {"name": record})["Location"] == f"/records/{record}/"


def test_the_answer_shows_own_records_with_marks_and_never_anothers(agency: Agency, analyst: Client) -> None:
    own = keep(actor_for(User.objects.get(username="analyst")), "EXERCISE Abderrahmane Ould Salem", birthDate=["1981"])
    hidden = keep(actor_for(make_user()), "EXERCISE Abderrahmane Ould Salem Hidden")
    asked = {"name": "عبد الرحمن ولد سالم", "birth_date": "1981", **ASKED}
    shown = text_of(analyst.post("/check/answer/", asked))
    assert str(own.id) in shown
    assert "The date of birth is the same: 1981." in shown or "The date of birth fits: 1981." in shown
    assert "Verify with the owner before acting." in shown
    assert ">TLP:AMBER</span>" in shown
    assert str(hidden.id) not in shown
    assert "Hidden" not in shown


def test_a_hit_is_dismissed_with_a_reason_and_remembered(analyst: Client) -> None:
    actor = actor_for(User.objects.get(username="analyst"))
    keep(actor, "EXERCISE Ibrahim Ag Mohamed")
    asked = {"name": "EXERCISE Ibrahim Ag Mohamed", **ASKED}
    page = text_of(analyst.post("/check/answer/", asked))
    token = re.findall(r'action="/check/judge/".*?name="token" value="([^"]+)"', page, re.DOTALL)[0]
    judged = analyst.post("/check/judge/", {"token": token, "verdict": "dismissed", "reason": "EXERCISE other man"})
    assert "EXERCISE other man" in text_of(judged)
    again = text_of(analyst.post("/check/answer/", asked))
    assert "Dismissed before by your agency" in again
    forged = {"token": token[:-2] + "xx", "verdict": "dismissed", "reason": "EXERCISE"}
    assert analyst.post("/check/judge/", forged).status_code == 422
    assert analyst.post("/check/judge/", {"token": token, "verdict": "dismissed", "reason": " "}).status_code == 422


def test_a_record_is_written_read_and_changed(analyst: Client) -> None:
    made = analyst.post(
        "/records/new/Person/", {**HELD, "p-name": "تمرين سالم\nEXERCISE Salem", "p-birthDate": "1981-05"}
    )
    page = made["Location"]
    shown = text_of(analyst.get(page))
    assert "<bdi>تمرين سالم</bdi>" in shown
    assert '<bdi dir="ltr">1981-05</bdi>' in shown
    assert "EXERCISE law" in shown
    changed = analyst.post(f"{page}edit/", {**HELD, "version": "1", "p-name": "EXERCISE Salem", "p-birthDate": "1982"})
    assert changed["Location"] == page
    assert "1981-05" in text_of(analyst.get(f"{page}history/"))
    stale = analyst.post(f"{page}edit/", {**HELD, "version": "1", "p-name": "EXERCISE Stale"})
    assert stale.status_code == 422
    assert "EXERCISE Stale" in text_of(stale)


def test_a_faulty_value_is_named_beside_its_field_and_nothing_typed_is_lost(analyst: Client) -> None:
    answer = analyst.post("/records/new/Person/", {**HELD, "p-name": "EXERCISE Salem", "p-idNumber": "EX\u202e12"})
    shown = text_of(answer)
    assert answer.status_code == 422
    assert 'href="#id_p-idNumber"' in shown
    assert 'id="id_p-idNumber_error"' in shown
    assert "EXERCISE Salem" in shown
    assert analyst.post("/records/new/NoSuchKind/", HELD).status_code == 422


def test_a_draft_comes_back_until_the_form_is_sent(analyst: Client) -> None:
    typed = {"form": "record:Person", "about": "", "p-name": "EXERCISE half a name", "tlp": "green"}
    assert analyst.post("/records/draft/", typed).status_code == 204
    assert "EXERCISE half a name" in text_of(analyst.get("/records/new/Person/"))
    assert "EXERCISE half a name" in text_of(analyst.get("/"))
    assert "EXERCISE half a name" not in text_of(entered(make_user()).get("/records/new/Person/"))
    analyst.post("/records/new/Person/", {**HELD, "p-name": "EXERCISE whole name"})
    assert "EXERCISE half a name" not in text_of(analyst.get("/records/new/Person/"))


@pytest.mark.parametrize("form", ["record", "record:../..", "record:NoSuchKind", "other", ""])
def test_a_draft_that_no_form_wrote_harms_nothing(analyst: Client, form: str) -> None:
    for about in ("", "x"):
        stray = analyst.post("/records/draft/", {"form": form, "about": about, "p-name": "EXERCISE stray"})
        assert stray.status_code == 422
    keep_draft(actor_for(User.objects.get(username="analyst")), form=form or "-", fields={"p-name": ["EXERCISE stray"]})
    assert analyst.get("/").status_code == 200


def test_s14_a_hidden_record_and_an_absent_one_look_the_same(analyst: Client) -> None:
    hidden = keep(actor_for(make_user()), "EXERCISE Hidden")
    absent = "01a20955-bc6f-76ae-a5bc-6646cec41074"
    pages = [text_of(analyst.get(f"/records/{one}/")) for one in (hidden.id, absent)]
    kept = [
        re.sub(rf"{hidden.id}|{absent}|csrf\w*. value=.\w+|X-CSRFToken[^}}]+|· \w+</bdi>", "", page) for page in pages
    ]
    assert kept[0] == kept[1]
    for below in ("edit/", "history/", "keep/"):
        assert analyst.get(f"/records/{hidden.id}/{below}").status_code == 404


def test_the_list_search_and_counts_leave_out_what_is_hidden(analyst: Client) -> None:
    actor = actor_for(User.objects.get(username="analyst"))
    keep(actor, "EXERCISE Seen")
    keep(actor_for(make_user()), "EXERCISE Unseen")
    listed = text_of(analyst.get("/records/"))
    found = text_of(analyst.post("/records/search/", {"query": "exercise", **ASKED}))
    assert "1 records" in listed
    assert "EXERCISE Unseen" not in listed + found
    assert "EXERCISE Seen" in found


def test_a_record_opens_to_more_people_when_a_second_person_agrees(agency: Agency, analyst: Client) -> None:
    page = analyst.post("/records/new/Person/", {**HELD, "p-name": "EXERCISE Salem"})["Location"]
    LoginSession.objects.update(stepped_up_at=now())
    wider = {**HELD, "tlp": "green", "version": "1", "p-name": "EXERCISE Salem"}
    assert 'id="reason"' in text_of(analyst.post(f"{page}edit/", {**wider, "reason": ""}))
    mixed = analyst.post(f"{page}edit/", {**wider, "p-name": "EXERCISE Other", "reason": "EXERCISE"})
    assert mixed.status_code == 422
    assert analyst.post(f"{page}edit/", {**wider, "reason": "EXERCISE for all members"}).status_code == 302
    supervisor = entered(make_user(agency, (Role.SUPERVISOR,)), proven=True)
    asked = re.search(r"/approvals/[\w-]+/", text_of(supervisor.get("/")))
    assert asked is not None
    assert "TLP:GREEN" in text_of(supervisor.get(asked[0]))
    supervisor.post(f"{asked[0]}decide/", {"decision": "grant"})
    assert ">TLP:AMBER</span>" in text_of(analyst.get(page))
    assert analyst.post(f"{asked[0]}carry-out/")["Location"] == page
    assert ">TLP:GREEN</span>" in text_of(analyst.get(page))


def test_people_are_invited_by_a_link_that_is_shown_once(agency: Agency) -> None:
    supervisor = entered(make_user(agency, (Role.SUPERVISOR,)), proven=True)
    new = {"name": "EXERCISE New", "username": "newcomer", "agency": str(agency.id), "roles": ["analyst"]}
    shown = text_of(supervisor.post("/people/invite/", new))
    assert re.search(r'value="http://localhost/account/invitation/[^"]+"', shown)
    assert "EXERCISE New" in text_of(supervisor.get("/people/"))
    taken = supervisor.post("/people/invite/", new)
    assert taken.status_code == 422
    assert "This login name is taken." in text_of(taken)


def test_roles_change_by_two_persons(agency: Agency) -> None:
    someone = make_user(agency, (Role.ANALYST,))
    first, second = (entered(make_user(agency, (Role.SUPERVISOR,)), proven=True) for _ in range(2))
    page = f"/people/{someone.id}/"
    first.post(page, {"roles": ["analyst", "liaison_officer"], "reason": "EXERCISE leave"})
    asked = re.search(r"/approvals/[\w-]+/", text_of(second.get("/")))
    assert asked is not None
    own = first.post(f"{asked[0]}decide/", {"decision": "grant"})
    assert own.status_code == 403
    second.post(f"{asked[0]}decide/", {"decision": "grant"})
    first.post(f"{asked[0]}carry-out/")
    someone.refresh_from_db()
    assert someone.roles == ["analyst", "liaison_officer"]


@pytest.mark.parametrize("path", ["/people/invite/", "/audit/"])
def test_whoever_lacks_the_role_is_told_so_and_finds_no_link(analyst: Client, path: str) -> None:
    if path == "/people/invite/":
        answer = analyst.post(path, {"name": "EXERCISE", "username": "nobody", "agency": "x", "roles": ["analyst"]})
        assert not User.objects.filter(username="nobody").exists()
        assert answer.status_code in {403, 422}
    else:
        answer = analyst.get(path)
        assert answer.status_code == 403
        assert "Your role does not include this." in text_of(answer)
    assert f'href="{path}"' not in text_of(analyst.get("/"))


def test_a_supervisor_reads_the_log_of_the_own_agency_only(agency: Agency, analyst: Client) -> None:
    other = make_user()
    page = analyst.post("/records/new/Person/", {**HELD, "p-name": "EXERCISE Salem"})["Location"]
    analyst.get(page)
    keep(actor_for(other), "EXERCISE Elsewhere")
    shown = text_of(entered(make_user(agency, (Role.SUPERVISOR,))).get("/audit/?action=record.add"))
    assert shown.count("<td><span") == 1
    assert other.agency.name not in shown


def test_a_removed_name_says_so_and_a_broken_list_waits(analyst: Client, tmp_path: Path) -> None:
    actor = actor_for(User.objects.get(username="analyst"))
    sample = next(SAMPLE.glob("un-sc.xml*"))
    screening.import_list(actor, source="un-sc", path=sample)
    whole = sample.read_text(encoding="utf-8")
    gone = re.findall(r"<REFERENCE_NUMBER>([^<]+)</REFERENCE_NUMBER>", whole)[0].strip()
    assert ">Listed</span>" in text_of(analyst.get(f"/lists/un-sc/subjects/{gone}/"))
    first = re.findall(r"<INDIVIDUAL>.*?</INDIVIDUAL>", whole, re.DOTALL)
    fewer = whole
    for subject in first[: len(first) // 2]:
        fewer = fewer.replace(subject, "")
    assert gone not in fewer
    shorter, broken = tmp_path / "shorter.xml", tmp_path / "broken.xml"
    shorter.write_text(fewer, encoding="utf-8")
    broken.write_text(whole[: len(whole) // 2], encoding="utf-8")
    with pytest.raises(Conflict):
        screening.import_list(actor, source="un-sc", path=shorter)
    assert 'href="/lists/un-sc/review/"' in text_of(analyst.get("/lists/"))
    assert f"/lists/un-sc/subjects/{gone}/" in text_of(analyst.get("/lists/un-sc/review/"))
    analyst.post("/lists/un-sc/accept/")
    shown = text_of(analyst.get(f"/lists/un-sc/subjects/{gone}/"))
    assert "No longer listed." in shown
    assert f"/lists/un-sc/subjects/{gone}/" in text_of(analyst.get("/lists/un-sc/versions/2/"))
    with pytest.raises(Invalid):
        screening.import_list(actor, source="un-sc", path=broken)
    assert "is in quarantine" in text_of(analyst.get("/lists/"))


def test_language_and_appearance_follow_a_person_to_another_browser(analyst: Client) -> None:
    analyst.post("/language/", {"language": "ar", "next": "/"})
    analyst.post("/theme/", {"theme": "dark", "next": "/"})
    elsewhere = browser()
    log_in(elsewhere, User.objects.get(username="analyst"))
    shown = text_of(elsewhere.get("/"))
    assert '<html lang="ar" dir="rtl" data-theme="dark"' in shown
    assert elsewhere.cookies["language"].value == "ar"
