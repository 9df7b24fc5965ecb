"""S19: whoever owns the database can change it, triggers dropped first, and `verify` names the first line concerned."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from minassa import audit
from minassa.audit import journal
from minassa.audit.keys import Verifier, keys
from minassa.audit.models import CheckpointRow, LineRow, PlaceRow, SubtreeRow, WaitingRow
from minassa.audit.notes import signed
from minassa.audit.sql import _POSTGRES_DROP, _POSTGRES_RAISE, KEPT
from minassa.audit.tree import hash_leaf
from minassa.base import Unavailable, now
from tests import postgres
from tests.audit.conftest import Tamper, write

pytestmark = pytest.mark.store

Attack = Callable[[Tamper], None]


@pytest.fixture
def sealed(log: None) -> list[UUID]:
    """40 lines under three checkpoints (10, 25, 40) and 5 more that wait."""
    ids = write(10)
    audit.seal()
    ids += write(15, first=10)
    audit.seal()
    ids += write(15, first=25)
    audit.seal()
    ids += write(5, first=40)
    verdict = audit.verify()
    assert (verdict.ok, verdict.size, verdict.waiting) == (True, 40, 5)
    return ids


def line_at(position: int) -> UUID:
    return PlaceRow.objects.get(position=position).line


def key(value: UUID) -> Any:
    return LineRow._meta.pk.get_db_prep_value(value, connection)


def alter(tamper: Tamper, column: str, value: str, position: int = 16) -> None:
    value = key(UUID(value)) if column == "agency" else value
    tamper((f"UPDATE audit_line SET {column} = %s WHERE id = %s", [value, key(line_at(position))]))


def alter_and_hash_anew(tamper: Tamper) -> None:
    """The line, its leaf hash and even its own seal's bytes are replaced, as far as that goes without the key."""
    alter(tamper, "actor", "user:somebody-else")
    forged = hash_leaf(b"made up")
    tamper(
        ("UPDATE audit_place SET leaf = %s WHERE position = 16", [forged]),
        ("UPDATE audit_line SET seal = %s WHERE id = %s", [forged, key(line_at(16))]),
    )


def remove_line(tamper: Tamper) -> None:
    tamper(("DELETE FROM audit_line WHERE id = %s", [key(line_at(16))]))


def remove_line_and_place(tamper: Tamper) -> None:
    remove_line(tamper)
    tamper(("DELETE FROM audit_place WHERE position = 16", []))


def remove_and_close_the_gap(tamper: Tamper) -> None:
    remove_line_and_place(tamper)
    tamper(*[("UPDATE audit_place SET position = %s WHERE position = %s", [n - 1, n]) for n in range(17, 40)])


def remove_many_and_close_the_gap(tamper: Tamper) -> None:
    tamper(("DELETE FROM audit_place WHERE position BETWEEN 16 AND 35", []))
    tamper(*[("UPDATE audit_place SET position = %s WHERE position = %s", [n - 20, n]) for n in range(36, 40)])


def swap_positions(tamper: Tamper) -> None:
    tamper(
        ("UPDATE audit_place SET position = 1000 WHERE position = 16", []),
        ("UPDATE audit_place SET position = 16 WHERE position = 20", []),
        ("UPDATE audit_place SET position = 20 WHERE position = 1000", []),
    )


def swap_lines_and_leaves(tamper: Tamper) -> None:
    (a, b) = (PlaceRow.objects.get(position=16), PlaceRow.objects.get(position=20))
    update = "UPDATE audit_place SET line = %s, leaf = %s WHERE position = %s"
    spare = UUID(int=1)
    tamper(
        (update, [key(spare), bytes(a.leaf), 20]),
        (update, [key(b.line), bytes(b.leaf), 16]),
        (update, [key(a.line), bytes(a.leaf), 20]),
    )


def cut_off_lines(tamper: Tamper) -> None:
    tamper(("DELETE FROM audit_place WHERE position >= 16", []))


def cut_off_all_and_their_checkpoints(tamper: Tamper) -> None:
    """The database as it was at the first checkpoint: only the copies outside it tell."""
    gone = [key(place.line) for place in PlaceRow.objects.filter(position__gte=10)]
    marks = ", ".join(["%s"] * len(gone))
    tamper(
        (f"DELETE FROM audit_line WHERE id IN ({marks})", gone),
        ("DELETE FROM audit_place WHERE position >= 10", []),
        ("DELETE FROM audit_checkpoint WHERE size > 10", []),
    )


