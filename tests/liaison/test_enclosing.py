"""Files that go with a message: they leave without metadata, are checked again where they arrive, and reach nobody else."""

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from minassa import liaison
from minassa.access import (
    Actor,
    Handling,
    Receipt,
    ReceiptState,
    Tlp,
    decide_approval,
    deliveries_waiting,
    door,
    mark_answered,
    parcel_to_json,
    system_actor,
)
from minassa.access.acts import RELEASE_WRITE
from minassa.access.models import Agency, Release
from minassa.base import Conflict, Fault, Invalid, NotFound, new_id
from minassa.desk import (
    AttachmentView,
    FileReason,
    Scan,
    attach,
    confirm_attachment,
    delete_attachment,
    discard_file,
    list_attachments,
    read_attachment,
    thing_label,
)
from minassa.desk.attachments import housekeeping
from minassa.liaison import Concern, Event, Marks, Risk, State
from tests.desk import files
from tests.liaison.scene import CANARY, MARKS, People, drafted, full, people, received, risky, sent
from tests.liaison.test_receiving import far, hand_in, said, state_of, thread_of

pytestmark = pytest.mark.django_db
CARRIER = system_actor("exchange")


@pytest.fixture(autouse=True)
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    """A shelf of the test's own, with the keys of this run."""
    for name in ("secrets", "audit"):
        (tmp_path / name).symlink_to(settings.MINASSA.home / name, target_is_directory=True)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def niger() -> People:
    return people("Niger")


@pytest.fixture
def peer() -> Agency:
    """An agency whose people log in on a node of its own."""
    return far("EXERCISE Niger, far away")


def put(actor: Actor, request: UUID, name: str, content: bytes, **given: Any) -> AttachmentView:
    about = f"request:{request}"
    label = replace(thing_label(actor, about=about), **given)
    return attach(actor, about=about, label=label, name=name, content=content)


def listed(actor: Actor, request: UUID) -> list[AttachmentView]:
    return list(list_attachments(actor, about=f"request:{request}"))


