"""Requests between two agencies of one node: who may do what, what each side sees, and that the gate holds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from minassa import desk, liaison
from minassa.access import Actor, Handling, Role, Tlp, decide_approval
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused, held_at, now
from minassa.liaison import Concern, Event, Marks, Reason, Risk, Side, State, Urgency
from minassa.liaison.jobs import watch_requests
from tests.factories import actor_for, make_user
from tests.liaison.scene import (
    MARKS,
    People,
    asking,
    drafted,
    full,
    part,
    people,
    received,
    refusal,
    risky,
    sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def niger() -> People:
    return people("Niger")


def code_of(fault: Any) -> str:
    return str(fault.value.code)


def kinds_told(to: Actor) -> list[str]:
    return [one.kind for one in reversed(desk.list_notices(to))]


def test_a_request_is_drafted_sent_taken_answered_and_closed_and_both_sides_see_where_it_stands(
    mali: People, niger: People
) -> None:
    (ours,) = sent(mali, niger.agency)
    theirs = received(niger)
    assert ours != theirs
    assert liaison.read_request(mali.analyst, id=ours).row.state is State.RECEIVED
    assert liaison.read_request(niger.analyst, id=theirs).row.state is State.RECEIVED
    assert niger.analyst.user_id is not None
    liaison.assign_request(niger.officer, id=theirs, person=niger.analyst.user_id)
    assert liaison.read_request(mali.analyst, id=ours).row.state is State.ASSIGNED
    liaison.answer_request(niger.officer, id=theirs, reply=full())
    seen = liaison.read_request(mali.analyst, id=ours)
    assert seen.row.state is State.ANSWERED
    assert [one.event for one in seen.messages] == [Event.ASK, Event.RECEIPT, Event.TAKE, Event.FULL]
    assert seen.messages[-1].text == "EXERCISE it is a hired lorry"
    assert "verify-with-owner-before-acting" in seen.messages[-1].obligations
    liaison.close_request(mali.officer, id=ours, text="EXERCISE thank you", marks=MARKS)
    assert liaison.read_request(niger.officer, id=theirs).row.state is State.CLOSED
    assert kinds_told(niger.officer) == ["request.arrived", "request.closed"]
    assert kinds_told(niger.analyst) == ["request.assigned", "request.closed"]
    assert kinds_told(mali.analyst) == ["request.full"]


def test_what_was_asked_arrives_whole(mali: People, niger: People) -> None:
    sent(mali, niger.agency, urgency=Urgency.URGENT)
    found = liaison.read_request(niger.analyst, id=received(niger)).asking
    wanted = asking(niger.agency, urgency=Urgency.URGENT)
    assert found == wanted


def test_analysts_prepare_and_only_officers_speak(mali: People, niger: People) -> None:
    draft = drafted(mali.analyst, niger.agency)
    with pytest.raises(Refused) as fault:
        liaison.send_request(mali.analyst, id=draft)
    assert code_of(fault) == "access.not-allowed"
    liaison.send_request(mali.officer, id=draft)
    theirs = received(niger)
    person = niger.analyst.user_id
    assert person is not None
    speaking: tuple[Callable[[], object], ...] = (
        lambda: liaison.answer_request(niger.analyst, id=theirs, reply=full()),
        lambda: liaison.assign_request(niger.analyst, id=theirs, person=person),
        lambda: liaison.ask_back(niger.analyst, id=theirs, text="EXERCISE?", marks=MARKS),
        lambda: liaison.remark(niger.analyst, id=theirs, text="EXERCISE", marks=MARKS),
    )
    for speak in speaking:
        with pytest.raises(Refused):
            speak()
    liaison.note_request(niger.analyst, id=theirs, text="EXERCISE found in our files")
    assert liaison.read_request(niger.officer, id=theirs).row.state is State.RECEIVED


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.NODE_ADMINISTRATOR, Role.OBSERVER, Role.DELEGATE])
def test_roles_without_this_work_see_no_request(mali: People, niger: People, role: Role) -> None:
    (ours,) = sent(mali, niger.agency)
    outsider = actor_for(make_user(mali.agency, (role,)), stepped_up=True)
    with pytest.raises(Fault):
        liaison.list_requests(outsider)
    with pytest.raises(Fault):
        liaison.read_request(outsider, id=ours)


def test_a_draft_is_seen_by_the_own_agency_alone_and_can_be_changed_and_thrown_away(
    mali: People, niger: People
) -> None:
    draft = drafted(mali.analyst, niger.agency)
    assert [one.state for one in liaison.list_requests(mali.chief).rows] == [State.DRAFT]
    assert liaison.list_requests(niger.officer).rows == ()
    with pytest.raises(NotFound):
        liaison.read_request(niger.officer, id=draft)
    changed = asking(niger.agency, title="EXERCISE two lorries")
    assert liaison.keep_request(mali.officer, asking=changed, exercise=True, id=draft) == draft
    assert liaison.read_request(mali.analyst, id=draft).row.title == "EXERCISE two lorries"
    with pytest.raises(NotFound):
        liaison.discard_request(niger.officer, id=draft)
    liaison.discard_request(mali.analyst, id=draft)
    assert liaison.list_requests(mali.analyst).rows == ()


def test_a_request_to_several_goes_to_each_alone(mali: People, niger: People) -> None:
    chad = people("Chad")
    files = sent(mali, niger.agency, chad.agency)
    assert len(set(files)) == 2
    seen = liaison.read_request(mali.analyst, id=files[0])
    assert [one.partners for one in seen.others] == [(chad.agency.id,)]
    told = liaison.read_request(niger.officer, id=received(niger))
    assert told.others == ()
    assert str(chad.agency.id) not in str(told)
    liaison.answer_request(niger.officer, id=received(niger), reply=full("EXERCISE from Niger"))
    assert "EXERCISE from Niger" not in str(liaison.read_request(chad.officer, id=received(chad)))
    assert [liaison.read_request(mali.officer, id=one).row.state for one in files] == [State.ANSWERED, State.RECEIVED]


def test_a_question_back_stops_the_clock_until_it_is_clarified(mali: People, niger: People) -> None:
    start = now()
    with held_at(start):
        (ours,) = sent(mali, niger.agency, urgency=Urgency.URGENT)
        theirs = received(niger)
    with held_at(start + timedelta(hours=7)):
        liaison.ask_back(niger.officer, id=theirs, text="EXERCISE which lorry?", marks=MARKS)
        assert liaison.read_request(mali.officer, id=ours).row.state is State.QUESTIONED
    with held_at(start + timedelta(hours=30)):
        assert watch_told() == 0
        liaison.clarify_request(mali.officer, id=ours, text="EXERCISE the white one", marks=MARKS)
        for actor, file in ((mali.officer, ours), (niger.officer, theirs)):
            view = liaison.read_request(actor, id=file)
            assert view.row.state is State.ASSIGNED
            assert view.row.due == start + timedelta(hours=31)
            assert view.left == timedelta(hours=1)


def watch_told() -> int:
    from minassa.liaison.requests.watch import remind  # noqa: PLC0415 - the models must be loaded first

    return remind()


def test_people_are_reminded_once_and_both_sides_hear_when_it_is_late(mali: People, niger: People) -> None:
    start = now()
    with held_at(start):
        sent(mali, niger.agency, urgency=Urgency.URGENT)
        watch_requests()
        assert kinds_told(niger.officer) == ["request.arrived-urgent"]
    for hours in (6.5, 6.6):
        with held_at(start + timedelta(hours=hours)):
            watch_requests()
    assert kinds_told(niger.officer) == ["request.arrived-urgent", "request.due-soon"]
    for hours in (8.1, 9):
        with held_at(start + timedelta(hours=hours)):
            watch_requests()
            assert liaison.list_requests(mali.officer).rows[0].overdue
    assert kinds_told(niger.officer)[-1] == "request.overdue"
    assert kinds_told(niger.chief) == ["request.arrived-urgent", "request.overdue"]
    assert kinds_told(mali.officer) == ["request.late"]
    with held_at(start + timedelta(hours=10)):
        liaison.answer_request(niger.officer, id=received(niger), reply=part())
        watch_requests()
        assert not liaison.list_requests(mali.officer).rows[0].overdue
    assert kinds_told(mali.officer) == ["request.late", "request.part"]


def test_refused_and_partly_are_ordinary_outcomes_with_a_reason(mali: People, niger: People) -> None:
    (first,) = sent(mali, niger.agency)
    theirs = received(niger)
    for reply in (refusal(reason=None), part(reason=None)):
        with pytest.raises(Invalid) as fault:
            liaison.answer_request(niger.officer, id=theirs, reply=reply)
        assert code_of(fault) == "liaison.reason"
    assert liaison.read_request(mali.officer, id=first).row.state is State.RECEIVED  # nothing half-done stayed
    liaison.answer_request(niger.officer, id=theirs, reply=part())
    liaison.answer_request(niger.officer, id=theirs, reply=refusal(Reason.SOURCE))
    seen = liaison.read_request(mali.officer, id=first)
    assert (seen.row.state, seen.reason) == (State.REFUSED, Reason.SOURCE)
    assert [one.reason for one in seen.messages if one.reason] == [Reason.ONGOING, Reason.SOURCE]


@pytest.mark.parametrize("concern", [Concern.TORTURE, Concern.REFOULEMENT])
def test_r13_a_real_risk_bars_both_sides_and_refusing_stays_open(mali: People, niger: People, concern: Concern) -> None:
    barred = drafted(mali.analyst, niger.agency, care=risky(concern, Risk.REAL))
    with pytest.raises(Refused) as fault:
        liaison.send_request(mali.officer, id=barred)
    assert code_of(fault) == "liaison.rights-bar"
    assert liaison.list_requests(niger.officer).rows == ()
    sent(mali, niger.agency)
    theirs = received(niger)
    for reply in (full(care=risky(concern, Risk.REAL)), part(care=risky(concern, Risk.REAL))):
        with pytest.raises(Refused) as fault:
            liaison.answer_request(niger.officer, id=theirs, reply=reply)
        assert code_of(fault) == "liaison.rights-bar"
    liaison.answer_request(niger.officer, id=theirs, reply=refusal(Reason.HUMAN_RIGHTS))


def test_r13_nothing_leaves_with_the_questions_unanswered(mali: People, niger: People) -> None:
    with pytest.raises(Invalid) as fault:
        liaison.send_request(mali.officer, id=drafted(mali.analyst, niger.agency, care=None))
    assert code_of(fault) == "liaison.care-missing"
    sent(mali, niger.agency)
    with pytest.raises(Invalid) as fault:
        liaison.answer_request(niger.officer, id=received(niger), reply=full(care=None))
    assert code_of(fault) == "liaison.care-missing"


def test_r13_a_risk_is_decided_by_a_second_person_for_exactly_this(mali: People, niger: People) -> None:
    draft = drafted(mali.analyst, niger.agency, care=risky(Concern.DEATH_PENALTY, Risk.REAL))
    with pytest.raises(Refused) as fault:
        liaison.send_request(mali.officer, id=draft)
    assert code_of(fault) == "access.approval-needed"
    asked = liaison.ask_to_send(mali.officer, id=draft, reason="EXERCISE needed")
    with pytest.raises(Refused):
        decide_approval(mali.officer, approval=asked.id, grant=True)
    decide_approval(mali.chief, approval=asked.id, grant=True)
    other = asking(niger.agency, care=risky(Concern.DEATH_PENALTY, Risk.REAL), text="EXERCISE something else")
    liaison.keep_request(mali.analyst, asking=other, exercise=True, id=draft)
    with pytest.raises(Refused) as fault:
        liaison.send_request(mali.officer, id=draft, approval=asked.id)
    assert code_of(fault) == "liaison.other-than-granted"
    again = liaison.ask_to_send(mali.officer, id=draft, reason="EXERCISE needed")
    decide_approval(mali.chief, approval=again.id, grant=True)
    liaison.send_request(mali.officer, id=draft, approval=again.id)
    theirs = received(niger)
    reply = full(care=risky(Concern.FAIR_TRIAL, Risk.REAL))
    with pytest.raises(Refused) as fault:
        liaison.answer_request(niger.officer, id=theirs, reply=reply)
    assert code_of(fault) == "access.approval-needed"
    waiting = liaison.ask_to_answer(niger.officer, id=theirs, reply=reply, reason="EXERCISE weighed")
    assert liaison.read_request(niger.chief, id=theirs).pending == reply
    decide_approval(niger.chief, approval=waiting.id, grant=True)
    liaison.send_pending_answer(niger.officer, id=theirs, approval=waiting.id)
    seen = liaison.read_request(niger.chief, id=theirs)
    assert (seen.row.state, seen.pending) == (State.ANSWERED, None)


def test_s07_the_first_request_to_a_partner_needs_a_fresh_factor(mali: People, niger: People) -> None:
    stale = actor_for(make_user(mali.agency, (Role.LIAISON_OFFICER,)))
    draft = drafted(mali.analyst, niger.agency)
    with pytest.raises(Refused) as fault:
        liaison.send_request(stale, id=draft)
    assert code_of(fault) == "access.step-up-needed"
    liaison.send_request(mali.officer, id=draft)
    assert liaison.send_request(stale, id=drafted(mali.analyst, niger.agency))


@pytest.mark.parametrize("tlp", [Tlp.RED, Tlp.CLEAR])
def test_a_request_is_neither_for_persons_nor_for_everybody(mali: People, niger: People, tlp: Tlp) -> None:
    with pytest.raises(Invalid) as fault:
        drafted(mali.analyst, niger.agency, marks=Marks(tlp))
    assert code_of(fault) == "liaison.request-tlp"


def test_no_message_is_wider_than_its_request(mali: People, niger: People) -> None:
    sent(mali, niger.agency, marks=Marks(Tlp.AMBER_STRICT))
    theirs = received(niger)
    with pytest.raises(Invalid) as fault:
        liaison.answer_request(niger.officer, id=theirs, reply=full(marks=Marks(Tlp.AMBER)))
    assert code_of(fault) == "liaison.label-too-wide"
    narrow = Marks(Tlp.AMBER_STRICT, frozenset({Handling.H1, Handling.H2}))
    liaison.answer_request(niger.officer, id=theirs, reply=full(marks=narrow))
    shown = liaison.list_requests(mali.officer).rows[0]
    assert shown.state is State.ANSWERED
    answer = liaison.read_request(mali.officer, id=shown.id).messages[-1]
    assert answer.marks == ("TLP:AMBER+STRICT", "H1", "H2", "EXERCISE")
    assert "do-not-pass-on-without-permission" in answer.obligations


def test_nothing_is_done_out_of_turn_or_for_the_other_side(mali: People, niger: People) -> None:
    (ours,) = sent(mali, niger.agency)
    theirs = received(niger)
    for wrong in (
        lambda: liaison.send_request(mali.officer, id=ours),
        lambda: liaison.close_request(mali.officer, id=ours, text="", marks=MARKS),
        lambda: liaison.clarify_request(mali.officer, id=ours, text="EXERCISE", marks=MARKS),
        lambda: liaison.answer_request(mali.officer, id=ours, reply=full()),
        lambda: liaison.discard_request(mali.officer, id=ours),
        lambda: liaison.withdraw_request(niger.officer, id=theirs, text="", marks=MARKS),
    ):
        with pytest.raises((Conflict, Refused)) as fault:
            wrong()
        assert code_of(fault) == "liaison.out-of-turn"
    liaison.withdraw_request(mali.officer, id=ours, text="", marks=MARKS)
    for actor, file in ((mali.officer, ours), (niger.officer, theirs)):
        assert liaison.read_request(actor, id=file).row.state is State.WITHDRAWN
        assert liaison.read_request(actor, id=file).can == ("note",)
        with pytest.raises(Conflict):
            liaison.remark(actor, id=file, text="EXERCISE", marks=MARKS)


def test_a_request_is_given_to_people_of_the_own_agency_alone(mali: People, niger: People) -> None:
    sent(mali, niger.agency)
    theirs = received(niger)
    inspector = make_user(niger.agency, (Role.INSPECTOR,))
    for person in (mali.officer.user_id, inspector.id):
        assert person is not None
        with pytest.raises(Invalid) as fault:
            liaison.assign_request(niger.officer, id=theirs, person=person)
        assert code_of(fault) == "liaison.assignee"


def test_notes_stay_in_the_agency_and_the_other_side_learns_no_name(mali: People, niger: People) -> None:
    (ours,) = sent(mali, niger.agency)
    theirs = received(niger)
    liaison.note_request(niger.analyst, id=theirs, text="EXERCISE-CANARY note")
    assert niger.analyst.user_id is not None
    liaison.assign_request(niger.officer, id=theirs, person=niger.analyst.user_id)
    liaison.answer_request(niger.officer, id=theirs, reply=full())
    seen = str(liaison.read_request(mali.officer, id=ours))
    assert "EXERCISE-CANARY" not in seen
    assert str(niger.analyst.user_id) not in seen
    assert str(niger.officer.user_id) not in seen
    own = liaison.read_request(niger.officer, id=theirs)
    assert [one.text for one in own.messages if one.event is None] == ["EXERCISE-CANARY note"]


def test_statistics_count_both_sides_from_the_own_files(mali: People, niger: People) -> None:
    start = now()
    with held_at(start):
        for _number in range(3):
            sent(mali, niger.agency, urgency=Urgency.URGENT)
    waiting = [one.id for one in liaison.list_requests(niger.officer).rows]
    for file, hours, reply in zip(waiting, (2, 4, 12), (full(), part(), refusal(Reason.NO_BASIS)), strict=True):
        with held_at(start + timedelta(hours=hours)):
            liaison.answer_request(niger.officer, id=file, reply=reply)
    with held_at(start + timedelta(hours=13)):
        told = {one.side: one for one in liaison.request_statistics(mali.analyst).sides}
        there = {one.side: one for one in liaison.request_statistics(niger.analyst).sides}
        outside = liaison.request_statistics(people("Chad").analyst)
    asked = told[Side.ASKER]
    assert (asked.sent, asked.replied, asked.in_time, asked.partly, asked.refused) == (3, 3, 2, 1, 1)
    assert (asked.median, asked.slowest) == (timedelta(hours=4), timedelta(hours=12))
    assert asked.reasons == {Reason.ONGOING: 1, Reason.NO_BASIS: 1}
    assert told[Side.ANSWERER].sent == 0
    assert there[Side.ANSWERER].median == timedelta(hours=4)
    assert [one.sent for one in outside.sides] == [0, 0]
    assert outside.partners == ()


def test_my_work_holds_what_waits_for_whom(mali: People, niger: People) -> None:
    draft = drafted(mali.analyst, niger.agency, urgency=Urgency.URGENT)
    assert [one.about for one in desk.waiting_on(mali.officer).waiting_on_me] == [f"request:{draft}"]
    assert desk.waiting_on(mali.analyst).waiting_on_me == ()
    (ours,) = liaison.send_request(mali.officer, id=draft)
    theirs = received(niger)
    assert [one.about for one in desk.waiting_on(mali.analyst).waiting_on_others] == [f"request:{ours}"]
    (item,) = desk.waiting_on(niger.officer).waiting_on_me
    assert (item.about, item.urgent, item.marks) == (f"request:{theirs}", True, ("TLP:AMBER", "H0", "EXERCISE"))
    assert desk.waiting_on(niger.analyst).waiting_on_me == ()
    with held_at(now() + timedelta(hours=9)):
        assert [one.about for one in desk.waiting_on(niger.officer).overdue] == [f"request:{theirs}"]
        assert [one.about for one in desk.waiting_on(mali.officer).overdue] == [f"request:{ours}"]
    assert niger.analyst.user_id is not None
    liaison.assign_request(niger.officer, id=theirs, person=niger.analyst.user_id)
    assert [one.about for one in desk.waiting_on(niger.analyst).waiting_on_me] == [f"request:{theirs}"]
