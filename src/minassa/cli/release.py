"""`minassa release`: the books of what was released and received, previews, acknowledgements, withdrawals."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

app = area("What was released to other agencies and received from them.")

AsToken = Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")]
Owed = Annotated[bool, typer.Option("--owed", help="Only what is not acknowledged yet.")]
Most = Annotated[int, typer.Option(min=1, max=200, help="At most so many lines.")]
Record = Annotated[UUID, typer.Argument(help="The record's id.")]


@command(app, "list")
def list_(
    *, owed: Owed = False, most: Most = 50, home: Home = None, as_token: AsToken = "", as_json: AsJson = False
) -> None:
    """List what the agency released, the latest first: to whom, and what became of it."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    lines = access.list_deliveries(actor, owed=owed, size=most)
    if as_json:
        speak([asdict(one) for one in lines])
        return
    names = {one.id: one.name for one in access.list_agencies(actor)}
    for one in lines:
        late = "  OVERDUE" if one.is_overdue else ""
        typer.echo(
            f"{one.created:%Y-%m-%d %H:%M}  {one.stream}  {one.step.value:<8}  {one.state.value:<12}"
            f"  {names.get(one.agency, one.agency)}{late}"
        )


@command(app, "received")
def received(
    *, owed: Owed = False, most: Most = 50, home: Home = None, as_token: AsToken = "", as_json: AsJson = False
) -> None:
    """List what the agency received, the latest first; `acknowledge` takes the first column."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    lines = access.list_received(actor, owed=owed, size=most)
    if as_json:
        speak([asdict(one) for one in lines])
        return
    names = {one.id: one.name for one in access.list_agencies(actor)}
    for one in lines:
        waits = f"  acknowledge by {one.due:%Y-%m-%d %H:%M}" if one.waits else ""
        typer.echo(
            f"{one.id}  {one.stream}  {one.step.value:<8}  {one.marks}  {names.get(one.owner, one.owner)}{waits}"
        )


@command(app, "acknowledge")
def acknowledge(
    line: Annotated[UUID, typer.Argument(help="The line's id, from `minassa release received`.")],
    *,
    home: Home = None,
    as_token: AsToken = "",
) -> None:
    """Acknowledge for the agency what it received: it was read and, where it was withdrawn, destroyed."""
    start(home)
    from minassa import access  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    access.acknowledge(acting_as(as_token), arrival=line)
    typer.echo("Acknowledged. The owner agency is told.")


@command(app, "preview")
def preview(
    record: Record,
    *,
    to: Annotated[list[str], typer.Option("--to", help="agency:<uuid> or community:<uuid>; once for each.")],
    home: Home = None,
    as_token: AsToken = "",
) -> None:
    """Print, as JSON, exactly what a release under the record's own marks would let out, and who would get it.

    The release itself is a supervisor's act at a page, with a fresh factor.
    """
    start(home)
    from minassa import records  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    actor = acting_as(as_token)
    shown = records.preview_release(actor, id=record, to=to, label=records.read_record(actor, id=record).label)
    speak(
        {
            "record": shown.record,
            "version": shown.version,
            "content": dict(shown.content),
            "left_out": [asdict(one) for one in shown.left_out],
            "recipients": sorted(map(str, shown.recipients.agencies)),
            "marks": shown.marks,
            "needs_approval": shown.needs_approval,
        }
    )


@command(app, "withdraw")
def withdraw(  # noqa: PLR0913 - the command's words, each an option
    record: Record,
    *,
    reason: Annotated[str, typer.Option(help="inaccurate, no-ground, not-needed, mis-disclosed or rights.")],
    recall: Annotated[bool, typer.Option("--recall", help="Urgently, because of a disclosure by mistake.")] = False,
    home: Home = None,
    as_token: AsToken = "",
    as_json: AsJson = False,
) -> None:
    """Withdraw a record of the agency from all who have it. The record itself stays."""
    start(home)
    from minassa import records  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - after Django's start

    actor: Any = acting_as(as_token)
    if recall:
        count = records.recall_record(actor, id=record)
    else:
        count = records.withdraw_record(actor, id=record, reason=_reason(reason))
    if as_json:
        speak({"agencies": count})
    else:
        typer.echo(f"Withdrawn from {count}. Each agency must acknowledge it: `minassa release list --owed`.")


def _reason(word: str) -> Any:  # noqa: ANN401 - an enum of the room, whose type needs Django
    from minassa.records import CHOSEN_REASONS  # noqa: PLC0415 - after Django's start

    found = [one for one in CHOSEN_REASONS if one.value == word]
    if not found:
        raise typer.BadParameter(
            f"choose one of {', '.join(one.value for one in CHOSEN_REASONS)}", param_hint="--reason"
        )
    return found[0]
