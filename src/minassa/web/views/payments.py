"""Payments: files that are screened and followed, what was stopped, and the decision on one."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import list_people
from minassa.base import Fault, NotFound
from minassa.cases import Evidence, EvidenceLine, Origin, OriginKind, evidence_of_hit
from minassa.cases.acts import CASE_OPEN
from minassa.payments import (
    AnswerForm,
    FileState,
    FileView,
    Found,
    State,
    StoppedView,
    answer_file,
    bad_file,
    bring_file,
    confirm_decision,
    decide_payment,
    drop_file,
    list_files,
    list_stopped,
    read_file,
    read_stopped,
    refuse_decision,
)
from minassa.payments.acts import (
    PAYMENT_DECIDE,
    PAYMENT_DROP,
    PAYMENT_EXPORT,
    PAYMENT_LIST,
    PAYMENT_READ,
    PAYMENT_SCREEN,
)
from minassa.screening import sources
from minassa.web import wording
from minassa.web.asked import asked_for, remember
from minassa.web.faults import NO_PAGE
from minassa.web.forms.payments import PaymentDecisionForm, PaymentFileForm
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.cases.opening import open_and_show
from minassa.web.views.check import page_of
from minassa.web.views.cyber import download

_RUNNING: Final = frozenset({FileState.WAITING, FileState.RUNNING})
_MEDIA: Final = {
    AnswerForm.CSV: ("answer.csv", "text/csv"),
    AnswerForm.JSON: ("answer.jsonl", "application/x-ndjson"),
    AnswerForm.STATUS: ("status.xml", "application/xml"),
}
FILE_STATES: Final = {
    FileState.WAITING: gettext_lazy("Waits for its turn"),
    FileState.RUNNING: gettext_lazy("Is being screened"),
    FileState.DONE: gettext_lazy("Screened"),
    FileState.FAILED: gettext_lazy("Not screened"),
}
STATES: Final = {
    State.STOPPED: gettext_lazy("Stopped"),
    State.ASKED: gettext_lazy("Waits for a second person"),
    State.RELEASED: gettext_lazy("Released"),
    State.CONFIRMED: gettext_lazy("Stays stopped"),
}
ROLES: Final = {
    "initiating-party": gettext_lazy("Initiating party"),
    "debtor": gettext_lazy("Payer"),
    "ultimate-debtor": gettext_lazy("Ultimate payer"),
    "creditor": gettext_lazy("Receiver"),
    "ultimate-creditor": gettext_lazy("Ultimate receiver"),
    "debtor-agent": gettext_lazy("Payer's bank"),
    "creditor-agent": gettext_lazy("Receiver's bank"),
    "intermediary": gettext_lazy("Intermediary bank"),
    "instructing-agent": gettext_lazy("Instructing bank"),
    "instructed-agent": gettext_lazy("Instructed bank"),
    "account-owner": gettext_lazy("Owner of the account"),
    "other": gettext_lazy("Another party"),
    "": gettext_lazy("Free text"),
}
NUMBERS: Final = {
    "iban": gettext_lazy("IBAN"),
    "account": gettext_lazy("Account"),
    "card": gettext_lazy("Card"),
    "bic": gettext_lazy("BIC"),
    "lei": gettext_lazy("LEI"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "wallet": gettext_lazy("Wallet"),
    "document": gettext_lazy("Document or register number"),
}
WHATS: Final = {
    "name": gettext_lazy("Name"),
    "number": gettext_lazy("Number"),
    "text": gettext_lazy("Name in free text"),
}


@page(PAYMENT_SCREEN, methods=("GET", "HEAD", "POST"))
def files(request: Call) -> HttpResponse:
    """The form for a file, and the files that were sent."""
    if request.method != "POST":
        return _files_page(request, PaymentFileForm(initial=asked_for(request)))
    form = PaymentFileForm(request.POST, request.FILES)
    if form.is_valid() and (brought := _brought(request, form)) is not None:
        return HttpResponseRedirect(reverse("web:payment-file", args=(brought,)))
    return _files_page(request, form)


def _brought(request: Call, form: PaymentFileForm) -> UUID | None:
    file: UploadedFile[Any] = form.cleaned_data["file"]
    given = form.cleaned_data
    try:
        brought = bring_file(
            request.actor, name=file.name or "", content=file.read(), purpose=given["purpose"], case=given["case"]
        )
    except Fault as fault:
        if fault.status not in {409, 422}:
            raise
        form.add_error("file", str(fault))
        return None
    remember(request, given)
    return brought


def _files_page(request: Call, form: PaymentFileForm) -> HttpResponse:
    found = list_files(request.actor, before=request.GET.get("before", ""))
    context = {
        "form": form,
        "files": [(one, FILE_STATES[one.state]) for one in found.rows],
        "following": found.following,
        "first": "before" in request.GET,
        "megabytes": settings.MINASSA.attachments.megabytes,
        "tab": "files",
        "handling": handled((one.marks, ()) for one in found.rows),
        "crumbs": (_home(), Crumb(_("Payments"))),
    }
    return render(request, "web/payments/files.html", context, status=422 if form.errors else 200)


def _home() -> Crumb:
    return Crumb(_("My work"), "/")


@page(PAYMENT_LIST)
def file(request: Call, file: UUID) -> HttpResponse:
    """One file: how far it is, and what came of it."""
    found = read_file(request.actor, id=file)
    stopped = list_stopped(request.actor, file=file, before=request.GET.get("before", ""))
    context = {
        **_told(found),
        "rows": [(one, STATES[one.state]) for one in stopped.rows],
        "following": stopped.following,
        "first": "before" in request.GET,
        "purpose": wording.purpose_name(found.purpose),
        "tab": "files",
        "handling": handled([(found.marks, ())]),
        "crumbs": (_home(), Crumb(_("Payments"), reverse("web:payment-files")), Crumb(found.name)),
    }
    return render(request, "web/payments/file.html", context)


@page(PAYMENT_LIST, passive=True)
def progress(request: Call, file: UUID) -> HttpResponse:
    """How far a file is: the piece of its page that asks again by itself."""
    return render(request, "web/payments/progress.html", _told(read_file(request.actor, id=file)))


def _told(found: FileView) -> dict[str, Any]:
    return {
        "file": found,
        "state": FILE_STATES[found.state],
        "goes_on": found.state in _RUNNING,
        "is_done": found.state is FileState.DONE,
    }


@page(PAYMENT_EXPORT)
def answer(request: Call, file: UUID, form: str) -> HttpResponseBase:
    """The answer to a file in one of its forms."""
    if form not in set(AnswerForm):
        raise NotFound(NO_PAGE)
    chosen = AnswerForm(form)
    name, media_type = _MEDIA[chosen]
    return download(name, media_type, answer_file(request.actor, id=file, form=chosen))


@page(PAYMENT_EXPORT)
def bad(request: Call, file: UUID) -> HttpResponseBase:
    """The payments that could not be screened, with what is wrong."""
    return download("not-screened.csv", "text/csv", bad_file(request.actor, id=file))


@page(PAYMENT_DROP, methods=("POST",))
def drop(request: Call, file: UUID) -> HttpResponse:
    """Forget a file and its answers."""
    back = reverse("web:payment-files")
    return done(request, lambda: drop_file(request.actor, id=file), _("The file is forgotten."), back)


@page(PAYMENT_LIST)
def stopped(request: Call) -> HttpResponse:
    """The stopped payments, those that nobody has decided first chosen."""
    chosen = request.GET.get("state", State.STOPPED.value)
    state = State(chosen) if chosen in set(State) else None
    found = list_stopped(request.actor, state=state, before=request.GET.get("before", ""))
    context = {
        "rows": [(one, STATES[one.state]) for one in found.rows],
        "following": found.following,
        "first": "before" in request.GET,
        "states": [("all", _("All")), *((one.value, name) for one, name in STATES.items())],
        "chosen": state.value if state else "all",
        "tab": "stopped",
        "handling": handled((one.marks, ()) for one in found.rows),
        "crumbs": (_home(), Crumb(_("Payments"), reverse("web:payment-files")), Crumb(_("Stopped payments"))),
    }
    return render(request, "web/payments/stopped.html", context)


@page(PAYMENT_READ)
def payment(request: Call, payment: UUID) -> HttpResponse:
    """One stopped payment: what stopped it, what was read of it, and the decision."""
    return _payment_page(request, read_stopped(request.actor, id=payment), PaymentDecisionForm())


def _payment_page(request: Call, found: StoppedView, form: PaymentDecisionForm) -> HttpResponse:
    names = {one.key: one.title for one in sources()}
    hits = [_hit(one, names) for one in found.found if one.hit is not None]
    people = {one.id: one.name for one in list_people(request.actor)} if found.decision else {}
    decision = found.decision
    context = {
        "found": found,
        "row": found.row,
        "state": STATES[found.row.state],
        "hits": hits,
        "hidden": sum(one.hit is None for one in found.found),
        "parties": [
            (one, ROLES.get(one.role, one.role), [(number, NUMBERS[number.kind]) for number in one.numbers])
            for one in found.parties
        ],
        "decision": decision,
        "verdict": STATES[decision.verdict] if decision else "",
        "asked_by": people.get(decision.asked_by, "") if decision and decision.asked_by else "",
        "decided_by": people.get(decision.decided_by, "") if decision and decision.decided_by else "",
        "form": form,
        "may_open_case": may(request.actor, CASE_OPEN),
        "purpose": wording.purpose_name(found.purpose),
        "tab": "stopped",
        "handling": handled([(found.row.marks, ()), *((one.hit.marks, ()) for one in found.found if one.hit)]),
        "crumbs": (
            _home(),
            Crumb(_("Payments"), reverse("web:payment-files")),
            Crumb(_("Stopped payments"), reverse("web:payments-stopped")),
            Crumb(found.row.reference or found.row.sort),
        ),
    }
    return render(request, "web/payments/payment.html", context, status=422 if form.errors else 200)


def _hit(one: Found, names: dict[str, str]) -> dict[str, Any]:
    hit = one.hit
    if hit is None:
        raise TypeError("what is not seen is not shown")
    return {
        "found": one,
        "hit": hit,
        "percent": int(hit.score * 100),
        "word": wording.score_word(hit.score),
        "kind": wording.KINDS.get(hit.kind, hit.kind),
        "source": names.get(hit.source, _("Records")),
        "reasons": wording.reasons(hit),
        "href": page_of(hit),
        "what": WHATS[one.what],
        "role": ROLES.get(one.role, one.role),
    }


@page(PAYMENT_DECIDE, methods=("POST",))
def decide(request: Call, payment: UUID) -> HttpResponse:
    """Release a stopped payment, or keep it stopped."""
    form = PaymentDecisionForm(request.POST)
    if not form.is_valid():
        return _payment_page(request, read_stopped(request.actor, id=payment), form)
    given = form.cleaned_data
    return _done(
        request,
        payment,
        lambda: decide_payment(request.actor, id=payment, verdict=State(given["verdict"]), reason=given["reason"]),
        _("The decision is kept."),
    )


@page(PAYMENT_DECIDE, methods=("POST",))
def confirm(request: Call, payment: UUID) -> HttpResponse:
    """Agree, as a second person, with a decision."""
    return _done(request, payment, lambda: confirm_decision(request.actor, id=payment), _("The decision is confirmed."))


@page(PAYMENT_DECIDE, methods=("POST",))
def refuse(request: Call, payment: UUID) -> HttpResponse:
    """Put a payment back for a new decision."""
    said = _("The payment waits for a new decision.")
    return _done(request, payment, lambda: refuse_decision(request.actor, id=payment), said)


@page(CASE_OPEN, methods=("POST",))
def case(request: Call, payment: UUID) -> HttpResponse:
    """Open a case of a stopped payment, or go to the one that there is: what was read of it, and each hit with its question."""
    found = read_stopped(request.actor, id=payment)
    row = found.row
    title = f"{row.amount} {row.currency} · {row.reference or row.sort}"
    lines = [EvidenceLine("transaction", title), *(EvidenceLine("fact", line) for line in _said(found))]
    # A card's number is not kept whole, so that nothing could be asked again by it: such a hit is told, and not judged in the case.
    hits = [
        evidence_of_hit(request.actor, question=one.question, hit=one.hit)
        for one in found.found
        if one.hit is not None and not one.question.stands_for
    ]
    piece = Evidence(
        title, tuple(lines), source="payment", ref=f"payment:{row.id}", about=f"payment:{row.id}", label=found.label
    )
    origin = Origin(OriginKind.PAYMENT, f"payment:{row.id}", title, (piece, *hits))
    return open_and_show(request, origin=origin, subject=title, purpose=found.purpose, reference=found.case)


def _said(found: StoppedView) -> list[str]:
    """Who takes part, by which numbers, and what it is for, in lines."""
    parties = [
        " · ".join(
            filter(None, (str(ROLES.get(one.role, one.role)), one.name, *(number.shown for number in one.numbers)))
        )
        for one in found.parties
        if one.name or one.numbers
    ]
    return [line[:500] for line in (*parties, *(text for text, _path in found.texts))][:40]


def _done(request: HttpRequest, payment: UUID, act: Any, said: str) -> HttpResponse:  # noqa: ANN401 - any service
    return done(request, act, said, reverse("web:payment", args=(payment,)))
