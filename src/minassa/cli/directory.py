"""`minassa directory`: who takes part in the federation. The secretariat publishes it; every other node trusts and follows it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start, stop

if TYPE_CHECKING:
    from minassa.exchange import Directory

app = area("The member directory: nodes, agencies, keys and communities.")

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, show_default=False)]
Expected = Annotated[
    str, typer.Option("--fingerprint", help="The fingerprint that was told by another way, such as the telephone.")
]


@command(app, "trust")
def trust(
    file: File,
    *,
    fingerprint: Expected = "",
    replace: Annotated[bool, typer.Option("--replace", help="Give up the secretariat trusted so far.")] = False,
    home: Home = None,
) -> None:
    """Trust the secretariat of this directory, and join its federation; later versions are followed by themselves."""
    start(home)
    from minassa import access, exchange  # noqa: PLC0415 - after Django's start

    raw = file.read_bytes()
    made = exchange.trust_directory(access.system_actor("federation"), raw=raw, expected=fingerprint, replace=replace)
    key = exchange.signing_key_of(exchange.read_signed_directory(raw))
    typer.echo(f"Version {made.version} of the directory counts: {_counted(made)}.")
    if key is not None and not fingerprint:
        typer.echo(f"Its secretariat's fingerprint is {exchange.fingerprint(key)}: compare it by telephone.")


@command(app, "show")
def show(
    *,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the signed directory to this file.")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show the directory that this node trusts."""
    start(home)
    from minassa import access, exchange  # noqa: PLC0415 - after Django's start

    found = exchange.show_directory(access.system_actor("federation"))
    if out is not None:
        out.write_bytes(found.text())
    if as_json:
        speak(found.as_json())
        return
    made = found.directory
    typer.echo(f"Version {made.version} of {made.at:%Y-%m-%d %H:%M} UTC: {_counted(made)}.")
    for node in made.nodes:
        mark = "  (secretariat)" if node.id == made.secretariat else ""
        typer.echo(f"\n{node.name}{mark}\n  {node.id}  {node.address or 'no address: it fetches what waits for it'}")
        for agency in made.agencies_of(node.id):
            typer.echo(f"  {agency.id}  {agency.name}")
    for community in made.communities:
        typer.echo(f"\n{community.name}: {len(community.members)} agencies")


@command(app, "add")
def add(card: File, *, fingerprint: Expected = "", home: Home = None) -> None:
    """At the secretariat: take in a node's card, to be published. Compare its fingerprint with the agency first."""
    start(home)
    from minassa import access, exchange  # noqa: PLC0415 - after Django's start

    taken = exchange.add_card(access.system_actor("federation"), raw=card.read_bytes(), expected=fingerprint)
    names = ", ".join(one.name for one in taken.agencies)
    typer.echo(f"{taken.node.name} ({names}) is in the next version. `minassa directory publish` publishes it.")
    if taken.key is not None and not fingerprint:
        typer.echo(f"Its fingerprint is {exchange.fingerprint(taken.key)}: compare it by telephone before you publish.")


@command(app, "remove")
def remove(
    node: Annotated[UUID, typer.Argument(help="The node's id, as `minassa directory show` prints it.")],
    *,
    home: Home = None,
) -> None:
    """At the secretariat: leave a node out of the next version."""
    start(home)
    from minassa import access, exchange  # noqa: PLC0415 - after Django's start

    exchange.remove_node(access.system_actor("federation"), node=node)
    typer.echo(f"{node} is left out of the next version. `minassa directory publish` publishes it.")


@command(app, "community")
def community(
    name: Annotated[str, typer.Argument(help="The community's name.")],
    *,
    member: Annotated[list[str] | None, typer.Option(help="An agency's name or id; repeat it for several.")] = None,
    home: Home = None,
) -> None:
    """At the secretariat: make a community, or give it exactly these members, in the next version."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start

    actor = access.system_actor("federation")
    agencies = access.list_agencies(actor)
    named = [one for one in agencies if {one.name, str(one.id)} & set(member or ())]
    if len(named) != len(member or ()):
        stop("Some of these agencies are not known here. `minassa directory show` names them all.")
    known = {one.name: one for one in access.list_communities(actor)}
    made = known.get(name) or access.add_community(actor, name=name)
    access.set_members(actor, community=made.id, agencies=[one.id for one in named], people=made.people)
    typer.echo(f"{name}: {len(named)} agencies. `minassa directory publish` publishes it.")


@command(app, "publish")
def publish(
    *,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the signed directory to this file.")] = None,
    home: Home = None,
) -> None:
    """At the secretariat: publish the next version of the directory. Nodes that take part fetch it by themselves."""
    start(home)
    from minassa import access, exchange  # noqa: PLC0415 - after Django's start

    made = exchange.publish_directory(access.system_actor("federation"))
    if out is not None:
        out.write_bytes(made.text())
    key = exchange.signing_key_of(made)
    typer.echo(f"Version {made.directory.version} is published: {_counted(made.directory)}.")
    if key is not None:
        typer.echo(f"Fingerprint  {exchange.fingerprint(key)}")


def _counted(made: "Directory") -> str:
    counts: dict[str, Any] = {
        "nodes": len(made.nodes),
        "agencies": len(made.agencies),
        "communities": len(made.communities),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items())
