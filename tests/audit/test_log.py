"""Writing and reading the log: places, checkpoints, proofs, pages, export."""

import json
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from minassa import audit
from minassa.audit import journal
from minassa.audit.keys import Verifier
from minassa.audit.notes import opened
from minassa.audit.tree import extends, includes
from minassa.base import NotFound, Unavailable, canonical_json
from tests.audit.conftest import write

pytestmark = pytest.mark.store


def test_appending_is_one_insert_and_waits_for_sealing(
    log: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with transaction.atomic(), django_assert_num_queries(1):
        write(1)
    (line,) = audit.lines()
    assert line.position is None
    audit.seal()
    (line,) = audit.lines()
    assert line.position == 0


def test_a_line_of_a_transaction_that_was_rolled_back_was_never_there(log: None) -> None:
    with transaction.atomic():
        write(3)
        transaction.set_rollback(True)
    assert audit.lines() == []
    assert journal.read_waiting() == {}
    assert audit.verify().ok


def test_sealing_gives_places_in_order_and_signs_once(log: None) -> None:
    ids = write(5)
    first = audit.seal()
    assert first.size == 5
    assert audit.seal() == first
    ids += write(2)
    assert audit.seal().size == 7
    assert [(view.id, view.position) for view in reversed(audit.lines())] == list(zip(ids, range(7), strict=True))
    assert [one.size for one in audit.checkpoints()] == [7, 5]
    assert [one.size for one in audit.checkpoints(before=7)] == [5]


def test_sealing_an_empty_log_signs_that_it_is_empty(log: None) -> None:
    checkpoint = audit.seal()
    assert (checkpoint.size, checkpoint.root) == (0, sha256(b"").digest())
    assert audit.verify().ok


def test_sealing_reads_no_more_of_a_longer_log(log: None) -> None:
    counts: list[int] = []
    for size in (40, 700):
        write(size - len(counts) * 40)
        audit.seal()
        write(10, first=size)
        with CaptureQueriesContext(connection) as captured:
            audit.seal()
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 8


def test_the_root_is_that_of_a_naive_tree_over_the_exported_lines(log: None, home: Path) -> None:
    write(300)
    audit.seal()
    write(333)
    audit.seal()
    write(4)
    entries = [json.loads(entry) for entry in audit.export()]
    verifier = Verifier.parse(entries[0]["log"])
    assert verifier == Verifier.parse((home / "audit/log.vkey").read_text())
    leaves = [canonical_json(entry["line"]) for entry in entries if "line" in entry]
    assert [entry["position"] for entry in entries if "line" in entry] == list(range(633))
    notes = [opened(entry["checkpoint"], verifier) for entry in entries if "checkpoint" in entry]
    assert [note.size for note in notes] == [300, 633]
    for note in notes:
        assert note.root == naive_root(leaves[: note.size])


def naive_root(entries: list[bytes]) -> bytes:
    level = [sha256(b"\x00" + entry).digest() for entry in entries]
    while len(level) > 1:
        pairs = [sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def test_an_export_can_begin_where_the_last_one_ended(log: None) -> None:
    write(3)
    audit.seal()
    write(4)
    audit.seal()
    entries = [json.loads(entry) for entry in audit.export(since=3)]
    assert [entry["position"] for entry in entries if "line" in entry] == [3, 4, 5, 6]
    assert len([entry for entry in entries if "checkpoint" in entry]) == 1


def test_stored_proofs_hold(log: None) -> None:
    ids = write(259)
    old = audit.seal()
    ids += write(270)
    new = audit.seal()
    for number in (0, 1, 255, 256, 258, 259, 511, 512, 528):
        proof = audit.prove_inclusion(ids[number])
        assert proof.position == number
        assert includes(leaf=proof.leaf, position=proof.position, size=proof.size, path=proof.path, root=new.root)
    kept = audit.prove_consistency(old.size)
    assert extends(old=old.size, size=new.size, old_root=old.root, root=new.root, path=kept.path)


def test_there_is_no_proof_of_what_waits_or_was_never_signed(log: None) -> None:
    (line,) = write(1)
    with pytest.raises(NotFound):
        audit.prove_inclusion(line)
    write(3)
    audit.seal()
    for old in (0, 2, 9):
        with pytest.raises(NotFound):
            audit.prove_consistency(old)


def test_without_keys_nothing_is_recorded_and_the_act_fails(log: None, home: Path) -> None:
    from minassa.audit import keys  # noqa: PLC0415 - the private cache is emptied as a restart would

    (home / keys.SEALING).unlink()
    keys._kept_keys.cache_clear()
    with pytest.raises(Unavailable):
        write(1)


def test_pages_of_lines_newest_first(log: None) -> None:
    ids = write(7)
    page = audit.lines(limit=3)
    assert [line.id for line in page] == ids[:3:-1]
    assert [line.id for line in audit.lines(before=page[-1].id, limit=10)] == ids[3::-1]
    assert audit.count_lines(cap=5) == 6
    assert audit.count_lines() == 7


def test_s23_an_agency_finds_its_own_lines_and_who_opened_its_records(log: None) -> None:
    ours, theirs, third = uuid4(), uuid4(), uuid4()
    record = f"record:{uuid4()}"
    audit.append(audit.Line("record.read", "done", f"user:{uuid4()}", agency=theirs, owner=ours, subject=record))
    audit.append(audit.Line("check.ask", "refused", f"user:{uuid4()}", agency=ours, reason="purpose"))
    audit.append(audit.Line("record.read", "done", f"user:{uuid4()}", agency=third, owner=theirs))
    filters = audit.Filters
    assert [line.action for line in audit.lines(filters(concerns=ours))] == ["check.ask", "record.read"]
    assert [line.agency for line in audit.lines(filters(owner=ours))] == [theirs]
    assert len(audit.lines(filters(subject=record))) == 1
    assert [line.reason for line in audit.lines(filters(outcome="refused"))] == ["purpose"]
    assert audit.lines(filters(action="record.read", agency=ours)) == []


def test_lines_of_a_span_of_time(log: None) -> None:
    write(2)
    middle = audit.lines()[0].at
    write(3)
    assert len(audit.lines(audit.Filters(since=middle))) == 4
    assert len(audit.lines(audit.Filters(until=middle))) == 1


def test_s20_a_searched_name_is_kept_as_a_keyed_digest(log: None) -> None:
    name = "Abu Example al-Invented"
    digest = audit.keyed_digest(name)
    assert digest == audit.keyed_digest(name) != audit.keyed_digest(name + "x")
    assert digest != sha256(name.encode()).hexdigest()
    audit.append(audit.Line("check.ask", "done", f"user:{uuid4()}", details={"name": digest}))


def test_lists_of_waiting_lines_are_let_go_only_once_their_lines_have_places(
    log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "SETTLED_SECONDS", -1.0)
    write(3)
    assert len(journal.read_waiting()) == 3
    audit.seal()
    assert journal.read_waiting() == {}
    write(1)
    assert [path.name for path in journal.waiting_files()] == ["waiting.log"]
