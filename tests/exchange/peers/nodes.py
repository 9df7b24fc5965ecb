"""Real nodes for tests: each with its own folder and database, as processes on loopback."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from minassa.node.founding import lay_folder
from tests.forks import Conversation, plain_environment
from tests.migrated import lay_database

ROOT = Path(__file__).parents[3]
FOUNDED = timedelta(days=30)
MINASSA = (sys.executable, "-c", "from minassa.cli import main; main()")
PREAMBLE = """
import json, sys
from minassa import access, exchange
from minassa.base import new_id, now
"""


_SERVE = """
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from minassa.node.wsgi import application
class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass
make_server("127.0.0.1", int(sys.argv[1]), application, server_class=Server, handler_class=Quiet).serve_forever()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Node:
    """One node: what it is called, where its folder is, and at which port it is served.

    `ago` is how long ago what it is told to do happens; `room` to how many bytes its files may grow, where its disk is full.
    """

    name: str
    home: Path
    port: int
    served_at: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    driver: Conversation | None = field(default=None, repr=False)
    ago: timedelta = timedelta(0)
    room: int = 0
    fork: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """That of somebody who runs this node, not that of these tests."""
        return {
            **plain_environment(),
            "MINASSA_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "tests.exchange.peers.node_settings",
        }

    def run(self, *words: str, check: bool = True) -> str:
        """A command of this node; what it prints."""
        done = self._ask({"words": [*words, "--home", str(self.home)]})
        assert not check or done["code"] == 0, done["err"]
        assert done["code"] != 99, done["err"]
        return str(done["out"] if check else done["out"] + done["err"])

    def python(self, code: str, *arguments: str) -> Any:
        """What a piece of Python on this node prints last, as JSON."""
        done = self._ask({"code": PREAMBLE + textwrap.dedent(code), "words": arguments})
        assert done["code"] == 0, done["err"]
        printed = str(done["out"]).splitlines()
        return json.loads(printed[-1]) if printed else None

    def begin(self, code: str, *arguments: str) -> int:
        """Run a piece of Python on this node in a process of its own, and give its number at once, to be killed."""
        started = self._ask({"code": PREAMBLE + textwrap.dedent(code), "words": arguments, "apart": True})
        return int(started["pid"])

    def end_of(self, process: int) -> int:
        """Wait for what was begun; its exit code, or the negative number of the signal that ended it."""
        return int(self._ask({"end_of": process})["code"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        if self.ago:
            request |= {"at": (datetime.now(UTC) - self.ago).isoformat()}
        if self.room:
            request |= {"room": self.room}
        if self.driver is None:
            self.driver = Conversation(self.environment)
        return self.driver.ask(request)

    def end(self) -> None:
        """End what still runs of this node."""
        self.kill()
        if self.driver is not None:
            self.driver.end()
            self.driver = None

    def sync(self, *words: str, check: bool = True) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("peer", "sync", "--json", *words, check=check).splitlines()[0])
        return found

    def serve(self) -> None:
        port = self.served_at or self.port
        command = [*MINASSA, "serve", "--workers", "1", "--port", str(port), "--home", str(self.home)]
        with (self.home / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(6000):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            assert self.process.poll() is None, (self.home / "serve.log").read_text()
            time.sleep(0.05)
        raise AssertionError(f"{self.name} did not start")

    def serve_in_a_fork(self) -> None:
        """Serve without granian: it is there at once, and a test that kills it often need not wait."""
        self.fork = self.begin(_SERVE, str(self.served_at or self.port))
        for _ in range(12_000):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.served_at or self.port)) == 0:
                    return
            time.sleep(0.01)
        raise AssertionError(f"{self.name} did not start")

    def kill(self) -> None:
        """kill -9, with its workers."""
        if self.fork:
            os.kill(self.fork, signal.SIGKILL)
            self.end_of(self.fork)
            self.fork = 0
        if self.process is not None:
            with suppress(ProcessLookupError):  # it ended by itself, and the test tells why
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=120)
            self.process = None

    def agency(self) -> str:
        """The id of the agency whose people work here."""
        return str(
            self.python(
                """
                own = [one for one in access.list_agencies(access.system_actor("setup")) if one.is_local]
                print(json.dumps(str(own[0].id)))
                """
            )
        )