def empty_everything(tamper: Tamper) -> None:
    tamper(
        *[(f"DELETE FROM {table}", []) for table in KEPT if table != "audit_subtree"], ("DELETE FROM audit_waiting", [])
    )


def place_a_forged_line(tamper: Tamper) -> None:
    LineRow.objects.create(at=now(), action="record.read", outcome="done", actor="user:nobody", seal=b"x" * 32)
    forged = LineRow.objects.get(actor="user:nobody")
    PlaceRow.objects.create(position=40, line=forged.id, leaf=b"y" * 32, seal=b"z" * 32)


def place_without_checkpoint(tamper: Tamper) -> None:
    """Even with the sealing key in hand, a line beyond the last signed checkpoint stands out."""
    waiting = WaitingRow.objects.order_by("line").first()
    assert waiting is not None
    leaf = journal.read_waiting()[waiting.line]
    PlaceRow.objects.create(position=40, line=waiting.line, leaf=leaf, seal=keys().seal_place(40, leaf))


def replace_with_the_sealing_key(tamper: Tamper) -> None:
    """Whoever took the sealing key too can mend every seal, and is caught by the next signed root."""
    place = PlaceRow.objects.get(position=16)
    other = LineRow.objects.get(id=place.line)
    other.actor = "user:forged"
    from minassa.audit.leaves import COLUMNS, leaf_bytes  # noqa: PLC0415 - what the forger would use

    leaf = hash_leaf(leaf_bytes({name: getattr(other, name) for name in COLUMNS}))
    tamper(
        (
            "UPDATE audit_line SET actor = %s, seal = %s WHERE id = %s",
            [other.actor, keys().seal_line(leaf), key(other.id)],
        ),
        ("UPDATE audit_place SET leaf = %s, seal = %s WHERE position = 16", [leaf, keys().seal_place(16, leaf)]),
    )
    for path in journal.waiting_files():
        path.unlink()


ATTACKS: list[tuple[str, Attack, str, int]] = [
    *[
        (f"alter {column}", lambda tamper, column=column, value=value: alter(tamper, column, value), "altered", 17)
        for column, value in {
            "actor": "user:somebody-else",
            "outcome": "refused",
            "action": "record.list",
            "subject": "",
            "case_reference": "other",
            "reason": "x",
            "purpose": "x",
            "details": '{"n":999}',
            "agency": str(UUID(int=5)),
        }.items()
    ],
    ("alter details beyond JSON", lambda tamper: alter(tamper, "details", "[" * 9), "altered", 17),
    ("alter the moment", lambda tamper: alter(tamper, "at", "2020-01-01 00:00:00+00:00"), "altered", 17),
    ("alter the first line", lambda tamper: alter(tamper, "outcome", "failed", 0), "altered", 1),
    ("alter and hash anew", alter_and_hash_anew, "altered", 17),
    ("remove a line", remove_line, "removed", 17),
    ("remove a line and its place", remove_line_and_place, "removed", 17),
    ("remove and close the gap", remove_and_close_the_gap, "removed", 17),
    ("remove many and close the gap", remove_many_and_close_the_gap, "removed", 17),
    ("swap two positions", swap_positions, "reordered", 17),
    ("swap two lines with their leaves", swap_lines_and_leaves, "reordered", 17),
    ("cut off", cut_off_lines, "cut-off", 17),
    ("cut off with the checkpoints", cut_off_all_and_their_checkpoints, "cut-off", 11),
    ("empty everything", empty_everything, "cut-off", 1),
    ("place a forged line", place_a_forged_line, "altered", 41),
    ("place without a checkpoint", place_without_checkpoint, "added", 41),
    ("replace with the sealing key", replace_with_the_sealing_key, "root", 11),
]


@pytest.mark.parametrize(("attack", "code", "line"), [one[1:] for one in ATTACKS], ids=[one[0] for one in ATTACKS])
def test_s19_verify_names_the_first_line_at_fault(
    sealed: list[UUID], tamper: Tamper, attack: Attack, code: str, line: int
) -> None:
    attack(tamper)
    verdict = audit.verify()
    assert (verdict.ok, verdict.code, verdict.line) == (False, code, line)
    assert str(line) in verdict.first_fault


def test_s19_the_first_of_two_faults_is_named(sealed: list[UUID], tamper: Tamper) -> None:
    alter(tamper, "actor", "user:x", 30)
    remove_line(tamper)
    assert audit.verify().line == 17


