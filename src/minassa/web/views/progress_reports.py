"""Reports on periods: written with autosave, brought in as a workbook, submitted, judged."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa import programmes as room
from minassa.base import Conflict, Invalid
from minassa.desk import drop_draft, read_draft
from minassa.desk.acts import DRAFT_KEEP
from minassa.programmes import Brought, ProgressReportView
from minassa.programmes.acts import (
    PERIOD_REOPEN,
    PROGRESS_REPORT_JUDGE,
    PROGRESS_REPORT_KEEP,
    PROGRESS_REPORT_READ,
    PROGRESS_REPORT_SUBMIT,
)
from minassa.web.forms.progress_report import ProgressReportForm, SheetForm, initial_of_report
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.typed import drop_typed, keep_typed, typed_fields
from minassa.web.views.programmes import BOTH, WAY, number

FORM: Final = "progress-report"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(PROGRESS_REPORT_READ, methods=BOTH)
def period(request: Call, period_id: UUID) -> HttpResponse:
    """The report of a period: to be written where one may, else as it stands."""
    found = room.read_report_of(request.actor, period=period_id)
    if "write" not in found.can:
        return _shown(request, found)
    draft = read_draft(request.actor, form=FORM, about=str(period_id))
    typed = typed_fields(draft, frozenset()) if draft else {}
    form = ProgressReportForm(request.POST or None, of=found, initial=initial_of_report(found) | typed)
    if request.method == "POST" and form.is_valid():
        try:
            room.keep_report(request.actor, period=period_id, reported=form.reported())
            if request.POST.get("action") == "submit":
                room.submit_report(request.actor, period=period_id)
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            drop_draft(request.actor, form=FORM, about=str(period_id))
            is_out = request.POST.get("action") == "submit"
            messages.success(
                request, _("The report is submitted.") if is_out else _("The report is kept in your agency.")
            )
            return HttpResponseRedirect(reverse("web:reporting-period", args=(period_id,)))
    return _form_page(request, found, form, draft=None if form.is_bound else draft)


def _form_page(request: Call, found: ProgressReportView, form: ProgressReportForm, **more: Any) -> HttpResponse:  # noqa: ANN401 - a template's context
    context = _context(found) | {"form": form, "lines": form.lines(), "draft_form": FORM, "sheet": SheetForm(), **more}
    status = 422 if form.errors or more.get("brought") else 200
    return render(request, "web/programmes/report_form.html", context, status=status)


def _context(found: ProgressReportView) -> dict[str, Any]:
    span = f"{found.period.begins} – {found.period.ends}"
    return {
        "found": found,
        "state": room.PROGRESS_REPORT_STATES[found.state],
        "period_state": room.PERIOD_STATES[found.period.state],
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*WAY, Crumb(found.title, reverse("web:programme", args=(found.programme,))), Crumb(span)),
    }


@page(PROGRESS_REPORT_READ)
def report(request: Call, report_id: UUID) -> HttpResponse:
    """A report as it stands, with its review where one may judge it."""
    return _shown(request, room.read_report(request.actor, id=report_id))


def _shown(request: Call, found: ProgressReportView) -> HttpResponse:
    given = {one.indicator: one for one in found.reported.values}
    lines = [
        {
            "one": one,
            "given": given[one.id],
            "value": number(given[one.id].number),
            "numerator": number(given[one.id].numerator),
            "denominator": number(given[one.id].denominator),
            "target": number(
                next(
                    (each.value for each in one.targets if each.due >= found.period.ends),
                    one.final.value if one.final else None,
                )
            ),
            "evidence": room.EVIDENCES[given[one.id].evidence],
            "cells": [
                (cell, number(cell.value), number(cell.numerator), number(cell.denominator))
                for cell in given[one.id].cells
            ],
        }
        for one in found.indicators
    ]
    return render(request, "web/programmes/report.html", _context(found) | {"lines": lines})


@page(PROGRESS_REPORT_READ)
def sheet(request: Call, period_id: UUID) -> HttpResponse:
    """The workbook of a report."""
    file = room.export_sheet(request.actor, period=period_id)
    return _file(file, f"progress-report-{period_id}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@page(PROGRESS_REPORT_KEEP, methods=("POST",))
def bring(request: Call, period_id: UUID) -> HttpResponse:
    """Bring a filled-in workbook back: whole or not at all. Its faulty rows are shown, or given as a workbook."""
    form = SheetForm(request.POST, request.FILES)
    brought: Brought | None = None
    if form.is_valid():
        try:
            brought = room.import_sheet(request.actor, period=period_id, file=form.cleaned_data["file"].read())
        except Invalid as fault:
            messages.error(request, str(fault))
    else:
        messages.error(request, _("Choose the workbook first."))
    if brought is not None and brought.is_kept:
        drop_draft(request.actor, form=FORM, about=str(period_id))
        messages.success(request, _("The workbook is taken over: %(rows)s rows.") % {"rows": brought.rows})
    elif brought is not None:
        if request.POST.get("action") == "faulty":
            return _file(room.faulty_rows(brought), f"faulty-rows-{period_id}.xlsx")
        found = room.read_report_of(request.actor, period=period_id)
        return _form_page(
            request, found, ProgressReportForm(of=found, initial=initial_of_report(found)), brought=brought
        )
    return HttpResponseRedirect(reverse("web:reporting-period", args=(period_id,)))


@page(PROGRESS_REPORT_SUBMIT, methods=("POST",))
def submit(request: Call, period_id: UUID) -> HttpResponse:
    """Submit the report that is kept."""
    try:
        room.submit_report(request.actor, period=period_id)
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The report is submitted."))
    return HttpResponseRedirect(reverse("web:reporting-period", args=(period_id,)))


@page(PERIOD_REOPEN, methods=("POST",))
def reopen(request: Call, period_id: UUID) -> HttpResponse:
    """Open a period that is over again."""
    try:
        room.reopen_period(request.actor, period=period_id, closes=_day(request.POST.get("closes", "")))
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The period is open again."))
    return HttpResponseRedirect(reverse("web:reporting-period", args=(period_id,)))


def _day(text: str) -> date:
    """A day as a form sends it. Raises Invalid for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("programmes.days") from error


@page(PROGRESS_REPORT_JUDGE, methods=("POST",))
def judge(request: Call, report_id: UUID) -> HttpResponse:
    """Accept a report, with what is verified, or return it with a note."""
    found = room.read_report(request.actor, id=report_id)
    note = request.POST.get("note", "")
    try:
        if request.POST.get("action") == "return":
            room.return_report(request.actor, id=report_id, note=note)
            messages.success(request, _("The report is returned with your note."))
            return HttpResponseRedirect(reverse("web:programme", args=(found.programme,)))
        known = {str(one.id): one.id for one in found.indicators}
        verified = frozenset(known[one] for one in request.POST.getlist("verified") if one in known)
        room.accept_report(request.actor, id=report_id, verified=verified, note=note)
        messages.success(request, _("The report is accepted: its values count from now on."))
    except Invalid as fault:
        messages.error(request, str(fault))
    return HttpResponseRedirect(reverse("web:progress-report", args=(report_id,)))


@page(DRAFT_KEEP, methods=("POST",))
def keep(request: Call) -> HttpResponse:
    """Keep what is typed into a report."""
    return keep_typed(request, FORM)


@page(DRAFT_KEEP, methods=("POST",))
def drop(request: Call) -> HttpResponse:
    """Throw away what was typed into a report and not kept."""
    return drop_typed(request, FORM, then=reverse("web:programmes"))
