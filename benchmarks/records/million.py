# ruff: noqa: PLC0415 - Django is set up for a node of this run before anything of it is imported
"""Server times of records at a million rows, on SQLite and PostgreSQL, for broad and narrow readers.

    python -m benchmarks.records.million [--engine sqlite|postgresql|both] [--rows 1000000]

Makes a node in a temporary folder, writes rows past the walls (as a restore would), then times the services through the
door: a decision, both walls, the audit line. Prints a table in milliseconds
and keeps the figures in `benchmarks/out`.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minassa.access import Actor

PURPOSE = "counter-terrorism"
RUNS = 40
OUT = Path(__file__).resolve().parent.parent / "out"
AGENCIES = 60
WORDS = [f"word{number}" for number in range(20_000)]
FIRST = ["mohamed", "ahmed", "fatima", "ibrahim", "amadou", "moussa", "aisha", "ali"]
SCHEMATA = ["Person"] * 6 + ["Company", "PhoneLine", "Vehicle", "Ownership"]
START = datetime(2021, 1, 1, tzinfo=UTC)


@contextmanager
def node(engine: str) -> Iterator[None]:
    """A node of its own, with Django set up for it."""
    with tempfile.TemporaryDirectory(prefix="minassa-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        os.environ["DJANGO_SETTINGS_MODULE"] = "minassa.node.settings"
        if engine == "sqlite":
            from minassa.node.founding import lay_folder

            lay_folder(folder / "node", name="EXERCISE", language="en", exercise=True)
            os.environ["MINASSA_HOME"] = str(folder / "node")
            yield
            return
        from tests import postgres

        programs = postgres.binaries()
        if programs is None:
            print("PostgreSQL is not installed: not measured")
            sys.exit(0)
        with postgres.cluster(folder, programs) as port:
            environment = postgres.make_home(folder, port)
            os.environ.update(environment, MINASSA_HOME=environment["MINASSA_TEST_HOME"])
            migrate = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
            subprocess.run(migrate, check=True, env={**os.environ, "MINASSA_DATABASE_OWNER": "1"})
            yield


def people(engine: str) -> tuple[dict[str, Any], list[int]]:
    """Readers by name, and the ids of 300 labels: 250 of the platform's, the rest of one agency each."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings

    from minassa import access, audit
    from minassa.access import Handling, Label, Tlp, door
    from minassa.access.models import User
    from minassa.records.acts import RECORD_ADD

    audit.make_keys(settings.MINASSA.home)
    if engine == "sqlite":
        call_command("migrate", verbosity=0)
    setup = access.system_actor("setup")
    partner = access.add_agency(setup, name="EXERCISE partner", kind=access.AgencyKind.PARTNER)
    labels: list[int] = []
    users = []
    for number in range(AGENCIES):
        agency = access.add_agency(setup, name=f"EXERCISE agency {number}")
        person = access.add_user(
            setup, agency=agency.id, username=f"bench{number}", name="EXERCISE", roles=[access.Role.ANALYST]
        )
        users.append(person.id)
        actor = access.actor_of_user(User.objects.select_related("agency").get(id=person.id))
        audience = frozenset({f"agency:{partner.id}"}) if number < 3 else frozenset()
        codes = [frozenset({code}) for code in Handling]
        wanted = [Label(agency.id, Tlp.GREEN, handling=one, exercise=True) for one in codes]
        wanted.append(Label(agency.id, Tlp.AMBER, audience, codes[0], exercise=True))
        with door(actor, RECORD_ADD) as opened:
            labels += [opened.intern(one) for one in wanted]
    narrow = access.add_user(setup, agency=partner.id, username="narrow", name="EXERCISE", roles=[access.Role.ANALYST])
    by_name = {
        "broad": access.actor_of_user(User.objects.select_related("agency").get(id=users[0])),
        "narrow": access.actor_of_user(User.objects.select_related("agency").get(id=narrow.id)),
    }
    return by_name, labels


def rows(count: int, labels: list[int]) -> Iterator[tuple[tuple[Any, ...], list[str], str]]:
    """Invented rows: a record's columns, its words, its key. Narrow labels get few rows."""
    from minassa.base import new_id

    chance = random.Random(1)
    weights = [0.02 if number % 5 == 4 and number < 15 else 1.0 for number in range(len(labels))]
    chosen = chance.choices(labels, weights, k=count)
    for number in range(count):
        first, second = chance.choice(FIRST), WORDS[int(chance.paretovariate(0.6)) % len(WORDS)]
        content = json.dumps({"properties": {"name": [f"EXERCISE {first} {second}"]}, "extra": {}})
        when = START + timedelta(seconds=number * 150)
        record = (new_id(), chosen[number], chance.choice(SCHEMATA), f"b-{number}", f"{first} {second}", content, when)
        yield record, ["exercise", first, second], f"EX{number:07d}"