def test_s19_a_log_that_was_cut_back_and_went_on_is_noticed(sealed: list[UUID], tamper: Tamper) -> None:
    """Even where it grows to the very sizes that were signed before."""
    cut_off_all_and_their_checkpoints(tamper)
    tamper(
        ("DELETE FROM audit_line WHERE id IN (SELECT line FROM audit_waiting)", []), ("DELETE FROM audit_waiting", [])
    )
    for path in journal.waiting_files():
        path.unlink()
    for size in (25, 40):
        write(15, first=size)
        assert audit.seal().size == size
    verdict = audit.verify()
    assert (verdict.code, "25" in verdict.first_fault) == ("forked", True)


def test_a_damaged_log_says_so_instead_of_breaking(sealed: list[UUID], tamper: Tamper) -> None:
    remove_line(tamper)
    with pytest.raises(Unavailable) as caught:
        list(audit.export())
    assert caught.value.code == "audit.damaged"
    cut_off_lines(tamper)
    for attempt in (audit.seal, lambda: audit.prove_consistency(10), lambda: list(audit.export())):
        with pytest.raises(Unavailable):
            attempt()


@pytest.mark.parametrize("position", [40, 44])
def test_s19_an_altered_waiting_line_is_named(sealed: list[UUID], tamper: Tamper, position: int) -> None:
    line = sealed[position]
    tamper(("UPDATE audit_line SET outcome = 'refused' WHERE id = %s", [key(line)]))
    verdict = audit.verify()
    assert verdict.code == "waiting-altered"
    assert str(line) in verdict.first_fault
    audit.seal()
    sealed_verdict = audit.verify()
    assert (sealed_verdict.code, sealed_verdict.line) == ("altered", position + 1), "sealing must not bless it"


@pytest.mark.parametrize("position", [40, 44])
@pytest.mark.parametrize("also_unlisted", [True, False])
def test_s19_a_removed_waiting_line_is_named(
    sealed: list[UUID], tamper: Tamper, position: int, *, also_unlisted: bool
) -> None:
    line = key(sealed[position])
    tamper(("DELETE FROM audit_line WHERE id = %s", [line]))
    if also_unlisted:
        tamper(("DELETE FROM audit_waiting WHERE line = %s", [line]))
    for _ in range(2):
        verdict = audit.verify()
        assert verdict.code == "waiting-removed"
        assert str(sealed[position]) in verdict.first_fault
        audit.seal()


def test_s19_all_waiting_lines_removed_at_once(sealed: list[UUID], tamper: Tamper) -> None:
    waiting = [key(line) for line in sealed[40:]]
    tamper(
        (f"DELETE FROM audit_line WHERE id IN ({', '.join(['%s'] * 5)})", waiting), ("DELETE FROM audit_waiting", [])
    )
    verdict = audit.verify()
    assert verdict.code == "waiting-removed"
    assert str(sealed[40]) in verdict.first_fault


def test_s19_a_forged_waiting_line_is_named(sealed: list[UUID], tamper: Tamper) -> None:
    forged = LineRow.objects.create(at=now(), action="a.b", outcome="done", actor="user:x", seal=b"x" * 32)
    verdict = audit.verify()
    assert verdict.code == "waiting-altered"
    assert str(forged.id) in verdict.first_fault


def test_s19_a_line_kept_from_its_place_is_named(sealed: list[UUID]) -> None:
    WaitingRow.objects.filter(line=sealed[42]).delete()
    audit.seal()
    verdict = audit.verify()
    assert verdict.code == "waiting-hidden"
    assert str(sealed[42]) in verdict.first_fault


def test_a_line_listed_again_is_not_placed_twice(sealed: list[UUID]) -> None:
    WaitingRow.objects.create(line=sealed[3])
    audit.seal()
    assert audit.verify().ok
    assert PlaceRow.objects.count() == 45


def test_s19_altered_checkpoints_are_named(sealed: list[UUID], tamper: Tamper) -> None:
    tamper(("UPDATE audit_checkpoint SET root = %s WHERE size = 25", [b"r" * 32]))
    verdict = audit.verify()
    assert (verdict.code, "25" in verdict.first_fault) == ("checkpoint-altered", True)


def test_s19_a_checkpoint_signed_by_another_key_is_named(sealed: list[UUID], tamper: Tamper, tmp_path: Path) -> None:
    audit.make_keys(tmp_path / "other")
    from minassa.audit.keys import read_keys  # noqa: PLC0415 - what the forger would use

    row = CheckpointRow.objects.get(size=25)
    forged = signed(size=25, root=bytes(row.root), at=row.at, keys=read_keys(tmp_path / "other"))
    tamper(("UPDATE audit_checkpoint SET note = %s WHERE size = 25", [forged.note]))
    assert audit.verify().code == "checkpoint-altered"


