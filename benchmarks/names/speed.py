"""Speed and size of the index: 22 thousand, 224 thousand and 2 million names, from the OFAC list by perturbation.

    python -m benchmarks.names.speed [--times 1,10,90] [--queries 400] [--out benchmarks/out/names_speed.json]

Times are wall clock on one core; ``cpu`` is the process's own time, which other work on the machine disturbs less.
"""

import argparse
import json
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.names.shared import harness, ofac_list
from minassa.names import NameIndex
from minassa.names.words import Kind

Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", default="1,10")
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    screen = harness()
    entities = screen.load_ofac(*ofac_list())
    table = [
        measure(screen.scale(entities, int(times)), queries(screen, entities, options.queries))
        for times in options.times.split(",")
    ]
    for figures in table:
        print("  ".join(f"{name} {value:,.1f}" for name, value in figures.items()))
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps({"peer": "minassa", "sizes": table}, indent=1) + "\n")


def queries(screen: Any, entities: list[dict[str, Any]], count: int) -> list[tuple[str, Kind]]:  # noqa: ANN401 - the harness is an untyped module
    found: list[tuple[str, Kind]] = []
    for label, kind in (("person", "person"), ("org", "organisation")):
        found += [
            (query, "person" if kind == "person" else "organisation")
            for query, *_ in screen.make_tasks(entities, label, maxq=count // 2)["latin"][1]
        ]
    return random.Random(1).sample(found, len(found))


def measure(entities: list[dict[str, Any]], asked: list[tuple[str, Kind]]) -> Figures:
    started, index = time.perf_counter(), NameIndex()
    names = 0
    for entity in entities:
        given = [name["name"] for name in entity["names"]]
        names += len(given)
        index.add(entity["id"], given, "person" if entity["kind"] == "person" else "organisation")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names"
        index.save(path)
        built = time.perf_counter() - started
        size = path.stat().st_size
        del index
        started = time.perf_counter()
        opened = NameIndex.open(path)
        opened.search("a first search")
        opening = time.perf_counter() - started
        wall, cpu = timed(opened, asked)
    at = int(len(wall) * 0.95)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {
        "names": names,
        "build s": built,
        "peak MB": peak,
        "file MB": size / 1e6,
        "open s": opening,
        "p50 ms": wall[len(wall) // 2],
        "p95 ms": wall[at],
        "cpu p50 ms": cpu[len(cpu) // 2],
        "cpu p95 ms": cpu[at],
    }


def timed(index: NameIndex, asked: list[tuple[str, Kind]]) -> tuple[list[float], list[float]]:
    """Wall and processor milliseconds of each search, sorted."""
    wall, cpu = [], []
    for query, kind in asked:
        clock, own = time.perf_counter(), time.process_time()
        index.search(query, kind=kind)
        wall.append(1e3 * (time.perf_counter() - clock))
        cpu.append(1e3 * (time.process_time() - own))
    return sorted(wall), sorted(cpu)


if __name__ == "__main__":
    main()
