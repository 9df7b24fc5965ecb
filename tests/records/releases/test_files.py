"""Files that leave with a record: only those chosen, in pieces, without metadata; they follow it, and go when it is taken back.

One database plays both nodes, as in `made`: what A's node sends is kept as bytes, then it becomes B's.
"""

import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from minassa.access import (
    Actor,
    Handling,
    Label,
    Parcel,
    Receipt,
    ReceiptState,
    Step,
    Tlp,
    acknowledge,
    decide_approval,
    deliveries_waiting,
    door,
    leave_community,
    list_deliveries,
    list_received,
    mark_answered,
    parcel_from_json,
    parcel_to_json,
    system_actor,
)
from minassa.access.acts import RELEASE_WRITE
from minassa.access.models import Agency, Release
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused, new_id, now, today
from minassa.desk import (
    AttachmentView,
    FileCopy,
    FileReason,
    Stays,
    attach,
    confirm_attachment,
    delete_attachment,
    discard_file,
    file_copies,
    list_attachments,
    read_attachment,
    replace_file,
    withdraw_file,
)
from minassa.desk.attachments.travel.content import PIECE_BYTES
from minassa.records import (
    RecordView,
    WithdrawReason,
    amend_record,
    ask_to_delete,
    ask_to_hold,
    ask_to_release,
    delete_record,
    hold_record,
    preview_release,
    recall_record,
    release_record,
    withdraw_record,
)
from tests.desk import files
from tests.factories import make_agency, make_community, make_remote_agency
from tests.records.made import add
from tests.records.releases.made import CARRIER, Desk, become_node_of, captured, hand_in, label_for, let_out, make_desk

pytestmark = pytest.mark.django_db
CANARY = files.CANARY
TAKEN = Receipt(ReceiptState.TAKEN)


@pytest.fixture(autouse=True)
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    """A shelf of the test's own, with the keys of this run."""
    for name in ("secrets", "audit"):
        (tmp_path / name).symlink_to(settings.MINASSA.home / name, target_is_directory=True)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)


@pytest.fixture
def a() -> Desk:
    return make_desk()


@pytest.fixture
def away() -> Agency:
    return make_remote_agency()


@pytest.fixture
def record(a: Desk) -> RecordView:
    return add(a.analyst)


def token(agency: Agency) -> str:
    return f"agency:{agency.id}"


def put(desk: Desk, record: RecordView, name: str = "photo.jpg", content: bytes = b"", **given: Any) -> AttachmentView:
    marks = given.pop("label", None) or label_for(desk)
    whole = content or files.picture()
    return attach(desk.analyst, about=f"record:{record.id}", label=marks, name=name, content=whole, **given)


def of(actor: Actor, record: UUID) -> list[AttachmentView]:
    return list(list_attachments(actor, about=f"record:{record}"))


def large(pieces: float = 2.5) -> bytes:
    """A text that cannot be guessed, of so many pieces."""
    return random.Random(4).randbytes(int(PIECE_BYTES * pieces / 2)).hex().encode()


def delivered(agency: Agency) -> list[bytes]:
    """What crosses the wire to an agency now, each parcel answered."""

    found = []
    for one in deliveries_waiting(CARRIER, agency=agency.id, limit=1000):
        found.append(parcel_to_json(one.parcel))
        mark_answered(CARRIER, delivery=one.id, receipt=TAKEN)
    return found


def copies(desk: Desk, file: AttachmentView) -> dict[UUID, FileCopy]:
    return {one.agency: one for one in file_copies(desk.supervisor, id=file.id)}


