"""What the check remembers: dismissed hits stand apart, and a changed list is told to whoever asked."""

from pathlib import Path

import pytest

from minassa.access import Actor, Role, system_actor
from minassa.check import Answer, Hit, Question, Verdict, check, judge
from minassa.desk import list_notices
from minassa.screening import import_list, past_checks
from minassa.screening.jobs import recheck_changed
from tests.check.screened import screened
from tests.factories import an_actor
from tests.records.made import add
from tests.screening.samples import SAMPLES
from tests.screening.test_versions import altered, written

pytestmark = pytest.mark.django_db
QUESTION = Question("Youssef Ben Salah El Mesbahi")


@pytest.fixture
def analyst() -> Actor:
    actor = an_actor(Role.ANALYST)
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    recheck_changed()
    return actor


def ask(actor: Actor, question: Question = QUESTION) -> Answer:
    return check(actor, question=question, purpose="counter-terrorism", case="EX-1")


def dismiss(actor: Actor, hit: Hit, verdict: Verdict = Verdict.DISMISSED) -> None:
    judge(
        actor,
        question=QUESTION,
        source=hit.source,
        ref=hit.ref,
        fingerprint=hit.fingerprint,
        verdict=verdict,
        reason="EXERCISE: born elsewhere",
    )


def test_a_dismissed_hit_stands_apart_until_the_evidence_changes(analyst: Actor, tmp_path: Path) -> None:
    hit = ask(analyst).lists[0]
    dismiss(analyst, hit)
    again = ask(analyst)
    assert hit.ref not in {one.ref for one in again.hits}
    assert [one.ref for one in again.dismissed] == [hit.ref]
    assert again.dismissed[0].judged is not None
    assert again.dismissed[0].judged.reason == "EXERCISE: born elsewhere"
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    changed = ask(analyst)
    assert changed.dismissed == ()
    assert changed.lists[0].ref == hit.ref
    told = changed.lists[0].judged
    assert told is not None
    assert (told.verdict, told.stands) == ("dismissed", False)
    assert told.changed
    assert all(one.gone or one.come for one in told.changed)


def test_a_dismissed_record_stands_apart_too(analyst: Actor) -> None:
    record = add(analyst, "EXERCISE Youssef Ben Salah El Mesbahi")
    hit = next(one for one in ask(analyst).records if one.ref == str(record.id))
    dismiss(analyst, hit)
    assert str(record.id) in {one.ref for one in ask(analyst).dismissed}
    assert str(record.id) not in {one.ref for one in ask(analyst).records}


def test_a_confirmed_hit_stays_and_says_so(analyst: Actor) -> None:
    dismiss(analyst, ask(analyst).lists[0], Verdict.CONFIRMED)
    assert ask(analyst).lists[0].judged is not None


def test_another_agency_sees_the_hit(analyst: Actor) -> None:
    hit = ask(analyst).lists[0]
    dismiss(analyst, hit)
    assert ask(an_actor(Role.ANALYST)).lists[0].ref == hit.ref


def test_screening_leaves_dismissed_hits_out(analyst: Actor, tmp_path: Path) -> None:
    hit = ask(analyst).lists[0]
    dismiss(analyst, hit)
    assert hit.ref not in {line["ref"] for line in screened(analyst, tmp_path, f"name\n{QUESTION.name}\n")}


def test_whoever_asked_is_told_when_the_list_changes_the_answer(analyst: Actor, tmp_path: Path) -> None:
    ask(analyst)
    assert [one.asked.name for one in past_checks(analyst)] == [QUESTION.name]
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    recheck_changed()
    (notice,) = list_notices(analyst)
    assert notice.params["refs"] == [["amended", "EXi.005", "YOUSSEF BEN SALAH EL MESBAHI"]]


def test_files_that_are_screened_are_not_kept(analyst: Actor, tmp_path: Path) -> None:
    assert screened(analyst, tmp_path, f"name\n{QUESTION.name}\n")
    assert past_checks(analyst) == ()
    assert system_actor("lists-recheck").user_id is None
