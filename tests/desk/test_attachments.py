"""Attachments: kept sealed, read by whom their labels and their things allow, shared without their makers, whole or not at all."""

import os
import resource
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from minassa import audit, records
from minassa.access import Actor, Handling, Label, Role, Tlp, decide_approval
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused, Unavailable, held_at, new_id, now
from minassa.desk import (
    AttachmentView,
    Scan,
    Sharing,
    ask_to_delete_attachment,
    attach,
    confirm_attachment,
    delete_attachment,
    list_attachments,
    make_attachment_key,
    read_attachment,
    rotate_attachment_key,
    scanner_limit,
)
from minassa.desk.attachments import housekeeping, keyring, shelf
from minassa.node import preflight
from tests.desk import files
from tests.desk.files import CANARY
from tests.factories import actor_for, an_actor, make_agency, make_user

pytestmark = pytest.mark.django_db

Captured = DjangoCaptureOnCommitCallbacks


@pytest.fixture(autouse=True)
def own_home(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the test's own, with the keys of the audit log that this run made."""
    (tmp_path / "secrets").symlink_to(settings.MINASSA.home / "secrets", target_is_directory=True)
    (tmp_path / "audit").symlink_to(settings.MINASSA.home / "audit", target_is_directory=True)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)
    return tmp_path


@pytest.fixture
def own_keys(own_home: Path) -> Path:
    """Secrets of the test's own too."""
    shared = (own_home / "secrets").resolve()
    (own_home / "secrets").unlink()
    (own_home / "secrets").mkdir()
    for name in ("audit-signing", "audit-seal"):
        (own_home / "secrets" / name).write_bytes((shared / name).read_bytes())
    make_attachment_key(own_home)
    return own_home


def label(actor: Actor, tlp: Tlp = Tlp.AMBER, *audience: str) -> Label:
    assert actor.agency is not None
    return Label(actor.agency, tlp, frozenset(audience), frozenset({Handling.H0}), exercise=True)


def a_record(actor: Actor, tlp: Tlp = Tlp.AMBER, *audience: str) -> str:
    found = records.add_record(
        actor,
        schema="Person",
        properties={"name": ["EXERCISE Salem"]},
        label=label(actor, tlp, *audience),
        ground=records.Ground("EXERCISE law", "counter-terrorism"),
    )
    return f"record:{found.id}"


def put(actor: Actor, about: str, tlp: Tlp = Tlp.AMBER, *audience: str, **given: Any) -> AttachmentView:
    name, content = given.get("name", "photo.jpg"), given.get("content", files.picture())
    return attach(actor, about=about, label=label(actor, tlp, *audience), name=name, content=content)


def on_the_shelf() -> list[Path]:
    return [one for one in shelf.folder().rglob("*") if one.is_file()]


def test_an_attachment_is_kept_and_read() -> None:
    actor = an_actor()
    about = a_record(actor)
    made = put(actor, about)
    (listed,) = list_attachments(actor, about=about)
    assert listed == made
    assert (made.name, made.format, made.mine, made.scan, made.sharing) == (
        "photo.jpg", "jpeg", True, Scan.NONE, Sharing.STRIPPED,
    )  # fmt: skip
    assert made.added_by == actor.user_id
    original = read_attachment(actor, id=made.id, original=True)
    assert original.content == files.picture()
    shared = read_attachment(actor, id=made.id)
    assert not shared.is_original
    assert CANARY.encode() not in shared.content
    lines = audit.lines(audit.Filters(action="attachment.read"), limit=5)
    assert [one.details["original"] for one in lines] == [False, True]
    assert "photo" not in str(audit.lines(audit.Filters(), limit=20))


def test_nothing_on_the_disk_can_be_read_and_no_name_tells_anything() -> None:
    actor = an_actor()
    put(actor, a_record(actor), name="EXERCISE list.csv", content=f"name\n{CANARY}\n".encode() * 20_000)
    (path,) = on_the_shelf()
    stored = path.read_bytes()
    assert CANARY.encode() not in stored
    assert len(stored) > 500_000
    assert path.stat().st_mode & 0o777 == 0o600
    assert "EXERCISE" not in str(path.relative_to(shelf.folder()))


