"""`minassa init`: make a node, or bring one up to date."""

import os
from typing import Annotated

import typer

from minassa.base.settings import LANGUAGES, home_folder
from minassa.cli.start import Home, area, command, is_terminal, start, stop

app = area()


@command(app, "init")
def init(
    *,
    home: Home = None,
    name: Annotated[str, typer.Option(help="The node's name, shown on each page.")] = "",
    agency: Annotated[str, typer.Option(help="The first agency's name.")] = "",
    country: Annotated[str, typer.Option(help="The first agency's country, two letters such as ML.")] = "",
    language: Annotated[str, typer.Option(help="ar, fr, en or pt.")] = "",
) -> None:
    """Make a node's folder, secrets, database, first agency and first people; run again it brings the node up to date.

    Without a terminal it asks nothing and takes what is given, or the defaults.
    """
    folder = home_folder(home)
    name = name or _asked("The node's name", "Minassa")
    language = language or _asked("Language (ar, fr, en, pt)", "fr")
    if language not in LANGUAGES:
        stop(f"There is no language {language!r}. Use ar, fr, en or pt.")
    from minassa.node.founding import lay_folder  # noqa: PLC0415 - start-up: --help need not load it

    lay_folder(folder, name=name, language=language, exercise=False)
    os.environ["MINASSA_DATABASE_OWNER"] = "1"
    start(folder)
    from minassa.node.founding import bring_up_to_date, first_people  # noqa: PLC0415 - after Django's start

    bring_up_to_date()
    people = tuple(first_people(agency or _asked("The first agency's name", name), country.lower()))
    typer.echo(f"The node in {folder} is ready.")
    if people:
        typer.echo("One-use links, good for 48 hours, with which the first people choose their password:")
        for person in people:
            typer.echo(f"  {person.username:<18} {', '.join(person.roles):<28} /account/invitation/{person.secret}/")


def _asked(question: str, default: str) -> str:
    return str(typer.prompt(question, default=default)) if is_terminal() else default
