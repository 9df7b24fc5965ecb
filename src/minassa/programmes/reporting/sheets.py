"""A report as a workbook, out and in again: what goes out and comes back is the same, and a blank cell stays blank.

Sheet 1 has a line for each indicator, sheet 2 the parts of values, sheet 3 the words; a fourth one says which period it is for. Numbers
have at most fifteen digits, which a sheet's cell holds exactly. Texts are stored as texts and quoted, so that none is a formula
for any program (S33). A workbook with one faulty row is not taken over at all.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Font, Protection
from openpyxl.worksheet.worksheet import Worksheet

from minassa.access import Actor, door
from minassa.base import Conflict, Fault, Invalid
from minassa.desk import Format, open_document
from minassa.programmes import content, faults
from minassa.programmes.acts import PROGRESS_REPORT_KEEP
from minassa.programmes.models import Period, ProgressReport
from minassa.programmes.reporting import service, values
from minassa.programmes.reporting.reads import read_report_of
from minassa.programmes.rules import CLAIMED, Evidence, ReportState
from minassa.programmes.types import Brought, Cell, ProgressReportView, Reported, RowFault, ValueGiven

SCHEMA: Final = "minassa/progress-report/1"
LARGEST: Final = 5_000_000
MOST_ROWS: Final = 5_000
ABOUT: Final = "about"
SHEETS: Final = ("Values", "Parts", "Words")
_WIDTHS: Final = {"A": 38, "B": 12, "C": 50, "J": 16, "K": 50}
_TEXTS: Final = ("done", "failed", "following")


def export_sheet(actor: Actor, *, period: UUID) -> bytes:
    """The report on a period as a workbook, blank or as it is written. Raises NotFound."""
    return _file(_book(read_report_of(actor, period=period)))


def _book(found: ProgressReportView) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    lines, parts, words, about = (book.create_sheet(name) for name in (*SHEETS, ABOUT))
    _write(lines, _heads(), [_line(found, given) for given in found.reported.values])
    _write(parts, _part_heads(), [_part(given, cell) for given in found.reported.values for cell in given.cells])
    said = (_("What was done"), _("What failed, and why"), _("What comes next"))
    written = (found.reported.done, found.reported.failed, found.reported.following)
    _write(words, ("", _("Question"), _("Answer")), [list(row) for row in zip(_TEXTS, said, written, strict=True)])
    _write(about, ("schema", "period"), [[SCHEMA, str(found.period.id)]])
    about.sheet_state = "hidden"
    return book


def _heads() -> tuple[str, ...]:
    names = (_("Indicator"), _("Unit"), _("Baseline"), _("Target"), _("Value"), _("Numerator"), _("Denominator"))
    last = (_("Measured on"), _("Evidence: documented, self_reported, none"), _("Source"))
    return ("", *names, *last)


def _part_heads() -> tuple[str, ...]:
    return ("", _("Sex"), _("Age"), _("Place"), _("Value"), _("Numerator"), _("Denominator"))


def _line(found: ProgressReportView, given: ValueGiven) -> list[Any]:
    one = next(each for each in found.indicators if each.id == given.indicator)
    due = next(
        (each.value for each in one.targets if each.due >= found.period.ends), one.final.value if one.final else None
    )
    told = [given.value, given.numerator, given.denominator, given.measured_on, given.evidence.value, given.source]
    return [str(given.indicator), one.part.name, one.part.unit, one.part.baseline, due, *told]


def _part(given: ValueGiven, cell: Cell) -> list[Any]:
    return [str(given.indicator), cell.sex, cell.age, cell.place, cell.value, cell.numerator, cell.denominator]


def _write(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    for row in (head, *rows):
        sheet.append([None] * len(row))
        for cell, value in zip(sheet[sheet.max_row], row, strict=True):
            _put(cell, value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = sheet.title in SHEETS


def _put(cell: SheetCell | MergedCell, value: Any) -> None:  # noqa: ANN401 - a text, a decimal, a day or nothing
    """A text is stored as a text and quoted; a decimal as a number; nothing leaves the cell blank."""
    if value is None or value == "" or isinstance(cell, MergedCell):
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.protection = Protection(locked=False)


def _file(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@dataclass(slots=True)
class _Read:
    """What was read of a workbook so far."""

    values: dict[UUID, ValueGiven] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    rows: int = 0


def import_sheet(actor: Actor, *, period: UUID, file: bytes) -> Brought:
    """Take a filled-in workbook over as the report on a period, whole or not at all. Says which rows are faulty, and why.

    Raises Invalid for what is not such a workbook, Conflict for a report that is out already.
    """
    with door(actor, PROGRESS_REPORT_KEEP, subject=f"reporting-period:{period}") as opened:
        span = service.own_period(opened, period)
        row = ProgressReport.objects.filter(period=span).first()
        if row is not None and ReportState(row.state) not in service.WRITABLE:
            raise Conflict(faults.OTHER_STATE)
        read = _read(span, file)
        opened.note(rows=read.rows, faulty=len(read.faults))
        if not read.faults:
            _keep_words(row, read)
            service.keep(opened, period, Reported(tuple(read.values.values()), *(read.words[one] for one in _TEXTS)))
        return Brought(read.rows, tuple(read.faults))


def _keep_words(row: ProgressReport | None, read: _Read) -> None:
    """A question that the workbook does not have keeps the answer that was written before."""
    said = content.unpacked(row.content) if row else Reported()
    read.words = {one: read.words.get(one, getattr(said, one)) for one in _TEXTS}


def faulty_rows(brought: Brought) -> bytes:
    """The faulty rows as a workbook of their own, each with its sheet, its line and what is wrong."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_("Faulty rows"))
    head = (_("Sheet"), _("Line"), _("What is wrong"))
    _write(sheet, head, [[one.sheet, one.line, one.what, *one.cells][: len(head)] for one in brought.faults])
    for line, one in enumerate(brought.faults, 2):
        for column, value in enumerate(one.cells, len(head) + 1):
            _put(sheet.cell(line, column), value)
    sheet.column_dimensions["A"].hidden = False
    return _file(book)