def lay_node(folder: Path, name: str, *, reachable: bool = True, ports: list[int], port: int) -> Node:
    """Initialise a node called `EXERCISE <name>`; it may reach these ports on loopback."""
    node = Node(name, folder / name, port)
    places = ", ".join(f'"127.0.0.1:{one}"' for one in ports)
    node.home.mkdir(mode=0o700)
    (node.home / "node.toml").write_text(
        f'[node]\nname = "EXERCISE {name}"\nexercise = true\nlanguage = "en"\n'
        + (f'address = "{node.address}"\n' if reachable else "")
        + f"[fetch]\nprivate = [{places}]\n"
    )
    # Static files take long to gather, and no page is asked for here.
    (node.home / "static").mkdir()
    lay_database(node.home / "minassa.sqlite3", "plants")
    lay_folder(
        node.home, name=f"EXERCISE {name}", language="en", exercise=True
    )  # with its secrets, before Django starts
    node.ago = FOUNDED
    node.run("init", "--agency", f"EXERCISE agency of {name}", "--country", "ml")
    return node


@dataclass
class Federation:
    """A secretariat and nodes that have joined it."""

    secretariat: Node
    nodes: dict[str, Node]

    def __getitem__(self, name: str) -> Node:
        return self.nodes[name]

    def all(self) -> list[Node]:
        return [self.secretariat, *self.nodes.values()]

    def end(self) -> None:
        """End what still runs of all nodes."""
        for node in self.all():
            node.end()


def found_federation(folder: Path, names: tuple[str, ...], *, hidden: tuple[str, ...] = ()) -> Federation:
    """Nodes of these names, joined by a directory; those in `hidden` have no address."""
    ports = [free_port() for _ in range(len(names) + 1)]
    secretariat = lay_node(folder, "secretariat", ports=ports, port=ports[0])
    secretariat.run("agency", "add", "EXERCISE office", "--kind", "secretariat")
    nodes = {}
    for name, port in zip(names, ports[1:], strict=True):
        is_open = name not in hidden
        nodes[name] = lay_node(folder, name, reachable=is_open, ports=ports, port=port)
        card = folder / f"{name}.card"
        nodes[name].run("keys", "show", "--out", str(card))
        secretariat.run("directory", "add", str(card))
    published = folder / "directory.json"
    secretariat.run("directory", "publish", "--out", str(published))
    for node in nodes.values():
        node.run("directory", "trust", str(published))
    for node in (secretariat, *nodes.values()):
        node.ago = timedelta(0)
    return Federation(secretariat, nodes)


_FOUNDED: dict[str, Federation] = {}


def founded_once(folder: Path) -> Federation:
    """The federation of all tests of this process: nodes a, b and c, and one that has no address, founded a month ago."""
    if "one" not in _FOUNDED:
        folder.mkdir(exist_ok=True)
        _FOUNDED["one"] = found_federation(folder, ("a", "b", "c", "hidden"), hidden=("hidden",))
        _FOUNDED["one"].end()
    return _FOUNDED["one"]


def copied(made: Federation, folder: Path) -> Federation:
    """The same federation in a folder of its own, so that each test begins at the beginning."""

    def copy(node: Node) -> Node:
        return Node(node.name, Path(shutil.copytree(node.home, folder / node.name)), node.port)

    return Federation(copy(made.secretariat), {name: copy(node) for name, node in made.nodes.items()})


@contextmanager
def served(*nodes: Node, by_granian: bool = False) -> Iterator[None]:
    """These nodes, served within the block; by the server of a real node where that matters, which takes seconds to start."""
    try:
        for node in nodes:
            node.serve() if by_granian else node.serve_in_a_fork()
        yield
    finally:
        for node in nodes:
            node.kill()
