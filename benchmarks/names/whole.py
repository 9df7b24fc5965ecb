"""Whole files: rows per CPU second against 22 thousand and 224 thousand names, beside peers, and the same answers whoever asks.

    python -m benchmarks.names.whole [--rows 3000] [--times 1,10] [--workers 2] [--ray] [--peer-rows 20]

The lists are OFAC's and perturbed copies of it; the rows are different names, put together anew from the parts of names that nobody lists, so that
no answer is remembered (files of payments repeat names: there a row costs less). CPU is that of all processes. Peers see a few rows only and are
counted up: rapidfuzz compares each row with each name (`token_sort_ratio`), and nomenklatura scores what the shared harness's blocking leaves.
"""

import argparse
import csv
import importlib
import os
import random
import resource
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

from benchmarks.names.shared import harness, ofac_list, unpacked
from minassa.names import Hit, NameIndex

PIECE = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=3_000)
    parser.add_argument("--times", default="1,10")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--peer-rows", type=int, default=20)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minassa.node.settings")
    django.setup()
    screen, rows = harness(), invented(options.rows)
    entities = screen.load_ofac(*ofac_list())
    for times in map(int, options.times.split(",")):
        several = screen.scale(entities, times)
        names = [name["name"] for entity in several for name in entity["names"]]
        print(f"\n{len(names):,} names, {len(rows):,} rows, load {os.getloadavg()[0]:.0f}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            saved = Path(folder) / "saved.names"
            built(several).save(saved)
            ours(saved, rows, options)
        rapidfuzz_brute(names, rows[: options.peer_rows])
        if times == 1:
            nomenklatura(several, rows[: options.peer_rows])


def ours(saved: Path, rows: Sequence[str], options: argparse.Namespace) -> None:
    from minassa.check.whole.askers import asker  # noqa: PLC0415 - after Django's start

    first: list[list[Hit]] | None = None
    for workers, ray in (
        (1, False),
        (options.workers, False),
        *(((1, True), (options.workers, True)) if options.ray else ()),
    ):
        started, cpu = time.perf_counter(), spent()
        with asker(saved, workers=workers, ray=ray) as asked:
            waiting = [asked.ask(rows[begin : begin + PIECE]) for begin in range(0, len(rows), PIECE)]
            found = [hits for one in waiting for hits in one()]
        told(
            f"Minassa, {workers} {'Ray ' if ray else ''}worker{'s' * (workers > 1)}", len(rows), spent() - cpu, started
        )
        if first is not None and found != first:
            raise SystemExit("the answers differ")
        first = found


def invented(count: int) -> list[str]:
    """Different names from the parts of names that nobody lists, each within one script."""
    parts: dict[str, tuple[list[str], list[str]]] = {}
    with Path(unpacked("names/negatives_global_25k.csv.gz")).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            given, family = parts.setdefault(script(row["full_name"]), ([], []))
            given.append(row["first_name"])
            family.append(row["last_name"])
    chance = random.Random(5)
    scripts, weights = list(parts), [len(given) for given, _family in parts.values()]
    made: dict[str, None] = {}
    while len(made) < count:
        given, family = parts[chance.choices(scripts, weights)[0]]
        middle = [chance.choice(given)] if chance.random() < 0.3 else []
        made[" ".join([chance.choice(given), *middle, chance.choice(family)])] = None
    return list(made)


def script(text: str) -> str:
    return next((unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha()), "?")


def built(entities: list[dict[str, Any]]) -> NameIndex:
    index = NameIndex()
    for entity in entities:
        given = [name["name"] for name in entity["names"]]
        index.add(entity["id"], given, "person" if entity["kind"] == "person" else "organisation")
    return index


def rapidfuzz_brute(names: list[str], rows: Sequence[str]) -> None:
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - a peer, which nothing else here needs

    folded = [utils.default_process(name) for name in names]
    started, cpu = time.perf_counter(), spent()
    for row in rows:
        process.extract(utils.default_process(row), folded, scorer=fuzz.token_sort_ratio, limit=40, score_cutoff=76)
    told("rapidfuzz, each with each", len(rows), spent() - cpu, started)


def nomenklatura(entities: list[dict[str, Any]], rows: Sequence[str]) -> None:
    try:
        peer: Any = importlib.import_module("screen_peers").NKLogicV2()
    except ImportError as error:
        print(f"  nomenklatura: not measured ({error})")
        return
    for kind in ("person", "org"):
        peer.index([entity for entity in entities if entity["kind"] == kind])
        started, cpu = time.perf_counter(), spent()
        for row in rows:
            peer.search(row, 40)
        told(f"nomenklatura logic-v2, {kind} only", len(rows), spent() - cpu, started)


def told(who: str, rows: int, cpu: float, started: float) -> None:
    print(
        f"  {who:36} {1e3 * cpu / rows:10.2f} CPU ms a row {rows / cpu:10.0f} rows a CPU s"
        f" {rows / (time.perf_counter() - started):8.0f} rows a s",
        flush=True,
    )


def spent() -> float:
    """CPU seconds of this process and of those that it waited for."""
    return sum(
        one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