def test_s19_a_removed_checkpoint_is_named(sealed: list[UUID], tamper: Tamper) -> None:
    tamper(("DELETE FROM audit_checkpoint WHERE size = 25", []))
    verdict = audit.verify()
    assert (verdict.code, "25" in verdict.first_fault) == ("checkpoint-removed", True)


def test_s19_copies_that_were_altered_or_removed_are_noticed(sealed: list[UUID], home: Path) -> None:
    copies = home / "audit" / journal.COPIES
    whole = copies.read_text()
    copies.write_text("\n".join(whole.splitlines()[1:]) + "\n")
    assert audit.verify().code == "copies-removed"
    copies.write_text(whole.replace('"size": 25', '"size": 26'))
    assert audit.verify().code in {"copies", "cut-off"}
    copies.write_text("not JSON\n")
    assert audit.verify().code == "copies"
    copies.unlink()
    assert audit.verify().code == "copies-removed"


def test_a_crash_before_the_last_copy_is_mended_by_the_next_sealing(sealed: list[UUID], home: Path) -> None:
    copies = home / "audit" / journal.COPIES
    copies.write_text("".join(copies.read_text().splitlines(keepends=True)[:-1]))
    assert audit.verify().ok
    audit.seal()
    assert sorted(journal.read_copies()) == [10, 25, 40, 45]


def test_s19_the_stored_tree_cannot_be_bent(log: None, tamper: Tamper) -> None:
    write(300)
    audit.seal()
    assert SubtreeRow.objects.count() == 1
    tamper(("UPDATE audit_subtree SET hash = %s", [b"s" * 32]))
    assert (audit.verify().code, audit.verify().line) == ("subtree", 256)


def test_s19_a_checkpoint_kept_elsewhere_catches_whoever_cut_database_and_folder(
    sealed: list[UUID], tamper: Tamper, home: Path
) -> None:
    handed_out = audit.latest_checkpoint()
    assert handed_out is not None
    cut_off_all_and_their_checkpoints(tamper)
    copies = home / "audit" / journal.COPIES
    copies.write_text(copies.read_text().splitlines(keepends=True)[0])
    for path in journal.waiting_files():
        path.unlink()
    tamper(("DELETE FROM audit_waiting", []))
    assert audit.verify().size == 10
    verdict = audit.verify(against=handed_out.note)
    assert (verdict.code, verdict.line) == ("cut-off", 11)
    assert audit.verify(against="nonsense").code == "against"


def test_s21_the_database_refuses_every_change_of_what_is_kept(sealed: list[UUID]) -> None:
    for table in KEPT:
        if table == "audit_subtree":
            continue
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {KEPT[table][0]} = {KEPT[table][0]}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    for bulk in (LineRow.objects.all().delete, lambda: LineRow.objects.update(actor="user:x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            bulk()
    row = LineRow.objects.order_by("id")[0]
    row.actor = "user:x"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        LineRow.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=["actor"])
    assert audit.verify().ok


@pytest.mark.postgres
def test_s21_without_its_triggers_the_app_still_may_only_add(sealed: list[UUID], tamper: Tamper) -> None:
    with postgres.superuser() as owner:
        for statement in _POSTGRES_DROP:
            owner.execute(statement.encode())
        for table in KEPT:
            for verb in ("UPDATE", "DELETE", "TRUNCATE"):
                asked = owner.execute(f"SELECT has_table_privilege('{postgres.APP}', '{table}', '{verb}')".encode())
                assert asked.fetchone() == (False,)
        for statement in _POSTGRES_RAISE:
            owner.execute(statement.encode())


@pytest.mark.sqlite
def test_s21_insert_or_replace_is_refused_too(sealed: list[UUID]) -> None:
    for table in ("audit_line", "audit_place", "audit_checkpoint"):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    assert audit.verify().ok


def test_an_exported_note_is_json_and_text_alike(sealed: list[UUID], home: Path) -> None:
    entries = [json.loads(line) for line in (home / "audit" / journal.COPIES).read_text().splitlines()]
    assert [entry["size"] for entry in entries] == [10, 25, 40]
    assert Verifier.parse((home / "audit/log.vkey").read_text()) == keys().verifier
