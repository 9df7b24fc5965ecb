"""Incidents: the list with its filters in the address, one incident with all that its sources say, and what a person decides."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import Actor
from minassa.records import list_records
from minassa.records.acts import RECORD_RELEASE
from minassa.threats import (
    ENTERED,
    KINDS,
    SOURCES,
    DoubtView,
    Filters,
    IncidentRow,
    ReportView,
    cell_from,
    cell_text,
    count_incidents,
    decide_doubt,
    hexagon_at,
    hexagon_name,
    hexagon_named,
    list_doubts,
    list_incidents,
    read_incident,
    undo_decision,
)
from minassa.threats.acts import (
    DOUBT_DECIDE,
    DOUBT_LIST,
    DOUBT_UNDO,
    GROUP_LIST,
    INCIDENT_AMEND,
    INCIDENT_ENTER,
    INCIDENT_IMPORT,
    INCIDENT_LIST,
    INCIDENT_READ,
)
from minassa.web import wording
from minassa.web.asked import asked_for
from minassa.web.picture_words import area_name, cell_name
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.records import agency_names

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Incidents"), "/incidents/"))
_PAGE: Final = 50
_DOUBTS: Final = 20
_MOST_GROUPS: Final = 200
_MOST_DEATHS: Final = 100_000
_LONGEST_AREA: Final = 80


@page(INCIDENT_LIST)
def incidents(request: Call) -> HttpResponse:
    """Incidents by their day, the latest first, and what they come to together."""
    filters, purpose = filters_of(request.GET), asked_for(request).get("purpose", "")
    found = list_incidents(
        request.actor, filters=filters, before=request.GET.get("before", ""), size=_PAGE, purpose=purpose
    )
    context = {
        "found": found,
        "rows": [line_of(one) for one in found.rows],
        "totals": count_incidents(request.actor, filters=filters, purpose=purpose),
        **filter_choices(request, filters),
        "first": "before" in request.GET,
        **tabs_of(request.actor, "incidents"),
        "may_enter": may(request.actor, INCIDENT_ENTER),
        "handling": handled((one.marks, one.obligations) for one in found.rows),
        "crumbs": (WAY[0], Crumb(_("Incidents"))),
    }
    return render(request, "web/incidents/incidents.html", context)


def filter_choices(request: Call, filters: Filters) -> dict[str, Any]:
    """What the form of filters offers and holds (`web/incidents/filters.html`)."""
    purpose = asked_for(request).get("purpose", "")
    return {
        "filters": filters,
        "hexagon_key": hexagon_name(filters.hexagon) if filters.hexagon else "",
        "cell_key": cell_text(filters.cell) if filters.cell else "",
        "cell_name": cell_name(filters.cell) if filters.cell else "",
        "area_name": area_name(filters.area) if filters.area else "",
        "countries": wording.countries(),
        "kinds": [(one, wording.INCIDENT_KINDS[one]) for one in KINDS],
        "sources": [(one, wording.INCIDENT_SOURCES[one]) for one in (*SOURCES, ENTERED)],
        "groups": list_records(request.actor, schema="ArmedGroup", size=_MOST_GROUPS, purpose=purpose).rows,
    }


@page(INCIDENT_READ)
def incident(request: Call, incident: UUID) -> HttpResponse:
    """One incident: when and where as its first report tells it, and each report beside the others."""
    asked = asked_for(request)
    found = read_incident(request.actor, id=incident, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    row = found.row
    context = {
        "row": row,
        "line": line_of(row),
        "hexagon": hexagon_name(cell) if (cell := hexagon_at(row.latitude, row.longitude, row.place_precision)) else "",
        "place_precision": wording.PLACE_PRECISIONS[row.place_precision],
        "reports": [_report(one) for one in found.reports],
        "owner": agency_names(request.actor).get(row.owner, ""),
        "may_amend": may(request.actor, INCIDENT_AMEND),
        "may_release": row.owner == request.actor.agency and may(request.actor, RECORD_RELEASE),
        "handling": handled([(row.marks, row.obligations), *((one.marks, ()) for one in found.reports)]),
        "crumbs": (*WAY, Crumb(title_of(row))),
    }
    return render(request, "web/incidents/incident.html", context)


@page(DOUBT_LIST)
def doubts(request: Call) -> HttpResponse:
    """Reports of which a person decides whether they tell of an incident that is known."""
    decision = request.GET.get("decided", "")
    found = list_doubts(
        request.actor,
        decision=decision if decision in {"same", "other"} else "",
        before=request.GET.get("before", ""),
        size=_DOUBTS,
        purpose=asked_for(request).get("purpose", ""),
    )
    context = {
        "found": found,
        "rows": [(one, abs(one.days), _report(one.report), line_of(one.incident), _weighed(one)) for one in found.rows],
        "first": "before" in request.GET,
        "decided": decision if decision in {"same", "other"} else "",
        **tabs_of(request.actor, "doubts"),
        "handling": handled(
            each
            for one in found.rows
            for each in ((one.report.marks, ()), (one.incident.marks, one.incident.obligations))
        ),
        "crumbs": (*WAY, Crumb(_("To be decided"))),
    }
    return render(request, "web/incidents/doubts.html", context)


@page(DOUBT_DECIDE, methods=("POST",))
def decide(request: Call, doubt: UUID) -> HttpResponse:
    """Say whether a report tells of the incident beside it."""
    asked, is_same = asked_for(request), request.POST.get("answer") == "same"
    decide_doubt(request.actor, id=doubt, is_same=is_same, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    told = _("The report is laid to the incident.") if is_same else _("The report is an incident of its own now.")
    messages.success(request, told)
    return HttpResponseRedirect(reverse("web:incident-doubts"))


@page(DOUBT_UNDO, methods=("POST",))
def undo(request: Call, doubt: UUID) -> HttpResponse:
    """Let a report wait for a decision again."""
    asked = asked_for(request)
    return done(
        request,
        lambda: undo_decision(request.actor, id=doubt, purpose=asked.get("purpose", ""), case=asked.get("case", "")),
        _("The decision is undone. The report waits again."),
        reverse("web:incident-doubts"),
    )


def tabs_of(actor: Actor, tab: str) -> dict[str, object]:
    """What the tabs of these pages ask."""
    return {
        "tab": tab,
        "may_decide": may(actor, DOUBT_LIST),
        "may_import": may(actor, INCIDENT_IMPORT),
        "may_see_groups": may(actor, GROUP_LIST),
    }


def filters_of(asked: Mapping[str, Any]) -> Filters:
    """The filters that stand in an address; what is none is passed over."""
    kind, source = asked.get("kind", ""), asked.get("source", "")
    return Filters(
        first=_day(asked.get("from", "")),
        last=_day(asked.get("to", "")),
        country=str(asked.get("country", ""))[:2].lower(),
        kind=kind if kind in KINDS else "",
        source=source if source in {*SOURCES, ENTERED} else "",
        group=_id(asked.get("group", "")),
        least_deaths=_number(asked.get("deaths", "")),
        hexagon=hexagon_named(asked.get("hex", "")),
        cell=cell_from(asked.get("cell", "")),
        area=str(asked.get("area", ""))[:_LONGEST_AREA],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return min(int(text), _MOST_DEATHS) if text.isascii() and text.isdecimal() else 0


def line_of(row: IncidentRow) -> dict[str, object]:
    """An incident's row in words."""
    return {
        "row": row,
        "title": title_of(row),
        "country": wording.country_name(row.country) if row.country else "",
        "kind": wording.INCIDENT_KINDS[row.kind],
        "dated": _dated(row),
        "sources": [wording.INCIDENT_SOURCES[one] for one in row.sources],
    }


def title_of(row: IncidentRow) -> str:
    """What an incident is called in a list."""
    return row.place or (wording.country_name(row.country) if row.country else row.type)


def _dated(one: IncidentRow | ReportView) -> str | Promise:
    """How precise the date is; nothing where it is a day."""
    return "" if one.date_precision == "day" else wording.DATE_PRECISIONS[one.date_precision]


def _report(one: ReportView) -> dict[str, object]:
    """A report in words."""
    return {
        "report": one,
        "type": wording.INCIDENT_KINDS.get(one.type, one.type),  # our own table has kinds for types
        "source": wording.INCIDENT_SOURCES[one.source],
        "country": wording.country_name(one.country) if one.country else "",
        "dated": _dated(one),
        "place_precision": wording.PLACE_PRECISIONS[one.place_precision],
    }


def _weighed(one: DoubtView) -> Iterable[tuple[str | Promise, bool]]:
    """What speaks for (true) and against it, the parts that say nothing left out."""
    parts = (("actors", one.by_actors), ("deaths", one.by_deaths))
    for name, weight in parts:
        if weight:
            yield wording.WEIGHED[name, weight > 0], weight > 0
