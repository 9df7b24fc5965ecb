"""`minassa work`: the node's jobs."""

import signal
import time
from typing import Annotated

import typer

from minassa.cli.start import Home, area, command, start

app = area()


@command(app, "work")
def work(
    *,
    home: Home = None,
    once: Annotated[bool, typer.Option(help="Run what is due and what is queued, then end.")] = False,
    pause: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks at the queue.")] = 1.0,
) -> None:
    """Run the schedule and the queue until the process is told to end."""
    folder = start(home)
    from minassa.node.jobs import Clockwork, run_queue  # noqa: PLC0415 - after Django's start
    from minassa.node.presence import present  # noqa: PLC0415 - the same

    stopping = False

    def end(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    clockwork = Clockwork()
    with present(folder):
        while not stopping:
            clockwork.run_due()
            run_queue()
            if once:
                return
            time.sleep(pause)
