"""When somebody is on duty: hours by weekday in the contact's own time zone, over midnight and through changes of the clock. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from minassa.base.errors import Invalid
from minassa.liaison import faults

CONFIRM_EVERY: Final = timedelta(days=90)
"""How often an agency says that a contact is still right: a number that nobody has looked at for longer is not trusted at night."""
REMIND_AGAIN: Final = timedelta(days=7)
MOST_SHIFTS: Final = 28
MOST_TURNS: Final = 100
_AHEAD: Final = 8
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours on one weekday (0 is Monday), by the wall clock; one that ends at or before its beginning ends the next day."""

    day: int
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has the duty from one moment until another."""

    name: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When a contact can be reached: always, or in these shifts of this time zone (IANA name)."""

    zone: str
    always: bool = True
    shifts: tuple[Shift, ...] = ()


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its IANA name, such as Africa/Bamako. Raises Invalid."""
    if name not in zones():
        raise Invalid(faults.ZONE)
    return ZoneInfo(name)


@cache
def zones() -> frozenset[str]:
    """The names of all time zones that this machine knows; read from its files once."""
    return frozenset(available_timezones())


def checked_hours(hours: Hours) -> Hours:
    """Hours that say something. Raises Invalid for a zone that is none, for no hours at all, and for too many."""
    zone_of(hours.zone)
    if hours.always:
        return Hours(hours.zone)
    if not 0 < len(hours.shifts) <= MOST_SHIFTS or any(not 0 <= one.day <= 6 for one in hours.shifts):
        raise Invalid(faults.SHIFTS)
    shifts = sorted(set(hours.shifts), key=lambda one: (one.day, one.begins, one.ends))
    return Hours(hours.zone, always=False, shifts=tuple(shifts))


def is_on_duty(hours: Hours, at: datetime) -> bool:
    """Whether somebody is there at this moment."""
    return hours.always or any(begins <= at < ends for begins, ends in _spans(hours, at))


def next_change(hours: Hours, at: datetime) -> datetime | None:
    """When duty ends, or begins again; None where somebody is always there."""
    if hours.always:
        return None
    end = at
    spans = sorted(_spans(hours, at))
    if is_on_duty(hours, at):
        for begins, ends in spans:  # shifts that follow one another are one duty
            if begins <= end < ends:
                end = ends
        return None if end - at >= (_AHEAD - 1) * _DAY else end
    return min((begins for begins, _ends in spans if begins > at), default=None)


def _spans(hours: Hours, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The shifts around a moment as moments in UTC: from the day before until the same weekday a week later."""
    zone = zone_of(hours.zone)
    first = at.astimezone(zone).date() - _DAY
    for number in range(_AHEAD + 2):
        day = first + number * _DAY
        for shift in hours.shifts:
            if shift.day == day.weekday():
                yield _moment(day, shift.begins, zone), _moment(_last_day(day, shift), shift.ends, zone)


def _last_day(day: date, shift: Shift) -> date:
    return day if shift.ends > shift.begins else day + _DAY


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def who_has_it(turns: Iterable[Turn], at: datetime) -> tuple[str, ...]:
    """Who has the duty at this moment, by the roster."""
    return tuple(one.name for one in turns if one.begins <= at < one.ends)


def is_stale(confirmed: datetime, at: datetime) -> bool:
    """Whether nobody has confirmed the contact for too long."""
    return at - confirmed > CONFIRM_EVERY
