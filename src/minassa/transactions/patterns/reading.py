"""Reading a file of transactions, row by row, in batches of columns: memory does not grow with the file.

A row that cannot be read is not guessed at: it is given back with its number, what is wrong and what stood in the cell. Bytes that are no
text, and quotation marks that do not end, cost their own rows only.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal, Protocol

from minassa.transactions.patterns.cells import (
    account_of,
    country_of_iban,
    is_incoming,
    microseconds,
    moment_of,
    plain_amount,
)
from minassa.transactions.patterns.headings import missing

Problem = Literal[
    "length", "encoding", "quotes", "no_date", "impossible_date", "no_amount", "nothing_moved", "negative", "absurd", "no_account",
    "same_ends", "no_currency", "no_direction", "too_long", "twice",
]  # fmt: skip
ENCODINGS: Final = ("utf-8", "cp1252", "cp1256", "utf-16")
BATCH: Final = 50_000
LONGEST_LINE: Final = 100_000
LONGEST_CELL: Final = 500
LONGEST_ACCOUNT: Final = 64
LONGEST_RAW: Final = 2_000
MOST_UNPACKED: Final = 4 << 30
MOST_AMOUNT: Final = Decimal(10) ** 13
"""Ten thousand milliards of any currency: more is a number that slipped into the wrong column."""

EARLIEST: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - moments of a file are the clock of whoever wrote it
_SEPARATORS: Final = ",;\t|"
_CURRENCY: Final = re.compile(r"[A-Z]{3,5}")
_ZIP: Final = b"PK\x03\x04"
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_LATIN: Final = re.compile("[\u00c0-\u00ff]")
_SAMPLE: Final = 262_144


class File(Protocol):
    """A file opened for bytes, at its beginning."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line, or at most `size` bytes of it; empty at the end."""

    def seek(self, place: int, /) -> int:
        """Go to a place."""


class FileError(ValueError):
    """The file as a whole cannot be read: `columns` it lacks, or none for one that is no table."""

    def __init__(self, columns: Sequence[str] = ()) -> None:
        super().__init__(", ".join(columns))
        self.columns = tuple(columns)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: what stands in which column (by place), and what its writer left unsaid.

    `order` is dmy or mdy where the year stands last. `currency` is that of rows that name none. `first_day` is the day from which a file
    counts days that are plain numbers. `latest` is the last day that can be: later ones are mistakes.
    """

    columns: Mapping[str, int]
    encoding: str = "utf-8"
    order: str = ""
    currency: str = ""
    first_day: date | None = None
    latest: date = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: its number (the headings are row 1), why, and what stood there."""

    row: int
    problem: Problem
    value: str
    raw: str


@dataclass(slots=True)
class Batch:
    """Rows that follow one another, by columns. `last` is the number of the last row read, refused ones included."""

    last: int = 1
    number: list[int] = field(default_factory=list)
    moment: list[int] = field(default_factory=list)
    payer: list[str] = field(default_factory=list)
    payee: list[str] = field(default_factory=list)
    amount: list[int] = field(default_factory=list)
    currency: list[str] = field(default_factory=list)
    channel: list[str] = field(default_factory=list)
    payer_name: list[str] = field(default_factory=list)
    payee_name: list[str] = field(default_factory=list)
    payer_country: list[str] = field(default_factory=list)
    payee_country: list[str] = field(default_factory=list)
    reference: list[str] = field(default_factory=list)
    purpose: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class _RowError(ValueError):
    def __init__(self, problem: Problem, value: str = "") -> None:
        super().__init__(problem)
        self.problem: Problem = problem
        self.value = value


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Sequence[str]
    problem: Problem | None = None


def is_workbook(file: File) -> bool:
    """Whether a file is an Excel workbook, by its first bytes."""
    start = file.read(len(_ZIP))
    file.seek(0)
    return start == _ZIP


def guessed_encoding(file: File) -> str:
    """The encoding that a table is probably written in: UTF-8 where nine lines in ten are, else a page of Windows."""
    sample = file.read(_SAMPLE)
    file.seek(0)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    lines = [line for line in sample.split(b"\n")[:-1] or [sample] if not line.isascii()]
    broken = sum(_is_broken(line) for line in lines)
    if broken * 10 <= len(lines):
        return "utf-8"
    text = sample.decode("cp1256", "replace")
    return "cp1256" if len(_ARABIC.findall(text)) > len(_LATIN.findall(text)) else "cp1252"