def test_s36_another_agency_reads_the_shared_form_alone_and_does_not_learn_who_attached_it() -> None:
    actor, other = an_actor(), an_actor()
    addressed = f"agency:{other.agency}"
    about = a_record(actor, Tlp.AMBER, addressed)
    made = put(actor, about, Tlp.AMBER, addressed)
    (seen,) = list_attachments(other, about=about)
    assert (seen.id, seen.mine, seen.added_by, seen.digest, seen.left) == (made.id, False, None, "", ())
    assert seen.obligations
    got = read_attachment(other, id=made.id)
    assert CANARY.encode() not in got.content
    assert len(got.content) == seen.size
    with pytest.raises(Refused) as caught:
        read_attachment(other, id=made.id, original=True)
    assert caught.value.code == "desk.attachment-sealed"


def test_s14_another_agencys_file_and_an_absent_one_look_the_same() -> None:
    actor, other = an_actor(), an_actor()
    about = a_record(actor)
    made = put(actor, about)
    faults = []
    for one in (made.id, new_id()):
        for ask in (read_attachment, confirm_attachment, delete_attachment):
            with pytest.raises(NotFound) as caught:
                ask(other, id=one)
            faults.append(str(caught.value))
    assert len(set(faults)) == 1
    for target in (about, f"record:{new_id()}", "record:x", "no-such-kind:1", ""):
        with pytest.raises(NotFound):
            list_attachments(other, about=target)
        with pytest.raises(NotFound):
            put(other, target)
    assert [one.id for one in list_attachments(actor, about=about)] == [made.id]


def test_a_file_wider_than_its_record_does_not_betray_the_record() -> None:
    actor, other = an_actor(), an_actor()
    about = a_record(actor, Tlp.AMBER)
    made = put(actor, about, Tlp.GREEN)
    with pytest.raises(NotFound):
        read_attachment(other, id=made.id)
    with pytest.raises(NotFound):
        list_attachments(other, about=about)


def test_a_narrower_file_on_a_wide_record_is_not_counted_for_others() -> None:
    actor, other = an_actor(), an_actor()
    about = a_record(actor, Tlp.GREEN)
    put(actor, about, Tlp.AMBER)
    assert list_attachments(other, about=about) == ()
    colleague = actor_for(make_user(agency=None))
    with pytest.raises(Refused):
        put(colleague, about, Tlp.GREEN)


def test_only_people_of_the_owner_agency_attach_and_only_under_its_own_label() -> None:
    agency = make_agency()
    actor, reader = an_actor(agency=agency), an_actor(Role.PROGRAMME_OFFICER, agency=agency)
    about = a_record(actor, Tlp.GREEN)
    with pytest.raises(Refused):
        put(reader, about)
    foreign = replace(label(actor), owner=make_agency().id)
    with pytest.raises(Fault):
        attach(actor, about=about, label=foreign, name="x.csv", content=b"a")
    with pytest.raises(Invalid):
        attach(actor, about=about, label=replace(label(actor), handling=frozenset()), name="x.csv", content=b"a")
    assert on_the_shelf() == [], "nothing of what was refused is kept"


def test_what_cannot_be_stripped_is_nobody_elses_until_a_person_has_confirmed() -> None:
    actor, other = an_actor(), an_actor()
    addressed = f"agency:{other.agency}"
    about = a_record(actor, Tlp.AMBER, addressed)
    made = put(actor, about, Tlp.AMBER, addressed, name="report.pdf", content=files.pdf())
    assert (made.sharing, made.left) == (Sharing.UNPROVEN, ("pdf",))
    assert list_attachments(other, about=about) == ()
    with pytest.raises(NotFound):
        read_attachment(other, id=made.id)
    assert read_attachment(actor, id=made.id).is_original
    confirmed = confirm_attachment(actor, id=made.id)
    assert confirmed.sharing is Sharing.CONFIRMED
    assert read_attachment(other, id=made.id).content == files.pdf()
    with pytest.raises(Conflict):
        confirm_attachment(actor, id=made.id)
    (line,) = [one for one in audit.lines(audit.Filters(action="attachment.confirm"), limit=9) if one.outcome == "done"]
    assert line.details["left"] == "pdf"


def test_even_what_was_confirmed_leaves_without_what_could_be_taken_out() -> None:
    actor, other = an_actor(), an_actor()
    addressed = f"agency:{other.agency}"
    about = a_record(actor, Tlp.AMBER, addressed)
    drawing = files.docx(**{"word/media/image2.emf": b"EXERCISE drawing"})
    made = put(actor, about, Tlp.AMBER, addressed, name="note.docx", content=drawing)
    confirm_attachment(actor, id=made.id)
    got = read_attachment(other, id=made.id)
    assert CANARY.encode() not in files.everything_in(got.content)
    assert b"EXERCISE drawing" in files.everything_in(got.content)


