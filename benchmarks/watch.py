"""The watch at size: a delta of 300 listed subjects against an index of a million watched names.

    python -m benchmarks.watch [--watched 1000000] [--subjects 300] [--check 3000] [--out benchmarks/out/watch.json]

Watched names are made of the parts of unlisted names of many regions, one in twenty of the parts of listed ones (`--alike 0.6`: three in five, which
makes chance likenesses very common); half of the delta's subjects are watched under one of their own names. Measured: building and saving the index, opening the
saved one, and one look: every name of the delta asked of the index, then every watch that came near asked as its check would be.
`--check`: for so many watched names the plain way (each asked of the delta) is done too, and what the index missed is counted.
Seconds are the process's own (CPU), which other work on the machine disturbs less; wall clock and load stand beside them.
"""

import argparse
import csv
import gzip
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.names.shared import DATA, harness, ofac_list
from minassa.names import NameIndex

LEAST, SLACK = 0.85, 0.04
Subject = tuple[str, list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watched", type=int, default=1_000_000)
    parser.add_argument("--subjects", type=int, default=300)
    parser.add_argument("--check", type=int, default=3_000)
    parser.add_argument("--alike", type=float, default=0.05, help="share of watched names made of listed names' parts")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    chance = random.Random(5)
    people = [one for one in harness().load_ofac(*ofac_list()) if one["kind"] == "person"]
    delta = [(one["id"], [name["name"] for name in one["names"]]) for one in chance.sample(people, options.subjects)]
    watched = dict(names(people, options.watched, chance, options.alike))
    planted = chance.sample(delta, options.subjects // 2)
    watched |= {f"planted-{number}": chance.choice(given) for number, (_id, given) in enumerate(planted)}
    figures = measured(watched, delta) | {"load": os.getloadavg()[0]}
    figures |= missed(watched, delta, chance.sample(sorted(watched), min(options.check, len(watched))))
    print("\n".join(f"{name:28} {value:,.2f}" for name, value in figures.items()))
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(figures, indent=1) + "\n")


def names(people: list[dict[str, Any]], count: int, chance: random.Random, alike: float) -> Iterator[tuple[str, str]]:
    """So many made names with their ids."""
    listed = [
        words for one in people for name in one["names"] if len(words := name["name"].replace(",", "").split()) > 1
    ]
    with gzip.open(DATA / "names" / "negatives_global_25k.csv.gz", "rt", encoding="utf-8") as file:
        others = [(row["first_name"], row["last_name"]) for row in csv.DictReader(file)]
    for number in range(count):
        if chance.random() < alike:
            middle = [chance.choice(chance.choice(listed))] if chance.random() < 0.5 else []
            yield str(number), " ".join([chance.choice(listed)[1], *middle, chance.choice(listed)[0]])
        else:
            yield str(number), f"{chance.choice(others)[0]} {chance.choice(others)[1]}"


def measured(watched: dict[str, str], delta: list[Subject]) -> dict[str, float]:
    started, index = time.process_time(), NameIndex()
    for key, name in watched.items():
        index.add(key, [name])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "watched.names"
        index.save(path)
        built, size = time.process_time() - started, path.stat().st_size
        peak = _memory()
        del index
        started = time.process_time()
        opened = NameIndex.open(path)
        opened.askers("a first question", kind="person", least=LEAST)
        opening = time.process_time() - started
        figures = look(opened, watched, delta)
    return {
        "watched names": len(watched),
        "build and save, CPU s": built,
        "file, MB": size / 1e6,
        "peak while building, MB": peak,
        "open and first question, CPU s": opening,
        **figures,
        "peak, MB": _memory(),
    }


def look(index: NameIndex, watched: dict[str, str], delta: list[Subject]) -> dict[str, float]:
    """One look at a delta: which watches are concerned, then each of them asked as a check would ask."""
    clock, own = time.perf_counter(), time.process_time()
    given = [name for _id, some in delta for name in some]
    concerned = {key for name in given for key in index.askers(name, kind="person", least=LEAST - SLACK)}
    found_at = time.process_time() - own
    fresh = of_delta(delta)
    hits = sum(len(asked(fresh, watched[key])) for key in sorted(concerned))
    return {
        "names of the delta": len(given),
        "finding whom, CPU s": found_at,
        "watches concerned": len(concerned),
        "hits": hits,
        "the look, CPU s": time.process_time() - own,
        "the look, wall s": time.perf_counter() - clock,
    }


def of_delta(delta: list[Subject]) -> NameIndex:
    fresh = NameIndex()
    for key, given in delta:
        fresh.add(key, given)
    return fresh


def asked(fresh: NameIndex, name: str) -> set[str]:
    return {hit.id for hit in fresh.search(name, kind="person", limit=50, least=LEAST)}


def missed(watched: dict[str, str], delta: list[Subject], sample: list[str]) -> dict[str, float]:
    """The plain way for a sample of the watched names and all planted ones: what the index would have missed."""
    chosen = dict.fromkeys([*sample, *(key for key in watched if key.startswith("planted"))])
    index = NameIndex()
    for key in chosen:
        index.add(key, [watched[key]])
    given = [name for _id, some in delta for name in some]
    concerned = {key for name in given for key in index.askers(name, kind="person", least=LEAST - SLACK)}
    fresh, started = of_delta(delta), time.process_time()
    plain = {key for key in chosen if asked(fresh, watched[key])}
    spent = time.process_time() - started
    return {
        "plainly asked": len(chosen),
        "plain way, CPU s for all": spent / max(len(chosen), 1) * len(watched),
        "watches with a hit, plainly": len(plain),
        "of which missed": len(plain - concerned),
    }


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
