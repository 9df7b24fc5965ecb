"""`minassa threats`: incidents, forecasts, and the shapes under the map."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minassa.cli.start import AsJson, Home, area, command, is_terminal, speak, start, stop

if TYPE_CHECKING:
    from io import BufferedReader

    from minassa.threats import BadRow, Imported, Panel

SHOWN = 20

AsToken = Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")]

app = area("Incidents: import from a source, back-test the forecast, change the shapes of the map.")


@app.callback()
def threats() -> None:
    """Incidents: import from a source, back-test the forecast, change the shapes of the map."""


@command(app, "backtest")
def backtest(  # noqa: PLR0913 - the command's words, each an option
    panel: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="CSV of deaths: isocode, period, fatalities; without it, the node's incidents.",
        ),
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", file_okay=False, help="The folder for the tables.")],
    years: Annotated[
        list[int] | None, typer.Option("--year", help="A test year, once or more; else the last five.")
    ] = None,
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Score the forecast of deaths year by year beside three baselines; the same data give the same bytes."""
    from minassa import threats  # noqa: PLC0415 - start-up: only here are numpy and scipy wanted

    try:
        known = _panel_of_file(panel) if panel is not None else _panel_of_node(home, as_token)
        found = threats.backtest(known, years=years or ())
    except (threats.PanelError, UnicodeDecodeError) as error:
        stop(f"{panel or 'What this node holds'} cannot be used: {error}")
    if not found.rows:
        stop("There are too few months before these years. Name later years with --year.")
    out.mkdir(parents=True, exist_ok=True)
    written = {
        "backtest.csv": threats.table_csv(found),
        "backtest.json": threats.table_json(found),
        "backtest.md": threats.table_markdown(found),
    }
    for name, text in written.items():
        (out / name).write_text(text, encoding="utf-8")
    if as_json:
        speak({"files": [str(out / name) for name in written], "rows": len(found.rows)})
        return
    typer.echo(written["backtest.md"])


def _panel_of_file(path: Path) -> "Panel":
    from minassa import threats  # noqa: PLC0415 - start-up

    with path.open(encoding="utf-8-sig", newline="") as file:
        return threats.read_panel(file)


def _panel_of_node(home: Path | None, as_token: str) -> "Panel":
    start(home)
    from minassa import threats  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    return threats.monthly_deaths(acting_as(as_token), purpose=stated_purpose(""))


@command(app, "import")
def import_(  # noqa: PLR0913 - the command's words, each an option
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="ucdp-ged, acled, gtd or own.")],
    path: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV (may be .gz) or XLSX.")
    ],
    *,
    tlp: Annotated[str, typer.Option(help="red, amber_strict, amber, green or clear.")] = "amber",
    handling: Annotated[list[str] | None, typer.Option(help="H0 to H3, once or more.")] = None,
    audience: Annotated[list[str] | None, typer.Option(help="An agency or community, by name or id.")] = None,
    legal_basis: Annotated[str, typer.Option(help="The law or order; without it, review in 30 days.")] = "",
    purpose: Annotated[str, typer.Option(help="The node's default purpose where it is left out.")] = "",
    review_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="At most five years away.")] = None,
    case: Annotated[str, typer.Option(help="The case's reference.")] = "",
    failed: Annotated[
        Path | None, typer.Option(help="Write the rows that failed, with reasons, into this CSV file.")
    ] = None,
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Bring in what a source reports of incidents. Cut off, it goes on when repeated; the same file twice adds nothing."""
    start(home)
    from minassa import records, threats  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_ground, stated_purpose  # noqa: PLC0415 - after Django's start
    from minassa.cli.marked import label_of  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    label = label_of(actor, tlp=tlp, handling=handling or (), audience=audience or ())
    ground = stated_ground(legal_basis, stated_purpose(purpose), review_on)
    with _shown(path, shown=not as_json) as (file, told):
        done = threats.import_incidents(
            actor, source=source, file=file, label=label, ground=ground, case=case or "none given", told=told
        )
    records.refresh_index()
    if failed is not None:
        _write_failed(done.bad, failed)
    _tell(done, as_json=as_json)


@command(app, "shapes")
def shapes(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", exists=True, dir_okay=False, show_default=False, help="TopoJSON or GeoJSON (may be .gz)."
        ),
    ] = None,
    *,
    areas: Annotated[bool, typer.Option("--areas", help="The file holds first-level areas, not countries.")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Replace the shapes of countries, or of first-level areas, on maps; without a file, those that come with Minassa."""
    start(home)
    from minassa import access, threats  # noqa: PLC0415 - after Django's start

    actor = access.cli_administrator()
    if path is None:
        threats.reset_shapes(actor)
        speak({"shapes": 0}) if as_json else typer.echo("Maps show the shapes that come with Minassa.")
        return
    number = threats.replace_shapes(actor, level="area" if areas else "country", data=path.read_bytes())
    if as_json:
        speak({"shapes": number})
        return
    typer.echo(
        f"{number} shapes are on the map now. The clock lays the incidents to them; so does `minassa threats place`."
    )


