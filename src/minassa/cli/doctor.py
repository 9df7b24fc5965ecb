"""`minassa doctor`: every configuration fault at once."""

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

app = area()


@command(app, "doctor")
def doctor(*, home: Home = None, as_json: AsJson = False) -> None:
    """Report every configuration fault at once, and what the node must do without; exit 1 where there is a fault."""
    start(home, initialised=False)
    from minassa.node.preflight import faults, limits  # noqa: PLC0415 - after Django's start

    found = faults()
    if as_json:
        speak([{"where": one.where, "what": one.what, "next_step": one.next_step} for one in found])
    else:
        for one in found:
            typer.echo(f"{one.where}: {one.what}. To do: {one.next_step}.")
        for one in limits():
            typer.echo(f"Not available: {one.where}: {one.what}. To do: {one.next_step}.")
        typer.echo("No fault was found." if not found else f"{len(found)} faults were found.")
    if found:
        raise typer.Exit(1)
