"""`minassa feed`: what the node fetches: TAXII collections, STIX files, and feeds in MISP's format."""

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start, stop
from minassa.cli.taxii import Audience, Handling

if TYPE_CHECKING:
    from minassa.exchange import FeedView, RunView

app = area()

FeedId = Annotated[UUID, typer.Argument(metavar="FEED", help="The feed's id, as `minassa feed list` shows it.")]


@command(app, "add")
def add(  # noqa: PLR0913 - the command's words, each an option
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help="A STIX file, a TAXII collection (.../collections/ID/), or a MISP feed's .../manifest.json",
        ),
    ],
    *,
    title: Annotated[str, typer.Option(help="What it is called here; the host's name where it is left out.")] = "",
    tlp: Annotated[str, typer.Option(help="The widest level for what comes: red to clear.")] = "amber",
    handling: Handling = None,
    audience: Audience = None,
    secret: Annotated[str, typer.Option(help="The file below secrets/feeds/ with the token, or name:password.")] = "",
    every: Annotated[int, typer.Option(help="Minutes from one fetch to the next.")] = 60,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Follow a feed and print its id. The clock fetches it; `feed sync` fetches it now."""
    start(home)
    from minassa import exchange  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start
    from minassa.cli.marked import label_of  # noqa: PLC0415 - after Django's start

    actor = acting_as("")
    made = exchange.add_feed(
        actor,
        url=url,
        title=title or urlsplit(url).hostname or url,
        label=label_of(actor, tlp=tlp, handling=handling or (), audience=audience or ()),
        secret=secret,
        every_minutes=every,
    )
    if as_json:
        speak(_row(made))
        return
    typer.echo(str(made.id))
    typer.echo(f"“{made.title}” is fetched every {made.every_minutes} minutes into a collection of its own.", err=True)


@command(app, "list")
def list_(*, home: Home = None, as_json: AsJson = False) -> None:
    """List the feeds of your agency with their state and last fetch."""
    start(home)
    from minassa import exchange  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    found = exchange.list_feeds(acting_as(""))
    if as_json:
        speak([_row(one) for one in found])
        return
    for one in found:
        last = f"{one.last.began:%Y-%m-%d %H:%M}" if one.last else "not yet"
        typer.echo(f"{one.id}  {one.state:<8} last {last:<16} {one.stored:>8} stored  {one.title}  {one.url}")


@command(app, "sync")
def sync(
    feed: Annotated[str, typer.Argument(metavar="[FEED]", help="One feed's id; all of your agency without it.")] = "",
    *,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Fetch feeds now; exit 1 where one could not be fetched."""
    start(home)
    from minassa import exchange  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    actor = acting_as("")
    chosen = [one for one in exchange.list_feeds(actor) if feed in {"", str(one.id)}]
    if feed and not chosen:
        stop(f"There is no feed {feed}. `minassa feed list` shows their ids.")
    runs = [(one, exchange.sync_feed(actor, id=one.id)) for one in chosen]
    if as_json:
        speak([{"feed": str(one.id), **_run_row(run)} for one, run in runs])
    else:
        for one, run in runs:
            _say(one, run)
    if any(run.fault for _one, run in runs):
        raise typer.Exit(1)


@command(app, "resume")
def resume(feed: FeedId, *, home: Home = None) -> None:
    """Let the clock fetch a feed again that it had given up."""
    start(home)
    from minassa import exchange  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    typer.echo(f"“{exchange.resume_feed(acting_as(''), id=feed).title}” is fetched again.")


def _say(one: "FeedView", run: "RunView") -> None:
    typer.echo(f"{one.title}: {run.stored} stored, {run.known} known, {run.refused} refused.")
    for name, why in run.refused_why:
        typer.echo(f"  refused {name or 'an unnamed object'}: {why}", err=True)
    if run.fault:
        typer.echo(f"{one.title}: {run.what} {run.next_step}", err=True)


def _row(one: "FeedView") -> dict[str, Any]:
    return {
        "id": str(one.id),
        "title": one.title,
        "url": one.url,
        "kind": one.kind,
        "collection": str(one.collection),
        "marks": list(one.marks),
        "state": one.state,
        "stored": one.stored,
        "refused": one.refused,
        "due": one.due.isoformat(),
        "last": _run_row(one.last) if one.last else None,
    }


def _run_row(run: "RunView") -> dict[str, Any]:
    return {
        "began": run.began.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "stored": run.stored,
        "known": run.known,
        "refused": run.refused,
        "fault": run.fault,
    }
