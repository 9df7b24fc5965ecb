"""The rows of a file that is to be screened: each a question, or the reason why it cannot be asked.

CSV in UTF-8 (comma, semicolon or tab, told by the header; gzip too) or the first sheet of a workbook (XLSX), with a column
`name` and perhaps `birth_date`, `country` and `identifier`. Memory does not grow with a CSV file. A workbook keeps each
different text once beside its rows, and these are held; no workbook has more than 1,048,576 rows.
"""

import csv
import gzip
import io
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from minassa.base import Fault, Invalid
from minassa.check.evidence import birth_span
from minassa.check.service import refuse_unaskable
from minassa.check.types import Question
from minassa.check.whole import faults

File = io.BytesIO | io.BufferedReader
"""A file opened for bytes; it can be wound back."""
LONGEST_CELL: Final = 2_000
MOST_UNPACKED: Final = 4 << 30
_COLUMNS: Final = ("name", "birth_date", "country", "identifier")
_SEPARATORS: Final = ",;\t"
_BOM: Final = "\ufeff"
_LOOKED_AT: Final = 1_000
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_CUT: Final = (OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its number below the header from 1, its name, and the question, or None where it cannot be asked.

    `fault` says why it cannot, or what of it could not be read and was left out of the question; `raw` is then the row as it stood.
    """

    number: int
    name: str
    question: Question | None
    fault: Fault | None = None
    raw: str = ""

    @property
    def note(self) -> str:
        """The fault's sentence in the active language; empty where there is none."""
        return self.fault.what if self.fault else ""


def read_rows(file: File) -> Iterator[Row]:
    """The rows of a file. Raises Invalid where the file is no such table; a faulty row only says so."""
    begin = _peek(file)
    if begin.startswith(_ZIP):
        yield from _of_sheet(file)
    elif begin.startswith(_GZIP):
        with gzip.GzipFile(fileobj=file) as unpacked:
            _refuse_other_encoding(unpacked)
            yield from _of_text(unpacked)
    else:
        _refuse_other_encoding(file)
        yield from _of_text(file)


def count_rows(file: File) -> int:
    """About how many rows the file has: its lines, for a bar that shows how far one is; 0 where that is not known."""
    begin = _peek(file)
    if begin.startswith(_ZIP):
        return _rows_of_sheet(file)
    packed = begin.startswith(_GZIP)
    try:
        lines = sum(part.count(b"\n") for part in _parts(gzip.GzipFile(fileobj=file) if packed else file))
    except _CUT:
        return 0
    finally:
        file.seek(0)
    return max(0, lines - 1)


def _peek(file: File) -> bytes:
    file.seek(0)
    begin = file.read(4)
    file.seek(0)
    return begin


def _parts(file: File | gzip.GzipFile) -> Iterator[bytes]:
    while part := file.read(1 << 20):
        yield part


# --- text ---------------------------------------------------------------------------------------------------------------


def _refuse_other_encoding(file: File | gzip.GzipFile) -> None:
    """Raise Invalid where the file as a whole is in another encoding: none of its first lines that tell is UTF-8, and several do.

    One broken line among good ones is a refused row.
    """
    bad = good = read = first = 0
    for number, line in enumerate(islice(_lines(file), _LOOKED_AT), start=1):
        read = number
        if line.isascii() and b"\0" not in line:
            continue
        if _is_text(line):
            good += 1
        else:
            bad, first = bad + 1, first or number
    file.seek(0)
    if first == 1 or (not good and bad and (bad >= 3 or 2 * bad >= read - 1)):
        raise Invalid(faults.NOT_UTF8, line=first)


def _lines(file: File | gzip.GzipFile) -> Iterator[bytes]:
    try:
        while line := file.readline(1 << 20):
            yield line
    except _CUT as error:
        raise Invalid(faults.NOT_WHOLE) from error


def _is_text(line: bytes) -> bool:
    try:
        return "\0" not in line.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _of_text(file: File | gzip.GzipFile) -> Iterator[Row]:
    texts = (line.decode("utf-8", "surrogateescape") for line in _lines(file))
    header = next(texts, "").removeprefix(_BOM)
    separator = max(_SEPARATORS, key=header.count)
    places = _places(next(iter(csv.reader([header], delimiter=separator)), []))
    for number, (cells, raw) in enumerate(_cells(texts, separator), start=1):
        if cells is None:
            yield Row(number, "", None, Invalid(faults.ROW_BROKEN), _legible(raw))
        else:
            yield _row(number, {name: cells[at].strip() for name, at in places.items() if at < len(cells)}, raw)


def _places(header: list[str]) -> dict[str, int]:
    places = {cell.strip().lower().replace(" ", "_"): place for place, cell in enumerate(header)}
    if "name" not in places:
        raise Invalid(faults.NO_NAME_COLUMN)
    return {name: places[name] for name in _COLUMNS if name in places}


class _Taken(Iterator[str]):
    """Lines, with those that the present row has taken, which can be put back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        return line

    def put_back_all_but_first(self) -> str:
        first, *rest = self.taken
        self._back.extendleft(reversed(rest))
        return first


def _cells(texts: Iterator[str], separator: str) -> Iterator[tuple[list[str] | None, str]]:
    """The cells of each row but blank lines, and its text; None for a line that is no row: what follows it is read anew."""
    lines = _Taken(texts)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        lines.taken = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None, lines.put_back_all_but_first()
            reader = csv.reader(lines, delimiter=separator, strict=True)
            continue
        if cells:
            yield cells, "".join(lines.taken)


# --- workbooks ----------------------------------------------------------------------------------------------------------


@contextmanager
def _sheet(file: File) -> Iterator[Any]:
    """The first sheet of a workbook, read row by row. Raises Invalid for what is none, or unpacks to more than 4 GB."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise Invalid(faults.NOT_WORKBOOK)
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, *_CUT) as error:
        raise Invalid(faults.NOT_WORKBOOK) from error
    try:
        yield book.worksheets[0]
    except IndexError as error:
        raise Invalid(faults.NOT_WORKBOOK) from error
    finally:
        book.close()
        file.seek(0)