def test_a_chosen_file_arrives_without_metadata_under_its_senders_label_and_the_others_stay(
    a: Desk, away: Agency, record: RecordView
) -> None:
    chosen = put(a, record)
    put(a, record, "stays.txt", b"EXERCISE-OTHER-CANARY")
    done = let_out(a, record, [token(away)], files=[chosen.id])
    assert done.files == 1
    wire = captured(away)
    assert not any(CANARY.encode() in one or b"OTHER-CANARY" in one for one in wire)
    become_node_of(away, a.agency)
    assert [hand_in(one).code for one in wire] == ["", ""]
    b = make_desk(away)
    (arrived,) = of(b.analyst, record.id)
    assert (arrived.id, arrived.name, arrived.mine, arrived.label.owner) == (chosen.id, "photo.jpg", False, a.agency.id)
    assert arrived.label.audience == {token(away)}
    assert arrived.marks == ("TLP:AMBER", "H0", "EXERCISE")
    content = read_attachment(b.analyst, id=arrived.id).content
    assert content.startswith(b"\xff\xd8")
    assert CANARY.encode() not in content
    with pytest.raises(Refused):
        read_attachment(b.analyst, id=arrived.id, original=True)


def test_nothing_travels_with_a_release_for_which_it_was_not_chosen(a: Desk, away: Agency, record: RecordView) -> None:
    put(a, record, "stays.txt", b"EXERCISE-OTHER-CANARY", label=label_for(a, audience=[token(away)]))
    let_out(a, record, [token(away)])
    assert not any(b"OTHER-CANARY" in one or b"stays.txt" in one for one in captured(away))
    assert [parcel_from_json(one).kind for one in captured(away)] == ["record"]


def test_a_large_file_travels_in_pieces_under_a_million_bytes_and_goes_on_where_it_was_cut(
    a: Desk, away: Agency, record: RecordView
) -> None:
    content = large()
    file = put(a, record, "large.txt", content)
    let_out(a, record, [token(away)], files=[file.id])
    wire = captured(away)
    assert [parcel_from_json(one).step for one in wire] == [Step.SHARE, Step.SHARE, Step.MESSAGE, Step.MESSAGE]
    assert max(map(len, wire)) < 1_000_000
    become_node_of(away, a.agency)
    b = make_desk(away)
    assert hand_in(wire[0]).code == ""
    assert hand_in(wire[1]).code == ""
    with pytest.raises(Fault) as early:  # it is not held here: its sender offers it again
        hand_in(wire[3])
    assert early.value.code == "access.busy"
    assert of(b.analyst, record.id) == []
    assert [hand_in(one).code for one in wire[1:]] == ["", "", ""]
    (arrived,) = of(b.analyst, record.id)
    assert read_attachment(b.analyst, id=arrived.id).content == content


def test_a_file_that_comes_before_its_record_waits_at_its_senders(a: Desk, away: Agency, record: RecordView) -> None:
    file = put(a, record)
    let_out(a, record, [token(away)], files=[file.id])
    of_record, of_file = captured(away)
    become_node_of(away, a.agency)
    with pytest.raises(Fault) as early:
        hand_in(of_file)
    assert early.value.code == "desk.file-not-yet"
    assert hand_in(of_record).code == hand_in(of_file).code == ""


def altered(raw: bytes, **content: Any) -> bytes:
    """The parcel with other words in its content; such as only a peer of another mind would send."""
    body = json.loads(raw)
    body["id"] = str(new_id())
    for name, value in content.items():
        body["content"][name] = value
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_what_a_peer_sends_is_not_believed(a: Desk, away: Agency, record: RecordView) -> None:
    file = put(a, record, "note.txt", b"EXERCISE note")
    let_out(a, record, [token(away)], files=[file.id])
    of_record, of_file = captured(away)
    become_node_of(away, a.agency)
    b = make_desk(away)
    assert hand_in(of_record).code == ""
    own = add(b.analyst)
    for content, code in (
        ({"about": f"record:{own.id}"}, "desk.file-not-theirs"),
        ({"about": f"request:{own.id}"}, "desk.file-parcel-wrong"),
        ({"about": "record:1"}, "desk.file-parcel-wrong"),
        ({"sha256": "0" * 64}, "desk.file-pieces"),
        ({"size": 14}, "desk.file-pieces"),
        ({"size": 10**12}, "desk.file-parcel-wrong"),
        ({"piece": 1}, "desk.file-parcel-wrong"),
        ({"more": 1}, "desk.file-parcel-wrong"),
        ({"content": "QR=="}, "desk.file-parcel-wrong"),
        ({"name": "run.exe"}, "desk.attachment-kind"),
        ({"name": "../a.txt"}, "desk.attachment-name"),
    ):
        assert hand_in(altered(of_file, **content)).code == code
    assert of(b.analyst, record.id) == []
    assert of(b.analyst, own.id) == []
    assert hand_in(of_file).code == ""


