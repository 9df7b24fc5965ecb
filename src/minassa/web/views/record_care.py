"""Keeping a record beyond its review, asking to delete it, and asking for a legal hold on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.base import Invalid
from minassa.records import ask_to_delete, ask_to_hold, ask_to_lift, keep_record, latest_review, read_record
from minassa.records.acts import RECORD_DELETE, RECORD_HOLD, RECORD_KEEP, RECORD_LIFT
from minassa.web.asked import asked_for
from minassa.web.forms.care import DeletionForm, HoldForm, KeepingForm, LiftForm
from minassa.web.forms.sheet import Sheet
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.records import WAY
from minassa.web.wording import caption

_BOTH = ("GET", "HEAD", "POST")


@page(RECORD_KEEP, methods=_BOTH)
def keep(request: Call, record: UUID) -> HttpResponse:
    """Keep a record until another day of review, for a reason (R07)."""
    form = KeepingForm(request.POST or None, initial={"until": latest_review()})
    if request.method == "POST" and form.is_valid():
        try:
            keep_record(request.actor, id=record, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"])
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The record is kept."))
            return HttpResponseRedirect(reverse("web:record", args=(record,)))
    return _care_page(request, record, form, _("Keep the record longer"), _("Keep it"))


@page(RECORD_DELETE, methods=_BOTH)
def delete(request: Call, record: UUID) -> HttpResponse:
    """Ask a second person to agree that a record is deleted for good (S16)."""
    form = DeletionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = ask_to_delete(request.actor, id=record, reason=form.cleaned_data["reason"])
        messages.success(
            request, _("Asked. The record is deleted when a second person has agreed and you carry it out.")
        )
        return HttpResponseRedirect(reverse("web:approval", args=(asked.id,)))
    return _care_page(request, record, form, _("Delete the record for good"), _("Ask a second person"))


@page(RECORD_HOLD, methods=_BOTH)
def hold(request: Call, record: UUID) -> HttpResponse:
    """Ask a second person to agree that a legal hold keeps a record from deletion (R07)."""
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            asked = ask_to_hold(request.actor, id=record, until=given["until"], reason=given["reason"])
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Asked. The hold stands when a second person has agreed and you carry it out."))
            return HttpResponseRedirect(reverse("web:approval", args=(asked.id,)))
    return _care_page(request, record, form, _("Place a legal hold"), _("Ask a second person"))


@page(RECORD_LIFT, methods=_BOTH)
def lift(request: Call, record: UUID) -> HttpResponse:
    """Ask a second person to agree that a legal hold ends before its day."""
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = ask_to_lift(request.actor, id=record, reason=form.cleaned_data["reason"])
        messages.success(request, _("Asked. The hold ends when a second person has agreed and you carry it out."))
        return HttpResponseRedirect(reverse("web:approval", args=(asked.id,)))
    return _care_page(request, record, form, _("Lift the legal hold"), _("Ask a second person"))


def _care_page(request: Call, record: UUID, form: Sheet, title: str, button: str) -> HttpResponse:
    asked = asked_for(request)
    found = read_record(request.actor, id=record, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    context = {
        "record": found,
        "form": form,
        "title": title,
        "button": button,
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (
            *WAY,
            Crumb(caption(found.schema, found.caption), reverse("web:record", args=(record,))),
            Crumb(title),
        ),
    }
    return render(request, "web/records/care.html", context, status=422 if form.errors else 200)
