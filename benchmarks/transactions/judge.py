"""What the rules find in made-up countries, and what they take for a pattern that is ordinary life: precision and recall for each.

    python -m benchmarks.transactions.judge [--seeds 5] [--people 2000]

The rules are those that are shipped, with the country's threshold set, as an agency would. `own` counts findings about accounts that were
planted for this very pattern, `any` those about an account planted for some pattern; the last column says which look-alikes were taken.
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.transactions.made import THRESHOLD, World, overlap
from minassa.transactions.patterns import Import, Reading, changed, connection, guessed, opened, read, shipped


def judged(world: World, folder: Path) -> dict[str, tuple[int, int, int, int, int, Counter[str]]]:
    """For each rule: findings, those about what was planted for it, about anything planted, what was planted, what of it was found; and
    the look-alikes among the rest."""
    world.write(folder / "file.csv")
    store = Import(folder / "import")
    with (folder / "file.csv").open("rb") as file, connection(store.folder) as con:
        store.begin()
        heads = file.readline().decode().strip().split(",")
        for batch in read(file, Reading(guessed(heads))):
            store.put(con, batch)
        taken = store.finish(con)
    assert taken.refused == 0, taken
    rules = changed(shipped(), {"threshold": {"XOF": THRESHOLD}})
    every = [one for some in world.planted.values() for one in some]
    told = {}
    with opened([store.folder], rules, spill=folder) as search:
        for rule in rules.rules:
            found = [frozenset(one.subjects) for one in search.run(rule).found]
            own = world.planted.get(rule.name, [])
            hits, recalled = overlap(found, own)
            wrong = [one for one in found if not any(one & each for each in every)]
            kinds = Counter(kind for one in wrong for kind, accounts in world.alike.items() if one & accounts)
            kinds["others"] = sum(not any(one & accounts for accounts in world.alike.values()) for one in wrong)
            told[rule.name] = (len(found), hits, overlap(found, every)[0], len(own), recalled, kinds)
    return told


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seeds", type=int, default=5)
    words.add_argument("--people", type=int, default=2_000)
    given = words.parse_args()
    sums: dict[str, list[int]] = {}
    kinds: dict[str, Counter[str]] = {}
    rows = 0
    for seed in range(1, given.seeds + 1):
        world = World(seed, people=given.people)
        rows += len(world.rows)
        with tempfile.TemporaryDirectory() as folder:
            for name, (*numbers, wrong) in judged(world, Path(folder)).items():
                sums[name] = [a + b for a, b in zip(sums.get(name, [0] * 5), numbers, strict=True)]
                kinds.setdefault(name, Counter()).update(wrong)
    print(f"{given.seeds} seeds, {rows} transactions")
    print(
        f"{'rule':12} {'found':>6} {'planted':>8} {'recall':>7} {'precision (own)':>16} {'(any)':>6}  look-alikes taken"
    )
    for name, (found, hits, any_, planted, recalled) in sums.items():
        taken = ", ".join(f"{kind} {count}" for kind, count in kinds[name].most_common() if count)
        print(
            f"{name:12} {found:6} {planted:8} {recalled / max(planted, 1):7.2f} {hits / max(found, 1):16.2f} {any_ / max(found, 1):6.2f}  {taken}"
        )


if __name__ == "__main__":
    main()
