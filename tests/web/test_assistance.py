"""Help and training on the pages: suggested, asked, offered, nominated, rated; and what a third agency does not find."""

from datetime import timedelta
from typing import Any

import pytest

from minassa import liaison
from minassa.access import Role
from minassa.access.models import Agency
from minassa.base import held_at, now
from minassa.liaison import Field, Offer, Sharing, Side, State
from minassa.liaison import jobs as liaison_jobs
from tests.factories import actor_for, make_user
from tests.web.test_requests import GATE, MARKS, NO_RISK, Side2, asked, entered, text_of

pytestmark = pytest.mark.django_db
ASK, TRAIN = "/requests/new/assistance/", "/requests/new/training/"
NAME = "EXERCISE-CANARY Maïga"


def day(later: int) -> str:
    return (now() + timedelta(days=later)).date().isoformat()


def help_asked(*to: Agency, **given: Any) -> dict[str, Any]:
    plain = {key: value for key, value in asked(*to).items() if key not in {*NO_RISK, "neutral"}}
    terms = {"field": "forensics", "languages": "fr ar", "place": "EXERCISE Bamako", "use": "advice"}
    return plain | {"urgency": "routine", "begins": day(10), "ends": day(24)} | terms | given


def training(*to: Agency, **given: Any) -> dict[str, Any]:
    return help_asked(*to, **{"field": "training", "seats": "2", "format": "on-site", **given})


@pytest.fixture
def mali() -> Side2:
    return Side2("Mali")


@pytest.fixture
def niger() -> Side2:
    return Side2("Niger")


def offers(by: Side2, *languages: str) -> None:
    offer = Offer(Field.FORENSICS, languages, "EXERCISE laboratory", "EXERCISE head of the laboratory")
    officer = actor_for(by.users[Role.LIAISON_OFFICER])
    liaison.keep_expertise(officer, offer=offer, sharing=Sharing(), exercise=True)


def send(by: Side2, path: str, **given: Any) -> None:
    assert by.officer.post(path, {**given, "action": "send"}).status_code == 302


def test_help_goes_from_a_suggestion_to_two_ratings(mali: Side2, niger: Side2) -> None:
    offers(niger, "fr")
    found = text_of(mali.analyst.get("/expertise/match/?field=forensics&languages=fr+ar"))
    assert "The skill and some of the languages" in found
    link = f"{ASK}?to={niger.agency.id}&amp;field=forensics&amp;languages=fr%20ar"
    assert link in found
    form = text_of(mali.analyst.get(link.replace("&amp;", "&")))
    assert f'value="{niger.agency.id}" id="id_to_0" checked' in form
    assert "The skill and some of the languages" in form
    part = mali.analyst.get("/expertise/match/?field=cyber", headers={"HX-Request": "true"})
    assert "Nobody offers this that you may see." in text_of(part)
    assert "<html" not in text_of(part)
    typed = text_of(mali.analyst.post(ASK, help_asked(title="EXERCISE half typed", action="suggest", to=[])))
    assert ("EXERCISE half typed" in typed, "The skill and some" in typed, "field-error" in typed) == (
        True,
        True,
        False,
    )
    send(mali, ASK, **help_asked(niger.agency))
    ours, theirs = mali.file(Side.ASKER).id, niger.file(Side.ANSWERER).id
    page = text_of(niger.officer.get(f"/requests/{theirs}/"))
    assert ("EXERCISE head of the laboratory" in page, "Advice, analysis or teaching alone" in page) == (True, True)
    niger.officer.post(f"/requests/{theirs}/answer/", {"event": "interest", "text": "", **MARKS})
    assert "They are interested" in text_of(mali.analyst.get("/requests/?kind=assistance"))
    assert "They are interested" not in text_of(mali.analyst.get("/requests/?kind=training"))
    begun = text_of(niger.officer.get(f"/requests/{theirs}/answer/"))
    assert day(10) in begun  # an offer begins with what was asked for
    half = {"event": "offer", "text": "EXERCISE three analysts", "languages": "fr", "ends": day(24), **MARKS}
    assert niger.officer.post(f"/requests/{theirs}/answer/", half).status_code == 422
    whole = half | {"begins": day(10), "persons": "3"}
    assert niger.officer.post(f"/requests/{theirs}/answer/", whole).status_code == 302
    assert "3 persons" in text_of(mali.analyst.get(f"/requests/{ours}/"))
    assert "Take back what you offered" in text_of(niger.officer.get(f"/requests/{theirs}/"))
    assert niger.officer.post(f"/requests/{theirs}/say/retract/", {"text": "", **MARKS}).status_code == 422  # no reason
    course: tuple[tuple[str, dict[str, str]], ...] = (
        ("accept", {}),
        ("close", {}),
        ("rate", {"stars": "4", "text": "EXERCISE good"}),
        ("rerate", {"stars": "5", "text": "EXERCISE thorough"}),
    )
    for word, more in course:
        assert mali.officer.post(f"/requests/{ours}/say/{word}/", {"text": "", **MARKS, **more}).status_code == 302
    rated = text_of(niger.analyst.get(f"/requests/{theirs}/"))
    assert ("5 of 5" in rated, rated.count("changed since")) == (True, 1)
    assert niger.officer.post(f"/requests/{theirs}/say/rate/", {"text": "EXERCISE", **MARKS}).status_code == 422
    assert niger.file(Side.ANSWERER).state is State.DONE


