"""Smuggling routes: the list with its map, one route with its legs and seizures, and what is written by form."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.base import Invalid
from minassa.records import (
    COMMODITIES,
    InvalidItem,
    PlaceSeen,
    RouteSeen,
    add_leg,
    add_seizure,
    keep_route,
    read_route,
    routes_geojson,
    routes_seen,
)
from minassa.records.acts import RECORD_ADD, RECORD_LIST, RECORD_READ
from minassa.web.asked import asked_for
from minassa.web.forms.grounded import first_ground
from minassa.web.forms.route import LegForm, RouteForm, SeizureForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.route_map import can_be_drawn, drawn_routes
from minassa.web.route_words import COMMODITY_NAMES, CONFIDENCES_IN_SHORT
from minassa.web.views.records import WAY, agency_names

SVG: Final = "image/svg+xml"
_BOTH: Final = ("GET", "HEAD", "POST")


@page(RECORD_LIST)
def routes(request: Call) -> HttpResponse:
    """All routes with their map; of one sort of goods where the address names it."""
    chosen = _chosen(request)
    found = routes_seen(request.actor, commodity=chosen, purpose=asked_for(request).get("purpose", ""))
    names = agency_names(request.actor)
    context = {
        "routes": [(one, _goods(one), names.get(one.record.owner, ""), _line(one)) for one in found],
        "map": f"{reverse('web:routes-map')}?goods={chosen}" if can_be_drawn(found) else "",
        "goods": [(one, COMMODITY_NAMES[one]) for one in COMMODITIES],
        "chosen": chosen,
        "may_add": may(request.actor, RECORD_ADD),
        "handling": handled((marks, ()) for one in found for marks in _marks(one)),
        "crumbs": (*WAY, Crumb(_("Smuggling routes"))),
    }
    return render(request, "web/records/routes.html", context)


def _chosen(request: Call) -> str:
    chosen = request.GET.get("goods", "")
    return chosen if chosen in COMMODITIES else ""


@page(RECORD_LIST)
def routes_map(request: Call) -> HttpResponse:
    """The map of all routes, or of one sort of goods, as a picture."""
    purpose = asked_for(request).get("purpose", "")
    return HttpResponse(drawn_routes(routes_seen(request.actor, commodity=_chosen(request), purpose=purpose)), SVG)


@page(RECORD_READ)
def route_map(request: Call, route: UUID) -> HttpResponse:
    """The map of one route as a picture."""
    asked = asked_for(request)
    found = read_route(request.actor, id=route, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    return HttpResponse(drawn_routes([found]), SVG)


@page(RECORD_LIST)
def legs(request: Call) -> HttpResponse:
    """The routes that the reader may see as GeoJSON, for the script of the map."""
    found = routes_seen(request.actor, purpose=asked_for(request).get("purpose", ""))
    told = routes_geojson(found)
    for one in told["features"]:
        said = one["properties"]
        said["goods_name"] = str(COMMODITY_NAMES.get(said["commodity"], said["commodity"]))
        said["href"] = reverse("web:route", args=(said["route"],))
    return JsonResponse(told, content_type="application/geo+json")


@page(RECORD_ADD, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """A new route with its stops."""
    form = RouteForm(request.POST or None, initial=first_ground(asked_for(request).get("purpose", "")))
    if request.method == "POST" and form.is_valid():
        try:
            made = keep_route(
                request.actor,
                given=form.given(),
                label=form.label(request.actor, exercise=settings.MINASSA.node.exercise),
                ground=form.ground(),
                case=asked_for(request).get("case", ""),
            )
        except Invalid as fault:
            form.add_error(None, _said(fault))
        else:
            return HttpResponseRedirect(reverse("web:route", args=(made,)))
    context = {"form": form, "crumbs": (*_way(), Crumb(_("New route")))}
    return render(request, "web/records/route_form.html", context, status=422 if form.errors else 200)


@page(RECORD_READ, methods=_BOTH)
def route(request: Call, route: UUID) -> HttpResponse:
    """One route: its legs, its seizures, its map; of the own agency's, what may be added to it."""
    asked = asked_for(request)
    found = read_route(request.actor, id=route, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    mine = found.record.mine and may(request.actor, RECORD_ADD)
    leg_form, seizure_form = _forms(request, found) if mine else (None, None)
    if request.method == "POST" and _added(request, found, leg_form, seizure_form):
        return HttpResponseRedirect(reverse("web:route", args=(route,)))
    context = {
        "route": found,
        "goods": _goods(found),
        "confidence": CONFIDENCES_IN_SHORT.get(found.confidence, found.confidence),
        "legs": [(one, CONFIDENCES_IN_SHORT.get(one.confidence, one.confidence)) for one in found.legs],
        "map": reverse("web:route-map", args=(route,)) if can_be_drawn([found]) else "",
        "owner": agency_names(request.actor).get(found.record.owner, ""),
        "leg_form": leg_form,
        "seizure_form": seizure_form,
        "form": next((one for one in (leg_form, seizure_form) if one is not None and one.errors), None),
        "handling": handled((marks, ()) for marks in _marks(found)),
        "crumbs": (*_way(), Crumb(found.record.caption)),
    }
    return render(request, "web/records/route.html", context, status=422 if context["form"] else 200)


def _forms(request: Call, found: RouteSeen) -> tuple[LegForm, SeizureForm]:
    sent = request.POST.get("what", "") if request.method == "POST" else ""
    known = _known(found)
    return (
        LegForm(request.POST if sent == "leg" else None, known=known),
        SeizureForm(request.POST if sent == "seizure" else None, known=known),
    )


def _added(request: Call, found: RouteSeen, leg: LegForm | None, seizure: SeizureForm | None) -> bool:
    """Whether what was sent could be kept; what cannot be is said in its form."""
    case = asked_for(request).get("case", "")
    form = next((one for one in (leg, seizure) if one is not None and one.is_bound), None)
    if form is None or not form.is_valid():
        return False
    try:
        if isinstance(form, LegForm):
            add_leg(request.actor, route=found.record.id, leg=form.given(), case=case)
        else:
            add_seizure(request.actor, route=found.record.id, given=form.given(), case=case)
    except Invalid as fault:
        form.add_error(None, _said(fault))
        return False
    return True


def _said(fault: Invalid) -> str:
    if isinstance(fault, InvalidItem):
        return " ".join(str(one.fault) for one in fault.problems)
    return str(fault)


def _known(found: RouteSeen) -> list[PlaceSeen]:
    places = [place for leg in found.legs for place in (leg.start, leg.end) if place is not None]
    return list({one.record.id: one for one in places}.values())


def _goods(one: RouteSeen) -> str:
    return str(COMMODITY_NAMES.get(one.commodity, one.commodity))


def _line(one: RouteSeen) -> str:
    """The places of a route in a row, as far as its legs follow one another."""
    names: list[str] = []
    for leg in one.legs:
        for place in (leg.start, leg.end):
            name = place.name if place else "…"
            if not names or names[-1] != name:
                names.append(name)
    return " → ".join(names)


def _marks(one: RouteSeen) -> Iterable[tuple[str, ...]]:
    yield one.record.marks
    parts: tuple[Any, ...] = (*one.legs, *one.seizures)
    for part in parts:
        yield part.record.marks
    for place in _known(one):
        yield place.record.marks


def _way() -> tuple[Crumb, ...]:
    return (*WAY, Crumb(_("Smuggling routes"), reverse("web:routes")))
