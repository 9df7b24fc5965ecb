"""A sync of 10,000 parcels between two nodes: how long it takes, and what sixty kill -9 at all its steps do to it.

    python -m benchmarks.faults [--parcels 10000] [--rounds 5]

Two real nodes on SQLite, in processes of their own, on loopback. First a quiet sync is timed; then as many again are sent while both
nodes are killed at each of twelve steps, in each round. Ends with an error where anything was lost or doubled.
"""

import argparse
import tempfile
import time
from pathlib import Path

from tests.exchange.peers.kills import ANSWERED, ARRIVED, SYNC, Kills, count_in, due_now
from tests.exchange.peers.line import line_to
from tests.exchange.peers.nodes import Federation, found_federation
from tests.exchange.peers.plants import names, plants, release


def main() -> None:
    """Found two nodes, and run both syncs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--parcels", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = found_federation(Path(folder), ("a", "b"))
        try:
            run(made, given.parcels, given.rounds)
        finally:
            made.end()


def run(made: Federation, parcels: int, rounds: int) -> None:
    """The quiet sync, then the one with kills."""
    a, b = made["a"], made["b"]
    with line_to(b) as line:
        b.serve_in_a_fork()
        release(a, b, parcels, "EXERCISE quiet")
        begun = time.monotonic()
        assert a.end_of(a.begin(SYNC)) == 0
        took = time.monotonic() - begun
        assert count_in(a, ANSWERED) == count_in(b, ARRIVED) == parcels
        print(f"quiet: {parcels} parcels in {took:.1f} s, {parcels / took:.0f} a second")
        release(a, b, parcels, "EXERCISE killed")
        kills, begun = Kills(a, b, line), time.monotonic()
        for turn in range(rounds):
            kills.every_step()
            until = parcels + parcels * (turn + 1) // rounds
            due_now(a)
            if not b.fork:
                b.serve_in_a_fork()
            process = a.begin(SYNC)
            while count_in(a, ANSWERED) < min(until, 2 * parcels - 500 * (rounds - turn - 1)):
                time.sleep(0.05)
            if turn < rounds - 1:
                kills.kill_sender(process)
            else:
                a.end_of(process)
        kills.settle()
        took = time.monotonic() - begun
    assert plants(b) == sorted([*names(parcels, "EXERCISE quiet"), *names(parcels, "EXERCISE killed")])
    assert "The log holds" in a.run("audit", "verify")
    assert "The log holds" in b.run("audit", "verify")
    print(
        f"killed {kills.done} times: {parcels} parcels in {took:.1f} s, nothing lost, nothing doubled, both logs hold"
    )


if __name__ == "__main__":
    main()
