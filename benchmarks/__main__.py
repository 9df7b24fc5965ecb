"""`make bench`: every benchmark that this machine can run, one after the other; figures go to `benchmarks/out`.

Names need the public test data (`MINASSA_DATA`) and the shared harness (`MINASSA_BENCH`); records need nothing, and
measure PostgreSQL too where its server is found. Each can be run alone: `python -m benchmarks.names.retrieval` and so on.
"""

import subprocess
import sys
from typing import Final

PARTS: Final = (
    ("names: retrieval beside the peers", "benchmarks.names.screen"),
    ("names: labelled pairs", "benchmarks.names.pairs"),
    ("names: speed and size", "benchmarks.names.speed"),
    ("names: whole files beside the peers", "benchmarks.names.whole"),
    ("watch: a delta against a million watched names", "benchmarks.watch"),
    ("records: server times at a million", "benchmarks.records.million"),
    ("cyber: ten thousand observables against a million indicators", "benchmarks.cyber"),
    ("declaration: sixty delegations in one text", "benchmarks.declaration"),
    ("pages: weight on the line", "benchmarks.pages"),
    ("TAXII: objects for each CPU second", "benchmarks.taxii"),
    ("stix: CPU of the border", "benchmarks.stix"),
    ("transactions: what the rules find in made-up countries", "benchmarks.transactions.judge"),
    ("transactions: ten million searched", "benchmarks.transactions.speed"),
    ("threats: matching, spread and forecasts on real events", "benchmarks.threats.figures"),
    ("threats: the map at 200,000 incidents", "benchmarks.threats.atlas"),
)


def main() -> int:
    """Run all parts; a part that fails is named and does not keep the others back."""
    failed = []
    for title, module in PARTS:
        print(f"\n== {title}\n", flush=True)
        if subprocess.run([sys.executable, "-m", module], check=False).returncode:
            failed.append(title)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