def test_a_training_takes_names_that_no_other_agency_finds(mali: Side2, niger: Side2) -> None:
    chad = Side2("Chad")
    send(mali, TRAIN, **training(niger.agency, chad.agency, openly="on"))
    theirs = niger.file(Side.ANSWERER).id
    assert chad.agency.name in text_of(niger.officer.get(f"/requests/{theirs}/"))
    answer = f"/requests/{theirs}/answer/"
    faulty = niger.officer.post(answer, {"event": "nominate", "nominees": "EXERCISE trainer", **MARKS})
    assert faulty.status_code == 422
    lines = f"EXERCISE trainer; {NAME}\n\nEXERCISE officer; EXERCISE second"
    assert niger.officer.post(answer, {"event": "nominate", "nominees": lines, **MARKS}).status_code == 302
    ours = next(
        one.id
        for one in liaison.list_requests(actor_for(mali.users[Role.ANALYST])).rows
        if one.partners == (niger.agency.id,)
    )
    page = text_of(mali.officer.get(f"/requests/{ours}/"))
    assert (NAME in page, "Confirm who comes" in page) == (True, True)
    none = mali.officer.post(f"/requests/{ours}/say/confirm/", {"text": "", **MARKS})
    assert none.status_code == 422
    mali.officer.post(f"/requests/{ours}/say/confirm/", {"text": "", "chosen": ["1"], **MARKS})
    asked_who = text_of(mali.officer.get(f"/requests/{ours}/"))
    assert asked_who.count("EXERCISE second") == 1  # of whom came only the confirmed are asked
    mali.officer.post(f"/requests/{ours}/say/attend/", {"text": "", "chosen": ["1"], **MARKS})
    mali.officer.post(f"/requests/{ours}/say/close/", {"text": "", **MARKS})
    assert niger.file(Side.ANSWERER).state is State.DONE
    of_chad = chad.file(Side.ANSWERER).id
    for path in ("/", "/inbox/", "/requests/", f"/requests/{of_chad}/", f"/requests/{ours}/", f"/requests/{theirs}/"):
        for client in (chad.analyst, chad.officer, chad.chief):
            assert NAME not in text_of(client.get(path))
    assert chad.officer.get(f"/requests/{theirs}/").status_code == 404


