"""`minassa screen IN -o OUT.csv`: check every row of a file, however long it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minassa.cli.start import AsJson, Home, area, command, is_terminal, speak, start

if TYPE_CHECKING:
    from minassa import check
    from minassa.check import Counts

app = area()


@command(app, "screen")
def screen(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[
        Path,
        typer.Argument(
            metavar="IN", exists=True, dir_okay=False, help="CSV (UTF-8; gzip too) or XLSX with a column `name`."
        ),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The table of hits to write.")],
    purpose: Annotated[str, typer.Option(help="Why; the node's default purpose where it is left out.")] = "",
    case: Annotated[str, typer.Option(help="The case's reference.")] = "",
    workers: Annotated[int, typer.Option(min=0, max=256, help="Processes that search; 0: one for each processor.")] = 0,
    ray: Annotated[
        bool, typer.Option("--ray", help="Search on a Ray cluster (RAY_ADDRESS, else one on this machine).")
    ] = False,
    keep_lists: Annotated[
        bool, typer.Option("--keep-lists", help="Finish with the lists that the run began with, though they changed.")
    ] = False,
    afresh: Annotated[bool, typer.Option("--afresh", help="Begin again from row 1.")] = False,
    as_token: Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Check every row of a table: one line for each hit, one with an empty `list` for a row without.

    A run that was cut off goes on where it stopped when the command is repeated. Rows that cannot be asked are counted, and written to
    a second table beside the first.
    """
    if keep_lists and afresh:
        raise typer.BadParameter("--keep-lists and --afresh exclude each other")
    start(home)
    from minassa import check  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    why = check.Why(stated_purpose(purpose), case or "none given")
    onward = check.Onward.KEEP_LISTS if keep_lists else check.Onward.AFRESH if afresh else check.Onward.SAME

    def run(onward: check.Onward) -> check.Screened:
        with _progress(path, quiet=as_json) as told:
            return check.screen_file(
                actor, path=path, out=out, why=why, onward=onward, workers=workers, ray=ray, told=told
            )

    try:
        done = _asking_about_lists(run, onward, quiet=as_json)
    except KeyboardInterrupt:
        typer.echo("Stopped. The same command goes on from here.", err=True)
        raise typer.Exit(1) from None
    _tell(done, out, as_json=as_json)


def _asking_about_lists(
    run: "Callable[[check.Onward], check.Screened]", onward: "check.Onward", *, quiet: bool
) -> "check.Screened":
    """Run; a person at a terminal is asked what to do where lists have changed since the run began."""
    from minassa import check  # noqa: PLC0415 - after Django's start
    from minassa.base import Conflict  # noqa: PLC0415 - the same

    try:
        return run(onward)
    except Conflict as fault:
        if fault.code != "check.lists-moved" or quiet or not is_terminal():
            raise
        typer.echo(fault.what, err=True)
    keeps = typer.confirm("Finish with the versions that the run began with? (No: begin again with the new ones.)")
    return run(check.Onward.KEEP_LISTS if keeps else check.Onward.AFRESH)


def _tell(done: "check.Screened", out: Path, *, as_json: bool) -> None:
    counts = done.counts
    if as_json:
        speak(
            {
                "rows": counts.rows,
                "hits": counts.hits,
                "refused": counts.refused,
                "partly": counts.partly,
                "searched": counts.searched,
                "went_on_after": done.went_on_after,
                "out": str(out),
                "refused_rows": str(done.refused) if done.refused else None,
            }
        )
        return
    if done.went_on_after:
        typer.echo(f"Went on after row {done.went_on_after}.", err=True)
    typer.echo(
        f"{counts.rows} rows, {counts.hits} hits, {counts.refused} rows that could not be asked, {counts.partly} asked "
        f"without their date of birth. Written to {out}.",
        err=True,
    )
    if done.refused:
        typer.echo(f"The rows that could not be read whole, with the reasons, are in {done.refused}.", err=True)


@contextmanager
def _progress(path: Path, *, quiet: bool) -> "Iterator[Callable[[Counts], object]]":
    """A bar with the time that is left, on the terminal; nothing where nobody looks."""
    if quiet or not is_terminal():
        yield lambda _counts: None
        return
    from rich.progress import (  # noqa: PLC0415 - start-up: only a person at a terminal needs it
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from minassa.check import count_rows  # noqa: PLC0415 - after Django's start

    with path.open("rb") as file:
        lines = count_rows(file)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left:"), TimeRemainingColumn())
    with Progress(TextColumn("rows"), *columns, speed_estimate_period=120) as progress:
        task = progress.add_task("rows", total=lines or None)
        yield lambda counts: progress.update(task, completed=counts.rows)
