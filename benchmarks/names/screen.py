"""Recall of the check on sanctions lists, with the shared harness: mean and 95% interval over seeds, table and JSON.

    python -m benchmarks.names.screen [--seeds 1,2,3,4,5] [--nneg 5000] [--out benchmarks/out/names_screen.json]

Rows are list/kind/slice; r1, r5 and r_fpr_real (recall at 1% false alarms) as the harness defines them. The seeds 11 to 13
were used in development; figures are quoted from others.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from benchmarks.names.peer import Minassa
from benchmarks.names.shared import harness, interval, ofac_list, un_list, unpacked

SLICES = (
    ("un", "person", "arabic"),
    ("un", "org", "arabic"),
    ("un", "person", "latin"),
    ("un", "person", "fr_synth"),
    ("ofac", "person", "latin"),
    ("ofac", "org", "latin"),
)
FIGURES = ("r1", "r5", "r_fpr_real", "r_fpr_hard")
Measured = dict[str, dict[str, list[float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--nneg", type=int, default=5000)
    parser.add_argument("--maxq", type=int)
    parser.add_argument("--only", help="list/kind/slice, such as un/person/arabic")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    chosen = [one for one in SLICES if options.only in (None, "/".join(one))]
    table = {"/".join(one): measure(one, seeds, options.nneg, options.maxq) for one in chosen}
    print(f"{'list/kind/slice':28} " + " ".join(f"{figure:>16}" for figure in FIGURES))
    for name, measured in table.items():
        for tag, figures in measured.items():
            cells = [interval(figures[figure]) if figures.get(figure) else None for figure in FIGURES]
            print(
                f"{name.rsplit('/', 1)[0] + '/' + tag:28} "
                + " ".join(f"{c[0]:.3f} ± {c[1]:.3f}".rjust(16) if c else "-".rjust(16) for c in cells)
            )
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(
            json.dumps({"peer": "minassa", "seeds": seeds, "nneg": options.nneg, "slices": table}, indent=1) + "\n"
        )


def measure(one: tuple[str, str, str], seeds: list[int], nneg: int, maxq: int | None) -> Measured:
    """Figures of each tag of one slice, one value a seed."""
    which, kind, family = one
    screen = harness()
    entities = screen.load_un(un_list()) if which == "un" else screen.load_ofac(*ofac_list())
    negatives = unpacked("names/negatives_global_25k.csv.gz")
    out: Measured = defaultdict(lambda: defaultdict(list))
    for seed in seeds:
        found, _ = screen.run_peer(Minassa, entities, kind, negatives, maxq=maxq, nneg=nneg, seed=seed, fams=[family])
        for tag, figures in found.items():
            if not tag.startswith("_"):
                for figure, value in figures.items():
                    out[tag][figure].append(value)
    return {tag: dict(figures) for tag, figures in out.items()}


if __name__ == "__main__":
    main()