@command(app, "place")
def place(*, home: Home = None, as_json: AsJson = False) -> None:
    """Look up where incidents lie on the map: those that came in before there was one, or before its shapes changed.

    The clock does the same. Cut off, it goes on where it stopped; a second time it finds nothing to do.
    """
    start(home)
    from minassa import threats  # noqa: PLC0415 - after Django's start

    if as_json or not is_terminal():
        done = threats.place_incidents()
    else:
        from rich.progress import Progress  # noqa: PLC0415 - start-up: only where it is shown

        with Progress(transient=True) as bar:
            task = bar.add_task("Incidents", total=None)
            done = threats.place_incidents(lambda some, whole: bar.update(task, completed=some, total=whole))
    speak({"placed": done}) if as_json else typer.echo(f"{done} incidents are laid to hexagons and areas of the map.")


@command(app, "figures")
def figures(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV in UTF-8.")],
    *,
    tlp: Annotated[str, typer.Option(help="red, amber_strict, amber, green or clear.")] = "amber",
    handling: Annotated[list[str] | None, typer.Option(help="H0 to H3, once or more.")] = None,
    audience: Annotated[list[str] | None, typer.Option(help="An agency or community, by name or id.")] = None,
    failed: Annotated[
        Path | None, typer.Option(help="Write the rows that failed, with reasons, into this CSV file.")
    ] = None,
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Bring in figures of development and society per area, as context beside incidents: area, indicator, year, value, unit, source."""
    start(home)
    from minassa import threats  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start
    from minassa.cli.marked import label_of  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    label = label_of(actor, tlp=tlp, handling=handling or (), audience=audience or ())
    done = threats.import_figures(
        actor, content=path.read_bytes(), label=label, purpose=stated_purpose(""), case="none given"
    )
    if failed is not None:
        failed.write_text(threats.failed_figures(done.bad), encoding="utf-8")
    if as_json:
        speak({name: getattr(done, name) for name in ("added", "amended", "unchanged", "failed")})
        return
    typer.echo(f"{done.added} added, {done.amended} amended, {done.unchanged} unchanged, {done.failed} failed.")
    for one in done.bad[:SHOWN]:
        typer.echo(f"  row {one.row}: {threats.BAD_FIGURES[one.why]}", err=True)


@contextmanager
def _shown(
    path: Path, *, shown: bool
) -> Iterator[tuple["BufferedReader | gzip.GzipFile", Callable[["Imported"], None]]]:
    """The file, unpacked where it is compressed, and what tells on the terminal how far the import is."""
    with path.open("rb") as raw:
        file = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
        if not shown or not is_terminal():
            yield file, lambda _done: None
            return
        from rich.progress import Progress  # noqa: PLC0415 - start-up: only where it is shown

        with Progress(transient=True) as bar:
            reading = bar.add_task("Reading", total=path.stat().st_size)
            making = bar.add_task("Incidents", total=None)

            def told(done: "Imported") -> None:
                bar.update(reading, completed=raw.tell())
                placed = done.incidents + done.linked + done.doubtful
                bar.update(making, completed=placed, total=max(done.added, placed))

            yield file, told


def _write_failed(rows: "list[BadRow]", path: Path) -> None:
    """The rows that failed; a half-written table must not pass for a whole one."""
    from minassa.threats import PROBLEMS, refused_table  # noqa: PLC0415 - after Django's start

    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.writelines(refused_table(rows, PROBLEMS.__getitem__))
    part.replace(path)


def _tell(done: "Imported", *, as_json: bool) -> None:
    from minassa.threats import PROBLEMS  # noqa: PLC0415 - after Django's start

    names = ("added", "amended", "unchanged", "failed", "incidents", "linked", "doubtful")
    counts = {name: getattr(done, name) for name in names}
    if as_json:
        bad = [{"row": one.row, "problem": one.problem, "column": one.column} for one in done.bad[:SHOWN]]
        speak({**counts, "failed_rows": bad})
        return
    typer.echo(f"{done.added} added, {done.amended} amended, {done.unchanged} unchanged, {done.failed} failed.")
    typer.echo(
        f"{done.incidents} new incidents, {done.linked} reports laid to known ones, {done.doubtful} wait for a decision."
    )
    for one in done.bad[:SHOWN]:
        typer.echo(f"  row {one.row}: {' '.join(PROBLEMS[one.problem])}", err=True)
