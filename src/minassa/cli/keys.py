"""`minassa keys`: the keys with which this node signs and opens what other nodes send, and the one that seals its attachments."""

from pathlib import Path
from typing import Annotated

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

app = area("The node's keys for the exchange with other nodes.")


@command(app, "show")
def show(
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the node's card, for the secretariat, to this file.")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show the node's id and the fingerprint of its key; with --out write its card, to be handed to the secretariat."""
    start(home)
    from minassa import access, exchange  # noqa: PLC0415 - after Django's start

    own = exchange.keys_of_this_node()
    if out is not None:
        out.write_bytes(exchange.own_card(access.system_actor("federation")).text())
    if as_json:
        keys = [{"id": one.id, "use": one.use, "since": one.since, "until": one.until} for one in own.keys]
        speak({"node": own.node, "fingerprint": own.signing.id, "listed": own.is_listed, "keys": keys})
        return
    typer.echo(f"Node         {own.node}")
    typer.echo(f"Fingerprint  {exchange.fingerprint(own.signing)}")
    typer.echo("The directory lists this key." if own.is_listed else "The directory does not list this key yet.")
    if out is not None:
        typer.echo(f"Hand {out} to the secretariat, and tell it the fingerprint by another way, such as the telephone.")


@command(app, "rotate")
def rotate(
    *,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="A key has leaked: end the old keys at once, and delete them.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Make new keys. The old ones count for a week more and stay for reading; the secretariat is told by itself.

    The key that seals attachments is changed too. Should that fail, the node's new keys stand all the same: put right what is said, and run
    it again.
    """
    start(home)
    from minassa import access, desk, exchange  # noqa: PLC0415 - after Django's start

    # A key that leaked cannot wait for the attachments: the node's keys come first.
    own = exchange.rotate_keys(access.system_actor("federation"), revoke=revoke)
    if not as_json:
        _tell(exchange.fingerprint(own.signing), revoked=revoke)
    sealing = desk.rotate_attachment_key()
    if as_json:
        files = {"key": sealing.key_id, "rewrapped": sealing.rewrapped, "let_go": sealing.let_go}
        speak({"node": own.node, "fingerprint": own.signing.id, "listed": own.is_listed, "attachments": files})
        return
    typer.echo(
        f"The attachments have a new key, {sealing.key_id}. Wrapped anew: {sealing.rewrapped}; old keys let go: {sealing.let_go}."
    )


def _tell(fingerprint: str, *, revoked: bool) -> None:
    typer.echo(f"New keys are made. Fingerprint  {fingerprint}")
    if revoked:
        typer.echo(
            "The old ones are deleted. Hand the card of `minassa keys show --out FILE` to the secretariat yourself,"
        )
        typer.echo("with the fingerprint by telephone: until it is published, other nodes refuse this one.")
    else:
        typer.echo("The node tells the secretariat when it next asks it; until then it uses the old ones.")
