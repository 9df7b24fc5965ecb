"""Files of transactions: brought, their columns said, followed while they are read; the money around one of their accounts."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.base import Conflict, Invalid, NotFound
from minassa.transactions import (
    FileView,
    bring_file,
    drop_file,
    list_files,
    money_around,
    read_file,
    refused_table,
    take_file,
)
from minassa.transactions.acts import FILE_BRING, FILE_DROP, FILE_LIST, FILE_TAKE, FLOWS_READ
from minassa.web.asked import asked_for
from minassa.web.forms.grounded import first_ground
from minassa.web.forms.transactions import AccountForm, FileColumnsForm, FileForm
from minassa.web.money_picture import drawn_money, known_account, remembered
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.views.cyber import download
from minassa.web.views.transactions import WAY

STATES: Final = {
    "asked": gettext_lazy("Say what its columns hold"),
    "waiting": gettext_lazy("Waits, or is being read"),
    "reading": gettext_lazy("Waits, or is being read"),
    "done": gettext_lazy("Taken in"),
    "failed": gettext_lazy("Not taken in"),
}


@page(FILE_BRING, methods=("GET", "HEAD", "POST"))
def files(request: Call) -> HttpResponse:
    """The form for a new file, and the files that came before."""
    asked = asked_for(request)
    if request.method != "POST":
        purpose = asked.get("purpose", "terrorism-financing")
        return _page(request, FileForm(initial=first_ground(purpose) | {"case": asked.get("case", "")}))
    form = FileForm(request.POST, request.FILES)
    if form.is_valid() and (brought := _brought(request, form)):
        return HttpResponseRedirect(reverse("web:transaction-file", args=(brought.id,)))
    return _page(request, form)


def _brought(request: Call, form: FileForm) -> FileView | None:
    sent: UploadedFile[Any] = form.cleaned_data["file"]
    try:
        return bring_file(
            request.actor,
            name=sent.name or "file.csv",
            content=sent.read(),
            label=form.label(request.actor, exercise=settings.MINASSA.node.exercise),
            ground=form.ground(),
            case=form.cleaned_data["case"],
        )
    except (Invalid, Conflict) as fault:
        form.add_error("file", str(fault))
        return None


def _page(request: Call, form: FileForm) -> HttpResponse:
    found = list_files(request.actor)
    context = {
        "form": form,
        "files": [(one, STATES[one.state]) for one in found],
        "megabytes": settings.MINASSA.attachments.megabytes,
        "handling": handled((one.marks, ()) for one in found),
        "crumbs": (*WAY, Crumb(_("Files"))),
    }
    return render(request, "web/transactions/files.html", context, status=422 if form.errors else 200)


@page(FILE_TAKE, methods=("GET", "HEAD", "POST"))
def file(request: Call, file: UUID) -> HttpResponse:
    """What the columns of a file hold; once that is said, how far it is and what it holds."""
    found = read_file(request.actor, id=file)
    form = FileColumnsForm(request.POST or None, table=found) if found.state == "asked" else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            take_file(request.actor, id=file, columns=form.columns(), options=form.options())
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            return HttpResponseRedirect(reverse("web:transaction-file", args=(file,)))
    context = {
        **_told(found),
        "form": form,
        "account_form": AccountForm(),
        "handling": handled([(found.marks, ())]),
        "crumbs": (*WAY, Crumb(_("Files"), reverse("web:transaction-files")), Crumb(found.name)),
    }
    return render(request, "web/transactions/file.html", context, status=422 if form and form.errors else 200)


def _told(found: FileView) -> dict[str, Any]:
    return {"file": found, "state": STATES[found.state], "goes_on": found.state in {"waiting", "reading"}}


@page(FILE_LIST, passive=True)
def state(request: Call, file: UUID) -> HttpResponse:
    """How far a file is: the piece of its page that asks again by itself."""
    return render(request, "web/transactions/file_state.html", _told(read_file(request.actor, id=file)))


@page(FILE_LIST)
def refused(request: Call, file: UUID) -> HttpResponseBase:
    """The rows of a file that were refused, with their reasons."""
    return download("refused.csv", "text/csv", refused_table(request.actor, id=file))


@page(FILE_DROP, methods=("POST",))
def drop(request: Call, file: UUID) -> HttpResponse:
    """Delete a file, its transactions, and what was found in it."""
    back = reverse("web:transaction-files")
    return done(
        request, lambda: drop_file(request.actor, id=file), _("The file is deleted, and what was found in it."), back
    )


@page(FLOWS_READ, methods=("POST",))
def find_account(request: Call, file: UUID) -> HttpResponse:
    """Go to the money around an account that was typed in."""
    form = AccountForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the number of an account."))
        return HttpResponseRedirect(reverse("web:transaction-file", args=(file,)))
    try:
        found = money_around(request.actor, file=file, account=form.cleaned_data["account"])
    except (NotFound, Conflict) as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(reverse("web:transaction-file", args=(file,)))
    word = remembered(request, found.centre)[found.centre[0]]
    return HttpResponseRedirect(reverse("web:transaction-account", args=(file, word)))


@page(FLOWS_READ)
def money(request: Call, file: UUID, account: str) -> HttpResponse:
    """The money around an account: what went where, when and how much."""
    found = read_file(request.actor, id=file)
    number = known_account(request, account)
    if not number:
        raise NotFound("transactions.no-account")
    seen = money_around(request.actor, file=file, account=number)
    words = remembered(request, (one for flow in seen.flows for one in (flow.payer, flow.payee)))
    hrefs = {one: reverse("web:transaction-account", args=(file, word)) for one, word in words.items()}
    context = {
        **drawn_money(seen, hrefs),
        "account": number,
        "file": found,
        "handling": handled([(found.marks, ())]),
        "crumbs": (
            *WAY,
            Crumb(_("Files"), reverse("web:transaction-files")),
            Crumb(found.name, reverse("web:transaction-file", args=(file,))),
            Crumb(number),
        ),
    }
    return render(request, "web/transactions/account.html", context)
