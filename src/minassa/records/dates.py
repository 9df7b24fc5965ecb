"""Dates as sources give them: a day, a month, a year, or something unclear that is kept and marked."""

import re
from datetime import date
from typing import Final

_ISO: Final = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_LAST_MONTH: Final = 12
# Digits of Arabic and Persian writing, to those of ISO 8601.
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def canonical_date(text: str) -> str | None:
    """The ISO 8601 form of a date, no more precise than it was written: `1984`, `1984-03`, `1984-03-07`.

    A time after the day is dropped. A date with the year at the end is read only where it can mean one day
    (17.03.1984, or 05/05/1984); None for what is unclear or impossible.
    """
    text = text.strip().translate(_DIGITS)
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
        return _checked(year, month, day)
    if written := _DAY_FIRST.fullmatch(text):
        first, second, year = written.groups()
        return _year_last(first, second, year)
    return None


def _year_last(first: str, second: str, year: str) -> str | None:
    if int(first) > _LAST_MONTH or first == second:
        return _checked(year, second, first)
    return _checked(year, first, second) if int(second) > _LAST_MONTH else None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return whole.isoformat()[: 10 if day else 7 if month else 4]
