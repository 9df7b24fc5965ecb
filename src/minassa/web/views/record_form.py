"""Writing records: choosing the kind, the form, its draft, and sending it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.access import Label
from minassa.base import Conflict, Invalid, Refused
from minassa.desk import DraftView, drop_draft, keep_draft, read_draft
from minassa.desk.acts import DRAFT_KEEP
from minassa.records import (
    InvalidItem,
    RecordView,
    Schema,
    add_record,
    amend_record,
    ask_to_widen,
    read_record,
    schema,
    schemata,
)
from minassa.records.acts import RECORD_ADD, RECORD_AMEND
from minassa.web.asked import asked_for
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.record import RecordForm, first_initial, initial_of, initial_of_draft
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.records import COMMON, WAY, kinds
from minassa.web.wording import caption

_BOTH = ("GET", "HEAD", "POST")
_NOT_KEPT = {"csrfmiddlewaretoken", "version", "about", "form"}


@page(RECORD_ADD)
def choose(request: Call) -> HttpResponse:
    """Which kind of record it shall be."""
    offered = kinds()
    context = {
        "common": offered[: len(COMMON)],
        "others": offered[len(COMMON) :],
        "crumbs": (*WAY, Crumb(_("New record"))),
    }
    return render(request, "web/records/choose.html", context)


@page(RECORD_ADD, methods=_BOTH)
def new(request: Call, kind: str) -> HttpResponse:
    """A new record; what is typed is kept as a draft until it is sent."""
    of = schema(kind)
    name = f"record:{of.name}"
    draft = read_draft(request.actor, form=name)
    initial = first_initial(asked_for(request).get("purpose", "")) | (initial_of_draft(draft.fields) if draft else {})
    form = RecordForm(request.POST or None, schema=of, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid() and (added := _add(request, form)):
        drop_draft(request.actor, form=name)
        messages.success(request, _("The record is kept."))
        return HttpResponseRedirect(reverse("web:record", args=(added.id,)))
    return _form_page(request, form, of, draft, None)


def _add(request: Call, form: RecordForm) -> RecordView | None:
    try:
        return add_record(
            request.actor,
            schema=form.schema.name,
            properties=form.properties(),
            label=_label(form),
            ground=form.ground(),
            case=asked_for(request).get("case", ""),
        )
    except InvalidItem as faults:
        form.take_problems((one.where, Invalid(one.fault.code, **one.fault.params)) for one in faults.problems)
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
    return None


def _label(form: RecordForm) -> Label:
    return form.label(exercise=settings.MINASSA.node.exercise)


@page(RECORD_AMEND, methods=_BOTH)
def edit(request: Call, record: UUID) -> HttpResponse:
    """Change a record of the own agency; a label for more people or uses needs a second person."""
    asked = asked_for(request)
    found = read_record(request.actor, id=record, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    of = schema(found.schema)
    draft = read_draft(request.actor, form="record", about=str(record))
    initial = initial_of(found) | (initial_of_draft(draft.fields) if draft else {})
    form = RecordForm(request.POST or None, schema=of, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid() and _amend(request, form, found):
        drop_draft(request.actor, form="record", about=str(record))
        return HttpResponseRedirect(reverse("web:record", args=(record,)))
    return _form_page(request, form, of, draft, found)


def _amend(request: Call, form: RecordForm, found: RecordView) -> bool:
    """Whether the change was made, or a second person was asked for it."""
    try:
        amend_record(
            request.actor,
            id=found.id,
            version=int(request.POST.get("version") or found.version),
            properties=form.properties(),
            label=_label(form),
            ground=form.ground(),
            case=asked_for(request).get("case", ""),
        )
    except InvalidItem as faults:
        form.take_problems((one.where, Invalid(one.fault.code, **one.fault.params)) for one in faults.problems)
        return False
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
        return False
    except Refused as refused:
        if refused.code != "access.approval-needed" or "reason" not in request.POST:
            raise
        return _ask_second_person(request, form, found, refused)
    messages.success(request, _("The change is kept."))
    return True


def _ask_second_person(request: Call, form: RecordForm, found: RecordView, refused: Refused) -> bool:
    """Whoever opens a record to more people says why, and changes nothing else with it; a second person decides."""
    reason = request.POST["reason"].strip()
    form.widening = True
    if not reason:
        form.add_error(None, str(refused))
        return False
    if form.properties() != dict(found.properties):
        form.add_error(None, _("Keep first what it says, with the old handling marks; then ask for the wider ones."))
        return False
    ask_to_widen(request.actor, id=found.id, label=_label(form), reason=reason)
    messages.success(request, _("Asked. The record opens when a second person has agreed and you carry it out."))
    return True


@page(DRAFT_KEEP, methods=("POST",))
def draft(request: Call) -> HttpResponse:
    """Keep what is typed; answers htmx with nothing to swap."""
    form, about = _form_named(request)
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in _NOT_KEPT}
    keep_draft(request.actor, form=form, about=about, fields=fields)
    return HttpResponse(status=204)


@page(DRAFT_KEEP, methods=("POST",))
def drop(request: Call) -> HttpResponse:
    """Throw a draft away."""
    form, about = _form_named(request)
    drop_draft(request.actor, form=form, about=about)
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("web:records"))


def _form_named(request: Call) -> tuple[str, str]:
    """The form that a draft is of: a record that is changed, or a new one of a kind. Raises Invalid for any other."""
    form, about = request.POST.get("form", ""), request.POST.get("about", "")
    try:
        is_ours = str(UUID(about)) == about and form == "record"
    except ValueError:
        is_ours = not about and form.partition(":")[0] == "record" and form.partition(":")[2] in schemata()
    if not is_ours:
        raise Invalid(BAD_REQUEST)
    return form, about


def _form_page(
    request: Call, form: RecordForm, of: Schema, kept: DraftView | None, found: RecordView | None
) -> HttpResponse:
    title = _("Change the record") if found else _("New record: %(kind)s") % {"kind": of.label}
    context: dict[str, Any] = {
        "form": form,
        "schema": of,
        "record": found,
        "title": title,
        "draft": kept,
        "draft_form": "record" if found else f"record:{of.name}",
        "about": str(found.id) if found else "",
        "handling": handled([(found.marks, found.obligations)]) if found else None,
        "crumbs": (
            *WAY,
            *([Crumb(caption(found.schema, found.caption), reverse("web:record", args=(found.id,)))] if found else []),
            Crumb(title),
        ),
    }
    return render(request, "web/records/form.html", context, status=422 if form.errors else 200)