def test_a_withdrawn_file_goes_at_the_recipients_and_does_not_come_back_by_any_way(
    a: Desk, away: Agency, record: RecordView
) -> None:
    file, kept = put(a, record, "one.txt", b"EXERCISE one"), put(a, record, "two.txt", b"EXERCISE two")
    let_out(a, record, [token(away)], files=[file.id, kept.id])
    wire = delivered(away)
    assert withdraw_file(a.liaison, id=file.id, reason=FileReason.INACCURATE) == 1
    withdrawal = delivered(away)
    assert copies(a, file)[away.id].has_it is False
    assert copies(a, kept)[away.id].has_it is True
    assert {one.name for one in of(a.analyst, record.id)} == {"one.txt", "two.txt"}
    become_node_of(away, a.agency)
    b = make_desk(away)
    assert [hand_in(one).code for one in wire] == [""] * 3
    assert [hand_in(one).code for one in withdrawal] == [""]
    assert [one.name for one in of(b.analyst, record.id)] == ["two.txt"]
    (owed,) = list_received(b.liaison, owed=True)
    assert (owed.kind, owed.reason) == ("file", "inaccurate")
    acknowledge(b.liaison, arrival=owed.id)
    again = next(altered(one) for one in wire if f"file:{file.id}".encode() in one)
    assert hand_in(again).code == "parcel.withdrawn"
    other = add(b.analyst)
    for name, content in (
        ("renamed.csv", b"EXERCISE one"),
        ("packed.zip", files.zipped({"a/one.txt": b"EXERCISE one"})),
    ):
        with pytest.raises(Conflict) as caught:
            put(b, other, name, content)
        assert caught.value.code == "desk.file-withdrawn-here"
    put(b, other, "fresh.txt", b"EXERCISE two or more")


def test_the_owner_learns_that_the_copy_is_deleted_and_why(a: Desk, away: Agency, record: RecordView) -> None:
    file, other = put(a, record, "one.txt", b"EXERCISE one"), put(a, record, "two.txt", b"EXERCISE two")
    let_out(a, record, [token(away)], files=[file.id, other.id])
    wire = captured(away)
    withdraw_file(a.liaison, id=file.id, reason=FileReason.RIGHTS)
    wire += [one for one in captured(away) if one not in wire]
    assert [json.loads(one)["step"] for one in wire if b'"file:' in one][-1] == "withdraw"
    become_node_of(away, a.agency)
    b = make_desk(away)
    for one in wire:
        hand_in(one)
    with pytest.raises(Invalid):
        discard_file(b.analyst, id=other.id, reason=FileReason.DELETED)
    discard_file(b.analyst, id=other.id, reason=FileReason.NO_GROUND)
    assert of(b.analyst, record.id) == []
    said = [json.loads(one)["content"] for one in captured(a.agency) if b'"file:' in one]
    assert sorted(one["gone"] for one in said) == ["no-ground", "withdrawn"]


def test_what_the_owner_hears_of_deletions_stands_on_the_files_page(a: Desk, away: Agency, record: RecordView) -> None:
    file = put(a, record, "one.txt", b"EXERCISE one")
    let_out(a, record, [token(away)], files=[file.id])
    delivered(away)
    sent = parcel_from_json(captured_gone(a, away, file.id, "no-ground"))
    assert hand_in_as(sent) == ""
    found = copies(a, file)[away.id]
    assert (found.gone_for, found.pieces, found.arrived) == ("no-ground", 1, 1)
    stranger = make_remote_agency()
    assert hand_in_as(parcel_from_json(captured_gone(a, stranger, file.id, "no-ground"))) == "desk.file-parcel-wrong"


