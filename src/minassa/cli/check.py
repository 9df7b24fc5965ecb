"""`minassa check "NAME"`: who is this?"""

from typing import Annotated, Any

import typer

from minassa.cli.start import AsJson, Home, area, command, speak, start

app = area()


@command(app, "check")
def check(  # noqa: PLR0913 - the command's words, each an option
    name: Annotated[str, typer.Argument(help="The name, in any script or spelling.")],
    *,
    birth_date: Annotated[str, typer.Option(help="A year, a month or a day: 1976, 1976-08, 1976-08-14.")] = "",
    country: Annotated[str, typer.Option(help="Two letters, such as ML.")] = "",
    identifier: Annotated[str, typer.Option(help="Passport, national id, phone, IBAN or wallet.")] = "",
    purpose: Annotated[str, typer.Option(help="Why; the node's default purpose where it is left out.")] = "",
    case: Annotated[str, typer.Option(help="The case's reference.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100)] = 20,
    as_token: Annotated[str, typer.Option("--as", help="Act with this API token.", envvar="MINASSA_TOKEN")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Ask who a name is: the lists in force and the records that you may see, with reasons."""
    start(home)
    from minassa.check import Question  # noqa: PLC0415 - after Django's start
    from minassa.check import check as ask  # noqa: PLC0415 - after Django's start
    from minassa.cli.acting import acting_as, stated_purpose  # noqa: PLC0415 - after Django's start

    question = Question(name, birth_date=birth_date, country=country, identifier=identifier)
    answer = ask(
        acting_as(as_token), question=question, purpose=stated_purpose(purpose), case=case or "none given", limit=limit
    )
    hits = [
        {
            "list": hit.source,
            "ref": hit.ref,
            "name": hit.caption,
            "score": hit.score,
            "why": hit.why,
            "matched_name": hit.matched_name,
            "weak_alias": hit.weak_alias,
            "marks": list(hit.marks),
        }
        for hit in answer.hits
    ]
    if as_json:
        speak({"hits": hits, "dismissed": len(answer.dismissed)})
    else:
        _show(hits)


def _show(hits: list[dict[str, Any]]) -> None:
    from rich.console import Console  # noqa: PLC0415 - start-up: only a person at a terminal needs it
    from rich.table import Table  # noqa: PLC0415 - the same

    if not hits:
        typer.echo("No match on the lists in force nor in the records that you may see.")
        return
    table = Table("score", "list", "reference", "name", "why", box=None, header_style="bold")
    for hit in hits:
        table.add_row(f"{hit['score']:.2f}", hit["list"], hit["ref"], hit["name"], hit["why"])
    Console().print(table)
    typer.echo("Verify with the owner before acting: a likeness of names is not an identity.")
