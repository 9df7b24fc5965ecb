"""Judgements on hits: for the own agency, with a reason, until the evidence changes."""

from pathlib import Path

import pytest

from minassa.access import Actor, Role
from minassa.base import Fault
from minassa.screening import Asked, Verdict, faults, import_list, judgements, remember_judgement, search_lists
from minassa.screening.index import forget_index
from tests.factories import an_actor, make_agency
from tests.screening.samples import SAMPLES
from tests.screening.test_versions import altered, written

pytestmark = pytest.mark.django_db
ASKED = Asked("Youssef Ben Salah El Mesbahi", country="DZ")


@pytest.fixture
def analyst() -> Actor:
    forget_index()
    actor = an_actor(Role.ANALYST)
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    return actor


def hits_now(actor: Actor) -> list[tuple[str, str, str]]:
    return [(hit.source, hit.ref, hit.fingerprint) for hit in search_lists(actor, name=ASKED.name)]


def judged(actor: Actor, verdict: Verdict = Verdict.DISMISSED, reason: str = "EXERCISE: another birth year") -> None:
    source, ref, fingerprint = hits_now(actor)[0]
    remember_judgement(
        actor, asked=ASKED, source=source, ref=ref, verdict=verdict, reason=reason, fingerprint=fingerprint, case="EX-1"
    )


def test_a_judgement_is_remembered_for_the_same_question_however_it_is_written(analyst: Actor) -> None:
    judged(analyst)
    again = Asked("el mesbahi, YOUSSEF ben Salah", country="Algérie")
    found = judgements(analyst, asked=again, hits=hits_now(analyst))
    assert set(found) == {("un-sc", "EXi.005")}
    one = found["un-sc", "EXi.005"]
    assert (one.verdict, one.reason, one.stands, one.case) == (
        Verdict.DISMISSED,
        "EXERCISE: another birth year",
        True,
        "EX-1",
    )


def test_it_is_not_remembered_for_a_question_with_other_evidence(analyst: Actor) -> None:
    judged(analyst)
    for other in (Asked(ASKED.name), Asked(ASKED.name, country="DZ", birth_date="1973-11-02")):
        assert judgements(analyst, asked=other, hits=hits_now(analyst)) == {}


def test_it_does_not_stand_when_the_listed_subject_was_amended(analyst: Actor, tmp_path: Path) -> None:
    judged(analyst)
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    found = judgements(analyst, asked=ASKED, hits=hits_now(analyst))
    assert not found["un-sc", "EXi.005"].stands


def test_the_latest_judgement_counts(analyst: Actor) -> None:
    judged(analyst)
    judged(analyst, Verdict.CONFIRMED, "EXERCISE: passport seen")
    found = judgements(analyst, asked=ASKED, hits=hits_now(analyst))
    assert found["un-sc", "EXi.005"].verdict is Verdict.CONFIRMED


def test_the_whole_agency_has_it_and_no_other_agency() -> None:
    forget_index()
    agency = make_agency()
    analyst, colleague = an_actor(Role.ANALYST, agency=agency), an_actor(Role.FIU_ANALYST, agency=agency)
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    judged(analyst)
    assert judgements(colleague, asked=ASKED, hits=hits_now(analyst))
    for other in (an_actor(Role.ANALYST), an_actor(Role.SECRETARIAT), an_actor(Role.SUPERVISOR)):
        assert judgements(other, asked=ASKED, hits=hits_now(analyst)) == {}


def test_a_judgement_needs_a_reason(analyst: Actor) -> None:
    for reason in ("", "  ", "x" * 5_000):
        with pytest.raises(Fault) as caught:
            judged(analyst, reason=reason)
        assert caught.value.code == faults.REASON_MISSING
    assert judgements(analyst, asked=ASKED, hits=hits_now(analyst)) == {}
