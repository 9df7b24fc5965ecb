"""What the watch asks of people: hits that wait for a decision, watches that end soon, and those whose keeper has left."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Role, door, list_people, marks
from minassa.base import today
from minassa.desk import WorkItem
from minassa.watch import rows
from minassa.watch.acts import WATCH_LIST
from minassa.watch.keeping import REMIND
from minassa.watch.models import Watch, WatchHit
from minassa.watch.own import person_of
from minassa.watch.types import NEW, ON

_MOST: Final = 100
_LATE: Final = timedelta(days=3)
"""A new hit that nobody has looked at for so long is overdue."""


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """New hits of what this person keeps under watch; for a supervisor, what has no keeper any more."""
    yield from _hits(actor, overdue=False)
    with door(actor, WATCH_LIST) as opened:
        ending = list(
            Watch.objects.filter(keeper=person_of(actor)[0], state=ON, until__lte=today() + REMIND).order_by(
                "until", "id"
            )[:_MOST]
        )
        items = [
            WorkItem(
                row.name or row.identifier,
                f"watch:{row.id}",
                at=row.modified,
                due=datetime.combine(row.until, time(), UTC),
                note=_("Under watch; ends soon"),
                marks=marks(opened.label_of(row.label_id)),
            )
            for row in ending
        ]
    yield from items
    if Role.SUPERVISOR in actor.roles:
        yield from _without_keeper(actor)


def overdue(actor: Actor) -> Iterator[WorkItem]:
    """New hits that waited for three days."""
    yield from _hits(actor, overdue=True)


def _hits(actor: Actor, *, overdue: bool) -> Iterator[WorkItem]:
    with door(actor, WATCH_LIST) as opened:
        found = WatchHit.objects.filter(keeper=person_of(actor)[0], state=NEW).select_related("watch")
        items = [
            WorkItem(
                hit.watch.name or hit.watch.identifier,
                f"watch:{hit.watch_id}",
                at=hit.modified,
                due=hit.modified + _LATE,
                note=_("A match of a subject under watch has changed")
                if hit.changed != "[]"
                else _("A new match of a subject under watch"),
                marks=marks(opened.label_of(hit.label_id)),
            )
            for hit in found.order_by("-modified", "-id")[:_MOST]
            if (hit.modified + _LATE < opened.context.at) == overdue
        ]
    yield from items


def _without_keeper(actor: Actor) -> Iterator[WorkItem]:
    active = {one.id for one in list_people(actor, agency=actor.agency) if one.is_active}
    with door(actor, WATCH_LIST):
        keepers = set(rows.keepers())
    for keeper in sorted(keepers - active):
        yield WorkItem(_("Subjects under watch have no keeper any more"), f"watch-keeper:{keeper}")
