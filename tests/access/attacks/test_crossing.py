"""Attacks that carry something from one door to another, or past the end of a door."""

import pickle
import sqlite3
import threading
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from minassa.access import WallError, door, system_actor, walls
from minassa.access.doorway import Opened
from minassa.access.system import SYSTEM_ACTORS, SystemActor
from minassa.base import Refused
from tests.access.attacks.scene import CANARY, Scene, has_leaked, plant_scene
from tests.plants.acts import PLANT_LIST, PLANT_READ
from tests.plants.models import Leaf, Plant


@pytest.fixture
def scene(db: None) -> Scene:
    return plant_scene()


def names(rows: Any) -> list[str]:
    return [row.name for row in rows]


def test_a_filled_cache_is_not_read_through_another_door(scene: Scene) -> None:
    with door(scene.owner, PLANT_LIST):
        rows = Plant.objects.all()
        assert has_leaked(names(rows))
    with pytest.raises(WallError), door(scene.attacker, PLANT_LIST):
        names(rows)
    with pytest.raises(WallError):
        names(rows)


def test_a_pickled_cache_is_not_read_through_another_door(scene: Scene) -> None:
    with door(scene.owner, PLANT_LIST):
        packed = pickle.dumps(Plant.objects.all())
    with pytest.raises(WallError), door(scene.attacker, PLANT_LIST):
        names(pickle.loads(packed))


def test_a_lazy_queryset_shows_what_the_present_door_shows(scene: Scene) -> None:
    with door(scene.owner, PLANT_LIST):
        rows = Plant.objects.all()
    with door(scene.attacker, PLANT_LIST):
        assert names(rows) == ["EXERCISE moss"]


def test_a_query_that_was_compiled_before_is_compiled_anew(scene: Scene) -> None:
    with door(scene.owner, PLANT_LIST):
        rows: QuerySet[Plant] = QuerySet(Plant).filter(leaves__isnull=False)
        assert str(rows.query)
        assert rows.count() == 0
    with door(scene.attacker, PLANT_LIST):
        assert names(rows.all()) == []
        assert rows.query.where.children == QuerySet(Plant).filter(leaves__isnull=False).query.where.children


@pytest.mark.parametrize("chunk", [1, 2000])
def test_an_iterator_does_not_outlive_its_door(scene: Scene, chunk: int) -> None:
    with door(scene.owner, PLANT_LIST):
        begun = Plant.objects.iterator(chunk_size=chunk)
        fresh = Plant.objects.values_list("name").iterator(chunk_size=chunk)
        next(begun)
    with door(scene.attacker, PLANT_LIST):
        assert not has_leaked(list(fresh))
    with pytest.raises((WallError, StopIteration)), door(scene.attacker, PLANT_LIST):
        next(begun)


def test_after_the_door_nothing_is_read(scene: Scene) -> None:
    with door(scene.owner, PLANT_LIST):
        leaf = Leaf.objects.get()
        lazy = Plant.objects.all()
    for late in (lambda: names(lazy), lambda: leaf.plant, leaf.refresh_from_db, lazy.count):
        with pytest.raises(WallError):
            late()


def test_an_inner_door_gives_back_the_outer_ones_sight(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SYSTEM_ACTORS, "t", SystemActor("a test", frozenset({"plant.list"})))
    with door(scene.attacker, PLANT_LIST):
        assert names(Plant.objects.all()) == ["EXERCISE moss"]
        with door(system_actor("t"), PLANT_LIST):
            assert Plant.objects.count() == 2
            seen = Plant.objects.all()
            assert has_leaked(names(seen))
        assert names(Plant.objects.all()) == ["EXERCISE moss"]
        assert QuerySet(Plant).count() == 1
        with pytest.raises(WallError):
            names(seen)


def test_an_inner_door_that_fails_gives_back_the_outer_ones_sight(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SYSTEM_ACTORS, "t", SystemActor("a test", frozenset({"plant.list"})))
    with door(scene.attacker, PLANT_LIST):
        with pytest.raises(ZeroDivisionError), door(system_actor("t"), PLANT_LIST):
            raise ZeroDivisionError(Plant.objects.count())
        assert names(QuerySet(Plant)) == ["EXERCISE moss"]


