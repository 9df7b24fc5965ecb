"""The page of the partners: who is there, what waits, what did not get there and why, and trying again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from minassa import access, audit
from minassa.access import Actor, Handling, Label, Parcel, Role, Step, Tlp, door
from minassa.access.models import Agency, User
from minassa.base import held_at, new_id, now
from minassa.exchange import make_node_keys
from minassa.exchange.models import PeerState
from tests.exchange.peers.world import World
from tests.factories import actor_for, make_agency, make_user
from tests.plants.acts import PLANT_WRITE

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> World:
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)
    audit.make_keys(tmp_path)
    cache.clear()
    return World(make_node_keys(tmp_path, at=now()), make_agency("EXERCISE own agency"))


def logged_in(*roles: Role, agency: Agency) -> tuple[Client, User]:
    user = make_user(agency, roles)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client, user


def release_to(actor: Actor, agency: object) -> str:
    about = uuid4()
    assert actor.agency is not None
    label = Label(actor.agency, Tlp.AMBER, frozenset({f"agency:{agency}"}), frozenset({Handling.H0}), exercise=True)
    parcel = Parcel(
        id=new_id(),
        kind="plant",
        stream=f"plant:{about}",
        version=1,
        step=Step.SHARE,
        owner=actor.agency,
        label=label,
        content={"name": "EXERCISE"},
        at=now() - timedelta(days=20),
    )
    with door(actor, PLANT_WRITE) as opened:
        access.release(opened, parcel, to={f"agency:{agency}"})
    return parcel.stream


def give_up(agency: UUID) -> None:
    carrier = access.system_actor("exchange")
    for hours in (0, 1):
        with held_at(now() + timedelta(hours=hours)):
            for one in access.deliveries_waiting(carrier, agency=agency):
                access.mark_failed(carrier, delivery=one.id, code="peer.waits")


def test_before_the_node_has_joined_the_page_says_what_to_do(world: World) -> None:
    client, _user = logged_in(Role.SUPERVISOR, agency=world.agency)
    text = client.get("/partners/", headers={"Accept-Language": "en"}).content.decode()
    assert "This node has not joined a federation yet." in text


def test_a_supervisor_sees_each_partner_what_waits_and_what_was_given_up_and_tries_again(world: World) -> None:
    world.join()
    client, user = logged_in(Role.SUPERVISOR, agency=world.agency)
    analyst = actor_for(make_user(world.agency, (Role.ANALYST,)))
    release_to(analyst, world.b.agency)
    release_to(analyst, world.c.agency)
    give_up(world.b.agency)
    PeerState.objects.filter(node=world.b.id).update(
        fault="fetch.unreachable", failures=9, failing_since=now(), next_try=now() + timedelta(hours=1)
    )
    text = client.get("/partners/", headers={"Accept-Language": "en"}).content.decode()
    assert "EXERCISE agency of b" in text
    assert "EXERCISE secretariat" in text
    assert "EXERCISE own agency" not in text.split("<main")[1]
    assert "“%(host)s”" not in text
    assert "Not reached" in text
    found = {one.agency: (one.waiting, len(one.lost)) for one in access.traffic(actor_for(user))}
    assert found == {world.b.agency: (0, 1), world.c.agency: (1, 0)}
    answer = client.post(f"/partners/{world.b.id}/try/", headers={"Accept-Language": "en"}, follow=True)
    assert "1 delivery is sent again." in answer.content.decode()
    found = {one.agency: (one.waiting, len(one.lost)) for one in access.traffic(actor_for(user))}
    assert found == {world.b.agency: (1, 0), world.c.agency: (1, 0)}
    assert PeerState.objects.get(node=world.b.id).next_try <= now()


def test_a_node_administrator_sees_the_ways_but_not_what_travels_on_them(world: World) -> None:
    world.join()
    analyst = actor_for(make_user(world.agency, (Role.ANALYST,)))
    stream = release_to(analyst, world.b.agency)
    give_up(world.b.agency)
    client, _user = logged_in(Role.NODE_ADMINISTRATOR, agency=world.agency)
    text = client.get("/partners/", headers={"Accept-Language": "en"}).content.decode()
    assert "EXERCISE agency of b" in text
    assert stream[-4:] not in text.split("<main")[1].replace(str(world.b.id), "").replace(str(world.c.id), "")
    assert "plant" not in text.split("<main")[1]
    client.post(f"/partners/{world.b.id}/try/")
    found = {one.agency: (one.waiting, len(one.lost)) for one in access.traffic(analyst)}
    assert found == {world.b.agency: (0, 1)}


def test_an_analyst_is_not_shown_the_page(world: World) -> None:
    world.join()
    client, _user = logged_in(Role.ANALYST, agency=world.agency)
    assert client.get("/partners/").status_code == 403
    assert "/partners/" not in client.get("/").content.decode()
    assert client.post(f"/partners/{world.b.id}/try/").status_code == 403


def test_another_agency_of_the_same_node_does_not_see_what_this_one_sent(world: World) -> None:
    world.join()
    analyst = actor_for(make_user(world.agency, (Role.ANALYST,)))
    release_to(analyst, world.b.agency)
    give_up(world.b.agency)
    client, user = logged_in(Role.SUPERVISOR, agency=make_agency("EXERCISE neighbour"))
    assert access.traffic(actor_for(user)) == ()
    assert client.post(f"/partners/{world.b.id}/try/").status_code == 302
    assert {one.agency: len(one.lost) for one in access.traffic(analyst)} == {world.b.agency: 1}


def test_a_partner_that_is_not_listed_is_not_there(world: World) -> None:
    world.join()
    client, _user = logged_in(Role.SUPERVISOR, agency=world.agency)
    assert client.post(f"/partners/{uuid4()}/try/").status_code == 404
