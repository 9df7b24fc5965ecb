# ruff: noqa: PLC0415 - Django is set up for a node of this run before anything of it is imported
"""The map of incidents: server CPU of a view, of moving it and of each filter, for a broad and a narrow reader.

    python -m benchmarks.threats.atlas [--engine sqlite|postgresql] [--incidents 200000]

Invented incidents around 400 places of Africa, under ten agencies' labels, come in by the import that agencies use. Median CPU milliseconds of
this process, and on PostgreSQL of the database's own for it.
"""

import argparse
import csv
import io
import json
import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.records.million import OUT, node

if TYPE_CHECKING:
    from uuid import UUID

    from minassa.access import Actor

PURPOSE = "counter-terrorism"
AGENCIES = 10
RUNS = 15
FIRST = date(1997, 1, 1)
DAYS = 10_800
HEAD = (
    "id", "date", "country", "latitude", "longitude", "place", "place_precision", "kind", "actors",
    "deaths_low", "deaths_best", "deaths_high",
)  # fmt: skip
KINDS = ("state_conflict", "group_conflict", "against_civilians", "explosion", "abduction")
PRECISIONS = ("exact",) * 3 + ("near",) * 5 + ("district",) + ("region",)


def table(count: int, seed: int) -> io.BytesIO:
    """Invented rows of our own table: violence gathers in few places."""
    chance, places = random.Random(seed), _places()
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(HEAD)
    for number in range(count):
        country, south, west = places[min(int(chance.paretovariate(0.7)), len(places)) - 1]
        day = FIRST + timedelta(days=int(DAYS * chance.random() ** 0.6))
        low = int(chance.paretovariate(1.2)) - 1
        rows.writerow((
            f"B{seed}-{number}", day.isoformat(), country,
            f"{south + chance.gauss(0, 0.8):.4f}", f"{west + chance.gauss(0, 0.8):.4f}", f"EXERCISE place {number % 997}",
            chance.choice(PRECISIONS), chance.choice(KINDS), f"EXERCISE Front {number % 40}; EXERCISE Army",
            low, low + 1, low + 3,
        ))  # fmt: skip
    return io.BytesIO(written.getvalue().encode())


def _places() -> list[tuple[str, float, float]]:
    from minassa.threats.sources.bounds import BOUNDS

    chance = random.Random(1)
    countries = [chance.choice(sorted(BOUNDS)) for _ in range(400)]
    return [(one.upper(), chance.uniform(*BOUNDS[one][:2]), chance.uniform(*BOUNDS[one][2:])) for one in countries]


