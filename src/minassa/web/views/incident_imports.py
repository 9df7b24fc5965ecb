"""Imports of incidents: a file is sent, looked at, begun, followed while it is brought in; the rows that failed come back."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.base import Fault
from minassa.threats import (
    IntakeView,
    SourceReport,
    begin_intake,
    drop_intake,
    failed_rows,
    list_intakes,
    look_at,
    read_intake,
)
from minassa.threats.acts import INCIDENT_IMPORT, INTAKE_READ
from minassa.web import wording
from minassa.web.asked import asked_for
from minassa.web.forms.incident import ImportForm
from minassa.web.forms.record import first_initial
from minassa.web.imports import progress_of
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.views.cyber import download
from minassa.web.views.incidents import WAY, tabs_of

_PAGE: Final = 30
_COUNTS: Final = ("added", "amended", "unchanged", "failed", "incidents", "linked", "doubtful", "names")


@page(INCIDENT_IMPORT, methods=("GET", "HEAD", "POST"))
def imports(request: Call) -> HttpResponse:
    """The form for a file, and the files that were sent."""
    if request.method != "POST":
        return _list_page(request, ImportForm(actor=request.actor, initial=_first(request)))
    form = ImportForm(request.POST, request.FILES, actor=request.actor)
    if form.is_valid() and (sent := _sent(request, form)) is not None:
        return HttpResponseRedirect(reverse("web:incident-import", args=(sent,)))
    return _list_page(request, form)


def _first(request: Call) -> dict[str, Any]:
    return first_initial(asked_for(request).get("purpose", ""))


def _sent(request: Call, form: ImportForm) -> UUID | None:
    file: UploadedFile[Any] = form.cleaned_data["file"]
    try:
        return look_at(
            request.actor,
            source=form.cleaned_data["source"],
            name=file.name or "",
            content=file,
            label=form.label(exercise=settings.MINASSA.node.exercise),
            ground=form.ground(),
            case=asked_for(request).get("case", ""),
        )
    except Fault as fault:
        if fault.status not in {409, 422}:
            raise
        form.add_error("file", str(fault))
        return None


def _list_page(request: Call, form: ImportForm) -> HttpResponse:
    found = list_intakes(request.actor, before=request.GET.get("before", ""), size=_PAGE)
    context = {
        "form": form,
        "found": found,
        "rows": [_line(one) for one in found.rows],
        "megabytes": settings.MINASSA.imports.megabytes,
        "first": "before" in request.GET,
        **tabs_of(request.actor, "imports"),
        "handling": handled((one.book.marks, ()) for one in found.rows),
        "crumbs": (*WAY, Crumb(_("Imports"))),
    }
    return render(request, "web/incidents/imports.html", context, status=422 if form.errors else 200)


def _line(one: IntakeView) -> dict[str, object]:
    counts, told = one.book.counts, {name: one.book.counts.get(name, 0) for name in _COUNTS}
    placed = sum(counts.get(name, 0) for name in ("incidents", "linked", "doubtful"))
    return {
        "one": one,
        **progress_of(one.book, "incident-import", wording.INCIDENT_SOURCES[one.book.sort]),
        "counts": told if counts else {},
        "placed": placed,
        "to_place": max(counts.get("added", 0), placed),
    }


@page(INTAKE_READ)
def one_import(request: Call, intake: UUID) -> HttpResponse:
    """One file: what its first rows say, how far it is, or what became of it."""
    found = read_intake(request.actor, id=intake)
    context = {
        **_line(found),
        "looked": [_row(one) for one in found.looked.rows] if found.looked else (),
        "handling": handled([(found.book.marks, ())]),
        "crumbs": (*WAY, Crumb(_("Imports"), reverse("web:incident-imports")), Crumb(found.book.name)),
    }
    return render(request, "web/incidents/import.html", context)


def _row(one: SourceReport) -> dict[str, object]:
    return {
        "row": one,
        "kind": wording.INCIDENT_KINDS[one.kind],
        "country": wording.country_name(one.country) if one.country else "",
        "place_precision": wording.PLACE_PRECISIONS[one.place_precision],
    }


@page(INTAKE_READ, passive=True)
def progress(request: Call, intake: UUID) -> HttpResponse:
    """How far it is, for a page that stays open."""
    found = read_intake(request.actor, id=intake)
    return render(request, "web/incidents/progress.html", _line(found))


@page(INCIDENT_IMPORT, methods=("POST",))
def begin(request: Call, intake: UUID) -> HttpResponse:
    """Bring the file in."""
    back = reverse("web:incident-import", args=(intake,))
    return done(request, lambda: begin_intake(request.actor, id=intake), _("The file waits for its turn."), back)


@page(INCIDENT_IMPORT, methods=("POST",))
def drop(request: Call, intake: UUID) -> HttpResponse:
    """Throw the file away, or its book."""
    back = reverse("web:incident-imports")
    return done(request, lambda: drop_intake(request.actor, id=intake), _("The file is thrown away."), back)


@page(INTAKE_READ)
def failed(request: Call, intake: UUID) -> HttpResponseBase:
    """The rows that failed, with what to do, in the reader's language."""
    return download("failed-rows.csv", "text/csv", failed_rows(request.actor, id=intake))