def _is_broken(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return True
    return False


def first_rows(file: File, encoding: str, most: int = 5) -> tuple[list[str], list[list[str]]]:
    """The headings of a file and its first rows. Raises FileError where it is no table."""
    rows = _rows(file, encoding)
    heads = next(rows, None)
    if heads is None or heads.problem:
        raise FileError
    found = [list(one.cells) for one, _place in zip(rows, range(most), strict=False)]
    file.seek(0)
    return list(heads.cells), found


def read(
    file: File,
    how: Reading,
    *,
    after: int = 1,
    country_code: Callable[[str], str | None] = lambda _name: None,
    size: int = BATCH,
) -> Iterator[Batch]:
    """The rows of a file in batches, those after row number `after` only: an import that was cut off goes on there.

    `country_code` finds the ISO 3166 code behind a name. Raises FileError where the file is no table or lacks a column that is needed.
    """
    if lacking := missing(how.columns):
        raise FileError(lacking)
    rows = _rows(file, how.encoding)
    heads = next(rows, None)
    if heads is None or heads.problem:
        raise FileError
    reader = _Reader(how, len(heads.cells), country_code)
    batch = Batch(last=after)
    for row in rows:
        if row.number <= after:
            continue
        reader.take(row, batch)
        if len(batch.number) + len(batch.refused) >= size:
            yield batch
            batch = Batch(last=batch.last)
    if batch.number or batch.refused:
        yield batch


class _Reader:
    """Turns rows into columns. What is the same for every row is worked out once."""

    def __init__(self, how: Reading, width: int, country_code: Callable[[str], str | None]) -> None:
        self.how, self.width = how, width
        self.at = how.columns
        self.latest = datetime(how.latest.year, how.latest.month, how.latest.day) + timedelta(days=2)  # noqa: DTZ001 - the file's clock
        self.country_code = country_code
        self.countries: dict[str, str] = {}

    def take(self, row: _Row, batch: Batch) -> None:
        """Add a row to the batch, or to those that were refused."""
        batch.last = row.number
        cells = row.cells
        if row.problem is None and not any(cells):
            return
        try:
            self._refuse_broken(row)
            self._add(row.number, cells, batch)
        except _RowError as error:
            raw = io.StringIO()
            csv.writer(raw, lineterminator="").writerow(cells)
            batch.refused.append(
                Refused(row.number, error.problem, error.value[:LONGEST_ACCOUNT], raw.getvalue()[:LONGEST_RAW])
            )

    def _refuse_broken(self, row: _Row) -> None:
        if row.problem is not None:
            raise _RowError(row.problem)
        if len(row.cells) > self.width and any(row.cells[self.width :]):
            raise _RowError("length", f"{len(row.cells)} / {self.width}")

    def _add(self, number: int, cells: Sequence[str], batch: Batch) -> None:
        moment, amount, currency = self._moment(cells), self._amount(cells), self._currency(cells)
        payer, payee = account_of(self._cell(cells, "payer")), account_of(self._cell(cells, "payee"))
        turned = self._is_turned(cells)
        if turned:
            payer, payee = payee, payer
        _checked_ends(payer, payee)
        batch.number.append(number)
        batch.moment.append(moment)
        batch.payer.append(payer)
        batch.payee.append(payee)
        batch.amount.append(amount)
        batch.currency.append(currency)
        batch.channel.append(self._text(cells, "channel") or self._text(cells, "direction"))
        names = self._text(cells, "payer_name"), self._text(cells, "payee_name")
        countries = self._country(cells, "payer_country"), self._country(cells, "payee_country")
        if turned:
            names, countries = names[::-1], countries[::-1]
        batch.payer_name.append(names[0])
        batch.payee_name.append(names[1])
        batch.payer_country.append(countries[0] or country_of_iban(payer))
        batch.payee_country.append(countries[1] or country_of_iban(payee))
        batch.reference.append(self._text(cells, "reference"))
        batch.purpose.append(self._text(cells, "purpose"))

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self.at.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    def _text(self, cells: Sequence[str], name: str) -> str:
        return " ".join(self._cell(cells, name)[:LONGEST_CELL].split())

    def _moment(self, cells: Sequence[str]) -> int:
        day = self._cell(cells, "date")
        moment = moment_of(day, self._cell(cells, "time"), self.how.order, self.how.first_day)
        if moment is None:
            raise _RowError("no_date", day)
        if not EARLIEST <= moment < self.latest:
            raise _RowError("impossible_date", day)
        return microseconds(moment)

    def _amount(self, cells: Sequence[str]) -> int:
        """The amount in ten-thousandths."""
        text = self._cell(cells, "amount").strip()
        amount = plain_amount(text)
        if amount is None:
            raise _RowError("no_amount", text)
        if amount < 0:
            raise _RowError("negative", text)
        if amount >= MOST_AMOUNT:
            raise _RowError("absurd", text)
        small = int(amount * 10_000)
        if not small:
            raise _RowError("nothing_moved", text)
        return small

    def _currency(self, cells: Sequence[str]) -> str:
        code = self._cell(cells, "currency").strip().upper() or self.how.currency
        if not _CURRENCY.fullmatch(code):
            raise _RowError("no_currency", code)
        return code

    def _is_turned(self, cells: Sequence[str]) -> bool:
        """Whether the account named first received: in files that say so in a column of its own."""
        if "direction" not in self.at:
            return False
        said = self._cell(cells, "direction")
        incoming = is_incoming(said)
        if incoming is None:
            raise _RowError("no_direction", said)
        return incoming

    def _country(self, cells: Sequence[str], name: str) -> str:
        text = self._text(cells, name)
        if not text:
            return ""
        known = self.countries.get(text)
        if known is None:
            known = (
                text.upper()
                if len(text) == 2 and text.isascii() and text.isalpha()
                else (self.country_code(text) or "").upper()
            )
            if len(self.countries) < LONGEST_LINE:
                self.countries[text] = known
        return known


def _checked_ends(payer: str, payee: str) -> None:
    if not payer and not payee:
        raise _RowError("no_account")
    if payer == payee:
        raise _RowError("same_ends", payer)
    if len(payer) > LONGEST_ACCOUNT or len(payee) > LONGEST_ACCOUNT:
        raise _RowError("too_long", max(payer, payee, key=len))


def _rows(file: File, encoding: str) -> Iterator[_Row]:
    file.seek(0)
    return _sheet(file) if is_workbook(file) else _table(file, encoding)


def _table(file: File, encoding: str) -> Iterator[_Row]:
    lines = _Lines(file, encoding)
    first = next(lines, "")
    separator = max(_SEPARATORS, key=first.count)
    yield _Row(1, [cell.strip() for cell in next(csv.reader([first], delimiter=separator), [])], lines.fault())
    rows, number = csv.reader(lines, delimiter=separator, strict=True), 1
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            lines.fault()
            yield _Row(number, (), "quotes")
        else:
            yield _Row(number, cells, lines.fault())


class _Lines:
    """The lines of a file as text. Those that are none, or too long, are told by `fault` once they were handed out."""

    def __init__(self, file: File, encoding: str) -> None:
        self._found: Problem | None = None
        self._lines = self._utf_16(file) if encoding == "utf-16" else self._plain(file, encoding)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._lines)

    def fault(self) -> Problem | None:
        """What was wrong with the lines handed out since the last question."""
        found, self._found = self._found, None
        return found

    def _plain(self, file: File, encoding: str) -> Iterator[str]:
        mark = "\ufeff"
        while line := file.readline(LONGEST_LINE):
            while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                self._found = "too_long"
                rest = file.readline(LONGEST_LINE)
                if len(rest) < LONGEST_LINE or rest.endswith(b"\n"):
                    break
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError:
                self._found = "encoding"
                text = line.decode(encoding, "replace")
            yield text.removeprefix(mark) if mark else text
            mark = ""

    def _utf_16(self, file: File) -> Iterator[str]:
        text = io.TextIOWrapper(file, encoding="utf-16", errors="replace", newline="")  # type: ignore[type-var] # it reads
        while line := text.readline(LONGEST_LINE):
            if "\ufffd" in line:
                self._found = "encoding"
            yield line
        text.detach()


def _sheet(file: File) -> Iterator[_Row]:
    """Rows of the first sheet of a workbook, as text, with their numbers."""
    from openpyxl import load_workbook  # noqa: PLC0415 - start-up: only workbooks need it

    try:
        with zipfile.ZipFile(file) as archive:  # type: ignore[call-overload] # it reads and seeks
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise FileError
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield _Row(number, [_said(cell) for cell in row])
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError) as error:
        raise FileError from error


def _said(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        # Excel stores numbers as binary fractions and shows fifteen digits of them.
        return f"{Decimal(f'{cell:.15g}'):f}"
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)
