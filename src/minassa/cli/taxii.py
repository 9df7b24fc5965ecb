"""`minassa taxii`: collections offered to other agencies' programs over TAXII 2.1."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

if TYPE_CHECKING:
    from minassa.exchange import CollectionView

app = area("Collections that this node offers over TAXII 2.1.")
collections = area("Make and list collections.")
app.add_typer(collections, name="collection")

Tlp = Annotated[str, typer.Option(help="red, amber_strict, amber, green or clear: the widest that is allowed in it.")]
Handling = Annotated[list[str] | None, typer.Option(help="H0 to H3, once or more; H0 where it is left out.")]
Audience = Annotated[
    list[str] | None, typer.Option(help="An agency or community by name or id; once or more. Else your agency alone.")
]


@command(collections, "add")
def add(  # noqa: PLR0913 - the command's words, each an option
    name: Annotated[str, typer.Argument(metavar="NAME", help="The collection's title.")],
    *,
    tlp: Tlp = "amber",
    handling: Handling = None,
    audience: Audience = None,
    description: Annotated[str, typer.Option(help="What is in it, and for whom.")] = "",
    is_open: Annotated[bool, typer.Option("--open", help="Let whoever reads it add to it.")] = False,
    releases: Annotated[
        bool, typer.Option("--releases", help="Put in what your agency releases to its readers.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Make a collection and print its id. Its marks bound everything that will be in it."""
    start(home)
    from minassa import exchange  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start
    from minassa.cli.marked import label_of  # noqa: PLC0415 - after Django's start

    actor = acting_as("")
    label = label_of(actor, tlp=tlp, handling=handling or (), audience=audience or ())
    made = exchange.add_collection(
        actor, title=name, label=label, description=description, is_open=is_open, takes_releases=releases
    )
    if as_json:
        speak(_row(made))
        return
    typer.echo(str(made.id))
    typer.echo(f"Collection “{made.title}” ({', '.join(made.marks)}) is at {_row(made)['path']}", err=True)


@command(collections, "list")
def list_(*, home: Home = None, as_json: AsJson = False) -> None:
    """List the collections that you can see, newest first."""
    start(home)
    from minassa import exchange  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    rows = [_row(one) for one in exchange.list_collections(acting_as(""), purpose=stated_purpose(""))]
    if as_json:
        speak(rows)
        return
    for row in rows:
        typer.echo(f"{row['id']}  {', '.join(row['marks']):<28} {'open' if row['open'] else '':<5} {row['title']}")


@command(collections, "update")
def update(
    collection: Annotated[UUID, typer.Argument(metavar="ID", help="The collection's id.")],
    *,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Put what your agency has released since into a collection now; the clock does it every minute."""
    start(home)
    from minassa import exchange  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    done = exchange.update_collection(acting_as(""), id=collection)
    if as_json:
        speak({"published": done.published, "revoked": done.revoked})
        return
    typer.echo(f"{done.published} published, {done.revoked} revoked.")


def _row(one: "CollectionView") -> dict[str, Any]:
    return {
        "id": str(one.id),
        "title": one.title,
        "description": one.description,
        "marks": list(one.marks),
        "open": one.is_open,
        "releases": one.takes_releases,
        "path": f"/taxii2/node/collections/{one.id}/",
    }
