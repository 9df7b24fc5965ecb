"""What a schedule has begun and nobody has released yet, for the person to whom it came."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, door, newest
from minassa.briefings.acts import BRIEFING_LIST
from minassa.briefings.models import Making
from minassa.desk import WorkItem
from minassa.liaison import ReportState, list_reports

MOST: Final = 100


def begun(actor: Actor) -> Iterator[WorkItem]:
    """Drafts that a schedule began for this person."""
    with door(actor, BRIEFING_LIST):
        mine = {row.report for row in newest(Making, MOST) if row.schedule and row.person == actor.user_id}
    if not mine:
        return
    for row in list_reports(actor, size=MOST).rows:
        if row.id in mine and row.mine and row.state is ReportState.DRAFT:
            note = _("Begun on schedule: its parts are to be written")
            yield WorkItem(row.title, f"report:{row.id}", at=row.modified, note=note, marks=row.marks)
