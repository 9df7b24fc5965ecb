"""Drafts: whatever is typed into a form is kept as it is typed, and comes back after a crash, a timeout or a new login.

A draft belongs to one person: its label is TLP:RED with that person as its whole audience. Nobody else finds it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Label, door
from minassa.base import Invalid, Refused, fault_code, now
from minassa.desk.acts import DRAFT_FORGET, DRAFT_KEEP, DRAFT_READ
from minassa.desk.models import Draft
from minassa.desk.own import own_label, own_label_id

LONGEST: Final = 500_000
MOST_LISTED: Final = 100

TOO_LONG: Final = fault_code(
    "desk.draft-too-long",
    _("The draft is too long to be kept while you type."),
    _("Send the form in parts, or attach the long text as a document."),
)
NO_PERSON: Final = fault_code(
    "desk.draft-needs-person",
    _("Drafts belong to people who log in."),
    _("Log in and try again."),
)

Fields = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft: which form, about what (a record's id, say; empty for a new one), its fields, when it last changed."""

    id: UUID
    form: str
    about: str
    fields: Fields
    changed: datetime


def keep_draft(actor: Actor, *, form: str, fields: Fields, about: str = "") -> DraftView:
    """Keep what was typed, over what was kept of this form before. `fields` maps field names to lists of texts."""
    content = json.dumps({name: list(values) for name, values in fields.items()})
    if len(content) > LONGEST:
        raise Invalid(TOO_LONG)
    with door(actor, DRAFT_KEEP) as opened:
        label_id = opened.intern(_own(actor))
        row = _found(form, about, label_id) or Draft(form=_key(form), about=_key(about), label_id=label_id)
        row.content, row.changed = content, now()
        row.save()
        return _view(row)


def read_draft(actor: Actor, *, form: str, about: str = "") -> DraftView | None:
    """The person's draft of this form, or None."""
    with door(actor, DRAFT_READ) as opened:
        row = _found(form, about, own_label_id(opened))
        return _view(row) if row else None


def list_drafts(actor: Actor) -> tuple[DraftView, ...]:
    """All drafts of the person, the latest first, at most a hundred."""
    with door(actor, DRAFT_READ) as opened:
        rows = Draft.objects.filter(label_id=own_label_id(opened)).order_by("-changed", "-id")[:MOST_LISTED]
        return tuple(map(_view, rows))


def drop_draft(actor: Actor, *, form: str, about: str = "") -> bool:
    """Forget the draft, because the form was sent or the person threw it away. False where there was none."""
    with door(actor, DRAFT_KEEP) as opened:
        gone, _models = Draft.objects.filter(form=_key(form), about=_key(about), label_id=own_label_id(opened)).delete()
        return gone > 0


def forget_drafts(actor: Actor, *, about: str) -> int:
    """Forget what anybody has typed about this and not sent, because its time has passed; how many drafts."""
    with door(actor, DRAFT_FORGET):
        gone, _models = Draft.objects.filter(about=_key(about)).exclude(about="").delete()
        return gone


def _key(text: str) -> str:
    """A form's name, or a record's id, as far as it can be one: pages take them from addresses."""
    return "".join(one for one in text if one.isprintable())[:64]


def _own(actor: Actor) -> Label:
    own = own_label(actor)
    if own is None:
        raise Refused(NO_PERSON)
    return own


def _found(form: str, about: str, label_id: int) -> Draft | None:
    return (
        Draft.objects.filter(form=_key(form), about=_key(about), label_id=label_id).order_by("-changed", "-id").first()
    )


def _view(row: Draft) -> DraftView:
    return DraftView(row.id, row.form, row.about, json.loads(row.content), row.changed)
