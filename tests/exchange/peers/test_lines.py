"""Bad lines, full disks, wrong clocks, two rounds at once, a week without the other: between two nodes that go on running.

All tests of this module use the same two nodes, and each releases plants of its own name.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.exchange.peers.kills import SYNC, count_in, due_now
from tests.exchange.peers.line import Line, line_to
from tests.exchange.peers.nodes import Federation, Node, copied
from tests.exchange.peers.plants import deliveries, names, plants, release

pytestmark = [pytest.mark.wire, pytest.mark.sqlite]


@dataclass
class Two:
    """A sends; B is served behind a line that does what the test wants."""

    a: Node
    b: Node
    line: Line

    def until_settled(self, rounds: int = 12) -> None:
        """Sync as the clock would, without its waiting: what is tried again later is due now."""
        for _ in range(rounds):
            due_now(self.a)
            self.a.sync("--at-once", check=False)
            if set(deliveries(self.a)) == {"received"}:
                return
        raise AssertionError(deliveries(self.a))

    def state_of_b(self) -> dict[str, str]:
        """What A's page of the partners would say of B: the fault, and what to do."""
        found: dict[str, str] = self.a.python(
            """
            from minassa.web.views.partners import _shown
            (one,) = [one for one in exchange.list_partners(access.system_actor("federation")) if one.name == "EXERCISE b"]
            shown = _shown(one)
            print(json.dumps({"fault": one.fault, "says": shown["fault"], "next": shown["step"]}))
            """
        )
        return found


