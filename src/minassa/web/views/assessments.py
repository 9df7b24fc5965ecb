"""Reports: the list, one report with its versions, writing, preview and release, correction, taking back, printing."""

from functools import partial
from typing import Any, Final, Literal
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from minassa import liaison
from minassa.access import list_agencies, list_communities
from minassa.base import Invalid, NotFound, Refused
from minassa.briefings import read_making
from minassa.desk import DraftView, drop_draft, read_draft, thing_label
from minassa.desk.acts import DRAFT_KEEP
from minassa.liaison import (
    CONFIDENCES,
    LIKELIHOODS,
    REPORT_STATES,
    SECTIONS,
    ReportRow,
    ReportState,
    ReportView,
    Said,
    range_of,
)
from minassa.liaison.acts import REPORT_DRAFT, REPORT_LIST, REPORT_PREVIEW, REPORT_PRINT, REPORT_READ, REPORT_RELEASE
from minassa.records import read_record
from minassa.web import wording
from minassa.web.attachments import attached_to, choices_of, chosen_files, files_sent
from minassa.web.figures import shown_blocks
from minassa.web.forms.report import SEVERAL, ReportForm, initial_of_report
from minassa.web.forms.request import first_marks
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.typed import drop_typed, keep_typed, typed_fields
from minassa.web.views.records import agency_names

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Reports"), "/reports/"))
_BOTH: Final = ("GET", "HEAD", "POST")
_PAGE: Final = 50
FORM: Final = "report"


@page(REPORT_LIST)
def reports(request: Call) -> HttpResponse:
    """Reports that this person's agency wrote or received, newest first."""
    found = liaison.list_reports(request.actor, before=request.GET.get("before", ""), size=_PAGE)
    names = agency_names(request.actor)
    context = {
        "found": found,
        "rows": [_line(row, names) for row in found.rows],
        "first": "before" in request.GET,
        "may_write": may(request.actor, REPORT_DRAFT),
        "handling": handled((row.marks, ()) for row in found.rows),
        "crumbs": (WAY[0], Crumb(_("Reports"))),
    }
    return render(request, "web/reports/reports.html", context)


def _line(row: ReportRow, names: dict[UUID, str]) -> dict[str, Any]:
    return {"row": row, "owner": names.get(row.owner, ""), "state": REPORT_STATES[row.state]}


@page(REPORT_READ)
def report(request: Call, report_id: UUID) -> HttpResponse:
    """One report: what it says, what was new in each version, and who has it."""
    found = liaison.read_report(request.actor, id=report_id)
    names, about = agency_names(request.actor), f"report:{report_id}"
    takes_files = found.row.mine and found.row.state is not ReportState.WITHDRAWN
    attached = attached_to(request.actor, about, label=thing_label(request.actor, about=about) if takes_files else None)
    files = liaison.report_files(request.actor, id=report_id) if "correct" in found.can else ()
    context = {
        "found": found,
        "line": _line(found.row, names),
        "said": _shown(request, found.said),
        "audience": [names[one] for one in found.audience if one in names],
        "versions": found.versions,
        "holders": [(names.get(one.agency, ""), wording.DELIVERY_STATES.get(one.state, "")) for one in found.holders],
        "attached": attached,
        "files": choices_of(files, names),
        "making": read_making(request.actor, report=report_id) if found.row.mine and found.said.figures else None,
        "handling": handled(
            [(found.row.marks, found.obligations), *((one.file.marks, one.file.obligations) for one in attached.lines)]
        ),
        "crumbs": (*WAY, Crumb(found.row.title)),
    }
    return render(request, "web/reports/report.html", context)


