"""`minassa demo`: a node filled with EXERCISE data, running; or three of them, joined by a directory."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from minassa.base.settings import home_folder
from minassa.cli.start import Home, area, command, start, stop

app = area()
HOST = "127.0.0.1"


@command(app, "demo")
def demo(
    *,
    home: Home = None,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    nodes: Annotated[int, typer.Option(help="1, or 3: two agencies and the secretariat, joined by a directory.")] = 1,
    prepare: Annotated[bool, typer.Option(help="Make and fill the node, print its logins, and end.")] = False,
) -> None:
    """Start a node filled with EXERCISE data and print its address and logins. Stop it with Ctrl+C; its folder stays.

    With `--nodes 3` three nodes run at this port and the two after it, each with its jobs.
    """
    folder = home_folder(home or "minassa-demo")
    if nodes not in {1, 3}:
        stop("A demonstration has one node or three: use --nodes 1 or --nodes 3.")
    for number in range(port, port + nodes) if not prepare else ():
        _refuse_taken(number)
    if nodes == 3:
        from minassa.cli.federation import demonstrate  # noqa: PLC0415 - start-up: only here is it wanted

        demonstrate(folder, port=port, prepare=prepare)
        return
    from minassa.node.founding import lay_folder  # noqa: PLC0415 - start-up: --help need not load it

    lay_folder(folder, name="Minassa EXERCISE", language="en", exercise=True)
    os.environ["MINASSA_DATABASE_OWNER"] = "1"
    start(folder)
    from minassa.node.exercise import fill  # noqa: PLC0415 - after Django's start
    from minassa.node.founding import bring_up_to_date  # noqa: PLC0415 - the same
    from minassa.node.serving import serve_pages  # noqa: PLC0415 - the same

    typer.echo(f"Preparing an EXERCISE node in {folder} ...")
    bring_up_to_date()
    people = fill()
    typer.echo("\nEverything in it is invented. One login for each role (no second factor on an EXERCISE node):\n")
    for one in people:
        typer.echo(f"  {one.username:<18} {one.password:<25} {one.role:<20} {one.agency}")
    if prepare:
        return
    typer.echo(f"\nThe node is at http://{HOST}:{port}/  (Ctrl+C stops it)\n")
    with _jobs(folder):
        serve_pages(host=HOST, port=port, workers=1)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            stop(f"Port {port} is taken. Name another one: make demo PORT={port + 1}")


@contextmanager
def _jobs(folder: Path) -> Iterator[None]:
    """`minassa work` beside the pages, ended with them."""
    command_line = [sys.executable, "-c", "from minassa.cli import main; main()", "work", "--home", str(folder)]
    process = subprocess.Popen(command_line)  # noqa: S603 - our own interpreter and words
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)
