"""Opening a case: from a hit of a check, from what another page composes, or by a person's own words."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa import cases
from minassa.access import list_people
from minassa.base import Invalid, NotFound
from minassa.cases import Origin
from minassa.cases.acts import CASE_OPEN, WORKERS
from minassa.check import Kind, Question
from minassa.web.asked import asked_for
from minassa.web.forms.case import CaseForm
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page
from minassa.web.views.cases.listing import WAY
from minassa.web.views.judging import shown_hit
from minassa.web.ways import way_back


@page(CASE_OPEN, methods=("POST",))
def from_hit(request: Call) -> HttpResponse:
    """Open a case of a hit that the check page showed; the question is asked again, for what stands now."""
    shown = shown_hit(request.POST.get("token", ""))
    source, ref, _fingerprint = shown["hit"]
    name, birth_date, country, identifier, kind = shown["asked"]
    try:
        made = cases.open_case_of_hit(
            request.actor,
            question=Question(name, birth_date, country, identifier, Kind(kind) if kind else None),
            source=source,
            ref=ref,
            purpose=asked_for(request).get("purpose", ""),
            reference=shown["case"][:100],
        )
    except Invalid as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(reverse("web:check"))
    return HttpResponseRedirect(reverse("web:case", args=(made,)))


def open_and_show(
    request: Call, *, origin: Origin, subject: str, purpose: str = "", reference: str = ""
) -> HttpResponse:
    """For the pages of other rooms: open a case of what they composed, and go there; what is refused is said where one came from."""
    try:
        made = cases.open_case(request.actor, origin=origin, subject=subject, purpose=purpose, reference=reference)
    except (Invalid, NotFound) as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(way_back(request))
    return HttpResponseRedirect(reverse("web:case", args=(made,)))


@page(CASE_OPEN, methods=("GET", "HEAD", "POST"))
def new(request: Call) -> HttpResponse:
    """Open a case by one's own words; `about` in the address is what it is about."""
    people = [
        one
        for one in list_people(request.actor)
        if one.agency == request.actor.agency and one.is_active and not WORKERS.isdisjoint(one.roles)
    ]
    first = {
        "about": request.GET.get("about", ""),
        "purpose": asked_for(request).get("purpose", "terrorism-financing"),
        "reference": asked_for(request).get("case", ""),
    }
    form = CaseForm(request.POST or None, people=people, initial=first)
    if request.method == "POST" and form.is_valid() and (made := _opened(request, form)):
        messages.success(request, _("The case is open."))
        return HttpResponseRedirect(reverse("web:case", args=(made,)))
    context = {"form": form, "crumbs": (*WAY, Crumb(_("Open a case")))}
    return render(request, "web/cases/new.html", context, status=422 if form.errors else 200)


def _opened(request: Call, form: CaseForm) -> UUID | None:
    """The case; None where the form says what is wrong."""
    given = form.cleaned_data
    due: datetime | None = given["due"]
    try:
        return cases.open_case(
            request.actor,
            origin=form.origin(),
            subject=given["title"],
            purpose=given["purpose"],
            reference=given["reference"],
            note=given["note"],
            assignee=given["assignee"],
            due=due,
        )
    except (Invalid, NotFound) as fault:
        form.add_error(None, str(fault))
    except ValidationError as fault:
        form.add_error("says", fault)
    return None
