"""Reading lookouts: the list, one with its answers and meetings, what waits for whom."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Opened, capped_count, door, holders, marks, newest
from minassa.base import cursor_from, cursor_text
from minassa.desk import WorkItem
from minassa.liaison.acts import ISSUERS, LOOKOUT_LIST, LOOKOUT_READ, OFFICERS
from minassa.liaison.lookouts import content
from minassa.liaison.lookouts.service import KIND, found
from minassa.liaison.lookouts.types import (
    LookoutKind,
    LookoutRow,
    LookoutState,
    LookoutView,
    MeetingView,
    ReplyView,
    Sought,
    Tell,
)
from minassa.liaison.models import Lookout, LookoutBook, LookoutMeeting, LookoutReply
from minassa.liaison.own import agency_of
from minassa.liaison.requests.types import Reason

LARGEST_PAGE: Final = 200
MOST_MEETINGS: Final = 200


def list_lookouts(actor: Actor, *, before: str = "", size: int = 50) -> tuple[tuple[LookoutRow, ...], str, str]:
    """The lookouts that this actor sees, newest first; the `next` of the page, empty at the end; how many there are."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, LOOKOUT_LIST) as opened:
        seen = newest(Lookout, wanted + 1, place)
        shown = seen[:wanted]
        own = agency_of(actor)
        said = LookoutReply.objects.filter(lookout__in=[one.id for one in shown], holder=own, agency=own)
        answers = dict(said.values_list("lookout_id", "accepted"))
        met = Counter(_meetings(opened, [one.id for one in shown]).values_list("lookout_id", flat=True))
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(seen) > wanted else ""
        rows = tuple(_row(one, opened, answers.get(one.id), met[one.id]) for one in shown)
        return rows, following, capped_count(Lookout.objects.all()).text


def read_lookout(actor: Actor, *, id: UUID) -> LookoutView:  # noqa: A002 - the word that every room uses
    """One lookout; for the issuer's people, what each agency said. Raises NotFound."""
    with door(actor, LOOKOUT_READ, subject=f"lookout:{id}") as opened:
        row, own = found(id), agency_of(actor)
        opened.note(owner=row.owner, version=row.version)
        mine = row.owner == own
        answer = LookoutReply.objects.filter(lookout=row, holder=own, agency=own).first()
        meetings = list(_meetings(opened, [row.id]).order_by("-at", "-id")[:MOST_MEETINGS])
        line = _row(row, opened, answer.accepted if answer else None, len(meetings))
        return LookoutView(
            row=line,
            sought=_sought(row, mine=mine),
            obligations=opened.obligations(row.label_id),
            replies=tuple(_replies(row, own)) if mine else (),
            meetings=tuple(MeetingView(one.agency, one.at, one.score, one.exact) for one in meetings),
            reason=Reason(answer.reason) if answer and answer.reason else None,
            can=_can(actor, line),
        )


def _meetings(opened: Opened, lookouts: list[UUID]) -> QuerySet[LookoutMeeting]:
    """The meetings in the own books; those of which only officers know, for officers alone."""
    rows = LookoutMeeting.objects.filter(lookout__in=lookouts, holder=agency_of(opened.actor))
    if opened.actor.roles & OFFICERS:
        return rows
    quiet = [
        one.id
        for one in Lookout.objects.filter(id__in=lookouts).exclude(owner=agency_of(opened.actor))
        if orjson.loads(one.content).get("tell") == Tell.OWNER.value
    ]
    return rows.exclude(lookout__in=quiet)


def _sought(row: Lookout, *, mine: bool) -> Sought:
    book = LookoutBook.objects.filter(lookout=row).first() if mine else None
    if book is not None:
        return content.unpacked(orjson.loads(book.draft))
    return replace(content.sought_from_json(orjson.loads(row.content)), to=())


def _replies(row: Lookout, own: UUID) -> Iterator[ReplyView]:
    said = {one.agency: one for one in LookoutReply.objects.filter(lookout=row, holder=own)}
    for agency in sorted(holders(f"{KIND}:{row.id}", row.owner).agencies | set(said)):
        one = said.get(agency)
        reason = Reason(one.reason) if one and one.reason else None
        yield ReplyView(agency, one.accepted if one else None, reason, one.at if one else None)


def _row(row: Lookout, opened: Opened, answer: bool | None, met: int) -> LookoutRow:  # noqa: FBT001 - what an agency said
    at: datetime = opened.context.at
    return LookoutRow(
        id=row.id,
        title=row.title,
        kind=LookoutKind(row.kind),
        state=LookoutState(row.state),
        owner=row.owner,
        mine=row.owner == opened.actor.agency,
        expires=row.expires,
        expired=row.expires <= at,
        marks=marks(opened.label_of(row.label_id)),
        modified=row.modified,
        answer=answer,
        met=met,
    )


def _can(actor: Actor, row: LookoutRow) -> tuple[str, ...]:
    if not row.mine:
        is_open = row.state is LookoutState.ACTIVE and not row.expired and bool(actor.roles & OFFICERS)
        return (() if row.answer else ("accept",)) + (() if row.answer is False else ("decline",)) if is_open else ()
    if row.state is LookoutState.DRAFT:
        return ("edit", "discard", *(("issue",) if actor.roles & ISSUERS else ()))
    if row.state is LookoutState.WITHDRAWN:
        return ()
    return (*(("renew",) if actor.roles & ISSUERS else ()), *(("withdraw",) if actor.roles & OFFICERS else ()))


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Lookouts that the own agency has not answered, for officers; drafts for supervisors."""
    rows, _next, _count = list_lookouts(actor, size=LARGEST_PAGE)
    for row in rows:
        asked = not row.mine and row.answer is None and not row.expired and bool(actor.roles & OFFICERS)
        if asked or (row.state is LookoutState.DRAFT and actor.roles & ISSUERS):
            note = _("Lookout to accept or decline") if asked else _("Draft of a lookout, to be issued")
            yield WorkItem(row.title, f"lookout:{row.id}", at=row.modified, note=note, marks=row.marks)
