"""Indicators come in by hand: a STIX bundle, an event of MISP, or a feed in MISP's format; and the rows that became nothing."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from minassa.base import Fault
from minassa.cyber import WHY, Imported, import_file, origin_of, unmapped_table
from minassa.cyber.acts import INDICATOR_IMPORT, INDICATOR_UNMAPPED
from minassa.exchange import feed_origin, read_feed
from minassa.web.forms.cyber import ImportForm
from minassa.web.forms.request import first_marks
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.cyber import WAY, download

_SHOWN: Final = 50


@page(INDICATOR_IMPORT, methods=("GET", "HEAD", "POST"))
def intake(request: Call) -> HttpResponse:
    """The form, and what became of the file that was sent with it."""
    if request.method != "POST":
        return _intake_page(request, ImportForm(initial=first_marks()))
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _intake_page(request, form)
    try:
        done = _taken(request, form)
    except Fault as fault:
        if fault.status not in {409, 422}:
            raise
        form.add_error("file", str(fault))
        return _intake_page(request, form)
    return _intake_page(request, ImportForm(initial=form.cleaned_data), done)


def _taken(request: Call, form: ImportForm) -> Imported:
    file: UploadedFile[Any] = form.cleaned_data["file"]
    name = (file.name or "file")[:120]
    return import_file(
        request.actor,
        name=name,
        content=file.read(),
        label=form.label(request.actor, exercise=settings.MINASSA.node.exercise),
        source=form.cleaned_data["source"].strip() or name,
    )


def _intake_page(request: Call, form: ImportForm, done: Imported | None = None) -> HttpResponse:
    context = {
        "form": form,
        "done": done,
        "refused": done.taken.refused[:_SHOWN] if done else (),
        "unmapped": [(one, WHY[one.why]) for one in done.shown[:_SHOWN]] if done else (),
        "source": done.origin.partition(":")[2] if done else "",
        "may_download": may(request.actor, INDICATOR_UNMAPPED),
        "crumbs": (*WAY, Crumb(_("Import"))),
    }
    return render(request, "web/cyber/intake.html", context, status=422 if form.errors else 200)


@page(INDICATOR_UNMAPPED)
def unmapped(request: Call) -> HttpResponseBase:
    """The rows of a source that was brought in by hand which became nothing, as a table."""
    origin = origin_of(request.GET.get("source", ""))
    return download("unmapped.csv", "text/csv", unmapped_table(request.actor, origin=origin))


@page(INDICATOR_UNMAPPED)
def unmapped_of_feed(request: Call, feed: UUID) -> HttpResponseBase:
    """The same of a feed."""
    found, _runs = read_feed(request.actor, id=feed)
    return download("unmapped.csv", "text/csv", unmapped_table(request.actor, origin=feed_origin(found.id)))
