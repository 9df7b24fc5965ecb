"""`minassa meetings`: the public page of an edition as a folder for any web server."""

from pathlib import Path
from typing import Annotated

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

app = area("The high-level meetings.")


@app.callback()
def meetings() -> None:
    """The high-level meetings."""  # without it, an app of one command has no name for it


@command(app, "publish")
def publish(
    edition: Annotated[str, typer.Argument(help="The edition's number or id, as its public page has it.")],
    *,
    out: Annotated[Path, typer.Option(help="The folder to write; it is made where it is missing.", file_okay=False)],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write what is public of an edition into a folder: pages in four languages, the declaration as PDF and DOCX, style and fonts."""
    start(home)
    from minassa.web.public_site import public_edition_named, write_site  # noqa: PLC0415 - after Django's start

    paths = write_site(public_edition_named(edition), out)
    if as_json:
        speak({"folder": str(out), "files": paths})
    else:
        typer.echo(f"{len(paths)} files written to {out}.")