def test_what_was_accepted_is_taken_back_before_everybodys_eyes(mali: Side2, niger: Side2) -> None:
    send(mali, TRAIN, **training(niger.agency))
    ours, theirs = mali.file(Side.ASKER).id, niger.file(Side.ANSWERER).id
    given = {"event": "nominate", "nominees": f"EXERCISE trainer; {NAME}", **MARKS}
    assert niger.officer.post(f"/requests/{theirs}/answer/", given).status_code == 302
    mali.officer.post(f"/requests/{ours}/say/confirm/", {"text": "", "chosen": ["1"], **MARKS})
    back = {"text": "EXERCISE needed here", "reason": "not-then", **MARKS}
    assert niger.officer.post(f"/requests/{theirs}/say/retract/", back).status_code == 302
    page = text_of(mali.officer.get(f"/requests/{ours}/"))
    assert ("Taken back by them" in page, "Not on these days" in page, "Names of nominees" in page) == (
        True,
        True,
        True,
    )
    assert "takes back what your agency had accepted" in text_of(mali.chief.get("/"))
    with held_at(now() + timedelta(days=115)):
        liaison_jobs.forget_nominees()
    gone = text_of(mali.officer.get(f"/requests/{ours}/"))
    assert (NAME in gone, "name deleted" in gone) == (False, True)


def test_r13_help_that_leads_to_operations_asks_the_questions(mali: Side2, niger: Side2) -> None:
    operations = help_asked(niger.agency, use="operations")
    kept = mali.officer.post(ASK, {**operations, "action": "send"})
    assert "human-rights questions are not all answered" in text_of(mali.officer.get(kept["Location"]))
    send(mali, ASK, **(operations | GATE))
    theirs = niger.file(Side.ANSWERER)
    assert theirs.kind is liaison.RequestKind.ASSISTANCE
    offer = {
        "event": "offer",
        "text": "EXERCISE",
        "languages": "fr",
        "persons": "7",
        "begins": day(10),
        "ends": day(24),
    }
    risk = GATE | {"risk-fair-trial": "real", "assurance": "EXERCISE in writing", "why": "EXERCISE weighed"}
    assert niger.officer.post(f"/requests/{theirs.id}/answer/", offer | risk)["Location"].startswith("/approvals/")
    seen = text_of(niger.chief.get(f"/requests/{theirs.id}/"))  # the second person sees all that would leave
    assert ("Answer that waits for a second person" in seen, "7 persons" in seen) == (True, True)


@pytest.mark.parametrize(("path", "form"), [(ASK, "request-assistance"), (TRAIN, "request-training")])
def test_what_is_typed_comes_back_in_its_own_form(path: str, form: str, mali: Side2, niger: Side2) -> None:
    made = {ASK: help_asked, TRAIN: training}[path]
    typed = made(niger.agency, title="EXERCISE half a thought", place="EXERCISE Kidal")
    kept = mali.analyst.post("/requests/draft/", {"form": form, "about_draft": "", **typed})
    assert kept.status_code == 204
    assert "EXERCISE Kidal" in text_of(mali.analyst.get(path))
    assert f'href="{path}"' in text_of(mali.analyst.get("/"))
    assert "EXERCISE Kidal" not in text_of(mali.analyst.get("/requests/new/"))
    draft = mali.analyst.post(path, typed)["Location"]
    assert "EXERCISE half a thought" not in text_of(mali.analyst.get(path))
    changed = f"{draft}edit/"
    assert "EXERCISE Kidal" in text_of(mali.analyst.get(changed))
    assert mali.analyst.post(changed, typed | {"place": "EXERCISE Gao"}).status_code == 302
    assert "EXERCISE Gao" in text_of(mali.analyst.get(draft))
    assert mali.analyst.post(f"{draft}discard/").status_code == 302


def test_faulty_terms_are_told_at_their_fields(mali: Side2, niger: Side2) -> None:
    for wrong, field in (
        ({"ends": day(1)}, "ends"),
        ({"field": ""}, "field"),
        ({"begins": "soon"}, "begins"),
        ({"seats": "0"}, "seats"),
    ):
        answer = mali.analyst.post(TRAIN, training(niger.agency, **wrong))
        assert (answer.status_code, f'id="id_{field}_error"' in text_of(answer)) == (422, True), wrong
    assert "two-letter" in text_of(mali.analyst.post(ASK, help_asked(niger.agency, languages="french")))
    assert mali.analyst.get("/requests/new/war/").status_code == 404


def test_only_who_may_ask_finds_the_forms(mali: Side2) -> None:
    observer = entered(make_user(mali.agency, (Role.INSPECTOR,)))
    for path in (ASK, TRAIN, "/expertise/match/"):
        assert observer.get(path).status_code == 403
