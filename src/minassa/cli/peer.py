"""`minassa peer`: the other nodes, and carrying to and from them at once."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

app = area("Other nodes: how this one stands with them, and carrying at once.")


@command(app, "list")
def list_(*, home: Home = None, as_json: AsJson = False) -> None:
    """List the other nodes: last contact, what waits for them, what was given up or refused, and what is wrong."""
    start(home)
    from minassa import access, exchange  # noqa: PLC0415 - after Django's start

    partners = exchange.list_partners(access.system_actor("federation"))
    if as_json:
        speak([_row(one) for one in partners])
        return
    if not partners:
        typer.echo("This node has not joined a federation. Run `minassa directory trust FILE`.")
    for one in partners:
        contact = f"{one.contact:%Y-%m-%d %H:%M}" if one.contact else "never"
        trouble = f"  {one.fault}" if one.fault else ""
        typer.echo(
            f"{one.name:<30} contact {contact:<16}  {one.waiting} waiting  {len(one.lost or ())} not delivered{trouble}"
        )


def _row(one: Any) -> dict[str, Any]:  # noqa: ANN401 - a view of the room, whose type needs Django
    row = asdict(one)
    row["agencies"] = [agency["name"] for agency in row["agencies"]]
    row["lost"] = [{name: lost[name] for name in ("id", "stream", "version", "state", "code")} for lost in row["lost"]]
    return row


@command(app, "sync")
def sync(
    *,
    at_once: Annotated[bool, typer.Option("--at-once", help="Also try nodes whose next try has not come yet.")] = False,
    seconds: Annotated[float, typer.Option(min=1, help="Begin nothing new after so many seconds.")] = 3600,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Carry what waits for other nodes and fetch what waits for this one, now; `minassa work` does it every ten seconds."""
    start(home)
    from minassa import exchange  # noqa: PLC0415 - after Django's start

    done = exchange.sync_peers(budget=seconds, at_once=at_once)
    if as_json:
        speak({**asdict(done), "failed": {str(node): code for node, code in done.failed.items()}})
    else:
        typer.echo(
            f"{done.sent} sent, {done.answered} answered, {done.relayed} left at the secretariat, {done.fetched} fetched."
        )
        for node, code in done.failed.items():
            typer.echo(f"{node}: {code}", err=True)
    if done.failed:
        raise typer.Exit(1)


@command(app, "ledger")
def ledger(
    *,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take the ledger as it is for the whole one, after its loss was made good.")
    ] = False,
    home: Home = None,
) -> None:
    """Tell whether a partner has seen lines of this node's ledger that are not in it any more."""
    start(home)
    from minassa import access, exchange  # noqa: PLC0415 - after Django's start

    if accept:
        exchange.accept_end(access.system_actor("federation"))
    if exchange.ledger_fault():
        typer.echo("Lines were taken off the end of the ledger: see docs/federation.md.", err=True)
        raise typer.Exit(1)
    typer.echo("No partner has seen a later end of this ledger.")
