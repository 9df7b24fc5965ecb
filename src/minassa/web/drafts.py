"""What a person has begun to write: for the home page and the menu, with the way back to each form."""

from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.access import Actor
from minassa.desk import DraftView, list_drafts
from minassa.desk.acts import DRAFT_READ
from minassa.web.pieces import Task
from minassa.web.rights import may


def drafts_of(actor: Actor) -> tuple[Task, ...]:
    """The person's drafts, the latest first, as links to the forms that they continue."""
    if actor.user_id is None or not may(actor, DRAFT_READ):
        return ()
    return tuple(task for draft in list_drafts(actor) if (task := _task(draft)))


def _task(draft: DraftView) -> Task | None:
    form, _colon, kind = draft.form.partition(":")
    if form != "record":
        return None
    name = next(
        (text for key in ("p-name", "p-title", "p-number") for text in draft.fields.get(key, []) if text.strip()), ""
    )
    href = reverse("web:record-edit", args=(draft.about,)) if draft.about else reverse("web:record-new", args=(kind,))
    title = " ".join(name.split()) or _("A record without a name yet")
    return Task(title, href, draft.changed, _("Draft – not sent"))
