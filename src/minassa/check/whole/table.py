"""The two tables of a run: hits, and rows that were refused or read in part.

Hits: one line for each, and one with an empty `list` for a row without; `row` counts the rows below the header from 1. A cell that a
spreadsheet would take for a formula gets an apostrophe in front (checklist S33): whoever compares names with their own file
takes it away again where one of `= + - @` (full-width too) follows.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from minassa.base.cells import guarded
from minassa.check.types import Hit
from minassa.check.whole.rows import Row

COLUMNS: Final = ("row", "name", "list", "ref", "score", "matched_name", "why")
REFUSED_COLUMNS: Final = ("row", "asked", "code", "reason", "text")


def header(columns: Sequence[str]) -> bytes:
    """The first line of a table."""
    return _line(columns)


def answer_lines(row: Row, hits: Iterable[Hit]) -> bytes:
    """The lines of one row."""
    note = row.note
    lines = [
        _line(
            (
                str(row.number),
                row.name,
                hit.source,
                hit.ref,
                f"{hit.score:.4f}",
                hit.matched_name,
                "; ".join(filter(None, (hit.why, note))),
            )
        )
        for hit in hits
    ]
    return b"".join(lines) or _line((str(row.number), row.name, "", "", "", "", note))


def refused_line(row: Row) -> bytes:
    """The line of a row that was refused, or of which something was left out; nothing for any other."""
    if row.fault is None:
        return b""
    asked = "no" if row.question is None else "without-birth-date"
    return _line((str(row.number), asked, row.fault.code, str(row.fault), row.raw))


def _line(cells: Iterable[str]) -> bytes:
    held = io.StringIO()
    csv.writer(held).writerow(map(guarded, cells))
    return held.getvalue().encode()
