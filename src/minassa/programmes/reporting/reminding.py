"""Reminders by the clock: a period opens, closes soon, or closed without a report. Each is told once."""

from typing import Final

from minassa.access import door, system_actor
from minassa.base import today
from minassa.programmes.acts import PERIOD_REMIND
from minassa.programmes.models import Period, ProgressReport
from minassa.programmes.reporting import notices
from minassa.programmes.reporting.service import WRITABLE
from minassa.programmes.rules import REMIND_BEFORE, ProgrammeState

_KINDS: Final = {1: notices.OPENED, 2: notices.CLOSING, 3: notices.OVERDUE}


def remind_of_reports() -> int:
    """Tell the officers of what is due since the last time; how many periods they were told about."""
    with door(system_actor("programmes"), PERIOD_REMIND):
        done = ProgressReport.objects.exclude(state__in=[one.value for one in WRITABLE]).values("period_id")
        waiting = Period.objects.filter(
            opens__lte=today(), told__lt=max(_KINDS), programme__state=ProgrammeState.RUNNING.value
        )
        count = 0
        for span in waiting.exclude(id__in=done).select_related("programme").order_by("id"):
            stage = _stage(span)
            if stage > span.told:
                about, closes = f"reporting-period:{span.id}", span.closes.isoformat()
                notices.tell_planners(span.programme, _KINDS[stage], about, closes=closes)
                span.told = stage
                span.save(update_fields=["told"])
                count += 1
        return count


def _stage(span: Period) -> int:
    if today() > span.closes:
        return 3
    return 2 if today() > span.closes - REMIND_BEFORE else 1
