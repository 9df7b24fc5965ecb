"""The clock of requests: reminders before an answer is due, and word to both sides when it is late."""

from datetime import datetime
from typing import Final

from minassa.access import door, system_actor
from minassa.liaison.acts import REQUEST_REMIND
from minassa.liaison.models import Request
from minassa.liaison.requests import notices
from minassa.liaison.requests.clock import REMIND_BEFORE, Urgency
from minassa.liaison.requests.rules import Side
from minassa.liaison.requests.views import UNANSWERED

AT_ONCE: Final = 500
_SOON: Final = "soon"
_LATE: Final = "late"


def remind() -> int:
    """Tell people of answers that are due soon or late, each once; gives how many files people were told of."""
    with door(system_actor("liaison"), REQUEST_REMIND) as opened:
        at = opened.context.at
        waiting = Request.objects.filter(
            state__in=[one.value for one in UNANSWERED],
            replied=None,
            stopped=None,
            due__lte=at + max(REMIND_BEFORE.values()),
        )
        rows = waiting.exclude(told=_LATE).select_for_update().order_by("due", "id")[:AT_ONCE]
        return sum(_told(row, at) for row in rows)


def _told(row: Request, at: datetime) -> bool:
    is_answerer = row.side == Side.ANSWERER.value
    if row.due is None:
        return False
    if row.due < at:
        (notices.overdue if is_answerer else notices.late)(row)
        return _noted(row, _LATE)
    if is_answerer and not row.told and row.due - at <= REMIND_BEFORE[Urgency(row.urgency)]:
        notices.due_soon(row)
        return _noted(row, _SOON)
    return False


def _noted(row: Request, word: str) -> bool:
    row.told = word
    row.save(update_fields=["told"])
    return True
