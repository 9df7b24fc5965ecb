# ruff: noqa: PLC0415 - Django is set up for a node of this run before anything of it is imported
"""CPU of bringing in 100,000 calls, and of looking for suspected duplicates among 100,000 people.

    python -m benchmarks.records.flows [calls] [twins] [page] [--rows 100000]

Each on a node of its own, on SQLite. Prints CPU seconds; all names are invented.
"""

import argparse
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.records.million import FIRST, node

if TYPE_CHECKING:
    from minassa.access import Actor

LINES = 5_000
PIECE = 5_000


def _actor() -> "Actor":
    """An analyst of a new agency."""
    from minassa import access
    from minassa.access.models import User

    setup = access.system_actor("setup")
    agency = access.add_agency(setup, name="EXERCISE agency")
    access.add_user(setup, agency=agency.id, username="bench", name="EXERCISE", roles=[access.Role.ANALYST])
    return access.actor_of_user(User.objects.select_related("agency").get(username="bench"))


def calls(rows: int) -> None:
    """Bring in calls between five thousand lines, then the same file again."""
    from minassa.records import DayOrder, FlowOptions, import_flows
    from tests.records.made import GROUND, own_label

    actor, draw = _actor(), random.Random(7)
    start = datetime(2026, 1, 1)  # noqa: DTZ001 - a time as an operator writes it
    lines = ["caller;callee;date;duration;kind"]
    for number in range(rows):
        one, two = draw.sample(range(LINES), 2)
        at = start + timedelta(seconds=number * 77)
        lines.append(f"+2267{one:07d};+2267{two:07d};{at:%Y-%m-%d %H:%M:%S};{draw.randrange(900)};voice")
    content = "\n".join(lines).encode()
    for word in ("new", "again"):
        _timed(
            f"{rows} calls, {word}",
            lambda: import_flows(
                actor,
                file=io.BytesIO(content),
                sort="calls",
                label=own_label(actor),
                ground=GROUND,
                options=FlowOptions("", DayOrder.CLEAR, "", "EXERCISE"),
            ),
        )


def page(rows: int) -> None:
    """A table as it comes by the page: sent, its columns named, then brought in turn by turn as the node's clock does it."""
    from minassa.desk import run_intakes
    from minassa.records import FlowOptions, bring_table, list_tables, take_table
    from tests.records.made import GROUND, own_label

    actor = _actor()
    with tempfile.TemporaryFile() as file:
        draw, start = random.Random(7), datetime(2026, 1, 1)  # noqa: DTZ001 - a time as an operator writes it
        file.write(b"caller,callee,date,duration\n")
        for number in range(rows):
            one, two = draw.sample(range(20_000), 2)
            at = start + timedelta(seconds=number * 7)
            file.write(f"+2267{one:07d},+2267{two:07d},{at:%Y-%m-%d %H:%M:%S},{draw.randrange(900)}\n".encode())
        label, tables = own_label(actor), []
        name = "EXERCISE.csv"
        _timed(
            "kept",
            lambda: tables.append(
                bring_table(actor, name=name, content=file, sort="calls", label=label, ground=GROUND)
            ),
        )
    columns = {"caller": "caller", "callee": "callee", "date": "date", "duration": "duration"}
    take_table(actor, id=tables[0], columns=columns, options=FlowOptions("", source="EXERCISE"))
    longest, told, goes_on, book = 0.0, 0, True, list_tables(actor)[0].book
    cpu, wall = time.process_time(), time.monotonic()
    while goes_on:
        began = time.process_time()
        goes_on = run_intakes()
        longest = max(longest, time.process_time() - began)
        book = list_tables(actor)[0].book
        if book.read - told >= rows // 20 or not goes_on:
            told = book.read
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            spent, passed = time.process_time() - cpu, time.monotonic() - wall
            print(
                f"{book.state} {told}: {spent:.1f} CPU s, {passed:.0f} s on the clock, longest turn {longest:.1f} CPU s, {peak} MB",
                flush=True,
            )
    print(book.counts)


def twins(rows: int) -> None:
    """Import people, three in a hundred of them twice in another spelling, then look for duplicates among all of them."""
    from minassa.records import import_records, list_twins
    from minassa.records.index import present_index
    from minassa.records.twins.finding import find_twins
    from tests.records.made import GROUND, own_label

    actor, draw = _actor(), random.Random(7)
    syllables = [a + b for a in "bdfghjklmnrstwyz" for b in ("a", "e", "i", "o", "u", "ou", "an")]
    people = []
    for number in range(rows):
        name = f"{draw.choice(FIRST)} {''.join(draw.choices(syllables, k=3))} {''.join(draw.choices(syllables, k=2))}"
        people.append((f"p{number}", name, str(draw.randrange(1950, 2005))))
        if number % 33 == 0:
            people.append((f"q{number}", name.replace("ou", "u"), people[-1][2]))
    lines = [
        json.dumps({"id": i, "schema": "Person", "properties": {"name": [n], "birthDate": [b]}})
        for i, n, b in people[:rows]
    ]
    label = own_label(actor)
    file = io.BytesIO("\n".join(lines).encode())
    _timed("import", lambda: import_records(actor, file=file, format="ftm", label=label, ground=GROUND))
    _timed("name index", present_index)
    done = [0]

    def find() -> None:
        while found := find_twins(most=PIECE):
            done[0] += found

    _timed("duplicates", find)
    print(f"{done[0]} records compared, {len(list_twins(actor, size=50).rows)}+ pairs proposed")


def _timed(what: str, do: Callable[[], object]) -> None:
    cpu, wall = time.process_time(), time.monotonic()
    do()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{what}: {time.process_time() - cpu:.1f} CPU s, {time.monotonic() - wall:.0f} s on the clock, {peak} MB",
        flush=True,
    )


def main() -> None:
    """Measure what is named, or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=["calls", "twins", "page"])
    parser.add_argument("--rows", type=int, default=100_000)
    given = parser.parse_args()
    if len(given.what) != 1:  # a process has one node
        for what in given.what or ["calls", "twins"]:
            own = [sys.executable, "-m", "benchmarks.records.flows", what, f"--rows={given.rows}"]
            subprocess.run(own, check=True)
        return
    with node("sqlite"):
        import django
        from django.core.management import call_command

        django.setup()
        from django.conf import settings

        from minassa import audit

        audit.make_keys(settings.MINASSA.home)
        call_command("migrate", interactive=False, verbosity=0)
        {"calls": calls, "twins": twins, "page": page}[given.what[0]](given.rows)


if __name__ == "__main__":
    main()
