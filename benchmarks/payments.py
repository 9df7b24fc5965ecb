"""Payments: how long one message takes through the service (door, check, walls, audit line), and how quickly files are read.

    python -m benchmarks.payments [--payments 60] [--megabytes 40]

A node of its own on SQLite with the UN and OFAC lists in force, and 500 records. Each message is one pacs.008 with another payer and
receiver (invented names), two banks, two accounts, an address and a purpose; CPU is the process's own time, which other work on the machine
disturbs less than the clock. Then a pain.001 file is made while it is read: letters per second, and the memory that it takes.
"""

import argparse
import io
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--payments", type=int, default=60)
    parser.add_argument("--megabytes", type=int, default=40)
    options = parser.parse_args()
    read(options.megabytes)
    with tempfile.TemporaryDirectory() as folder:
        _begin(Path(folder))
        screen(options.payments)


def read(megabytes: int) -> None:
    """How quickly a file is read, and what memory that takes."""
    from minassa.payments.messages import read_messages  # noqa: PLC0415 - Django's room: only its pure part
    from tests.payments.made import Pay, pain001  # noqa: PLC0415 - the same

    head, _, rest = pain001([Pay()]).partition("<CdtTrfTxInf>")
    one, _, tail = rest.rpartition("</CdtTrfTxInf>")
    part = f"<CdtTrfTxInf>{one}</CdtTrfTxInf>".encode() * 50

    class Made(io.RawIOBase):
        """A file that nobody holds."""

        def __init__(self) -> None:
            self.parts = self._parts()

        def _parts(self) -> Iterator[bytes]:
            yield head.encode()
            for _ in range(megabytes * 1_000_000 // len(part)):
                yield part
            yield tail.encode()

        def read(self, _size: int = -1) -> bytes:
            return next(self.parts, b"")

    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    count = sum(1 for _ in read_messages(Made()))
    took = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    print(
        f"read: {count:,} payments, {megabytes} MB in {took:.1f} CPU s ({megabytes / took:.1f} MB/s), peak memory grew by {grown:.0f} MB"
    )


def _begin(home: Path) -> None:
    """A node with lists and records."""
    from minassa.node.founding import lay_folder  # noqa: PLC0415 - before Django's start
    from tests.migrated import lay_database  # noqa: PLC0415 - the same

    os.environ |= {"MINASSA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "minassa.node.settings"}
    lay_folder(home, name="EXERCISE", language="en", exercise=True)
    lay_database(home / "minassa.sqlite3")
    import django  # noqa: PLC0415 - its settings are named now

    django.setup()
    from minassa import audit  # noqa: PLC0415 - after Django's start

    audit.make_keys(home)


def screen(count: int) -> None:
    """One message after another."""
    from benchmarks.names.shared import DATA  # noqa: PLC0415 - after Django's start
    from minassa.access import Role  # noqa: PLC0415 - the same
    from minassa.payments import screen_message  # noqa: PLC0415 - the same
    from minassa.screening import import_list  # noqa: PLC0415 - the same
    from tests.factories import an_actor  # noqa: PLC0415 - the same
    from tests.payments.made import Pay, pacs008  # noqa: PLC0415 - the same
    from tests.records.made import add  # noqa: PLC0415 - the same

    actor = an_actor(Role.FIU_ANALYST)
    lists = DATA / "sanctions"
    for source, name in (("un-sc", "un_consolidated_2026-02-27.xml.gz"), ("ofac-sdn", "ofac_2021-07")):
        import_list(actor, source=source, path=lists / name)
    first = ("Aminata", "Kofi", "Mariam", "Oumar", "Fatou", "Ibrahima", "Zainab", "Chidi", "Awa", "Moussa", "Ngozi")
    last = ("Coulibaly", "Mensah", "Diarra", "Traore", "Okafor", "Keita", "Bello", "Sissoko", "Adeyemi", "Toure")
    for number in range(500):
        add(actor, f"EXERCISE {first[number % 11]} {last[number % 10]} {number}")
    names = cycle(f"{one} {other} {third}" for one in first for other in last for third in last)
    cpu, wall, stopped = [], [], 0
    for number in range(count + 5):
        pay = Pay(
            debtor=next(names),
            creditor=f"{next(names)} Trading {number}",
            text=f"INVOICE {number} RICE AND OIL",
            account=f"<Othr><Id>EX-{number:08}</Id></Othr>",
        )
        own, clock = time.process_time(), time.perf_counter()
        (one,) = screen_message(actor, message=pacs008([pay]), purpose="counter-terrorism")
        if number >= 5:
            cpu.append((time.process_time() - own) * 1000)
            wall.append((time.perf_counter() - clock) * 1000)
            stopped += one.outcome.value == "stop"
    for name, taken in (("CPU", cpu), ("wall", wall)):
        print(
            f"one payment, {name} ms: p50 {statistics.median(taken):.1f}, p95 {sorted(taken)[int(len(taken) * 0.95)]:.1f}"
        )
    print(f"{stopped} of {count} stopped; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
