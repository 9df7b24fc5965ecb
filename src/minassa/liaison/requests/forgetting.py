"""Names of nominees have a term of their own: ninety days after the training, or after it came to nothing, each side deletes them.

The functions stay, and who was confirmed and came by their places in the list: what was done can still be told, not of whom.
Each node forgets by its own clock; nothing travels for it. A restored node forgets again what a backup brought back.
"""

from datetime import date, datetime
from typing import Final

import orjson
from django.db.models import Q, QuerySet

from minassa.access import door, system_actor
from minassa.base import canonical_json
from minassa.desk import forget_drafts
from minassa.liaison.acts import LIAISON_BOOKS, REQUEST_FORGET
from minassa.liaison.models import Request, RequestMessage
from minassa.liaison.requests import fits
from minassa.liaison.requests.clock import NAMES_KEPT
from minassa.liaison.requests.rules import Event, RequestKind, State
from minassa.liaison.requests.terms import without_names

_FORGOTTEN: Final = '"name":""'


def names_kept_until(row: Request) -> date | None:
    """The last day on which the names are kept; None where there is no training, and while it is a draft.

    Counted from the last day of the training, or from the day on which the talk ended without one, if that is earlier.
    """
    terms = fits.terms_of(row)
    if terms is None or row.kind != RequestKind.TRAINING.value:
        return None
    came_to_nothing = row.over is not None and row.state != State.DONE.value
    ended = min(terms.ends, row.over.date()) if row.over and came_to_nothing else terms.ends
    return ended + NAMES_KEPT


def forget_names() -> int:
    """Delete the names whose time has passed, in the files of all agencies of this node; gives in how many files. By the clock."""
    actor = system_actor("liaison")
    with door(actor, LIAISON_BOOKS) as opened:
        today, before = opened.context.at.date(), opened.context.at - NAMES_KEPT
        due = [row.id for row in _with_names(before) if (names_kept_until(row) or today) < today]
    for file in due:
        with door(actor, REQUEST_FORGET, subject=f"request:{file}") as opened:
            row = Request.objects.select_for_update().get(id=file)
            opened.note(owner=row.holder, names=_forget(row))
    return len(due)


def _with_names(before: datetime) -> QuerySet[Request]:
    """Trainings that were sent before this moment and still hold a name: in nominations, or in an answer that waits."""
    named = RequestMessage.objects.filter(event=Event.NOMINATE.value).exclude(details__contains=_FORGOTTEN)
    files = Request.objects.filter(kind=RequestKind.TRAINING.value, sent__lte=before)
    return files.filter(Q(id__in=named.values("request")) | ~Q(draft="")).order_by("id")


def _forget(row: Request) -> int:
    """Delete the names in one file; how many there were."""
    count = 0
    for one in RequestMessage.objects.filter(request=row, event=Event.NOMINATE.value):
        details = orjson.loads(one.details)
        count += sum(bool(each["name"]) for each in details["nominees"])
        one.details = canonical_json(details | {"nominees": without_names(details["nominees"])}).decode()
        one.save(update_fields=["details"])
    row.draft = ""
    row.save(update_fields=["draft"])
    forget_drafts(system_actor("liaison"), about=str(row.id))
    return count