def _shown(request: Call, said: Said) -> dict[str, Any]:
    return {
        "judgements": [
            (one.text, LIKELIHOODS[one.likelihood], range_of(one.likelihood), CONFIDENCES[one.confidence])
            for one in said.judgements
        ],
        "sections": [(SECTIONS[section], text) for section, text in said.sections.items()],
        "countries": [wording.country_name(code) for code in said.countries],
        "period": said.period,
        "figures": shown_blocks(liaison.figure_blocks(said.figures)),
        "records": [(one, called) for one in said.records if (called := _caption(request, one)) is not None],
    }


def _caption(request: Call, record: UUID) -> str | None:
    """What a record is called; None where this reader may not see it."""
    try:
        return read_record(request.actor, id=record).caption
    except (NotFound, Refused):
        return None


@page(REPORT_PRINT)
def printed(request: Call, report_id: UUID) -> HttpResponse:
    """The report as PDF, in the page's language, made for this reader."""
    return _on_paper(request, report_id, "pdf", "application/pdf")


@page(REPORT_PRINT)
def word(request: Call, report_id: UUID) -> HttpResponse:
    """The same as a Word file."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _on_paper(request, report_id, "docx", kind)


def _on_paper(request: Call, report_id: UUID, form: Literal["pdf", "docx"], kind: str) -> HttpResponse:
    language = next((one for one in ("ar", "fr", "pt") if (get_language() or "").startswith(one)), "en")
    found = liaison.read_report(request.actor, id=report_id)
    made = liaison.print_report(
        request.actor,
        id=report_id,
        language=language,  # type: ignore[arg-type] # one of the four, by the line above
        sentences={one: str(wording.OBLIGATIONS[one]) for one in found.obligations if one in wording.OBLIGATIONS},
        countries={code: str(wording.country_name(code)) for code in found.said.countries},
        form=form,
    )
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="report-{report_id}.{form}"'
    return answer


@page(REPORT_DRAFT, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """A new report; what is typed is kept until it is kept in the agency."""
    typed = read_draft(request.actor, form=FORM)
    initial = (
        first_marks() | {"records": request.GET.get("record", "")} | (typed_fields(typed, SEVERAL) if typed else {})
    )
    return _written(request, initial, typed, None)


@page(REPORT_DRAFT, methods=_BOTH)
def edit(request: Call, report_id: UUID) -> HttpResponse:
    """Change a draft of the agency."""
    found = liaison.read_report(request.actor, id=report_id)
    if "edit" not in found.can or found.draft is None:
        raise NotFound("liaison.no-report")
    typed = read_draft(request.actor, form=FORM, about=str(report_id))
    return _written(
        request, initial_of_report(found.draft) | (typed_fields(typed, SEVERAL) if typed else {}), typed, found
    )


def _written(request: Call, initial: dict[str, Any], typed: DraftView | None, found: ReportView | None) -> HttpResponse:
    form = _form(request, initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = liaison.keep_report(
                request.actor,
                reporting=form.reporting(),
                exercise=settings.MINASSA.node.exercise,
                id=found.row.id if found else None,
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            drop_draft(request.actor, form=FORM, about=str(found.row.id) if found else "")
            messages.success(request, _("The draft is kept in your agency. A supervisor can release it."))
            return HttpResponseRedirect(reverse("web:report", args=(kept,)))
    return _form_page(request, form, typed, found, title=_("Change the report") if found else _("New report"))


def _form(request: Call, initial: dict[str, Any], *, is_correction: bool = False) -> ReportForm:
    own = request.actor.agency
    return ReportForm(
        request.POST or None,
        agencies=[one for one in list_agencies(request.actor) if one.is_active and one.id != own],
        communities=list_communities(request.actor),
        is_correction=is_correction,
        initial=initial,
    )


def _form_page(
    request: Call, form: ReportForm, typed: DraftView | None, found: ReportView | None, *, title: str
) -> HttpResponse:
    way = [Crumb(found.row.title, reverse("web:report", args=(found.row.id,)))] if found else []
    context = {
        "form": form,
        "title": title,
        "draft": typed,
        "draft_form": FORM,
        "about": str(found.row.id) if found else "",
        "found": found,
        "is_correction": form.is_correction,
        "handling": handled([(found.row.marks, found.obligations)]) if found else None,
        "crumbs": (*WAY, *way, Crumb(title)),
    }
    return render(request, "web/reports/form.html", context, status=422 if form.errors else 200)


@page(REPORT_PREVIEW)
def preview(request: Call, report_id: UUID) -> HttpResponse:
    """Exactly what would leave, and who would get it; the button that releases it."""
    found = liaison.read_report(request.actor, id=report_id)
    try:
        leaving, fault = liaison.preview_report(request.actor, id=report_id), ""
    except (Invalid, Refused) as refused:
        leaving, fault = None, str(refused)
    names = agency_names(request.actor)
    context = {
        "found": found,
        "leaving": leaving,
        "fault": fault,
        "said": _shown(request, leaving.said) if leaving else None,
        "agencies": [names.get(one, "") for one in leaving.agencies] if leaving else [],
        "files": choices_of(leaving.files, names) if leaving else [],
        "handling": handled([(leaving.marks if leaving else found.row.marks, found.obligations)]),
        "crumbs": (*WAY, Crumb(found.row.title, reverse("web:report", args=(report_id,))), Crumb(_("Release"))),
    }
    return render(request, "web/reports/preview.html", context)


@page(REPORT_RELEASE, methods=("POST",))
def release(request: Call, report_id: UUID) -> HttpResponse:
    """Release a draft."""
    try:
        liaison.release_report(request.actor, id=report_id, files=chosen_files(request))
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The report is released."))
    return HttpResponseRedirect(reverse("web:report", args=(report_id,)))


@page(REPORT_RELEASE, methods=("POST",))
def send_files(request: Call, report_id: UUID) -> HttpResponse:
    """Let files follow a report, to all who have it."""
    files_sent(request, partial(liaison.send_report_files, request.actor, id=report_id))
    return HttpResponseRedirect(reverse("web:report", args=(report_id,)))


@page(REPORT_RELEASE, methods=_BOTH)
def correct(request: Call, report_id: UUID) -> HttpResponse:
    """Let a report say something else, to all who have it."""
    found = liaison.read_report(request.actor, id=report_id)
    if "correct" not in found.can or found.draft is None:
        raise NotFound("liaison.no-report")
    form = _form(request, initial_of_report(found.draft), is_correction=True)
    if request.method == "POST" and form.is_valid():
        try:
            liaison.correct_report(
                request.actor, id=report_id, reporting=form.reporting(), change=form.cleaned_data["change"]
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The report is corrected; each recipient acknowledges."))
            return HttpResponseRedirect(reverse("web:report", args=(report_id,)))
    return _form_page(request, form, None, found, title=_("Correct the report"))


@page(REPORT_RELEASE, methods=("POST",))
def withdraw(request: Call, report_id: UUID) -> HttpResponse:
    """Take a report back from all who have it."""
    try:
        liaison.withdraw_report(request.actor, id=report_id, change=request.POST.get("change", ""))
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The report is taken back from all who had it."))
    return HttpResponseRedirect(reverse("web:report", args=(report_id,)))


@page(REPORT_DRAFT, methods=("POST",))
def discard(request: Call, report_id: UUID) -> HttpResponse:
    """Throw a draft of the agency away."""
    liaison.discard_report(request.actor, id=report_id)
    drop_draft(request.actor, form=FORM, about=str(report_id))
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("web:reports"))


@page(DRAFT_KEEP, methods=("POST",))
def draft(request: Call) -> HttpResponse:
    """Keep what is typed; answers htmx with nothing to swap."""
    return keep_typed(request, FORM)


@page(DRAFT_KEEP, methods=("POST",))
def drop(request: Call) -> HttpResponse:
    """Throw away what was typed."""
    return drop_typed(request, FORM, then=reverse("web:reports"))
