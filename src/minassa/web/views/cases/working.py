"""Working on a case: every form of its page, and the way back to it."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from minassa import cases
from minassa.base import Conflict, Invalid, NotFound
from minassa.cases import CaseState
from minassa.cases.acts import CASE_DECIDE, CASE_JOIN, CASE_WORK
from minassa.check import Verdict
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.breach import reference
from minassa.web.forms.case import EvidenceForm
from minassa.web.pieces import done
from minassa.web.policy import Call, page
from minassa.web.views.cases.one import case_page

_POST = ("POST",)


def _back(case: UUID) -> str:
    return reverse("web:case", args=(case,))


def _key(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error


@page(CASE_WORK, methods=_POST)
def note(request: Call, case: UUID) -> HttpResponse:
    """Write a note."""
    act = partial(cases.note_case, request.actor, id=case, text=request.POST.get("text", ""))
    return done(request, act, _("The note is kept."), _back(case))


@page(CASE_WORK, methods=_POST)
def assign(request: Call, case: UUID) -> HttpResponse:
    """Give the case to somebody."""
    written = request.POST.get("person", "")
    return done(
        request,
        lambda: cases.assign_case(request.actor, id=case, person=_key(written)),
        _("The case is assigned."),
        _back(case),
    )


@page(CASE_WORK, methods=_POST)
def due(request: Call, case: UUID) -> HttpResponse:
    """Set the deadline."""

    def act() -> None:
        try:
            at = parse_datetime(request.POST.get("due", ""))
        except ValueError:
            at = None
        if at is None:
            raise Invalid(BAD_REQUEST)
        at = make_aware(at) if is_naive(at) else at
        cases.set_due(request.actor, id=case, due=at, reason=request.POST.get("reason", ""))

    return done(request, act, _("The deadline is set."), _back(case))


@page(CASE_WORK, methods=_POST)
def link(request: Call, case: UUID) -> HttpResponse:
    """Link the case to a record, a request or another thing; the address of a page will do."""
    thing = reference(request.POST.get("thing", "").strip())
    return done(
        request, partial(cases.link_case, request.actor, id=case, thing=thing), _("The link is kept."), _back(case)
    )


@page(CASE_WORK, methods=_POST)
def unlink(request: Call, case: UUID) -> HttpResponse:
    """Take a link away."""
    thing = request.POST.get("thing", "")
    return done(
        request,
        partial(cases.unlink_case, request.actor, id=case, thing=thing),
        _("The link is taken away."),
        _back(case),
    )


@page(CASE_WORK, methods=_POST)
def evidence(request: Call, case: UUID) -> HttpResponse:
    """Add a piece of evidence."""
    form = EvidenceForm(request.POST)
    if form.is_valid():
        try:
            cases.add_evidence(request.actor, id=case, evidence=form.evidence())
        except (Invalid, Conflict, NotFound) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The evidence is in the case."))
            return HttpResponseRedirect(_back(case))
    return case_page(request, case, form=form)


@page(CASE_DECIDE, methods=_POST)
def decide(request: Call, case: UUID) -> HttpResponse:
    """Confirm or dismiss the case, or propose it."""
    verdict = next((one for one in Verdict if one.value == request.POST.get("verdict")), None)
    if verdict is None:
        raise Invalid(BAD_REQUEST)
    try:
        state = cases.decide_case(
            request.actor,
            id=case,
            verdict=verdict,
            reason=request.POST.get("reason", ""),
            version=_version(request),
        )
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
    else:
        waits = state is CaseState.WAITING
        messages.success(request, _("A second person is asked to agree.") if waits else _("The case is decided."))
    return HttpResponseRedirect(_back(case))


def _version(request: Call) -> int:
    written = request.POST.get("version", "")
    return int(written) if written.isascii() and written.isdigit() else 0


@page(CASE_DECIDE, methods=_POST)
def agree(request: Call, case: UUID) -> HttpResponse:
    """Agree as the second person, or leave the case open."""
    act = partial(
        cases.agree_case,
        request.actor,
        id=case,
        agree=request.POST.get("decision") == "agree",
        reason=request.POST.get("reason", ""),
        version=_version(request),
    )
    return done(request, act, _("Your decision is kept."), _back(case))


@page(CASE_JOIN, methods=_POST)
def reopen(request: Call, case: UUID) -> HttpResponse:
    """Open a decided case again, or one that was merged."""
    reason = request.POST.get("reason", "")
    act = cases.give_back if request.POST.get("merged") else cases.reopen_case
    return done(request, partial(act, request.actor, id=case, reason=reason), _("The case is open again."), _back(case))


@page(CASE_JOIN, methods=_POST)
def merge(request: Call, case: UUID) -> HttpResponse:
    """Merge the case into another one."""
    try:
        into = _key(request.POST.get("into", ""))
        cases.merge_case(request.actor, id=case, into=into, reason=request.POST.get("reason", ""))
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(_back(case))
    messages.success(request, _("The cases are merged; this is the one that goes on."))
    return HttpResponseRedirect(_back(into))


@page(CASE_JOIN, methods=_POST)
def split(request: Call, case: UUID) -> HttpResponse:
    """Split some of the evidence off."""
    try:
        made = cases.split_case(
            request.actor,
            id=case,
            pieces=[_key(one) for one in request.POST.getlist("piece")],
            title=request.POST.get("title", ""),
            reason=request.POST.get("reason", ""),
        )
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(_back(case))
    messages.success(request, _("The evidence that you chose is in a case of its own, which is this one."))
    return HttpResponseRedirect(_back(made))
