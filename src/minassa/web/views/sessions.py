"""Per session: the interpretation that people need, chosen by them and ordered by the secretariat, and who was there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import Conflict, Invalid, NotFound
from minassa.meetings import SPOKEN_NAMES, SessionNeeds
from minassa.meetings.acts import ATTENDANCE_KEEP, ATTENDANCE_LIST, INTERPRETATION_CHOOSE, INTERPRETATION_LIST
from minassa.web.faults import BAD_REQUEST
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.meetings import in_words, line_of, session_line, way_of

USUAL = "usual"
"""What the form sends for a person's usual language."""


@page(INTERPRETATION_LIST)
def interpretation(request: Call, edition_id: UUID) -> HttpResponse:
    """The list for whoever orders interpreters: each session with its languages, channels, numbers and people."""
    row = meetings.read_edition(request.actor, id=edition_id).row
    context = {
        "line": line_of(row),
        "sessions": [_session(one) for one in meetings.list_interpretation(request.actor, edition=edition_id)],
        "handling": handled([(row.marks, row.obligations)]),
        "crumbs": (*way_of(row), Crumb(_("Interpretation"))),
    }
    return render(request, "web/meetings/interpretation.html", context)


def _session(one: SessionNeeds) -> dict[str, Any]:
    wanted = {need.language for need in one.needs}
    return {
        "one": one,
        "session": session_line(one.session),
        "needs": [{"one": need, "language": SPOKEN_NAMES[need.language]} for need in one.needs],
        "unused": [SPOKEN_NAMES[code] for code in one.session.plan.channels if code not in wanted],
        "listeners": [(who, SPOKEN_NAMES.get(who.language, "—")) for who in one.listeners],
    }


@page(INTERPRETATION_CHOOSE, methods=("POST",))
def choose(request: Call, session_id: UUID, delegate: UUID) -> HttpResponse:
    """Choose in which language somebody listens to a session."""
    given = request.POST.get("language", USUAL)
    try:
        language = None if given == USUAL else given
        meetings.choose_interpretation(request.actor, session=session_id, delegate=delegate, language=language)
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The language for this session is kept."))
    return HttpResponseRedirect(f"{reverse('web:session', args=(session_id,))}#listeners")


@page(ATTENDANCE_LIST)
def attendance(request: Call, session_id: UUID) -> HttpResponse:
    """Who is in a session: the code of a badge, or the list of those who may be there."""
    found = meetings.read_floor(request.actor, session=session_id)
    people = meetings.list_attendance(request.actor, session=session_id)
    title = in_words(found.session.plan.title)
    agenda = Crumb(_("Agenda"), reverse("web:agenda", args=(found.edition.id,)))
    here = Crumb(title, reverse("web:session", args=(session_id,)))
    context = {
        "found": found,
        "title": title,
        "people": people,
        "came": sum(one.arrival is not None for one in people),
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*way_of(found.edition), agenda, here, Crumb(_("Attendance"))),
    }
    return render(request, "web/meetings/attendance.html", context)


@page(ATTENDANCE_KEEP, methods=("POST",))
def attend(request: Call, session_id: UUID) -> HttpResponse:
    """Put somebody down as being there, or with `strike` take it back."""
    try:
        said = _attended(request, session_id)
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error
    except (NotFound, Conflict) as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("web:session-attendance", args=(session_id,)))


def _attended(request: Call, session_id: UUID) -> str:
    if struck := request.POST.get("strike", ""):
        meetings.strike_attendance(request.actor, session=session_id, delegate=UUID(struck))
        return _("The person is taken off the list of this session.")
    chosen, code = request.POST.get("delegate", ""), request.POST.get("code", "")
    found = meetings.attend(request.actor, session=session_id, code=code, delegate=UUID(chosen) if chosen else None)
    said = _("%(name)s, %(delegation)s, is in already.") if found.again else _("%(name)s, %(delegation)s, is in.")
    return said % {"name": found.name, "delegation": found.delegation}
