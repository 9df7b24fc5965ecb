"""The pages of releases: the preview says exactly what leaves, two persons agree, recipients acknowledge, owners decide."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from minassa import records
from minassa.access import Actor, Handling, Label, Role, Step, Tlp, list_approvals, list_deliveries, list_received
from minassa.access.models import Agency, LoginSession, User
from minassa.base import NotFound, now
from tests.factories import actor_for, make_agency, make_community, make_remote_agency, make_user
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db

MARKS = {"tlp": "amber", "handling": ["H0"]}


@dataclass
class Side:
    """One agency's people at their browsers, and as actors."""

    agency: Agency
    analyst: Client
    supervisor: Client
    second: Client
    liaison: Client

    def actor(self, name: str) -> Actor:
        return actor_for(User.objects.get(username=f"{self.agency.name[-1].lower()}-{name}"), stepped_up=True)


def entered(user: User) -> Client:
    client = browser()
    log_in(client, user)
    LoginSession.objects.filter(user=user).update(stepped_up_at=now())
    return client


def make_side(letter: str) -> Side:
    agency = make_agency(f"EXERCISE agency {letter}")
    clients = {}
    for name, role in (
        ("analyst", Role.ANALYST),
        ("supervisor", Role.SUPERVISOR),
        ("second", Role.SUPERVISOR),
        ("liaison", Role.LIAISON_OFFICER),
    ):
        clients[name] = entered(make_user(agency, (role,), username=f"{letter.lower()}-{name}"))
    return Side(agency, **clients)


@pytest.fixture
def a(db: None) -> Side:
    return make_side("A")


@pytest.fixture
def b(db: None) -> Side:
    return make_side("B")


def keep(side: Side, name: str = "EXERCISE Salem", tlp: Tlp = Tlp.AMBER, **more: Any) -> records.RecordView:
    return records.add_record(
        side.actor("analyst"),
        schema="Person",
        properties={"name": [name], **more},
        label=Label(side.agency.id, tlp, handling=frozenset({Handling.H0}), exercise=True),
        ground=records.Ground("BASISCANARY", "counter-terrorism"),
        origin=f"REFERENCECANARY-{name.rsplit(maxsplit=1)[-1]}",
    )


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def section(page: str, heading: str) -> str:
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0]


def send(client: Client, record: UUID, do: str = "release", **fields: Any) -> Any:
    return client.post(f"/records/{record}/release/", {**MARKS, "do": do, "version": "1", **fields})


def let_out(a: Side, b: Side, record: records.RecordView) -> None:
    """Through the pages, as two supervisors do it."""
    asked = send(a.supervisor, record.id, to=[f"agency:{b.agency.id}"], reason="EXERCISE joint case")
    (approval,) = [one for one in list_approvals(a.actor("second")) if one.act == "record.release-beyond"]
    assert asked["Location"] == f"/approvals/{approval.id}/"
    shown = text_of(a.second.get(f"/approvals/{approval.id}/"))
    assert "EXERCISE agency B" in shown
    assert "EXERCISE joint case" in shown
    assert a.second.post(f"/approvals/{approval.id}/decide/", {"decision": "grant"}).status_code == 302
    done = a.supervisor.post(f"/approvals/{approval.id}/carry-out/")
    assert done["Location"] == f"/records/{record.id}/releases/"


def test_the_preview_shows_exactly_what_leaves_and_to_whom(a: Side, b: Side) -> None:
    made = keep(a, notes=["NOTESCANARY"], summary=["EXERCISE narrative"])
    page = text_of(send(a.supervisor, made.id, "preview", to=[f"agency:{b.agency.id}"]))
    leaves = section(page, "leaves")
    for shown in (
        "EXERCISE agency B",
        "EXERCISE Salem",
        "EXERCISE narrative",
        "TLP:AMBER",
        "a second person must agree",
        "Notes",
    ):
        assert shown in leaves
    assert "could they tell who the source is" in leaves
    assert "CANARY" not in leaves
    piece = text_of(
        a.supervisor.post(
            f"/records/{made.id}/release/preview/",
            {**MARKS, "to": [f"agency:{b.agency.id}"]},
            HTTP_HX_REQUEST="true",
        )
    )
    assert section(piece, "leaves") == leaves
    assert "<html" not in piece
    assert list_deliveries(a.actor("supervisor")) == ()


def test_without_recipients_nothing_is_shown_or_sent(a: Side) -> None:
    made = keep(a)
    answer = send(a.supervisor, made.id)
    assert answer.status_code == 422
    assert "EXERCISE Salem" not in section(text_of(answer), "leaves")