def fill_sqlite(count: int, labels: list[int]) -> None:
    """Write rows with the driver alone, as a restore would."""
    from django.conf import settings

    from minassa.base import new_id

    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for batch in batches(rows(count, labels), 20_000):
            records, words, keys = [], [], []
            for (own, label, schema, origin, caption, content, when), each, key in batch:
                at = when.strftime("%Y-%m-%d %H:%M:%S")
                records.append((own.hex, label, schema, origin, caption, content, at, at))
                words += [(new_id().hex, label, own.hex, word, at) for word in each]
                keys.append((new_id().hex, label, own.hex, "passportNumber", key))
            connection.executemany(
                "INSERT INTO records_record (id, label_id, schema, origin, caption, content, modified, created, grade_scheme,"
                " grade, legal_basis, purpose, review_on, keep_reason, version, changed_by)"
                f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', 'EXERCISE', '{PURPOSE}', '2030-01-01', '', 1, 'system:setup')",
                records,
            )
            connection.executemany(
                "INSERT INTO records_recordword (id, label_id, record_id, word, modified) VALUES (?, ?, ?, ?, ?)", words
            )
            connection.executemany(
                "INSERT INTO records_recordkey (id, label_id, record_id, property, key) VALUES (?, ?, ?, ?, ?)", keys
            )
        connection.execute("ANALYZE")


def fill_postgresql(count: int, labels: list[int]) -> None:
    """Write rows with COPY as the cluster's superuser, as a restore would."""
    from minassa.base import new_id
    from tests import postgres

    with postgres.superuser() as connection:
        for batch in batches(rows(count, labels), 50_000):
            with connection.cursor() as cursor:
                with cursor.copy(
                    "COPY records_record (id, label_id, schema, origin, caption, content, modified, created, grade_scheme,"
                    " grade, legal_basis, purpose, review_on, keep_reason, version, changed_by) FROM STDIN"
                ) as copy:
                    for (own, label, schema, origin, caption, content, when), _words, _key in batch:
                        tail = ("", "", "EXERCISE", PURPOSE, "2030-01-01", "", 1, "system:setup")
                        copy.write_row((own, label, schema, origin, caption, content, when, when, *tail))
                with cursor.copy(
                    "COPY records_recordword (id, label_id, record_id, word, modified) FROM STDIN"
                ) as copy:
                    for record, words, _key in batch:
                        for word in words:
                            copy.write_row((new_id(), record[1], record[0], word, record[6]))
                with cursor.copy("COPY records_recordkey (id, label_id, record_id, property, key) FROM STDIN") as copy:
                    for record, _words, key in batch:
                        copy.write_row((new_id(), record[1], record[0], "passportNumber", key))
        connection.execute("VACUUM ANALYZE")


def batches(found: Iterator[Any], size: int) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for one in found:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def timed(call: Callable[[], object]) -> dict[str, float]:
    """Median and 95th percentile of the runs, in milliseconds, after two warm ones."""
    call(), call()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1_000)
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]}


def measures(actor: "Actor", count: int) -> dict[str, Callable[[], object]]:
    from minassa import records
    from minassa.base import Fault

    chance = random.Random(2)
    page = records.list_records(actor)
    deep = page.next
    for _ in range(5):
        deep = records.list_records(actor, before=deep, size=200).next or deep
    ids = [row.id for row in page.rows]

    def rare() -> object:
        return search(f"{WORDS[chance.randrange(999)]} ")()

    def search(query: str) -> Callable[[], object]:
        return lambda: records.search_records(actor, query=query, purpose=PURPOSE, case="EXERCISE")

    def identifier() -> object:
        return records.match_identifier(
            actor, identifier=f"EX{chance.randrange(count):07d}", purpose=PURPOSE, case="EXERCISE"
        )

    def read() -> object:
        try:
            return records.read_record(actor, id=chance.choice(ids))
        except Fault as fault:
            return fault

    return {
        "list, first page": lambda: records.list_records(actor),
        "list, deep page": lambda: records.list_records(actor, before=deep),
        "list, people and things": lambda: records.list_records(actor, sort=records.Sort.THINGS),
        "list, links": lambda: records.list_records(actor, sort=records.Sort.LINKS),
        "list, one kind": lambda: records.list_records(actor, schema="Person"),
        "read one (audited)": read,
        "search, common word": search("mohamed "),
        "search, rare word": rare,
        "search, two words": search("mohamed word7 "),
        "search, beginning": search("moha"),
        "identifier": identifier,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--rows", type=int, default=1_000_000)
    chosen = parser.parse_args()
    if chosen.engine != "both":
        measure(chosen.engine, chosen.rows)
        return
    for engine in ("sqlite", "postgresql"):  # a process of its own for each: Django is set up once in a process
        words = [sys.executable, "-m", "benchmarks.records.million", "--engine", engine, "--rows", str(chosen.rows)]
        subprocess.run(words, check=True)


def measure(engine: str, count: int) -> None:
    """Fill a node, time the services, print the table and keep the figures."""
    with node(engine):
        readers, labels = people(engine)
        began = time.perf_counter()
        (fill_sqlite if engine == "sqlite" else fill_postgresql)(count, labels)
        filled = time.perf_counter() - began
        found = {
            reader: {name: timed(call) for name, call in measures(actor, count).items()}
            for reader, actor in readers.items()
        }
    OUT.mkdir(exist_ok=True)
    figures = {"engine": engine, "records": count, "labels": len(labels), "filled_in_seconds": filled, "ms": found}
    (OUT / f"records-{engine}.json").write_text(json.dumps(figures, indent=1))
    print(f"{engine}, {count} records, {len(labels)} labels, filled in {filled:.0f} s; ms, p50 / p95 of {RUNS}")
    for name in found["broad"]:
        cells = "   ".join(
            f"{reader} {one[name]['p50']:7.1f} / {one[name]['p95']:7.1f}" for reader, one in found.items()
        )
        print(f"{name:22} {cells}")


if __name__ == "__main__":
    main()
