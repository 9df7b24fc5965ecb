"""Threat reports that begin with figures: asked for now, made anew, or begun by a schedule."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa import briefings
from minassa.access import list_agencies, list_communities
from minassa.base import Fault, Invalid, today
from minassa.briefings import AskedView, ScheduleView
from minassa.briefings.acts import BRIEFING_LIST, BRIEFING_MAKE, SCHEDULE_KEEP
from minassa.threats import month_of
from minassa.web import wording
from minassa.web.forms.briefing import EVERY, BriefingForm, ScheduleForm
from minassa.web.forms.request import first_marks
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.assessments import WAY

ASKED_STATES: Final = {
    "waiting": gettext_lazy("The figures wait to be made"),
    "running": gettext_lazy("The figures are being made"),
    "done": gettext_lazy("The figures are made"),
    "failed": gettext_lazy("The figures could not be made"),
}
_BOTH: Final = ("GET", "HEAD", "POST")


@page(BRIEFING_MAKE, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """Begin a report with the figures of a period and area; its parts are written afterwards."""
    last = month_of(today()) - 1
    initial = first_marks() | {"first": last - 2, "last": last}
    form = BriefingForm(request.POST or None, initial=initial, **_readers(request))
    if request.method == "POST" and form.is_valid():
        try:
            if briefings.is_long(request.actor, briefing=form.briefing()):
                asked = briefings.ask_briefing(request.actor, briefing=form.briefing(), exercise=_exercise())
                return HttpResponseRedirect(reverse("web:briefing-asked", args=(asked,)))
            report = briefings.make_briefing(request.actor, briefing=form.briefing(), exercise=_exercise())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The figures are made. Write the parts of the report now."))
            return HttpResponseRedirect(reverse("web:report", args=(report,)))
    title = _("New threat report with figures")
    before = [(one, ASKED_STATES[one.state]) for one in briefings.list_asked(request.actor)]
    context = {"form": form, "title": title, "asked": before, "crumbs": (*WAY, Crumb(title))}
    return render(request, "web/reports/briefing.html", context, status=422 if form.errors else 200)


@page(BRIEFING_LIST)
def asked_for(request: Call, asked: UUID) -> HttpResponse:
    """A report whose figures take long: how far it is. The page can be left."""
    found = briefings.read_asked(request.actor, id=asked)
    context = {**_asked(found), "crumbs": (*WAY, Crumb(found.title))}
    return render(request, "web/reports/asked.html", context)


@page(BRIEFING_LIST, passive=True)
def asked_state(request: Call, asked: UUID) -> HttpResponse:
    """How far it is, for a page that stays open."""
    return render(request, "web/reports/asked_state.html", _asked(briefings.read_asked(request.actor, id=asked)))


def _asked(one: AskedView) -> dict[str, Any]:
    return {"one": one, "state": ASKED_STATES[one.state], "fault": str(Fault(one.fault)) if one.fault else ""}


@page(BRIEFING_MAKE, methods=("POST",))
def renew(request: Call, report_id: UUID) -> HttpResponse:
    """Make the figures of a draft anew, for its marks and recipients of now."""
    try:
        briefings.renew_figures(request.actor, report=report_id, exercise=_exercise())
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The figures are made anew."))
    return HttpResponseRedirect(reverse("web:report", args=(report_id,)))


@page(BRIEFING_LIST)
def schedules(request: Call) -> HttpResponse:
    """The schedules of one's own agency, and a form for another one."""
    return _listed(request, ScheduleForm(initial=first_marks(), **_readers(request)))


@page(SCHEDULE_KEEP, methods=("POST",))
def keep(request: Call) -> HttpResponse:
    """Keep a new schedule."""
    form = ScheduleForm(request.POST, **_readers(request))
    if form.is_valid():
        try:
            briefings.keep_schedule(request.actor, plan=form.plan(), exercise=_exercise())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The schedule is kept. Its reports appear among your drafts."))
            return HttpResponseRedirect(reverse("web:schedules"))
    return _listed(request, form)


@page(SCHEDULE_KEEP, methods=("POST",))
def stop(request: Call, schedule: UUID) -> HttpResponse:
    """End a schedule."""
    briefings.stop_schedule(request.actor, id=schedule)
    messages.success(request, _("The schedule is ended. The reports that it began stay."))
    return HttpResponseRedirect(reverse("web:schedules"))


def _listed(request: Call, form: ScheduleForm) -> HttpResponse:
    context = {
        "rows": [_line(one) for one in briefings.list_schedules(request.actor)],
        "form": form,
        "may_keep": may(request.actor, SCHEDULE_KEEP),
        "may_stop_all": "supervisor" in {one.value for one in request.actor.roles},
        "crumbs": (*WAY, Crumb(_("Schedules"))),
    }
    return render(request, "web/reports/schedules.html", context, status=422 if form.errors else 200)


def _line(one: ScheduleView) -> dict[str, Any]:
    return {
        "one": one,
        "every": EVERY[one.plan.every],
        "area": [wording.country_name(code) for code in one.plan.countries],
        "fault": str(Fault(one.fault)) if one.fault else "",
    }


def _readers(request: Call) -> dict[str, Any]:
    own = request.actor.agency
    return {
        "agencies": [one for one in list_agencies(request.actor) if one.is_active and one.id != own],
        "communities": list_communities(request.actor),
    }


def _exercise() -> bool:
    exercise: bool = settings.MINASSA.node.exercise
    return exercise
