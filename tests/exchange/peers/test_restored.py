"""A node that was restored from its backup: its partners send again what it lost, and a ledger with its end cut off is found out."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.exchange.peers.kills import count_in, due_now
from tests.exchange.peers.nodes import MINASSA, Federation, Node, copied
from tests.exchange.peers.plants import deliveries, names, plants, release, withdraw

pytestmark = [pytest.mark.wire, pytest.mark.sqlite]


@dataclass
class Lost:
    """A and B as they stood when B's disk broke: its backup is older than the last that A sent it."""

    federation: Federation
    backup: Path
    key: Path
    ledger: Path

    def restored(self, home: Path, *words: str) -> Node:
        """The node as its backup has it, in a folder of its own."""
        said = self.restore(home, *words)
        assert said.returncode == 0, said.stderr
        assert "asked to send again" in said.stdout
        return Node("b", home, self.federation["b"].port)

    def restore(self, home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
        """By the real command: it starts Django with what it unpacked."""
        command = [*MINASSA, "restore", str(self.backup), "--identity", str(self.key), *words, "--home", str(home)]
        environment = self.federation["b"].environment
        environment.pop("MINASSA_HOME")
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def lost(founded: Federation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lost]:
    folder = tmp_path_factory.mktemp("lost")
    made = copied(founded, folder)
    a, b = made["a"], made["b"]
    recipient = b.run("backup", str(folder / "key"), "--new-key").split()[-1]
    release(a, b, 2, "EXERCISE kept")
    release(a, b, 1, "EXERCISE gone")
    release(a, b, 1, "EXERCISE early")
    release(a, b, 1, "EXERCISE early")  # corrected and withdrawn before the backup: two lines of B's ledger
    for node in (a, b, made.secretariat):
        node.serve_in_a_fork()
    a.sync("--at-once")
    withdraw(a, b, 0, "EXERCISE early")
    a.sync("--at-once")
    b.sync("--at-once")
    b.run("backup", str(folder / "b.age"), "--recipient", recipient)
    release(a, b, 1, "EXERCISE kept")  # a correction
    release(a, b, 3, "EXERCISE after")
    release(a, b, 1, "EXERCISE brief")
    a.sync("--at-once")
    withdraw(a, b, 0, "EXERCISE gone")
    withdraw(a, b, 0, "EXERCISE brief")
    a.sync("--at-once")
    b.sync("--at-once")  # and shows the secretariat where its ledger ends
    assert plants(b) == WHOLE
    b.kill()
    b.end()
    yield Lost(made, folder / "b.age", folder / "key", b.home / "ledger")
    made.end()


WHOLE = sorted([*names(2, "EXERCISE kept"), "EXERCISE kept 0 v2", *names(3, "EXERCISE after")])


def test_what_was_sent_after_the_backup_comes_again_and_what_was_withdrawn_does_not(lost: Lost, tmp_path: Path) -> None:
    """Without a ledger: all of it by its partners. What was withdrawn does not travel a second time; its withdrawal does."""
    a, b = lost.federation["a"], lost.restored(tmp_path / "again", "--without-ledger")
    assert plants(b) == sorted([*names(2, "EXERCISE kept"), *names(1, "EXERCISE gone")])
    b.serve_in_a_fork()
    try:
        b.sync("--at-once", check=False)  # the question goes out, also to one that is down
        due_now(a)
        a.sync("--at-once")
        assert plants(b) == WHOLE
        assert count_in(b, "SELECT count(*) FROM access_held") == 0
        assert count_in(b, "SELECT count(*) FROM access_tombstone") == 3
        assert set(deliveries(a)) == {"received", "stopped"}
        a.sync("--at-once")
        assert plants(b) == WHOLE, "asked again, nothing is doubled"
        # The secretariat has seen a later end of its ledger: what the node revoked or deleted after the backup may be back.
        assert "taken off the end of the ledger" in b.run("peer", "ledger", check=False)
        assert "ledger" in b.run("doctor", check=False)
        lines = b.python(
            """
            from minassa import audit
            print(json.dumps([one.action for one in audit.lines(filters=audit.Filters(action="ledger.cut"), limit=9)]))
            """
        )
        assert lines == ["ledger.cut"], "told once"
        told = "FROM desk_notice WHERE kind = 'ledger-cut'"
        assert count_in(b, f"SELECT count(*) {told}") == count_in(b, f"SELECT count(DISTINCT label_id) {told}") > 0
        b.sync("--at-once", check=False)
        assert "taken off" in b.run("peer", "ledger", check=False), "it stays until people have said what happened"
        shown = json.loads(b.run("peer", "list", "--json"))
        assert [one["cut_code"] for one in shown if one["cut"]] == ["peer.ledger-cut"]
    finally:
        b.end()


def test_with_its_ledger_nothing_is_missing_and_a_ledger_without_its_end_is_found_out(
    lost: Lost, tmp_path: Path
) -> None:
    a = lost.federation["a"]
    b = lost.restored(tmp_path / "again", "--ledger", str(lost.ledger))
    b.serve_in_a_fork()
    try:
        assert "EXERCISE gone 0" not in plants(b), "withdrawn again by the ledger, before anybody is asked"
        b.sync("--at-once", check=False)
        due_now(a)
        a.sync("--at-once")
        assert plants(b) == WHOLE
        assert "No partner has seen" in b.run("peer", "ledger")
        b.sync("--at-once", check=False)
        (month,) = [path for path in (b.home / "ledger").iterdir() if path.read_bytes()][-1:]
        whole = month.read_bytes()
        month.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
        b.sync("--at-once", check=False)
        assert "taken off the end" in b.run("peer", "ledger", check=False)
        month.write_bytes(whole)
        b.sync("--at-once", check=False)
        assert "No partner has seen" in b.run("peer", "ledger"), "the lines are there again"
        month.write_bytes(b"".join(whole.splitlines(keepends=True)[:-2]))
        b.sync("--at-once", check=False)
        assert "No partner has seen" in b.run("peer", "ledger", "--accept")
        b.sync("--at-once", check=False)
        assert "No partner has seen" in b.run("peer", "ledger"), "people have said that this is all there is"
    finally:
        b.end()


def test_a_ledger_that_ends_before_the_backup_is_not_used(lost: Lost, tmp_path: Path) -> None:
    cut = tmp_path / "ledger"
    cut.mkdir()
    for path in sorted(lost.ledger.iterdir())[:1]:
        (cut / path.name).write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    refused = lost.restore(tmp_path / "home", "--ledger", str(cut))
    assert refused.returncode == 1
    assert any(said in refused.stderr for said in ("its end was cut off", "sa fin a été coupée")), refused.stderr
    assert not (tmp_path / "home").exists()
