"""What a person has begun to write: for the home page and the menu, with the way back to each form."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.access import Actor
from minassa.desk import DraftView, list_drafts
from minassa.desk.acts import DRAFT_READ
from minassa.records import schemata
from minassa.web.pieces import Task
from minassa.web.rights import may


def drafts_of(actor: Actor) -> tuple[Task, ...]:
    """The person's drafts, the latest first, as links to the forms that they continue."""
    if actor.user_id is None or not may(actor, DRAFT_READ):
        return ()
    return tuple(task for draft in list_drafts(actor) if (task := _task(draft)))


def _task(draft: DraftView) -> Task | None:
    href = _form_of(draft)
    if not href:
        return None
    names = (text for key in ("p-name", "p-title", "p-number") for text in draft.fields.get(key, []))
    title = next((" ".join(text.split()) for text in names if text.strip()), "")
    return Task(title or _("A record without a name yet"), href, draft.changed, _("Draft – not sent"))


def _form_of(draft: DraftView) -> str:
    """The form that a draft continues; empty for what no form of ours wrote."""
    form, _colon, kind = draft.form.partition(":")
    if form != "record":
        return ""
    try:
        return reverse("web:record-edit", args=(UUID(draft.about),))
    except ValueError:
        return reverse("web:record-new", args=(kind,)) if kind in schemata() else ""
