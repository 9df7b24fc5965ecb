"""TAXII 2.1: objects taken in and given out for each second of the server's CPU, small answers, the time of pages.

    python -m benchmarks.taxii [--n 50000]

Starts a node in a temporary folder on loopback and runs the shared harness `taxii_bench.py` against it, which works the same
against any TAXII 2.1 server (MINASSA_BENCH, else ../shared/bench).
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from benchmarks.names.shared import BENCH

HARNESS: Final = BENCH / "taxii_bench.py"
READY_WITHIN: Final = 120
MINASSA: Final = (sys.executable, "-c", "from minassa.cli.main import main; main()")
SMALL: Final = ("added_after_end", "match_id", "match_type_none", "object_by_id", "versions")


@dataclass(frozen=True)
class Node:
    """A running node: where it is, its process, a collection, and a token that reads and writes it."""

    root: str
    process: int
    collection: str
    token: str


@contextmanager
def node() -> Iterator[Node]:
    """A new node for exercises with one collection, served by one worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "node"
        environment = {**os.environ, "MINASSA_HOME": str(home)}

        def run(*words: str) -> str:
            done = subprocess.run([*MINASSA, *words], env=environment, capture_output=True, text=True, check=True)
            return done.stdout.splitlines()[0] if done.stdout else ""

        run("init")
        collection = run("taxii", "collection", "add", "EXERCISE benchmark", "--tlp", "green")
        token = run("token", "add", "--scope", "taxii.read", "--scope", "taxii.write")
        words = [*MINASSA, "serve", "--port", str(port), "--workers", "1"]
        with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                _wait_for(port)
                yield Node(f"http://127.0.0.1:{port}/taxii2/node/", process.pid, collection, token)
            finally:
                process.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/taxii2/")
            connection.getresponse()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the node did not start")


def measured(here: Node, n: int) -> dict[str, Any]:
    """What the harness says of this node."""
    words = [sys.executable, str(HARNESS), here.root, here.collection, "x", here.token]
    more = ["--n", str(n), "--pid", str(here.process), "--max-seconds", "600"]
    found: dict[str, Any] = json.loads(
        subprocess.run([*words, *more], capture_output=True, text=True, check=True).stdout
    )
    return found


def told(found: dict[str, Any]) -> list[str]:
    """The figures in a few lines."""
    if found["errors"]:
        return [f"errors: {found['errors']}"]
    pull, post = found["pull"], found["post"]
    lines = [
        f"ingest  {post['objects_per_cpu_s']:>10,.0f} objects per CPU second",
        f"pull    {pull['objects_per_cpu_s']:>10,.0f} objects per CPU second",
        f"pages   last/first {pull['page_ms_last'] / pull['page_ms_first']:.2f} over {pull['pages']} pages",
        f"memory  {found['rss_after_post_mb']} MB after ingest, {found['rss_end_mb']} MB at the end",
    ]
    return lines + [f"{name:<16} {found[name]['cpu_ms']:>6} ms CPU" for name in SMALL]


def main() -> int:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--n", type=int, default=10_000)
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    if not HARNESS.is_file():
        print(f"needs taxii_bench.py in {BENCH} (MINASSA_BENCH)", file=sys.stderr)
        return 1
    with node() as here:
        found = measured(here, given.n)
    print(json.dumps(found, indent=1) if given.json else "\n".join(told(found)))
    return 1 if found["errors"] else 0


if __name__ == "__main__":
    sys.exit(main())
