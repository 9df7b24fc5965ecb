"""Tables in CSV: answers of a check, and indicators. A cell that a spreadsheet would take for a formula gets an apostrophe (S33)."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from minassa.base.cells import guarded
from minassa.cyber.types import Answered, Match, ObservablesAnswer

ANSWER_COLUMNS: Final = (
    "value", "kind", "system", "known", "indicator", "source", "owner", "marks", "obligations", "valid_from", "valid_until",
    "received", "confidence", "alone", "through",
)  # fmt: skip


def line(cells: Iterable[str]) -> bytes:
    """One line of a table, in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(map(guarded, cells))
    return text.getvalue().encode()


def answer_table(answer: ObservablesAnswer) -> Iterator[bytes]:
    """The answers as lines: one for each indicator, and one for each observable that no indicator names."""
    yield line(ANSWER_COLUMNS)
    for one in answer.answers:
        for match in one.matches:
            yield line([*_asked(one, "yes"), *_cells(match)])
        if not one.matches:
            yield line([*_asked(one, "no"), *[""] * (len(ANSWER_COLUMNS) - 4)])


def _asked(one: Answered, known: str) -> tuple[str, ...]:
    return one.observable.value, one.observable.kind.value, one.observable.system, known


def _cells(match: Match) -> tuple[str, ...]:
    return (
        match.name,
        match.source,
        str(match.owner),
        " ".join(match.marks),
        " ".join(match.obligations),
        match.valid_from.isoformat(),
        match.valid_until.isoformat() if match.valid_until else "",
        match.received.isoformat(),
        "" if match.confidence is None else str(match.confidence),
        "yes" if match.alone else "no",
        match.through,
    )
