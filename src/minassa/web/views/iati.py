"""Programmes in the format of IATI: what it asks beyond the plan, exactly what would leave and what stays, and the file."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa import programmes as room
from minassa.base import Invalid, NotFound
from minassa.programmes import IatiPreview, Leaving
from minassa.programmes.acts import PROGRAMME_EXPORT, PROGRAMME_EXPORT_PREVIEW, PROGRAMME_PUBLISH
from minassa.web.forms.iati import IatiForm, PublicationForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.programmes import BOTH, WAY

XML: Final = "application/xml; charset=utf-8"


@page(PROGRAMME_PUBLISH, methods=BOTH)
def publication(request: Call, programme_id: UUID) -> HttpResponse:
    """Say what IATI asks of a programme beyond its plan."""
    found = room.read_programme(request.actor, id=programme_id)
    if not found.row.mine:
        raise NotFound("programmes.no-programme")
    said = room.read_publication(request.actor, programme=programme_id)
    form = PublicationForm(request.POST or None, of=said)
    if request.method == "POST" and form.is_valid():
        try:
            room.keep_publication(request.actor, programme=programme_id, publication=form.publication())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("It is kept."))
            return HttpResponseRedirect(f"{reverse('web:iati')}?programme={programme_id}&outlet=public")
    title = _("Publication in IATI")
    context = {
        "form": form,
        "found": found,
        "title": title,
        "handling": handled([(found.row.marks, found.row.obligations)]),
        "crumbs": (*WAY, Crumb(found.plan.title, reverse("web:programme", args=(programme_id,))), Crumb(title)),
    }
    return render(request, "web/programmes/publication.html", context, status=422 if form.errors else 200)


@page(PROGRAMME_EXPORT_PREVIEW)
def iati(request: Call) -> HttpResponse:
    """Choose programmes, and see exactly what of them would leave and what stays, and why."""
    rows = room.exportable_programmes(request.actor)
    form = IatiForm(request.GET or None, rows=rows)
    found = room.preview_iati(request.actor, **form.wanted()) if form.is_valid() else None
    return _page(request, form, found)


def _page(request: Call, form: IatiForm, found: IatiPreview | None) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "lines": [_line(one, request) for one in found.programmes] if found else [],
        "crumbs": (*WAY, Crumb(_("Export to IATI"))),
    }
    return render(request, "web/programmes/iati.html", context, status=422 if form.errors else 200)


def _line(one: Leaving, request: Call) -> dict[str, Any]:
    indicators = [each for result in one.results for each in result.indicators]
    values = sum(1 for each in indicators for span in each.spans if span.actual)
    return {
        "one": one,
        "counts": [
            (_("Partners"), len(one.partners)),
            (_("Budgets"), len(one.budgets)),
            (_("Spending"), len(one.spending)),
            (_("Results"), len(one.results)),
            (_("Indicators"), len(indicators)),
            (_("Measured values"), values),
        ],
        "left_out": [(room.HELD[each], count) for each, count in one.left_out],
        "lacks": [room.LACKS[each] for each in one.lacks],
        "is_mine": one.owner == request.actor.agency,
    }


@page(PROGRAMME_EXPORT, methods=("POST",))
def export(request: Call) -> HttpResponseBase:
    """The file of the chosen programmes. Asks for a fresh factor."""
    form = IatiForm(request.POST, rows=room.exportable_programmes(request.actor))
    if not form.is_valid():
        return _page(request, form, None)
    try:
        file = room.export_iati(request.actor, **form.wanted())
    except Invalid as fault:
        form.add_error(None, str(fault))
        return _page(request, form, None)
    name = f"iati-{form.cleaned_data['outlet']}.xml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file.content, content_type=XML, headers=headers)