def _rows_of_sheet(file: File) -> int:
    with _sheet(file) as sheet:
        return max(0, (sheet.max_row or 1) - 1)


def _of_sheet(file: File) -> Iterator[Row]:
    with _sheet(file) as sheet:
        rows = _sheet_rows(sheet)
        places = _places(next(rows, []))
        number = 0
        for cells in rows:
            if any(cell.strip() for cell in cells):
                number += 1
                stated = {name: cells[at].strip() for name, at in places.items() if at < len(cells)}
                yield _row(number, stated, "\t".join(cells))


def _sheet_rows(sheet: Any) -> Iterator[list[str]]:  # noqa: ANN401 - openpyxl's read-only sheet has no public type
    try:
        for cells in sheet.iter_rows(values_only=True):
            yield [_written(cell) for cell in cells]
    except (SyntaxError, ValueError, KeyError, zipfile.BadZipFile, *_CUT) as error:  # lxml's fault is a SyntaxError
        raise Invalid(faults.NOT_WORKBOOK) from error


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


# --- the question of a row ----------------------------------------------------------------------------------------------


def _row(number: int, stated: dict[str, str], raw: str) -> Row:
    """The question of a row. A birth date that cannot be read is left out, and told: the name is asked all the same."""
    question = Question(
        stated.get("name", ""), stated.get("birth_date", ""), stated.get("country", ""), stated.get("identifier", "")
    )
    name = _legible(question.name)
    left_out: Fault | None = None
    try:
        if _is_broken("".join(stated.values())):
            raise Invalid(faults.ROW_NOT_UTF8)
        try:
            birth_span(question.birth_date)
        except Fault as fault:
            question, left_out = replace(question, birth_date=""), fault
        refuse_unaskable(question)
    except Fault as fault:
        return Row(number, name, None, fault, _legible(raw))
    return Row(number, name, question, left_out, _legible(raw) if left_out else "")


def _is_broken(text: str) -> bool:
    """Whether bytes that are no UTF-8 are in it."""
    return any("\udc80" <= letter <= "\udcff" for letter in text)


def _legible(text: str) -> str:
    """As much as is told of a text, without what no file in UTF-8 can hold."""
    return text[:LONGEST_CELL].encode("utf-8", "replace").decode().replace("\0", "").strip("\r\n")
