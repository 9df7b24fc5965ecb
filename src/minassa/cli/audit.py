"""`minassa audit`: verify the log, export it, and change its keys."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO
from uuid import UUID

import typer

from minassa.cli.start import AsJson, Home, area, command, is_terminal, speak, start, stop

if TYPE_CHECKING:
    from minassa.audit import Verification

app = area()

Against = Annotated[
    Path | None,
    typer.Option("--checkpoint", help="A signed checkpoint kept elsewhere: the log must extend it.", exists=True),
]
Exported = Annotated[Path | None, typer.Option("--export", help="An exported log to verify.", exists=True)]
Key = Annotated[Path | None, typer.Option("--key", help="The public key of the exported log.", exists=True)]
Enter = Annotated[bool, typer.Option("--enter", help="Enter a log that does not hold in the register of incidents.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; without it, standard output.")]
Since = Annotated[int, typer.Option("--since", min=0, help="Leave out the lines before this number.")]


@command(app, "verify")
def verify(  # noqa: PLR0913 - a command's words
    *,
    checkpoint: Against = None,
    exported: Exported = None,
    key: Key = None,
    enter: Enter = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Verify the whole log; exit 1 and name the first line that was altered, removed, reordered, added or cut off.

    With --enter a fault of this node's log is entered as an incident, once while one stands open. With --export and --key it verifies an exported log, anywhere and without a node.
    """
    against = checkpoint.read_text(encoding="utf-8") if checkpoint else ""
    if exported is not None:
        verdict = _verify_export(exported, key, against, home)
    else:
        start(home)
        from minassa import audit  # noqa: PLC0415 - after Django's start

        with _progress("lines verified", shown=not as_json) as step:
            verdict = audit.verify(against=against, progress=step)
        if enter and not verdict.ok:
            from minassa import safeguards  # noqa: PLC0415 - after Django's start

            safeguards.enter_broken_log(code=verdict.code, line=verdict.line)
    if as_json:
        speak(asdict(verdict))
    elif verdict.ok:
        typer.echo(f"The log holds: {verdict.size} lines verified, {verdict.waiting} more wait for their place.")
    if not verdict.ok:
        stop(verdict.first_fault)


def _verify_export(exported: Path, key: Path | None, against: str, home: Path | None) -> "Verification":
    start(home, initialised=False)
    from minassa import audit  # noqa: PLC0415 - after Django's start

    if key is None:
        stop("Name the log's public key with --key: the file audit/log.vkey that the log's node handed out.")
    try:
        with exported.open(encoding="utf-8") as entries:
            return audit.verify_export(entries, key=key.read_text(encoding="utf-8"), against=against)
    except ValueError:
        stop("The key or the file is not what it should be: give the export as it was written, and the key of its log.")


@command(app, "export")
def export(*, out: Out = None, since: Since = 0, home: Home = None) -> None:
    """Export the sealed log as JSON lines: the log's key, each line with its number from 0, and the signed checkpoints."""
    start(home)
    from minassa import access, audit  # noqa: PLC0415 - after Django's start

    actor = access.cli_actor()
    audit.seal()
    written = _write(audit.export(since=since), out)
    audit.append(audit.Line("audit.export", "done", actor.named, agency=actor.agency, details={"entries": written}))
    if out is not None:
        typer.echo(f"{written} entries written to {out}.")


@command(app, "rotate-key")
def rotate_key(
    *,
    reason: Annotated[str, typer.Option(help="Why; whoever agrees reads it.")] = "",
    approval: Annotated[UUID | None, typer.Option(help="The agreement, once a second person has given it.")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Change the keys of the log: first ask with --reason; when a second person has agreed at their page, run it with --approval.

    Earlier checkpoints stay verifiable. Hand out audit/log.vkey anew.
    """
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start

    actor = access.cli_administrator()
    if approval is None:
        asked = access.ask_rotation(actor, reason=reason)
        if as_json:
            speak({"approval": asked.id, "expires": asked.expires})
            return
        typer.echo('A node administrator or a supervisor agrees under "My work"; whoever asked cannot. Then run')
        typer.echo(f"  minassa audit rotate-key --approval {asked.id}")
        return
    done = access.rotate_audit_keys(actor, approval=approval)
    if as_json:
        speak(asdict(done))
        return
    typer.echo(f"Key {done.before} signed the first {done.size} lines; from now on it is key {done.after}.")
    typer.echo("Hand out audit/log.vkey anew, and make a backup: older ones do not hold the new key.")


def _write(entries: Iterator[str], out: Path | None) -> int:
    if out is None:
        return _write_to(sys.stdout, entries)
    # A half-written export must not pass for a whole one.
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        count = _write_to(file, entries)
    part.replace(out)
    return count


def _write_to(file: TextIO, entries: Iterator[str]) -> int:
    return sum(file.write(entry + "\n") > 0 for entry in entries)


@contextmanager
def _progress(unit: str, *, shown: bool) -> Iterator[Callable[[int], None] | None]:
    """A counter on the terminal; nothing where nobody looks."""
    if not shown or not is_terminal():
        yield None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn  # noqa: PLC0415 - start-up: only where it is shown

    with Progress(SpinnerColumn(), TextColumn("{task.completed:.0f} " + unit), transient=True) as bar:
        task = bar.add_task(unit, total=None)
        yield lambda count: bar.advance(task, count)
