"""My work: what waits for me, what I wait for, and what I have begun."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minassa.access import Actor, ApprovalView, list_approvals
from minassa.base import today
from minassa.desk import list_notices
from minassa.records import RecordRow, due_reviews, schema
from minassa.records.acts import RECORD_KEEP
from minassa.web.drafts import drafts_of
from minassa.web.pieces import Task
from minassa.web.policy import LOGIN, Call, page
from minassa.web.rights import may
from minassa.web.wording import APPROVAL_STATES, caption, two_person_act

_SHOWN: Final = 20


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
            caption(row.schema, row.caption),
            reverse("web:record", args=(row.id,)),
            None,
            f"{schema(row.schema).label} · {_due(row)}",
        )
        for row in due_reviews(actor)[:_SHOWN]
    ]


def _due(row: RecordRow) -> str:
    sentence = _("Review overdue since %(day)s") if row.review_on <= today() else _("Review on %(day)s")
    return sentence % {"day": date_format(row.review_on, "SHORT_DATE_FORMAT")}


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
