"""Notices: what a person is told because something changed. Each belongs to one person; nobody else finds it.

A room registers its kinds of notices once (`minassa.desk.kinds`) and gives them through a system actor. Notices stand in the inbox
of the node; nothing is sent by e-mail.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate

from minassa.access import Actor, door
from minassa.base import Invalid, cursor_from, cursor_text, filled, now
from minassa.desk import faults
from minassa.desk.acts import NOTICE_ACKNOWLEDGE, NOTICE_GIVE, NOTICE_MARK, NOTICE_READ
from minassa.desk.kinds import Delivery, Urgency, kind_named, notice_kinds
from minassa.desk.models import Notice
from minassa.desk.own import label_for, own_label_id
from minassa.desk.subscriptions import deliveries_to

MOST_LISTED: Final = 200
MOST_COUNTED: Final = 100
MOST_URGENT: Final = 20
MOST_DIGESTS: Final = 60


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice: its kind, its sentence in the reader's language, what it is about (`check:<uuid>`), and its parts."""

    id: UUID
    kind: str
    text: str
    about: str
    params: Mapping[str, Any]
    created: datetime
    read_at: datetime | None
    urgent: bool = False
    acknowledged_at: datetime | None = None

    @property
    def topic(self) -> str:
        """What its kind is called, in the reader's language."""
        return str(kind_named(self.kind).topic)


