"""`minassa agency`: agencies and partner organisations."""

from enum import StrEnum
from typing import Annotated

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

app = area()


class Kind(StrEnum):
    """What an organisation is to the platform: the words of `minassa.access.AgencyKind`, which need Django."""

    MEMBER = "member"
    PARTNER = "partner"
    SECRETARIAT = "secretariat"


@command(app, "add")
def add(
    name: Annotated[str, typer.Argument(help="The agency's name.", show_default=False)],
    *,
    kind: Annotated[Kind, typer.Option(help="Of a member state, a partner organisation, or the secretariat.")] = (
        Kind.MEMBER
    ),
    country: Annotated[str, typer.Option(help="Its country, two letters such as ML.")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Add an agency, as the owner of the node's folder."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start

    owner = access.system_actor("setup")
    made = access.add_agency(owner, name=name, kind=access.AgencyKind(kind), country=country)
    if as_json:
        speak({"id": made.id, "name": made.name, "kind": made.kind.value, "country": made.country})
    else:
        typer.echo(f"{made.name} was added ({made.id}).")


@command(app, "list")
def list_(*, home: Home = None, as_json: AsJson = False) -> None:
    """List all agencies."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start

    rows = [
        {"id": one.id, "name": one.name, "kind": one.kind.value, "country": one.country, "active": one.is_active}
        for one in access.list_agencies(access.system_actor("setup"))
    ]
    if as_json:
        speak(rows)
        return
    for row in rows:
        closed = "" if row["active"] else "  closed"
        typer.echo(f"{row['id']}  {row['kind']:<12} {str(row['country']).upper():<3} {row['name']}{closed}")
