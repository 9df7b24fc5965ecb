"""Subjects under watch: asked when a list or a record changes, told to their keeper once, and to nobody else."""

from datetime import timedelta
from pathlib import Path

import pytest

from minassa.access import Actor, Handling, Label, Role, Tlp
from minassa.access.models import User
from minassa.base import Conflict, Invalid, NotFound, held_at, now, today
from minassa.check import Question, check, judge
from minassa.desk import list_digests, list_notices, waiting_on
from minassa.records import amend_record
from minassa.screening import Verdict, import_list
from minassa.watch import (
    add_watch,
    extend_watch,
    judge_hit,
    keeping,
    list_watches,
    read_watch,
    stop_watch,
    take_over,
    watch_hits,
    watch_record,
)
from minassa.watch.finding import forget_records
from tests.factories import an_actor
from tests.records.made import add, own_label
from tests.screening.samples import SAMPLES
from tests.screening.test_versions import altered, written
from tests.watch.scene import PURPOSE, agency_of, begin_anew, colleague_of, found, term, turn, watch

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
    colleague = colleague_of(analyst)
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
    assert (again.state, again.changed) == ("new", ("identifiers",))
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


def test_records_new_corrected_or_released_to_us_are_brought_as_their_keeper_may_see_them(analyst: Actor) -> None:
    """Planted: another agency's record for nobody else, one for a single colleague, and one that all may see."""
    colleague, other = colleague_of(analyst), an_actor(Role.ANALYST)
    named = "EXERCISE Zoulikha Bensaadallah"
    mine, theirs = watch(analyst, named), watch(other, named)
    turn()
    hidden = add(other, named + " Canary")
    red = Label(
        agency_of(analyst), Tlp.RED, frozenset({f"user:{colleague.user_id}"}), frozenset({Handling.H0}), exercise=True
    )
    add(colleague, named, label=red)
    shown = add(other, named, label=own_label(other, Tlp.GREEN))
    turn()
    assert found(analyst, mine) == {str(shown.id): "new"}
    assert found(other, theirs) == {str(hidden.id): "new", str(shown.id): "new"}
    assert watch_hits(colleague, id=mine.id) == watch_hits(analyst, id=mine.id)
    assert "Canary" not in repr(watch_hits(analyst, id=mine.id))
    (hit,) = watch_hits(analyst, id=mine.id)
    assert {"TLP:AMBER+STRICT", "H2"} <= set(hit.marks)  # another agency's record is not passed on from here
    judge_hit(analyst, id=hit.id, verdict=Verdict.DISMISSED, reason="EXERCISE")
    amend_record(other, id=shown.id, version=1, properties={"name": (named,), "birthDate": ("1980",)})
    turn()
    (again,) = watch_hits(analyst, id=mine.id)
    assert (again.state, again.changed) == ("new", ("birthDate",))
    amend_record(other, id=shown.id, version=2, label=own_label(other))
    turn()
    assert [one.hit.ref for one in watch_hits(analyst, id=mine.id)] == []


def test_a_watch_follows_its_record_and_ends_with_it(analyst: Actor) -> None:
    chief = colleague_of(analyst, Role.SUPERVISOR)
    record = add(
        analyst,
        "EXERCISE Nobody Known",
        alias=("EXERCISE Habiba Tazerwalt",),
        passportNumber="EX7700001",
        birthDate="about 1980",
    )
    one = watch_record(analyst, record=record.id, term=term())
    assert (one.question.identifier, one.question.birth_date) == ("EX7700001", "")
    with pytest.raises(Conflict):
        watch_record(analyst, record=record.id, term=term())
    with pytest.raises(NotFound):
        watch_record(an_actor(Role.ANALYST), record=record.id, term=term())
    alias, number = (
        add(analyst, "EXERCISE Habiba Tazerwalt"),
        add(analyst, "EXERCISE Other", passportNumber="EX 770-0001"),
    )
    turn()
    assert found(analyst, one) == {str(alias.id): "new", str(number.id): "new"}
    amend_record(analyst, id=record.id, version=1, properties={"name": ("EXERCISE Nobody Known",)})
    turn()
    assert read_watch(analyst, id=one.id).question.identifier == ""
    red = Label(
        agency_of(chief), Tlp.RED, frozenset({f"user:{analyst.user_id}"}), frozenset({Handling.H0}), exercise=True
    )
    secret = watch_record(analyst, record=add(analyst, "EXERCISE Named Canary", label=red).id, term=term())
    assert secret.marks[0] == "TLP:RED"
    turn()
    with pytest.raises(NotFound):
        read_watch(chief, id=secret.id)
    assert "Canary" not in repr(list_watches(chief))
    other = add(analyst, "EXERCISE To Be Deleted")
    gone = watch_record(analyst, record=other.id, term=term())
    forget_records([other.id])
    with pytest.raises(NotFound):
        read_watch(analyst, id=gone.id)