def test_an_answer_brings_its_file_without_metadata_and_under_its_marks(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    got = received(niger)
    photo = put(niger.analyst, got, "lorry.jpg", files.picture())
    secret = put(niger.analyst, got, "stays.txt", b"EXERCISE stays")
    liaison.answer_request(niger.officer, id=got, reply=full(files=(photo.id,)))
    (arrived,) = listed(mali.analyst, asked)
    assert (arrived.name, arrived.mine, arrived.label.owner) == ("lorry.jpg", False, niger.agency.id)
    assert arrived.label.audience == {f"agency:{mali.agency.id}"}
    assert arrived.marks == ("TLP:AMBER", "H0", "EXERCISE")
    content = read_attachment(mali.analyst, id=arrived.id).content
    assert content.startswith(b"\xff\xd8")
    assert files.CANARY.encode() in files.picture()
    assert files.CANARY.encode() not in content
    answer = liaison.read_request(mali.analyst, id=asked).messages[-1]
    assert (answer.event, answer.files) == (Event.FULL, ("lorry.jpg",))
    assert {one.name for one in listed(niger.analyst, got)} == {"lorry.jpg", "stays.txt"}
    with pytest.raises(NotFound):
        read_attachment(mali.analyst, id=secret.id)
    with pytest.raises(Fault):
        read_attachment(mali.analyst, id=arrived.id, original=True)


def test_a_question_its_clarification_and_a_remark_bring_files_too(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    got = received(niger)
    of_theirs = put(niger.analyst, got, "which.txt", b"EXERCISE which")
    liaison.ask_back(niger.officer, id=got, text="EXERCISE?", marks=MARKS, enclose=[of_theirs.id])
    ours = put(mali.analyst, asked, "this.txt", b"EXERCISE this")
    liaison.clarify_request(mali.officer, id=asked, text="EXERCISE", marks=MARKS, enclose=[ours.id, ours.id])
    liaison.remark(mali.officer, id=asked, text="EXERCISE", marks=MARKS, enclose=[ours.id])
    assert sorted(one.name for one in listed(niger.chief, got)) == ["this.txt", "this.txt", "which.txt"]
    assert sorted(one.name for one in listed(mali.chief, asked)) == ["this.txt", "which.txt"]


def test_what_cannot_leave_is_refused_with_a_sentence_and_nothing_is_said(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    (other,) = sent(mali, niger.agency)
    unproven = put(mali.analyst, asked, "page.pdf", files.pdf())
    elsewhere = put(mali.analyst, other, "other.txt", b"EXERCISE")
    large = [put(mali.analyst, asked, f"{n}.txt", b"EXERCISE " * 120_000).id for n in range(2)]
    limited = put(mali.analyst, asked, "h2.txt", b"EXERCISE", handling=frozenset({Handling.H2}))
    many = [put(mali.analyst, asked, f"many{n}.txt", b"EXERCISE").id for n in range(11)]
    for ids, code in (
        ([unproven.id], "liaison.file-waits"),
        ([elsewhere.id], "liaison.file-strange"),
        (large, "liaison.files-large"),
        (many, "liaison.files-large"),
        ([limited.id], "liaison.file-marks"),
    ):
        with pytest.raises(Invalid) as caught:
            liaison.remark(mali.officer, id=asked, text=f"{CANARY}", marks=MARKS, enclose=ids)
        assert caught.value.code == code
    with pytest.raises(NotFound):
        liaison.remark(mali.officer, id=asked, text=CANARY, marks=MARKS, enclose=[new_id()])
    assert CANARY not in str(liaison.read_request(mali.officer, id=asked).messages)
    assert listed(niger.officer, received(niger)) == []
    confirm_attachment(mali.analyst, id=unproven.id)
    marks = Marks(Tlp.AMBER, frozenset({Handling.H0, Handling.H2}))
    liaison.remark(mali.officer, id=asked, text="EXERCISE", marks=marks, enclose=[unproven.id, limited.id, large[0]])
    theirs = [row.id for row in liaison.list_requests(niger.officer).rows]
    assert sorted(len(listed(niger.officer, one)) for one in theirs) == [0, 3]


def test_what_came_from_the_other_side_is_not_sent_back_as_ones_own(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    got = received(niger)
    ours = put(mali.analyst, asked, "ours.txt", b"EXERCISE")
    liaison.remark(mali.officer, id=asked, text="EXERCISE", marks=MARKS, enclose=[ours.id])
    (arrived,) = listed(niger.officer, got)
    with pytest.raises(Invalid) as caught:
        liaison.remark(niger.officer, id=got, text="EXERCISE", marks=MARKS, enclose=[arrived.id])
    assert caught.value.code == "liaison.file-strange"


def test_r13_a_second_person_agrees_to_the_answer_with_exactly_its_files(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    got = received(niger)
    file = put(niger.analyst, got, "one.txt", b"EXERCISE one")
    more = put(niger.analyst, got, "two.txt", b"EXERCISE two")
    reply = full(care=risky(Concern.FAIR_TRIAL, Risk.REAL), files=(file.id,))
    approval = liaison.ask_to_answer(niger.officer, id=got, reply=reply, reason="EXERCISE weighed")
    decide_approval(niger.chief, approval=approval.id, grant=True)
    with pytest.raises(Fault):
        liaison.answer_request(
            niger.officer, id=got, reply=replace(reply, files=(file.id, more.id)), approval=approval.id
        )
    assert listed(mali.officer, asked) == []
    liaison.send_pending_answer(niger.officer, id=got, approval=approval.id)
    assert [one.name for one in listed(mali.officer, asked)] == ["one.txt"]


def test_s17_a_third_agency_finds_no_file_that_went_with_a_message(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    ours = put(mali.analyst, asked, f"{CANARY}.txt", CANARY.encode())
    liaison.remark(mali.officer, id=asked, text="EXERCISE", marks=MARKS, enclose=[ours.id])
    got = received(niger)
    (arrived,) = listed(niger.officer, got)
    third = people("Chad")
    for actor in (third.analyst, third.officer, third.chief):
        for request in (asked, got):
            with pytest.raises(NotFound):
                listed(actor, request)
        for file in (ours.id, arrived.id):
            with pytest.raises(NotFound):
                read_attachment(actor, id=file)


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def one_file(name: object = "ok.txt", content: object = None) -> list[Any]:
    return [{"name": name, "content": b64(b"EXERCISE") if content is None else content}]


def test_a_file_from_another_node_is_kept_stripped_again(mali: People, peer: Agency) -> None:
    (ours,) = sent(mali, peer)
    thread = thread_of(mali, ours)
    assert hand_in(said(peer, mali, thread, 1, "receipt")) == ""
    remark = said(peer, mali, thread, 2, "remark", text="EXERCISE", files=one_file("a.jpg", b64(files.picture())))
    assert hand_in(remark) == ""
    assert hand_in(remark) == ""
    (arrived,) = listed(mali.officer, ours)
    assert files.CANARY.encode() not in read_attachment(mali.officer, id=arrived.id).content


@pytest.mark.parametrize(
    ("sent_files", "code"),
    [
        (one_file("run.exe"), "desk.attachment-kind"),
        (one_file("a.pdf", b64(b"<html>")), "desk.attachment-content"),
        (one_file("../a.txt"), "desk.attachment-name"),
        (one_file("a\u202etxt.txt"), "desk.attachment-name"),
        (one_file("bomb.zip", b64(files.bomb())), "desk.attachment-archive"),
        (one_file("empty.txt", ""), "desk.attachment-size"),
        ([*one_file(), *one_file("run.exe")], "desk.attachment-kind"),
        (one_file("a.txt", "not base64"), "liaison.message-wrong"),
        (one_file("a.txt", "QR=="), "liaison.message-wrong"),
        (one_file(1), "liaison.message-wrong"),
        (one_file("a.txt", 1), "liaison.message-wrong"),
        ([], "liaison.message-wrong"),
        ({}, "liaison.message-wrong"),
        (["a"], "liaison.message-wrong"),
        ([{"name": "a.txt", "content": "", "more": 1}], "liaison.message-wrong"),
        (one_file() * 11, "liaison.message-wrong"),
        (one_file("a.txt", b64(b"a" * 2_000_001)), "liaison.message-wrong"),
    ],
)
def test_a_faulty_file_refuses_the_whole_message_and_keeps_nothing(
    mali: People, peer: Agency, sent_files: object, code: str
) -> None:
    (ours,) = sent(mali, peer)
    thread = thread_of(mali, ours)
    assert hand_in(said(peer, mali, thread, 1, "receipt")) == ""
    assert hand_in(said(peer, mali, thread, 2, "remark", text=CANARY, files=sent_files)) == code
    assert listed(mali.officer, ours) == []
    assert CANARY not in str(liaison.read_request(mali.officer, id=ours).messages)


@pytest.mark.parametrize("event", ["take", "close", "withdraw", "refuse"])
def test_a_message_that_has_no_files_is_refused_with_some(mali: People, peer: Agency, event: str) -> None:
    (ours,) = sent(mali, peer)
    thread = thread_of(mali, ours)
    assert hand_in(said(peer, mali, thread, 1, "receipt")) == ""
    assert hand_in(said(peer, mali, thread, 2, event, text="", files=one_file())) == "liaison.message-wrong"
    assert state_of(mali, ours) is State.RECEIVED


def test_where_a_scanner_is_named_what_came_waits_in_quarantine(
    mali: People, niger: People, settings: Settings
) -> None:
    (asked,) = sent(mali, niger.agency)
    ours = put(mali.analyst, asked, "ours.txt", b"EXERCISE")
    attachments = replace(settings.MINASSA.attachments, scanner="unix:/nowhere")
    settings.MINASSA = replace(settings.MINASSA, attachments=attachments)
    liaison.remark(mali.officer, id=asked, text="EXERCISE", marks=MARKS, enclose=[ours.id])
    (arrived,) = listed(niger.officer, received(niger))
    assert arrived.scan is Scan.WAITING
    with pytest.raises(Fault):
        read_attachment(niger.officer, id=arrived.id)
    assert housekeeping.scan_waiting() == 0


def test_a_draft_has_no_message_yet_that_could_carry_its_file(mali: People, niger: People) -> None:
    draft = drafted(mali.analyst, niger.agency)
    file = put(mali.analyst, draft, "draft.txt", b"EXERCISE")
    with pytest.raises(Fault):
        liaison.remark(mali.officer, id=draft, text="EXERCISE", marks=MARKS, enclose=[file.id])


def outbox() -> list[Release]:
    with door(system_actor("releases"), RELEASE_WRITE):
        return list(Release.objects.filter(kind="request").order_by("created", "id"))


def test_s38_the_outbox_names_a_messages_files_holds_none_and_forgets_what_has_arrived(
    mali: People, peer: Agency
) -> None:
    (ours,) = sent(mali, peer)
    thread = thread_of(mali, ours)
    file = put(mali.analyst, ours, "list.txt", f"{CANARY} in a file".encode())
    assert hand_in(said(peer, mali, thread, 1, "receipt")) == ""
    liaison.remark(mali.officer, id=ours, text=f"{CANARY} in words", marks=MARKS, enclose=[file.id])
    plain = base64.b64encode(f"{CANARY} in a file".encode()).decode()
    assert not any(plain in row.parcel for row in outbox())
    assert any(file.digest in row.parcel for row in outbox())
    with pytest.raises(Conflict) as caught:  # it is read from the shelf when the message leaves
        delete_attachment(mali.analyst, id=file.id)
    assert caught.value.code == "desk.file-on-its-way"
    wire = deliveries_waiting(CARRIER, agency=peer.id)
    assert any(plain in parcel_to_json(one.parcel).decode() for one in wire)
    for one in wire:
        mark_answered(CARRIER, delivery=one.id, receipt=Receipt(ReceiptState.TAKEN))
    assert all(row.is_forgotten and CANARY not in row.parcel for row in outbox())
    (kept,) = [body["files"] for row in outbox() if "files" in (body := json.loads(row.parcel)["content"]["forgotten"])]
    assert kept == [{"sha256": file.digest, "size": file.size}]
    delete_attachment(mali.analyst, id=file.id)


def test_a_receiver_deletes_a_file_of_a_request(mali: People, niger: People) -> None:
    (asked,) = sent(mali, niger.agency)
    ours = put(mali.analyst, asked, "ours.txt", b"EXERCISE")
    liaison.remark(mali.officer, id=asked, text="EXERCISE", marks=MARKS, enclose=[ours.id])
    (arrived,) = listed(niger.officer, received(niger))
    with pytest.raises(NotFound):
        discard_file(people("Chad").officer, id=arrived.id, reason=FileReason.NOT_NEEDED)
    discard_file(niger.analyst, id=arrived.id, reason=FileReason.NOT_NEEDED)
    assert listed(niger.officer, received(niger)) == []
    assert [one.name for one in listed(mali.officer, asked)] == ["ours.txt"]
