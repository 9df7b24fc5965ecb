"""What the lists ask of people: versions in quarantine, which wait until somebody has looked at them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from minassa.access import Actor
from minassa.desk import WorkItem, work_source
from minassa.screening.acts import LIST_ACCEPT
from minassa.screening.reads import status


def register() -> None:
    """Register this room's share of everybody's work, once Django has started."""
    work_source("lists", needs=LIST_ACCEPT, waiting_on_me=_quarantined)


def _quarantined(actor: Actor) -> Iterator[WorkItem]:
    for one in status(actor):
        if one.waiting is None:
            continue
        # One that could not be read has nothing to look at but the reason.
        place = "list-review" if one.waiting.subjects else "list"
        note = _("version %(number)s is in quarantine.") % {"number": one.waiting.number}
        yield WorkItem(one.title, f"{place}:{one.source}", at=one.waiting.made_at, note=note)
