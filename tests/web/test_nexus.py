"""The pages on who is linked to whom: what they draw and tabulate, and that nothing hidden is on them by any name or number."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from minassa.access import Actor, Handling, Role, Tlp
from minassa.access.models import User
from minassa.records import DiagramWriting, Drawing, Point, keep_diagram, share_diagram
from tests.factories import actor_for, make_agency, make_user
from tests.records.made import add, own_label
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db

WHY = {"purpose": "counter-terrorism", "case": "EX-2026-1"}


@pytest.fixture
def analyst() -> Actor:
    return actor_for(make_user(make_agency(), (Role.ANALYST,), username="analyst"))


@pytest.fixture
def pages(analyst: Actor) -> Client:
    client = browser()
    log_in(client, User.objects.get(agency=analyst.agency))
    return client


def tied(actor: Actor, source: str, target: str, tlp: Tlp = Tlp.AMBER) -> None:
    label = own_label(actor, tlp)
    add(actor, "", schema="UnknownLink", subject=source, object=target, role="uses", label=label)


def test_what_is_linked_is_drawn_opened_left_out_pinned_grouped_and_undone(analyst: Actor, pages: Client) -> None:
    awa, kofi = add(analyst, origin="awa"), add(analyst, "EXERCISE Kofi Mfano", origin="kofi")
    phone = add(analyst, "+226 70 00 00 01", schema="PhoneLine", origin="phone")
    tied(analyst, "awa", "phone")
    tied(analyst, "kofi", "phone")
    address = f"/records/{awa.id}/nexus/"

    def shown(*steps: str, **given: Any) -> str:
        return pages.get(address, {**WHY, "step": list(steps), **given}, follow=True).content.decode()

    assert "<svg viewBox" not in pages.get(address).content.decode()
    first = shown()
    assert f"step=open%3A{phone.id}" in first
    assert "EXERCISE Kofi Mfano" not in first
    opened = shown(f"open:{phone.id}:UnknownLink", f"pin:{kofi.id}:40:60")
    assert "EXERCISE Kofi Mfano" in opened
    assert f'data-node="{kofi.id}" data-x="40" data-y="60"' in opened
    assert 'id="common"' in shown(f"open:{kofi.id}")
    left_out = shown(f"open:{kofi.id}", f"hide:{phone.id}")
    assert "+226" not in left_out
    assert 'id="common"' not in left_out
    assert f'href="?purpose=counter-terrorism&amp;case=EX-2026-1&amp;step=open%3A{kofi.id}" data-undo' in left_out
    grouped = shown(f"open:{phone.id}", act="group", pick=[str(phone.id), str(kofi.id)])
    assert f'data-node="{min(phone.id, kofi.id)}"' in grouped
    assert f'data-node="{max(phone.id, kofi.id)}"' not in grouped
    assert "Group 1 (2)" in grouped
    assert "<svg viewBox" in shown("nothing", "open:x", "pin:1:2:3", f"pin:{kofi.id}:a:b")


def test_the_way_to_another_is_searched_for_and_shown(analyst: Actor, pages: Client) -> None:
    awa, kofi = add(analyst, origin="awa"), add(analyst, "EXERCISE Kofi Mfano", origin="kofi")
    add(analyst, "+226 70 00 00 01", schema="PhoneLine", origin="phone")
    tied(analyst, "awa", "phone")
    tied(analyst, "phone", "kofi")
    address = f"/records/{awa.id}/ways/"
    found = pages.post(address, {**WHY, "query": "mfano"}).content.decode()
    assert f"?to={kofi.id}" in found
    way = pages.get(address, {"to": str(kofi.id)}).content.decode()
    assert 'class="way"' in way
    assert "+226" in way


def test_nothing_hidden_is_on_the_pages(analyst: Actor, pages: Client) -> None:
    """Planted: of another agency, a shared person whose hidden associate is the only way to another shared one."""
    other = actor_for(make_user(make_agency(), (Role.ANALYST,), username="other"))
    green = own_label(other, Tlp.GREEN)
    start = add(other, "EXERCISE Start", origin="start", label=green)
    end = add(other, "EXERCISE End", origin="end", label=green)
    hidden = add(other, "EXERCISE Canary", origin="canary")
    tied(other, "start", "canary", Tlp.GREEN)
    tied(other, "canary", "end", Tlp.GREEN)
    tied(other, "start", "end")
    tied(other, "canary", "start", Tlp.GREEN)
    phone = {"phone": "+22670000009"}
    for name, label in (("holder", green), ("canary-holder", own_label(other))):
        add(other, f"EXERCISE {name.title()}", origin=name, label=label, **phone)
    for name, kind in (("attack", "Incident"), ("seizure", "Seizure")):
        add(other, f"EXERCISE {name.title()}", schema=kind, origin=name, label=green)
        tied(other, "start", name, Tlp.GREEN)
        tied(other, "canary", name, Tlp.GREEN)
    shown = pages.get(f"/records/{start.id}/nexus/", WHY).content.decode()
    bridges = pages.get("/records/bridges/", WHY).content.decode()
    assert 'id="reasons"' in bridges
    everything = pages.get("/records/communities/", WHY).content.decode()
    assert 'id="brokers"' in everything
    found = pages.get(f"/records/{start.id}/nexus/found/", WHY).content.decode()
    assert 'id="communities"' in found
    assert "EXERCISE Start" in shown
    ways = pages.get(f"/records/{start.id}/ways/", {"to": str(end.id)}).content.decode()
    assert 'class="way"' not in ways
    for text in (shown, found, ways, bridges, everything):
        assert "Canary" not in text
        assert str(hidden.id) not in text
    assert pages.get(f"/records/{hidden.id}/nexus/", WHY).status_code == 404
    assert pages.get(f"/records/{start.id}/ways/", {"to": str(hidden.id)}).status_code == 404


def test_a_diagram_is_kept_opened_gone_on_from_and_said_something_about(analyst: Actor, pages: Client) -> None:
    """Planted: of another agency, a person on a diagram that it shares, whose record is its own."""
    awa, kofi = add(analyst, origin="awa"), add(analyst, "EXERCISE Kofi Mfano", origin="kofi")
    tied(analyst, "awa", "kofi")
    step = f"pin:{kofi.id}:40:60"
    form = {**WHY, "title": "EXERCISE Net", "step": step, "only_me": ""}
    kept = pages.post(f"/records/{awa.id}/nexus/keep/", form)
    address = kept["Location"]
    shown = pages.get(address, WHY).content.decode()
    assert f'data-node="{kofi.id}" data-x="40" data-y="60"' in shown
    going_on = re.search(r'href="(/records/[^"]+nexus/[^"]+)"', shown)
    assert going_on is not None
    again = pages.get(html.unescape(going_on[1])).content.decode()
    assert f'data-node="{kofi.id}" data-x="40" data-y="60"' in again
    assert 'name="over"' in again
    over = {**form, "title": "EXERCISE Net again", "over": "1", "diagram": address.split("/")[2], "version": "1"}
    assert pages.post(f"/records/{awa.id}/nexus/keep/", over)["Location"] == address
    assert pages.post(f"{address}comment/", {"text": "EXERCISE words"})["Location"] == f"{address}#comments"
    shown = pages.get(address, WHY).content.decode()
    assert "EXERCISE Net again" in shown
    assert "EXERCISE words" in shown
    file = pages.post(f"{address}file/", {"form": "json"})
    assert file.status_code == 302  # to show a fresh factor first
    other = actor_for(make_user(make_agency(), (Role.ANALYST, Role.SUPERVISOR), username="other"), stepped_up=True)
    canary = add(other, "EXERCISE Canary")
    drawing = Drawing(canary.id, (Point(canary.id, 7, 9), Point(awa.id, 1, 1)))
    theirs = keep_diagram(other, writing=DiagramWriting("EXERCISE Theirs", drawing))
    assert pages.get(f"/diagrams/{theirs}/", WHY).status_code == 404
    share_diagram(other, id=theirs, tlp=Tlp.AMBER, to=[f"agency:{analyst.agency}"], handling=[Handling.H0])
    shared = pages.get(f"/diagrams/{theirs}/", WHY)
    assert shared.status_code == 200
    assert str(awa.id) in shared.content.decode()
    for text in (shared.content.decode(), pages.get("/diagrams/").content.decode()):
        assert "EXERCISE Theirs" in text
        assert "Canary" not in text
        assert str(canary.id) not in text
    assert pages.post(f"{address}discard/")["Location"] == "/diagrams/"
    assert pages.get(address, WHY).status_code == 404
