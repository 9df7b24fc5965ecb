"""Of what a person was warned: the list, one with the incidents behind it, and what they decide."""

from typing import Final, Literal
from uuid import UUID

from minassa.access import Actor, Opened, door, marks, newest
from minassa.base import Conflict, NotFound, cursor_from, cursor_text, now
from minassa.threats import faults
from minassa.threats.acts import WARNING_DECIDE, WARNING_LIST
from minassa.threats.models import Incident, Warned
from minassa.threats.picture.own import own_label_ids
from minassa.threats.reads import incident_rows
from minassa.threats.warnings.types import WarnedPage, WarnedView, WarnedWhole

NEW: Final = "new"
LARGEST_PAGE: Final = 100
Decided = Literal["acknowledged", "dismissed"]


def list_warnings(actor: Actor, *, state: str = NEW, before: str = "", size: int = 50) -> WarnedPage:
    """Of what the actor was warned, the newest first; what they decided upon under its state."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, WARNING_LIST) as opened:
        rows = newest(Warned, wanted + 1, place, by="at", state=state)
        following = cursor_text(rows[wanted - 1].at, rows[wanted - 1].id) if len(rows) > wanted else ""
        return WarnedPage(tuple(_view(row, opened) for row in rows[:wanted]), following)


def read_warning(actor: Actor, *, id: UUID, purpose: str = "") -> WarnedWhole:  # noqa: A002 - the word that every room uses
    """One warning. Raises NotFound for one that is not the actor's."""
    with door(actor, WARNING_LIST, purpose=purpose) as opened:
        row = _own(id, opened)
        found = Incident.objects.filter(id__in=row.incidents).order_by("-at", "-id")
        return WarnedWhole(_view(row, opened), incident_rows(list(found), opened))


def decide_warning(actor: Actor, *, id: UUID, state: Decided) -> None:  # noqa: A002 - the same
    """Take note of a warning, or dismiss it: it leaves the actor's work. Raises NotFound, Conflict for one decided before."""
    with door(actor, WARNING_DECIDE, subject=f"warning:{id}") as opened:
        row = _own(id, opened)
        opened.note(owner=opened.label_of(row.label_id).owner, rule=row.rule, state=state)
        if not Warned.objects.filter(id=row.id, state=NEW).update(state=state, decided=now()):
            raise Conflict(faults.DECIDED)


def _own(warning: UUID, opened: Opened) -> Warned:
    row = Warned.objects.filter(id=warning, label_id__in=own_label_ids(opened)).first()
    if row is None:
        raise NotFound(faults.NO_RULE)
    return row


def _view(row: Warned, opened: Opened) -> WarnedView:
    return WarnedView(
        id=row.id,
        rule=row.rule,
        name=row.name,
        kind=row.kind,  # type: ignore[arg-type] # the column holds such words
        facts=row.facts,
        at=row.at,
        state=row.state,  # type: ignore[arg-type] # the same
        decided=row.decided,
        incidents=len(row.incidents),
        marks=marks(opened.label_of(row.label_id)),
    )
