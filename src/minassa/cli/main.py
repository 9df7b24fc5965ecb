"""The command tree. Areas are loaded only when one of their commands is named, so that `--help` answers at once."""

import importlib
import sys
from collections.abc import Mapping
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

# area -> (module, what it is for); the module holds a typer app named `app`.
AREAS: Final[Mapping[str, tuple[str, str]]] = {
    "init": ("minassa.cli.init", "Make a node: its folder, secrets, database, first agency and analyst."),
    "demo": ("minassa.cli.demo", "Start a node filled with EXERCISE data and print its address and logins."),
    "serve": ("minassa.cli.serve", "Serve the node's pages and API."),
    "work": ("minassa.cli.work", "Run the node's jobs: sealing the audit log, updating lists and indexes."),
    "doctor": ("minassa.cli.doctor", "Report every configuration fault at once."),
    "check": ("minassa.cli.check", "Ask who a name is: lists and the records you may see."),
    "screen": ("minassa.cli.screen", "Check every row of a CSV file."),
    "payments": ("minassa.cli.payments", "Payments: screen a file of a bank's messages."),
    "watch": ("minassa.cli.watch", "Subjects under watch: add, list, stop."),
    "lists": ("minassa.cli.lists", "Sanctions lists: import, update, accept, status."),
    "records": ("minassa.cli.records", "The agency's records: import and export."),
    "release": (
        "minassa.cli.release",
        "What was released and received: books, previews, acknowledgements, withdrawals.",
    ),
    "meetings": ("minassa.cli.meetings", "The public page of a meeting as a folder for any web server."),
    "backup": ("minassa.cli.backup", "Write the whole node into one locked file, or verify one."),
    "restore": ("minassa.cli.restore", "Bring a node back from a backup."),
    "taxii": ("minassa.cli.taxii", "Collections that this node offers over TAXII 2.1."),
    "feed": ("minassa.cli.feed", "Feeds: TAXII collections, STIX files and MISP feeds that the node fetches."),
    "cyber": ("minassa.cli.cyber", "Indicators: import, check observables, export for defenders."),
    "threats": ("minassa.cli.threats", "Incidents: import from a source, back-test the forecast."),
    "transactions": ("minassa.cli.transactions", "Files of transactions: import, search for patterns."),
    "audit": ("minassa.cli.audit", "The audit log: verify, export, change its keys."),
    "safeguards": ("minassa.cli.safeguards", "What stands open of alerts on reading and incidents of security."),
    "user": ("minassa.cli.user", "People who log in."),
    "agency": ("minassa.cli.agency", "Agencies and partner organisations."),
    "token": ("minassa.cli.token", "API tokens."),
    "keys": ("minassa.cli.keys", "The node's keys for the exchange: show and rotate."),
    "directory": ("minassa.cli.directory", "Who takes part in the federation: trust, show; the secretariat publishes."),
    "peer": ("minassa.cli.peer", "Other nodes: list and sync."),
}


class Areas(TyperGroup):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - the group's signature
        return list(AREAS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - typer keeps its command types to itself
        if cmd_name not in AREAS:
            return None
        module, help_line = AREAS[cmd_name]
        if ctx.resilient_parsing or _only_help_is_wanted():
            return TyperCommand(cmd_name, help=help_line)
        return typer.main.get_command(importlib.import_module(module).app)


def _only_help_is_wanted() -> bool:
    return not any(word in AREAS for word in sys.argv[1:])


app = typer.Typer(
    cls=Areas,
    name="minassa",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="The platform with which agencies coordinate: check, ask, share, act.",
)


@app.callback(invoke_without_command=True)
def root(*, version: bool = typer.Option(False, "--version", help="Print the version and end.")) -> None:
    """The platform with which agencies coordinate: check, ask, share, act."""
    if version:
        from minassa import __version__  # noqa: PLC0415 - start-up: only here is it wanted

        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line (the console script `minassa`)."""
    app()
