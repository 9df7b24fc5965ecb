"""`minassa restore`: a node back from a backup, whole or not at all."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minassa.base.settings import home_folder
from minassa.cli.backup import IdentityFiles, PassphraseFile, keys_given, watched
from minassa.cli.start import AsJson, Home, area, command, speak, start

if TYPE_CHECKING:
    from minassa.node.backups.reading import Verified
    from minassa.node.backups.settling import Settled

app = area()


@command(app, "restore")
def restore(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="What `minassa backup` wrote.")],
    *,
    identity: IdentityFiles = None,
    passphrase_file: PassphraseFile = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="The folder is not empty: keep it beside, under another name.")
    ] = False,
    database: Annotated[str, typer.Option(help="PostgreSQL: the new, empty database to fill.")] = "",
    settings: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Another node.toml, with the password files beside it."),
    ] = None,
    log_key: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="The log's public key as kept elsewhere, to tell a forgery."),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(
            exists=True, help="A copy of the folder `ledger`: what was removed after the backup is removed again."
        ),
    ] = None,
    without_ledger: Annotated[
        bool, typer.Option("--without-ledger", help="There is no ledger newer than the backup, or it is damaged.")
    ] = False,
    alone: Annotated[bool, typer.Option("--alone", help="Restore although one person could; people are told.")] = False,
    despite_log: Annotated[
        bool, typer.Option("--despite-log", help="Restore although the audit log in it does not hold.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Unpack a backup beside the node's folder, check all of it, bring it up to date, and only then put it in its place.

    End `serve` and `work` first. The audit log is verified; every session ends; what was removed after the backup is removed
    again, as far as a ledger tells.
    """
    folder = home_folder(home)
    os.environ["MINASSA_DATABASE_OWNER"] = "1"
    from minassa.base.errors import Fault, Invalid  # noqa: PLC0415 - start-up: --help need not load it
    from minassa.node.backups import faults, reading, unpacking  # noqa: PLC0415 - the same

    with watched(shown=not as_json) as progress:
        try:
            keys = keys_given(identity, passphrase_file)
            with unpacking.staging(folder, replace=replace) as place:
                found = unpacking.unpack(path, place, keys=keys, progress=progress)
                known = log_key or (folder / reading.VERIFIER if (folder / reading.VERIFIER).is_file() else None)
                if known is not None:
                    unpacking.refuse_other_node(place, known, named=folder)
                unpacking.put_settings(place, settings=settings, database=database)
                start(place)
                from minassa.node.backups import settling  # noqa: PLC0415 - after Django's start

                newer = None if without_ledger else ledger or _own_ledger(folder)
                if newer is None and not without_ledger:
                    raise Invalid(faults.NO_LEDGER)
                settled = settling.settle(found, ledger=newer, alone=alone, despite_log=despite_log, progress=progress)
                settling.keep_lost_checkpoints(place, folder if replace else None)
                before = unpacking.take_place(place, folder)
        except Fault:
            start(folder, initialised=False)  # so that the fault can be told
            raise
    _tell(folder, before, found, settled, as_json=as_json)


def _own_ledger(folder: Path) -> Path | None:
    """The ledger of the node that is replaced: it knows what happened since the backup."""
    return folder / "ledger" if (folder / "ledger").is_dir() else None


def _tell(folder: Path, before: Path | None, found: "Verified", settled: "Settled", *, as_json: bool) -> None:
    if as_json:
        speak(
            {
                "home": str(folder),
                "before": str(before) if before else None,
                "at": found.manifest.at.isoformat(),
                "lines": settled.lines,
                "log_held": settled.log_held,
                "sessions_ended": settled.sessions,
                "persons": found.persons,
                "done_again": settled.again.done,
                "held_already": settled.again.held,
                "could_not": settled.again.failed,
                "asked_again": settled.asked,
            }
        )
        return
    typer.echo(f"The node as of {found.manifest.at:%Y-%m-%d %H:%M:%S} UTC stands in {folder}.")
    typer.echo(f"Its audit log {'holds' if settled.log_held else 'does NOT hold'}: {settled.lines} lines verified.")
    again = settled.again
    typer.echo(
        f"Of the ledger: {again.done} acts done again, {again.held} held already, {again.failed} could not be done "
        "(of what was entered after the backup)."
    )
    if settled.asked:
        typer.echo(
            f"{settled.asked} agencies are asked to send again what they sent since; start the node, and it comes."
        )
    if before:
        typer.echo(f"What stood there before is in {before}: delete it when you need it no more.")
    typer.echo("Run `minassa doctor`, then start the node. People must log in again.")