# Limits.


def with_limits(settings: Settings, **given: Any) -> None:
    settings.MINASSA = replace(settings.MINASSA, attachments=replace(settings.MINASSA.attachments, **given))


def test_the_size_and_the_quota_of_each_person_are_held(settings: Settings) -> None:
    with_limits(settings, megabytes=1, quota_megabytes=2)
    agency = make_agency()
    actor, colleague = an_actor(agency=agency), an_actor(agency=agency)
    about = a_record(actor)
    for content in (b"", b"a" * 1_000_001):
        with pytest.raises(Invalid) as caught:
            put(actor, about, name="x.txt", content=content)
        assert caught.value.code == "desk.attachment-size"
    for _ in range(2):
        put(actor, about, name="x.txt", content=b"a" * 900_000)
    kept = len(on_the_shelf())
    with pytest.raises(Invalid) as caught:
        put(actor, about, name="x.txt", content=b"a" * 900_000)
    assert caught.value.code == "desk.attachment-quota"
    assert len(on_the_shelf()) == kept
    put(colleague, about, name="x.txt", content=b"a" * 900_000)


@contextmanager
def small_disk(most: int) -> Iterator[None]:
    """The system refuses files longer than this, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_nothing_behind() -> None:
    name = shelf.new_name()
    with small_disk(100_000), pytest.raises(Unavailable) as caught:
        shelf.put(name, (b"E" * 65_536 for _ in range(10)))
    assert caught.value.code == "desk.attachment-not-stored"
    assert on_the_shelf() == []


def test_an_upload_that_breaks_off_leaves_nothing_behind() -> None:
    def breaks() -> Iterator[bytes]:
        yield b"E" * 1000
        raise ConnectionResetError

    with pytest.raises(Unavailable):
        shelf.put(shelf.new_name(), breaks())
    assert on_the_shelf() == []


# At rest.


def test_a_stored_file_that_was_altered_cut_or_exchanged_is_not_shown() -> None:
    actor = an_actor()
    about = a_record(actor)
    first, second = (
        put(actor, about, name=name, content=content * 100_000) for name, content in (("a.txt", b"a"), ("b.txt", b"b"))
    )
    one, other = sorted(on_the_shelf(), key=lambda path: path.stat().st_mtime_ns)
    whole, strange = one.read_bytes(), other.read_bytes()
    altered = bytearray(whole)
    altered[70_000] ^= 1
    reordered = whole[65_552:] + whole[:65_552]
    for content in (bytes(altered), whole[:65_552], whole[:-1], whole + b"x", reordered, strange, b""):
        one.write_bytes(content)
        with pytest.raises(Unavailable) as caught:
            read_attachment(actor, id=first.id)
        assert caught.value.code == "desk.attachment-lost"
    one.unlink()
    with pytest.raises(Unavailable):
        read_attachment(actor, id=first.id)
    assert read_attachment(actor, id=second.id).content == b"b" * 100_000


@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_files_of_every_length_come_back(size: int) -> None:
    actor = an_actor()
    content = (b"EXERCISE" * (size // 8 + 1))[:size]
    made = put(actor, a_record(actor), name="x.txt", content=content)
    assert read_attachment(actor, id=made.id).content == content


def test_s38_keys_rotate_twice_without_a_pause_and_the_revoked_one_opens_nothing(own_keys: Path) -> None:
    actor = an_actor()
    about = a_record(actor)
    made = [put(actor, about), put(actor, about, name="a.txt", content=b"EXERCISE")]
    first = keyring.keyring().present
    assert rotate_attachment_key().rewrapped == 2
    assert [one.id for one in keyring.keyring().keys][1] == first.id, "kept for what is on its way"
    made.append(put(actor, about, name="b.txt", content=b"EXERCISE b"))
    rotated = rotate_attachment_key()
    assert (rotated.rewrapped, rotated.let_go) == (3, 1)
    assert first.id not in {one.id for one in keyring.keyring().keys}
    assert read_attachment(actor, id=made[0].id, original=True).content == files.picture()
    assert read_attachment(actor, id=made[2].id).content == b"EXERCISE b"
    (own_keys / keyring.KEYS).write_text(first.secret.hex() + "\n")
    for one in made:
        with pytest.raises(Unavailable) as caught:
            read_attachment(actor, id=one.id)
        assert caught.value.code == "desk.attachment-no-key"
    assert (own_keys / keyring.KEYS).stat().st_mode & 0o777 == 0o600


def test_a_rotation_that_was_cut_off_is_finished_by_the_next(own_keys: Path) -> None:
    actor = an_actor()
    made = put(actor, a_record(actor), name="a.txt", content=b"EXERCISE")
    keyring.add_key()  # and the process ended here
    assert read_attachment(actor, id=made.id).content == b"EXERCISE"
    assert rotate_attachment_key().rewrapped == 1
    assert read_attachment(actor, id=made.id).content == b"EXERCISE"


def test_two_rotations_at_once_lose_no_key(own_keys: Path) -> None:
    threads = [threading.Thread(target=keyring.add_key) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len({one.id for one in keyring.keyring().keys}) == 9


@pytest.mark.parametrize("text", ["", "zz", "ab" * 31, "\u0661" * 64])
def test_a_damaged_key_file_is_said_and_nothing_is_kept(own_keys: Path, text: str) -> None:
    actor = an_actor()
    about = a_record(actor)
    (own_keys / keyring.KEYS).write_text(text)
    with pytest.raises(Unavailable) as caught:
        put(actor, about)
    assert caught.value.code == "desk.attachment-no-key"
    assert on_the_shelf() == []


# Deleting.


def test_whoever_attached_a_file_takes_it_back_within_a_day(django_capture_on_commit_callbacks: Captured) -> None:
    agency = make_agency()
    actor, colleague = an_actor(agency=agency), an_actor(agency=agency)
    about = a_record(actor)
    made, late = put(actor, about), put(actor, about)
    with pytest.raises(Refused):
        delete_attachment(colleague, id=made.id)
    with django_capture_on_commit_callbacks(execute=True):
        delete_attachment(actor, id=made.id)
    assert [one.id for one in list_attachments(actor, about=about)] == [late.id]
    assert len(on_the_shelf()) == 2
    with held_at(now() + timedelta(days=2)), pytest.raises(Refused) as caught:
        delete_attachment(actor, id=late.id)
    assert caught.value.code == "desk.attachment-second-person"


def test_s16_later_a_file_is_deleted_by_two_persons(django_capture_on_commit_callbacks: Captured) -> None:
    agency = make_agency()
    actor = an_actor(agency=agency)
    first, second = (actor_for(make_user(agency, (Role.SUPERVISOR,)), stepped_up=True) for _ in range(2))
    about = a_record(actor)
    made, other = put(actor, about), put(actor, about)
    asked = ask_to_delete_attachment(first, id=made.id, reason="EXERCISE wrong person")
    with pytest.raises(Refused):
        delete_attachment(first, id=made.id, approval=asked.id)
    decide_approval(second, approval=asked.id, grant=True)
    with pytest.raises(Refused):
        delete_attachment(first, id=other.id, approval=asked.id)
    with django_capture_on_commit_callbacks(execute=True):
        delete_attachment(first, id=made.id, approval=asked.id)
    assert [one.id for one in list_attachments(actor, about=about)] == [other.id]
    assert len(on_the_shelf()) == 2
    with pytest.raises(NotFound):
        read_attachment(first, id=made.id)


def test_files_go_with_the_record_that_they_are_about(django_capture_on_commit_callbacks: Captured) -> None:
    agency = make_agency()
    actor = an_actor(agency=agency)
    first, second = (actor_for(make_user(agency, (Role.SUPERVISOR,)), stepped_up=True) for _ in range(2))
    about, kept = a_record(actor), a_record(actor)
    put(actor, about)
    put(actor, kept)
    record = UUID(about.partition(":")[2])
    asked = records.ask_to_delete(first, id=record, reason="EXERCISE")
    decide_approval(second, approval=asked.id, grant=True)
    with django_capture_on_commit_callbacks(execute=True):
        records.delete_record(first, id=record, approval=asked.id)
    assert len(list_attachments(actor, about=kept)) == 1
    assert len(on_the_shelf()) == 2


def test_files_that_no_row_names_are_swept_and_no_others() -> None:
    actor = an_actor()
    made = put(actor, a_record(actor))
    orphan, young = shelf.new_name(), shelf.new_name()
    for name in (orphan, young):
        shelf.put(name, [b"EXERCISE"])
    aside = shelf.folder() / shelf.INCOMING / shelf.new_name()
    aside.write_bytes(b"EXERCISE half")
    long_ago = now().timestamp() - 7200
    for path in on_the_shelf():
        if path.name != young:
            os.utime(path, (long_ago, long_ago))
    assert housekeeping.sweep() == 2
    assert housekeeping.sweep() == 0
    assert young in {path.name for path in on_the_shelf()}
    assert read_attachment(actor, id=made.id, original=True).content == files.picture()


@pytest.mark.parametrize("name", ["", "../../secrets/django", "a" * 31, "A" * 32, "a" * 32 + "\n"])
def test_no_other_file_can_be_named(name: str) -> None:
    with pytest.raises(ValueError, match="stored file"):
        shelf.path_of(name)


# The scanner.

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def clamd(path: Path, answer: Callable[[bytes], bytes]) -> Iterator[None]:
    """A scanner that speaks clamd's INSTREAM over a socket, and finds what `answer` finds."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(path))
    listening.listen()

    def serve() -> None:
        while True:
            try:
                line, _peer = listening.accept()
            except OSError:
                return
            with line:
                line.sendall(answer(streamed(line)))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()
        path.unlink()


