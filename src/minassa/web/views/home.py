"""My work: what waits for me, what I wait for, and what I have begun."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from minassa.access import Actor, ApprovalView, list_approvals
from minassa.desk import DraftView, list_drafts, list_notices
from minassa.desk.acts import DRAFT_READ
from minassa.records import due_reviews
from minassa.records.acts import RECORD_KEEP
from minassa.web.policy import LOGIN, Call, page
from minassa.web.shell import may
from minassa.web.wording import APPROVAL_STATES, two_person_act

_SHOWN: Final = 20


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
    approvals = list_approvals(request.actor, waiting=False)
    context = {
        "notices": list_notices(request.actor, unread_only=True),
        "overdue": _overdue(request.actor),
        "mine": _waiting_for_me(request.actor, approvals),
        "others": _waiting_for_others(request.actor, approvals),
        "drafts": drafts_of(request.actor),
    }
    return render(request, "web/home.html", context)


def _overdue(actor: Actor) -> list[Task]:
    """Own records whose review has passed, or comes within half a year: the clock removes what nobody looks at (R07)."""
    if not may(actor, RECORD_KEEP):
        return []
    return [
        Task(
            row.caption,
            reverse("web:record", args=(row.id,)),
            None,
            _("Review on %(day)s") % {"day": date_format(row.review_on, "SHORT_DATE_FORMAT")},
        )
        for row in due_reviews(actor)[:_SHOWN]
    ]


def _waiting_for_me(actor: Actor, approvals: tuple[ApprovalView, ...]) -> list[Task]:
    asked = [
        Task(
            two_person_act(one.act), _approval(one), one.asked_at, _("Asked by %(name)s") % {"name": one.asked_by_name}
        )
        for one in approvals
        if one.can_decide
    ]
    granted = [
        Task(two_person_act(one.act), _approval(one), one.asked_at, APPROVAL_STATES[one.state])
        for one in approvals
        if one.asked_by == actor.user_id and one.state == "granted"
    ]
    return [*granted, *asked]


def _waiting_for_others(actor: Actor, approvals: tuple[ApprovalView, ...]) -> list[Task]:
    return [
        Task(two_person_act(one.act), _approval(one), one.asked_at, APPROVAL_STATES[one.state])
        for one in approvals
        if one.asked_by == actor.user_id and one.state == "waiting"
    ]


def _approval(one: ApprovalView) -> str:
    return reverse("web:approval", args=(one.id,))


def drafts_of(actor: Actor) -> tuple[Task, ...]:
    """The person's drafts as links to the forms that they continue."""
    if actor.user_id is None or not may(actor, DRAFT_READ):
        return ()
    return tuple(task for draft in list_drafts(actor) if (task := _draft(draft)))


def _draft(draft: DraftView) -> Task | None:
    form, _colon, detail = draft.form.partition(":")
    name = next(
        (text for key in ("p-name", "p-title", "p-number") for text in draft.fields.get(key, []) if text.strip()), ""
    )
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
