"""A session as JSON, both ways: what rows hold, and what a released agenda keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from minassa.base import Invalid
from minassa.meetings import faults
from minassa.meetings.editions.rules import SPOKEN, SessionKind, checked_span
from minassa.meetings.editions.types import Named, SessionPlan
from minassa.meetings.models import Session
from minassa.meetings.texts import line, lines, passages

MOST_NAMED: Final = 40
_CLOCK: Final = "%H:%M"


def session_to_json(plan: SessionPlan) -> dict[str, Any]:
    """What a session says, as JSON."""
    return {
        "date": plan.date.isoformat(),
        "kind": plan.kind.value,
        "begins": plan.begins.strftime(_CLOCK),
        "ends": plan.ends.strftime(_CLOCK),
        "title": dict(plan.title),
        "theme": dict(plan.theme),
        "room": plan.room,
        "chairs": named_to_json(plan.chairs),
        "speakers": named_to_json(plan.speakers),
        "channels": list(plan.channels),
        "is_open": plan.is_open,
        "takes_up": [str(one) for one in plan.takes_up],
    }


def session_from_json(body: Mapping[str, Any]) -> SessionPlan:
    """What `session_to_json` wrote, before sessions took recommendations up too."""
    return SessionPlan(
        date=date.fromisoformat(body["date"]),
        kind=SessionKind(body["kind"]),
        begins=time.fromisoformat(body["begins"]),
        ends=time.fromisoformat(body["ends"]),
        title=body["title"],
        theme=body["theme"],
        room=body["room"],
        chairs=named_from_json(body["chairs"]),
        speakers=named_from_json(body["speakers"]),
        channels=tuple(body["channels"]),
        is_open=body["is_open"],
        takes_up=tuple(map(UUID, body.get("takes_up", ()))),
    )


def columns_of(plan: SessionPlan) -> dict[str, Any]:
    """The columns of a session's row."""
    texts = {"title": dict(plan.title), "theme": dict(plan.theme), "room": plan.room, "channels": list(plan.channels)}
    people = {"chairs": named_to_json(plan.chairs), "speakers": named_to_json(plan.speakers)}
    when = {"date": plan.date, "begins": plan.begins, "ends": plan.ends}
    points = [str(one) for one in plan.takes_up]
    return when | texts | people | {"kind": plan.kind.value, "is_open": plan.is_open, "takes_up": points}


def plan_of(row: Session) -> SessionPlan:
    """A session as its row has it."""
    return SessionPlan(
        date=row.date,
        kind=SessionKind(row.kind),
        begins=row.begins,
        ends=row.ends,
        title=row.title,
        theme=row.theme,
        room=row.room,
        chairs=named_from_json(row.chairs),
        speakers=named_from_json(row.speakers),
        channels=tuple(row.channels),
        is_open=row.is_open,
        takes_up=tuple(map(UUID, row.takes_up)),
    )


def named_to_json(named: Iterable[Named]) -> list[dict[str, str]]:
    """Chairs or speakers as rows keep them."""
    return [{"name": one.name, "function": one.function} for one in named]


def named_from_json(body: Iterable[Mapping[str, str]]) -> tuple[Named, ...]:
    """What `named_to_json` wrote."""
    return tuple(Named(one["name"], one["function"]) for one in body)


def checked(plan: SessionPlan) -> SessionPlan:
    """The same with its texts trimmed. Raises Invalid for what a session cannot say."""
    begins, ends = checked_span(plan.begins, plan.ends)
    if len(plan.chairs) > MOST_NAMED or len(plan.speakers) > MOST_NAMED:
        raise Invalid(faults.TOO_MANY_NAMED, most=MOST_NAMED)
    if len(set(plan.channels)) != len(plan.channels) or not set(plan.channels) <= set(SPOKEN):
        raise Invalid(faults.CHANNELS)
    return replace(
        plan,
        begins=begins,
        ends=ends,
        title=lines(plan.title),
        theme=passages(plan.theme, needed=False),
        room=line(plan.room, longest=100, needed=False),
        chairs=_checked_named(plan.chairs),
        speakers=_checked_named(plan.speakers),
    )


def _checked_named(named: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(Named(line(one.name, longest=200), line(one.function, longest=200, needed=False)) for one in named)
