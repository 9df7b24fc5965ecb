"""Meetings on the pages: an edition prepared, its agenda planned, moved and released, a delegation named and accredited."""

import re
from typing import Any

import pytest
from django.test import Client

from minassa import meetings
from tests.meetings.scene import CANARY, People, invited, nominated, people, planned, prepared
from tests.web.test_requests import entered, text_of

pytestmark = pytest.mark.django_db

EDITION = {
    "number": "5",
    "names-en": "EXERCISE 5th meeting",
    "names-ar": "تمرين الاجتماع الخامس",
    "city": "Casablanca",
    "country": "ma",
    "zone": "Africa/Casablanca",
    "start": "2027-02-19",
    "end": "2027-02-20",
    "state": "preparation",
}
SESSION = {
    "date": "2027-02-20",
    "kind": "opening",
    "begins": "09:00",
    "ends": "10:00",
    "title-en": "EXERCISE opening",
    "title-fr": "EXERCISE ouverture",
    "room": "Hall A",
    "chairs": "EXERCISE Chair; Secretariat",
    "channels": ["ar", "fr"],
    "is_open": "on",
}


@pytest.fixture
def who() -> People:
    return people()


def client(who: People, name: str) -> Client:
    return entered(who.users[name])


def order(page: str) -> list[str]:
    return re.findall(r'data-session="([0-9a-f-]{36})"', page)


def test_an_edition_is_prepared_planned_released_and_read_in_ones_own_language(who: People) -> None:
    keeper = client(who, "keeper")
    assert keeper.post("/meetings/new/", EDITION | {"end": "2027-02-01"}).status_code == 422
    page = keeper.post("/meetings/new/", EDITION)["Location"]
    assert keeper.post(f"{page}plan/new/", SESSION | {"ends": "08:00"}).status_code == 422
    assert keeper.post(f"{page}plan/new/", SESSION)["Location"] == f"{page}plan/"
    later = SESSION | {"begins": "11:00", "ends": "12:00", "title-en": f"{CANARY} closed", "is_open": ""}
    keeper.post(f"{page}plan/new/", {key: value for key, value in later.items() if value})
    invite = {"agencies": [str(who.agencies["mali"].id)], "kind": "agency", "quota": "3"}
    assert keeper.post(f"{page}delegations/invite/", invite).status_code == 302
    invite = {"agencies": [str(who.agencies["org"].id)], "kind": "observer", "quota": "1"}
    assert keeper.post(f"{page}delegations/invite/", invite).status_code == 302
    assert keeper.post(f"{page}delegations/invite/", {"kind": "agency"}).status_code == 422
    delegate, observer = client(who, "delegate"), client(who, "observer")
    assert "not released yet" in text_of(delegate.get(f"{page}agenda/"))
    assert CANARY not in text_of(delegate.get(f"{page}agenda/"))
    assert delegate.get(f"{page}plan/").status_code == 403
    assert keeper.post(f"{page}plan/release/", {"change": "EXERCISE first"}).status_code == 302
    assert CANARY in text_of(delegate.get(f"{page}agenda/"))
    shown = text_of(observer.get(f"{page}agenda/"))
    assert "EXERCISE opening" in shown
    assert CANARY not in shown
    in_french = text_of(delegate.get(f"{page}agenda/", headers={"accept-language": "fr"}))
    assert "EXERCISE ouverture" in in_french
    keeper.post(f"{page}plan/new/", SESSION | {"begins": "14:00", "ends": "15:00", "title-en": "EXERCISE third"})
    keeper.post(f"{page}plan/release/", {"change": "EXERCISE more"})
    compared = text_of(delegate.get(f"{page}agenda/?against=1"))
    assert "New since version 1" in compared
    assert compared.count("EXERCISE third") >= 2
    calendar = delegate.get(f"{page}calendar.ics")
    assert calendar["Content-Type"].startswith("text/calendar")
    assert b"EXERCISE third" in calendar.content
    assert b"EXERCISE third" in delegate.get("/meetings/calendar.ics").content
    assert client(who, "niger").get(page).status_code == 404


@pytest.mark.parametrize("with_htmx", [True, False])
def test_sessions_move_by_buttons_and_by_dropping_them(who: People, *, with_htmx: bool) -> None:
    made = prepared(who)
    first, second = (str(planned(who, made, room=room)) for room in ("A", "B"))
    keeper = client(who, "keeper")
    address = f"/meetings/{made}/plan/"
    headers: dict[str, Any] = {"HX-Request": "true"} if with_htmx else {}

    def after(session: str, **given: str) -> list[str]:
        answer = keeper.post(f"{address}{session}/move/", given, headers=headers)
        assert answer.status_code == (200 if with_htmx else 302)
        return order(text_of(answer if with_htmx else keeper.get(address)))

    begun = order(text_of(keeper.get(address)))
    assert set(begun) == {first, second}
    top, bottom = begun
    assert after(bottom, way="up") == [bottom, top]
    assert after(bottom, way="down") == [top, bottom]
    assert after(bottom, way="down") == [top, bottom]  # no further place
    assert after(top, way="up") == [top, bottom]  # now on the day before
    assert after(top, way="down") == [top, bottom]  # and back
    assert after(bottom, day="2027-02-20", before=top) == [bottom, top]
    assert keeper.post(f"{address}{top}/move/", {"day": "never"}, headers=headers).status_code == 422