def captured_gone(a: Desk, by: Agency, file: UUID, why: str) -> bytes:

    label = Label(by.id, Tlp.AMBER_STRICT, frozenset({a.token}), frozenset({Handling.H0}), exercise=True)
    return parcel_to_json(Parcel(new_id(), "file", f"file:{file}", 1, Step.MESSAGE, by.id, label, {"gone": why}, now()))


def hand_in_as(parcel: Parcel) -> str:

    return hand_in(parcel_to_json(parcel)).code


@pytest.mark.parametrize("how", ["withdraw", "recall", "narrow"])
def test_files_go_with_their_record(a: Desk, away: Agency, record: RecordView, how: str) -> None:
    file, other = put(a, record, "one.txt", b"EXERCISE one"), make_remote_agency()
    let_out(a, record, [token(away), token(other)], files=[file.id])
    wire = delivered(away)
    if how == "withdraw":
        withdraw_record(a.supervisor, id=record.id, reason=WithdrawReason.NOT_NEEDED)
    elif how == "recall":
        recall_record(a.supervisor, id=record.id)
    else:
        amend_record(a.supervisor, id=record.id, version=2, label=label_for(a, audience=[token(other)]))
    taken = delivered(away)
    assert {(json.loads(one)["kind"], json.loads(one)["step"]) for one in taken} == {
        ("file", "withdraw"),
        ("record", "withdraw"),
    }
    become_node_of(away, a.agency)
    b = make_desk(away)
    assert [hand_in(one).code for one in (*wire, *taken)] == [""] * 4
    with pytest.raises(NotFound):
        of(b.analyst, record.id)
    with pytest.raises(NotFound):
        read_attachment(b.analyst, id=file.id)
    assert [one.kind for one in list_received(b.liaison, owed=True)] == ["record"]
    with pytest.raises(Conflict):
        put(b, add(b.analyst), "x.txt", b"EXERCISE one")


def test_another_file_takes_the_place_of_one_that_was_wrong(a: Desk, away: Agency, record: RecordView) -> None:
    wrong, right = put(a, record, "wrong.txt", b"EXERCISE wrong"), put(a, record, "right.txt", b"EXERCISE right")
    let_out(a, record, [token(away)], files=[wrong.id])
    wire = delivered(away)
    assert replace_file(a.supervisor, id=wrong.id, by=right.id) == 1
    wire += delivered(away)
    become_node_of(away, a.agency)
    b = make_desk(away)
    assert [hand_in(one).code for one in wire] == [""] * 4
    assert [one.name for one in of(b.analyst, record.id)] == ["right.txt"]


def test_a_file_can_follow_later_to_those_who_have_the_record(a: Desk, away: Agency, record: RecordView) -> None:
    let_out(a, record, [token(away)])
    delivered(away)
    file = put(a, record, "later.txt", b"EXERCISE later", label=label_for(a, audience=[token(away)]))
    let_out(a, record, [token(away)], files=[file.id])
    (sent,) = delivered(away)
    assert parcel_from_json(sent).kind == "file"
    with pytest.raises(Invalid):
        let_out(a, record, [token(away)], files=[file.id])


def test_new_marks_of_a_record_reach_its_files(a: Desk, away: Agency, record: RecordView) -> None:
    file = put(a, record, "one.txt", b"EXERCISE one")
    let_out(a, record, [token(away)], files=[file.id])
    wire = delivered(away)
    narrower = label_for(a, Tlp.AMBER_STRICT, audience=[token(away)])
    amend_record(a.supervisor, id=record.id, version=2, label=narrower)
    wire += delivered(away)
    become_node_of(away, a.agency)
    b = make_desk(away)
    assert [hand_in(one).code for one in wire] == [""] * 4
    assert [one.marks[0] for one in of(b.analyst, record.id)] == ["TLP:AMBER+STRICT"]