def test_no_door_opens_inside_another_persons_door(scene: Scene) -> None:
    with door(scene.attacker, PLANT_LIST), pytest.raises(WallError), door(scene.owner, PLANT_LIST):
        pass


def test_an_actor_cannot_claim_other_rights_inside_a_door(scene: Scene) -> None:
    richer = replace(scene.attacker, agency=scene.owner.agency)
    with door(scene.attacker, PLANT_LIST), pytest.raises(WallError), door(richer, PLANT_LIST):
        pass


@pytest.mark.sqlite
def test_a_prepared_statement_is_not_run_again_after_its_door(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as captured, door(scene.owner, PLANT_LIST):
        assert has_leaked(names(QuerySet(Plant).order_by("height")))
    sql = next(one["sql"] for one in captured.captured_queries if "ORDER BY" in one["sql"])
    with pytest.raises(sqlite3.DatabaseError), door(scene.attacker, PLANT_LIST):
        connection.connection.execute(sql).fetchall()


@pytest.mark.sqlite
def test_another_thread_on_the_same_connection_has_no_door(scene: Scene) -> None:
    caught: list[BaseException] = []
    raw = connection.connection

    def steal() -> None:
        try:
            raw.execute("SELECT name FROM plants_plant").fetchall()
        except sqlite3.DatabaseError as error:
            caught.append(error)

    with door(scene.owner, PLANT_LIST):
        thread = threading.Thread(target=steal)
        thread.start()
        thread.join()
    assert caught


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_its_own_has_no_door() -> None:
    scene = plant_scene()
    caught: list[Any] = []

    def steal() -> None:
        try:
            caught.append(list(QuerySet(Plant).values_list("name")))
        except WallError as error:
            caught.append(error)
        finally:
            connections.close_all()

    with door(scene.owner, PLANT_LIST):
        thread = threading.Thread(target=steal)
        thread.start()
        thread.join()
    assert isinstance(caught[0], WallError)


def test_a_task_that_outlives_the_door_has_none(scene: Scene) -> None:
    async def steal() -> list[str]:
        plants: QuerySet[Plant] = QuerySet(Plant)
        return [row.name async for row in plants]

    with door(scene.owner, PLANT_LIST):
        pass
    with pytest.raises(WallError):
        async_to_sync(steal)()


def test_what_runs_within_a_door_asynchronously_sees_no_more(scene: Scene) -> None:
    async def look() -> list[str]:
        return await sync_to_async(lambda: names(QuerySet(Plant)))()

    with door(scene.attacker, PLANT_LIST):
        assert async_to_sync(look)() == ["EXERCISE moss"]


def test_a_wider_opening_by_hand_needs_the_door(scene: Scene) -> None:
    """What a service could write by mistake: its own opening. It is refused by the second wall; see test_wall_two."""
    opened = Opened(scene.attacker, PLANT_READ, None, None)  # type: ignore[arg-type] # an attack
    assert opened.visible == frozenset()
    with pytest.raises(WallError):
        walls.replace_current(walls.opening(frozenset({scene.hidden_label}), frozenset()))


def test_a_forged_actor_is_refused_by_the_door(scene: Scene) -> None:
    """Rights are compared with the database's; an actor with a made-up rights version does not enter."""
    forged = replace(scene.attacker, agency=scene.owner.agency, rights_version=99)
    with pytest.raises(Refused), door(forged, PLANT_LIST):
        pass


def test_refusals_do_not_carry_the_canary(scene: Scene) -> None:
    with pytest.raises(Exception) as caught, door(scene.attacker, PLANT_READ):
        Plant.objects.get(name__startswith=CANARY)
    assert CANARY not in repr(caught.value)


def leaving_generator(scene: Scene) -> Generator[str, None, None]:
    with door(scene.owner, PLANT_LIST):
        yield from names(Plant.objects.all())


def test_an_abandoned_generator_closes_its_door(scene: Scene) -> None:
    rows = leaving_generator(scene)
    next(rows)
    rows.close()
    with pytest.raises(WallError):
        QuerySet(Plant).count()
