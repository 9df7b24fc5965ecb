# ruff: noqa: PLC0415 - Django is set up for a node of this run before anything of it is imported
"""Observables against a million indicators, on SQLite and PostgreSQL, for a broad and a narrow reader.

    python -m benchmarks.cyber [--engine sqlite|postgresql|both] [--rows 1000000]

Makes a node in a temporary folder, writes indicators past the walls (as a restore would), then asks 10,000 observables at once
through the door: reading the text, the decision, both walls, the audit line. Half of them are held. Prints a table and keeps
the figures in `benchmarks/out`.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from benchmarks.records.million import OUT, START, batches, node, people

if TYPE_CHECKING:
    from minassa.access import Actor

ASKED = 10_000
RUNS = 7
IMPORTED = 5_000
INDICATOR = (
    "id", "label_id", "stix_id", "version", "name", "pattern_type", "pattern", "kind", "valid_from", "valid_until", "revoked",
    "confidence", "source", "content", "received", "modified",
)  # fmt: skip
KEY = ("id", "label_id", "indicator_id", "key", "alone")


def value(number: int) -> tuple[str, str]:
    """The observable of this number and the pattern that names it: domains, URLs, addresses and hashes in turn."""
    turn = number % 4
    if turn == 0:
        return (text := f"h{number}.exercise{number % 977}.example"), f"[domain-name:value = '{text}']"
    if turn == 1:
        return (text := f"http://h{number % 50_000}.example/a/{number}"), f"[url:value = '{text}']"
    if turn == 2:
        return (
            text := f"{11 + number % 80}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        ), f"[ipv4-addr:value = '{text}']"
    return (text := f"{number:064x}"), f"[file:hashes.'SHA-256' = '{text}']"


def rows(count: int, labels: list[int]) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """Invented indicators, each with its keys, as the room itself writes them."""
    from minassa.base import new_id
    from minassa.cyber import observable_of
    from minassa.cyber.observables import held_keys

    chance = random.Random(1)
    for number in range(count):
        text, pattern = value(number)
        one = observable_of(text)
        assert one is not None, text
        own, label, when = new_id(), chance.choice(labels), START + timedelta(seconds=number * 150)
        content = json.dumps(
            {"type": "indicator", "id": f"indicator--{own}", "pattern": pattern, "pattern_type": "stix"}
        )
        yield (
            (own, label, f"indicator--{own}", when, text, "stix", pattern, one.kind.value, when, None, False, None, "EXERCISE",
             content, when, when),
            [(new_id(), label, own, key, True) for key in held_keys(one)],
        )  # fmt: skip


def fill_sqlite(count: int, labels: list[int]) -> None:
    """Write rows with the driver alone, as a restore would."""
    from django.conf import settings

    def plain(cell: object) -> object:
        if isinstance(cell, datetime):
            return cell.strftime("%Y-%m-%d %H:%M:%S")
        return cell.hex if isinstance(cell, UUID) else cell

    def write(
        connection: sqlite3.Connection, table: str, columns: tuple[str, ...], some: list[tuple[Any, ...]]
    ) -> None:
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        connection.executemany(sql, [[plain(cell) for cell in row] for row in some])

    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for batch in batches(rows(count, labels), 20_000):
            write(connection, "cyber_indicator", INDICATOR, [row for row, _keys in batch])
            write(connection, "cyber_indicatorkey", KEY, [key for _row, keys in batch for key in keys])
        connection.execute("ANALYZE")


def fill_postgresql(count: int, labels: list[int]) -> None:
    """Write rows with COPY as the cluster's superuser, as a restore would."""
    from tests import postgres

    with postgres.superuser() as connection:
        for batch in batches(rows(count, labels), 50_000):
            with connection.cursor() as cursor:
                with cursor.copy(f"COPY cyber_indicator ({', '.join(INDICATOR)}) FROM STDIN") as copy:
                    for row, _keys in batch:
                        copy.write_row(row)
                with cursor.copy(f"COPY cyber_indicatorkey ({', '.join(KEY)}) FROM STDIN") as copy:
                    for _row, keys in batch:
                        for key in keys:
                            copy.write_row(key)
        connection.execute("VACUUM ANALYZE")