def test_beyond_the_audience_a_second_supervisor_agrees_and_the_first_carries_it_out(a: Side, b: Side) -> None:
    made = keep(a)
    without = send(a.supervisor, made.id, to=[f"agency:{b.agency.id}"])
    assert without.status_code == 422
    assert "A second person must agree" in text_of(without)
    with pytest.raises(NotFound):
        records.read_record(b.actor("analyst"), id=made.id)
    let_out(a, b, made)
    page = text_of(a.supervisor.get(f"/records/{made.id}/"))
    assert "EXERCISE agency B" in section(page, "released")
    seen = text_of(b.analyst.get(f"/records/{made.id}/"))
    assert "Verify with the owner before acting" in seen
    assert "EXERCISE agency A" in seen
    assert "CANARY" not in seen


def test_within_the_audience_one_supervisor_releases(a: Side, b: Side) -> None:
    made = keep(a, tlp=Tlp.GREEN)
    answer = send(a.supervisor, made.id, to=[f"agency:{b.agency.id}"], tlp="green")
    assert answer["Location"] == f"/records/{made.id}/releases/"
    assert [one.agency for one in list_deliveries(a.actor("supervisor"))] == [b.agency.id]


def test_a_release_of_what_changed_meanwhile_is_looked_at_again(a: Side, b: Side) -> None:
    made = keep(a, tlp=Tlp.GREEN)
    records.amend_record(a.actor("analyst"), id=made.id, version=1, properties={"name": ["EXERCISE Other"]})
    answer = send(a.supervisor, made.id, to=[f"agency:{b.agency.id}"], tlp="green")
    assert answer.status_code == 422
    assert list_deliveries(a.actor("supervisor")) == ()


def test_without_a_fresh_factor_it_is_asked_for(a: Side, b: Side) -> None:
    made = keep(a, tlp=Tlp.GREEN)
    LoginSession.objects.update(stepped_up_at=None)
    answer = send(a.supervisor, made.id, to=[f"agency:{b.agency.id}"], tlp="green")
    assert answer.status_code == 302
    assert "/account/" in answer["Location"]
    assert list_deliveries(a.actor("supervisor")) == ()


def test_who_may_not_release_is_not_offered_it_and_is_refused(a: Side, b: Side) -> None:
    made = keep(a, tlp=Tlp.GREEN)
    assert f"/records/{made.id}/release/" not in text_of(a.analyst.get(f"/records/{made.id}/"))
    assert send(a.analyst, made.id, to=[f"agency:{b.agency.id}"], tlp="green").status_code == 403
    assert send(b.supervisor, made.id, to=[f"agency:{a.agency.id}"], tlp="green").status_code in {403, 422}
    assert list_deliveries(a.actor("supervisor")) == list_deliveries(b.actor("supervisor")) == ()


def test_a_correction_and_a_withdrawal_are_acknowledged_on_the_page(a: Side, b: Side) -> None:
    made = keep(a)
    let_out(a, b, made)
    records.amend_record(a.actor("analyst"), id=made.id, version=2, properties={"name": ["EXERCISE Corrected"]})
    listed = text_of(b.liaison.get("/records/received/?owed=1"))
    assert "EXERCISE Corrected" in listed
    (owed,) = list_received(b.actor("liaison"), owed=True)
    page = text_of(b.liaison.get(f"/records/received/{owed.id}/"))
    assert f"/records/received/{owed.id}/acknowledge/" in page
    assert b.liaison.post(f"/records/received/{owed.id}/acknowledge/").status_code == 302
    assert b.liaison.post(f"/records/received/{owed.id}/acknowledge/").status_code == 302  # twice does no harm
    assert "Acknowledged" in text_of(a.supervisor.get(f"/records/{made.id}/releases/"))
    form = text_of(a.liaison.get(f"/records/{made.id}/withdraw/"))
    assert "EXERCISE agency B" in form
    sent = a.liaison.post(f"/records/{made.id}/withdraw/", {"agencies": [str(b.agency.id)], "reason": "inaccurate"})
    assert sent["Location"] == f"/records/{made.id}/releases/"
    (owed,) = list_received(b.actor("liaison"), owed=True)
    assert b.analyst.get(f"/records/{made.id}/")["Location"] == f"/records/received/{owed.id}/"
    assert make_side("D").analyst.get(f"/records/{made.id}/").status_code == 404
    page = text_of(b.liaison.get(f"/records/received/{owed.id}/"))
    assert "It is not accurate" in page
    assert "EXERCISE Corrected" not in page
    assert "Acknowledge a withdrawn record" in text_of(b.liaison.get("/"))


def test_a_recall_stands_on_every_page_of_the_recipients_contacts(a: Side, b: Side) -> None:
    made = keep(a)
    let_out(a, b, made)
    a.supervisor.post(f"/records/{made.id}/withdraw/", {"agencies": [str(b.agency.id)], "urgent": "on", "hours": "6"})
    assert "disclosed by mistake" in text_of(b.supervisor.get("/records/"))
    assert "disclosed by mistake" not in text_of(b.analyst.get("/records/"))
    late = a.supervisor.post(f"/records/{made.id}/withdraw/", {"agencies": [str(b.agency.id)], "urgent": "on"})
    assert late.status_code == 422  # nobody has it any more


