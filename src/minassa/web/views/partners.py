"""Partners: the other agencies' nodes, when they were last in contact, what waits for them, and what did not get there."""

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minassa.access import DeliveryView
from minassa.base import Unavailable
from minassa.exchange import (
    ANSWER_WITHIN,
    SKEW,
    PartnerView,
    SignedDirectory,
    list_partners,
    retry_partner,
    show_directory,
)
from minassa.exchange.acts import PEER_LIST, PEER_RETRY
from minassa.web import wording
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page


@page(PEER_LIST)
def partners(request: Call) -> HttpResponse:
    """Every other node of the directory, with what is wrong in words."""
    context = {
        "partners": [_shown(one) for one in list_partners(request.actor)],
        "directory": _directory(request),
        "crumbs": (Crumb(_("My work"), "/"), Crumb(_("Partners"))),
    }
    return render(request, "web/partners/partners.html", context)


def _directory(request: Call) -> SignedDirectory | None:
    try:
        return show_directory(request.actor)
    except Unavailable:
        return None


def _shown(one: PartnerView) -> dict[str, object]:
    known = {
        "host": urlsplit(one.address).netloc,
        "minutes": round(SKEW.total_seconds() / 60),
        "seconds": ANSWER_WITHIN,
    }
    return {
        "partner": one,
        "agencies": [agency.name for agency in one.agencies],
        "fault": wording.fault_sentence(one.fault, **known) if one.fault else "",
        "step": wording.fault_step(one.fault, **known) if one.fault else "",
        "cut_step": wording.fault_step(one.cut_code) if one.cut_code else "",
        "cut": wording.fault_sentence(one.cut_code) if one.cut_code else "",
        "refused": wording.fault_sentence(one.refused_code, **known) if one.refused_code else "",
        "lost": [_lost(each, {agency.id: agency.name for agency in one.agencies}, known) for each in one.lost or ()],
    }


def _lost(one: DeliveryView, agencies: dict[UUID, str], known: dict[str, object]) -> dict[str, object]:
    return {
        "delivery": one,
        "what": wording.parcel_kind_name(one.kind),
        "step": wording.STEPS[one.step],
        "to": agencies.get(one.agency, ""),
        "why": wording.fault_sentence(one.code, **known),
        "next": wording.fault_step(one.code, **known),
    }


@page(PEER_RETRY, methods=("POST",))
def retry(request: Call, node: UUID) -> HttpResponse:
    """Try a partner again now, with what was given up or refused there."""
    again = retry_partner(request.actor, node=node)
    sentence = _("The partner is tried again within seconds.")
    if again:
        counted = ngettext("%(count)s delivery is sent again.", "%(count)s deliveries are sent again.", again)
        sentence = f"{sentence} {counted % {'count': again}}"
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("web:partners"))
