"""The table of the rows that were refused: one form for the command line and for the page."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from minassa.threats.sources.types import BadRow, Problem

_HEAD: Final = ("row", "problem", "what", "do", "column", "value", "raw")


def refused_table(rows: Iterable[BadRow], words: Callable[[Problem], tuple[str, str]]) -> Iterator[bytes]:
    """CSV in UTF-8, a line each; `words` gives what is wrong and what to do, in the reader's language."""
    yield _line(_HEAD)
    for one in rows:
        # An apostrophe keeps a spreadsheet from taking what somebody else wrote for a formula.
        yield _line((one.row, one.problem, *words(one.problem), one.column, f"'{one.value}", f"'{one.raw}"))


def _line(cells: Iterable[object]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()
