# ruff: noqa: PLC0415 - Django is set up for a node of this run before anything of it is imported
"""A collection of a million objects: does a page cost the same wherever it lies, and does memory stay?

    python -m benchmarks.collection [--engine sqlite|postgresql|both] [--rows 1000000]

Makes a node in a temporary folder, writes objects past the walls (as a restore would) under five labels, and reads pages of a thousand
through the door at both ends and between: decision, both walls, audit line, the bytes of every object.
"""

import argparse
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

import orjson

from benchmarks.records.million import batches, node, people

if TYPE_CHECKING:
    from minassa.access import Actor

PAGE: Final = 1_000
RUNS: Final = 10
PLACES: Final = (0.0, 0.25, 0.5, 0.75, 0.998)
LABELS: Final = 5
BEGAN: Final = 1_760_000_000_000_000
COLUMNS: Final = ("id", "label_id", "collection_id", "agency", "stix_id", "type", "version", "added", "raw")


def objects(count: int, collection: UUID, agency: UUID, labels: list[int]) -> Iterator[tuple[Any, ...]]:
    """Rows of invented indicators, a microsecond apart."""
    from minassa.base import new_id

    at = "2026-01-01T00:00:00.000"
    for number in range(count):
        stix_id = f"indicator--{uuid4()}"
        one = {
            "type": "indicator", "spec_version": "2.1", "id": stix_id, "created": f"{at}Z", "modified": f"{at}Z",
            "name": f"EXERCISE {number}", "pattern": f"[domain-name:value = 'h{number}.example']", "pattern_type": "stix",
            "valid_from": f"{at}Z", "description": "x" * (40 + number % 120),
        }  # fmt: skip
        label = labels[number % len(labels)]
        yield (new_id(), label, collection, agency, stix_id, "indicator", at, BEGAN + number, orjson.dumps(one))


def fill(engine: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Write rows with the driver alone, as a restore would."""
    if engine == "postgresql":
        from tests import postgres

        with postgres.superuser() as connection:
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY exchange_storedobject ({', '.join(COLUMNS)}) FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
            connection.execute("VACUUM ANALYZE exchange_storedobject")
        return
    from django.conf import settings

    sql = f"INSERT INTO exchange_storedobject ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for batch in batches(rows, 20_000):
            plain = [[cell.hex if isinstance(cell, UUID) else cell for cell in row] for row in batch]
            connection.executemany(sql, plain)
        connection.execute("ANALYZE")


def collection_of(actor: "Actor") -> tuple[UUID, list[int]]:
    """A collection with as many labels as are measured, all of them the actor's to see."""
    from minassa.access import Handling, Label, Tlp, door
    from minassa.exchange.acts import TAXII_ADD
    from minassa.exchange.models.taxii import Collection, CollectionClock, Strand

    assert actor.agency is not None
    codes = [frozenset({code}) for code in Handling]
    wanted = [Label(actor.agency, Tlp.GREEN, handling=one, exercise=True) for one in codes]
    wanted.append(Label(actor.agency, Tlp.AMBER, handling=codes[0], exercise=True))
    with door(actor, TAXII_ADD) as opened:
        ids = [opened.intern(one) for one in wanted[:LABELS]]
        row = Collection.objects.create(title="EXERCISE", label_id=ids[0])
        CollectionClock.objects.create(collection=row.id, last=BEGAN)
        Strand.objects.bulk_create([Strand(collection=row, label_id=one) for one in ids])
    return row.id, ids


def pages(actor: "Actor", collection: UUID, count: int) -> list[tuple[float, float, float]]:
    """(place, median ms, median ms of this process's CPU) of a page at each place."""
    from minassa.exchange import Question, read_objects

    found: dict[float, list[tuple[float, float]]] = {place: [] for place in PLACES}
    for _run in range(RUNS):
        for place in PLACES:  # in turn, so that a busy moment falls on all of them
            asked = Question(after=BEGAN + int(count * place), limit=PAGE)
            began, worked = time.perf_counter(), time.process_time()
            page = read_objects(actor, collection=collection, asked=asked)
            assert len(page.found) == min(PAGE, count - int(count * place) - 1)
            found[place].append((time.perf_counter() - began, time.process_time() - worked))
    return [
        (place, *(1_000 * statistics.median(column) for column in zip(*times, strict=True)))
        for place, times in found.items()
    ]


def measure(engine: str, count: int) -> None:
    """Fill a node, read, print."""
    with node(engine):
        readers, _labels = people(engine)
        actor = readers["broad"]
        assert actor.agency is not None
        collection, ids = collection_of(actor)
        began = time.perf_counter()
        fill(engine, objects(count, collection, actor.agency, ids))
        print(f"{engine}: {count} objects under {len(ids)} labels, written in {time.perf_counter() - began:.0f} s")
        pages(actor, collection, count)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = pages(actor, collection, count)
        for place, wall, cpu in found:
            print(f"  page of {PAGE} at {place:6.1%}: {wall:7.1f} ms, {cpu:6.1f} ms CPU of this process")
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(
            f"  last/first {found[-1][1] / found[0][1]:.2f}; memory grew by {more:.1f} MB over {RUNS * len(PLACES)} pages"
        )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    words.add_argument("--rows", type=int, default=1_000_000)
    given = words.parse_args()
    if given.engine != "both":
        measure(given.engine, given.rows)
        return
    for engine in ("sqlite", "postgresql"):  # a process of its own for each: Django is set up once in a process
        subprocess.run(
            [sys.executable, "-m", "benchmarks.collection", "--engine", engine, "--rows", str(given.rows)], check=True
        )


if __name__ == "__main__":
    main()
