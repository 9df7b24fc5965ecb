"""What another node says is not believed: answers never asked for, strangers, old versions, wide labels, lies about time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minassa import liaison
from minassa.access import Label, Parcel, ReceiptState, Step, Tlp, system_actor, take_in
from minassa.access.models import Agency
from minassa.base import Fault, Invalid, held_at, new_id, now
from minassa.liaison import State, Urgency
from minassa.liaison.requests.content import asking_to_json, said_from_json
from tests.factories import make_agency
from tests.liaison.scene import MARKS, People, asking, full, people, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def peer() -> Agency:
    """An agency whose people log in on a node of its own."""
    return far("EXERCISE Niger, far away")


def far(name: str) -> Agency:
    agency = make_agency(name)
    Agency.objects.filter(id=agency.id).update(is_local=False)
    return agency


def label_of(owner: Agency, to: People, tlp: Tlp = Tlp.AMBER, **given: Any) -> Label:
    plain = Label(owner.id, tlp, frozenset({f"agency:{to.agency.id}"}), MARKS.handling, exercise=True)
    return replace(plain, **given)


def said(by: Agency, to: People, thread: UUID, version: int, event: str, **given: Any) -> Parcel:
    label = given.pop("label", None) or label_of(by, to)
    at = given.pop("at", None) or now()
    body = {"event": event, "thread": str(thread), "to": str(to.agency.id), **given}
    return Parcel(new_id(), "request", f"request:{thread}", version, Step.MESSAGE, by.id, label, body, at)


def asked(by: Agency, to: People, thread: UUID | None = None, **given: Any) -> Parcel:
    body = asking_to_json(asking(to.agency, urgency=Urgency.URGENT))
    return said(by, to, thread or new_id(), 1, "ask", **(body | given))


def hand_in(parcel: Parcel, sender: UUID | None = None) -> str:
    """The code with which it was refused; empty where it was taken."""
    receipt = take_in(system_actor("exchange"), parcel, sender=sender or parcel.owner)
    assert (receipt.state is ReceiptState.TAKEN) is not bool(receipt.code)
    return receipt.code


def state_of(by: People, file: UUID) -> State:
    return liaison.read_request(by.officer, id=file).row.state


def thread_of(by: People, file: UUID) -> UUID:
    return liaison.read_request(by.officer, id=file).thread


def test_a_request_from_another_node_is_taken_in_once_and_its_receipt_waits_to_be_carried(
    mali: People, peer: Agency
) -> None:
    parcel = asked(peer, mali)
    assert hand_in(parcel) == ""
    assert hand_in(parcel) == ""
    (row,) = liaison.list_requests(mali.officer).rows
    assert (row.state, row.partners, row.title) == (State.RECEIVED, (peer.id,), "EXERCISE driver of a white lorry")
    liaison.answer_request(mali.officer, id=row.id, reply=full())
    assert [one.event for one in liaison.read_request(mali.officer, id=row.id).messages] == [
        liaison.Event.ASK,
        liaison.Event.RECEIPT,
        liaison.Event.TAKE,
        liaison.Event.FULL,
    ]


def test_an_answer_from_another_node_moves_the_request(mali: People, peer: Agency) -> None:
    (ours,) = sent(mali, peer)
    thread = thread_of(mali, ours)
    assert state_of(mali, ours) is State.SENT
    assert hand_in(said(peer, mali, thread, 1, "receipt")) == ""
    assert hand_in(said(peer, mali, thread, 2, "take")) == ""
    care = asking_to_json(asking(mali.agency))["care"]
    assert hand_in(said(peer, mali, thread, 3, "full", text="EXERCISE it is hired", care=care)) == ""
    assert state_of(mali, ours) is State.ANSWERED


def test_an_answer_to_what_was_never_asked_is_refused(mali: People, peer: Agency) -> None:
    care = asking_to_json(asking(mali.agency))["care"]
    answer = said(peer, mali, new_id(), 1, "full", text="EXERCISE-CANARY", care=care)
    assert hand_in(answer) == "liaison.never-asked"
    assert liaison.list_requests(mali.officer).rows == ()


def test_an_agency_that_is_no_party_is_refused_whatever_it_says(mali: People, peer: Agency) -> None:
    (ours,) = sent(mali, peer)
    thread, stranger = thread_of(mali, ours), far("EXERCISE stranger")
    assert hand_in(said(stranger, mali, thread, 1, "receipt")) == "liaison.not-a-party"
    assert hand_in(said(stranger, mali, thread, 1, "remark", text="EXERCISE")) == "liaison.not-a-party"
    assert hand_in(asked(stranger, mali, thread)) == "liaison.never-asked"
    assert hand_in(said(peer, mali, thread, 1, "receipt"), sender=stranger.id) == "parcel.not-owner"
    assert state_of(mali, ours) is State.SENT


def test_a_peer_cannot_speak_for_an_agency_of_this_node(mali: People, peer: Agency) -> None:
    (ours,) = sent(mali, peer)
    own = replace(label_of(peer, mali), owner=mali.agency.id, audience=frozenset({f"agency:{peer.id}"}))
    forged = said(mali.agency, mali, thread_of(mali, ours), 2, "close", text="", label=own)
    assert hand_in(forged, sender=mali.agency.id) == "parcel.not-owner"
    assert hand_in(forged, sender=peer.id) == "parcel.not-owner"


@pytest.mark.parametrize("event", ["full", "part", "refuse", "question", "take"])
def test_out_of_turn_is_refused_before_anybody_received_the_request(mali: People, peer: Agency, event: str) -> None:
    (ours,) = sent(mali, peer)
    care = asking_to_json(asking(mali.agency))["care"]
    parts = {
        "full": {"text": "EXERCISE", "care": care},
        "part": {"text": "EXERCISE", "care": care, "reason": "ongoing"},
        "refuse": {"text": "", "reason": "ongoing"},
        "question": {"text": "EXERCISE?"},
        "take": {},
    }
    assert hand_in(said(peer, mali, thread_of(mali, ours), 1, event, **parts[event])) == "liaison.never-asked"
    assert state_of(mali, ours) is State.SENT


@pytest.mark.parametrize("event", ["ask", "clarify", "close", "withdraw"])
def test_the_answerer_cannot_say_what_only_the_asker_says(mali: People, peer: Agency, event: str) -> None:
    (ours,) = sent(mali, peer)
    thread = thread_of(mali, ours)
    assert hand_in(said(peer, mali, thread, 1, "receipt")) == ""
    parcel = said(peer, mali, thread, 2, event, text="EXERCISE", **({"question": 0} if event == "clarify" else {}))
    if event == "ask":
        parcel = replace(asked(peer, mali, thread), version=2, follows=1)
    assert hand_in(parcel) == "liaison.never-asked"
    assert state_of(mali, ours) is State.RECEIVED


def test_an_old_version_does_not_turn_the_request_back(mali: People, peer: Agency) -> None:
    (ours,) = sent(mali, peer)
    thread = thread_of(mali, ours)
    for version, event in ((1, "receipt"), (2, "take")):
        assert hand_in(said(peer, mali, thread, version, event)) == ""
    assert hand_in(said(peer, mali, thread, 1, "receipt")) == "parcel.older"
    assert hand_in(said(peer, mali, thread, 2, "refuse", text="", reason="ongoing")) == "parcel.older"
    assert state_of(mali, ours) is State.ASSIGNED


def test_what_comes_too_early_waits_for_what_it_follows(mali: People, peer: Agency) -> None:
    (ours,) = sent(mali, peer)
    thread = thread_of(mali, ours)
    early = take_in(system_actor("exchange"), said(peer, mali, thread, 2, "take"), sender=peer.id)
    assert early.state is ReceiptState.HELD
    assert state_of(mali, ours) is State.SENT
    assert hand_in(said(peer, mali, thread, 1, "receipt")) == ""
    assert state_of(mali, ours) is State.ASSIGNED


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda one: replace(one, tlp=Tlp.GREEN), "liaison.label-too-wide"),
        (lambda one: replace(one, tlp=Tlp.CLEAR), "liaison.request-tlp"),
        (lambda one: replace(one, exercise=False), "liaison.label-too-wide"),
        (lambda one: replace(one, handling=frozenset()), "liaison.handling"),
        (lambda one: replace(one, purposes=frozenset({"cyber"})), "liaison.message-wrong"),
        (lambda one: replace(one, closes=now() + timedelta(days=1)), "liaison.message-wrong"),
        (lambda one: replace(one, audience=one.audience | {f"agency:{new_id()}"}), "liaison.message-wrong"),
        (lambda one: replace(one, audience=one.audience | {f"community:{new_id()}"}), "liaison.message-wrong"),
        (lambda one: replace(one, tlp=Tlp.GREEN, audience=frozenset()), "liaison.message-wrong"),
    ],
)
def test_a_label_wider_than_the_request_or_for_others_is_refused(
    mali: People, peer: Agency, spoil: Callable[[Label], Label], code: str
) -> None:
    (ours,) = sent(mali, peer)
    thread = thread_of(mali, ours)
    assert hand_in(said(peer, mali, thread, 1, "receipt")) == ""
    wide = said(peer, mali, thread, 2, "remark", text="EXERCISE-CANARY", label=spoil(label_of(peer, mali)))
    assert hand_in(wide) == code
    assert "EXERCISE-CANARY" not in str(liaison.read_request(mali.officer, id=ours))


def test_a_message_for_somebody_else_or_another_talk_is_refused(mali: People, peer: Agency) -> None:
    chad = people("Chad")
    parcel = asked(peer, mali)
    for body in ({"to": str(chad.agency.id)}, {"to": str(peer.id)}, {"thread": str(new_id())}):
        assert hand_in(replace(parcel, id=new_id(), content={**parcel.content, **body})) == "liaison.message-wrong"
    shared = replace(parcel, id=new_id(), step=Step.SHARE)
    assert hand_in(shared) == "liaison.message-wrong"
    assert liaison.list_requests(mali.officer).rows == liaison.list_requests(chad.officer).rows == ()


@pytest.mark.parametrize("shift", [timedelta(days=-400), timedelta(days=400)])
def test_a_peer_that_lies_about_the_time_moves_no_clock(mali: People, peer: Agency, shift: timedelta) -> None:
    start = now()
    with held_at(start):
        assert hand_in(asked(peer, mali, at=start + shift)) == ""
        (row,) = liaison.list_requests(mali.officer).rows
        assert row.due is not None
        assert start <= row.due <= start + timedelta(hours=8, minutes=5)
    (ours,) = sent(mali, peer, urgency=Urgency.URGENT)
    thread, due = thread_of(mali, ours), liaison.read_request(mali.officer, id=ours).row.due
    for version, event, text in ((1, "receipt", None), (2, "take", None), (3, "question", "EXERCISE?")):
        parts = {"text": text} if text else {}
        assert hand_in(said(peer, mali, thread, version, event, at=now() + shift, **parts)) == ""
    liaison.clarify_request(mali.officer, id=ours, text="EXERCISE", marks=MARKS)
    later = liaison.read_request(mali.officer, id=ours).row.due
    assert due is not None
    assert later is not None
    assert due <= later <= due + timedelta(minutes=6)


def test_the_same_talk_is_not_begun_twice(mali: People, peer: Agency) -> None:
    thread = new_id()
    assert hand_in(asked(peer, mali, thread)) == ""
    again = replace(asked(peer, mali, thread), version=2, follows=1)
    assert hand_in(again) == "liaison.never-asked"
    assert len(liaison.list_requests(mali.officer).rows) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
WHOLE = {"event": "ask", "thread": str(new_id()), "to": str(new_id()), **asking_to_json(asking())}


@given(st.sampled_from(sorted(WHOLE)), JSON)
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_no_content_that_can_be_written_breaks_the_receiver(field: str, value: object) -> None:
    try:
        read = said_from_json(WHOLE | {field: value})
    except Invalid:
        return
    assert read.event.value == (value if field == "event" else "ask")


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=4))
@settings(deadline=None)
def test_unknown_fields_are_refused(body: dict[str, Any]) -> None:
    with pytest.raises(Fault):
        said_from_json(body | {"surprise": 1})
    with pytest.raises(Fault):
        said_from_json(WHOLE | {"surprise": 1})


@pytest.mark.parametrize("text", ["", " ", "a\x00b", "a\u202eb", "x" * 20_001])
def test_what_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        said_from_json(WHOLE | {"text": text})


@given(JSON)
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_no_files_that_can_be_written_break_the_receiver(files: object) -> None:
    body = {"event": "remark", "thread": str(new_id()), "to": str(new_id()), "text": "EXERCISE"}
    with pytest.raises(Invalid):
        said_from_json(body | {"files": files})
