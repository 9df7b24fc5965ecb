"""The map of incidents outside the page: drawn by the node, printed with its marks, and its incidents as a file."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Final, cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from minassa.base import NotFound, Refused, filled, now, today
from minassa.desk import Document, Drawing, Language, Table, font_file, pdf
from minassa.threats import (
    INCIDENT_EXPORT_TOO_LARGE,
    Filters,
    Marked,
    Plate,
    ask_to_export_incidents,
    draw_incidents,
    export_incidents,
    granted_export,
    map_shades,
    node_shapes,
    plate_png,
    plate_svg,
    print_incidents,
)
from minassa.threats.acts import INCIDENT_EXPORT, INCIDENT_LIST, MAP_PRINT
from minassa.web import mapped, wording
from minassa.web.asked import asked_for
from minassa.web.faults import NO_PAGE
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.cyber import download
from minassa.web.views.incidents import WAY, filters_of

SVG: Final = "image/svg+xml"
_PAPERS: Final = {"svg": SVG, "png": "image/png", "pdf": "application/pdf"}
_MOST_ROWS: Final = 200
_TYPES: Final = {"csv": "text/csv", "geojson": "application/geo+json"}


@page(INCIDENT_LIST)
def drawing(request: Call) -> HttpResponse:
    """The map as a drawing, for the page where scripts are off."""
    filters = _everywhere(request)
    made = draw_incidents(
        request.actor,
        filters=filters,
        window=mapped.around(node_shapes(), filters.country),
        country=wording.country_name,
        purpose=asked_for(request).get("purpose", ""),
    )
    return HttpResponse(plate_svg(made), content_type=SVG)


def _everywhere(request: Call) -> Filters:
    return replace(filters_of(request.GET), hexagon=0)


@page(MAP_PRINT)
def printed(request: Call) -> HttpResponse:
    """The map with its marks on it, to keep or to print: as a drawing, a picture or a PDF. The act is audited."""
    form = request.GET.get("form", "")
    if form not in _PAPERS:
        raise NotFound(NO_PAGE)
    filters = _everywhere(request)
    made = print_incidents(
        request.actor,
        filters=filters,
        window=mapped.around(node_shapes(), filters.country),
        country=wording.country_name,
        notes=lambda marked: _notes(request, filters, marked, is_marked=form == "pdf"),
        purpose=asked_for(request).get("purpose", ""),
    )
    if form == "pdf":
        return _as_file(pdf(_document(request, made)), _PAPERS[form], "incidents.pdf")
    body = plate_svg(made).encode() if form == "svg" else plate_png(made, fonts=font_file)
    return _as_file(body, _PAPERS[form], f"incidents.{form}")


def _document(request: Call, made: Plate) -> Document:
    """The map on paper, with the counts that are on it as a table."""
    band = handled(made.marked)
    shapes = node_shapes()
    lines = mapped.rows_of(made.found, shapes, map_shades(made.found))
    rows = tuple((f"{one['where'] or _('At sea')} {one['at']}".strip(), str(one["count"])) for one in lines)
    return Document(
        title=made.sheet.title,
        language=cast("Language", translation.get_language()),
        marks=band.marks if band else ("TLP:CLEAR",),
        blocks=(
            Drawing(plate_svg(made), made.sheet.description, partial(plate_png, made, fonts=font_file)),
            Table((_("Place"), _("Incidents")), rows[:_MOST_ROWS], _("Places on the map")),
        ),
        reader=request.actor.name,
        printed_at=now(),
        obligations=band.obligations if band else (),
    )


def _as_file(body: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=media_type, headers=headers)


def _notes(request: Call, filters: Filters, marked: Marked, *, is_marked: bool) -> Iterable[str]:
    """What stands on a map that leaves the screen: its marks, what they oblige to, its period, for whom it was made.

    A PDF `is_marked` on each page already.
    """
    band = None if is_marked else handled(marked)
    if band is not None:
        yield " · ".join(band.marks)
        yield from band.obligations
    if filters.first or filters.last:
        yield " – ".join(day.isoformat() if day else "…" for day in (filters.first, filters.last))
    if not is_marked:
        yield filled(_("Printed for %(name)s on %(day)s."), {"name": request.actor.name, "day": today().isoformat()})


@page(INCIDENT_EXPORT, methods=("GET", "HEAD", "POST"))
def exported(request: Call) -> HttpResponseBase:
    """The incidents of the filters as a file. Asks for a fresh factor, and for a second person where there are many."""
    filters = filters_of(request.GET)
    form = request.GET.get("form", "")
    if form not in _TYPES:
        raise NotFound(NO_PAGE)
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()
        if reason:
            ask_to_export_incidents(request.actor, format=form, filters=filters, reason=reason[:500])
            messages.success(request, _("Asked. When a second person has agreed, open the same export again."))
            return HttpResponseRedirect(f"{reverse('web:incident-map')}?{request.GET.urlencode()}")
    asked = asked_for(request)
    try:
        lines = export_incidents(
            request.actor,
            format=form,
            filters=filters,
            purpose=asked.get("purpose", ""),
            case=asked.get("case", ""),
            approval=granted_export(request.actor, format=form, filters=filters),
        )
    except Refused as fault:
        if fault.code != INCIDENT_EXPORT_TOO_LARGE:
            raise
        context = {
            "why": str(fault),
            "crumbs": (*WAY, Crumb(_("Map"), reverse("web:incident-map")), Crumb(_("Export"))),
        }
        return render(request, "web/incidents/export.html", context, status=403)
    return download(f"incidents.{form}", _TYPES[form], lines)