def fill(count: int) -> "dict[str, Actor]":
    """A node with these incidents; who asks: an agency that sees all but one of ten's, and one that sees its own alone."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings

    from minassa import access, audit, threats
    from minassa.access import Handling, Label, Tlp
    from minassa.access.models import User
    from minassa.records import Ground

    audit.make_keys(settings.MINASSA.home)
    if settings.MINASSA.database.engine == "sqlite":
        call_command("migrate", verbosity=0)
    setup = access.system_actor("setup")
    actors, owners = [], []
    for number in range(AGENCIES):
        agency = access.add_agency(setup, name=f"EXERCISE agency {number}")
        person = access.add_user(
            setup, agency=agency.id, username=f"map{number}", name="EXERCISE", roles=[access.Role.ANALYST]
        )
        owners.append(agency.id)
        actors.append(access.actor_of_user(User.objects.select_related("agency").get(id=person.id)))
    for number, actor in enumerate(actors):
        tlp = Tlp.AMBER if number == AGENCIES - 1 else Tlp.GREEN
        label = Label(owners[number], tlp, handling=frozenset({Handling.H0}), exercise=True)
        rows = table(count // AGENCIES, number)
        done = threats.import_incidents(
            actor, source="own", file=rows, label=label, ground=Ground("EXERCISE order 1", PURPOSE)
        )
        print(f"{number}: {done.incidents} incidents, {time.process_time():.0f} CPU s", flush=True)
    return {"broad": actors[0], "narrow": actors[-1]}


def groups(actor: "Actor") -> "dict[str, UUID]":
    """A group that every incident names, and one that one in forty names."""
    from minassa.access import Handling, Label, Tlp
    from minassa.records import Ground, add_record

    if actor.agency is None:
        raise ValueError(actor)
    label = Label(actor.agency, Tlp.GREEN, handling=frozenset({Handling.H0}), exercise=True)
    ground = Ground("EXERCISE order 1", PURPOSE)
    return {
        name: add_record(actor, schema="ArmedGroup", properties={"name": [name]}, label=label, ground=ground).id
        for name in ("EXERCISE Army", "EXERCISE Front 3")
    }


def measures(actor: "Actor", named: "dict[str, UUID]") -> dict[str, Callable[[], object]]:
    """What is asked when somebody looks at the map: each filter at its worst, where it leaves all, and filters together."""
    from minassa.threats import Filters, Window, map_incidents, map_marks, months_of_incidents

    africa, sahel, near = Window(-26, -36, 60, 38, 3), Window(-18, 4, 24, 24, 5), Window(0, 10, 6, 16, 7)
    town = Window(2, 12, 4, 14, 9)
    everything = Filters()

    def asked(filters: Filters, window: Window = africa) -> Callable[[], object]:
        return lambda: map_incidents(actor, filters=filters, window=window, purpose=PURPOSE)

    return {
        "first view": asked(everything),
        "moved: Sahel": asked(everything, sahel),
        "moved: near": asked(everything, near),
        "moved: single places": asked(everything, town),
        "one year": asked(Filters(first=date(2020, 1, 1), last=date(2020, 12, 31))),
        "one country": asked(Filters(country="ml")),
        "one kind": asked(Filters(kind="explosion")),
        "five deaths or more": asked(Filters(least_deaths=5)),
        "one death or more (nearly all)": asked(Filters(least_deaths=1)),
        "one source (all)": asked(Filters(source="own")),
        "the same, moved": asked(Filters(source="own"), sahel),
        "one group (a fortieth)": asked(Filters(group=named["EXERCISE Front 3"])),
        "one group (all)": asked(Filters(group=named["EXERCISE Army"])),
        "source, group, deaths (all)": asked(Filters(source="own", group=named["EXERCISE Army"], least_deaths=1)),
        "all of it, ten years, one country": asked(
            Filters(date(2015, 1, 1), date(2024, 12, 31), "ml", "", "own", named["EXERCISE Army"], 1)
        ),
        "all of it, ten years, one kind": asked(
            Filters(date(2015, 1, 1), date(2024, 12, 31), "", "explosion", "own", named["EXERCISE Army"], 1)
        ),
        "one area": asked(Filters(area="ML-6")),
        "months for the slider": lambda: months_of_incidents(actor, purpose=PURPOSE),
        "handling band": lambda: map_marks(actor, purpose=PURPOSE),
    }


def database_cpu() -> float:
    """CPU seconds of PostgreSQL's process for this connection, in steps of ten milliseconds; 0 for SQLite, which works in this one."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    spent = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def timed(call: Callable[[], object]) -> dict[str, float]:
    """Median milliseconds: CPU of this process and of the database's own for this connection, and elapsed."""
    call()
    cpu, elapsed = [], []
    for _ in range(RUNS):
        began, clock = time.process_time() + database_cpu(), time.perf_counter()
        call()
        cpu.append((time.process_time() + database_cpu() - began) * 1_000)
        elapsed.append((time.perf_counter() - clock) * 1_000)
    return {"cpu": statistics.median(cpu), "elapsed": statistics.median(elapsed)}


def measured(readers: "dict[str, Actor]") -> dict[str, Any]:
    """Every measure of each reader, by name."""
    named = groups(readers["broad"])
    return {
        name: {what: timed(call) for what, call in measures(actor, named).items()} for name, actor in readers.items()
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    words.add_argument("--incidents", type=int, default=200_000)
    given = words.parse_args()
    with node(given.engine):
        readers = fill(given.incidents)
        found = measured(readers)
    OUT.mkdir(exist_ok=True)
    (OUT / f"map-{given.engine}.json").write_text(json.dumps({"incidents": given.incidents, "ms": found}, indent=1))
    print(f"{given.engine}, {given.incidents} incidents; median of {RUNS}, CPU ms (elapsed)")
    for what in found["broad"]:
        print(
            f"{what:36}",
            "   ".join(f"{who} {one[what]['cpu']:6.0f} ({one[what]['elapsed']:6.0f})" for who, one in found.items()),
        )


if __name__ == "__main__":
    main()
