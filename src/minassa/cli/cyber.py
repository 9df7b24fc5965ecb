"""`minassa cyber`: indicators in, observables asked, and exports for defenders."""

import gzip
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start, stop

if TYPE_CHECKING:
    from minassa.cyber import Exported, Imported, ObservablesAnswer

app = area("Indicators: import from STIX and MISP, check observables, export for defenders.")

SHOWN = 20
MOST_BYTES = 256 << 20

AsToken = Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")]
WhyPurpose = Annotated[str, typer.Option("--purpose", help="The node's default purpose where it is left out.")]
WhyCase = Annotated[str, typer.Option("--case", help="The case's reference.")]


@command(app, "import")
def import_(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER",
            exists=True,
            help="A STIX bundle or an event of MISP (may be .gz), or a feed in MISP's format as folder or .zip.",
        ),
    ],
    *,
    source: Annotated[str, typer.Option(help="Where it came from; the file's name where it is left out.")] = "",
    tlp: Annotated[str, typer.Option(help="red, amber_strict, amber, green or clear.")] = "amber",
    handling: Annotated[list[str] | None, typer.Option(help="H0 to H3, once or more.")] = None,
    audience: Annotated[list[str] | None, typer.Option(help="An agency or community, by name or id.")] = None,
    purpose: WhyPurpose = "",
    case: WhyCase = "",
    as_token: AsToken = "",
    home: Home = None,
    unmapped: Annotated[
        Path | None, typer.Option(help="Write the rows of MISP that became nothing into this CSV table.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring in indicators of STIX 2.1 or 2.0, or of MISP. Their own marks narrow what you state, never widen it."""
    start(home)
    from minassa import cyber  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start
    from minassa.cli.marked import label_of  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    label = label_of(actor, tlp=tlp, handling=handling or (), audience=audience or ())
    source, why, case = source or path.name, stated_purpose(purpose), case or "none given"
    if path.is_dir():
        done = cyber.import_folder(actor, folder=path, label=label, source=source, purpose=why, case=case)
    else:
        name, content = path.name.removesuffix(".gz"), _content(path)
        done = cyber.import_file(actor, name=name, content=content, label=label, source=source, purpose=why, case=case)
    if unmapped is not None and done.origin:
        unmapped.write_bytes(b"".join(cyber.unmapped_table(actor, origin=done.origin)))
    _tell_imported(done, as_json=as_json)


@command(app, "check")
def check(  # noqa: PLR0913 - the command's words, each an option
    values: Annotated[list[str] | None, typer.Argument(metavar="[VALUE]...", help="Defanged or not.")] = None,
    *,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", exists=True, dir_okay=False, help="Text or CSV with values in it.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the answers as a CSV table.")] = None,
    purpose: WhyPurpose = "",
    case: WhyCase = "",
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Ask what is known of domains, addresses, hashes, wallets, accounts: those named, those of a file, or of standard input."""
    start(home)
    from minassa import cyber  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    read = cyber.recognise(_text(values or [], file))
    if read.is_cut:
        stop(f"These are more than {cyber.MOST_FOUND} values. Divide them and check the parts one after the other.")
    answer = cyber.check_observables(
        acting_as(as_token),
        observables=[one.observable for one in read.found],
        purpose=stated_purpose(purpose),
        case=case or "none given",
    )
    if out is not None:
        out.write_bytes(b"".join(cyber.answer_table(answer)))
    _tell_answer(answer, read.unread, as_json=as_json)


@command(app, "export")
def export(  # noqa: PLR0913 - the command's words, each an option
    out: Annotated[
        Path, typer.Argument(metavar="FILE|FOLDER", help="A folder for a MISP feed, a file for the others.")
    ],
    *,
    format_: Annotated[str, typer.Option("--format", help="list, csv, stix or misp.")] = "csv",
    kind: Annotated[str, typer.Option(help="One kind, such as domain, url, ipv4 or sha256; needed for a list.")] = "",
    purpose: WhyPurpose = "",
    case: WhyCase = "",
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write indicators in force for defenders. What is TLP:RED or under H2 or H3 never leaves."""
    start(home)
    from minassa import cyber  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    found = cyber.export_indicators(
        acting_as(as_token), format=format_, kind=kind, purpose=stated_purpose(purpose), case=case or "none given"
    )
    _write(found, out, is_feed=format_ == cyber.Format.MISP)
    told = {
        "indicators": found.count,
        "held_back": found.held_back,
        "marks": found.marks,
        "obligations": found.obligations,
    }
    if as_json:
        speak(told)
        return
    typer.echo(f"{found.count} indicators written to {out}; {found.held_back} stay because of their handling.")
    for word in (*found.marks, *found.obligations):
        typer.echo(f"  {word}")


@command(app, "content-import")
def content_import(  # noqa: PLR0913 - the command's words, each an option
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A CSV table of hashes.")],
    *,
    source: Annotated[str, typer.Option(help="Where it came from; the file's name where it is left out.")] = "",
    tlp: Annotated[str, typer.Option(help="red, amber_strict, amber, green or clear.")] = "amber",
    handling: Annotated[list[str] | None, typer.Option(help="H0 to H3, once or more.")] = None,
    audience: Annotated[list[str] | None, typer.Option(help="An agency or community, by name or id.")] = None,
    case: WhyCase = "",
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Bring in hashes of known terrorist content: columns sha256, pdq, quality, category, reference. No content is taken."""
    start(home)
    from minassa import cyber  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start
    from minassa.cli.marked import label_of  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    label = label_of(actor, tlp=tlp, handling=handling or (), audience=audience or ())
    with path.open("rb") as file:
        taken = cyber.import_content(
            actor, file=file, label=label, source=source or path.name, case=case or "none given"
        )
    if as_json:
        refused = [{"line": one.line, "code": one.code, "reason": one.reason} for one in taken.refused[:SHOWN]]
        speak(
            {
                "added": taken.added,
                "unchanged": taken.unchanged,
                "refused": taken.refused_count,
                "refused_lines": refused,
            }
        )
        return
    typer.echo(f"{taken.added} added, {taken.unchanged} unchanged, {taken.refused_count} refused.")
    for one in taken.refused[:SHOWN]:
        typer.echo(f"  line {one.line}: {one.reason}", err=True)


@command(app, "content-export")
def content_export(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="The CSV table to write.")],
    *,
    purpose: WhyPurpose = "",
    case: WhyCase = "",
    as_token: AsToken = "",
    home: Home = None,
) -> None:
    """Write the hashes of known terrorist content that may leave, as a table that another node takes in."""
    start(home)
    from minassa import cyber  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    lines = cyber.export_content(acting_as(as_token), purpose=stated_purpose(purpose), case=case or "none given")
    part = out.with_name(f"{out.name}.part")
    with part.open("wb") as file:
        file.writelines(lines)
    part.replace(out)
    typer.echo(f"The list is written to {out}.")


def _content(path: Path) -> bytes:
    """The file's bytes, unpacked where it is compressed; a file that unpacks to too much ends the command."""
    with path.open("rb") as raw:
        opened = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
        try:
            content = opened.read(MOST_BYTES + 1)
        except (OSError, EOFError):
            stop(f"{path.name} is no gzip file, or it is cut off. Fetch it again.")
    if len(content) > MOST_BYTES:
        stop(f"{path.name} holds more than {MOST_BYTES >> 20} MB. Divide it into several bundles.")
    return content


def _text(values: list[str], file: Path | None) -> str:
    """What is asked: the values named, and the file; standard input where neither is there."""
    try:
        told = file.read_text(encoding="utf-8-sig") if file is not None else ""
        return "\n".join([*values, told]) if values or file is not None else sys.stdin.read()
    except UnicodeDecodeError:
        stop("The file is not text in UTF-8. Save it as plain text or CSV in UTF-8 and repeat.")


def _write(found: "Exported", out: Path, *, is_feed: bool) -> None:
    """Write the files. A half-written one must not pass for a whole one, so each gets its name when it is whole."""
    if is_feed:
        out.mkdir(parents=True, exist_ok=True)
    for name, lines in found.files:
        target = out / name if is_feed else out
        part = target.with_name(f"{target.name}.part")
        with part.open("wb") as file:
            file.writelines(lines)
        part.replace(target)


def _tell_imported(done: "Imported", *, as_json: bool) -> None:
    taken = done.taken
    counts = {name: getattr(taken, name) for name in ("added", "amended", "unchanged", "passed_over")}
    events = (
        {name: getattr(done, name) for name in ("events", "withdrawn", "context", "unmapped")} if done.origin else {}
    )
    if as_json:
        refused = [
            {"index": one.index, "id": one.stix_id, "code": one.code, "reason": one.reason} for one in taken.refused
        ]
        speak({**counts, **events, "refused": taken.refused_count, "refused_objects": refused[:SHOWN]})
        return
    typer.echo(
        f"{taken.added} added, {taken.amended} amended, {taken.unchanged} unchanged, {taken.refused_count} refused;"
        f" {taken.passed_over} objects of other types passed over."
    )
    if done.origin:
        typer.echo(
            f"{done.events} events read, {done.unchanged} as before; {done.withdrawn} indicators and links withdrawn,"
            f" {done.context} rows of context, {done.unmapped} rows without a counterpart here."
        )
    for one in taken.refused[:SHOWN]:
        typer.echo(f"  object {one.index} {one.stix_id}: {one.reason}", err=True)


def _tell_answer(answer: "ObservablesAnswer", unread: int, *, as_json: bool) -> None:
    if as_json:
        speak(
            {
                "known": answer.known,
                "unknown": answer.unknown,
                "unread": unread,
                "answers": [
                    {
                        "value": one.observable.text,
                        "kind": one.observable.kind.value,
                        "known": one.is_known,
                        "indicators": [
                            {
                                "name": match.name,
                                "source": match.source,
                                "marks": match.marks,
                                "valid_from": match.valid_from,
                            }
                            for match in one.matches
                        ],
                    }
                    for one in answer.answers
                ],
            }
        )
        return
    for one in answer.answers:
        for match in one.matches:
            part = "" if match.alone else " (one part of a pattern)"
            via = f" in {match.through}" if match.through else ""
            typer.echo(
                f"{one.observable.text}{via}: {match.name}{part}; {match.source}, {match.valid_from:%Y-%m-%d}, {' '.join(match.marks)}"
            )
    typer.echo(f"{answer.known} known, {answer.unknown} not known; {unread} lines hold nothing that can be checked.")
