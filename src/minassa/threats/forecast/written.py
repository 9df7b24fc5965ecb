"""The back-test as CSV, JSON and Markdown: the same bytes for the same panel."""

import csv
import io
import json
from dataclasses import asdict, fields

from minassa.threats.forecast.backtest import BackTest, YearScore
from minassa.threats.forecast.scores import Scores
from minassa.threats.months import month_text

_FIGURES = tuple(one.name for one in fields(Scores))
_HEADINGS = ("CRPS", "log-CRPS", "ignorance", "interval score", "coverage of 90 %")


def table_csv(found: BackTest) -> str:
    """One row for each method, horizon and year."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(("method", "horizon", "year", "forecasts", *_FIGURES))
    for row in found.rows:
        table.writerow((row.method, row.horizon, row.year, row.forecasts, *_figures(row)))
    return written.getvalue()


def table_json(found: BackTest) -> str:
    """The same as JSON, with what the panel holds and which method a page shows for each horizon."""
    horizons = sorted({row.horizon for row in found.rows})
    told = {
        "places": found.places,
        "first_month": month_text(found.first_month),
        "last_month": month_text(found.last_month),
        "shown": {str(horizon): found.to_show(horizon) for horizon in horizons},
        "rows": [
            {**asdict(row), "scores": dict(zip(_FIGURES, map(float, _figures(row)), strict=True))} for row in found.rows
        ],
    }
    return json.dumps(told, indent=1) + "\n"


def table_markdown(found: BackTest) -> str:
    """A table a reader can judge: every method beside the others, and how far the mixture is ahead of the last 12 months."""
    head = ("months", "year", "method", *_HEADINGS, "log-CRPS better by", "ignorance better by")
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in found.rows:
        ahead = [
            f"{found.better_by(figure, row.horizon, row.year):+.1%}" if row.method == "mixture" else ""
            for figure in ("log_crps", "ignorance")
        ]
        cells = (str(row.horizon), str(row.year), row.method.replace("_", " "), *_figures(row), *ahead)
        lines.append(f"| {' | '.join(cells)} |")
    shown = ", ".join(
        f"{horizon}: {found.to_show(horizon).replace('_', ' ')}"
        for horizon in sorted({row.horizon for row in found.rows})
    )
    lines += ["", f"Shown on the page, by months ahead: {shown}."]
    return "\n".join(lines) + "\n"


def _figures(row: YearScore) -> list[str]:
    return [f"{getattr(row.scores, name):.4f}" for name in _FIGURES]
