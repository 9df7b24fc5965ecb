"""kill -9 at each step of a sync, seen from outside: by where the line stands, by what stands in the databases, by who writes.

the sender                                          the recipient
half of its request is on the way                   half of the request has arrived
the request is whole, and nothing has arrived       it is in the middle of a parcel's transaction
some of it has been taken in                        it is between two parcels
all of it has, and the answer is on the way back    all is taken in, and the answer is not read yet
half of the answer is back                          its answer is on the way, and arrives after its end
it writes down the answer
it is between two envelopes
"""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass

from tests.exchange.peers.line import Line
from tests.exchange.peers.nodes import Node

ANSWERED = "SELECT count(*) FROM access_delivery WHERE state = 'received'"
ARRIVED = "SELECT count(*) FROM plants_plant"
SYNC = "exchange.sync_peers(budget=3600, at_once=True)"
ENVELOPE = 100


def count_in(node: Node, question: str) -> int:
    """A number from a node's database, past all its walls: only a test may look while others write."""
    with closing(sqlite3.connect(f"file:{node.home / 'minassa.sqlite3'}?mode=ro", uri=True, timeout=60)) as connection:
        return int(connection.execute(question).fetchone()[0])


def due_now(node: Node) -> None:
    """As if the time until the next try had passed."""
    with closing(sqlite3.connect(node.home / "minassa.sqlite3", timeout=60)) as connection, connection:
        connection.execute("UPDATE access_delivery SET next_try = '2020-01-01 00:00:00'")
        connection.execute("UPDATE exchange_peerstate SET next_try = '2020-01-01 00:00:00'")


def is_writing(node: Node) -> bool:
    """Whether somebody is in the middle of a transaction that writes."""
    with closing(sqlite3.connect(node.home / "minassa.sqlite3", timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False


def wait_for(what: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never came to this step"
        time.sleep(0.001)


@dataclass
class Kills:
    """Two nodes and the line between them: the second one is served behind it, in a process that can be killed."""

    sender: Node
    recipient: Node
    line: Line
    done: int = 0

    def every_step(self) -> None:
        """Kill each of the two at each of its steps. Four envelopes must still be to come."""
        for step in self.steps():
            due_now(self.sender)
            if not self.recipient.fork:
                self.recipient.serve_in_a_fork()
            process = self.sender.begin(SYNC)
            victim = step()
            if victim is self.sender:
                os.kill(process, signal.SIGKILL)
            else:
                victim.kill()
            self.line.let_go()
            ended = self.sender.end_of(process)
            assert ended == (-signal.SIGKILL if victim is self.sender else 0), f"{step} came too late"
            self.line.plan.clear()
            self.hold()
            self.done += 1

    def kill_sender(self, process: int) -> None:
        """Kill a sync that was begun, wherever it is."""
        os.kill(process, signal.SIGKILL)
        self.sender.end_of(process)
        self.done += 1
        self.hold()

    def hold(self) -> None:
        """What holds at every moment: nothing is marked that is not there, and nothing is there twice."""
        answered = count_in(self.sender, ANSWERED)
        assert answered <= count_in(self.recipient, ARRIVED), "the sender believes of more that it arrived than did"
        # In one question: where the sender was killed, the recipient may still be taking in what it got.
        assert count_in(self.recipient, "SELECT count(*) - count(DISTINCT name) FROM plants_plant") == 0

    def steps(self) -> Iterator[Callable[[], Node]]:
        yield self.half_of_the_request_is_on_the_way
        yield self.half_of_the_request_has_arrived
        yield self.some_has_been_taken_in
        yield self.in_a_parcels_transaction
        yield self.the_request_is_whole
        yield self.between_two_envelopes
        yield self.between_two_parcels
        yield self.all_is_taken_in
        yield self.the_answer_is_written_down
        yield self.the_answer_is_on_the_way
        yield self.the_answer_outlives_its_node
        yield self.half_of_the_answer_is_back

    def stopped(self, fate: str) -> None:
        self.line.plan = [fate]
        assert self.line.at.wait(120)

    def half_of_the_request_is_on_the_way(self) -> Node:
        self.stopped("stop_in_the_request")
        return self.sender

    def half_of_the_request_has_arrived(self) -> Node:
        self.stopped("stop_within_the_node")
        return self.recipient

    def the_request_is_whole(self) -> Node:
        self.stopped("stop_before_the_node")
        return self.sender

    def some_has_been_taken_in(self) -> Node:
        self.arrive(5)
        return self.sender

    def in_a_parcels_transaction(self) -> Node:
        self.arrive(5)
        wait_for(lambda: is_writing(self.recipient))
        return self.recipient

    def between_two_parcels(self) -> Node:
        self.arrive(20)
        return self.recipient

    def between_two_envelopes(self) -> Node:
        before = count_in(self.sender, ANSWERED)
        wait_for(lambda: count_in(self.sender, ANSWERED) > before)
        return self.sender

    def all_is_taken_in(self) -> Node:
        self.stopped("stop_behind_the_node")
        return self.recipient

    def the_answer_is_on_the_way(self) -> Node:
        self.stopped("stop_with_the_answer")
        return self.sender

    def the_answer_outlives_its_node(self) -> Node:
        self.stopped("stop_with_the_answer")
        return self.recipient

    def half_of_the_answer_is_back(self) -> Node:
        self.stopped("stop_in_the_answer")
        return self.sender

    def the_answer_is_written_down(self) -> Node:
        self.stopped("stop_with_the_answer")
        self.line.let_go()
        wait_for(lambda: is_writing(self.sender))
        return self.sender

    def arrive(self, more: int) -> None:
        before = count_in(self.recipient, ARRIVED)
        wait_for(lambda: count_in(self.recipient, ARRIVED) >= before + more)

    def settle(self) -> None:
        """Go on until everything is answered."""
        if not self.recipient.fork:
            self.recipient.serve_in_a_fork()
        for _ in range(12):
            due_now(self.sender)
            self.sender.end_of(self.sender.begin(SYNC))
            with suppress(AssertionError):
                left = "SELECT count(*) FROM access_delivery WHERE state != 'received'"
                assert count_in(self.sender, left) == 0
                return
        raise AssertionError("something is not answered")
