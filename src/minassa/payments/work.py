"""What stopped payments ask of people: a decision that waits for a second person."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from minassa.access import Actor
from minassa.desk import WorkItem
from minassa.payments.stopped import list_stopped
from minassa.payments.types import State

MOST = 50


def waiting(actor: Actor) -> Iterator[WorkItem]:
    """Stopped payments of the agency that nobody has decided, and decisions that wait for a second person."""
    for state, note in (
        (State.ASKED, _("A second person is to confirm the decision")),
        (State.STOPPED, _("Stopped: somebody is to decide")),
    ):
        for row in list_stopped(actor, state=state, size=MOST).rows:
            title = f"{row.amount} {row.currency} · {row.reference or row.sort}"
            yield WorkItem(title, f"payment:{row.id}", at=row.created, note=note, marks=row.marks)
