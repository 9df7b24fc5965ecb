"""What an agenda is: how a day is laid out anew when a session moves, what cannot be, and what differs between two versions. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from minassa.base import Invalid
from minassa.meetings import faults

SPOKEN: Final = ("ar", "en", "fr", "pt", "es", "sw")
"""The languages that are spoken and interpreted: those of the African Union (Constitutive Act as amended, article 25)."""
_DAY: Final = 24 * 60


class EditionState(StrEnum):
    """In preparation, taking place, or over."""

    PREPARATION = "preparation"
    RUNNING = "running"
    HELD = "held"


class SessionKind(StrEnum):
    """What kind of session it is."""

    OPENING = "opening"
    PLENARY = "plenary"
    WORKING = "working"
    BREAK = "break"
    CLOSING = "closing"


class ChangeKind(StrEnum):
    """What became of a session from one agenda to the next."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Slot:
    """A session's place in its day."""

    session: UUID
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Difference:
    """One session that differs: its content then and now (None where it was, or is, not there), and the names of what changed."""

    kind: ChangeKind
    session: UUID
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    fields: tuple[str, ...] = ()


def checked_span(begins: time, ends: time) -> tuple[time, time]:
    """A span of whole minutes within one day. Raises Invalid for one that ends before it begins."""
    span = begins.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0)
    if span[0] >= span[1]:
        raise Invalid(faults.SPAN)
    return span


def laid_out(slots: Sequence[Slot], order: Sequence[UUID], *, came: Slot | None = None) -> tuple[Slot, ...]:
    """The sessions of a day in a new order: the day begins when it began, each session keeps its length, pauses their place.

    `slots` are those that the day had; `came` comes from another day, and begins an empty one at its own hour. Raises Invalid
    where the day would last past midnight.
    """
    known = {one.session: one for one in (*slots, *((came,) if came else ()))}
    kept = sorted(slots or known.values(), key=lambda one: (one.begins, one.ends))
    pauses = [max(0, _minute(later.begins) - _minute(one.ends)) for one, later in pairwise(kept)]
    at = _minute(kept[0].begins)
    found = []
    for number, session in enumerate(order):
        one = known[session]
        end = at + _minute(one.ends) - _minute(one.begins)
        if end >= _DAY:
            raise Invalid(faults.DAY_FULL)
        found.append(Slot(session, _time(at), _time(end)))
        at = end + (pauses[number] if number < len(pauses) else 0)
    return tuple(found)


def placed_before(order: Sequence[UUID], session: UUID, before: UUID | None) -> tuple[UUID, ...]:
    """The order with a session put before another one, or at the end. Raises Invalid where that other one is not of the day."""
    others = [one for one in order if one != session]
    if before is None or before == session:
        place = len(others) if before is None else order.index(session)
    elif before in others:
        place = others.index(before)
    else:
        raise Invalid(faults.OTHER_DAY)
    return (*others[:place], session, *others[place:])


def refuse_overlap(sessions: Iterable[tuple[date, str, time, time]]) -> None:
    """Two sessions in one room at once cannot be. Raises Invalid; sessions without a room are not held against each other."""
    placed = sorted(one for one in sessions if one[1])
    for (day, room, _begins, ends), (other_day, other_room, begins, _ends) in pairwise(placed):
        if (day, room) == (other_day, other_room) and begins < ends:
            raise Invalid(faults.OVERLAP, room=room, at=begins.strftime("%H:%M"))


WHEN: Final = ("date", "begins", "ends", "room")


def difference(
    before: Mapping[UUID, Mapping[str, Any]], after: Mapping[UUID, Mapping[str, Any]]
) -> tuple[Difference, ...]:
    """What differs between two agendas, each a session's content by its id: first what is there now, then what is gone."""
    found = [one for session, content in after.items() if (one := _of_session(session, before.get(session), content))]
    gone = [
        Difference(ChangeKind.REMOVED, session, content, None)
        for session, content in before.items()
        if session not in after
    ]
    return (*found, *gone)


def _of_session(session: UUID, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Difference | None:
    if old is None:
        return Difference(ChangeKind.ADDED, session, None, new)
    fields = tuple(name for name in new if new[name] != old.get(name))
    if not fields:
        return None
    kind = ChangeKind.MOVED if set(fields) <= set(WHEN) else ChangeKind.CHANGED
    return Difference(kind, session, old, new, fields)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
