"""Past checks are asked again when a list changes; whoever asked is told, and nobody else."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from minassa.access import Actor, Role
from minassa.base import Fault, held_at, now
from minassa.desk import list_notices
from minassa.screening import Asked, import_list, past_checks, remember_check, search_lists
from minassa.screening.index import forget_index
from minassa.screening.models import ListVersion
from minassa.screening.rechecks import forget_old_checks, recheck, recheck_changed
from tests.factories import an_actor
from tests.screening.samples import SAMPLES
from tests.screening.test_hostile_lists import UN
from tests.screening.test_versions import altered, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> Actor:
    forget_index()
    actor = an_actor(Role.ANALYST)
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    recheck_changed()
    return actor


def asks(actor: Actor, name: str, identifier: str = "", case: str = "EX-1") -> None:
    hits = [
        hit for hit in search_lists(actor, name=name, identifier=identifier) if hit.score > 0.7 or hit.by_identifier
    ]
    seen = [(hit.source, hit.ref, hit.fingerprint, hit.name) for hit in hits]
    asked = Asked(name, identifier=identifier)
    remember_check(actor, asked=asked, purpose="counter-terrorism", case=case, hits=seen)


def changes_told(actor: Actor) -> set[tuple[str, str]]:
    return {(what, ref) for one in list_notices(actor) for what, ref, _name in one.params["refs"]}


def test_an_added_an_amended_and_a_removed_subject_are_told_to_whoever_asked(analyst: Actor, tmp_path: Path) -> None:
    colleague, bystander = an_actor(Role.ANALYST), an_actor(Role.ANALYST)
    asks(analyst, "ZARGOUN Sidi wuld")  # no hit yet
    asks(analyst, "Sidi Ould Zargoune", case="EX-2")
    asks(colleague, "يوسف بن صالح المصباحي")
    asks(colleague, "Ibrahim Danjumarewa")
    asks(bystander, "Moussa Ag Ikerwane")
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    assert recheck_changed() == 4
    assert changes_told(analyst) == {("added", "EXi.099")}
    assert changes_told(colleague) == {("amended", "EXi.005"), ("removed", "EXi.003")}
    assert list_notices(bystander) == ()
    with translation.override("en"):
        notice = next(one for one in list_notices(analyst) if "EX-2" in one.text)
    assert "Sidi Ould Zargoune" in notice.text
    assert "1 added, 0 amended, 0 removed" in notice.text


def test_nobody_is_told_twice(analyst: Actor, tmp_path: Path) -> None:
    asks(analyst, "Sidi Ould Zargoun")
    version = import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    assert recheck("un-sc", version.number) == 1
    assert recheck("un-sc", version.number) == 0
    assert recheck_changed() == 0
    assert ListVersion.objects.filter(rechecked_at=None).count() == 0
    assert len(list_notices(analyst)) == 1


def test_who_asked_after_the_change_is_not_told_of_it(analyst: Actor, tmp_path: Path) -> None:
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    asks(analyst, "Sidi Ould Zargoun")
    asks(analyst, "Youssef Ben Salah El Mesbahi")
    assert recheck_changed() == 0


def test_an_identifier_finds_a_subject_that_was_amended(analyst: Actor, tmp_path: Path) -> None:
    asks(analyst, "", identifier="EX 000 5523")
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    recheck_changed()
    assert changes_told(analyst) == {("amended", "EXi.005")}


def test_checks_older_than_ninety_days_are_left_alone_and_forgotten(analyst: Actor, tmp_path: Path) -> None:
    with held_at(now() - timedelta(days=91)):
        asks(analyst, "Sidi Ould Zargoun")
    asks(analyst, "Moussa Ag Ikerwane")
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    assert recheck_changed() == 0
    assert [one.asked.name for one in past_checks(analyst)] == ["Moussa Ag Ikerwane"]
    assert forget_old_checks() == 1
    assert forget_old_checks() == 0


def test_past_hits_say_what_has_become_of_them(analyst: Actor, tmp_path: Path) -> None:
    asks(analyst, "Ibrahim Dan Jumarewa")
    asks(analyst, "Youssef Ben Salah El Mesbahi")
    asks(analyst, "Moussa Ag Ikerwane")
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    states = {hit.ref: hit.state for one in past_checks(analyst) for hit in one.hits}
    assert (states["EXi.003"], states["EXi.005"], states["EXi.002"]) == ("removed", "amended", "listed")


def test_the_same_question_in_the_same_case_is_kept_once(analyst: Actor) -> None:
    asks(analyst, "Moussa Ag Ikerwane")
    asks(analyst, "IKERWANE, Moussa ag")
    asks(analyst, "Moussa Ag Ikerwane", case="EX-2")
    assert len(past_checks(analyst)) == 2


def test_past_checks_belong_to_whoever_asked(analyst: Actor) -> None:
    asks(analyst, "Moussa Ag Ikerwane")
    for role in (Role.ANALYST, Role.SUPERVISOR):
        other = an_actor(role)
        asks(other, "Fadumo Gurxan")
        assert [one.asked.name for one in past_checks(other)] == ["Fadumo Gurxan"]


def test_a_version_that_only_waits_in_quarantine_tells_nobody(analyst: Actor, tmp_path: Path) -> None:
    asks(analyst, "Moussa Ag Ikerwane")
    with pytest.raises(Fault):
        import_list(analyst, source="un-sc", path=written(tmp_path, UN[:3000]))
    assert recheck_changed() == 0
