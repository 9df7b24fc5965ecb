"""Alerts on scraping: the list, one of them, and what can be done about it."""

from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa import safeguards
from minassa.access import PersonView, read_person, revoke_token
from minassa.access.acts import TOKEN_REVOKE
from minassa.base import NotFound
from minassa.safeguards import MEASURES, SCRAPING_STATES, SPANS, ScrapingView
from minassa.safeguards.acts import SCRAPING_DECIDE, SCRAPING_LIST, SCRAPING_READ, SCRAPING_SLOW
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.views.records import agency_names

WAY: Final = (
    Crumb(gettext_lazy("My work"), "/"),
    Crumb(gettext_lazy("Security incidents"), "/safeguards/"),
    Crumb(gettext_lazy("Alerts on reading"), "/safeguards/scraping/"),
)
HOURS: Final = tuple((one, timedelta(hours=one)) for one in (1, 8, 24, 72))


@page(SCRAPING_LIST)
def scrapings(request: Call) -> HttpResponse:
    """The alerts that name this person as a reader, newest first."""
    found = safeguards.list_scraping(request.actor, before=request.GET.get("before", ""))
    context = {
        "lines": [_line(request, row) for row in found.rows],
        "next": found.next,
        "first": "before" in request.GET,
        "handling": handled((row.marks, row.obligations) for row in found.rows),
        "crumbs": (*WAY[:2], Crumb(_("Alerts on reading"))),
    }
    return render(request, "web/safeguards/scrapings.html", context)


@page(SCRAPING_READ)
def scraping(request: Call, alert: UUID) -> HttpResponse:
    """One alert: who, what, how much and when; and what to do about it."""
    found = safeguards.read_scraping(request.actor, id=alert)
    decider = _person(request, found.decided_by)
    context = {
        **_line(request, found),
        "tokens": found.tokens,
        "decided_by": decider.name if decider else "",
        "agency": agency_names(request.actor).get(found.agency, "") if found.agency else "",
        "hours": HOURS,
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*WAY, Crumb(_("Far more was read than usual"))),
    }
    return render(request, "web/safeguards/scraping.html", context)


def _line(request: Call, row: ScrapingView) -> dict[str, Any]:
    return {
        "row": row,
        "person": _person(request, row.person),
        "state": SCRAPING_STATES[row.state],
        "excesses": [(one, MEASURES[one.measure], SPANS[one.span]) for one in row.excesses],
    }


def _person(request: Call, person: UUID | None) -> PersonView | None:
    """Who it is, as far as this reader sees people; everybody else has the number that the log has."""
    try:
        return read_person(request.actor, person=person) if person else None
    except NotFound:
        return None


@page(SCRAPING_DECIDE, methods=("POST",))
def decide(request: Call, alert: UUID) -> HttpResponse:
    """Say that it is explained, or that it was scraping, and why."""
    verdict = safeguards.uphold_scraping if request.POST.get("verdict") == "upheld" else safeguards.dismiss_scraping
    act = partial(verdict, request.actor, id=alert, reason=request.POST.get("reason", ""))
    return done(request, act, _("Your decision is kept."), _back(alert))


@page(SCRAPING_SLOW, methods=("POST",))
def slow(request: Call, alert: UUID) -> HttpResponse:
    """Slow the access for some hours, or let it run again."""
    written = request.POST.get("hours", "")
    hours = int(written) if written.isascii() and written.isdigit() else 1
    said = _("The access is slowed.") if hours else _("The access is not slowed any more.")
    return done(request, partial(safeguards.slow_down, request.actor, id=alert, hours=hours), said, _back(alert))


@page(TOKEN_REVOKE, methods=("POST",))
def revoke(request: Call, alert: UUID, token: UUID) -> HttpResponse:
    """End a token with which it was read."""
    if token not in safeguards.read_scraping(request.actor, id=alert).tokens:
        raise NotFound("safeguards.not-found")
    revoke_token(request.actor, token=token)
    messages.success(request, _("The token is revoked."))
    return HttpResponseRedirect(_back(alert))


def _back(alert: UUID) -> str:
    return reverse("web:scraping", args=(alert,))
