"""A small table screened by the service, as its lines."""

import csv
from pathlib import Path

from minassa.access import Actor
from minassa.check import Onward, Screened, Why, screen_file

WHY = Why("counter-terrorism", "EX-2")


def screened(actor: Actor, folder: Path, content: str | bytes) -> list[dict[str, str]]:
    done = run(actor, folder, content)
    assert done.counts.rows >= 0
    return table(folder / "out.csv")


def run(actor: Actor, folder: Path, content: str | bytes, onward: Onward = Onward.SAME) -> Screened:
    path = folder / "in.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return screen_file(actor, path=path, out=folder / "out.csv", why=WHY, onward=onward, workers=1)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
