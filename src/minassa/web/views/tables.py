"""Tables of calls, payments and journeys come in by page: the file, what its columns hold, and what became of its rows."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.base import Conflict, Invalid
from minassa.records import (
    SORTS,
    TableView,
    bring_table,
    drop_table,
    list_tables,
    read_table,
    refused_rows,
    take_table,
)
from minassa.records.acts import TABLE_BRING, TABLE_DROP, TABLE_LIST, TABLE_TAKE
from minassa.web.asked import asked_for
from minassa.web.forms.grounded import first_ground
from minassa.web.forms.table import ColumnsForm, TableForm
from minassa.web.imports import progress_of
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.views.cyber import download
from minassa.web.views.records import WAY


@page(TABLE_BRING, methods=("GET", "HEAD", "POST"))
def tables(request: Call) -> HttpResponse:
    """The form for a new table, and the tables that came before."""
    asked = asked_for(request)
    initial = first_ground(asked.get("purpose", "")) | {"case": asked.get("case", ""), "sort": "calls"}
    if request.method != "POST":
        return _page(request, TableForm(initial=initial))
    form = TableForm(request.POST, request.FILES)
    if form.is_valid() and (brought := _brought(request, form)):
        return HttpResponseRedirect(reverse("web:link-table", args=(brought,)))
    return _page(request, form)


def _brought(request: Call, form: TableForm) -> UUID | None:
    file: UploadedFile[Any] = form.cleaned_data["file"]
    try:
        return bring_table(
            request.actor,
            name=file.name or "table.csv",
            content=file,
            sort=form.cleaned_data["sort"],
            label=form.label(request.actor, exercise=settings.MINASSA.node.exercise),
            ground=form.ground(),
            case=form.cleaned_data["case"],
        )
    except Invalid as fault:
        form.add_error("file", str(fault))
        return None


def _page(request: Call, form: TableForm) -> HttpResponse:
    found = list_tables(request.actor)
    context = {
        "form": form,
        "may_add": True,
        "megabytes": settings.MINASSA.imports.megabytes,
        "tables": [_told(one) for one in found],
        "handling": handled((one.book.marks, ()) for one in found),
        "crumbs": (*WAY, Crumb(_("Bring in calls, payments, journeys"))),
    }
    return render(request, "web/records/tables.html", context, status=422 if form.errors else 200)


@page(TABLE_TAKE, methods=("GET", "HEAD", "POST"))
def table(request: Call, table: UUID) -> HttpResponse:
    """What the columns of a table hold; once that is said, how far it is and what became of its rows."""
    found = read_table(request.actor, id=table)
    form = ColumnsForm(request.POST or None, table=found) if found.book.is_asked else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            take_table(request.actor, id=table, columns=form.columns(), options=form.options())
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            return HttpResponseRedirect(reverse("web:link-table", args=(table,)))
    context = {
        **_told(found),
        "form": form,
        "handling": handled([(found.book.marks, ())]),
        "crumbs": (
            *WAY,
            Crumb(_("Bring in calls, payments, journeys"), reverse("web:link-tables")),
            Crumb(found.book.name),
        ),
    }
    return render(request, "web/records/table.html", context, status=422 if form and form.errors else 200)


@page(TABLE_LIST, passive=True)
def progress(request: Call, table: UUID) -> HttpResponse:
    """How far a table is: the piece of its page that asks again by itself."""
    return render(request, "web/records/table_progress.html", _told(read_table(request.actor, id=table)))


def _told(found: TableView) -> dict[str, Any]:
    return {"table": found, **progress_of(found.book, "link-table", SORTS[found.book.sort].label)}


@page(TABLE_LIST)
def failed(request: Call, table: UUID) -> HttpResponseBase:
    """The rows of a table that were refused, with their reasons."""
    return download("failed-rows.csv", "text/csv", [refused_rows(request.actor, id=table)])


@page(TABLE_DROP, methods=("POST",))
def drop(request: Call, table: UUID) -> HttpResponse:
    """Forget a table; what it brought stays."""
    return done(
        request,
        lambda: drop_table(request.actor, id=table),
        _("The table is forgotten."),
        reverse("web:link-tables"),
    )
