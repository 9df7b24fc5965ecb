"""`minassa records`: import and export."""

import csv
import gzip
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from minassa.base.cells import guarded
from minassa.cli.start import AsJson, Home, area, command, is_terminal, speak, start

if TYPE_CHECKING:
    from minassa.access import Actor, Label
    from minassa.records import FlowOptions, FlowsImported, ImportResult, RefusedRow

app = area()

SHOWN = 20

AsToken = Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")]
Format = Annotated[str, typer.Option("--format", help="ftm (JSON lines) or csv; else by the file's name.")]
Kind = Annotated[str, typer.Option("--schema", help="The kind of a table's rows, such as Person or Vehicle.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; without it, standard output.")]


@command(app, "import")
def import_(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="May be compressed (.gz).")],
    *,
    format_: Format = "",
    schema: Kind = "",
    links: Annotated[str, typer.Option(help="A table of links: calls, payments or travel.")] = "",
    column: Annotated[
        list[str] | None, typer.Option(help="HEADING=MEANING, once or more, where a heading of --links is not known.")
    ] = None,
    country: Annotated[str, typer.Option(help="Of phone numbers without a prefix, such as ml.")] = "",
    dates: Annotated[str, typer.Option(help="dmy or mdy, where the days of --links can be read in two ways.")] = "",
    currency: Annotated[str, typer.Option(help="Of payments that name none, such as XOF.")] = "",
    source: Annotated[str, typer.Option(help="Who the table is from; its references then mean the same again.")] = "",
    tlp: Annotated[str, typer.Option(help="red, amber_strict, amber, green or clear.")] = "amber",
    handling: Annotated[list[str] | None, typer.Option(help="H0 to H3, once or more; H0 where it is left out.")] = None,
    legal_basis: Annotated[
        str, typer.Option(help="The law or order; without it, the records come up for review in 30 days.")
    ] = "",
    purpose: Annotated[str, typer.Option(help="The node's default purpose where it is left out.")] = "",
    review_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="At most five years away.")] = None,
    case: Annotated[str, typer.Option(help="The case's reference.")] = "",
    refused: Annotated[
        Path | None, typer.Option(help="Write the refused rows, with reasons, into this CSV file.")
    ] = None,
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Bring in records of your agency, all or nothing; refused rows are counted and can be written to a file."""
    start(home)
    from minassa import records  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_ground, stated_purpose  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    ground = stated_ground(legal_basis, stated_purpose(purpose), review_on)
    if links:
        options = _flow_options(country, dates, currency, source)
        with _opened(path, shown=not as_json) as file:
            done = records.import_flows(
                actor,
                file=file,
                sort=links,
                columns=_columns(column or ()),
                options=options,
                label=own_label(actor, tlp, handling or ["H0"]),
                ground=ground,
                case=case or "none given",
            )
        records.refresh_index()
        records.refresh_graph()
        if refused is not None:
            _write_refused(done.refused, refused)
        _tell(done, refused, as_json=as_json, unstated=not legal_basis)
        return
    with _opened(path, shown=not as_json) as file:
        result = records.import_records(
            actor,
            file=file,
            format=format_ or _format_of(path),
            schema=schema,
            label=own_label(actor, tlp, handling or ["H0"]),
            ground=ground,
            case=case or "none given",
        )
    records.refresh_index()
    if refused is not None:
        _write_refused(result.refused, refused)
    _tell(result, refused, as_json=as_json, unstated=not legal_basis)


@command(app, "export")
def export(  # noqa: PLR0913 - the command's words, each an option
    *,
    out: Out = None,
    format_: Format = "",
    schema: Kind = "",
    purpose: Annotated[str, typer.Option(help="The node's default purpose where it is left out.")] = "",
    case: Annotated[str, typer.Option(help="The case's reference.")] = "",
    as_token: AsToken = "",
    home: Home = None,
) -> None:
    """Write your agency's own records as FollowTheMoney JSON lines, or as a table of one kind."""
    start(home)
    from minassa import records  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    lines = records.export_records(
        acting_as(as_token),
        format=format_ or (_format_of(out) if out else "ftm"),
        schema=schema,
        purpose=stated_purpose(purpose),
        case=case or "none given",
    )
    if out is None:
        _write(lines, sys.stdout.buffer)
        return
    # A half-written export must not pass for a whole one.
    part = out.with_name(out.name + ".part")
    with part.open("wb") as file:
        count = _write(lines, file)
    part.replace(out)
    typer.echo(f"{count} lines written to {out}.")


