"""Cases: from a hit to a decision that is remembered, by one person or two; merged, split, reopened; and who knows of them."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from pypdf import PdfReader

from minassa import audit, cases, screening
from minassa.access import Actor, Role, Tlp
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, now
from minassa.base.settings import Cases
from minassa.cases import CaseFilter, CaseState, CaseStep, EvidenceLine
from minassa.cases.rules import differences, median_time, wants_second
from minassa.check import Verdict
from minassa.desk import list_notices, waiting_on
from tests.cases.made import PURPOSE, QUESTION, Unit, a_unit, ask, origin, piece, with_list
from tests.factories import a_label, an_actor, make_user
from tests.records.made import add
from tests.screening.test_versions import altered, written


def test_what_differs_what_a_second_person_must_see_and_the_median() -> None:
    before = [("birth", "1976"), ("score", "0.91"), ("name", "A")]
    after = [("birth", "1976-08-14"), ("score", "0.95"), ("name", "A")]
    assert differences(before, after) == ([("birth", "1976")], [("birth", "1976-08-14")])
    assert differences(before, [("score", "0.1"), ("name", "A"), ("birth", "1976")]) == ([], [])
    assert [wants_second("dismissed", one) for one in ("none", "confirmed", "dismissed", "both")] == [
        False,
        False,
        True,
        True,
    ]
    assert median_time([]) is None
    assert median_time(timedelta(hours=one) for one in (1, 30, 4)) == timedelta(hours=4)


@pytest.fixture
def two_persons(settings: Any) -> None:
    settings.MINASSA = replace(settings.MINASSA, cases=Cases(second_person="both"))


def opened(unit: Unit, **given: Any) -> Any:
    first: dict[str, Any] = {"origin": origin(), "subject": "EXERCISE CANARY shop", "purpose": PURPOSE}
    return cases.open_case(unit.analyst, **first | given)


def steps(actor: Actor, case: Any) -> list[CaseStep]:
    return [one.what for one in cases.read_case(actor, id=case).steps]


@pytest.mark.django_db
def test_the_same_false_hit_comes_back_only_when_the_evidence_has_changed_and_says_what(tmp_path: Path) -> None:
    unit = a_unit()
    with_list(unit.analyst)
    hit = ask(unit.analyst).lists[0]
    given: dict[str, Any] = {
        "question": QUESTION,
        "source": hit.source,
        "ref": hit.ref,
        "purpose": PURPOSE,
        "reference": "EX-1",
    }
    case = cases.open_case_of_hit(unit.analyst, **given)
    view = cases.read_case(unit.second, id=case)
    assert view.row.title == QUESTION.name
    assert EvidenceLine("birth", "1976") in view.evidence[0].lines or any(
        one.kind == "birth" for one in view.evidence[0].lines
    )
    assert (
        cases.decide_case(unit.analyst, id=case, verdict=Verdict.DISMISSED, reason="EXERCISE born elsewhere")
        is CaseState.DISMISSED
    )
    again = ask(unit.second)
    assert hit.ref not in {one.ref for one in again.hits}
    assert [one.judged.reason for one in again.dismissed if one.judged] == ["EXERCISE born elsewhere"]
    assert cases.open_case_of_hit(unit.second, **given) == case  # the same evidence: nothing is done
    assert steps(unit.second, case) == [CaseStep.OPENED, CaseStep.DISMISSED]
    screening.import_list(unit.analyst, source="un-sc", path=written(tmp_path, altered()))
    assert ask(unit.second).lists[0].ref == hit.ref
    assert cases.open_case_of_hit(unit.second, **given) == case
    view = cases.read_case(unit.second, id=case)
    assert view.row.state is CaseState.OPEN
    assert view.steps[-1].what is CaseStep.RETURNED
    assert view.steps[-1].changes.come or view.steps[-1].changes.gone
    with pytest.raises(NotFound):
        cases.open_case_of_hit(unit.analyst, **{**given, "ref": "QDi.999"})


@pytest.mark.django_db
def test_a_decision_needs_a_second_person_where_the_settings_say_so(two_persons: None) -> None:
    unit = a_unit()
    case = opened(unit, assignee=unit.second.user_id)
    for wrong in ("", "x" * 4_001, "\0"):
        with pytest.raises(Invalid):
            cases.decide_case(unit.second, id=case, verdict=Verdict.CONFIRMED, reason=wrong)
    assert (
        cases.decide_case(unit.second, id=case, verdict=Verdict.CONFIRMED, reason="EXERCISE same number")
        is CaseState.WAITING
    )
    assert cases.read_case(unit.second, id=case).can == ("note", "work")
    with pytest.raises(Refused):
        cases.agree_case(unit.second, id=case, agree=True)
    assert [one.about for one in waiting_on(unit.second).waiting_on_others] == [f"case:{case}"]
    assert f"case:{case}" in [one.about for one in waiting_on(unit.chief).waiting_on_me]
    with pytest.raises(Invalid):
        cases.agree_case(unit.chief, id=case, agree=False)
    assert cases.agree_case(unit.chief, id=case, agree=False, reason="EXERCISE ask the bank first") is CaseState.OPEN
    cases.decide_case(unit.second, id=case, verdict=Verdict.CONFIRMED, reason="EXERCISE the bank says so")
    assert cases.agree_case(unit.chief, id=case, agree=True) is CaseState.CONFIRMED
    with pytest.raises(Conflict):
        cases.agree_case(unit.chief, id=case, agree=True)
    view = cases.read_case(unit.analyst, id=case)
    assert (view.reason, view.decided_by, view.proposed) == ("EXERCISE the bank says so", unit.chief.user_id, None)
    assert {"case.assigned", "case.decided"} <= {one.kind for one in list_notices(unit.second)}
    cases.reopen_case(unit.analyst, id=case, reason="EXERCISE new papers")
    assert steps(unit.analyst, case)[-2:] == [CaseStep.CONFIRMED, CaseStep.REOPENED]
    lines = audit.lines(audit.Filters(subject=f"case:{case}"), limit=100)
    assert {"case.open", "case.decide", "case.join", "case.read"} <= {one.action for one in lines}
    assert "CANARY" not in str(lines) + str(list_notices(unit.second))


@pytest.mark.django_db
def test_cases_are_merged_given_back_and_split_and_nothing_is_taken_out() -> None:
    unit = a_unit()
    one, other = opened(unit), opened(unit, origin=origin(piece("EXERCISE other", ref="finding-2"), ref="finding:2"))
    with pytest.raises(Invalid):
        cases.merge_case(unit.analyst, id=one, into=one, reason="EXERCISE")
    cases.link_case(unit.analyst, id=one, thing=f"request:{uuid4()}")
    cases.merge_case(unit.analyst, id=one, into=other, reason="EXERCISE same shop")
    taken = cases.read_case(unit.analyst, id=other)
    assert [held.ref for held in taken.evidence] == ["finding-1", "finding-2"]
    assert (taken.merged, len(taken.links)) == ((one,), 1)
    assert cases.known_case(unit.analyst, origin=origin()) == other
    with pytest.raises(Conflict):
        cases.decide_case(unit.analyst, id=one, verdict=Verdict.DISMISSED, reason="EXERCISE")
    cases.give_back(unit.analyst, id=one, reason="EXERCISE another shop")
    assert [held.is_set_aside for held in cases.read_case(unit.analyst, id=other).evidence] == [True, False]
    cases.add_evidence(unit.analyst, id=one, evidence=piece("EXERCISE third", ref="finding-3"))
    cases.add_evidence(unit.analyst, id=one, evidence=piece("EXERCISE third", ref="finding-3"))
    held = cases.read_case(unit.analyst, id=one).evidence
    assert len(held) == 2
    for wrong in ([], [one_held.id for one_held in held], [uuid4()]):
        with pytest.raises(Invalid):
            cases.split_case(unit.analyst, id=one, pieces=wrong, title="EXERCISE", reason="EXERCISE")
    made = cases.split_case(
        unit.analyst, id=one, pieces=[held[1].id], title="EXERCISE third alone", reason="EXERCISE two men"
    )
    assert [held.ref for held in cases.read_case(unit.analyst, id=made).evidence] == ["finding-3"]
    assert cases.read_case(unit.analyst, id=made).came_from == one
    assert steps(unit.analyst, one)[-4:] == [CaseStep.MERGED, CaseStep.REOPENED, CaseStep.EVIDENCE, CaseStep.SPLIT]


@pytest.mark.django_db
def test_a_case_is_known_to_nobody_who_may_not_see_what_it_is_made_of() -> None:
    unit, stranger = a_unit(), an_actor(Role.SUPERVISOR)
    whole = opened(unit)
    narrow = a_label(unit.agency, Tlp.RED, audience=[f"user:{unit.analyst.user_id}"])
    secret = opened(unit, origin=origin(piece(label=narrow), ref="finding:9"), subject="EXERCISE CANARY secret")
    for who, hidden in (
        (stranger, whole),
        (stranger, secret),
        (unit.second, secret),
        (an_actor(Role.INSPECTOR), whole),
    ):
        for hidden_or_absent in (hidden, uuid4()):
            with pytest.raises((NotFound, Refused)) as told:
                cases.read_case(who, id=hidden_or_absent)
            assert "CANARY" not in str(told.value)
    assert cases.list_cases(stranger).rows == ()
    assert [row.id for row in cases.list_cases(unit.second).rows] == [whole]
    assert cases.known_case(unit.second, origin=origin(ref="finding:9")) is None
    assert {count.number for _state, count in cases.case_figures(stranger).states} == {0}
    assert sum(count.number for _state, count in cases.case_figures(unit.second).states) == 1
    with pytest.raises(Invalid):
        cases.assign_case(unit.analyst, id=secret, person=unit.users[1].id)
    cases.add_evidence(unit.analyst, id=whole, evidence=piece("EXERCISE CANARY narrow", ref="finding-8", label=narrow))
    seen = cases.read_case(unit.second, id=whole)
    assert "CANARY narrow" not in str(seen)
    assert "CANARY narrow" in str(cases.read_case(unit.analyst, id=whole))
    assert CaseStep.EVIDENCE not in [one.what for one in seen.steps]
    foreign = add(an_actor(Role.ANALYST))
    with pytest.raises(NotFound):
        opened(unit, origin=origin(piece(about=f"record:{foreign.id}"), ref="finding:10"))
    assert (
        cases.decide_case(unit.analyst, id=secret, verdict=Verdict.DISMISSED, reason="EXERCISE CANARY")
        is CaseState.DISMISSED
    )


@pytest.mark.django_db
def test_the_clock_my_work_and_the_figures() -> None:
    unit = a_unit()
    case = opened(unit)
    assert [one.about for one in waiting_on(unit.chief).waiting_on_me] == [f"case:{case}"]  # to be assigned
    assert waiting_on(unit.second).waiting_on_me == ()
    cases.assign_case(unit.chief, id=case, person=unit.users[1].id)
    assert [one.about for one in waiting_on(unit.second).waiting_on_me] == [f"case:{case}"]
    with pytest.raises(Invalid):
        cases.assign_case(unit.chief, id=case, person=make_user().id)
    with pytest.raises(Invalid):
        cases.set_due(unit.second, id=case, due=now())
    due = cases.read_case(unit.second, id=case).row.due
    assert due is not None
    with held_at(due + timedelta(seconds=1)):
        assert [one.about for one in waiting_on(unit.second).overdue] == [f"case:{case}"]
        assert waiting_on(unit.second).waiting_on_me == ()
        assert cases.case_figures(unit.chief).late.text == "1"
        cases.decide_case(unit.second, id=case, verdict=Verdict.DISMISSED, reason="EXERCISE a namesake")
    figures = cases.case_figures(unit.chief)
    assert dict(figures.states)[CaseState.DISMISSED].text == "1"
    assert figures.median is not None
    assert figures.median >= timedelta(days=settings.MINASSA.cases.due_days)
    assert (figures.decided, figures.decided_capped, figures.late.number) == (1, False, 0)
    assert [row.id for row in cases.list_cases(unit.chief, wanted=CaseFilter(assignee=unit.second.user_id)).rows] == [
        case
    ]
    assert cases.list_cases(unit.chief, wanted=CaseFilter(state=CaseState.OPEN)).rows == ()


@pytest.mark.django_db
def test_the_paper_holds_what_its_reader_sees_and_the_lines_of_the_log() -> None:
    unit = a_unit()
    case = opened(unit, origin=origin(piece("EXERCISE open words")), note="EXERCISE first note")
    narrow = a_label(unit.agency, Tlp.RED, audience=[f"user:{unit.analyst.user_id}"])
    cases.add_evidence(unit.analyst, id=case, evidence=piece("EXERCISE CANARY narrow", ref="finding-8", label=narrow))
    paper = cases.print_case(unit.second, id=case, language="en", sentences={})
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    assert "CANARY narrow" not in text
    for words in ("EXERCISE open words", "EXERCISE first note", "case.open", unit.users[0].username):
        assert words in text, words
    with pytest.raises(NotFound):
        cases.print_case(an_actor(Role.SUPERVISOR), id=case, language="fr", sentences={})
