"""`minassa token`: tokens for programs, which act for the owner of the node's folder within their scopes."""

from typing import Annotated, Any
from uuid import UUID

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start, stop

app = area()


@command(app, "add")
def add(
    *,
    scope: Annotated[list[str], typer.Option(help="What it may be used for, such as check; repeat it for several.")],
    name: Annotated[str, typer.Option(help="For what program it is.")] = "command line",
    days: Annotated[int, typer.Option(min=1, max=366, help="Days until it expires.")] = 90,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Make a token and print it. It is shown this once: the node keeps only its digest."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    known = access.scopes()
    if unknown := sorted(set(scope) - known):
        stop(f"There is no scope {unknown[0]!r}. Use one or more of: {', '.join(sorted(known))}.")
    made = access.add_token(acting_as(""), name=name, scopes=scope, days=days)
    if as_json:
        speak({"id": made.id, "token": made.secret, "scopes": made.scopes, "expires": made.expires})
        return
    typer.echo(made.secret)
    typer.echo(f"Token {made.id} is good until {made.expires:%Y-%m-%d}. It is not shown again.", err=True)


@command(app, "list")
def list_(*, home: Home = None, as_json: AsJson = False) -> None:
    """List the tokens of the owner of the node's folder, newest first, without their secrets."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start
    from minassa.base import now  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    at = now()
    rows: list[dict[str, Any]] = [
        {
            "id": one.id,
            "name": one.name,
            "scopes": one.scopes,
            "expires": one.expires,
            "state": "revoked" if one.is_revoked else "expired" if one.expires <= at else "good",
        }
        for one in access.list_tokens(acting_as(""))
    ]
    if as_json:
        speak(rows)
        return
    for row in rows:
        typer.echo(
            f"{row['id']}  {row['state']:<8} {row['expires']:%Y-%m-%d}  {', '.join(row['scopes']):<30} {row['name']}"
        )


@command(app, "revoke")
def revoke(
    token: Annotated[UUID, typer.Argument(help="The token's id, as `minassa token list` shows it.")],
    *,
    home: Home = None,
) -> None:
    """End a token at once."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    access.revoke_token(acting_as(""), token=token)
    typer.echo(f"Token {token} is ended.")
