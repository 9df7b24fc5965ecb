"""Files of subjects to be watched: the file with its term, how far it is, and the rows that were refused."""

from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.base import Invalid
from minassa.watch import WatchFileView, bring_file, drop_file, list_files, read_file, refused_rows
from minassa.watch.acts import WATCH_ADD, WATCH_LIST, WATCH_STOP
from minassa.web.asked import asked_for, remember
from minassa.web.forms.watch import WatchFileForm, first_term
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.views.cyber import download
from minassa.web.views.watch.watches import WAY

FILE_STATES: Final = {
    "waiting": gettext_lazy("Waits, or is being read"),
    "done": gettext_lazy("Read to its end"),
    "failed": gettext_lazy("Not read to its end"),
}


@page(WATCH_ADD, methods=("GET", "HEAD", "POST"))
def files(request: Call) -> HttpResponse:
    """The form for a file, and the files that came before."""
    if request.method != "POST":
        return _page(request, WatchFileForm(initial=first_term(asked_for(request))))
    form = WatchFileForm(request.POST, request.FILES)
    if form.is_valid() and (brought := _brought(request, form)):
        return HttpResponseRedirect(reverse("web:watch-file", args=(brought.id,)))
    return _page(request, form)


def _brought(request: Call, form: WatchFileForm) -> WatchFileView | None:
    file: UploadedFile[Any] = form.cleaned_data["file"]
    remember(request, form.cleaned_data)
    try:
        return bring_file(
            request.actor,
            name=file.name or "subjects.csv",
            content=file.read(),
            term=form.term(),
            kind=form.kind_given(),
        )
    except Invalid as fault:
        form.add_error("file", str(fault))
        return None


def _page(request: Call, form: WatchFileForm) -> HttpResponse:
    found = list_files(request.actor)
    context = {
        "form": form,
        "files": [(one, FILE_STATES[one.state]) for one in found],
        "handling": handled((one.marks, ()) for one in found),
        "crumbs": (*WAY, Crumb(_("Files of subjects"))),
    }
    return render(request, "web/watch/files.html", context, status=422 if form.errors else 200)


@page(WATCH_LIST)
def one_file(request: Call, file: UUID) -> HttpResponse:
    """How far a file was read, and what became of its rows."""
    found = read_file(request.actor, id=file)
    context = {
        **_told(found),
        "handling": handled([(found.marks, ())]),
        "crumbs": (*WAY, Crumb(_("Files of subjects"), reverse("web:watch-files")), Crumb(found.name)),
    }
    return render(request, "web/watch/file.html", context)


@page(WATCH_LIST, passive=True)
def state(request: Call, file: UUID) -> HttpResponse:
    """How far a file is: the piece of its page that asks again by itself."""
    return render(request, "web/watch/file_state.html", _told(read_file(request.actor, id=file)))


def _told(found: WatchFileView) -> dict[str, Any]:
    return {"file": found, "state": FILE_STATES[found.state]}


@page(WATCH_LIST)
def refused(request: Call, file: UUID) -> HttpResponseBase:
    """The rows that were refused, with their reasons."""
    return download("refused.csv", "text/csv", [refused_rows(request.actor, id=file)])


@page(WATCH_STOP, methods=("POST",))
def drop(request: Call, file: UUID) -> HttpResponse:
    """Forget what is told of a file; its subjects stay under watch."""
    return done(
        request, lambda: drop_file(request.actor, id=file), _("The file is forgotten."), reverse("web:watch-files")
    )
