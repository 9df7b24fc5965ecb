"""Alerts: the list, one alert with its versions and acknowledgements, writing, issuing, updating, standing down."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa import liaison
from minassa.access import list_agencies as all_agencies
from minassa.access import list_communities
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.desk import DraftView, FileChoice, drop_draft, read_draft, thing_label
from minassa.desk.acts import DRAFT_KEEP
from minassa.liaison import ALERT_STATES, GRAVITY_NAMES, AlertRow, AlertState, AlertView, Gravity
from minassa.liaison.acts import ALERT_ACKNOWLEDGE, ALERT_DRAFT, ALERT_ISSUE, ALERT_LIST, ALERT_READ
from minassa.records import read_record
from minassa.web import wording
from minassa.web.attachments import attached_to, choices_of, chosen_files, files_sent
from minassa.web.forms.alert import SEVERAL, AlertForm, initial_of_alert
from minassa.web.forms.request import first_marks
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.typed import drop_typed, keep_typed, typed_fields
from minassa.web.views.records import agency_names

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Alerts"), "/alerts/"))
_BOTH: Final = ("GET", "HEAD", "POST")
_PAGE: Final = 50
FORM: Final = "alert"


@page(ALERT_LIST)
def alerts(request: Call) -> HttpResponse:
    """Alerts that this person's agency issued or received, newest first."""
    found = liaison.list_alerts(request.actor, before=request.GET.get("before", ""), size=_PAGE)
    names = agency_names(request.actor)
    context = {
        "found": found,
        "rows": [_line(row, names) for row in found.rows],
        "first": "before" in request.GET,
        "may_write": may(request.actor, ALERT_DRAFT),
        "handling": handled((row.marks, ()) for row in found.rows),
        "crumbs": (WAY[0], Crumb(_("Alerts"))),
    }
    return render(request, "web/alerts/alerts.html", context)


def _line(row: AlertRow, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "row": row,
        "owner": names.get(row.owner, ""),
        "state": ALERT_STATES[row.state],
        "gravity": GRAVITY_NAMES[row.gravity],
        "grave": row.gravity is Gravity.IMMEDIATE,
    }


@page(ALERT_READ)
def alert(request: Call, alert_id: UUID) -> HttpResponse:
    """One alert: what it says, what was new in each version, and who has acknowledged it."""
    found = liaison.read_alert(request.actor, id=alert_id)
    names = agency_names(request.actor)
    attached = attached_to(
        request.actor,
        f"alert:{alert_id}",
        label=thing_label(request.actor, about=f"alert:{alert_id}") if _takes_files(found) else None,
    )
    context = {
        "found": found,
        "line": _line(found.row, names),
        "countries": [wording.country_name(code) for code in found.countries],
        "audience": [names[one] for one in found.audience if one in names],
        "records": [one for one in found.records if _is_seen(request, one)],
        "versions": [(one, GRAVITY_NAMES[one.gravity], ALERT_STATES[one.state]) for one in found.versions],
        "recipients": [
            (names.get(one.agency, ""), wording.ACKNOWLEDGING.get(one.state, ""), one) for one in found.recipients
        ],
        "attached": attached,
        "files": choices_of(_files(request, found), names),
        "handling": handled(
            [(found.row.marks, found.obligations), *((one.file.marks, one.file.obligations) for one in attached.lines)]
        ),
        "crumbs": (*WAY, Crumb(found.row.title)),
    }
    return render(request, "web/alerts/alert.html", context)


def _files(request: Call, found: AlertView) -> tuple[FileChoice, ...]:
    """The files that a supervisor can send with the alert, or after it to all who have it."""
    if not {"issue", "update"} & set(found.can):
        return ()
    try:
        return liaison.alert_files(request.actor, id=found.row.id)
    except Invalid:
        return ()  # the draft names somebody who is not there any more; issuing it says so


def _takes_files(found: AlertView) -> bool:
    return found.row.mine and found.row.state is not AlertState.STOOD_DOWN


def _is_seen(request: Call, record: UUID) -> bool:
    try:
        read_record(request.actor, id=record)
    except (NotFound, Refused):
        return False
    return True