def question(count: int) -> str:
    """Ten thousand values, one a line, half of them among those that are held."""
    chance = random.Random(2)
    numbers = [chance.randrange(count) for _ in range(ASKED // 2)] + [count + number for number in range(ASKED // 2)]
    chance.shuffle(numbers)
    return "\n".join(value(number)[0].replace(".", "[.]") for number in dict.fromkeys(numbers))


def seconds(call: Callable[[], object]) -> dict[str, float]:
    """Median and worst of the runs in seconds, and the median of the processor time, after a warm one.

    The processor time is that of this process and, on PostgreSQL, of the server's process that answers it. On a busy machine it and
    the clock lie far apart.
    """
    call()
    times, cpu = [], []
    for _ in range(RUNS):
        began, worked = time.perf_counter(), time.process_time() + server_seconds()
        call()
        times.append(time.perf_counter() - began)
        cpu.append(time.process_time() + server_seconds() - worked)
    return {"median": statistics.median(times), "worst": max(times), "cpu": statistics.median(cpu)}


def server_seconds() -> float:
    """The processor time so far of PostgreSQL's process for our connection, in steps of 10 ms; 0 on SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    stated = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stated[11]) + int(stated[12])) / os.sysconf("SC_CLK_TCK")


def imported(actor: "Actor") -> float:
    """Indicators a second that come in from a STIX bundle, with the check of every object."""
    from minassa.access import Label, Tlp
    from minassa.cyber import import_indicators

    at = "2026-01-01T00:00:00.000Z"
    objects = [
        {"type": "indicator", "spec_version": "2.1", "id": f"indicator--{uuid4()}", "created": at, "modified": at,
         "valid_from": at, "pattern_type": "stix", "pattern": value(10_000_000 + number)[1]}
        for number in range(IMPORTED)
    ]  # fmt: skip
    content = json.dumps({"type": "bundle", "id": f"bundle--{uuid4()}", "objects": objects}).encode()
    assert actor.agency is not None
    label = Label(actor.agency, Tlp.AMBER, exercise=True)
    began = time.perf_counter()
    taken = import_indicators(actor, content=content, label=label, source="EXERCISE")
    assert taken.added == IMPORTED, taken.refused[:3]
    return IMPORTED / (time.perf_counter() - began)


def nearness(count: int) -> dict[str, float]:
    """Milliseconds to compare one perceptual hash with so many, half of them under labels that the asker does not see."""
    from minassa.cyber.content.near import NearIndex, words_of

    chance = random.Random(3)
    index = NearIndex()
    for start in range(0, count, 50_000):
        numbers = range(start, min(start + 50_000, count))
        index.add([(UUID(int=number + 1), number % 300, f"{chance.getrandbits(256):064x}") for number in numbers])
    labels = frozenset(range(0, 300, 2))
    asked = [words_of(f"{chance.getrandbits(256):064x}") for _ in range(50)]
    times = []
    for one in asked:
        began = time.perf_counter()
        index.near(one, labels=labels, within=31, most=20)
        times.append((time.perf_counter() - began) * 1_000)
    return {"median": statistics.median(times), "worst": max(times)}


def measure(engine: str, count: int) -> None:
    """Fill a node, ask, print the table and keep the figures."""
    with node(engine):
        readers, labels = people(engine)
        began = time.perf_counter()
        (fill_sqlite if engine == "sqlite" else fill_postgresql)(count, labels)
        filled = time.perf_counter() - began
        from minassa import cyber

        text = question(count)

        def ask(actor: "Actor") -> "cyber.ObservablesAnswer":
            read = cyber.recognise(text)
            return cyber.check_observables(actor, observables=[one.observable for one in read.found], purpose="cyber")

        found = {}
        for name, actor in readers.items():
            answer = ask(actor)
            found[name] = {
                "asked": len(answer.answers),
                "known": answer.known,
                **seconds(partial(ask, actor)),
            }
        pace = imported(readers["broad"])
        near = nearness(count)
    OUT.mkdir(exist_ok=True)
    figures = {
        "engine": engine,
        "indicators": count,
        "filled_in_seconds": filled,
        "imported_a_second": pace,
        "check": found,
    }
    (OUT / f"cyber-{engine}.json").write_text(json.dumps(figures, indent=1))
    print(f"{engine}, {count} indicators, filled in {filled:.0f} s; {pace:.0f} indicators a second come in from STIX")
    for name, one in found.items():
        print(
            f"  {name:7} asked {one['asked']}, known {one['known']}: median {one['median']:.2f} s, worst of {RUNS} {one['worst']:.2f} s, processor {one['cpu']:.2f} s"
        )
    print(f"  one PDQ hash among {count}: median {near['median']:.1f} ms, worst of 50 {near['worst']:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--rows", type=int, default=1_000_000)
    chosen = parser.parse_args()
    if chosen.engine != "both":
        measure(chosen.engine, chosen.rows)
        return
    for engine in ("sqlite", "postgresql"):  # a process of its own for each: Django is set up once in a process
        words = [sys.executable, "-m", "benchmarks.cyber", "--engine", engine, "--rows", str(chosen.rows)]
        subprocess.run(words, check=True)


if __name__ == "__main__":
    main()