def _read(span: Period, file: bytes) -> _Read:
    book = _opened(file, span.id)
    read = _Read()
    indicators = service.indicators_of(span)
    for line, cells in _rows(book[SHEETS[0]], 11):
        _row(read, SHEETS[0], line, cells, lambda cells=cells: _take_value(read, cells))
    for line, cells in _rows(book[SHEETS[1]], 7):
        _row(read, SHEETS[1], line, cells, lambda cells=cells: _take_part(read, cells))
    for line, cells in _rows(book[SHEETS[2]], 3):
        _row(read, SHEETS[2], line, cells, lambda cells=cells: _take_words(read, cells))
    _check_values(read, span, indicators)
    return read


def _check_values(read: _Read, span: Period, indicators: values.Indicators) -> None:
    for line, given in enumerate(list(read.values.values()), 2):
        try:
            values.checked_value(given, indicators, first=span.begins, last=service.last_day(span))
        except Invalid as fault:
            read.faults.append(RowFault(SHEETS[0], line, (str(given.indicator),), str(fault)))


def _opened(file: bytes, period: UUID) -> Workbook:
    """The workbook, checked before it is opened. Raises Invalid for one of another period."""
    if len(file) > LARGEST:
        raise Invalid(faults.SHEET)
    open_document(file, Format.XLSX)
    try:
        book = load_workbook(io.BytesIO(file), data_only=False, keep_links=False)
        named = (book[ABOUT]["A2"].value, book[ABOUT]["B2"].value)
        tuple(book[one] for one in SHEETS)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile) as error:
        raise Invalid(faults.SHEET) from error
    if named != (SCHEMA, str(period)):
        raise Invalid(faults.SHEET)
    return book


def _rows(sheet: Worksheet, width: int) -> Iterator[tuple[int, list[Any]]]:
    """The lines below the head that are not blank, each cut or filled to its width."""
    if sheet.max_row > MOST_ROWS:
        raise Invalid(faults.SHEET)
    for line, row in enumerate(sheet.iter_rows(min_row=2, max_col=width), 2):
        cells = [one.value for one in row]
        if any(one is not None and one != "" for one in cells):
            yield line, cells


def _row(read: _Read, sheet: str, line: int, cells: Sequence[Any], take: Any) -> None:  # noqa: ANN401 - a step of the reading
    read.rows += 1
    try:
        take()
    except (Fault, ValueError, KeyError, InvalidOperation) as error:
        what = str(error) if isinstance(error, Fault) else str(Invalid(faults.NUMBER))
        shown = tuple("" if one is None else str(one)[:200] for one in cells)
        read.faults.append(RowFault(sheet, line, shown, what))


def _take_value(read: _Read, cells: Sequence[Any]) -> None:
    indicator = UUID(str(cells[0]))
    if indicator in read.values:
        raise Invalid(faults.SHEET)
    evidence = Evidence(cells[9]) if cells[9] else Evidence.NONE
    if evidence not in CLAIMED:
        raise Invalid(faults.EVIDENCE)
    value, numerator, denominator = (_number(one) for one in cells[5:8])
    read.values[indicator] = ValueGiven(
        indicator, value, numerator, denominator, _day(cells[8]), evidence, _text(cells[10])
    )


def _take_part(read: _Read, cells: Sequence[Any]) -> None:
    indicator = UUID(str(cells[0]))
    given = read.values[indicator]
    value, numerator, denominator = (_number(one) for one in cells[4:7])
    cell = Cell(_text(cells[1]), _text(cells[2]), _text(cells[3]), value, numerator, denominator)
    read.values[indicator] = replace(given, cells=(*given.cells, cell))


def _take_words(read: _Read, cells: Sequence[Any]) -> None:
    if cells[0] not in _TEXTS:
        raise Invalid(faults.SHEET)
    read.words[cells[0]] = _text(cells[2])


def _text(value: Any) -> str:  # noqa: ANN401 - what a cell holds
    """A text as it stands; a program may have made a number of it. Raises Invalid for a formula."""
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise Invalid(faults.SHEET)
    return str(value)


def _number(value: Any) -> Decimal | None:  # noqa: ANN401 - what a cell holds
    """A number exactly as it was typed, up to fifteen digits; a text is read with a point or a comma. Raises Invalid."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Invalid(faults.NUMBER)
    text = repr(value) if isinstance(value, float) else str(value).strip().replace(",", ".")
    return Decimal(text)


def _day(value: Any) -> date | None:  # noqa: ANN401 - what a cell holds
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value).strip())