@dataclass(frozen=True, slots=True)
class Digest:
    """The unread notices of one day of a kind that is told in one line a day."""

    topic: str
    kind: str
    day: date
    count: int
    latest: datetime


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of the inbox; `next` is the following page's `before`, empty at the end."""

    notices: tuple[NoticeView, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """What every page shows of the inbox: how many are unread (at most a hundred are counted), and what is urgent."""

    unread: int
    urgent: tuple[NoticeView, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """How many notices were marked as read at once, and the moment that undoes exactly these (`undo_mark_all`)."""

    count: int
    at: datetime


def notify(  # noqa: PLR0913 - a notice's parts, each named by the room that gives it
    actor: Actor, *, person: UUID, agency: UUID, kind: str, about: str = "", params: Mapping[str, Any] | None = None
) -> UUID | None:
    """Tell a person of an agency something; `actor` is a system actor that may. Raises KeyError for an unknown kind.

    Gives the notice's id, or None where the person has switched the kind off.
    """
    given = notify_all(actor, persons=[person], agency=agency, kind=kind, about=about, params=params)
    return given[0] if given else None


def notify_all(  # noqa: PLR0913 - a notice's parts, each named by the room that gives it
    actor: Actor,
    *,
    persons: Iterable[UUID],
    agency: UUID,
    kind: str,
    about: str = "",
    params: Mapping[str, Any] | None = None,
) -> tuple[UUID, ...]:
    """Tell many persons of one agency the same, in a few statements however many they are. Raises KeyError for an unknown kind.

    Gives the notices' ids; there is none for whoever has switched the kind off.
    """
    filled, told = dict(params or {}), kind_named(kind)
    str(told.sentence) % filled
    with door(actor, NOTICE_GIVE) as opened:
        labels = [opened.intern(label_for(one, agency)) for one in dict.fromkeys(persons)]
        ways = deliveries_to(labels, told)
        rows = [
            Notice(
                kind=kind,
                about=about,
                params=filled,
                label_id=one,
                quiet=ways[one] is Delivery.DAILY,
                urgent=told.urgency is Urgency.URGENT,
            )
            for one in labels
            if ways[one] is not Delivery.OFF
        ]
        Notice.objects.bulk_create(rows)
        return tuple(row.id for row in rows)


def list_notices(actor: Actor, *, unread_only: bool = False, limit: int = MOST_LISTED) -> tuple[NoticeView, ...]:
    """The person's notices, the latest first."""
    with door(actor, NOTICE_READ) as opened:
        rows = _own(own_label_id(opened))
        if unread_only:
            rows = rows.filter(read_at=None)
        return tuple(map(_view, rows.order_by("-created", "-id")[: min(limit, MOST_LISTED)]))


def read_inbox(  # noqa: PLR0913 - the filters that stand in the inbox's address
    actor: Actor,
    *,
    kind: str = "",
    unread_only: bool = False,
    day: date | None = None,
    before: str = "",
    size: int = 30,
) -> InboxPage:
    """A page of the inbox, the latest first; of one kind, unread ones only, or of one day of the node's time zone where asked.

    Without a kind, those told in one line a day are left to `list_digests`. Raises Invalid for an unknown kind or place.
    """
    place = cursor_from(before)
    if kind and kind not in notice_kinds():
        raise Invalid(faults.KIND_UNKNOWN)
    size = max(1, min(size, MOST_LISTED))
    with door(actor, NOTICE_READ) as opened:
        own = own_label_id(opened)
        rows = Notice.objects.filter(label_id=own, kind=kind) if kind else _own(own).filter(quiet=False)
        if unread_only:
            rows = rows.filter(read_at=None)
        if day is not None:
            rows = rows.filter(created__date=day)
        if place is not None:
            rows = rows.filter(Q(created__lt=place[0]) | Q(created=place[0], id__lt=place[1]))
        found = list(rows.order_by("-created", "-id")[: size + 1])
        shown = found[:size]
        following = cursor_text(shown[-1].created, shown[-1].id) if len(found) > size else ""
        return InboxPage(tuple(map(_view, shown)), following)


def list_digests(actor: Actor) -> tuple[Digest, ...]:
    """One line for each kind and day of unread notices that the person has daily, the latest day first."""
    with door(actor, NOTICE_READ) as opened:
        rows = _own(own_label_id(opened)).filter(read_at=None, quiet=True)
        days = rows.annotate(day=TruncDate("created")).values("kind", "day")
        found = days.annotate(count=Count("id"), latest=Max("created")).order_by("-day", "kind")[:MOST_DIGESTS]
        return tuple(Digest(topic=str(kind_named(one["kind"]).topic), **one) for one in found)


def count_unread(actor: Actor) -> int:
    """How many notices the person has not read, without those told in one line a day; counted up to a hundred."""
    with door(actor, NOTICE_READ) as opened:
        return _unread(own_label_id(opened))


def pulse(actor: Actor) -> Pulse:
    """What every page shows of the inbox, in two short questions: asked again every fifteen seconds by open pages."""
    with door(actor, NOTICE_READ) as opened:
        own, known = own_label_id(opened), notice_kinds()
        if not own:
            return Pulse(0, ())
        waiting = Notice.objects.filter(label_id=own, urgent=True, acknowledged_at=None).order_by("-created")
        return Pulse(_unread(own), tuple(_view(row) for row in waiting[:MOST_URGENT] if row.kind in known))


def mark_read(actor: Actor, *, id: UUID) -> NoticeView:  # noqa: A002 - the notice's own word
    """Note that the person has read a notice. Raises NotFound for one that is not theirs."""
    return _mark(actor, id, read=True)


def mark_unread(actor: Actor, *, id: UUID) -> NoticeView:  # noqa: A002 - the notice's own word
    """Put a notice back among those not read. Raises NotFound for one that is not theirs."""
    return _mark(actor, id, read=False)


def mark_all_read(actor: Actor, *, until: datetime, kind: str = "", day: date | None = None) -> Marked:
    """Mark all that came until a moment (when the page was made) as read; of one kind or day where asked.

    Exactly these are marked unread again by `undo_mark_all`. What is urgent stays on every page until it is acknowledged.
    """
    with door(actor, NOTICE_MARK) as opened:
        rows = _own(own_label_id(opened)).filter(read_at=None, created__lte=until)
        rows = rows.filter(kind=kind) if kind else rows.filter(quiet=False)
        if day is not None:
            rows = rows.filter(created__date=day)
        at = now()
        return Marked(rows.update(read_at=at), at)


def undo_mark_all(actor: Actor, *, at: datetime) -> int:
    """Mark those unread again that `mark_all_read` marked at this moment; give how many."""
    with door(actor, NOTICE_MARK) as opened:
        return _own(own_label_id(opened)).filter(read_at=at).update(read_at=None)


def acknowledge_notice(actor: Actor, *, id: UUID) -> NoticeView:  # noqa: A002 - the notice's own word
    """Note that the person has taken an urgent notice to heart: it leaves the pages. Raises NotFound, Invalid."""
    with door(actor, NOTICE_ACKNOWLEDGE, subject=f"notice:{id}") as opened:
        row = Notice.objects.get(id=id, label_id=own_label_id(opened))
        if not row.urgent:
            raise Invalid(faults.NOT_URGENT)
        opened.note(kind=row.kind)
        _acknowledge([row])
        return _view(row)


def acknowledge_about(actor: Actor, *, about: str) -> int:
    """Acknowledge all of the person's urgent notices about a thing, because they acknowledged the thing itself."""
    with door(actor, NOTICE_ACKNOWLEDGE, subject=about) as opened:
        return _acknowledge(list(_own(own_label_id(opened)).filter(about=about, urgent=True, acknowledged_at=None)))


def _acknowledge(rows: list[Notice]) -> int:
    for row in rows:
        row.acknowledged_at = row.acknowledged_at or now()
        row.read_at = row.read_at or row.acknowledged_at
        row.save(update_fields=["acknowledged_at", "read_at"])
    return len(rows)


def _mark(actor: Actor, notice: UUID, *, read: bool) -> NoticeView:
    with door(actor, NOTICE_MARK) as opened:
        row = Notice.objects.get(id=notice, label_id=own_label_id(opened))
        if (row.read_at is not None) != read:
            row.read_at = now() if read else None
            row.save(update_fields=["read_at"])
        return _view(row)


def _own(label_id: int) -> "QuerySet[Notice]":
    """The person's notices of the kinds that this node still knows."""
    return Notice.objects.filter(label_id=label_id, kind__in=sorted(notice_kinds()))


def _unread(label_id: int) -> int:
    return Notice.objects.filter(label_id=label_id, read_at=None, quiet=False)[:MOST_COUNTED].count()


def _view(row: Notice) -> NoticeView:
    text = filled(kind_named(row.kind).sentence, row.params)
    return NoticeView(
        row.id, row.kind, text, row.about, row.params, row.created, row.read_at, row.urgent, row.acknowledged_at
    )
