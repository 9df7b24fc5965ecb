"""Evaluations: what is counted, what must be written, the right of reply, and what is offered to the next meeting."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from minassa import desk, programmes
from minassa.access import Tlp
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.base.clock import held_at
from minassa.programmes import (
    Answered,
    Assessment,
    Criterion,
    Decision,
    EvaluationState,
    EvaluationText,
    Evidence,
    Recommended,
    Sharing,
    Status,
    TargetPart,
)
from tests.programmes.scene import CANARY, ENDS, PLATFORM, House, Made, running
from tests.programmes.test_reporting import IN_TIME, submitted

pytestmark = pytest.mark.django_db
D = Decimal
CUTOFF = date(2025, 7, 20)
WHOLE = EvaluationText(
    "EXERCISE scope",
    "EXERCISE summary",
    "EXERCISE the road was cut",
    "EXERCISE limits",
    {one: Assessment(2, f"EXERCISE {one.value}") for one in Criterion},
)
ADVICE = (Recommended("EXERCISE mend the road"), Recommended("EXERCISE go on", Decision.CONTINUE))


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


@pytest.fixture
def made(mali: House, secretariat: House) -> Made:
    found = running(mali, sharing=PLATFORM)
    programmes.accept_report(secretariat.chief, id=submitted(mali, found), verified=frozenset({found.trust}))
    return found


def begun(by: House, made: Made) -> UUID:
    return programmes.begin_evaluation(by.officer, programme=made.id, cutoff=CUTOFF)


def asked(by: House, made: Made) -> UUID:
    one = begun(by, made)
    programmes.keep_evaluation(by.officer, id=one, text=WHOLE, recommendations=ADVICE)
    programmes.ask_reply(by.chief, id=one)
    return one


def final(by: House, subject: House, made: Made) -> UUID:
    one = asked(by, made)
    programmes.reply_evaluation(subject.chief, id=one, reply="EXERCISE we disagree")
    programmes.finish_evaluation(by.chief, id=one)
    return one


def test_what_is_counted_leaves_nothing_out(mali: House, secretariat: House, made: Made) -> None:
    programmes.retarget(mali.chief, programme=made.id, part=TargetPart(made.trust, ENDS, D(50), "EXERCISE floods"))
    found = programmes.read_evaluation(secretariat.officer, id=begun(secretariat, made))
    figures = found.figures
    assert figures.cutoff == CUTOFF
    assert sum(figures.counts.values()) == 2
    assert figures.evidence == {Evidence.VERIFIED: 1, Evidence.SELF_REPORTED: 1}
    (changed,) = figures.changed
    assert (changed.first, changed.now, changed.reasons) == (D(60), D(50), ("EXERCISE floods",))
    assert (changed.share, changed.first_share) == (D("0.4"), D("0.2"))  # moving the goal is seen
    assert (figures.budget, figures.spent, figures.currency) == (D("1000000.50"), D(0), "XOF")
    assert (figures.periods, figures.reported) == (1, 1)
    assert (figures.milestones, figures.milestones_done) == (1, 0)
    assert "EXERCISE the road was cut" in found.text.failed
    assert "1 of the 1 that were due" in found.text.scope
    assert found.text.limits


def test_grey_is_counted_as_grey(mali: House) -> None:
    bare = running(mali)
    found = programmes.read_evaluation(
        mali.officer, id=programmes.begin_evaluation(mali.officer, programme=bare.id, cutoff=CUTOFF)
    )
    assert found.figures.counts == {Status.NO_DATA: 2}
    assert (found.figures.results.score, found.figures.results.publishable) == (None, False)
    assert (found.figures.results.low, found.figures.results.high) == (D(0), D(1))
    assert (found.figures.periods, found.figures.reported) == (1, 0)


def test_figures_do_not_change_when_the_text_is_edited(secretariat: House, made: Made) -> None:
    one = begun(secretariat, made)
    before = programmes.read_evaluation(secretariat.officer, id=one).figures
    with held_at(datetime(2026, 6, 1, tzinfo=UTC)):
        programmes.keep_evaluation(secretariat.officer, id=one, text=WHOLE, recommendations=ADVICE)
        after = programmes.read_evaluation(secretariat.officer, id=one)
    assert after.figures == before
    assert after.text == WHOLE
    assert [(advice.number, advice.text, advice.decision) for advice in after.recommendations] == [
        (1, "EXERCISE mend the road", None),
        (2, "EXERCISE go on", Decision.CONTINUE),
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        {"failed": ""},
        {"limits": ""},
        {"criteria": {}},
        {"criteria": dict(WHOLE.criteria) | {Criterion.IMPACT: Assessment(None, "EXERCISE")}},
        {"criteria": dict(WHOLE.criteria) | {Criterion.IMPACT: Assessment(3, "")}},
    ],
)
def test_an_evaluation_that_hides_something_does_not_go_out(
    secretariat: House, made: Made, spoil: dict[str, object]
) -> None:
    one = begun(secretariat, made)
    wrong = replace(WHOLE, **spoil)  # type: ignore[arg-type] # what each case spoils
    programmes.keep_evaluation(secretariat.officer, id=one, text=wrong, recommendations=())
    with pytest.raises(Invalid):
        programmes.ask_reply(secretariat.chief, id=one)


def test_a_score_is_one_to_four(secretariat: House, made: Made) -> None:
    wrong = replace(WHOLE, criteria={Criterion.IMPACT: Assessment(5, "x")})
    with pytest.raises(Invalid):
        programmes.keep_evaluation(secretariat.officer, id=begun(secretariat, made), text=wrong, recommendations=())


def test_the_agency_replies_or_its_time_passes_before_it_is_final(
    mali: House, niger: House, secretariat: House, made: Made
) -> None:
    one = asked(secretariat, made)
    assert "evaluation.asked" in [note.kind for note in desk.list_notices(mali.chief)]
    assert f"evaluation:{one}" in [item.about for item in desk.waiting_on(mali.chief).waiting_on_me]
    with pytest.raises(Conflict) as early:
        programmes.finish_evaluation(secretariat.chief, id=one)
    assert early.value.code == "programmes.no-reply"
    with pytest.raises(NotFound):
        programmes.reply_evaluation(niger.chief, id=one, reply="EXERCISE")
    with pytest.raises(Refused):
        programmes.reply_evaluation(secretariat.chief, id=one, reply="EXERCISE")
    with held_at(IN_TIME + timedelta(days=22)):
        assert "finish" in programmes.read_evaluation(replace(secretariat.chief, stepped_up_at=IN_TIME), id=one).can
    programmes.reply_evaluation(mali.chief, id=one, reply="EXERCISE we disagree\nwith the second score")
    programmes.finish_evaluation(secretariat.chief, id=one)
    found = programmes.read_evaluation(niger.officer, id=one)
    assert found.reply == "EXERCISE we disagree\nwith the second score"
    assert found.row.state is EvaluationState.FINAL
    with pytest.raises(Conflict):
        programmes.keep_evaluation(secretariat.officer, id=one, text=WHOLE, recommendations=())


def test_open_recommendations_are_offered_until_they_are_settled(
    mali: House, niger: House, secretariat: House, made: Made
) -> None:
    assert programmes.open_recommendations(secretariat.chief) == ()
    one = final(secretariat, mali, made)
    offered = programmes.open_recommendations(secretariat.chief)
    assert [(each.text, each.decision, each.programme) for each in offered] == [
        ("EXERCISE mend the road", None, made.id),
        ("EXERCISE go on", Decision.CONTINUE, made.id),
    ]
    with pytest.raises(Refused):
        programmes.respond(niger.chief, recommendation=offered[0].id, state=Answered.DONE, text="EXERCISE")
    programmes.respond(mali.chief, recommendation=offered[0].id, state=Answered.ACCEPTED, text="EXERCISE in March")
    assert len(programmes.open_recommendations(niger.officer)) == 2
    programmes.respond(mali.chief, recommendation=offered[0].id, state=Answered.DONE, text="EXERCISE mended")
    assert [each.text for each in programmes.open_recommendations(niger.officer)] == ["EXERCISE go on"]
    answers = programmes.read_evaluation(niger.officer, id=one).recommendations[0].responses
    assert [(each.state, each.text) for each in answers] == [
        (Answered.ACCEPTED, "EXERCISE in March"),
        (Answered.DONE, "EXERCISE mended"),
    ]


def test_what_is_being_written_is_seen_by_its_authors_alone(
    mali: House, niger: House, secretariat: House, made: Made
) -> None:
    one = begun(secretariat, made)
    programmes.keep_evaluation(
        secretariat.officer, id=one, text=replace(WHOLE, summary=CANARY), recommendations=(Recommended(CANARY),)
    )
    for stranger in (mali.chief, niger.chief, secretariat.observer):
        assert programmes.list_evaluations(stranger) == ()
        assert programmes.open_recommendations(stranger) == ()
        with pytest.raises(NotFound):
            programmes.read_evaluation(stranger, id=one)
    programmes.ask_reply(secretariat.chief, id=one)
    assert programmes.read_evaluation(mali.chief, id=one).text.summary == CANARY
    assert programmes.list_evaluations(niger.chief, programme=made.id) == ()


def test_an_evaluation_does_not_reach_beyond_the_programmes_audience(
    mali: House, niger: House, secretariat: House, made: Made
) -> None:
    narrow = Sharing(Tlp.AMBER, (f"agency:{secretariat.agency.id}",))
    programmes.share_programme(mali.chief, id=made.id, sharing=narrow)
    one = final(secretariat, mali, made)
    assert programmes.read_evaluation(mali.officer, id=one).row.state is EvaluationState.FINAL
    with pytest.raises(NotFound):
        programmes.read_evaluation(niger.chief, id=one)
    assert programmes.open_recommendations(niger.chief) == ()
    (first, _second) = programmes.read_evaluation(mali.officer, id=one).recommendations
    programmes.respond(mali.chief, recommendation=first.id, state=Answered.REJECTED, text=CANARY)
    assert programmes.read_evaluation(secretariat.officer, id=one).recommendations[0].responses[0].text == CANARY


def test_a_draft_programme_or_a_day_to_come_is_not_evaluated(mali: House, secretariat: House, made: Made) -> None:
    with pytest.raises(Invalid):
        programmes.begin_evaluation(secretariat.officer, programme=made.id, cutoff=date(2025, 7, 21))
    with pytest.raises(NotFound):
        programmes.begin_evaluation(secretariat.officer, programme=running(mali).id, cutoff=CUTOFF)
