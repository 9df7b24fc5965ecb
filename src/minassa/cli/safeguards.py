"""`minassa safeguards`: what stands open of alerts on reading and of incidents, for whoever runs the node."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

app = area()


@app.callback()
def safeguards_area() -> None:
    """What stands open of alerts on reading and incidents of security."""


@command(app, "list")
def list_open(*, home: Home = None, as_json: AsJson = False) -> None:
    """List open alerts on reading and incidents that name the node's administrator, with their deadlines; never what happened."""
    start(home)
    from minassa import access, safeguards  # noqa: PLC0415 - after Django's start

    actor = access.cli_administrator()
    alerts = [one for one in safeguards.list_scraping(actor, size=200).rows if one.state.value == "open"]
    incidents = [one for one in safeguards.list_breaches(actor, size=200).rows if one.state.value != "closed"]
    lines = [_Line("scraping", one.id, one.state.value, one.created) for one in alerts]
    for one in incidents:
        due = min((clock.due for clock in one.clocks if clock.told.value == "waiting"), default=None)
        lines.append(_Line(one.said.kind.value, one.id, one.state.value, one.said.noticed, due, one.late))
    if as_json:
        speak([asdict(one) for one in lines])
        return
    for line in lines:
        due_text = f"  due {line.due:%Y-%m-%d %H:%M}Z" if line.due else ""
        typer.echo(f"{line.kind:<18} {line.id}  {line.state}{due_text}{'  LATE' if line.late else ''}")
    if not lines:
        typer.echo("Nothing stands open.")


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing that stands open: its codes and times, never what happened."""

    kind: str
    id: UUID
    state: str
    since: datetime
    due: datetime | None = None
    late: tuple[str, ...] = ()
