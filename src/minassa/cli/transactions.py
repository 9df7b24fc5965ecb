"""`minassa transactions`: bring in a file of transactions where it lies, and search what was brought in for patterns."""

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from minassa.cli.start import AsJson, Home, area, command, is_terminal, speak, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from minassa.transactions import SearchView

app = area()

AsToken = Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")]
Purpose = Annotated[str, typer.Option(help="The node's default purpose where it is left out.")]
Case = Annotated[str, typer.Option(help="The case's reference.")]


@command(app, "import")
def import_(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV or an Excel workbook.")
    ],
    *,
    column: Annotated[
        list[str] | None,
        typer.Option(help="COLUMN=HEADING, once or more, where a heading is not known, such as payer=Konto."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="utf-8, cp1252, cp1256 or utf-16; guessed where it is left out.")] = "",
    dates: Annotated[str, typer.Option(help="dmy or mdy, where days can be read in two ways.")] = "",
    currency: Annotated[str, typer.Option(help="Of rows that name none, such as XOF.")] = "",
    first_day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day from which a file counts days that are numbers."),
    ] = None,
    tlp: Annotated[str, typer.Option(help="red, amber_strict, amber, green or clear.")] = "amber",
    handling: Annotated[list[str] | None, typer.Option(help="H0 to H3, once or more; H0 where it is left out.")] = None,
    legal_basis: Annotated[
        str, typer.Option(help="The law or order; without it, the file is deleted in 30 days.")
    ] = "",
    purpose: Purpose = "",
    review_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day on which it is deleted; at most five years away."),
    ] = None,
    case: Case = "",
    refused: Annotated[
        Path | None, typer.Option(help="Write the refused rows, with reasons, into this CSV file.")
    ] = None,
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Read a file of transactions of your agency; one that was cut off goes on where it ended when the command is repeated."""
    start(home)
    from minassa import transactions  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_ground, stated_purpose  # noqa: PLC0415 - after Django's start
    from minassa.cli.records import own_label  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    with path.open("rb") as file, _progress(shown=not as_json) as told:
        done = transactions.import_file(
            actor,
            file=file,
            name=path.name,
            columns=_columns(column or ()),
            options=transactions.FileOptions(
                encoding, dates.lower(), currency.upper(), first_day.date() if first_day else None
            ),
            label=own_label(actor, tlp, handling or ["H0"]),
            ground=stated_ground(legal_basis, stated_purpose(purpose), review_on),
            case=case or "none given",
            told=told,
        )
    if refused is not None:
        with refused.open("wb") as out:
            out.writelines(transactions.refused_table(actor, id=done.id))
    if as_json:
        days = [one.isoformat() for one in (done.first, done.last) if one]
        speak(
            {
                "file": str(done.id),
                "rows": done.rows,
                "refused": done.refused,
                "days": days,
                "currencies": dict(done.currencies),
            }
        )
        return
    typer.echo(f"{done.rows} transactions taken in, {done.refused} rows refused. File {done.id}")
    if done.refused and refused is None:
        typer.echo("  Name a file with --refused to get the refused rows with their reasons.", err=True)


@command(app, "search")
def search(  # noqa: PLR0913 - the command's words, each an option
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE-ID]...", help="All files of your agency without it.")
    ] = None,
    *,
    rules: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A TOML table of what is changed of the rules.")
    ] = None,
    purpose: Purpose = "",
    case: Case = "",
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Search files that were brought in for patterns, and tell what each rule found; the findings stand on the page."""
    start(home)
    from minassa import transactions  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    chosen = _ids(files or ()) or [one.id for one in transactions.list_files(actor) if one.state == "done"]
    begun = transactions.begin_search(
        actor,
        files=chosen,
        rules=_rules(rules),
        purpose=stated_purpose(purpose),
        case=case or "none given",
        at_once=True,
    )
    _tell(transactions.run(actor, id=begun), as_json=as_json)


def _tell(done: "SearchView", *, as_json: bool) -> None:
    if as_json:
        told = [
            {
                "rule": one.name,
                "findings": one.count,
                "new": one.new,
                "changed": one.changed,
                "not_searched": list(one.without),
            }
            for one in done.told
        ]
        speak({"search": str(done.id), "rules": told})
        return
    for one in done.told:
        left = f"; not searched for want of a threshold or unit: {', '.join(one.without)}" if one.without else ""
        typer.echo(f"{one.name}: {one.count} findings, {one.new} new, {one.changed} changed{left}")


def _columns(given: Iterable[str]) -> dict[str, str]:
    """COLUMN=HEADING as a mapping; the column stands before the first equals sign."""
    found = {}
    for one in given:
        name, equals, head = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"--column {one}: write COLUMN=HEADING")
        found[name.strip()] = head.strip()
    return found


def _ids(given: Iterable[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in given]
    except ValueError as error:
        raise typer.BadParameter("a file is named by its id, as `minassa transactions import` told it") from error


def _rules(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"--rules {path}: {error}") from error


@contextmanager
def _progress(*, shown: bool) -> "Iterator[Callable[[int, int], None]]":
    """Words on the terminal of how far it is; nothing where nobody looks."""
    if not shown or not is_terminal():
        yield lambda _rows, _refused: None
        return
    from rich.console import Console  # noqa: PLC0415 - start-up: only where it is shown

    with Console(stderr=True).status("Reading") as status:
        yield lambda rows, refused: status.update(f"{rows} transactions read, {refused} rows refused")
