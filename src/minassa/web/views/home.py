"""My work: what waits for me, what I wait for, and what I have begun."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from minassa.access import Actor
from minassa.desk import DraftView, list_drafts
from minassa.desk.acts import DRAFT_READ
from minassa.web.policy import LOGIN, Call, page
from minassa.web.shell import may


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a list on the home page."""

    title: str | Promise
    href: str
    at: datetime | None = None
    note: str | Promise = ""


@page(LOGIN)
def home(request: Call) -> HttpResponse:
    """The four lists of a person's work."""
    return render(request, "web/home.html", {"drafts": drafts_of(request.actor)})


def drafts_of(actor: Actor) -> tuple[Task, ...]:
    """The person's drafts as links to the forms that they continue."""
    if actor.user_id is None or not may(actor, DRAFT_READ):
        return ()
    return tuple(task for draft in list_drafts(actor) if (task := _draft(draft)))


def _draft(draft: DraftView) -> Task | None:
    form, _colon, detail = draft.form.partition(":")
    name = next((text for key in ("name", "title", "case") for text in draft.fields.get(key, []) if text.strip()), "")
    try:
        if form == "record" and draft.about:
            href = reverse("web:record-edit", args=(draft.about,))
        elif form == "record":
            href = reverse("web:record-new", args=(detail,))
        else:
            return None
    except NoReverseMatch:
        return None
    return Task(name or _("A record without a name yet"), href, draft.changed, _("Draft – not sent"))
