"""`minassa lists`: import, update, review, accept, status."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

if TYPE_CHECKING:
    from minassa.screening import ListStatus, VersionView

app = area()

SourceName = Annotated[
    str, typer.Argument(metavar="SOURCE", help="un-sc, ofac-sdn, eu-fsf, uk-ofsi, ca-sema or ftm.", show_default=False)
]
AsToken = Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")]
Given = Annotated[
    Path, typer.Argument(metavar="FILE|FOLDER", help="The publisher's file or set of files, compressed or not.")
]


@command(app, "import")
def import_(
    source: SourceName, path: Given, *, as_token: AsToken = "", home: Home = None, as_json: AsJson = False
) -> None:
    """Take in a list and put it in force; one that cannot be read or fell by more than a tenth goes to quarantine."""
    start(home)
    from minassa import screening  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    _tell(screening.import_list(acting_as(as_token), source=source, path=path), as_json=as_json)


@command(app, "update")
def update(
    source: Annotated[str, typer.Argument(metavar="[SOURCE]", help="One source; all official ones without it.")] = "",
    *,
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Fetch lists from their publishers and put in force what is new; exit 1 where one could not be updated."""
    start(home)
    from minassa import screening  # noqa: PLC0415 - after Django's start
    from minassa.base import Fault  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    failed = 0
    outcomes: list[dict[str, Any]] = []
    for one in [source] if source else [known.key for known in screening.sources() if known.official]:
        try:
            outcomes.append(_as_row(screening.update_list(actor, source=one)))
        except Fault as fault:
            failed += 1
            outcomes.append({"source": one, "fault": fault.code, "why": str(fault)})
            typer.echo(f"{one}: {fault}", err=True)
    if as_json:
        speak(outcomes)
    else:
        _say_all(outcomes)
    if failed:
        raise typer.Exit(1)


@command(app, "accept")
def accept(source: SourceName, *, as_token: AsToken = "", home: Home = None, as_json: AsJson = False) -> None:
    """Put the version that waits in quarantine in force, after review."""
    start(home)
    from minassa import screening  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    _tell(screening.accept_list(acting_as(as_token), source=source), as_json=as_json)


@command(app, "review")
def review(source: SourceName, *, as_token: AsToken = "", home: Home = None, as_json: AsJson = False) -> None:
    """Show what the version in quarantine would add, amend and remove."""
    start(home)
    from minassa import screening  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    changes = screening.review_list(acting_as(as_token), source=source)
    if as_json:
        speak([{"what": one.what, "ref": one.ref, "name": one.caption, "fields": one.fields} for one in changes])
        return
    for one in changes:
        typer.echo(
            f"{one.what:8} {one.ref:14} {one.caption}{'  (' + ', '.join(one.fields) + ')' if one.fields else ''}"
        )


@command(app, "status")
def status(*, as_token: AsToken = "", home: Home = None, as_json: AsJson = False) -> None:
    """Show every source with its version in force, its subjects, and what waits in quarantine."""
    start(home)
    from minassa import screening  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    rows = [_status_row(one) for one in screening.status(acting_as(as_token))]
    if as_json:
        speak(rows)
        return
    for row in rows:
        version = f"version {row['version']}, {row['subjects']} subjects" if row["version"] else "no version"
        dated = f", published {row['published']}" if row["published"] else ""
        typer.echo(f"{row['source']:9} {row['state']:12} {version}{dated}")
        if row["waiting"]:
            typer.echo(f"{'':9} quarantined  version {row['waiting']['version']}: {row['waiting']['why']}")


def _status_row(one: "ListStatus") -> dict[str, Any]:
    held, waiting = one.in_force, one.waiting
    state = held.state if held else waiting.state if waiting else "absent"
    return {
        "source": one.source,
        "version": held.number if held else None,
        "subjects": held.subjects if held else 0,
        "state": state,
        "published": held.published if held else "",
        "imported_at": held.made_at.isoformat() if held else "",
        "checked_at": one.checked_at.isoformat() if one.checked_at else "",
        "waiting": waiting and {"version": waiting.number, "subjects": waiting.subjects, "why": waiting.why},
    }


def _as_row(version: "VersionView") -> dict[str, Any]:
    return {
        "source": version.source,
        "version": version.number,
        "subjects": version.subjects,
        "state": version.state,
        "published": version.published,
        "added": version.added if version.is_new else 0,
        "amended": version.amended if version.is_new else 0,
        "removed": version.removed if version.is_new else 0,
        "new": version.is_new,
    }


def _tell(version: "VersionView", *, as_json: bool) -> None:
    if as_json:
        speak(_as_row(version))
    else:
        _say_all([_as_row(version)])


def _say_all(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if "fault" in row:
            continue
        if not row["new"]:
            typer.echo(f"{row['source']}: version {row['version']} is already in force, {row['subjects']} subjects.")
            continue
        changed = f"{row['added']} added, {row['amended']} amended, {row['removed']} removed"
        typer.echo(
            f"{row['source']}: version {row['version']} in force, {row['subjects']} listed subjects ({changed})."
        )
