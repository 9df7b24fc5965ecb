"""kill -9 at every step, keys that change, a directory rolled back: afterwards nothing is lost and nothing doubled."""

from pathlib import Path

import pytest

from tests.exchange.peers.kills import Kills, due_now
from tests.exchange.peers.line import line_to
from tests.exchange.peers.nodes import Federation, Node, served
from tests.exchange.peers.plants import deliveries, names, plants, release

pytestmark = [pytest.mark.wire, pytest.mark.sqlite]
MANY = 700


def until_settled(node: Node, rounds: int = 12) -> None:
    """Sync as the clock would, without its waiting: what is tried again later is due now."""
    for _ in range(rounds):
        due_now(node)
        node.sync("--at-once", check=False)
        if set(deliveries(node)) == {"received"}:
            return
    raise AssertionError(deliveries(node))


def test_kill_9_of_either_node_at_every_step_loses_and_doubles_nothing(federation: Federation) -> None:
    """The same with 10,000 and with sixty kills: `python -m benchmarks.faults`."""
    a, b = federation["a"], federation["b"]
    release(a, b, MANY)
    with line_to(b) as line:
        kills = Kills(a, b, line)
        kills.every_step()
        kills.settle()
    assert kills.done == 12
    assert plants(b) == names(MANY)
    assert deliveries(a) == {"received": MANY}
    assert "The log holds" in a.run("audit", "verify")
    assert "The log holds" in b.run("audit", "verify")


def test_keys_change_while_parcels_are_on_their_way(federation: Federation) -> None:
    a, b, secretariat = federation["a"], federation["b"], federation.secretariat
    release(a, b, 2)
    with served(a, b, secretariat):
        b.run("keys", "rotate")
        a.run("keys", "rotate")
        # Nobody has heard of the new keys: A signs with its old key, seals to B's old one, and B still opens it.
        assert "does not list this key yet" in a.run("keys", "show")
        a.sync("--at-once")
        assert plants(b) == names(2)
        assert "The directory lists this key" in a.run("keys", "show")
        b.sync("--at-once")
        assert "The directory lists this key" in b.run("keys", "show")
        release(a, b, 2, "EXERCISE second")
        a.sync("--at-once")
        assert plants(b) == sorted([*names(2), *names(2, "EXERCISE second")])


def test_a_revoked_key_opens_nothing_and_nothing_is_lost(federation: Federation, tmp_path: Path) -> None:
    a, b, secretariat = federation["a"], federation["b"], federation.secretariat
    release(a, b, 2)
    with served(a, b, secretariat):
        b.run("keys", "rotate", "--revoke")
        assert "peer." in str(a.sync("--at-once", check=False)["failed"])
        assert plants(b) == []
        card = tmp_path / "b.card"
        b.run("keys", "show", "--out", str(card))
        refused = secretariat.run("directory", "add", str(card), check=False)
        assert "not signed with a key that the directory lists" in refused
        told = next(line.split()[-1] for line in b.run("keys", "show").splitlines() if line.startswith("Fingerprint"))
        secretariat.run("directory", "add", str(card), "--fingerprint", told)
        secretariat.run("directory", "publish")
        until_settled(a)
    assert plants(b) == names(2)


def test_a_directory_that_was_rolled_back_is_refused_and_traffic_goes_on(
    federation: Federation, tmp_path: Path
) -> None:
    a, b, secretariat = federation["a"], federation["b"], federation.secretariat
    old = tmp_path / "old.json"
    secretariat.run("directory", "show", "--out", str(old))
    with served(a, b, secretariat):
        secretariat.run("directory", "community", "EXERCISE Sahel", "--member", a.agency())
        secretariat.run("directory", "publish")
        a.sync("--at-once")
        refused = a.run("directory", "trust", str(old), check=False)
        assert "this node has version 2 already" in refused
        release(a, b, 1)
        a.sync("--at-once")
    assert plants(b) == names(1)