def test_the_preview_names_each_file_and_why_one_stays(a: Desk, away: Agency, record: RecordView) -> None:
    photo = put(a, record)
    source = put(a, record, "source.txt", b"EXERCISE source", stays=True)
    drawing = put(a, record, "drawing.docx", files.docx(**{"word/media/a.emf": b"EXERCISE"}))
    shown = preview_release(a.supervisor, id=record.id, to=[token(away)], label=label_for(a), files=[photo.id])
    by_name = {one.name: one for one in shown.files}
    assert (by_name["photo.jpg"].chosen, by_name["photo.jpg"].stays) == (True, None)
    assert by_name["photo.jpg"].fresh == {away.id}
    assert by_name["source.txt"].stays is Stays.SOURCE
    assert by_name["drawing.docx"].stays is Stays.UNPROVEN
    for one in (source, drawing):
        with pytest.raises(Invalid) as caught:
            let_out(a, record, [token(away)], files=[one.id])
        assert caught.value.code == "desk.file-cannot-leave"
    confirm_attachment(a.analyst, id=drawing.id)
    let_out(a, record, [token(away)], files=[drawing.id])


def test_a_file_that_can_tell_a_source_is_read_by_its_agency_alone(a: Desk, record: RecordView) -> None:
    b = make_desk()
    put(a, record, "source.txt", b"EXERCISE source", stays=True, label=label_for(a, audience=[b.token]))
    let_out(a, record, [b.token])
    assert of(b.analyst, record.id) == []
    assert len(of(a.analyst, record.id)) == 1


def test_s16_a_second_person_agrees_to_exactly_these_files(a: Desk, away: Agency, record: RecordView) -> None:

    one, two = put(a, record, "one.txt", b"EXERCISE one"), put(a, record, "two.txt", b"EXERCISE two")
    asked = ask_to_release(
        a.supervisor, id=record.id, to=[token(away)], label=label_for(a), files=[one.id], reason="EXERCISE"
    )
    granted = decide_approval(a.second, approval=asked.id, grant=True).id
    for chosen in ([], [two.id], [one.id, two.id]):
        with pytest.raises(Refused):
            release_record(
                a.supervisor,
                id=record.id,
                version=1,
                to=[token(away)],
                label=label_for(a),
                files=chosen,
                approval=granted,
            )
    assert captured(away) == []


def test_an_agency_of_the_same_node_reads_the_shared_form_until_it_is_withdrawn(a: Desk, record: RecordView) -> None:
    b, c = make_desk(), make_desk()
    file = put(a, record)
    let_out(a, record, [b.token, c.token], files=[file.id])
    content = read_attachment(b.analyst, id=file.id).content
    assert CANARY.encode() not in content
    discard_file(c.analyst, id=file.id, reason=FileReason.NOT_NEEDED)
    assert of(c.analyst, record.id) == []
    assert len(of(b.analyst, record.id)) == len(of(a.analyst, record.id)) == 1
    assert copies(a, file)[c.agency.id].gone_for == "not-needed"
    withdraw_file(a.supervisor, id=file.id, reason=FileReason.MIS_DISCLOSED, agencies=[b.agency.id])
    assert of(b.analyst, record.id) == []
    assert copies(a, file)[b.agency.id].gone_for == "withdrawn"
    with pytest.raises(Conflict):
        put(b, add(b.analyst), "again.jpg", content)
    with pytest.raises(Refused):
        discard_file(a.analyst, id=file.id, reason=FileReason.NOT_NEEDED)


def test_a_file_that_is_deleted_here_is_withdrawn_there(a: Desk, away: Agency, record: RecordView) -> None:
    file = put(a, record, "one.txt", b"EXERCISE one")
    let_out(a, record, [token(away)], files=[file.id])
    delivered(away)
    delete_attachment(a.analyst, id=file.id)
    (sent,) = delivered(away)
    assert json.loads(sent)["content"]["reason"] == "deleted"


