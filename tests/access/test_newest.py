from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minassa.access import Actor, Tlp, capped_count, door, newest, walls
from minassa.base import new_id
from tests.conftest import on_postgresql
from tests.factories import a_label, actor_for, make_user
from tests.plants.acts import PLANT_LIST, PLANT_WRITE
from tests.plants.models import Plant

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)


def sow(actor: Actor, count: int, tlp: Tlp = Tlp.AMBER, *, first: int = 0, kind: str = "Person") -> None:
    with door(actor, PLANT_WRITE) as opened:
        label_id = opened.intern(a_label(actor, tlp))
        moments = (START + timedelta(minutes=first + n) for n in range(count))
        Plant.objects.bulk_create(
            Plant(name=f"EXERCISE {moment}", label_id=label_id, modified=moment, kind=kind) for moment in moments
        )


def pages(actor: Actor, size: int, **equal: Any) -> list[list[Plant]]:
    found: list[list[Plant]] = []
    before = None
    while True:
        with door(actor, PLANT_LIST):
            page = newest(Plant, size, before, **equal)
        if not page:
            return found
        found.append(page)
        before = (page[-1].modified, page[-1].id)


def test_pages_give_each_visible_row_once_newest_first_and_no_hidden_one() -> None:
    mine, theirs = actor_for(make_user()), actor_for(make_user())
    sow(mine, 7)
    sow(mine, 5, Tlp.GREEN, first=3)
    sow(theirs, 9, first=2)
    sow(theirs, 4, Tlp.GREEN, first=1)
    found = [row for page in pages(mine, 4) for row in page]
    assert len(found) == len({row.id for row in found}) == 16
    assert found == sorted(found, key=lambda row: (row.modified, row.id), reverse=True)


def test_rows_of_one_moment_are_not_lost_between_pages() -> None:
    actor = actor_for(make_user())
    with door(actor, PLANT_WRITE) as opened:
        label_id = opened.intern(a_label(actor))
        Plant.objects.bulk_create(Plant(name="EXERCISE", label_id=label_id, modified=START) for _ in range(10))
    assert len({row.id for page in pages(actor, 3) for row in page}) == 10


def test_equal_narrows() -> None:
    actor = actor_for(make_user())
    sow(actor, 3)
    sow(actor, 2, kind="Vessel")
    assert [len(page) for page in pages(actor, 50, kind="Vessel")] == [2]


def test_more_labels_than_sqlite_unites_at_once() -> None:
    actor = actor_for(make_user())
    with door(actor, PLANT_WRITE) as opened:
        for _ in range(900):
            label_id = opened.intern(a_label(actor, audience=[f"agency:{make_agency_id()}"]))
            Plant.objects.create(name="EXERCISE", label_id=label_id)
    with door(actor, PLANT_LIST) as opened:
        assert len(opened.visible) == 900
        assert len(newest(Plant, 50)) == 50


def make_agency_id() -> str:
    return str(new_id())


def test_counts_are_capped_and_say_so() -> None:
    actor = actor_for(make_user())
    sow(actor, 5)
    with door(actor, PLANT_LIST):
        assert capped_count(Plant.objects.all(), cap=4).text == "4+"
        assert capped_count(Plant.objects.all(), cap=5).text == "5"


@pytest.mark.parametrize("equal", [{}, {"kind": "Person"}])
def test_lists_use_their_index(equal: dict[str, Any]) -> None:
    actor = actor_for(make_user())
    sow(actor, 200)
    sow(actor, 200, Tlp.GREEN)
    with (
        door(actor, PLANT_LIST),
        CaptureQueriesContext(
            connection,
        ) as captured,
        walls.upkeep(),
    ):
        newest(Plant, 10, (START + timedelta(minutes=50), make_user().id), **equal)
    keys = next(one["sql"] for one in captured.captured_queries if "LIMIT 10" in one["sql"] or "LATERAL" in one["sql"])
    with door(actor, PLANT_LIST), walls.upkeep(), connection.cursor() as cursor:
        if on_postgresql():
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(("EXPLAIN " if on_postgresql() else "EXPLAIN QUERY PLAN ") + keys)
        plan = "\n".join(" ".join(map(str, row)) for row in cursor.fetchall())
    assert ("plant_kind_newest" if equal else "plant_label_newest") in plan, plan
    assert "Seq Scan on plants_plant" not in plan