def test_a_delegation_names_its_people_and_the_secretariat_accredits(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    mali, keeper = client(who, "mali"), client(who, "keeper")
    page = f"/meetings/delegations/{ids['mali']}/"
    named = {"name": f"{CANARY} person", "speaks": ["fr"], "needs": f"{CANARY} need"}
    assert mali.post(f"{page}people/", named | {"listens": "xx"}).status_code == 422
    assert mali.post(f"{page}people/", named).status_code == 302
    assert "Draft of the delegation" in text_of(mali.get(page))
    assert f"{CANARY} person" not in text_of(keeper.get(page))
    assert mali.post(f"{page}nominate/").status_code == 302
    seen = text_of(keeper.get(page))
    assert f"{CANARY} need" in seen
    person = re.search(rf"{page}people/([0-9a-f-]+)/decide/", seen)
    assert person is not None
    decide = f"{page}people/{person[1]}/decide/"
    assert keeper.post(decide, {"decision": "perhaps"}).status_code == 422
    assert keeper.post(decide, {"decision": "accredited"}).status_code == 302
    badge = f"/meetings/badges/{person[1]}.pdf"
    assert mali.get(badge).content.startswith(b"%PDF")
    assert "5-0001" in text_of(keeper.get(f"/meetings/{made}/door/"))
    for other in ("niger", "org", "observer", "analyst"):
        visitor = client(who, other)
        assert visitor.get(page).status_code == 404
        assert visitor.get(badge).status_code in {403, 404}
        assert CANARY not in text_of(visitor.get(f"/meetings/{made}/delegations/"))
        assert visitor.get(f"/meetings/{made}/door/").status_code == 403
    assert "does not take place today" in text_of(
        keeper.post(f"/meetings/{made}/door/check-in/", {"code": "x"}, follow=True)
    )


def test_a_person_is_changed_and_taken_back_on_the_page(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    person = nominated(who, ids["mali"])
    mali = client(who, "mali")
    page = f"/meetings/delegations/{ids['mali']}/"
    assert f'value="{CANARY} person"' in text_of(mali.get(f"{page}people/{person}/"))
    assert mali.post(f"{page}people/{person}/", {"name": "EXERCISE other"}).status_code == 302
    assert "EXERCISE other" in text_of(mali.get(page))
    assert mali.post(f"{page}people/{person}/withdraw/").status_code == 302
    assert "EXERCISE other" not in text_of(mali.get(page))


def test_facts_whose_sources_differ_stand_side_by_side(who: People) -> None:
    meetings.bring_in_editions(who.keeper)
    reader = client(who, "analyst")
    listed = text_of(reader.get("/meetings/"))
    agadir = re.search(r'href="(/meetings/[0-9a-f-]+/)">4 ·', listed)
    assert agadir is not None
    shown = text_of(reader.get(agadir[1]))
    assert "launched in 2022" in shown
    assert "launched in 2020" in shown
    assert "rassdalmaghrebe.com" in shown
    assert "Sources differ" in shown


def test_the_public_page_shows_what_was_published_and_nothing_else(who: People, visitor: Client) -> None:
    meetings.bring_in_editions(who.keeper)
    made = prepared(who, names={"en": "EXERCISE 5th meeting", "ar": "تمرين الاجتماع الخامس"})
    invited(who, made)
    planned(who, made, title={"en": CANARY})
    meetings.release_agenda(who.keeper, edition=made, change=CANARY)
    page = f"/public/meetings/en/{made}/"
    assert visitor.get(page).status_code == 404
    assert "EXERCISE 5th" not in text_of(visitor.get("/public/meetings/en/"))
    keeper = client(who, "keeper")
    said = {"communique-en": "EXERCISE they met.", "communique-ar": "تمرين: اجتمعوا."}
    assert keeper.post(f"/meetings/{made}/publish/", said).status_code == 302
    assert client(who, "mali").get(f"/meetings/{made}/publish/").status_code == 403
    answer = visitor.get(page)
    shown = text_of(answer)
    assert "EXERCISE they met." in shown
    assert CANARY not in shown
    assert "<script" not in shown
    assert not answer.cookies
    assert len(answer.content) < 6_000
    in_arabic = text_of(visitor.get(f"/public/meetings/ar/{made}/"))
    assert 'dir="rtl"' in in_arabic
    assert "تمرين: اجتمعوا." in in_arabic
    listed = text_of(visitor.get("/public/meetings/fr/"))
    assert listed.count('<li value="') == 5
    assert visitor.get(f"/public/meetings/xx/{made}/").status_code == 404
    assert keeper.post(f"/meetings/{made}/unpublish/").status_code == 302
    assert visitor.get(page).status_code == 404
