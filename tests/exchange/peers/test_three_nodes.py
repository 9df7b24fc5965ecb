"""Real nodes and the secretariat on loopback: what is released arrives, once, in order, and nowhere else."""

import pytest

from tests.exchange.peers.line import line_to
from tests.exchange.peers.nodes import Federation, served
from tests.exchange.peers.plants import CANARY, deliveries, holds, names, plants, release

pytestmark = [pytest.mark.wire, pytest.mark.sqlite]


def test_what_a_releases_to_b_arrives_at_b_and_nowhere_else(federation: Federation) -> None:
    a, b, c = federation["a"], federation["b"], federation["c"]
    release(a, b, 3)
    with line_to(b) as line, served(a, c, federation.secretariat), served(b, by_granian=True):
        done = a.sync()
        assert (done["sent"], done["answered"], done["failed"]) == (3, 3, {})
        assert a.sync("--at-once")["sent"] == 0
        c.sync("--at-once")
        federation.secretariat.sync("--at-once")
        carried = b"".join(line.seen)
    assert plants(b) == names(3)
    assert deliveries(a) == {"received": 3}
    assert plants(c) == []
    assert holds(a, CANARY)
    assert holds(b, CANARY)
    assert not holds(c, CANARY)
    assert not holds(federation.secretariat, CANARY)
    assert len(carried) > 3_000
    assert not any(word in carried for word in (CANARY.encode(), b"Ibrahim", b"plant:", b"EXERCISE canary"))
    assert "The log holds" in b.run("audit", "verify")


def test_a_node_that_was_down_catches_up(federation: Federation) -> None:
    a, b = federation["a"], federation["b"]
    release(a, b, 5)
    assert list(a.sync(check=False)["failed"].values()).count("fetch.unreachable") >= 1
    assert deliveries(a) == {"waiting": 5}
    release(a, b, 2, "EXERCISE later")
    with served(b, federation.secretariat):
        a.sync("--at-once")
    assert plants(b) == sorted([*names(5), *names(2, "EXERCISE later")])


def test_the_secretariat_carries_what_it_cannot_read(federation: Federation) -> None:
    """B cannot be reached: its envelopes wait at the secretariat, which holds no byte of what is in them."""
    a, b, secretariat = federation["a"], federation["b"], federation.secretariat
    release(a, b, 3)
    with line_to(secretariat) as line, served(a, secretariat):
        for _ in range(4):
            a.sync("--at-once", check=False)
        assert deliveries(a) == {"waiting": 3}
        assert '"kept": 1' in secretariat.run("peer", "list", "--json")
        assert not holds(secretariat, CANARY)
        assert not holds(secretariat, "plant:")
        b.sync("--at-once")
        assert plants(b) == names(3)
        assert '"kept": 0' in secretariat.run("peer", "list", "--json")
        assert deliveries(a) == {"received": 3}
        carried = b"".join(line.seen)
    assert not holds(secretariat, CANARY)
    assert not holds(secretariat, "plant:")
    assert b"Ibrahim" not in carried
    assert b"plant:" not in carried


def test_a_node_without_an_address_takes_part_through_the_secretariat(federation: Federation) -> None:
    made = federation
    a, hidden = made["a"], made["hidden"]
    release(a, hidden, 3)
    release(hidden, a, 2, "EXERCISE from behind")
    with served(a, made.secretariat):
        assert a.sync("--at-once")["relayed"] == 3
        hidden.sync("--at-once")
        assert plants(hidden) == names(3)
        assert plants(a) == names(2, "EXERCISE from behind")
        assert deliveries(a) == {"received": 3}
        assert deliveries(hidden) == {"received": 2}
    assert not holds(made.secretariat, CANARY)
