"""`minassa watch`: subjects that the agency keeps under watch."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

app = area("Subjects that the agency keeps under watch.")
AsToken = Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; half a year where left out.")]
Reason = Annotated[str, typer.Option(help="Why this is needed.")]
_FIRST_TERM = timedelta(days=180)


@command(app, "add")
def add(  # noqa: PLR0913 - the command's words, each an option
    name: Annotated[str, typer.Argument(help="The name, in any script or spelling.")] = "",
    *,
    reason: Reason,
    birth_date: Annotated[str, typer.Option(help="A year, a month or a day: 1976, 1976-08, 1976-08-14.")] = "",
    country: Annotated[str, typer.Option(help="Two letters, such as ML.")] = "",
    identifier: Annotated[str, typer.Option(help="Passport, national id, phone, IBAN or wallet.")] = "",
    record: Annotated[UUID | None, typer.Option(help="Follow this record instead of a name.")] = None,
    file: Annotated[
        Path | None,
        typer.Option(help="A table of subjects (CSV or XLSX) instead of a name.", exists=True, dir_okay=False),
    ] = None,
    until: Until = None,
    purpose: Annotated[str, typer.Option(help="Why; the node's default purpose where it is left out.")] = "",
    case: Annotated[str, typer.Option(help="The case's reference.")] = "",
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Keep a name, a record or all rows of a file under watch. `minassa work` looks for them."""
    start(home)
    from minassa import watch  # noqa: PLC0415 - after Django's start
    from minassa.base import today  # noqa: PLC0415 - the same
    from minassa.check import Question  # noqa: PLC0415 - the same
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - the same

    actor = acting_as(as_token)
    last = until.date() if until else today() + _FIRST_TERM
    term = watch.Term(stated_purpose(purpose), reason, last, case or "none given")
    if file is not None:
        brought = watch.bring_file(actor, name=file.name, content=file.read_bytes(), term=term)
        _say({"file": str(brought.id), "state": brought.state}, f"{brought.id}  waits to be read", as_json=as_json)
        return
    if record is not None:
        made = watch.watch_record(actor, record=record, term=term)
    else:
        question = Question(name, birth_date=birth_date, country=country, identifier=identifier)
        made = watch.add_watch(actor, question=question, term=term)
    _say(_told(made), f"{made.id}  until {made.term.until}", as_json=as_json)


@command(app, "list")
def list_(
    *,
    state: Annotated[str, typer.Option(help="on, stopped or ended.")] = "on",
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """List the newest two hundred subjects under watch, with how many hits wait."""
    start(home)
    from minassa import watch  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - the same

    rows = watch.list_watches(acting_as(as_token), state=state, size=200).rows
    if as_json:
        speak([_told(one) for one in rows])
        return
    for one in rows:
        typer.echo(f"{one.id}  until {one.term.until}  new {one.new}  {one.title}")
    if not rows:
        typer.echo("No subjects here.")


@command(app, "stop")
def stop_(
    watch_id: Annotated[UUID, typer.Argument(metavar="ID", help="The id that `minassa watch list` shows.")],
    *,
    as_token: AsToken = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Keep a subject under watch no longer."""
    start(home)
    from minassa import watch  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as  # noqa: PLC0415 - the same

    done = watch.stop_watch(acting_as(as_token), id=watch_id)
    _say(_told(done), f"{watch_id}  stopped", as_json=as_json)


def _told(one: Any) -> dict[str, Any]:  # noqa: ANN401 - a view of a room that is loaded after Django's start
    return {
        "id": str(one.id),
        "name": one.question.name,
        "identifier": one.question.identifier,
        "state": one.state,
        "until": one.term.until.isoformat(),
        "case": one.term.case,
        "new": one.new,
        "marks": list(one.marks),
    }


def _say(value: dict[str, Any], line: str, *, as_json: bool) -> None:
    if as_json:
        speak(value)
    else:
        typer.echo(line)
