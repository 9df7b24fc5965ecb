"""Pages of groups, of incidents that are entered, and of imports. Data are planted that must not show."""

import gzip
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minassa.access import Role, Tlp
from minassa.access.models import User
from minassa.desk import run_intakes
from minassa.records import add_record
from minassa.threats import count_incidents, list_incidents, list_intakes, list_names, read_incident
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import GROUND, HEAD, bring, handled, own_row, own_table
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db
CANARY = "EXERCISE canary"
HELD = {
    "tlp": "amber",
    "handling": ["H0"],
    "purpose": "counter-terrorism",
    "legal_basis": "EXERCISE order 1",
    "review_on": "2027-03-01",
}
WHAT = {
    "title": "EXERCISE attack", "kind": "explosion", "date": "2026-03-02", "date_precision": "day", "country": "ne",
    "place": "EXERCISE market", "latitude": "12.25", "longitude": "2.5", "place_precision": "near", "deaths_best": "3",
    "told_by": "EXERCISE patrol",
}  # fmt: skip


@pytest.fixture
def user() -> User:
    return make_user(make_agency("EXERCISE agency of the reader"), (Role.ANALYST,))


@pytest.fixture
def client(user: User) -> Client:
    entered = browser()
    log_in(entered, user)
    return entered


def text_of(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else str(answer.content.decode())


def test_an_incident_is_entered_asked_about_what_is_near_and_changed(client: Client, user: User) -> None:
    actor = actor_for(user)
    assert "data-draft" in text_of(client.get("/incidents/new/"))
    swapped = client.post("/incidents/new/", {**WHAT, **HELD, "latitude": "2.5", "longitude": "12.25"})
    assert swapped.status_code == 422
    assert "change places" in text_of(swapped)
    assert client.post("/incidents/new/", {**WHAT, **HELD}).status_code == 302
    (row,) = list_incidents(actor).rows
    asked = client.post("/incidents/new/", {**WHAT, **HELD, "latitude": "12.3"})
    assert asked.status_code == 200
    assert str(row.id) in text_of(asked)
    again = {**WHAT, **HELD, "looked": "on", "of": str(row.id)}
    assert client.post("/incidents/new/", again).status_code == 302
    assert count_incidents(actor).incidents == 1
    shown = text_of(client.get(f"/incidents/{row.id}/"))
    assert shown.count("EXERCISE patrol") == 2
    report = read_incident(actor, id=row.id).reports[0].id
    assert 'value="12.25"' in text_of(client.get(f"/incidents/reports/{report}/edit/"))
    changed = {**WHAT, "deaths_best": "7", "version": "1"}
    assert client.post(f"/incidents/reports/{report}/edit/", changed).status_code == 302
    assert client.post(f"/incidents/reports/{report}/edit/", changed | {"version": "1"}).status_code == 422
    deaths = list_incidents(actor).rows[0].deaths
    assert deaths is not None
    assert deaths.high == 7
    other = an_actor()
    bring(other, [own_row(1)])
    hidden = read_incident(other, id=list_incidents(other).rows[0].id).reports[0].id
    assert client.get(f"/incidents/reports/{hidden}/edit/").status_code == 404


def test_a_groups_page_shows_what_its_reader_sees_and_names_are_decided_on_theirs(client: Client, user: User) -> None:
    actor = actor_for(user)
    colleague = actor_for(make_user(user.agency))
    names = {"name": ["EXERCISE Front of the Dunes"], "alias": ["جبهة الكثبان (تمرين)"]}
    group = add_record(actor, schema="ArmedGroup", properties=names, label=handled(actor), ground=GROUND)
    payer = add_record(
        actor, schema="Person", properties={"name": ["EXERCISE Payer"]}, label=handled(actor), ground=GROUND
    )
    paid = {"payer": [payer.origin], "beneficiary": [group.origin], "amount": ["900"], "currency": ["XTS"]}
    add_record(actor, schema="Payment", properties=paid, label=handled(actor), ground=GROUND)
    bring(actor, [own_row(1, actors=names["name"][0]), own_row(2, actors="EXERCISE Dunes Front")])
    red = handled(colleague, Tlp.RED)
    bring(colleague, [own_row(3, actors=names["name"][0], place=CANARY, country="ML", longitude="-1")], label=red)
    listed = text_of(client.get("/groups/"))
    assert "EXERCISE Front of the Dunes" in listed
    shown = text_of(client.get(f"/groups/{group.id}/"))
    assert "EXERCISE place 1" in shown
    assert "900 XTS" in shown
    assert not any(word in page for word in (CANARY, "country=ml") for page in (listed, shown))
    (asked,) = list_names(actor).rows
    assert "EXERCISE Dunes Front" in text_of(client.get("/groups/names/"))
    assert "1 name that may be" in text_of(client.get("/"))
    client.post(f"/groups/names/{asked.id}/", {"answer": "same"})
    assert "EXERCISE place 2" in text_of(client.get(f"/groups/{group.id}/"))
    assert "EXERCISE Dunes Front" in text_of(client.get("/groups/names/?decided=same"))
    client.post(f"/groups/names/{asked.id}/undo/")
    assert "EXERCISE place 2" not in text_of(client.get(f"/groups/{group.id}/"))
    client.post("/groups/names/seek/")
    stranger = browser()
    log_in(stranger, make_user(make_agency(), (Role.ANALYST,)))
    assert stranger.get(f"/groups/{group.id}/").status_code == 404


def sent(client: Client, content: bytes, name: str = "EXERCISE.csv") -> Any:
    return client.post("/incidents/imports/", {**HELD, "source": "own", "file": SimpleUploadedFile(name, content)})


def test_a_file_is_looked_at_brought_in_and_gives_back_what_failed_in_the_readers_language(
    client: Client, user: User
) -> None:
    rows = [own_row(1), own_row(2, date="2026-02-30"), own_row(3, latitude="2.5", longitude="13.25"), own_row(4)]
    content = own_table(rows).getvalue()
    assert sent(client, b"no,columns\n1,2\n").status_code == 422
    assert sent(client, b"").status_code == 422
    assert sent(client, gzip.compress(content)[:-20], "EXERCISE.csv.gz").status_code == 422
    answer = sent(client, gzip.compress(content), "EXERCISE.csv.gz")
    assert answer.status_code == 302
    page = answer.headers["Location"]
    looked = text_of(client.get(page))
    assert "EX-1" in looked
    assert "2026-02-30" in looked
    assert "change places" in looked
    assert count_incidents(actor_for(user)).incidents == 0
    client.post(f"{page}begin/")
    assert "hx-trigger" in text_of(client.get(f"{page}progress/"))
    run_intakes(None)
    assert count_incidents(actor_for(user)).incidents == 2
    done = text_of(client.get(page))
    assert "hx-trigger=" not in done.split('id="progress"')[1].split(">")[0]
    failed = text_of(client.get(f"{page}failed/", headers={"accept-language": "fr"}))
    assert failed.splitlines()[0] == "row,problem,what,do,column,value,raw"
    assert [line.split(",")[1] for line in failed.splitlines()[1:]] == ["bad_date", "swapped"]
    (book,) = list_intakes(actor_for(user)).rows
    assert (book.book.state, book.book.read, book.book.counts["added"], book.book.counts["failed"]) == ("done", 4, 2, 2)
    assert client.post(f"{page}begin/", follow=True).status_code == 200
    stranger = browser()
    log_in(stranger, make_user(make_agency(), (Role.ANALYST,)))
    assert stranger.get(page).status_code == 404
    assert "EXERCISE.csv" not in text_of(stranger.get("/incidents/imports/"))
    assert len(HEAD) == 13
