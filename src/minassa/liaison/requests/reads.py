"""Reading requests: the list, one with its thread, what waits for whom, and how long replies take."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, capped_count, door, newest
from minassa.base import NotFound, cursor_from, cursor_text
from minassa.liaison import faults
from minassa.liaison.acts import REQUEST_LIST, REQUEST_READ, REQUEST_STATISTICS
from minassa.liaison.models import Request
from minassa.liaison.own import agency_of
from minassa.liaison.requests.rules import AGREED, OPEN, Event, RequestKind, Side, State
from minassa.liaison.requests.types import (
    PartnerStatistics,
    Reason,
    RequestPage,
    RequestRow,
    RequestView,
    SideStatistics,
    Statistics,
)
from minassa.liaison.requests.views import first_messages, request_row, request_view

LARGEST_PAGE: Final = 200
MOST_COUNTED: Final = 10_000
COUNTED_DAYS: Final = 365


def list_requests(
    actor: Actor, *, side: Side | None = None, kind: RequestKind | None = None, before: str = "", size: int = 50
) -> RequestPage:
    """The agency's files, newest first; of one side and of one kind where they are named.

    `before` is the `next` of the page that went before.
    """
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    equal: dict[str, Any] = ({"side": side.value} if side else {}) | ({"kind": kind.value} if kind else {})
    with door(actor, REQUEST_LIST) as opened:
        rows = newest(Request, wanted + 1, place, **equal)
        count = capped_count(Request.objects.filter(**equal))
        shown = rows[:wanted]
        first = first_messages(shown)
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(rows) > wanted else ""
        return RequestPage(tuple(request_row(one, opened, first.get(one.id)) for one in shown), following, count.text)


def read_request(actor: Actor, *, id: UUID) -> RequestView:  # noqa: A002 - the word that every room uses
    """One request with its thread. Raises NotFound where it is not the own agency's file: both look the same."""
    with door(actor, REQUEST_READ, subject=f"request:{id}") as opened:
        row = Request.objects.filter(id=id, holder=agency_of(actor)).first()
        if row is None:
            raise NotFound(faults.NOT_FOUND)
        opened.note(owner=row.holder, side=row.side)
        others = (
            Request.objects.filter(batch=row.batch, holder=agency_of(actor))
            .exclude(id=row.id)
            .order_by("created", "id")
        )
        return request_view(row, opened, others)


def open_requests(actor: Actor, *, side: Side, states: Iterable[State]) -> tuple[RequestRow, ...]:
    """The agency's files in these states, those due first come first, at most two hundred."""
    with door(actor, REQUEST_LIST) as opened:
        rows = Request.objects.filter(holder=agency_of(actor), side=side.value, state__in=[one.value for one in states])
        shown = list(rows.order_by("due", "modified", "id")[:LARGEST_PAGE])
        first = first_messages(shown)
        return tuple(request_row(one, opened, first.get(one.id)) for one in shown)


def request_statistics(actor: Actor, *, days: int = 90) -> Statistics:
    """Reply times of both sides over the last days (1 to 365), from the own agency's files alone."""
    with door(actor, REQUEST_STATISTICS) as opened:
        at = opened.context.at
        since = at - timedelta(days=max(1, min(days, COUNTED_DAYS)))
        rows = list(
            Request.objects.filter(holder=agency_of(actor), sent__gte=since).order_by("-sent", "-id")[:MOST_COUNTED]
        )
        sides = tuple(_of_side(side, [row for row in rows if row.side == side.value], at) for side in Side)
        return Statistics(since, sides, tuple(_of_partners(rows)))


def _of_side(side: Side, rows: Sequence[Request], at: datetime) -> SideStatistics:
    states = Counter(row.state for row in rows)
    outcomes = Counter(row.outcome for row in rows)
    times = _reply_times(rows)
    reasons = Counter(row.reason for row in rows if row.reason)
    return SideStatistics(
        side=side,
        sent=len(rows),
        open=sum(states[one.value] for one in OPEN | AGREED),
        overdue=sum(_is_late(row, at) for row in rows),
        replied=len(times),
        in_time=_in_time(rows),
        partly=outcomes[Event.PART.value],
        refused=outcomes[Event.REFUSE.value],
        withdrawn=states[State.WITHDRAWN.value],
        retracted=outcomes[Event.RETRACT.value],
        median=_middle(times),
        slowest=max(times, default=None),
        reasons={reason: reasons[reason.value] for reason in Reason if reasons[reason.value]},
    )


def _of_partners(rows: Sequence[Request]) -> Iterable[PartnerStatistics]:
    pairs = sorted({(row.side, row.partner) for row in rows if row.partner}, key=lambda pair: (pair[0], str(pair[1])))
    for side, partner in pairs:
        of_it = [row for row in rows if (row.side, row.partner) == (side, partner)]
        times = _reply_times(of_it)
        middle = _middle(times)
        yield PartnerStatistics(partner, Side(side), len(of_it), len(times), _in_time(of_it), middle)


def _reply_times(rows: Iterable[Request]) -> list[timedelta]:
    return [row.replied - row.sent for row in rows if row.replied and row.sent]


def _middle(times: Iterable[timedelta]) -> timedelta | None:
    seconds = [one.total_seconds() for one in times]
    return timedelta(seconds=median(seconds)) if seconds else None


def _in_time(rows: Iterable[Request]) -> int:
    return sum(row.replied is not None and row.due is not None and row.replied <= row.due for row in rows)


def _is_late(row: Request, at: datetime) -> bool:
    waits = row.replied is None and State(row.state) in OPEN and row.stopped is None
    return waits and row.due is not None and row.due < at
