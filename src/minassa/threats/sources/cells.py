"""Cells of a row as dates, coordinates and counts; what cannot be read is told by `CellError`."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from minassa.threats.sources.bounds import are_swapped
from minassa.threats.sources.types import Deaths, Problem

Row = Mapping[str, str]
CountryCode = Callable[[str], str]

LONGEST_ID: Final = 100
LONGEST_NAME: Final = 250
LONGEST_TEXT: Final = 10_000
MOST_DEATHS: Final = 10_000_000
EARLIEST: Final = 1900
LATEST: Final = 2200
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}


class CellError(ValueError):
    """A cell cannot be kept as it is: which problem, in which column, and what stands there."""

    def __init__(self, problem: Problem, column: str, value: str = "") -> None:
        super().__init__(problem)
        self.problem, self.column, self.value = problem, column, value[:LONGEST_NAME]


def get(row: Row, *columns: str) -> str:
    """The first of these columns that is there and not empty, trimmed."""
    for one in columns:
        if value := row.get(one, "").strip():
            return value
    return ""


def own_id(row: Row, column: str) -> str:
    """The row's reference."""
    value = get(row, column)
    if not value:
        raise CellError("no_id", column)
    return short(value, column, LONGEST_ID)


def short(value: str, column: str, longest: int = LONGEST_NAME) -> str:
    """A text that is not too long to be kept."""
    if len(value) > longest or "\0" in value:
        raise CellError("too_long", column, value)
    return value


def day(value: str, column: str) -> date:
    """A day written as 2024-03-31, with a time behind it or not, or as 31 March 2024."""
    try:
        return _plausible(date.fromisoformat(value[:10]))
    except ValueError:
        pass
    words = value.lower().replace(",", " ").split()
    try:
        return _plausible(date(int(words[2]), _MONTHS[words[1]], int(words[0])))
    except (IndexError, KeyError, ValueError):
        raise CellError("bad_date", column, value) from None


def day_of(year: str, month: str, of_month: str) -> date:
    """A day from three cells."""
    try:
        return _plausible(date(int(year), int(month), int(of_month)))
    except ValueError:
        raise CellError("bad_date", "year, month, day", f"{year}-{month}-{of_month}") from None


def _plausible(found: date) -> date:
    if not EARLIEST <= found.year <= LATEST:
        raise ValueError(found)
    return found


def end_of_month(start: date) -> date:
    """The last day of a day's month."""
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def in_order(start: date, end: date, column: str) -> tuple[date, date]:
    """Both days, where the first is not after the second."""
    if end < start:
        raise CellError("end_before_start", column, end.isoformat())
    return start, end


def country(value: str, column: str, code_of: CountryCode) -> str:
    """The code of a country; empty where the cell is."""
    found = code_of(value) if value else ""
    if value and not found:
        raise CellError("bad_country", column, value)
    return found


def place(latitude: str, longitude: str, columns: tuple[str, str], code: str) -> tuple[Decimal | None, Decimal | None]:
    """Both coordinates as the source writes them, or neither. Swapped ones are refused, not turned."""
    if not latitude and not longitude:
        return None, None
    north, east = _degrees(latitude), _degrees(longitude)
    if north is not None and east is not None and abs(north) > 90 and abs(east) <= 90:
        raise CellError("swapped" if abs(north) <= 180 else "bad_latitude", columns[0], latitude)
    if north is None or abs(north) > 90:
        raise CellError("bad_latitude", columns[0], latitude)
    if east is None or abs(east) > 180:
        raise CellError("bad_longitude", columns[1], longitude)
    if are_swapped(code, float(north), float(east)):
        raise CellError("swapped", columns[0], f"{latitude}, {longitude}")
    return north, east


def _degrees(value: str) -> Decimal | None:
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def count(value: str, column: str) -> int | None:
    """A number of deaths; None where the cell is empty. `3.0`, as spreadsheets write it, is 3."""
    if not value:
        return None
    found = _degrees(value)
    if found is None or found != found.to_integral_value() or found > MOST_DEATHS:
        raise CellError("bad_deaths", column, value)
    if found < 0:
        raise CellError("negative_deaths", column, value)
    return int(found)


def deaths(row: Row, low: str, best: str, high: str) -> Deaths:
    """Three counts from three columns."""
    return Deaths(*(count(get(row, one), one) for one in (low, best, high)))


def known(*names: str) -> tuple[str, ...]:
    """Actors without those of whom nothing is known, each once, in the order given."""
    kept = [short(name, "actor") for name in names if name and not name.lower().startswith(("unknown", "unidentified"))]
    return tuple(dict.fromkeys(kept))
