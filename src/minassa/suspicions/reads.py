"""Reading reports: the list, those of a case, one of them; and what waits for whom."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, door, newest
from minassa.base import cursor_from, cursor_text
from minassa.desk import WorkItem
from minassa.suspicions import rows
from minassa.suspicions.acts import REVIEWERS, SUSPICION_LIST, SUSPICION_READ
from minassa.suspicions.models import FiuReply, Suspicion
from minassa.suspicions.types import ReplyKind, SuspicionPage, SuspicionRow, SuspicionState, SuspicionView

LARGEST_PAGE: Final = 200


def list_reports(
    actor: Actor, *, state: SuspicionState | None = None, case: UUID | None = None, before: str = "", size: int = 50
) -> SuspicionPage:
    """The reports that this actor sees, newest first; of one state, or of one case."""
    place, most = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    equal: dict[str, Any] = {"case": case} if case else {"state": state.value} if state else {}
    with door(actor, SUSPICION_LIST) as opened:
        found = newest(Suspicion, most + 1, place, **equal)
        shown = found[:most]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(found) > most else ""
        return SuspicionPage(tuple(rows.row_of(row, opened) for row in shown), following)


def read_report(actor: Actor, *, id: UUID) -> SuspicionView:  # noqa: A002 - the word that every room uses
    """One report. Raises NotFound where it is absent or hidden: the two look the same."""
    with door(actor, SUSPICION_READ, subject=f"suspicion:{id}") as opened:
        row = rows.found(id)
        opened.note(owner=row.owner)
        return rows.view_of(row, opened)


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Reports to be reviewed as the second person, to be sent, to be drafted on; and questions of the FIU that are not late."""
    for row, stored in _of(actor, SuspicionState.REVIEW):
        if "review" in rows.can(actor, stored):
            yield _item(row, _("Report to be reviewed by you as the second person"))
    for row, _stored in _of(actor, SuspicionState.APPROVED):
        if actor.roles & REVIEWERS:
            yield _item(row, _("Report that may be sent"))
    for row, stored in _of(actor, SuspicionState.DRAFT):
        if stored.drafted_by == actor.user_id:
            yield _item(row, _("Report that you draft"))
    yield from (item for item, late in _asked(actor) if not late)


def waiting_on_others(actor: Actor) -> Iterator[WorkItem]:
    """Reports that this person submitted and a second one reviews."""
    for row, stored in _of(actor, SuspicionState.REVIEW):
        if stored.submitted_by == actor.user_id:
            yield _item(row, _("A second person reviews the report"))


def overdue(actor: Actor) -> Iterator[WorkItem]:
    """Questions of the FIU that were not answered in time."""
    yield from (item for item, late in _asked(actor) if late)


def _of(actor: Actor, state: SuspicionState) -> list[tuple[SuspicionRow, Suspicion]]:
    with door(actor, SUSPICION_LIST) as opened:
        found = newest(Suspicion, LARGEST_PAGE, state=state.value)
        return [(rows.row_of(row, opened), row) for row in found if row.owner == actor.agency]


def _asked(actor: Actor) -> list[tuple[WorkItem, bool]]:
    """Questions of the FIU that wait for an answer, for whoever drafted the report or can send one."""
    with door(actor, SUSPICION_LIST) as opened:
        sent = newest(Suspicion, LARGEST_PAGE, state=SuspicionState.SENT.value)
        mine = {
            row.id: row
            for row in sent
            if row.owner == actor.agency and (row.drafted_by == actor.user_id or actor.roles & REVIEWERS)
        }
        open_ones = FiuReply.objects.filter(suspicion__in=mine, kind=ReplyKind.QUESTION.value, answered_at=None)
        found = []
        for one in open_ones.order_by("received_at", "id"):
            view = rows.reply_view(one, opened.context.at)
            row = rows.row_of(mine[one.suspicion_id], opened)
            note = _("The FIU asks about the report")
            item = WorkItem(
                row.title,
                f"suspicion:{row.id}",
                at=one.received_at,
                due=one.due,
                note=note,
                urgent=view.is_late,
                marks=row.marks,
            )
            found.append((item, view.is_late))
        return found


def _item(row: SuspicionRow, note: Promise) -> WorkItem:
    return WorkItem(row.title, f"suspicion:{row.id}", at=row.modified, note=note, marks=row.marks)
