"""`minassa serve`: the node's pages and API."""

from typing import Annotated

import typer

from minassa.cli.start import Home, area, command, start, stop

app = area()


@command(app, "serve")
def serve(
    *,
    home: Home = None,
    host: Annotated[
        str, typer.Option(help="Address to bind to; beyond loopback it needs TLS or a proxy.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 2,
) -> None:
    """Serve the node. Refuses to start while `minassa doctor` finds a fault."""
    start(home)
    from django.conf import settings  # noqa: PLC0415 - after Django's start

    from minassa.node.preflight import faults, faults_of_binding  # noqa: PLC0415 - after Django's start
    from minassa.node.presence import present  # noqa: PLC0415 - after Django's start
    from minassa.node.serving import serve_pages  # noqa: PLC0415 - after Django's start

    found = (*faults_of_binding(settings.MINASSA, host), *faults())
    if found:
        stop("\n".join(f"{one.where}: {one.what}. To do: {one.next_step}." for one in found))
    with present(settings.MINASSA.home):
        serve_pages(host=host, port=port, workers=workers)