def test_nobody_elses_books_are_opened(a: Side, b: Side) -> None:
    outsider = make_side("C")
    made = keep(a, "EXERCISE Salem")
    let_out(a, b, made)
    for path in (f"/records/{made.id}/releases/", f"/records/{made.id}/release/", f"/records/{made.id}/withdraw/"):
        answer = outsider.supervisor.get(path)
        assert answer.status_code in {302, 404}, path
        assert "EXERCISE Salem" not in text_of(answer)
    (line,) = list_received(b.actor("analyst"))
    assert outsider.analyst.get(f"/records/received/{line.id}/").status_code == 404
    assert outsider.liaison.post(f"/records/received/{line.id}/acknowledge/").status_code == 404
    for path in ("/records/released/", "/records/received/"):
        shown = text_of(outsider.supervisor.get(path))
        assert "EXERCISE Salem" not in shown
        assert "agency A" not in shown


def test_the_books_stay_when_the_record_is_gone(a: Side, b: Side) -> None:
    made = keep(a)
    let_out(a, b, made)
    asked = records.ask_to_delete(a.actor("supervisor"), id=made.id, reason="EXERCISE")
    a.second.post(f"/approvals/{asked.id}/decide/", {"decision": "grant"})
    a.supervisor.post(f"/approvals/{asked.id}/carry-out/")
    page = text_of(a.supervisor.get(f"/records/{made.id}/releases/"))
    assert "EXERCISE agency B" in page
    assert "Its owner deleted it" in page
    assert a.supervisor.get("/records/01a2186d-0000-7000-8000-000000000000/releases/").status_code == 302


def test_lists_of_releases_go_on_page_by_page(a: Side) -> None:
    away = [make_remote_agency() for _ in range(3)]
    made = keep(a, tlp=Tlp.GREEN)
    community = make_community(*away)
    send(a.supervisor, made.id, to=[f"community:{community.id}"], tlp="green")
    page = text_of(a.supervisor.get("/records/released/"))
    assert all(one.name in page for one in away)
    assert "through a community" in page
    assert "Waits to be sent" in page
    place = list_deliveries(a.actor("supervisor"))[0]
    from minassa.base import cursor_text  # noqa: PLC0415 - this test alone builds a place

    rest = text_of(a.supervisor.get(f"/records/released/?before={cursor_text(place.created, place.id)}"))
    assert rest.count("<tr>") == page.count("<tr>") - 1
    assert a.supervisor.get("/records/released/?before=nonsense").status_code == 422


def test_a_proposal_is_sent_answered_and_carried_into_the_record(a: Side, b: Side) -> None:
    made = keep(a)
    let_out(a, b, made)
    assert f"/records/{made.id}/propose/" in text_of(b.analyst.get(f"/records/{made.id}/"))
    assert f"/records/{made.id}/propose/" not in text_of(a.analyst.get(f"/records/{made.id}/"))
    faulty = b.analyst.post(f"/records/{made.id}/propose/", {"text": "", "property": "", "values": ""})
    assert faulty.status_code == 422
    given = {"text": "EXERCISE <b>seen</b>", "property": "birthDate", "values": "1985\n"}
    assert b.analyst.post(f"/records/{made.id}/propose/", given).status_code == 302
    shown = section(text_of(a.analyst.get(f"/records/{made.id}/")), "proposed")
    assert "EXERCISE agency B" in shown
    assert "&lt;b&gt;seen" in shown
    (proposal,) = records.list_proposals(a.actor("analyst"))
    refused = a.analyst.post(
        f"/records/{made.id}/proposals/{proposal.id}/answer/", {"decision": "refuse", "answer": ""}, follow=True
    )
    assert "told why it is refused" in text_of(refused)
    a.analyst.post(f"/records/{made.id}/proposals/{proposal.id}/answer/", {"decision": "accept", "answer": ""})
    assert records.read_record(b.actor("analyst"), id=made.id).properties["birthDate"] == ("1985",)
    assert "Accepted by the owner" in text_of(b.analyst.get(f"/records/{made.id}/"))
    assert {one.step for one in list_deliveries(a.actor("supervisor"))} == {Step.SHARE, Step.CORRECT, Step.MESSAGE}


def test_only_dead_letters_are_tried_again_and_by_supervisors(a: Side) -> None:
    made = keep(a, tlp=Tlp.GREEN)
    away = make_remote_agency()
    send(a.supervisor, made.id, to=[f"agency:{away.id}"], tlp="green")
    (line,) = list_deliveries(a.actor("supervisor"))
    assert a.supervisor.post(f"/records/released/{line.id}/retry/").status_code == 409
    assert a.analyst.post(f"/records/released/{line.id}/retry/").status_code == 403
