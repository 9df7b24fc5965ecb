"""Three EXERCISE nodes on loopback, joined by a directory: two agencies and the secretariat, each with its pages and its jobs.

Every node is made and run by processes of its own, with the words that whoever joins a real federation would use
(docs/federation.md). Run again, what is there stays, and the nodes start as they were left.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from minassa.base.settings import SETTINGS_FILE
from minassa.cli.start import start, stop

HOST: Final = "127.0.0.1"
MINASSA: Final = (sys.executable, "-c", "from minassa.cli import main; main()")
LAY: Final = (sys.executable, "-c", "import sys; from minassa.cli.federation import lay; lay(*sys.argv[1:])")
MAKE: Final = (sys.executable, "-c", "import sys; from minassa.cli.federation import make; make(*sys.argv[1:])")
ALIKE: Final = ("minassa.sqlite3", "static")
"""What three new nodes have in common: a database of empty tables and the gathered files, which take long to make."""
COMMUNITY: Final = "EXERCISE Working group on the Sahel"
STOPPED_WITHIN: Final = 20


@dataclass(frozen=True, slots=True)
class Place:
    """One of the nodes: its agency's code among the EXERCISE agencies, its folder, and its port."""

    code: str
    name: str
    home: Path
    port: int

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"http://{HOST}:{self.port}"

    def words(self, first: int) -> tuple[str, ...]:
        """What `lay` and `make` are told of it, and the port of the first of the three."""
        return self.code, self.name, str(self.home), str(self.port), str(first)


def places(folder: Path, port: int) -> tuple[Place, ...]:
    """The three nodes; the secretariat is the last."""
    named = (("ml", "EXERCISE node Mali"), ("ma", "EXERCISE nœud Maroc"), ("sec", "EXERCISE Secretariat"))
    return tuple(Place(code, name, folder / code, port + step) for step, (code, name) in enumerate(named))


def demonstrate(folder: Path, *, port: int, prepare: bool) -> None:
    """Make, join and fill what is missing; then run all three until Ctrl+C, unless they are only to be prepared."""
    nodes = places(folder, port)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    typer.echo(f"Preparing three EXERCISE nodes in {folder} ...")
    with _ended_by_signals():
        is_new = not nodes[0].home.exists()
        _do([*LAY, *nodes[0].words(port)])
        for one in nodes[1:] if is_new else ():
            _like(nodes[0].home, one.home)
        for logins in _together([[*MAKE, *one.words(port)] for one in nodes]):
            typer.echo(logins, nl=False)
        if not (folder / "directory.json").is_file():
            _join(folder, nodes)
        if prepare:
            return
        for one in nodes:
            typer.echo(f"{one.name} is at {one.address}/")
        typer.echo("\nWhat Mali's supervisor releases to Maroc is there within seconds. Ctrl+C stops all three.\n")
        _run(nodes)


def lay(_code: str, name: str, home: str, port: str, first: str) -> None:
    """Make one node with nothing in it, in a process of its own."""
    ports = range(int(first), int(first) + 3)
    from minassa.node.founding import lay_folder  # noqa: PLC0415 - start-up: --help need not load it

    lay_folder(
        Path(home),
        name=name,
        language="en",
        exercise=True,
        address=f"http://{HOST}:{port}",
        private=[f"{HOST}:{one}" for one in ports],
    )
    _refuse_other_port(Path(home), port)
    os.environ["MINASSA_DATABASE_OWNER"] = "1"
    start(Path(home))
    from minassa.node.founding import bring_up_to_date  # noqa: PLC0415 - after Django's start
    from minassa.node.serving import gather_static  # noqa: PLC0415 - the same

    bring_up_to_date()
    gather_static()


def make(code: str, name: str, home: str, port: str, first: str) -> None:
    """Make and fill one node, in a process of its own, and print its logins."""
    lay(code, name, home, port, first)
    from minassa.node.exercise import cast_of, fill  # noqa: PLC0415 - after Django's start

    typer.echo(f"\n{name}")
    for one in fill(cast_of(code)):
        typer.echo(f"  {one.username:<18} {one.password:<25} {one.role:<20} {one.agency}")


def _like(made: Path, home: Path) -> None:
    """Give a node that is not there yet what it has in common with one that was just laid."""
    if home.exists():
        return
    part = home.with_name(f"{home.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    for name in ALIKE:
        (shutil.copytree if (made / name).is_dir() else shutil.copy)(made / name, part / name)
    part.rename(home)  # whole or not at all: a preparation that was broken off is done again


def _refuse_other_port(home: Path, port: str) -> None:
    """The directory names the ports of the first time."""
    if f':{port}"' not in (home / SETTINGS_FILE).read_text(encoding="utf-8"):
        stop(f"The node in {home} was made for another port. Use the port of the first time, or another --home.")


def _join(folder: Path, nodes: Sequence[Place]) -> None:
    """The way into a federation: cards to the secretariat, its directory to the nodes."""
    *members, secretariat = nodes
    cards = {one.code: str(folder / f"{one.code}.card.json") for one in members}
    _together([_minassa(one, "keys", "show", "--out", cards[one.code]) for one in members])
    agencies = _together([_minassa(one, "agency", "list", "--json") for one in members])
    for card in cards.values():
        _quietly(secretariat, "directory", "add", card)
    published = folder / "directory.json"
    _quietly(secretariat, "directory", "publish")
    # Before it joins, a node knows its own agencies alone.
    everybody = [word for text in agencies for one in json.loads(text) for word in ("--member", str(one["id"]))]
    _quietly(secretariat, "directory", "community", COMMUNITY, *everybody)
    part = folder / "directory.json.part"
    _quietly(secretariat, "directory", "publish", "--out", str(part))
    _together([_minassa(one, "directory", "trust", str(part)) for one in members])
    part.replace(published)  # last: a preparation that was broken off is done again


def _minassa(node: Place, *words: str) -> list[str]:
    return [*MINASSA, *words, "--home", str(node.home)]


def _quietly(node: Place, *words: str) -> str:
    return _do(_minassa(node, *words))


def _do(command: Sequence[str]) -> str:
    """Run one step to its end, and give what it says."""
    return _together([command])[0]


def _together(commands: Sequence[Sequence[str]]) -> list[str]:
    """Run steps that do not wait for each other, and give what each says; the complaint of one that fails is shown."""
    running = [
        subprocess.Popen(one, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own words
        for one in commands
    ]
    said = [one.communicate() for one in running]
    for one, (_out, complaint) in zip(running, said, strict=True):
        if one.returncode:
            stop(complaint.strip() or "The nodes could not be prepared.")
    return [out for out, _complaint in said]


def _run(nodes: Sequence[Place]) -> None:
    """Pages and jobs of all nodes until one of them ends, or somebody says so."""
    commands = [
        [*MINASSA, *words, "--home", str(one.home)]
        for one in nodes
        for words in (("serve", "--workers", "1", "--port", str(one.port)), ("work",))
    ]
    # In a session of their own: Ctrl+C reaches this process alone, which ends them one after the other.
    running = [subprocess.Popen(one, start_new_session=True) for one in commands]  # noqa: S603 - our own words
    try:
        while all(one.poll() is None for one in running):
            time.sleep(0.5)
        typer.echo("One of the nodes has ended; the others are stopped.", err=True)
    finally:
        for one in running:
            one.terminate()
        for one in running:
            _wait(one)


def _wait(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(timeout=STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Ctrl+C and a request to end both leave the block in order."""

    def end(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("\nStopped.")
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
