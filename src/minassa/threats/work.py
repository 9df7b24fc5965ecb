"""What incidents ask of people: reports that may tell of a known incident, names that may be a group's."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minassa.access import Actor
from minassa.desk import WorkItem, work_source
from minassa.threats.acts import DOUBT_DECIDE
from minassa.threats.doubts import count_waiting


def register() -> None:
    """Register this room's share of everybody's work, once Django has started."""
    work_source("incidents", needs=DOUBT_DECIDE, waiting_on_me=_to_decide)


def _to_decide(actor: Actor) -> Iterator[WorkItem]:
    waiting = count_waiting(actor)
    if waiting.reports.number:
        title = ngettext(
            "%(count)s report that may tell of a known incident",
            "%(count)s reports that may tell of a known incident",
            waiting.reports.number,
        ) % {"count": waiting.reports.text}
        yield WorkItem(title, "incident-doubts:", at=waiting.reports_since, note=_("Say whether they are the same"))
    if waiting.names.number:
        title = ngettext(
            "%(count)s name that may be an armed group's",
            "%(count)s names that may be an armed group's",
            waiting.names.number,
        ) % {"count": waiting.names.text}
        yield WorkItem(title, "group-names:", at=waiting.names_since, note=_("Say whether it is the group"))
