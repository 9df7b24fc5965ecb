"""Writing a report and its way: every form of its page, and the way back to it."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from minassa import suspicions
from minassa.base import Conflict, Invalid
from minassa.suspicions import ReplyKind
from minassa.suspicions.acts import SUSPICION_DRAFT, SUSPICION_FOLLOW, SUSPICION_REVIEW, SUSPICION_SEND
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.suspicion import HeadForm, PartyForm, TransactionForm
from minassa.web.pieces import done
from minassa.web.policy import Call, page
from minassa.web.views.suspicions.reading import report_page

_POST = ("POST",)


def _back(report: UUID) -> str:
    return reverse("web:suspicion", args=(report,))


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


@page(SUSPICION_DRAFT, methods=_POST)
def draft(request: Call, case: UUID) -> HttpResponse:
    """Draft a report from a case."""
    made = suspicions.draft_report(request.actor, case=case)
    messages.success(request, _("The report begins with what the case holds. Check every word."))
    return HttpResponseRedirect(_back(made))


@page(SUSPICION_DRAFT, methods=_POST)
def head(request: Call, report: UUID) -> HttpResponse:
    """Change the head of a draft."""
    form = HeadForm(request.POST)
    if form.is_valid():
        try:
            version = _number(request.POST.get("version", ""))
            suspicions.change_head(request.actor, id=report, head=form.head(), version=version)
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The draft is kept."))
            return HttpResponseRedirect(_back(report))
    return report_page(request, report, head=form)


@page(SUSPICION_DRAFT, methods=_POST)
def party(request: Call, report: UUID) -> HttpResponse:
    """Add a party."""
    form = PartyForm(request.POST, auto_id="party_%s")
    if form.is_valid():
        try:
            suspicions.add_party(request.actor, id=report, party=form.party())
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The party is in the report."))
            return HttpResponseRedirect(_back(report))
    return report_page(request, report, party=form)


@page(SUSPICION_DRAFT, methods=_POST)
def transaction(request: Call, report: UUID) -> HttpResponse:
    """Add a transaction."""
    form = TransactionForm(request.POST, auto_id="transaction_%s")
    if form.is_valid():
        try:
            suspicions.add_transaction(request.actor, id=report, transaction=form.transaction())
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The transaction is in the report."))
            return HttpResponseRedirect(_back(report))
    return report_page(request, report, transaction=form)


@page(SUSPICION_DRAFT, methods=_POST)
def drop(request: Call, report: UUID) -> HttpResponse:
    """Take a party or a transaction out."""
    act = partial(
        suspicions.drop_part,
        request.actor,
        id=report,
        part="parties" if request.POST.get("part") == "parties" else "transactions",
        place=_number(request.POST.get("place", "")),
        version=_number(request.POST.get("version", "")),
    )
    return done(request, act, _("It is taken out of the report."), _back(report))


@page(SUSPICION_DRAFT, methods=_POST)
def submit(request: Call, report: UUID) -> HttpResponse:
    """Ask a second person to review it."""
    version = _number(request.POST.get("version", ""))
    act = partial(suspicions.submit_report, request.actor, id=report, version=version)
    return done(request, act, _("A second person is asked to review the report."), _back(report))


@page(SUSPICION_REVIEW, methods=_POST)
def review(request: Call, report: UUID) -> HttpResponse:
    """Agree as the second person, or return it."""
    act = partial(
        suspicions.review_report,
        request.actor,
        id=report,
        agree=request.POST.get("decision") == "agree",
        reason=request.POST.get("reason", ""),
        version=_number(request.POST.get("version", "")),
    )
    return done(request, act, _("Your decision is kept."), _back(report))


@page(SUSPICION_DRAFT, methods=_POST)
def back(request: Call, report: UUID) -> HttpResponse:
    """Make an approved report a draft again."""
    act = partial(suspicions.take_back, request.actor, id=report, reason=request.POST.get("reason", ""))
    return done(request, act, _("The report is a draft again."), _back(report))


@page(SUSPICION_SEND, methods=_POST)
def sent(request: Call, report: UUID) -> HttpResponse:
    """Note that it went to the FIU."""
    act = partial(suspicions.mark_sent, request.actor, id=report, reference=request.POST.get("reference", ""))
    return done(request, act, _("The report counts as sent."), _back(report))


@page(SUSPICION_FOLLOW, methods=_POST)
def reply(request: Call, report: UUID) -> HttpResponse:
    """Note what the FIU said."""

    def act() -> None:
        kind = next((one for one in ReplyKind if one.value == request.POST.get("kind")), None)
        written = request.POST.get("due", "")
        try:
            due = parse_datetime(written) if written else None
        except ValueError:
            due = None
        if kind is None or (written and due is None):
            raise Invalid(BAD_REQUEST)
        due = make_aware(due) if due is not None and is_naive(due) else due
        suspicions.note_reply(request.actor, id=report, kind=kind, text=request.POST.get("text", ""), due=due)

    return done(request, act, _("What the FIU said is kept."), _back(report))


@page(SUSPICION_FOLLOW, methods=_POST)
def answer(request: Call, report: UUID, reply: UUID) -> HttpResponse:
    """Note what was answered."""
    act = partial(suspicions.answer_reply, request.actor, id=report, reply=reply, answer=request.POST.get("answer", ""))
    return done(request, act, _("Your answer is kept."), _back(report))


@page(SUSPICION_FOLLOW, methods=_POST)
def close(request: Call, report: UUID) -> HttpResponse:
    """Close it."""
    act = partial(suspicions.close_report, request.actor, id=report, reason=request.POST.get("reason", ""))
    return done(request, act, _("The report is closed."), _back(report))
