"""F1 of ``compare`` on labelled name pairs: the threshold is fitted on a random half and judged on the other.

python -m benchmarks.names.pairs [--seeds 20] [--out benchmarks/out/names_pairs.json]
"""

import argparse
import csv
import json
import random
import time
from pathlib import Path

from benchmarks.names.shared import DATA, interval
from minassa.names import compare

Scored = list[tuple[float, bool]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with (DATA / "names" / "rigour_name_pairs_818.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    started = time.perf_counter()
    scored = [
        (
            compare(row["name1"], row["name2"], "person" if row["schema"] == "Person" else "organisation").score,
            row["is_match"] == "true",
        )
        for row in rows
    ]
    each = (time.perf_counter() - started) / len(rows)
    values = [judged(scored, seed) for seed in range(options.seeds)]
    mean, half = interval(values)
    spread = sorted(values)
    print(
        f"pairs {len(rows)}  F1 {mean:.3f} ± {half:.3f} (lowest {spread[0]:.3f}, highest {spread[-1]:.3f})  {1e3 * each:.2f} ms a pair"
    )
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps({"peer": "minassa", "pairs": len(rows), "f1": values}, indent=1) + "\n")


def judged(scored: Scored, seed: int) -> float:
    """F1 on one half at the best threshold of the other."""
    shuffled = random.Random(seed).sample(scored, len(scored))
    fit, judge = shuffled[: len(scored) // 2], shuffled[len(scored) // 2 :]
    return f1(judge, max((step / 200 for step in range(40, 200)), key=lambda threshold: f1(fit, threshold)))


def f1(scored: Scored, threshold: float) -> float:
    hits = sum(score >= threshold and match for score, match in scored)
    wrong = sum((score >= threshold) != match for score, match in scored)
    return 2 * hits / max(2 * hits + wrong, 1)


if __name__ == "__main__":
    main()
