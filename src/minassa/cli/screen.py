"""`minassa screen IN.csv -o OUT.csv`: check every row of a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from minassa.cli.start import Home, area, command, is_terminal, start

app = area()


@command(app, "screen")
def screen(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[
        Path, typer.Argument(metavar="IN.csv", exists=True, dir_okay=False, help="UTF-8, a column `name`.")
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The table of hits to write.")],
    purpose: Annotated[str, typer.Option(help="Why; the node's default purpose where it is left out.")] = "",
    case: Annotated[str, typer.Option(help="The case's reference.")] = "",
    as_token: Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")] = "",
    home: Home = None,
) -> None:
    """Check every row of a CSV file and write one line for each hit, and one with an empty `list` for a row without."""
    start(home)
    from minassa import check  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    actor, reason = acting_as(as_token), {"purpose": stated_purpose(purpose), "case": case or "none given"}
    rows = hits = faulty = 0
    # A half-written table must not pass for a whole one.
    part = out.with_name(out.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file, _progress(path) as step:
            check.write_header(file)
            for one in check.screen_rows(actor, rows=check.read_rows(path), **reason):
                hits += check.write_screened(file, one)
                rows, faulty = rows + 1, faulty + (one.row.question is None)
                step(rows)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    typer.echo(f"{rows} rows, {hits} hits, {faulty} rows that could not be asked. Written to {out}.", err=True)


@contextmanager
def _progress(path: Path) -> Iterator[Callable[[int], object]]:
    """A progress bar on the terminal; nothing where nobody looks."""
    if not is_terminal():
        yield int
        return
    from rich.progress import Progress  # noqa: PLC0415 - start-up: only a person at a terminal needs it

    with path.open("rb") as file:
        lines = sum(1 for _ in file) - 1
    with Progress() as progress:
        task = progress.add_task("rows checked", total=max(lines, 0))
        yield lambda done: progress.update(task, completed=done)
