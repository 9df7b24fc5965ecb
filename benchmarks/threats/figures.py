"""The threat picture on real data: matching, spread and the back-test of the forecast.

`python -m benchmarks.threats.figures [--seeds 21-30]`; needs the public test data (`MINASSA_DATA`). The matcher was tuned on the seeds 1 and 2,
the forecast on the years 2014 to 2019.
"""

import argparse
import gzip
import json
import os
import time
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.threats.copies import copied
from minassa.base.countries import country_code
from minassa.threats.forecast import backtest, read_panel, table_csv, table_markdown
from minassa.threats.matching import Spot, match
from minassa.threats.months import month_number, month_of
from minassa.threats.sources import SourceReport, read
from minassa.threats.spread import Box, Grid, grid_of, rolling

DATA = Path(os.environ.get("MINASSA_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
OUT = Path(__file__).resolve().parents[1] / "out"
BOX = Box(4, 24, -18, 24)
LAST = month_number(2020, 12)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seeds", default="21-30")
    first, last = map(int, words.parse_args().seeds.split("-"))
    reports = _reports()
    _matching(reports, range(first, last + 1))
    _spread(reports)
    _forecast()


def _reports() -> list[SourceReport]:
    started = time.process_time()
    with gzip.open(DATA / "incidents/ucdp_ged211_africa_1989-2020_prec12.csv.gz") as file:
        found = [one for one in read("ucdp-ged", file, country_code=country_code) if isinstance(one, SourceReport)]
    print(f"read {len(found):,} events in {time.process_time() - started:.1f} CPU s")
    return found


def _matching(reports: list[SourceReport], seeds: Iterable[int]) -> None:
    spots = [spot_of(one) for one in reports if one.start.year >= 2015]
    print(
        "\n| seed | reports | certain | precision | recall | for a person | of these right | beyond reach | of these right | incidents added |"
        "\n|---|---|---|---|---|---|---|---|---|---|"
    )
    rows = []
    for seed in seeds:
        copy = copied(spots, seed)
        found = match(spots, copy)
        right, asked, far = (
            sum(one.report == f"copy:{one.incident}" for one in links)
            for links in (found.certain, found.doubtful, found.distant)
        )
        rows.append((right / len(found.certain), right / len(copy), len(found.doubtful), asked / len(found.doubtful)))
        told = f"{rows[-1][0]:.3f} | {rows[-1][1]:.3f} | {rows[-1][2]} | {rows[-1][3]:.2f}"
        beyond = f"{len(found.distant)} | {far / max(1, len(found.distant)):.2f} | {len(found.alone)}"
        print(f"| {seed} | {len(copy):,} | {len(found.certain):,} | {told} | {beyond} |")
    lowest = np.array(rows).min(axis=0)
    print(f"lowest precision {lowest[0]:.3f}, lowest recall {lowest[1]:.3f}")


def spot_of(one: SourceReport) -> Spot:
    assert one.latitude is not None
    assert one.longitude is not None
    place = (float(one.latitude), float(one.longitude))
    return Spot(one.source_id, one.start.toordinal(), *place, 0.0, frozenset(one.actors), one.deaths.best)


def _spread(reports: list[SourceReport]) -> None:
    events = [(month_of(one.start), float(one.latitude or 0), float(one.longitude or 0)) for one in reports]
    grid, land = grid_of(events, box=BOX, last=LAST), _land(BOX)
    print("\n| cells | months | events | held by the top 5 % | newly hit | held by the top 10 % of quiet cells |")
    print("|---|---|---|---|---|---|")
    for name, months in (("24", range(LAST - 23, LAST + 1)), ("the 48 before", range(LAST - 71, LAST - 23))):
        for title, among in (("all", None), ("land only", land)):
            held = rolling(grid, months, among=among)
            told = f"{held.continuing:.3f} | {held.newly_hit} | {held.spreading:.3f}"
            print(f"| {title}, last {name} | {held.months} | {held.events:,} | {told} |")


def _land(box: Box) -> NDArray[np.bool_]:
    """Cells whose middle or a corner lies in a country of Africa."""
    with gzip.open(DATA / "geo/africa_admin0_ne.geojson.gz", "rt", encoding="utf-8") as file:
        shapes = json.load(file)["features"]
    rows, columns = box.shape
    empty = Grid(box, 0, np.zeros((0, rows, columns)))
    corners = [(empty.cell(row, column), row, column) for row in range(rows) for column in range(columns)]
    points = np.array([(cell.west + east, cell.south + north) for cell, _r, _c in corners for east, north in _SPOTS])
    inside = np.zeros(len(points), dtype=np.bool_)
    for shape in shapes:
        geometry = shape["geometry"]
        many = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        for polygon in many:
            inside |= _within(points, np.array(polygon[0])[:, :2])
    return np.asarray(inside.reshape(rows, columns, len(_SPOTS)).any(axis=2), dtype=np.bool_)


_SPOTS = ((0.25, 0.25), (0.05, 0.05), (0.45, 0.05), (0.05, 0.45), (0.45, 0.45))


def _within(points: NDArray[np.float64], ring: NDArray[np.float64]) -> NDArray[np.bool_]:
    x, y = points[:, 0], points[:, 1]
    inside = np.zeros(len(points), dtype=np.bool_)
    for (x1, y1), (x2, y2) in pairwise(ring):
        if y1 != y2:
            crosses = ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
            inside ^= crosses
    return inside


def _forecast() -> None:
    started = time.process_time()
    with (DATA / "incidents/ucdp_country_month_fatalities_2010-2024.csv").open(encoding="utf-8") as file:
        panel = read_panel(file)
    found = backtest(panel)
    print(f"\nback-test of five years in {time.process_time() - started:.0f} CPU s\n")
    print(table_markdown(found))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "threats-backtest.csv").write_text(table_csv(found), encoding="utf-8")


if __name__ == "__main__":
    main()