@pytest.fixture(scope="module")
def two(founded: Federation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    made = copied(founded, tmp_path_factory.mktemp("two"))
    with line_to(made["b"]) as line:
        made["b"].serve_in_a_fork()
        yield Two(made["a"], made["b"], line)
    made.end()


def named(node: Node, name: str) -> list[str]:
    return [one for one in plants(node) if one.startswith(f"{name} ")]


@pytest.mark.parametrize(
    "plan",
    [
        ["lose_the_request", "lose_the_answer", "cut_the_request", "cut_the_answer"],
        ["double", "change_the_request", "change_the_answer", "answer_garbage"],
        ["keep_for_later", "bring_what_was_kept"],
        ["keep_for_later", "answer_in_place_of_it"],
    ],
    ids="-".join,
)
def test_a_bad_line_loses_doubles_and_changes_nothing(two: Two, plan: list[str]) -> None:
    name = f"EXERCISE {'-'.join(plan)}"
    release(two.a, two.b, 4, name)
    release(two.a, two.b, 4, name)  # a second version of each: their order matters
    two.line.kept.clear()
    two.line.plan = list(plan)
    two.until_settled()
    assert two.line.plan == []
    assert named(two.b, name) == sorted([*names(4, name), *(f"{one} v2" for one in names(4, name))])


def test_a_slow_line_only_takes_longer(two: Two) -> None:
    release(two.a, two.b, 8, "EXERCISE slow")
    two.line.plan = ["crawl"]
    due_now(two.a)
    done = two.a.sync("--at-once", check=False)
    assert (done["sent"], done["answered"]) == (8, 8)
    assert named(two.b, "EXERCISE slow") == names(8, "EXERCISE slow")


def test_who_answers_in_the_others_place_gets_nothing_and_is_named_on_the_page(two: Two) -> None:
    release(two.a, two.b, 1, "EXERCISE liar")
    two.line.plan = ["answer_garbage"]
    two.a.sync("--at-once", check=False)
    said = two.state_of_b()
    assert said["fault"] == "peer.answer-wrong"
    assert "is not signed by it" in said["says"]
    assert "compare the address in the directory" in said["next"]
    two.until_settled()
    assert two.state_of_b()["fault"] == ""
    assert named(two.b, "EXERCISE liar") == names(1, "EXERCISE liar")


def test_a_wrong_clock_is_told_on_both_sides(two: Two) -> None:
    release(two.a, two.b, 1, "EXERCISE clock")
    failed = two.a.python(
        """
        from minassa.base import held_at
        from datetime import timedelta
        with held_at(now() + timedelta(minutes=7)):
            print(json.dumps(sorted(exchange.sync_peers(at_once=True).failed.values())))
        """
    )
    assert "peer.clock" in failed
    assert "peer.clock" in two.a.run("peer", "list")
    said = two.state_of_b()
    assert "the clocks differ by more than 5 minutes" in said["says"]
    assert "time server" in said["next"]
    two.until_settled()
    refused = two.b.python(
        """
        from minassa import audit
        print(json.dumps([one.reason for one in audit.lines(filters=audit.Filters(action="peer.refuse"), limit=50)]))
        """
    )
    assert "peer.clock" in refused
    assert named(two.b, "EXERCISE clock") == names(1, "EXERCISE clock")


def test_two_rounds_at_once_double_nothing(two: Two) -> None:
    release(two.a, two.b, 60, "EXERCISE both")
    due_now(two.a)
    both = [two.a.begin(SYNC) for _ in range(2)]
    assert [two.a.end_of(one) for one in both] == [0, 0]
    two.until_settled()
    assert named(two.b, "EXERCISE both") == names(60, "EXERCISE both")


def without_log(node: Node) -> None:
    """Copy SQLite's write-ahead log into the database, so that it begins at nothing."""
    with closing(sqlite3.connect(node.home / "minassa.sqlite3", timeout=60)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_a_full_disk_at_the_recipient_is_told_to_the_sender_and_nothing_is_lost(two: Two) -> None:
    """Some may still be taken in; what has no room is left out whole, and sent again when there is room."""
    release(two.a, two.b, 150, "EXERCISE full there")
    two.b.kill()
    without_log(two.b)
    two.b.room = 600_000
    two.b.serve_in_a_fork()
    due_now(two.a)
    two.a.sync("--at-once", check=False)
    said = two.state_of_b()
    two.b.kill()
    two.b.room = 0  # before B is asked what it has: a question writes into its log
    there = named(two.b, "EXERCISE full there")
    two.b.serve_in_a_fork()
    assert said["fault"] == "access.no-room"
    assert "no room left on the disk" in said["says"]
    assert "makes room" in said["next"]
    assert len(there) < 150
    assert len(set(there)) == len(there)
    two.until_settled()
    assert named(two.b, "EXERCISE full there") == sorted(names(150, "EXERCISE full there"))
    assert "The log holds" in two.b.run("audit", "verify")


def test_a_full_disk_at_the_sender_is_its_own_fault_and_nothing_is_lost(two: Two) -> None:
    release(two.a, two.b, 150, "EXERCISE full here")
    due_now(two.a)
    without_log(two.a)
    two.a.room = 150_000
    told = two.a.run("peer", "sync", "--at-once", check=False)
    two.a.room = 0
    assert "no room left on the disk" in told
    assert two.state_of_b()["fault"] == "", "it is not the partner that is in trouble"
    two.until_settled()
    assert named(two.b, "EXERCISE full here") == sorted(names(150, "EXERCISE full here"))
    assert "The log holds" in two.a.run("audit", "verify")


def test_a_node_that_was_down_for_a_week_is_caught_up_with_in_order(two: Two) -> None:
    """For a week A tries; what it releases on one day is corrected on the next. When B is back everything comes, in order."""
    a, b, name = two.a, two.b, "EXERCISE week"
    b.kill()
    for days in (7, 6, 5):
        a.ago = timedelta(days=days)
        release(a, b, 3, name)
        failed = a.sync("--at-once", check=False)["failed"]
        assert "fetch.unreachable" in failed.values()
    a.ago = timedelta(hours=1)
    a.sync("--at-once", check=False)
    a.ago = timedelta(0)
    said = two.state_of_b()
    assert said["fault"] == "fetch.unreachable"
    assert "could not be reached" in said["says"]
    assert '"waiting": 9' in a.run("peer", "list", "--json")
    assert '"state": "dead"' not in a.run("peer", "list", "--json")
    b.serve_in_a_fork()
    two.until_settled()
    assert named(b, name) == sorted(f"{one}{version}" for one in names(3, name) for version in ("", " v2", " v3"))
    assert count_in(b, "SELECT count(*) FROM access_held") == 0
    order = a.python(
        """
        from minassa.access.acts import RELEASE_LIST
        from minassa.access.models import Delivery
        with access.door(access.cli_actor(), RELEASE_LIST):
            print(json.dumps(sorted(set(Delivery.objects.exclude(code="").values_list("code", flat=True)))))
        """
    )
    assert order == [], "no delivery keeps the word of what had held it up"


def test_what_was_given_up_is_sent_again_from_the_page(two: Two) -> None:
    """Three weeks: after two of them it is given up, and shown; a supervisor sends it again, and a newer version comes behind."""
    a, b, name = two.a, two.b, "EXERCISE three weeks"
    b.kill()
    for days in (21, 20, 6, 5):
        a.ago = timedelta(days=days)
        if days == 21:
            release(a, b, 3, name)
        due_now(a)
        a.sync("--at-once", check=False)
    a.ago = timedelta(0)
    assert deliveries(a)["dead"] == 3
    assert a.run("peer", "list", "--json").count('"state": "dead"') == 3
    again = a.python(
        """
        from dataclasses import replace
        supervisor = replace(access.cli_actor(), roles=frozenset({access.Role.SUPERVISOR}))
        (node,) = [one.node for one in exchange.list_partners(access.system_actor("federation")) if one.name == "EXERCISE b"]
        print(json.dumps(exchange.retry_partner(supervisor, node=node)))
        """
    )
    assert again == 3
    release(a, b, 3, name)
    b.serve_in_a_fork()
    two.until_settled()
    assert named(b, name) == sorted(f"{one}{version}" for one in names(3, name) for version in ("", " v2"))
    assert count_in(b, "SELECT count(*) FROM access_held") == 0