def test_the_outbox_holds_no_file_and_forgets_what_arrived(a: Desk, away: Agency, record: RecordView) -> None:

    file = put(a, record, "PLAINCANARY.txt", b"EXERCISE PLAINCANARY")
    let_out(a, record, [token(away)], files=[file.id])

    def outbox() -> str:
        with door(system_actor("releases"), RELEASE_WRITE):
            return "".join(one.parcel for one in Release.objects.filter(kind="file"))

    assert '"content"' not in outbox().replace('"content":{', "")
    assert file.digest in outbox()
    delivered(away)
    kept = json.loads(outbox())["content"]["forgotten"]
    assert kept["file"] == {"piece": 0, "sha256": file.digest, "size": 20}
    assert "PLAINCANARY" not in outbox()
    assert [one.step for one in list_deliveries(a.supervisor, stream=f"file:{file.id}")] == [Step.SHARE]


def test_a_community_that_is_left_takes_the_files_back(a: Desk, record: RecordView) -> None:

    member = make_agency()
    group = make_community(member, a.agency)
    file = put(a, record, "one.txt", b"EXERCISE one")
    let_out(a, record, [f"community:{group.id}"], files=[file.id])
    b = make_desk(member)
    assert len(of(b.analyst, record.id)) == 1
    leave_community(group.id, member.id)
    with pytest.raises(NotFound):
        read_attachment(b.analyst, id=file.id)


def test_a_restored_recipient_is_sent_the_file_again_though_the_outbox_has_forgotten_it(
    a: Desk, away: Agency, record: RecordView
) -> None:
    file = put(a, record, "large.txt", large(1.2))
    let_out(a, record, [token(away)], files=[file.id])
    first = delivered(away)
    assert captured(away) == []
    label = Label(away.id, Tlp.AMBER_STRICT, frozenset({a.token}), frozenset({Handling.H0}), exercise=True)
    since = {"since": "2026-01-01T00:00:00+00:00"}
    number = new_id()
    question = Parcel(new_id(), "again", f"again:{number}", 1, Step.MESSAGE, away.id, label, since, now())
    assert hand_in_as(question) == ""
    assert captured(away) == first
    withdraw_file(a.liaison, id=file.id, reason=FileReason.RIGHTS)
    assert [parcel_from_json(one).step for one in captured(away)] == [Step.SHARE, Step.WITHDRAW]


def test_a_legal_hold_keeps_the_files_of_a_record_too(a: Desk, record: RecordView) -> None:
    file = put(a, record, "one.txt", b"EXERCISE one")
    until = today() + timedelta(days=30)
    asked = ask_to_hold(a.supervisor, id=record.id, until=until, reason="EXERCISE inquiry")
    granted = decide_approval(a.second, approval=asked.id, grant=True).id
    hold_record(a.supervisor, id=record.id, until=until, reason="EXERCISE inquiry", approval=granted)
    with pytest.raises(Conflict) as caught:
        delete_attachment(a.analyst, id=file.id)
    assert caught.value.code == "desk.file-held"


def test_a_deleted_record_takes_its_files_back_from_everybody(a: Desk, away: Agency, record: RecordView) -> None:
    file = put(a, record, "one.txt", b"EXERCISE one")
    let_out(a, record, [token(away)], files=[file.id])
    delivered(away)
    asked = ask_to_delete(a.supervisor, id=record.id, reason="EXERCISE")
    granted = decide_approval(a.second, approval=asked.id, grant=True).id
    delete_record(a.supervisor, id=record.id, approval=granted)
    assert {(parcel_from_json(one).kind, parcel_from_json(one).step) for one in delivered(away)} == {
        ("file", Step.WITHDRAW),
        ("record", Step.WITHDRAW),
    }
    with pytest.raises(NotFound):
        read_attachment(a.analyst, id=file.id)