def streamed(line: socket.socket) -> bytes:
    def exactly(count: int) -> bytes:
        found = b""
        while len(found) < count:
            found += line.recv(count - len(found))
        return found

    assert exactly(10) == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack(">L", exactly(4))[0]:
        content += exactly(size)
    return content


def finding(content: bytes) -> bytes:
    return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def test_a_scanner_that_answers_lets_clean_files_in_and_no_others(settings: Settings, tmp_path: Path) -> None:
    with_limits(settings, scanner=f"unix:{tmp_path}/s")
    actor = an_actor()
    about = a_record(actor)
    with clamd(tmp_path / "s", finding):
        assert put(actor, about).scan is Scan.CLEAN
        kept = len(on_the_shelf())
        with pytest.raises(Invalid) as caught:
            put(actor, about, name="x.txt", content=b"EXERCISE " * 20_000 + EICAR)
    assert caught.value.code == "desk.attachment-infected"
    assert len(on_the_shelf()) == kept


@pytest.mark.parametrize(
    "answer", [b"", b"stream: broken ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"\0" * 9000]
)
def test_a_scanner_that_does_not_know_leaves_the_file_in_quarantine(
    settings: Settings, tmp_path: Path, answer: bytes
) -> None:
    with_limits(settings, scanner=f"unix:{tmp_path}/s")
    actor = an_actor()
    with clamd(tmp_path / "s", lambda _content: answer):
        made = put(actor, a_record(actor))
    assert made.scan is Scan.WAITING


def test_the_doctor_says_why_files_are_not_scanned(settings: Settings, tmp_path: Path) -> None:
    assert "no virus scanner is named" in scanner_limit()
    with_limits(settings, scanner=f"unix:{tmp_path}/s")
    assert "does not answer" in scanner_limit()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(f"{tmp_path}/s")
    listening.listen()

    def answer() -> None:
        line, _peer = listening.accept()
        with line:
            assert line.recv(20) == b"zPING\0"
            line.sendall(b"PONG\0")

    thread = threading.Thread(target=answer)
    thread.start()
    with listening:
        assert scanner_limit() == ""
        thread.join()


def test_a_missing_key_is_named_before_the_node_serves(own_keys: Path) -> None:
    (own_keys / keyring.KEYS).unlink()
    assert [one.where for one in preflight.faults() if "sealed" in one.what] == ["secrets/attachments"]
    make_attachment_key(own_keys)
    assert [one.where for one in preflight.faults() if "sealed" in one.what] == []


def test_quarantine_ends_when_the_scanner_is_back(
    settings: Settings, tmp_path: Path, django_capture_on_commit_callbacks: Captured
) -> None:
    with_limits(settings, scanner=f"unix:{tmp_path}/s")
    actor = an_actor()
    about = a_record(actor)
    clean, bad = put(actor, about), put(actor, about, name="x.txt", content=EICAR)
    for one in (clean, bad):
        assert one.scan is Scan.WAITING
        for original in (False, True):
            with pytest.raises(Conflict) as caught:
                read_attachment(actor, id=one.id, original=original)
            assert caught.value.code == "desk.attachment-in-quarantine"
    assert housekeeping.scan_waiting() == 0
    with clamd(tmp_path / "s", finding), django_capture_on_commit_callbacks(execute=True):
        assert housekeeping.scan_waiting() == 2
    assert [(one.id, one.scan) for one in list_attachments(actor, about=about)] == [(clean.id, Scan.CLEAN)]
    assert len(on_the_shelf()) == 2
    (line,) = audit.lines(audit.Filters(action="attachment.remove"), limit=5)
    assert (line.subject, line.details["why"]) == (f"attachment:{bad.id}", "infected")
