"""Silence: who has not acknowledged an alert in time is told, and so is whoever issued it; each once for each version."""

from typing import Final
from uuid import UUID

from minassa.access import door, is_local, list_deliveries, system_actor
from minassa.liaison.acts import ALERT_WATCH
from minassa.liaison.alerts import notices
from minassa.liaison.alerts.reads import recipients_of
from minassa.liaison.alerts.service import KIND
from minassa.liaison.models import Alert, AlertBook

AT_ONCE: Final = 500


def chase_silence() -> int:
    """Tell people of alerts that were not acknowledged in time; gives how many agencies were silent."""
    with door(system_actor("liaison"), ALERT_WATCH) as opened:
        count = 0
        for book in (
            AlertBook.objects.select_related("alert").exclude(alert__version=0).order_by("-alert__modified")[:AT_ONCE]
        ):
            row = book.alert
            deliveries = list_deliveries(system_actor("liaison"), stream=f"{KIND}:{row.id}")
            known = set(book.told.split())
            new = {
                f"{one.agency}:{row.version}": one.agency
                for one in recipients_of(deliveries, opened.context.at)
                if one.overdue
            }
            for key in new.keys() - known:
                _tell(row, new[key])
                count += 1
            if new.keys() - known:
                book.told = " ".join(sorted(known | new.keys()))
                book.save(update_fields=["told"])
        return count


def _tell(row: Alert, agency: UUID) -> None:
    notices.silent(row, agency)
    if is_local(agency):
        notices.overdue(row, agency)
