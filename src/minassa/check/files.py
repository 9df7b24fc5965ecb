"""Screening files: a table of names in, a table of hits out.

In: CSV in UTF-8 (comma, semicolon or tab, told by the header), with a column `name` and perhaps `birth_date`, `country` and
`identifier`. Out: one line for each hit, and one with an empty `list` for a row without hits; `row` counts the rows below
the header from 1. A cell that a spreadsheet would take for a formula gets an apostrophe in front (checklist S33): whoever
compares names with their own file takes it away again where one of `= + - @` (full-width too) follows.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext_lazy as _

from minassa.access import Actor
from minassa.base import Fault, Invalid, fault_code
from minassa.base.cells import guarded
from minassa.check.evidence import birth_span
from minassa.check.service import BATCH, refuse_unaskable, screen
from minassa.check.types import Hit, Question

COLUMNS: Final = ("row", "name", "list", "ref", "score", "matched_name", "why")
LONGEST_CELL: Final = 100_000
_SEPARATORS: Final = ",;\t"
_BOM: Final = "\ufeff"

NO_NAME_COLUMN: Final = fault_code(
    "check.no-name-column",
    _("The file has no column “name”."),
    _("Write the column names in the first line; one of them must be name."),
)
NOT_UTF8: Final = fault_code(
    "check.file-not-utf8",
    _("The file is not text in UTF-8 (line %(line)s)."),
    _("Save it as CSV UTF-8 and repeat."),
)
NOT_CSV: Final = fault_code(
    "check.file-not-csv",
    _("Line %(line)s of the file is not a row of a table."),
    _("Mend its quotation marks or separators and repeat."),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its number, its name, and the question, or None where it cannot be asked.

    `note` says why it cannot, or what of it could not be read and was left out of the question.
    """

    number: int
    name: str
    question: Question | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Screened:
    """A row with its hits, best first."""

    row: Row
    hits: tuple[Hit, ...]


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file. Raises Invalid where the file is no such table; a faulty row only says so."""
    with path.open("rb") as opened:
        texts = _decoded(opened)
        header = next(texts, "")
        separator = max(_SEPARATORS, key=header.count)
        places = _places(next(iter(csv.reader([header], delimiter=separator)), []))
        for number, cells in enumerate(_cells(texts, separator), start=1):
            yield _row(number, {name: cells[place].strip() for name, place in places.items() if place < len(cells)})


def screen_rows(actor: Actor, *, rows: Iterable[Row], purpose: str, case: str = "") -> Iterator[Screened]:
    """Ask one row after another; a row that cannot be asked has no hits."""
    waiting = iter(rows)
    while some := list(islice(waiting, BATCH)):
        questions = [row.question for row in some if row.question is not None]
        answers = screen(actor, questions=questions, purpose=purpose, case=case)
        for row in some:
            yield Screened(row, next(answers) if row.question is not None else ())


def write_header(out: IO[str]) -> None:
    """The first line of the table of hits."""
    csv.writer(out).writerow(COLUMNS)


def write_screened(out: IO[str], screened: Screened) -> int:
    """The lines of one row; how many hits they hold."""
    row, writer = screened.row, csv.writer(out)
    for hit in screened.hits:
        why = "; ".join(filter(None, (hit.why, row.note)))
        cells = (str(row.number), row.name, hit.source, hit.ref, f"{hit.score:.4f}", hit.matched_name, why)
        writer.writerow(map(guarded, cells))
    if not screened.hits:
        writer.writerow(map(guarded, (str(row.number), row.name, "", "", "", "", row.note)))
    return len(screened.hits)


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Invalid(NOT_UTF8, line=number) from error
        if "\0" in text:
            raise Invalid(NOT_CSV, line=number)
        yield text.removeprefix(_BOM) if number == 1 else text


def _places(header: list[str]) -> dict[str, int]:
    places = {cell.strip().lower().replace(" ", "_"): place for place, cell in enumerate(header)}
    if "name" not in places:
        raise Invalid(NO_NAME_COLUMN)
    return {name: places[name] for name in ("name", "birth_date", "country", "identifier") if name in places}


def _cells(texts: Iterator[str], separator: str) -> Iterator[list[str]]:
    reader = csv.reader(texts, delimiter=separator, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Invalid(NOT_CSV, line=reader.line_num + 1) from error
        if cells:
            yield cells


def _row(number: int, stated: dict[str, str]) -> Row:
    """The question of a row. A birth date that cannot be read is left out, and told: the name is asked all the same."""
    question = Question(
        stated.get("name", ""), stated.get("birth_date", ""), stated.get("country", ""), stated.get("identifier", "")
    )
    note = ""
    try:
        birth_span(question.birth_date)
    except Fault as fault:
        question, note = replace(question, birth_date=""), fault.what
    try:
        refuse_unaskable(question)
    except Fault as fault:
        return Row(number, question.name[:LONGEST_CELL], None, fault.what)
    return Row(number, question.name, question, note)
