"""Receiving: another agency's record is that agency's record here, found as the decision allows, changed by its owner only."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from minassa.access import (
    Handling,
    Parcel,
    Receipt,
    ReceiptState,
    Role,
    Step,
    Tlp,
    list_deliveries,
    list_received,
    parcel_from_json,
    parcel_to_json,
    take_in,
)
from minassa.access.models import Agency
from minassa.base import Conflict, Invalid, NotFound, Refused, new_id, now
from minassa.desk import list_notices
from minassa.records import (
    ProposalState,
    WithdrawReason,
    add_record,
    amend_record,
    answer_proposal,
    ask_to_delete,
    export_records,
    import_records,
    keep_record,
    links_of,
    list_proposals,
    list_records,
    match_identifier,
    match_names,
    preview_release,
    propose_change,
    read_history,
    read_record,
    search_records,
    withdraw_record,
)
from tests.factories import a_label, actor_for, make_agency, make_remote_agency, make_user
from tests.records.made import GROUND, PURPOSE, add, own_label
from tests.records.releases.made import CARRIER, Desk, become_node_of, captured, hand_in, label_for, let_out, make_desk

pytestmark = pytest.mark.django_db

TAKEN = Receipt(ReceiptState.TAKEN)


@pytest.fixture
def a(db: None) -> Desk:
    return make_desk()


@pytest.fixture
def b(db: None) -> Desk:
    """The recipient, whose node is elsewhere until the bytes are there."""
    home = make_desk()
    Agency.objects.filter(id=home.agency.id).update(is_local=False)
    return home


def across(a: Desk, b: Desk, raw: list[bytes]) -> None:
    """Become B's node and hand in what A's sent."""
    become_node_of(b.agency, a.agency)
    for one in raw:
        assert hand_in(one) == TAKEN


def found_by(desk: Desk, name: str) -> set[str]:
    """By which ways of the platform a person of this agency comes across a record with this name or phone."""
    ways: dict[str, Callable[[], Any]] = {
        "list": lambda: list_records(desk.analyst).rows,
        "search": lambda: search_records(desk.analyst, query=name, purpose=PURPOSE).rows,
        "names": lambda: match_names(desk.analyst, name=name, purpose=PURPOSE),
        "number": lambda: match_identifier(desk.analyst, identifier="P1234567", purpose=PURPOSE),
    }
    return {way for way, look in ways.items() if look()}


def test_a_received_record_is_the_owners_with_its_label_and_day_of_review(a: Desk, b: Desk) -> None:
    c = make_desk()
    made = add(a.analyst, "EXERCISE Karim Ould", passportNumber="P1234567", notes="CANARY")
    let_out(a, made, [b.token], label_for(a, handling=[Handling.H1, Handling.H2]))
    across(a, b, captured(b.agency))
    seen = read_record(b.analyst, id=made.id)
    assert (seen.owner, seen.mine, seen.review_on, seen.purpose) == (a.agency.id, False, made.review_on, made.purpose)
    assert seen.label == a_label(a.agency, audience=[b.agency], handling=[Handling.H1, Handling.H2])
    assert {"verify-with-owner-before-acting", "do-not-pass-on-without-permission"} <= set(seen.obligations)
    assert seen.modified == made.modified
    assert (seen.origin, seen.legal_basis) == (str(made.id), "")
    assert found_by(b, "EXERCISE Karim Ould") == {"list", "search", "names", "number"}
    assert found_by(c, "EXERCISE Karim Ould") == set()
    with pytest.raises(NotFound):
        read_record(c.supervisor, id=made.id)
    assert [one.kind for one in list_notices(b.liaison)] == ["record-received"]


def test_purposes_bind_the_recipient(a: Desk, b: Desk) -> None:
    made = add(a.analyst)
    let_out(a, made, [b.token], label_for(a, purposes=["border"]))
    across(a, b, captured(b.agency))
    with pytest.raises(NotFound):
        read_record(b.analyst, id=made.id)
    assert read_record(b.analyst, id=made.id, purpose="border").caption == made.caption
    assert len(list_received(b.analyst)) == 1


def test_nobody_but_the_owner_changes_it(a: Desk, b: Desk) -> None:
    made = add(a.analyst)
    let_out(a, made, [b.token])
    across(a, b, captured(b.agency))
    elsewhere = make_remote_agency()
    attempts: list[Callable[[], object]] = [
        lambda: amend_record(b.analyst, id=made.id, version=1, properties={"name": ["CANARY"]}),
        lambda: amend_record(b.supervisor, id=made.id, version=1, label=label_for(b)),
        lambda: keep_record(b.analyst, id=made.id, until=made.review_on, reason="x"),
        lambda: withdraw_record(b.supervisor, id=made.id, reason=WithdrawReason.INACCURATE),
        lambda: preview_release(b.supervisor, id=made.id, to=[f"agency:{elsewhere.id}"], label=label_for(b)),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert b"".join(export_records(b.supervisor, format="ftm")) == b""
    assert read_record(b.analyst, id=made.id).caption == made.caption
    assert captured() == []
    assert ask_to_delete(b.supervisor, id=made.id, reason="x").state == "waiting"  # asking is not doing


def test_a_correction_replaces_the_copy_and_nothing_of_the_old_one_is_found(a: Desk, b: Desk) -> None:
    made = add(a.analyst, "EXERCISE Wrongname", passportNumber="P1234567")
    let_out(a, made, [b.token])
    amend_record(a.analyst, id=made.id, version=2, properties={"name": ["EXERCISE Rightname"]})
    across(a, b, captured(b.agency))
    assert found_by(b, "EXERCISE Wrongname") <= {"list", "names"}
    assert search_records(b.analyst, query="Wrongname", purpose=PURPOSE).rows == ()
    assert match_identifier(b.analyst, identifier="P1234567", purpose=PURPOSE) == ()
    assert search_records(b.analyst, query="Rightname", purpose=PURPOSE).rows[0].id == made.id
    assert read_history(b.analyst, id=made.id) == ()
    assert [one.step for one in list_received(b.analyst, owed=True)] == [Step.CORRECT]


def test_a_withdrawn_record_is_gone_and_does_not_come_back_by_any_way(a: Desk, b: Desk) -> None:
    made = add(a.analyst, "EXERCISE Gone", passportNumber="P1234567")
    let_out(a, made, [b.token])
    share = captured(b.agency)
    withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.INACCURATE)
    across(a, b, [*share, *captured(b.agency)])
    with pytest.raises(NotFound):
        read_record(b.analyst, id=made.id)
    assert found_by(b, "EXERCISE Gone") == set()
    label, given = own_label(b.analyst), dict(made.properties)
    with pytest.raises(Conflict) as refused:
        add_record(b.analyst, schema="Person", properties=given, label=label, ground=GROUND)
    assert refused.value.code == "records.withdrawn"
    with pytest.raises(Conflict):
        add_record(
            b.analyst, schema="Person", properties={"name": ["x"]}, label=label, ground=GROUND, origin=str(made.id)
        )
    own = add(b.analyst, "EXERCISE Other")
    with pytest.raises(Conflict):
        amend_record(b.analyst, id=own.id, version=1, properties=given)
    rows = [
        {"id": str(made.id), "schema": "Person", "properties": {"name": ["EXERCISE By its number"]}},
        {"id": "X-1", "schema": "Person", "properties": {"passportNumber": ["P1234567"], "name": ["EXERCISE Gone"]}},
        {"id": "X-2", "schema": "Person", "properties": {"name": ["EXERCISE Not withdrawn"]}},
    ]
    file = BytesIO(b"\n".join(json.dumps(one).encode() for one in rows))
    result = import_records(b.analyst, file=file, format="ftm", label=label, ground=GROUND)
    assert (result.added, result.refused_count) == (1, 2)
    assert {one.code for one in result.refused} == {"records.withdrawn"}
    assert hand_in(share[0]) == TAKEN  # a replay
    again = parcel_from_json(share[0])
    for version in (1, 3):
        forged = replace(again, id=new_id(), version=version, follows=version - 1)
        assert hand_in(parcel_to_json(forged)) == Receipt(ReceiptState.REFUSED, "parcel.withdrawn")
    assert match_identifier(b.analyst, identifier="P1234567", purpose=PURPOSE) == ()


def test_the_owner_and_other_agencies_may_keep_what_is_withdrawn_from_one(a: Desk) -> None:
    b, c = make_desk(), make_desk()
    made = add(a.analyst, "EXERCISE Here", passportNumber="P1234567")
    let_out(a, made, [b.token, c.token])
    withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.NOT_NEEDED, agencies=[b.agency.id])
    given = dict(made.properties)
    with pytest.raises(Conflict):
        add_record(b.analyst, schema="Person", properties=given, label=own_label(b.analyst), ground=GROUND)
    for desk in (a, c):
        add_record(desk.analyst, schema="Person", properties=given, label=own_label(desk.analyst), ground=GROUND)


def a_parcel(a: Desk, b: Desk, **changes: Any) -> Parcel:
    content = {
        "schema": "Person",
        "properties": {"name": ["EXERCISE"]},
        "grading": None,
        "purpose": PURPOSE,
        "review_on": "2027-01-01",
        "modified": now().isoformat(),
    }
    about = uuid4()
    whole: dict[str, Any] = {
        "id": new_id(),
        "kind": "record",
        "stream": f"record:{about}",
        "version": 1,
        "step": Step.SHARE,
        "owner": a.agency.id,
        "label": a_label(a.agency, audience=[b.agency], handling=[Handling.H0]),
        "content": {**content, **changes.pop("said", {})},
        "at": now(),
    }
    return Parcel(**{**whole, **changes})


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"schema": "Thing"}, "records.abstract-schema"),
        ({"schema": "Weather"}, "records.unknown-schema"),
        ({"schema": 7}, "records.foreign-form"),
        ({"properties": []}, "records.foreign-form"),
        ({"properties": {"name": "EXERCISE"}}, "records.foreign-form"),
        ({"properties": {"name": [7]}}, "records.foreign-form"),
        ({"properties": {"name": ["x" * 5000]}}, "records.not-valid"),
        ({"properties": {"name": ["a\x00b"]}}, "records.not-valid"),
        ({"properties": {"passportNumber": ["P\u202e1"]}}, "records.not-valid"),
        ({"properties": {"religion": ["x"]}}, "records.not-valid"),
        ({"properties": {}}, "records.not-valid"),
        ({"grading": {"scheme": "admiralty"}}, "records.foreign-form"),
        ({"grading": {"scheme": "stars", "source": "A", "information": "1", "third": ""}}, "records.foreign-form"),
        ({"grading": {"scheme": "admiralty", "source": "Z", "information": "1", "third": ""}}, "records.bad-grading"),
        ({"purpose": "curiosity"}, "records.foreign-form"),
        ({"purpose": ["border"]}, "records.foreign-form"),
        ({"review_on": "2199-01-01"}, "records.foreign-form"),
        ({"review_on": None}, "records.foreign-form"),
        ({"modified": "yesterday"}, "records.foreign-form"),
        ({"modified": "2026-01-01T00:00:00"}, "records.foreign-form"),
        ({"notes": "more"}, "records.foreign-form"),
    ],
)
def test_what_is_no_record_of_ours_is_refused_and_leaves_nothing(
    a: Desk, b: Desk, said: dict[str, Any], code: str
) -> None:
    become_node_of(b.agency, a.agency)
    receipt = hand_in(parcel_to_json(a_parcel(a, b, said=said)))
    assert receipt.state is ReceiptState.REFUSED
    assert receipt.code == code or code in {"records.unknown-schema", "records.bad-grading"}, receipt.code
    assert list_records(b.analyst).rows == ()
    assert list_received(b.analyst) == ()
    assert list_notices(b.liaison) == ()


def test_a_record_without_a_handling_code_is_refused(a: Desk, b: Desk) -> None:
    become_node_of(b.agency, a.agency)
    bare = a_parcel(a, b, label=a_label(a.agency, audience=[b.agency]))
    assert hand_in(parcel_to_json(bare)).state is ReceiptState.REFUSED


def test_what_only_the_owners_people_see_is_not_kept_even_where_it_was_sent(a: Desk, b: Desk) -> None:
    become_node_of(b.agency, a.agency)
    parcel = a_parcel(a, b, said={"properties": {"name": ["EXERCISE"], "notes": ["CANARY"]}})
    assert hand_in(parcel_to_json(parcel)) == TAKEN
    assert dict(read_record(b.analyst, id=parcel.about).properties) == {"name": ("EXERCISE",)}
    assert search_records(b.analyst, query="CANARY", purpose=PURPOSE).rows == ()


def test_nobody_overwrites_a_record_of_this_node_or_of_another_agency(a: Desk, b: Desk) -> None:
    become_node_of(b.agency, a.agency)
    own = add(b.analyst, "EXERCISE Own")
    parcel = a_parcel(a, b, stream=f"record:{own.id}")
    assert hand_in(parcel_to_json(parcel)) == Receipt(ReceiptState.REFUSED, "records.not-own")
    for step in (Step.CORRECT, Step.WITHDRAW):
        assert hand_in(parcel_to_json(replace(parcel, id=new_id(), step=step))).state is ReceiptState.REFUSED
    assert read_record(b.analyst, id=own.id).caption == "EXERCISE Own"


def test_a_link_of_another_agency_does_not_reach_into_ours(a: Desk, b: Desk) -> None:
    become_node_of(b.agency, a.agency)
    own = add(b.analyst, "EXERCISE Own", origin="X-1")
    said = {"schema": "PhoneLine", "properties": {"phone": ["+99900000001"], "subscriber": ["X-1"]}}
    parcel = a_parcel(a, b, said=said)
    assert hand_in(parcel_to_json(parcel)) == TAKEN
    assert links_of(b.analyst, id=own.id) == ()
    assert "subscriber" not in read_record(b.analyst, id=parcel.about).properties


def test_links_arrive_with_their_ends(a: Desk, b: Desk) -> None:
    person, truck = (
        add(a.analyst, "EXERCISE Owner", origin="p"),
        add(a.analyst, "EXERCISE Truck", schema="Vehicle", origin="t"),
    )
    link = add(a.analyst, "", schema="Ownership", owner="p", asset="t")
    for one in (person, truck, link):
        let_out(a, one, [b.token])
    across(a, b, captured(b.agency))
    (seen,) = links_of(b.analyst, id=person.id)
    assert seen.other.record is not None
    assert seen.other.record.id == truck.id


def test_a_proposal_goes_to_the_owner_and_its_refusal_comes_back_with_the_reason(a: Desk, b: Desk) -> None:
    made = add(a.analyst)
    let_out(a, made, [b.token])
    share = captured(b.agency)
    across(a, b, share)
    with pytest.raises(Invalid):
        propose_change(b.analyst, record=made.id, text="  ")
    asked = propose_change(
        b.analyst, record=made.id, text="EXERCISE The birth date is wrong", properties={"birthDate": ["1985"]}
    )
    (said,) = captured(a.agency)
    assert parcel_from_json(said).label.audience == {a.token}
    assert (parcel_from_json(said).step, parcel_from_json(said).owner) == (Step.MESSAGE, b.agency.id)
    become_node_of(a.agency, b.agency)
    assert (
        hand_in(said).code == "records.not-found"
    )  # the owner's node has lost everything in this test: it knows no record
    again = add(a.analyst)
    let_out(a, again, [b.token])
    forged = replace(parcel_from_json(said), stream=f"record:{again.id}")
    assert take_in(CARRIER, forged, sender=b.agency.id) == TAKEN
    (waiting,) = list_proposals(a.analyst, waiting=True)
    assert (waiting.by, waiting.text, dict(waiting.properties)) == (b.agency.id, asked.text, {"birthDate": ("1985",)})
    assert "change-proposed" in {one.kind for one in list_notices(a.liaison)}
    with pytest.raises(Invalid):
        answer_proposal(a.analyst, proposal=waiting.id, accept=False, answer=" ")
    answered = answer_proposal(a.analyst, proposal=waiting.id, accept=False, answer="EXERCISE We have the passport")
    assert answered.state is ProposalState.REFUSED
    told = parcel_from_json(captured(b.agency)[-1])
    assert told.content == {"proposal": str(asked.id), "state": "refused", "answer": "EXERCISE We have the passport"}
    with pytest.raises(Conflict):
        answer_proposal(a.analyst, proposal=waiting.id, accept=True)


def test_an_accepted_proposal_changes_the_record_and_corrects_its_copies(a: Desk) -> None:
    b, c = make_desk(), make_desk()
    made = add(a.analyst, birthDate="1984")
    let_out(a, made, [b.token])
    asked = propose_change(b.analyst, record=made.id, text="EXERCISE", properties={"birthDate": ["1985"]})
    assert [one.id for one in list_proposals(a.analyst, record=made.id)] == [asked.id]
    assert list_proposals(c.analyst) == ()
    for actor in (b.analyst, c.analyst):
        with pytest.raises(NotFound):
            answer_proposal(actor, proposal=asked.id, accept=True)
    answer_proposal(a.analyst, proposal=asked.id, accept=True)
    assert read_record(b.analyst, id=made.id).properties["birthDate"] == ("1985",)
    assert read_record(b.analyst, id=made.id).properties["name"] == made.properties["name"]
    assert [one.state for one in list_proposals(b.analyst)] == [ProposalState.ACCEPTED]
    assert {one.kind for one in list_notices(b.liaison)} == {"record-received", "record-corrected", "change-answered"}
    assert {one.step for one in list_deliveries(a.supervisor)} == {Step.MESSAGE, Step.CORRECT, Step.SHARE}


def test_proposals_of_agencies_that_were_not_given_the_record_are_refused(a: Desk, b: Desk) -> None:
    made = add(a.analyst)
    let_out(a, made, [f"agency:{make_remote_agency().id}"])
    said = Parcel(
        id=new_id(),
        kind="record",
        stream=f"record:{made.id}",
        version=1,
        step=Step.MESSAGE,
        owner=b.agency.id,
        label=a_label(b.agency, audience=[a.agency], handling=[Handling.H0]),
        content={"proposal": str(uuid4()), "text": "CANARY", "properties": {}},
        at=now(),
    )
    assert take_in(CARRIER, said, sender=b.agency.id) == Receipt(ReceiptState.REFUSED, "records.not-released")
    assert list_proposals(a.analyst) == ()


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"text": "x"},
        {"proposal": "x", "text": "x", "properties": {}},
        {"proposal": str(uuid4()), "text": 7, "properties": {}},
        {"proposal": str(uuid4()), "text": "x", "properties": {"name": "x"}},
        {"proposal": str(uuid4()), "text": "x", "properties": {"name": [7]}},
        {"proposal": str(uuid4()), "text": "x", "properties": {"religion": ["x"]}},
        {"proposal": str(uuid4()), "state": "accepted", "answer": "x"},
        {"proposal": str(uuid4()), "state": "won", "answer": "x"},
        {"proposal": str(uuid4()), "state": ["accepted"], "answer": "x"},
    ],
)
def test_messages_in_another_form_are_refused(a: Desk, b: Desk, content: dict[str, Any]) -> None:
    made = add(a.analyst)
    let_out(a, made, [b.token])
    label = a_label(b.agency, audience=[a.agency], handling=[Handling.H0])
    said = a_parcel(b, a, step=Step.MESSAGE, stream=f"record:{made.id}", label=label, content=content)
    assert take_in(CARRIER, said, sender=b.agency.id).state is ReceiptState.REFUSED
    assert list_proposals(a.analyst) == ()


def test_a_proposal_is_no_wider_than_what_it_is_about(a: Desk) -> None:
    b = make_desk()
    made = add(a.analyst, label=own_label(a.analyst, Tlp.GREEN))
    asked = propose_change(b.analyst, record=made.id, text="EXERCISE")
    assert asked.marks == ("TLP:AMBER", "H0", "EXERCISE")
    outsider = actor_for(make_user(make_agency(), [Role.SUPERVISOR]))
    assert list_proposals(outsider) == ()
    with pytest.raises(Invalid):
        propose_change(a.analyst, record=made.id, text="EXERCISE")


def test_proposals_go_with_the_record(a: Desk, b: Desk) -> None:
    made = add(a.analyst)
    let_out(a, made, [b.token])
    share = captured(b.agency)
    withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.RIGHTS)
    gone = captured(b.agency)
    across(a, b, share)
    propose_change(b.analyst, record=made.id, text="EXERCISE CANARY")
    for one in gone:
        assert hand_in(one) == TAKEN
    assert list_proposals(b.analyst) == ()
