"""The pages on who is linked to whom: what they draw and tabulate, and that nothing hidden is on them by any name or number."""

import pytest
from django.test import Client

from minassa.access import Actor, Role, Tlp
from minassa.access.models import User
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


def test_what_is_linked_is_drawn_opened_and_left_out(analyst: Actor, pages: Client) -> None:
    awa, kofi = add(analyst, origin="awa"), add(analyst, "EXERCISE Kofi Mfano", origin="kofi")
    phone = add(analyst, "+226 70 00 00 01", schema="PhoneLine", origin="phone")
    tied(analyst, "awa", "phone")
    tied(analyst, "kofi", "phone")
    address = f"/records/{awa.id}/nexus/"
    assert "<svg viewBox" not in pages.get(address).content.decode()
    first = pages.get(address, WHY).content.decode()
    assert f"also={phone.id}" in first
    assert "EXERCISE Kofi Mfano" not in first
    opened = pages.get(address, {**WHY, "also": str(phone.id)}).content.decode()
    assert "EXERCISE Kofi Mfano" in opened
    both = pages.get(address, {**WHY, "also": str(kofi.id)}).content.decode()
    assert 'id="common"' in both
    left_out = pages.get(address, {**WHY, "also": str(kofi.id), "without": str(phone.id)}).content.decode()
    assert "+226" not in left_out
    assert 'id="common"' not in left_out


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
    shown = pages.get(f"/records/{start.id}/nexus/", WHY).content.decode()
    assert "EXERCISE Start" in shown
    ways = pages.get(f"/records/{start.id}/ways/", {"to": str(end.id)}).content.decode()
    assert 'class="way"' not in ways
    for text in (shown, ways):
        assert "Canary" not in text
        assert str(hidden.id) not in text
    assert pages.get(f"/records/{hidden.id}/nexus/", WHY).status_code == 404
    assert pages.get(f"/records/{start.id}/ways/", {"to": str(hidden.id)}).status_code == 404
