"""Agencies and partner organisations of this node."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.access import AgencyKind, add_agency, list_agencies
from minassa.access.acts import AGENCY_ADD, AGENCY_LIST
from minassa.base import Conflict, Invalid
from minassa.web import wording
from minassa.web.forms.people import AgencyForm
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page
from minassa.web.rights import may


@page(AGENCY_LIST, methods=("GET", "HEAD", "POST"))
def agencies(request: Call) -> HttpResponse:
    """All agencies, and a form to add one for whoever may."""
    may_add = may(request.actor, AGENCY_ADD)
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            add_agency(request.actor, name=given["name"], kind=AgencyKind(given["kind"]), country=given["country"])
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The agency is added. Invite its first people now."))
            return HttpResponseRedirect(reverse("web:agencies"))
    context = {
        "agencies": [
            (one, wording.AGENCY_KINDS[one.kind], wording.country_name(one.country) if one.country else "")
            for one in list_agencies(request.actor)
        ],
        "form": form if may_add else None,
        "crumbs": (Crumb(_("My work"), "/"), Crumb(_("People and agencies"), "/people/"), Crumb(_("Agencies"))),
    }
    return render(request, "web/people/agencies.html", context, status=422 if form.errors else 200)
