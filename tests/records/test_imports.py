"""Imports and exports: loss-free, all or nothing, twice is once, refused rows come back with reasons."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from minassa.access import Role, Tlp, decide_approval
from minassa.base import Fault, Invalid, Refused
from minassa.records import (
    ImportResult,
    ask_to_export,
    export_records,
    import_records,
    list_records,
    match_names,
    read_history,
    read_record,
    schemata,
    search_records,
)
from minassa.records.ftm import write_ftm
from minassa.records.items import Item
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.migrated import lay_database
from tests.records.made import GROUND, PURPOSE, own_label

pytestmark = pytest.mark.django_db


def lines(count: int, *, name: str = "EXERCISE Person") -> bytes:
    return b"".join(write_ftm(Item(f"x-{n}", "Person", {"name": (f"{name} {n}",)})) for n in range(count))


def bring_in(actor: object, content: bytes, **given: object) -> ImportResult:
    chosen: dict[str, object] = {"format": "ftm", "label": own_label(actor), "ground": GROUND, **given}  # type: ignore[arg-type] # an actor
    return import_records(actor, file=io.BytesIO(content), **chosen)  # type: ignore[arg-type] # the services' own types


def written(actor: object, **given: object) -> bytes:
    return b"".join(export_records(actor, **{"format": "ftm", **given}))  # type: ignore[arg-type] # the services' own types


def test_every_schema_goes_in_and_comes_out_without_loss() -> None:
    actor = actor_for(make_user(), stepped_up=True)
    items = [
        Item(f"x-{name}", name, one.example, {"datasets": ["exercise"], "first_seen": "2026-01-01"})
        for name, one in schemata().items()
        if not one.abstract
    ]
    result = bring_in(actor, b"".join(map(write_ftm, items)))
    assert (result.added, result.refused_count) == (len(items), 0)
    back = [json.loads(line) for line in written(actor).splitlines()]
    for item, found in zip(items, back, strict=True):
        assert found.pop("caption")
        assert found == json.loads(write_ftm(item))


def test_the_same_file_twice_changes_nothing_and_a_changed_row_is_amended() -> None:
    actor = an_actor()
    bring_in(actor, lines(3))
    assert bring_in(actor, lines(3)) == ImportResult(0, 0, 3, 0, ())
    changed = lines(3).replace(b"Person 1", b"Changed 1")
    assert bring_in(actor, changed) == ImportResult(0, 1, 2, 0, ())
    (row,) = search_records(actor, query="changed", purpose=PURPOSE).rows
    assert read_record(actor, id=row.id).version == 2
    assert [one.caption for one in read_history(actor, id=row.id)] == ["EXERCISE Person 1"]
    assert match_names(actor, name="Exercise Changed 1", purpose=PURPOSE)[0].caption == "EXERCISE Changed 1"


def test_refused_rows_are_counted_and_come_back_with_their_reason() -> None:
    actor = an_actor()
    bad = b'{"id":"x-9","schema":"Person","properties":{"wand":["holly"],"name":["A"]}}\n'
    result = bring_in(actor, lines(2) + bad + lines(1) + b"not json\n")
    assert (result.added, result.refused_count) == (2, 3)
    assert [(row.number, row.code) for row in result.refused] == [
        (3, "records.not-valid"),
        (4, "records.twice"),
        (5, "records.bad-json"),
    ]
    assert result.refused[0].raw == bad.decode().strip()
    assert "wand" in result.refused[0].reason


def test_a_fault_in_the_middle_leaves_nothing_behind() -> None:
    actor = an_actor()
    table = b"name,birthDate\n" + b"".join(b"EXERCISE %d,1984\n" % n for n in range(1_500)) + b'"never closed\n'
    with pytest.raises(Invalid):
        bring_in(actor, table, format="csv", schema="Person")
    assert list_records(actor).rows == ()
    assert search_records(actor, query="exercise", purpose=PURPOSE).rows == ()
    assert match_names(actor, name="Exercise", purpose=PURPOSE) == ()


def test_a_reference_of_another_agency_is_neither_touched_nor_betrayed() -> None:
    mine, other = an_actor(), an_actor()
    bring_in(other, lines(2, name="EXERCISE Theirs"))
    assert bring_in(mine, lines(2)) == ImportResult(2, 0, 0, 0, ())
    assert [row.caption for row in list_records(other).rows] == ["EXERCISE Theirs 1", "EXERCISE Theirs 0"]


def test_labels_of_others_and_roles_that_do_not_write_are_refused() -> None:
    mine, other = an_actor(), an_actor()
    with pytest.raises(Fault):
        bring_in(mine, lines(1), label=own_label(other))
    observer = an_actor(Role.OBSERVER)
    with pytest.raises(Refused):
        bring_in(observer, lines(1))
    assert list_records(mine).rows == ()


def test_an_export_holds_own_records_only_and_needs_a_fresh_factor() -> None:
    agency = make_agency()
    person = make_user(agency)
    stepped, stale = actor_for(person, stepped_up=True), actor_for(person)
    other = an_actor()
    bring_in(stepped, lines(1))
    bring_in(other, lines(3, name="EXERCISE Planted"), label=own_label(other, Tlp.GREEN))
    assert len(list_records(stepped).rows) == 4
    assert written(stepped).count(b"\n") == 1
    assert b"Planted" not in written(stepped)
    with pytest.raises(Refused):
        written(stale)


def test_a_large_export_needs_a_second_person() -> None:
    agency = make_agency()
    actor = actor_for(make_user(agency), stepped_up=True)
    bring_in(actor, lines(1_001))
    with pytest.raises(Refused) as caught:
        written(actor)
    assert caught.value.code == "records.export-too-large"
    supervisor = actor_for(make_user(agency, [Role.SUPERVISOR]), stepped_up=True)
    asked = ask_to_export(actor, schema="Person", reason="EXERCISE")
    decide_approval(supervisor, approval=asked.id, grant=True)
    with pytest.raises(Refused):
        written(actor, schema="Vehicle", approval=asked.id)
    assert written(actor, schema="Person", approval=asked.id).count(b"\n") == 1_001
    with pytest.raises(Refused):
        written(actor, schema="Person", approval=asked.id)


def test_a_table_goes_out_and_comes_back() -> None:
    actor = actor_for(make_user(), stepped_up=True)
    table = 'id,name,phone\nx-1,=HYPERLINK("evil")|عائشة,+22376123456\n'.encode()
    assert bring_in(actor, table, format="csv", schema="Person").added == 1
    out = written(actor, format="csv", schema="Person")
    assert "'=HYPERLINK" in out.decode()
    assert "'+223" in out.decode()
    assert bring_in(actor, out, format="csv") == ImportResult(0, 0, 1, 0, ())
    assert out.decode("utf-8-sig").splitlines()[0] == "id,schema,name,phone"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "records.no-header"),
        (b"\xff\xfen\x00a\x00", "records.bad-encoding"),
        (b"name\n" + b"x" * 10_000_000 + b"\n", "records.bad-table"),
    ],
)
def test_hopeless_files_change_nothing(content: bytes, code: str) -> None:
    actor = an_actor()
    with pytest.raises(Invalid) as caught:
        bring_in(actor, content, format="csv", schema="Person")
    assert caught.value.code == code
    assert list_records(actor).rows == ()


def test_a_line_without_end_is_refused_in_bounded_memory() -> None:
    actor = an_actor()
    result = bring_in(actor, b"x" * 12_000_000 + b"\n" + lines(1))
    assert (result.added, result.refused_count) == (1, 1)
    assert result.refused[0].code == "records.line-too-long"


def is_being_written(database: Path) -> bool:
    """Whether somebody holds SQLite's write lock for longer than a moment."""
    with closing(sqlite3.connect(database, timeout=0.1, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False


@pytest.mark.sqlite
def test_a_killed_import_leaves_nothing_and_a_second_run_completes_it(tmp_path: Path) -> None:
    """The command line itself, killed in the middle (kill -9)."""
    home = tmp_path / "node"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "minassa.node.settings"}
    minassa = [sys.executable, "-c", "from minassa.cli import main; main()"]

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*minassa, *words, "--home", str(home)], env=environment, capture_output=True, check=True)

    lay_database(home / "minassa.sqlite3")
    run("init")
    file = tmp_path / "records.ftm.json"
    file.write_bytes(lines(6_000))
    killed = subprocess.Popen([*minassa, "records", "import", str(file), "--home", str(home)], env=environment)
    deadline = time.monotonic() + 60
    while not is_being_written(home / "minassa.sqlite3"):
        assert time.monotonic() < deadline
        assert killed.poll() is None
        time.sleep(0.01)
    time.sleep(0.2)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    assert run("records", "export").stdout == b""
    assert json.loads(run("records", "import", str(file), "--json").stdout)["added"] == 6_000
    assert run("records", "export").stdout.count(b"\n") == 6_000