def test_terms_reminders_quiet_days_and_what_is_forgotten(analyst: Actor) -> None:
    for wrong in (
        term(until=today()),
        term(until=today() + timedelta(days=400)),
        term(reason=" "),
        term(reason="x" * 501),
    ):
        with pytest.raises(Invalid):
            add_watch(analyst, question=Question("EXERCISE A B"), term=wrong)
    with pytest.raises(Invalid):
        add_watch(analyst, question=Question(" "), term=term())
    one = watch(analyst, "EXERCISE Moussa Taziri")
    with pytest.raises(Conflict):
        watch(analyst, "Moussa EXERCISE TAZIRI")
    keeping.tell_quiet_days()
    with held_at(now() + timedelta(days=1)):
        assert keeping.tell_quiet_days() == 1
        assert keeping.tell_quiet_days() == 0
    assert [(digest.kind, digest.count) for digest in list_digests(analyst)] == [("watch.quiet", 1)]
    with held_at(now() + timedelta(days=50)):
        keeping.keep_the_clock()
        keeping.keep_the_clock()
        assert [notice.kind for notice in list_notices(analyst) if notice.kind == "watch.ends"] == ["watch.ends"]
        assert f"watch:{one.id}" in work(analyst)
        longer = extend_watch(analyst, id=one.id, until=today() + timedelta(days=30), reason="EXERCISE goes on")
        assert longer.term.reason == "EXERCISE goes on"
    with held_at(now() + timedelta(days=81)):
        keeping.keep_the_clock()
        assert read_watch(analyst, id=one.id).state == "ended"
        with pytest.raises(Conflict):
            stop_watch(analyst, id=one.id)
    with held_at(now() + timedelta(days=200)):
        keeping.keep_the_clock()
        with pytest.raises(NotFound):
            read_watch(analyst, id=one.id)


def test_what_was_dismissed_on_the_check_page_is_no_news_here_and_lookouts_and_alerts_are_met(analyst: Actor) -> None:
    question = Question("يوسف بن صالح المصباحي")
    hit = check(analyst, question=question, purpose=PURPOSE).lists[0]
    judge(
        analyst,
        question=question,
        source=hit.source,
        ref=hit.ref,
        fingerprint=hit.fingerprint,
        verdict=Verdict.DISMISSED,
        reason="EXERCISE",
    )
    one = add_watch(analyst, question=question, term=term())
    turn()
    assert found(analyst, one) == {}
    seen = watch(analyst, "Ibrahim Danjumarewa", seen=True)
    turn()
    assert (found(analyst, seen), told(analyst)) == ({"EXi.003": "seen"}, [])
    assert work(analyst) == []


def test_what_has_no_keeper_any_more_is_a_supervisors_to_take_over(analyst: Actor) -> None:
    assert analyst.user_id is not None
    chief = colleague_of(analyst, Role.SUPERVISOR)
    one = watch(analyst, "Ibrahim Danjumarewa")
    assert not [about for about in work(chief) if about.startswith("watch-keeper:")]
    with pytest.raises(Conflict):
        take_over(chief, keeper=analyst.user_id)
    User.objects.filter(id=analyst.user_id).update(is_active=False)
    turn()
    assert found(chief, one) == {}
    assert [about for about in work(chief) if about.startswith("watch-keeper:")] == [f"watch-keeper:{analyst.user_id}"]
    assert take_over(chief, keeper=analyst.user_id) == 1
    turn()
    assert found(chief, one) == {"EXi.003": "new"}