@page(ALERT_DRAFT, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """A new alert; what is typed is kept until it is kept in the agency or issued."""
    typed = read_draft(request.actor, form=FORM)
    initial = first_marks() | {"gravity": Gravity.SERIOUS.value} | (typed_fields(typed, SEVERAL) if typed else {})
    return _written(request, initial, typed, None)


@page(ALERT_DRAFT, methods=_BOTH)
def edit(request: Call, alert_id: UUID) -> HttpResponse:
    """Change a draft of the agency."""
    found = liaison.read_alert(request.actor, id=alert_id)
    if "edit" not in found.can or found.draft is None:
        raise NotFound("liaison.no-alert")
    typed = read_draft(request.actor, form=FORM, about=str(alert_id))
    return _written(
        request, initial_of_alert(found.draft) | (typed_fields(typed, SEVERAL) if typed else {}), typed, found
    )


def _written(request: Call, initial: dict[str, Any], typed: DraftView | None, found: AlertView | None) -> HttpResponse:
    form = _form(request, initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = liaison.keep_alert(
                request.actor,
                alerting=form.alerting(),
                exercise=settings.MINASSA.node.exercise,
                id=found.row.id if found else None,
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            drop_draft(request.actor, form=FORM, about=str(found.row.id) if found else "")
            messages.success(request, _("The draft is kept in your agency. A supervisor can issue it."))
            return HttpResponseRedirect(reverse("web:alert", args=(kept,)))
    return _form_page(request, form, typed, found, title=_("Change the alert") if found else _("New alert"))


def _form(
    request: Call, initial: dict[str, Any], *, having: tuple[UUID, ...] = (), is_update: bool = False
) -> AlertForm:
    out = {request.actor.agency, *having}
    return AlertForm(
        request.POST or None,
        agencies=[one for one in all_agencies(request.actor) if one.is_active and one.id not in out],
        communities=list_communities(request.actor),
        is_update=is_update,
        initial=initial,
    )


def _form_page(
    request: Call, form: AlertForm, typed: DraftView | None, found: AlertView | None, *, title: str
) -> HttpResponse:
    way = [Crumb(found.row.title, reverse("web:alert", args=(found.row.id,)))] if found else []
    context = {
        "form": form,
        "title": title,
        "draft": typed,
        "draft_form": FORM,
        "about": str(found.row.id) if found else "",
        "found": found,
        "is_update": form.is_update,
        "handling": handled([(found.row.marks, found.obligations)]) if found else None,
        "crumbs": (*WAY, *way, Crumb(title)),
    }
    return render(request, "web/alerts/form.html", context, status=422 if form.errors else 200)


@page(ALERT_ISSUE, methods=("POST",))
def issue(request: Call, alert_id: UUID) -> HttpResponse:
    """Issue a draft."""
    try:
        liaison.issue_alert(request.actor, id=alert_id, files=chosen_files(request))
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The alert is issued."))
    return HttpResponseRedirect(reverse("web:alert", args=(alert_id,)))


@page(ALERT_ISSUE, methods=("POST",))
def send_files(request: Call, alert_id: UUID) -> HttpResponse:
    """Let files follow an alert, to all who have it."""
    files_sent(request, partial(liaison.send_alert_files, request.actor, id=alert_id))
    return HttpResponseRedirect(reverse("web:alert", args=(alert_id,)))


@page(ALERT_ISSUE, methods=_BOTH)
def update(request: Call, alert_id: UUID) -> HttpResponse:
    """Let an alert say something else, to all who have it."""
    found = liaison.read_alert(request.actor, id=alert_id)
    if "update" not in found.can or found.draft is None:
        raise NotFound("liaison.no-alert")
    initial = {**initial_of_alert(found.draft), "to": [], "announced": True}
    form = _form(request, initial, having=found.audience, is_update=True)
    if request.method == "POST" and form.is_valid():
        try:
            liaison.update_alert(
                request.actor,
                id=alert_id,
                alerting=form.alerting(),
                change=form.cleaned_data["change"],
                growth=form.growth(),
            )
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The alert is updated; each agency acknowledges anew."))
            return HttpResponseRedirect(reverse("web:alert", args=(alert_id,)))
    return _form_page(request, form, None, found, title=_("Update the alert"))


@page(ALERT_ISSUE, methods=("POST",))
def stand_down(request: Call, alert_id: UUID) -> HttpResponse:
    """End an alert."""
    try:
        liaison.stand_down_alert(request.actor, id=alert_id, change=request.POST.get("change", ""))
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The alert is stood down."))
    return HttpResponseRedirect(reverse("web:alert", args=(alert_id,)))


@page(ALERT_ACKNOWLEDGE, methods=("POST",))
def acknowledge(request: Call, alert_id: UUID) -> HttpResponse:
    """Acknowledge an alert for the own agency."""
    try:
        liaison.acknowledge_alert(request.actor, id=alert_id)
    except Conflict as fault:
        messages.warning(request, str(fault))
    else:
        messages.success(request, _("Acknowledged for your agency."))
    return HttpResponseRedirect(reverse("web:alert", args=(alert_id,)))


@page(ALERT_DRAFT, methods=("POST",))
def discard(request: Call, alert_id: UUID) -> HttpResponse:
    """Throw a draft of the agency away."""
    liaison.discard_alert(request.actor, id=alert_id)
    drop_draft(request.actor, form=FORM, about=str(alert_id))
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("web:alerts"))


@page(DRAFT_KEEP, methods=("POST",))
def draft(request: Call) -> HttpResponse:
    """Keep what is typed; answers htmx with nothing to swap."""
    return keep_typed(request, FORM)


@page(DRAFT_KEEP, methods=("POST",))
def drop(request: Call) -> HttpResponse:
    """Throw away what was typed."""
    return drop_typed(request, FORM, then=reverse("web:alerts"))
