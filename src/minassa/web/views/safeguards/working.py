"""Working on an incident: notes, the two clocks, lessons, recalls, closing; and entering one because of an alert on reading."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from minassa import safeguards
from minassa.base import Conflict, Invalid
from minassa.safeguards import BreachState, Party
from minassa.safeguards.acts import BREACH_CLOSE, BREACH_ENTER, BREACH_KEEP, BREACH_RECALL
from minassa.web.pieces import done
from minassa.web.policy import Call, page
from minassa.web.ways import way_back

_POST = ("POST",)


def _back(incident: UUID) -> str:
    return reverse("web:breach", args=(incident,))


@page(BREACH_KEEP, methods=_POST)
def note(request: Call, incident: UUID) -> HttpResponse:
    """Write down what was done."""
    act = partial(safeguards.note_step, request.actor, id=incident, text=request.POST.get("text", ""))
    return done(request, act, _("The note is kept."), _back(incident))


@page(BREACH_KEEP, methods=_POST)
def told(request: Call, incident: UUID) -> HttpResponse:
    """Say that the authority or the persons concerned were told, or why not."""
    written = request.POST.get("at", "")
    try:
        at = parse_datetime(written) if written else None
    except ValueError:
        at = None
    act = partial(
        safeguards.settle_clock,
        request.actor,
        id=incident,
        party=Party.PERSONS if request.POST.get("party") == Party.PERSONS.value else Party.AUTHORITY,
        told=request.POST.get("told") == "yes",
        note=request.POST.get("note", ""),
        at=make_aware(at) if at is not None and is_naive(at) else at,
    )
    return done(request, act, _("Your decision is kept."), _back(incident))


@page(BREACH_KEEP, methods=_POST)
def lessons(request: Call, incident: UUID) -> HttpResponse:
    """Write down what was learnt."""
    act = partial(safeguards.write_lessons, request.actor, id=incident, text=request.POST.get("text", ""))
    return done(request, act, _("What was learnt is kept."), _back(incident))


@page(BREACH_RECALL, methods=_POST)
def recall(request: Call, incident: UUID) -> HttpResponse:
    """Recall a record from all who have it."""
    try:
        safeguards.start_recall(request.actor, id=incident, record=UUID(request.POST.get("record", "")))
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
    except ValueError:
        messages.error(request, _("Choose the record to recall."))
    else:
        messages.success(request, _("Recalled. Each agency acknowledges it, and stands here."))
    return HttpResponseRedirect(_back(incident))


@page(BREACH_CLOSE, methods=_POST)
def close(request: Call, incident: UUID) -> HttpResponse:
    """Close an incident, or ask a second keeper to."""
    try:
        state = safeguards.ask_to_close(request.actor, id=incident, reason=request.POST.get("reason", ""))
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
    else:
        closed = state is BreachState.CLOSED
        messages.success(
            request, _("The incident is closed.") if closed else _("A second person is asked to close it.")
        )
    return HttpResponseRedirect(_back(incident))


@page(BREACH_CLOSE, methods=_POST)
def decide(request: Call, incident: UUID) -> HttpResponse:
    """Close an incident as the second person, or keep it open."""
    act = partial(
        safeguards.decide_closing,
        request.actor,
        id=incident,
        agree=request.POST.get("decision") == "close",
        reason=request.POST.get("reason", ""),
    )
    return done(request, act, _("Your decision is kept."), _back(incident))


@page(BREACH_ENTER, methods=_POST)
def enter_scraping(request: Call, alert: UUID) -> HttpResponse:
    """Uphold an alert on reading and enter it as an incident."""
    try:
        made = safeguards.enter_for_scraping(request.actor, alert=alert, reason=request.POST.get("reason", ""))
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(way_back(request, otherwise=reverse("web:scraping", args=(alert,))))
    messages.success(request, _("Entered. Those who keep the register are told."))
    return HttpResponseRedirect(_back(made))
