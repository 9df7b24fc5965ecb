"""The clock of the meeting's place, as zoneinfo with the tzdata that is pinned with the platform knows it. Pure.

The machine's own time zones may be years old, so the node's settings leave only the pinned ones to zoneinfo. Africa/Casablanca is why
it matters: UTC+1 was suspended in Ramadan of each year by announcement, and left for good by another one. No rule of a calendar tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import tzdata

from minassa.base import Invalid
from minassa.meetings import faults

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which the clock of a zone changes: the offset from UTC before and after, the name, and whether it is summer time."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@cache
def zones() -> frozenset[str]:
    """The names of all time zones of the pinned tzdata."""
    return frozenset(available_timezones())


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its IANA name, from the pinned tzdata. Raises Invalid."""
    if name not in zones():
        raise Invalid(faults.ZONE)
    return ZoneInfo(name)


def release() -> str:
    """The release of the pinned tzdata, such as 2026f."""
    return str(tzdata.IANA_VERSION)


def moment(day: date, hour: time, zone: str) -> datetime:
    """The moment at which the clocks of the zone show this. Raises Invalid for an hour that the clock leaps over that day.

    An hour that comes twice is its first coming, as in RFC 5545, section 3.3.5.
    """
    there = datetime.combine(day, hour, tzinfo=zone_of(zone))
    found = there.astimezone(UTC)
    if found.astimezone(zone_of(zone)).replace(tzinfo=None) != there.replace(tzinfo=None):
        raise Invalid(faults.LEAPT_OVER)
    return found


@cache
def changes(zone: str, first: int, last: int) -> tuple[Change, ...]:
    """All changes of the zone's clock from the year `first` to the year `last`, in their order, asked of zoneinfo itself."""
    return tuple(_changes(zone_of(zone), datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)))


def standing(zone: str, at: datetime) -> Change:
    """How the clock stands at a moment, as if it had changed to it then."""
    offset, name, is_summer = _clock(zone_of(zone), at)
    return Change(at, offset, offset, name, is_summer)


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Change]:
    day = begin
    while day < end:
        if _clock(zone, day) != _clock(zone, day + _DAY):
            yield _change(zone, day, day + _DAY)
        day += _DAY


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    """The change between two moments with different clocks, to the second."""
    before = _clock(zone, low)
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        low, high = (middle, high) if _clock(zone, middle) == before else (low, middle)
    offset, name, is_summer = _clock(zone, high)
    return Change(high, before[0], offset, name, is_summer)


def _clock(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str, bool]:
    there = at.astimezone(zone)
    return there.utcoffset() or timedelta(), there.tzname() or "", bool(there.dst())
