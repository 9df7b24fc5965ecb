"""The secretariat's working agenda: sessions planned, moved by buttons or by dragging, and released."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import Conflict, Invalid
from minassa.meetings import AgendaView, SessionPlan
from minassa.meetings.acts import AGENDA_PLAN, AGENDA_RELEASE
from minassa.programmes import read_recommendations
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.meeting import SessionForm, initial_of_session
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.meetings import agenda_context, in_words, point_line, way_of

_BOTH = ("GET", "HEAD", "POST")


@page(AGENDA_PLAN)
def plan(request: Call, edition_id: UUID) -> HttpResponse:
    """The plan, with what its release would change."""
    found = meetings.read_plan(request.actor, edition=edition_id)
    context = _context(found) | {
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*way_of(found.edition), Crumb(_("Plan of the agenda"))),
    }
    return render(request, "web/meetings/plan.html", context)


def _context(found: AgendaView) -> dict[str, Any]:
    newest = found.versions[0].number if found.versions else 0
    has_sessions = any(day.sessions for day in found.days)
    can_release = has_sessions and (not newest or bool(found.differences))
    titles = {one.id: in_words(one.plan.title) for day in found.days for one in day.sessions}
    return agenda_context(found) | {
        "newest": newest,
        "can_release": can_release,
        "titles": titles.items(),
        "offered": [
            point_line(one.recommendation) | {"sessions": [(key, titles[key]) for key in one.sessions]}
            for one in found.offered
        ],
    }


@page(AGENDA_PLAN, methods=("POST",))
def move(request: Call, edition_id: UUID, session: UUID) -> HttpResponse:
    """Move a session: one place `up` or `down`, over the ends of its day too, or to a `day`, before another session."""
    found = meetings.read_plan(request.actor, edition=edition_id)
    way = request.POST.get("way", "")
    day, before = _beside(found, session, way) if way in {"up", "down"} else _dropped(request)
    if day is not None:
        meetings.move_session(request.actor, edition=edition_id, session=session, day=day, before=before)
    if not request.htmx:
        return HttpResponseRedirect(f"{reverse('web:agenda-plan', args=(edition_id,))}#s-{session}")
    context = _context(meetings.read_plan(request.actor, edition=edition_id)) | {"moved": session}
    return render(request, "web/meetings/plan_days.html", context)


def _dropped(request: Call) -> tuple[date, UUID | None]:
    try:
        before = request.POST.get("before", "")
        return date.fromisoformat(request.POST.get("day", "")), UUID(before) if before else None
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error


def _beside(found: AgendaView, session: UUID, way: str) -> tuple[date | None, UUID | None]:
    """The place one step up or down: the day and the session before which it goes; no day where there is no further place."""
    days = [(day.date, [one.id for one in day.sessions]) for day in found.days]
    at = next((number for number, (_day, ids) in enumerate(days) if session in ids), None)
    if at is None:
        return None, None
    day, ids = days[at]
    place = ids.index(session)
    if way == "up":
        if place:
            return day, ids[place - 1]
        return (days[at - 1][0], None) if at else (None, None)
    if place + 1 < len(ids):
        return day, ids[place + 2] if place + 2 < len(ids) else None
    if at + 1 < len(days):
        later = days[at + 1]
        return later[0], later[1][0] if later[1] else None
    return None, None


@page(AGENDA_PLAN, methods=_BOTH)
def new(request: Call, edition_id: UUID) -> HttpResponse:
    """Plan a session."""
    return _written(request, edition_id, None)


@page(AGENDA_PLAN, methods=_BOTH)
def edit(request: Call, edition_id: UUID, session: UUID) -> HttpResponse:
    """Plan a session otherwise."""
    return _written(request, edition_id, session)


def _written(request: Call, edition_id: UUID, session: UUID | None) -> HttpResponse:
    found = meetings.read_plan(request.actor, edition=edition_id)
    planned = meetings.read_session(request.actor, edition=edition_id, session=session) if session else None
    named = {"date": request.GET.get("day", ""), "takes_up": request.GET.getlist("takes_up")}
    form = SessionForm(
        request.POST or None,
        days=[one.date for one in found.days],
        points=_points(request, found, planned),
        initial=initial_of_session(planned) if planned else named,
    )
    if request.method == "POST" and form.is_valid():
        try:
            meetings.keep_session(request.actor, edition=edition_id, plan=form.plan(), session=session)
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The session is planned. Participants see it when the agenda is released."))
            return HttpResponseRedirect(reverse("web:agenda-plan", args=(edition_id,)))
    title = _("Change the session") if session else _("New session")
    there = Crumb(_("Plan of the agenda"), reverse("web:agenda-plan", args=(edition_id,)))
    context = {
        "form": form,
        "title": title,
        "found": found,
        "session": session,
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*way_of(found.edition), there, Crumb(title)),
    }
    return render(request, "web/meetings/session_form.html", context, status=422 if form.errors else 200)


def _points(request: Call, found: AgendaView, planned: SessionPlan | None) -> list[tuple[str, str]]:
    """The recommendations that a session can take up: those that are open, and those that it takes up already."""
    offered = {one.recommendation.id: one.recommendation for one in found.offered}
    kept = read_recommendations(request.actor, ids=planned.takes_up if planned else ())
    known = offered | {one.id: one for one in kept}
    return [(str(one.id), f"{one.programme_title} · {one.number}. {one.text}"[:200]) for one in known.values()]


@page(AGENDA_PLAN, methods=("POST",))
def take_up(request: Call, edition_id: UUID) -> HttpResponse:
    """Let a session of the plan take up what an evaluation recommends."""
    try:
        session, point = (UUID(request.POST.get(name, "")) for name in ("session", "recommendation"))
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error
    planned = meetings.read_session(request.actor, edition=edition_id, session=session)
    taking = tuple(dict.fromkeys((*planned.takes_up, point)))
    try:
        meetings.keep_session(
            request.actor, edition=edition_id, plan=replace(planned, takes_up=taking), session=session
        )
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The session takes the recommendation up, from the next release of the agenda."))
    return HttpResponseRedirect(f"{reverse('web:agenda-plan', args=(edition_id,))}#offered")


@page(AGENDA_PLAN, methods=("POST",))
def remove(request: Call, edition_id: UUID, session: UUID) -> HttpResponse:
    """Take a session out of the plan."""
    meetings.remove_session(request.actor, edition=edition_id, session=session)
    messages.success(request, _("The session is taken out of the plan."))
    return HttpResponseRedirect(reverse("web:agenda-plan", args=(edition_id,)))


@page(AGENDA_RELEASE, methods=("POST",))
def release(request: Call, edition_id: UUID) -> HttpResponse:
    """Release the plan as the agenda in force."""
    try:
        number = meetings.release_agenda(request.actor, edition=edition_id, change=request.POST.get("change", ""))
    except Invalid as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(reverse("web:agenda-plan", args=(edition_id,)))
    messages.success(request, _("Agenda %(number)s is released.") % {"number": number})
    return HttpResponseRedirect(reverse("web:agenda", args=(edition_id,)))
