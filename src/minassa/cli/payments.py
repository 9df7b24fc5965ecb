"""`minassa payments screen IN -o OUT`: screen a file of payments, however large."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minassa.cli.start import AsJson, Home, area, command, is_terminal, speak, start

if TYPE_CHECKING:
    from minassa.payments import FileView

app = area("Payments: screen a file of a bank's messages.")

_FORMS = {".csv": "csv", ".json": "json", ".jsonl": "json", ".xml": "status"}


@app.callback()
def payments() -> None:
    """Payments: screen a file of a bank's messages."""


@command(app, "screen")
def screen(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[
        Path, typer.Argument(metavar="IN", exists=True, dir_okay=False, help="ISO 20022 or MT103, of any size.")
    ],
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The answer: .csv, .jsonl, or .xml for a report of statuses.")
    ],
    bad: Annotated[
        Path | None, typer.Option(help="Write the payments that could not be screened into this CSV file.")
    ] = None,
    purpose: Annotated[str, typer.Option(help="Why; the node's default purpose where it is left out.")] = "",
    case: Annotated[str, typer.Option(help="The case's reference.")] = "",
    as_token: Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Screen a file of payments. Cut off, it goes on where it stopped when the same file is given again."""
    start(home)
    from minassa import payments as room  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    with _progress(path, shown=not as_json) as step:
        done = room.screen_from_disk(
            actor, path=path, purpose=stated_purpose(purpose), case=case or "none given", told=step
        )
    form = room.AnswerForm(_FORMS.get(out.suffix.lower(), "csv"))
    _write(out, room.answer_file(actor, id=done.id, form=form))
    if bad is not None:
        _write(bad, room.bad_file(actor, id=done.id))
    _tell(done, out, as_json=as_json)


def _write(path: Path, lines: Iterator[bytes]) -> None:
    """Write a file whole or not at all: half an answer must not pass for one."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.writelines(lines)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _tell(done: "FileView", out: Path, *, as_json: bool) -> None:
    if as_json:
        counts = {name: getattr(done, name) for name in ("read", "stopped", "passed", "known", "bad")}
        totals = [
            {
                "message": one.message,
                "stated_count": one.stated_count,
                "count": one.count,
                "stated_sum": one.stated_sum,
                "sum": one.sum,
            }
            for one in done.mismatches
        ]
        speak(
            {
                "file": str(done.id),
                **counts,
                "sums": {name: str(value) for name, value in done.sums.items()},
                "totals_that_do_not_add_up": totals,
            }
        )
        return
    typer.echo(
        f"{done.read} payments: {done.stopped} stopped, {done.passed + done.known} passed ({done.known} with hits that were"
        f" dismissed before), {done.bad} that could not be screened. Written to {out}.",
        err=True,
    )
    for one in done.mismatches:
        typer.echo(
            f"The control total of {one.message or one.path} does not add up: stated {one.stated_count} and {one.stated_sum or '-'},"
            f" came {one.count} and {one.sum}.",
            err=True,
        )


@contextmanager
def _progress(path: Path, *, shown: bool) -> Iterator[Callable[["FileView"], object]]:
    """How many payments are screened, on a terminal; nothing where nobody looks."""
    if not shown or not is_terminal():
        yield lambda _view: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - start-up: only a person at a terminal needs it

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns) as progress:
        task = progress.add_task(f"{path.name}: 0 payments")
        yield lambda view: progress.update(
            task, description=f"{path.name}: {view.read} payments, {view.stopped} stopped, {view.bad} bad"
        )
