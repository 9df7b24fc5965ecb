"""Incidents that an agency enters itself: the form, what is near, and changing it."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minassa.base import Conflict, Invalid
from minassa.desk import DraftView, drop_draft, read_draft
from minassa.records import list_records
from minassa.threats import InvalidEntry, Near, amend_entry, enter_incident, near_incidents, read_entry
from minassa.threats.acts import INCIDENT_AMEND, INCIDENT_ENTER
from minassa.web.asked import asked_for
from minassa.web.forms.incident import SEVERAL, EntryForm, IncidentForm, initial_of_entry
from minassa.web.forms.record import first_initial
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page
from minassa.web.typed import typed_fields
from minassa.web.views.incidents import WAY, title_of

FORM: Final = "incident"
_BOTH: Final = ("GET", "HEAD", "POST")
_MOST_GROUPS: Final = 200
_FIRST: Final = {"date_precision": "day", "place_precision": "near"}


@page(INCIDENT_ENTER, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """A new incident. Where others of the agency are near, it is asked first whether it tells of one of them."""
    draft = read_draft(request.actor, form=FORM)
    initial = _FIRST | first_initial(asked_for(request).get("purpose", ""))
    initial |= typed_fields(draft, SEVERAL) if draft else {}
    form = IncidentForm(request.POST or None, actor=request.actor, groups=_groups(request), initial=initial)
    near: tuple[Near, ...] = ()
    if request.method == "POST":
        near = _near(request, form)
        if form.is_valid() and not (near and not form.cleaned_data["looked"]):
            entered = _enter(request, form)
            if entered is not None:
                drop_draft(request.actor, form=FORM)
                messages.success(request, _("The incident is kept."))
                return HttpResponseRedirect(reverse("web:incident", args=(entered,)))
    return _form_page(request, form, draft, near)


def _near(request: Call, form: IncidentForm) -> tuple[Near, ...]:
    """What lies near; the form offers it. What is faulty is told at its field by the one who keeps it."""
    probe = EntryForm(request.POST, groups=())
    if not probe.is_valid():
        return ()
    try:
        near = near_incidents(request.actor, entry=probe.entry(), purpose=asked_for(request).get("purpose", ""))
    except InvalidEntry:
        return ()
    form.offer((str(one.incident.id), _near_words(one)) for one in near)
    return near


def _near_words(one: Near) -> str:
    where, day = title_of(one.incident), date_format(one.incident.start, "SHORT_DATE_FORMAT")
    return _("%(place)s, %(day)s, %(km)s km away") % {"place": where, "day": day, "km": f"{one.km:.0f}"}


def _enter(request: Call, form: IncidentForm) -> UUID | None:
    try:
        return enter_incident(
            request.actor,
            entry=form.entry(),
            label=form.label(exercise=settings.MINASSA.node.exercise),
            ground=form.ground(),
            of=UUID(form.cleaned_data["of"]) if form.cleaned_data.get("of") else None,
            case=asked_for(request).get("case", ""),
        )
    except InvalidEntry as fault:
        form.take_fault(fault)
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
    return None


@page(INCIDENT_AMEND, methods=_BOTH)
def edit(request: Call, report: UUID) -> HttpResponse:
    """Change what the own agency entered."""
    entry, incident, version = read_entry(request.actor, report=report)
    groups = list(_groups(request))
    initial = initial_of_entry(entry, {name: one for one, name in groups})
    form = EntryForm(request.POST or None, groups=groups, initial=initial)
    if request.method == "POST" and form.is_valid() and _amend(request, form, report, version):
        messages.success(request, _("The change is kept."))
        return HttpResponseRedirect(reverse("web:incident", args=(incident,)))
    return _form_page(request, form, None, (), incident=incident, version=version)


def _amend(request: Call, form: EntryForm, report: UUID, version: int) -> bool:
    try:
        amend_entry(
            request.actor,
            report=report,
            version=_number(request.POST.get("version", ""), version),
            entry=form.entry(),
            case=asked_for(request).get("case", ""),
        )
    except InvalidEntry as fault:
        form.take_fault(fault)
        return False
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
        return False
    return True


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


def _groups(request: Call) -> Iterator[tuple[UUID, str]]:
    purpose = asked_for(request).get("purpose", "")
    for one in list_records(request.actor, schema="ArmedGroup", size=_MOST_GROUPS, purpose=purpose).rows:
        yield one.id, one.caption


def _form_page(  # noqa: PLR0913 - what the page shows, each part named
    request: Call,
    form: EntryForm,
    draft: DraftView | None,
    near: tuple[Near, ...],
    *,
    incident: UUID | None = None,
    version: int = 0,
) -> HttpResponse:
    title = _("Change the incident") if incident else _("New incident")
    context: dict[str, Any] = {
        "form": form,
        "near": near,
        "incident": incident,
        "version": version,
        "draft": draft,
        "draft_form": FORM,
        "about": "",
        "title": title,
        "crumbs": (*WAY, Crumb(title)),
    }
    return render(request, "web/incidents/form.html", context, status=422 if form.errors else 200)
