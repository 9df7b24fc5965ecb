"""Reading a file of a source, row by row: memory does not grow with it, but for the references seen (eight bytes each)."""

import csv
import gzip
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from minassa.threats.sources import acled, gtd, own, ucdp_ged
from minassa.threats.sources.cells import CellError, CountryCode, Row
from minassa.threats.sources.types import BadRow, SourceReport

File = io.BytesIO | io.BufferedReader | gzip.GzipFile
"""A file opened for bytes."""

Reader = Callable[[Row, int, CountryCode], SourceReport]

_READERS: Final[Mapping[str, tuple[Reader, tuple[str, ...], str]]] = {
    ucdp_ged.NAME: (ucdp_ged.report, ucdp_ged.REQUIRED, "csv"),
    acled.NAME: (acled.report, acled.REQUIRED, "csv"),
    gtd.NAME: (gtd.report, gtd.REQUIRED, "xlsx"),
    own.NAME: (own.report, own.REQUIRED, "csv"),
}
SOURCES: Final = tuple(_READERS)
LONGEST_CELL: Final = 1_000_000
LONGEST_RAW: Final = 2_000
MOST_UNPACKED: Final = 4 << 30
_SEPARATORS: Final = ",;\t"


class SourceError(ValueError):
    """The file as a whole is not one of this source; `missing` names the columns that its header lacks."""

    def __init__(self, missing: Sequence[str] = ()) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


def read(source: str, file: File, *, country_code: CountryCode) -> Iterator[SourceReport | BadRow]:
    """Each row of a file of this source (one of `SOURCES`; a workbook must be seekable), in its order.

    Raises SourceError where the file is not of this source: no text in UTF-8, no workbook, or columns missing from the header.
    """
    reader, required, form = _READERS[source]
    found = _sheet(file) if form == "xlsx" else _table(file)
    _number, heads = next(found, (1, []))
    names = [head.strip().lower() for head in heads]
    if missing := [one for one in required if one not in names]:
        raise SourceError(missing)
    return _reports(reader, names, found, country_code)


def _reports(
    reader: Reader, names: Sequence[str], rows: Iterator[tuple[int, list[str]]], code_of: CountryCode
) -> Iterator[SourceReport | BadRow]:
    seen: set[bytes] = set()
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        try:
            _same_width(row, names)
            found = reader(dict(zip(names, row, strict=True)), number, code_of)
            _remember(seen, found.source_id)
        except CellError as error:
            yield BadRow(number, error.problem, error.column, error.value, _raw(row))
        else:
            yield found


def _same_width(row: Sequence[str], names: Sequence[str]) -> None:
    if len(row) != len(names):
        raise CellError("unreadable", "", f"{len(row)} / {len(names)}")


def _remember(seen: set[bytes], source_id: str) -> None:
    digest = hashlib.blake2b(source_id.encode(), digest_size=8).digest()
    if digest in seen:
        raise CellError("id_twice", "id", source_id)
    seen.add(digest)


def _raw(row: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(row)
    return written.getvalue()[:LONGEST_RAW]


def _table(file: File) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV table with their numbers, the header being row 1; comma, semicolon or tab, as the header has it."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    csv.field_size_limit(LONGEST_CELL)
    try:
        first = text.readline(LONGEST_CELL)
        separator = max(_SEPARATORS, key=first.count)
        yield 1, next(csv.reader([first], delimiter=separator), [])
        yield from enumerate(csv.reader(text, delimiter=separator), start=2)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError from error
    finally:
        if not file.closed:
            text.detach()  # else the file would be closed with the wrapper


def _sheet(file: File) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet of a workbook, as text, with their numbers."""
    from openpyxl import load_workbook  # noqa: PLC0415 - takes a second to load, and most commands never need it

    try:
        with zipfile.ZipFile(file) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise SourceError
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(values_only=True)
        yield from ((number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError) as error:
        raise SourceError from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
