"""Dates as publishers write them, read into the days between which they lie."""

import calendar
import re
from datetime import date
from typing import Final

from minassa.screening.types import Birth, Precision

_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_APPROXIMATE: Final = re.compile(r"^(?:circa|ca?\.?|approximately|approx\.?|about|around|c)\s+", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"^(?:between\s+)?(.+?)\s+(?:and|to)\s+(.+)$", re.IGNORECASE)
_YEAR: Final = re.compile(r"^(\d{4})$")
_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:T.*)?$")
_SLASHED: Final = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_MONTH_SLASHED: Final = re.compile(r"^(\d{1,2})/(\d{4})$")
_WORDED: Final = re.compile(r"^(?:(\d{1,2})\s+)?([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})$")
_AROUND_YEARS: Final = 2
_EARLIEST: Final = 1800
_LATEST: Final = 2100


def read_birth(raw: str, *, approximate: bool = False) -> Birth:
    """A date of birth from its text: exact days, months, years, `circa`, `1955 to 1958`; unknown where unreadable."""
    stripped = _APPROXIMATE.sub("", raw.strip())
    if approximate or stripped != raw.strip():
        return _around(raw.strip(), stripped)
    span = _span(stripped)
    if span:
        return Birth(raw.strip(), *span)
    between = _BETWEEN.match(stripped)
    if between:
        return read_between(between[1], between[2], raw.strip())
    return Birth(raw.strip(), Precision.UNKNOWN)


def read_between(first: str, last: str, raw: str = "") -> Birth:
    """A date of birth between two stated dates or years, both included."""
    raw = raw or f"{first} to {last}"
    start = _span(_APPROXIMATE.sub("", first.strip()))
    end = _span(_APPROXIMATE.sub("", last.strip()))
    if not start or not end or start[1] > end[2]:
        return Birth(raw, Precision.UNKNOWN)
    return Birth(raw, Precision.BETWEEN, start[1], end[2])


def read_day(raw: str) -> str:
    """A single day as ISO text (`2012-12-31`), from any of the publishers' forms; empty where it is not one day."""
    span = _span(raw.strip())
    return span[1] if span and span[0] is Precision.EXACT else ""


def _around(raw: str, stripped: str) -> Birth:
    span = _span(stripped)
    if not span:
        between = _BETWEEN.match(stripped)
        return read_between(between[1], between[2], raw) if between else Birth(raw, Precision.UNKNOWN)
    first, last = int(span[1][:4]) - _AROUND_YEARS, int(span[2][:4]) + _AROUND_YEARS
    return Birth(raw, Precision.APPROXIMATE, f"{first}-01-01", f"{last}-12-31")


def _span(stripped: str) -> tuple[Precision, str, str] | None:
    """The precision with the first and last ISO day of one stated date."""
    year, month, day = _parts(stripped)
    if not _EARLIEST <= year <= _LATEST or month > 12:
        return None
    if not month:
        return Precision.YEAR, f"{year}-01-01", f"{year}-12-31"
    if not day:
        return Precision.MONTH, f"{year}-{month:02}-01", f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"
    try:
        exact = date(year, month, day).isoformat()
    except ValueError:
        return None
    return Precision.EXACT, exact, exact


def _parts(stripped: str) -> tuple[int, int, int]:
    """Year, month and day; zero for what is not stated, all zero for what is not a date."""
    if found := _YEAR.match(stripped):
        return int(found[1]), 0, 0
    if found := _ISO.match(stripped):
        return int(found[1]), int(found[2]), int(found[3] or 0)
    if found := _SLASHED.match(stripped):  # day first: UK and EU lists
        return int(found[3]), int(found[2]), int(found[1])
    if found := _MONTH_SLASHED.match(stripped):
        return int(found[2]), int(found[1]), 0
    if (found := _WORDED.match(stripped)) and found[2].lower() in _MONTHS:
        return int(found[3]), _MONTHS[found[2].lower()], int(found[1] or 0)
    return 0, 0, 0
