"""Cells of a table of calls, payments or journeys: moments and durations."""

import re
from datetime import date
from enum import StrEnum
from typing import Final

from minassa.records.dates import canonical_date


class DayOrder(StrEnum):
    """How a source writes days: as can be read in one way only, the day first, or the month first."""

    CLEAR = ""
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def moment_of(day: str, clock: str, order: DayOrder) -> str:
    """A day with its time, where there is one, as ISO 8601; empty where it cannot be read in one way only."""
    day, clock = day.translate(_DIGITS).strip(), clock.translate(_DIGITS).strip()
    if not clock:
        parts = re.split(r"[T ]\s*", day, maxsplit=1)
        day, clock = parts[0], parts[1] if len(parts) > 1 else ""
    read, time = _day(day, order), _time(clock)
    if not read or time is None:
        return ""
    return f"{read}T{time}" if time and len(read) == len("2026-03-02") else read


def _day(text: str, order: DayOrder) -> str:
    written = _YEAR_LAST.fullmatch(text)
    if not written or order is DayOrder.CLEAR:
        return canonical_date(text) or ""
    first, second, year = map(int, written.groups())
    day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _time(text: str) -> str | None:
    """A time of day; empty where there is none, None where it is none."""
    if not text:
        return ""
    found = _CLOCK.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    return f"{int(found[1]):02}:{found[2]}" + (f":{found[3]}" if found[3] else "") + (found[4] or "")


def seconds_of(text: str) -> str:
    """A duration in seconds, from seconds or from hours, minutes and seconds; empty where it is none."""
    parts = text.translate(_DIGITS).strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(one.isascii() and one.isdecimal() and len(one) < 8 for one in parts):
        return ""
    total = 0
    for one in parts:
        total = total * 60 + int(one)
    return str(total)
