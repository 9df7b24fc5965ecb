"""How long a search of many transactions takes: each rule's seconds, CPU seconds, and the most memory that the process ever had.

python -m benchmarks.transactions.speed [--rows 10000000]
"""

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.transactions.made import THRESHOLD, million_rows
from minassa.transactions.patterns import changed, opened, shipped
from minassa.transactions.patterns.store import ROWS


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=10_000_000)
    given = words.parse_args()
    rules = changed(shipped(), {"threshold": {"XOF": THRESHOLD}})
    with tempfile.TemporaryDirectory() as folder:
        million_rows(Path(folder) / ROWS, given.rows, 1, accounts=max(1_000, given.rows // 10))
        print(
            f"{given.rows} transactions, {(Path(folder) / ROWS).stat().st_size >> 20} MB; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        began, cpu = time.perf_counter(), time.process_time()
        with opened([Path(folder)], rules, spill=Path(folder)) as search:
            _tell("laid out", began, cpu)
            for rule in rules.rules:
                start, used = time.perf_counter(), time.process_time()
                found = search.run(rule)
                _tell(f"{rule.name} ({found.count})", start, used)
        _tell("all", began, cpu)
        print(
            f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB; load {os.getloadavg()[0]:.1f}"
        )


def _tell(what: str, began: float, cpu: float) -> None:
    print(f"{what:24} {time.perf_counter() - began:7.1f} s {time.process_time() - cpu:7.1f} CPU s", flush=True)


if __name__ == "__main__":
    main()
