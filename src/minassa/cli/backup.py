"""`minassa backup`: the whole node in one locked file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minassa.cli.start import AsJson, Home, area, command, is_terminal, speak, start, stop

if TYPE_CHECKING:
    from minassa.node.backups.locks import Keys, Lock
    from minassa.node.backups.reading import Verified

app = area()

IdentityFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--identity", "-i", help="A private key file (age or SSH) that opens it; repeat it for a second person's."
    ),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        help="A file whose first line is the passphrase. At a terminal it is asked for where no key is named."
    ),
]


@command(app, "backup")
def backup(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="The file to write, or to verify.")],
    *,
    recipient: Annotated[
        list[str] | None,
        typer.Option(help="A public key (age1... or ssh-...) in place of those in node.toml; repeatable."),
    ] = None,
    second_recipient: Annotated[
        list[str] | None, typer.Option(help="A second person's public key: it then takes one key of each to open it.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Write nothing: open FILE and verify every part of it.")
    ] = False,
    identity: IdentityFiles = None,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Write a new private key into FILE and print its public key.")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write the database, node.toml, secrets, log and attachments into one locked file, while the node runs.

    The file is read back and verified before it gets its name. It takes a key of those named in [backup] of node.toml, or the
    passphrase, to open it: keep them away from this machine.
    """
    start(home, initialised=not (verify or new_key))
    from minassa.node.backups import locks, reading, writing  # noqa: PLC0415 - after Django's start

    if new_key:
        typer.echo(locks.make_key(path))
        typer.echo(
            f"The private key is in {path}. Keep it away from this machine: only it opens what is locked with it.",
            err=True,
        )
        return
    with watched(shown=not as_json) as progress:
        if verify:
            found = reading.verify_backup(path, keys=keys_given(identity, passphrase_file), progress=progress)
        else:
            lock = _lock(recipient, second_recipient, passphrase_file)
            found = writing.write_backup(path, lock=lock, progress=progress)
    _tell(path, found, as_json=as_json, verified=verify)


def _lock(recipient: list[str] | None, second: list[str] | None, passphrase_file: Path | None) -> "Lock":
    """The lock named on the command line, else that of the settings, else a passphrase that is typed."""
    from django.conf import settings  # noqa: PLC0415 - after Django's start

    from minassa.node.backups.locks import lock_with  # noqa: PLC0415 - the same

    chosen = settings.MINASSA.backup
    if recipient or second or passphrase_file:
        return lock_with(recipient or (), second or (), read_passphrase(passphrase_file) if passphrase_file else "")
    if chosen.recipients or chosen.second_recipients:
        return lock_with(chosen.recipients, chosen.second_recipients)
    if chosen.passphrase_file:
        return lock_with((), (), read_passphrase(settings.MINASSA.file(chosen.passphrase_file)))
    typed = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=True) if is_terminal() else ""
    return lock_with((), (), typed)


def keys_given(identity: list[Path] | None, passphrase_file: Path | None) -> "Keys":
    """What opens a backup, from files or from the terminal."""
    from minassa.node.backups.locks import Keys, read_identities  # noqa: PLC0415 - after Django's start

    if identity:
        return Keys(read_identities(identity))
    if passphrase_file is None and not is_terminal():
        stop(
            "Name the key that opens the backup with --identity, or a file with its passphrase with --passphrase-file."
        )
    return Keys(
        passphrase=read_passphrase(passphrase_file) if passphrase_file else typer.prompt("Passphrase", hide_input=True)
    )


def read_passphrase(path: Path) -> str:
    """The first line of a file."""
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"The passphrase file {path} cannot be read: {getattr(error, 'strerror', 'it is not UTF-8')}.")


def _tell(path: Path, found: "Verified", *, as_json: bool, verified: bool) -> None:
    manifest = found.manifest
    if as_json:
        speak(
            {
                "file": str(path),
                "bytes": found.size,
                "parts": len(manifest.parts),
                "at": manifest.at.isoformat(),
                "engine": manifest.engine,
                "version": manifest.minassa,
                "persons": found.persons,
                "log": found.log,
                "checkpoint": manifest.checkpoint,
            }
        )
        return
    size = f"{found.size / 1e6:.1f} MB, {len(manifest.parts)} files"
    how = "two persons' keys open it" if found.persons == 2 else "one person can open it"
    done = "is whole" if verified else "was written and read back"
    typer.echo(f"{path} {done}: {size}, as of {manifest.at:%Y-%m-%d %H:%M:%S} UTC; {how}; signed by {found.log}.")


@contextmanager
def watched(*, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each step on the terminal; nothing where nobody looks."""
    if not shown or not is_terminal():
        yield lambda _step, _done, _of: None
        return
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - where it is shown

    with Progress(TextColumn("{task.description:<12}"), BarColumn(), TimeElapsedColumn()) as bars:
        tasks: dict[str, TaskID] = {}

        def step(name: str, done: int, of: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=None)
            bars.update(tasks[name], completed=done, total=of or None)

        yield step
