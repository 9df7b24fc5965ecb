"""Threats: campaigns, actors, malware and techniques; which techniques were seen; and sightings of an indicator."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.cyber import THREAT_TYPES, Related, add_sighting, list_threats, read_threat, techniques_seen
from minassa.cyber.acts import SIGHTING_ADD, THREAT_LIST, THREAT_READ
from minassa.web import wording
from minassa.web.asked import asked_for
from minassa.web.forms.cyber import SightingForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.cyber import WAY, indicator_page, shown_related
from minassa.web.views.records import agency_names

_PAGE: Final = 50


@page(THREAT_LIST)
def threats(request: Call) -> HttpResponse:
    """Threats newest first, of one kind where the address names it."""
    kind = request.GET.get("kind", "")
    found = list_threats(
        request.actor,
        kind=kind if kind in THREAT_TYPES else "",
        before=request.GET.get("before", ""),
        size=_PAGE,
        purpose=asked_for(request).get("purpose", ""),
    )
    names = agency_names(request.actor)
    context = {
        "found": found,
        "rows": [(one, wording.THREAT_KINDS[one.type], names.get(one.owner, "")) for one in found.rows],
        "kinds": [(one, wording.THREAT_KINDS[one]) for one in THREAT_TYPES],
        "kind": kind,
        "first": "before" in request.GET,
        "tab": "threats",
        "handling": handled((one.marks, one.obligations) for one in found.rows),
        "crumbs": (*WAY, Crumb(_("Threats"))),
    }
    return render(request, "web/cyber/threats.html", context)


@page(THREAT_READ)
def threat(request: Call, threat: UUID) -> HttpResponse:
    """One threat, with what it has to do with others."""
    asked = asked_for(request)
    found = read_threat(request.actor, id=threat, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    context = {
        "found": found,
        "row": found.row,
        "kind": wording.THREAT_KINDS[found.row.type],
        "tactics": [wording.tactic_name(one) for one in found.row.tactics],
        "related": shown_related(found.related),
        "owner": agency_names(request.actor).get(found.row.owner, ""),
        "handling": handled([(found.row.marks, found.row.obligations), *_marked(found.related)]),
        "crumbs": (*WAY, Crumb(_("Threats"), reverse("web:threats")), Crumb(found.row.name)),
    }
    return render(request, "web/cyber/threat.html", context)


def _marked(related: tuple[Related, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(one.marks, ()) for one in related if one.marks]


@page(THREAT_LIST)
def techniques(request: Call) -> HttpResponse:
    """The techniques seen, by tactic, in the order of an attack."""
    found = techniques_seen(request.actor, purpose=asked_for(request).get("purpose", ""))
    context = {
        "tactics": [(wording.tactic_name(one.name), one.techniques) for one in found],
        "tab": "techniques",
        "handling": handled((seen.threat.marks, seen.threat.obligations) for one in found for seen in one.techniques),
        "crumbs": (*WAY, Crumb(_("Techniques seen"))),
    }
    return render(request, "web/cyber/techniques.html", context)


@page(SIGHTING_ADD, methods=("POST",))
def sighted(request: Call, indicator: UUID) -> HttpResponse:
    """Note that one's agency has met what an indicator names; its owner is told."""
    form = SightingForm(request.POST)
    if not form.is_valid():
        return indicator_page(request, indicator, form, status=422)
    first, last = form.times()
    add_sighting(request.actor, indicator=indicator, count=form.cleaned_data["count"], first_seen=first, last_seen=last)
    messages.success(request, _("Noted. The indicator's owner is told how often and when, and no more."))
    return HttpResponseRedirect(reverse("web:indicator", args=(indicator,)))
