"""Notices: what a person is told because something changed. Each belongs to one person; nobody else finds it.

A room registers its kinds of notices once, each with its sentence, and gives them through a system actor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise

from minassa.access import Actor, Handling, Label, Opened, Tlp, door
from minassa.base import now
from minassa.desk.acts import NOTICE_GIVE, NOTICE_MARK, NOTICE_READ
from minassa.desk.models import Notice

MOST_LISTED: Final = 200
_SENTENCES: Final[dict[str, str | Promise]] = {}


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


def notice_kind(kind: str, sentence: str | Promise) -> str:
    """Register a kind of notice with its sentence, which may hold %(param)s marks; give the kind back."""
    if kind in _SENTENCES:
        raise ValueError(f"notice kind {kind} is registered twice")
    _SENTENCES[kind] = sentence
    return kind


def notice_kinds() -> Mapping[str, str | Promise]:
    """All registered kinds with their sentences, for the docs and the translators."""
    return dict(_SENTENCES)


def notify(  # noqa: PLR0913 - a notice's parts, each named by the room that gives it
    actor: Actor, *, person: UUID, agency: UUID, kind: str, about: str = "", params: Mapping[str, Any] | None = None
) -> UUID:
    """Tell a person of an agency something; `actor` is a system actor that may. Raises KeyError for an unknown kind."""
    filled = dict(params or {})
    str(_SENTENCES[kind]) % filled
    with door(actor, NOTICE_GIVE) as opened:
        label_id = opened.intern(_for(person, agency))
        return Notice.objects.create(kind=kind, about=about, params=filled, label_id=label_id).id


def list_notices(actor: Actor, *, unread_only: bool = False, limit: int = MOST_LISTED) -> tuple[NoticeView, ...]:
    """The person's notices, the latest first."""
    with door(actor, NOTICE_READ) as opened:
        rows = Notice.objects.filter(label_id=_own_id(opened))
        if unread_only:
            rows = rows.filter(read_at=None)
        return tuple(map(_view, rows.order_by("-created", "-id")[: min(limit, MOST_LISTED)]))


def count_unread(actor: Actor) -> int:
    """How many notices the person has not read, counted up to a hundred."""
    with door(actor, NOTICE_READ) as opened:
        return Notice.objects.filter(label_id=_own_id(opened), read_at=None)[:100].count()


def mark_read(actor: Actor, *, id: UUID) -> NoticeView:  # noqa: A002 - the notice's own word
    """Note that the person has read a notice. Raises NotFound for one that is not theirs."""
    with door(actor, NOTICE_MARK) as opened:
        row = Notice.objects.get(id=id, label_id=_own_id(opened))
        if row.read_at is None:
            row.read_at = now()
            row.save(update_fields=["read_at"])
        return _view(row)


def _for(person: UUID, agency: UUID) -> Label:
    return Label(owner=agency, tlp=Tlp.RED, audience=frozenset({f"user:{person}"}), handling=frozenset({Handling.H0}))


def _own_id(opened: Opened) -> int:
    """The id of the person's own label among those visible; 0, which no row has, where there is none yet."""
    actor = opened.actor
    if actor.agency is None or actor.user_id is None:
        return 0
    own = _for(actor.user_id, actor.agency)
    return next((one for one in opened.visible if opened.label_of(one) == own), 0)


def _view(row: Notice) -> NoticeView:
    text = str(_SENTENCES[row.kind]) % row.params
    return NoticeView(row.id, row.kind, text, row.about, row.params, row.created, row.read_at)
