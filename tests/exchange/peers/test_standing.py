"""How a node stands with another one over days: trying again ever more rarely, giving up at last, and taking up again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from minassa import access
from minassa.access import Actor, Role, Step, door
from minassa.base import held_at, now
from minassa.exchange.models import PeerState
from minassa.exchange.peers.sending import sync_peers
from minassa.exchange.peers.standing import (
    LONGEST_WAIT,
    PATIENCE,
    is_due,
    note_failed,
    note_heard,
    note_reached,
    wait_after,
    was_heard_lately,
)
from tests.exchange.peers.nodes import free_port
from tests.exchange.peers.world import World, a_parcel
from tests.factories import actor_for, make_user
from tests.plants.acts import PLANT_WRITE

pytestmark = pytest.mark.django_db

CARRIER = access.system_actor("exchange")


def test_the_waiting_doubles_to_an_hour_and_is_never_the_same_for_all() -> None:
    assert all(timedelta(seconds=5) <= wait_after(1) <= timedelta(seconds=10) for _ in range(50))
    assert all(LONGEST_WAIT / 2 <= wait_after(failures) <= LONGEST_WAIT for failures in (10, 100, 10_000))
    assert len({wait_after(20) for _ in range(50)}) > 10


def test_who_spoke_to_us_is_tried_at_once(world: World) -> None:
    assert is_due(world.b.id, now())
    for _ in range(5):
        assert not note_failed(world.b.id, "fetch.unreachable")
    assert not is_due(world.b.id, now())
    assert not was_heard_lately(world.b.id)
    note_heard(world.b.id)
    assert is_due(world.b.id, now())
    assert was_heard_lately(world.b.id)
    note_reached(world.b.id)
    row = PeerState.objects.get(node=world.b.id)
    assert (row.failures, row.fault, row.failing_since) == (0, "", None)


def test_patience_ends_after_a_day(world: World) -> None:
    start = now()
    with held_at(start):
        assert not note_failed(world.b.id, "fetch.unreachable")
    with held_at(start + PATIENCE - timedelta(seconds=1)):
        assert not note_failed(world.b.id, "fetch.unreachable")
    with held_at(start + PATIENCE):
        assert note_failed(world.b.id, "fetch.unreachable")


@pytest.fixture
def silent(world: World, settings: Settings) -> World:
    """B has an address at which nobody answers."""
    port = free_port()
    world.b.address = f"http://127.0.0.1:{port}"
    settings.MINASSA = replace(
        settings.MINASSA, fetch=replace(settings.MINASSA.fetch, private=(f"127.0.0.1:{port}",), seconds=5)
    )
    world.join()
    return world


@pytest.fixture
def analyst(silent: World) -> Actor:
    return actor_for(make_user(silent.agency, (Role.ANALYST,)))


def release(actor: Actor, world: World, count: int) -> None:
    for _ in range(count):
        parcel = a_parcel(world.agency.id, world.b.agency)
        with door(actor, PLANT_WRITE) as opened:
            access.release(opened, parcel, to={f"agency:{world.b.agency}"})


def waiting(world: World) -> int:
    return len(access.deliveries_waiting(CARRIER, agency=world.b.agency, limit=1000))


def hours(start: datetime, days: int) -> Iterator[datetime]:
    for hour in range(0, days * 24, 8):
        yield start + timedelta(hours=hour)


def test_a_node_that_is_down_for_a_week_loses_nothing(silent: World, analyst: Actor) -> None:
    release(analyst, silent, 5)
    start = now()
    for moment in hours(start, 7):
        with held_at(moment):
            assert "fetch.unreachable" in sync_peers(at_once=True).failed.values()
    with held_at(start + timedelta(days=7, hours=2)):
        release(analyst, silent, 1)
        (found,) = access.traffic(analyst)
        assert (found.waiting, found.lost) == (6, ())
        assert waiting(silent) == 6
        note_heard(silent.b.id)  # it is back
        assert is_due(silent.b.id, now())


def test_after_two_weeks_it_is_given_up_shown_and_can_be_sent_again(silent: World, analyst: Actor) -> None:
    supervisor = actor_for(make_user(silent.agency, (Role.SUPERVISOR,)))
    release(analyst, silent, 2)
    start = now()
    for moment in hours(start, 15):
        with held_at(moment):
            sync_peers(at_once=True)
    with held_at(start + timedelta(days=15)):
        (found,) = access.traffic(supervisor)
        assert (found.waiting, len(found.lost)) == (0, 2)
        assert {one.code for one in found.lost} == {"fetch.unreachable"}
        assert {one.step for one in found.lost} == {Step.SHARE}
        for one in found.lost:
            access.retry_delivery(supervisor, delivery=one.id)
        assert waiting(silent) == 2


def test_what_is_for_an_agency_that_no_node_has_waits_with_its_reason(silent: World, analyst: Actor) -> None:
    stranger = access.add_agency(access.system_actor("federation"), name="EXERCISE nowhere", is_local=False)
    parcel = a_parcel(silent.agency.id, stranger.id)
    with door(analyst, PLANT_WRITE) as opened:
        access.release(opened, parcel, to={f"agency:{stranger.id}"})
    sync_peers()
    (found,) = access.list_deliveries(analyst, stream=parcel.stream)
    assert (found.state.value, found.code) == ("waiting", "peer.unknown-node")


def test_before_the_node_has_joined_nothing_is_carried(world: World) -> None:
    done = sync_peers(at_once=True)
    assert (done.sent, done.failed) == (0, {})


def test_a_node_without_any_way_to_it_is_told(world: World) -> None:
    world.join()
    analyst = actor_for(make_user(world.agency, (Role.ANALYST,)))
    release(analyst, world, 1)
    assert sync_peers(at_once=True).failed[world.b.id] == "peer.no-way"
