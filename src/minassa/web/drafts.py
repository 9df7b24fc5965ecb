"""What a person has begun to write: for the home page and the menu, with the way back to each form."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    names = (text for key in ("p-name", "p-title", "p-number", "title", "name") for text in draft.fields.get(key, []))
    title = next((" ".join(text.split()) for text in names if text.strip()), "")
    return Task(title or _nameless(draft.form), href, draft.changed, _("Draft – not sent"))


def _nameless(form: str) -> str:
    if form.startswith("record"):
        return _("A record without a name yet")
    if form.startswith("proposal"):
        return _("A proposal to a declaration")
    return str(_NAMELESS.get(form, _NAMELESS["request"]))


def _form_of(draft: DraftView) -> str:
    """The form that a draft continues; empty for what no form of ours wrote."""
    form, _colon, kind = draft.form.partition(":")
    if draft.form in _OTHERS:
        return _other_form(draft)
    if form == "proposal":
        return _proposal_of(draft.about, kind)
    if form != "record":
        return ""
    try:
        return reverse("web:record-edit", args=(UUID(draft.about),))
    except ValueError:
        return reverse("web:record-new", args=(kind,)) if kind in schemata() else ""


def _proposal_of(about: str, key: str) -> str:
    """The form of a proposal to a paragraph of a declaration."""
    try:
        return reverse("web:text-paragraph", args=(UUID(about), key)) + "#propose"
    except (ValueError, NoReverseMatch):
        return ""


_OTHERS: Final = {
    "request": "web:request-edit",
    "request-assistance": "web:request-edit",
    "request-training": "web:request-edit",
    "request-answer": "web:request-answer",
    "alert": "web:alert-edit",
    "report": "web:report-edit",
    "lookout": "web:lookout-edit",
    "duty": "web:duty-edit",
    "expertise": "web:expertise-edit",
    "practice": "web:practice-edit",
    "progress-report": "web:reporting-period",
}
_NEW: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "request": ("web:request-new", ()),
    "request-assistance": ("web:request-new-kind", ("assistance",)),
    "request-training": ("web:request-new-kind", ("training",)),
    "alert": ("web:alert-new", ()),
    "report": ("web:report-new", ()),
    "lookout": ("web:lookout-new", ()),
    "duty": ("web:duty-new", ()),
    "expertise": ("web:expertise-new", ()),
    "practice": ("web:practice-new", ()),
}
_NAMELESS: Final = {
    "request": gettext_lazy("A request without a title yet"),
    "alert": gettext_lazy("An alert without a title yet"),
    "report": gettext_lazy("A report without a title yet"),
    "lookout": gettext_lazy("A lookout without a title yet"),
    "duty": gettext_lazy("A duty contact without a name yet"),
    "expertise": gettext_lazy("An entry of the directory of expertise"),
    "practice": gettext_lazy("A good practice or lesson without a heading yet"),
    "progress-report": gettext_lazy("A progress report"),
}


def _other_form(draft: DraftView) -> str:
    """The form of something new, of a draft of the agency, or of an answer."""
    try:
        return reverse(_OTHERS[draft.form], args=(UUID(draft.about),))
    except ValueError:
        view, words = _NEW.get(draft.form, ("", ()))
        return reverse(view, args=words) if view and not draft.about else ""