def _flow_options(country: str, dates: str, currency: str, source: str) -> "FlowOptions":
    from minassa.records import DayOrder, FlowOptions  # noqa: PLC0415 - after Django's start

    try:
        order = DayOrder(dates.lower())
    except ValueError as error:
        raise typer.BadParameter("--dates is dmy or mdy") from error
    return FlowOptions(country.lower(), order, currency.upper(), " ".join(source.split()))


def _columns(given: Iterable[str]) -> dict[str, str]:
    """HEADING=MEANING as a mapping; the meaning stands after the last equals sign."""
    found = {}
    for one in given:
        head, equals, meaning = one.rpartition("=")
        if not equals:
            raise typer.BadParameter(f"--column {one}: write HEADING=MEANING")
        found[head] = meaning.strip()
    return found


def _format_of(path: Path) -> str:
    return "csv" if ".csv" in path.suffixes or ".tsv" in path.suffixes else "ftm"


def own_label(actor: "Actor", tlp: str, handling: list[str]) -> "Label":
    """The label that these words ask for, of the actor's agency."""
    from django.conf import settings  # noqa: PLC0415 - after Django's start

    from minassa.access import Handling, Label, Tlp  # noqa: PLC0415 - after Django's start

    try:
        level, codes = Tlp(tlp.lower().replace("+", "_")), frozenset(map(Handling, handling))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if actor.agency is None:
        raise typer.BadParameter("this actor belongs to no agency")
    audience = frozenset({f"user:{actor.user_id}"}) if level is Tlp.RED else frozenset[str]()
    return Label(actor.agency, level, audience, codes, exercise=settings.MINASSA.node.exercise)


@contextmanager
def _opened(path: Path, *, shown: bool) -> Iterator[IO[bytes]]:
    """The file, unpacked where it is compressed, with a bar on the terminal that follows the bytes on disk."""
    with path.open("rb") as raw:
        if not shown or not is_terminal():
            yield _unpacked(path, raw)
            return
        from rich.progress import Progress  # noqa: PLC0415 - start-up: only where it is shown

        with Progress(transient=True) as bar:
            yield _unpacked(path, bar.wrap_file(raw, total=path.stat().st_size, description="Importing"))


def _unpacked(path: Path, raw: IO[bytes]) -> IO[bytes]:
    return gzip.GzipFile(fileobj=raw, mode="rb") if path.suffix == ".gz" else raw  # type: ignore[return-value] # it reads lines


def _write(lines: Iterable[bytes], file: IO[bytes]) -> int:
    count = 0
    for line in lines:
        file.write(line)
        count += 1
    return count


def _write_refused(rows: "Iterable[RefusedRow]", path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "code", "reason", "text"])
        for one in rows:
            writer.writerow([one.number, one.code, one.reason, guarded(one.raw)])


def _tell(result: "ImportResult | FlowsImported", refused: Path | None, *, as_json: bool, unstated: bool) -> None:
    made = {} if (ends := getattr(result, "made", None)) is None else {"made": ends}
    if as_json:
        speak(
            {
                **made,
                "added": result.added,
                "amended": result.amended,
                "unchanged": result.unchanged,
                "refused": result.refused_count,
                "refused_rows": [
                    {"row": one.number, "code": one.code, "reason": one.reason} for one in result.refused[:SHOWN]
                ],
            }
        )
        return
    typer.echo(
        f"{result.added} added, {result.amended} amended, {result.unchanged} unchanged, {result.refused_count} refused."
    )
    if made:
        typer.echo(f"{made['made']} records made for lines, accounts, people and places that were not there.")
    for one in result.refused[:SHOWN]:
        typer.echo(f"  row {one.number}: {one.reason}", err=True)
    if result.refused_count > SHOWN and refused is None:
        typer.echo("  Name a file with --refused to get all refused rows with their reasons.", err=True)
    if unstated and result.added:
        typer.echo("No legal basis was stated: these records come up for review within 30 days.", err=True)
