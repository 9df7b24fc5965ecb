"""Subjects under watch: asked when a list or a record changes, told to their keeper once, and to nobody else."""

from pathlib import Path

import pytest

from minassa.access import Actor, Role
from minassa.access.models import User
from minassa.base import NotFound
from minassa.desk import list_notices, waiting_on
from minassa.screening import Verdict, import_list
from minassa.watch import (
    judge_hit,
    list_watches,
    read_watch,
    watch_hits,
)
from tests.factories import actor_for, an_actor, make_user
from tests.screening.samples import SAMPLES
from tests.screening.test_versions import altered, written
from tests.watch.scene import begin_anew, found, turn, watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> Actor:
    actor = an_actor(Role.ANALYST)
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    turn()
    return actor


def told(actor: Actor) -> list[dict[str, int]]:
    return [dict(one.params) for one in list_notices(actor) if one.kind == "watch.hits"]


def work(actor: Actor) -> list[str]:
    mine = waiting_on(actor)
    return [item.about for item in (*mine.waiting_on_me, *mine.overdue) if item.about.startswith("watch")]


def test_a_new_version_of_a_list_is_brought_to_those_whom_it_concerns_once(analyst: Actor, tmp_path: Path) -> None:
    colleague = actor_for(make_user(User.objects.get(id=analyst.user_id).agency))
    stranger = an_actor(Role.ANALYST)
    added = watch(analyst, "ZARGOUN Sidi wuld")
    amended = watch(colleague, "يوسف بن صالح المصباحي")
    removed = watch(colleague, "Ibrahim Danjumarewa")
    nothing = watch(stranger, "Moussa Ag Ikerwane Canary")
    turn()
    assert found(analyst, added) == {}
    assert found(colleague, amended) == {"EXi.005": "new"}
    assert found(colleague, removed) == {"EXi.003": "new"}
    assert (told(analyst), told(colleague)) == ([], [{"new": 2, "changed": 0, "gone": 0}])
    (hit,) = watch_hits(colleague, id=amended.id)
    assert judge_hit(colleague, id=hit.id, verdict=Verdict.DISMISSED, reason="EXERCISE other").state == "dismissed"
    assert len(work(colleague)) == 1
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    begin_anew()
    turn()
    assert found(analyst, added) == {"EXi.099": "new"}
    assert work(analyst) == [f"watch:{added.id}"]
    (again,) = watch_hits(colleague, id=amended.id)
    assert (again.state, bool(again.changed)) == ("new", True)
    assert "amended_on" in again.changed or "remark" in again.changed or "facts" in again.changed or again.changed
    assert found(colleague, removed) == {"EXi.003": "gone"}
    assert told(analyst) == [{"new": 1, "changed": 0, "gone": 0}]
    assert {"new": 0, "changed": 1, "gone": 1} in told(colleague)
    turn()
    begin_anew()
    turn()
    assert (len(told(analyst)), len(told(colleague)), told(stranger)) == (1, 2, [])
    assert found(stranger, nothing) == {}
    for one in (added, amended):
        with pytest.raises(NotFound):
            read_watch(stranger, id=one.id)
        with pytest.raises(NotFound):
            watch_hits(stranger, id=one.id)
    assert [row.id for row in list_watches(stranger).rows] == [nothing.id]
    assert list_watches(stranger).count_text == "1"
    assert work(stranger) == []
