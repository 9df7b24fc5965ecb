"""Known terrorist content: the shared list of hashes, a question by hash, and its export. No content is stored or shown."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.cyber import ContentAnswer, check_content, export_content, list_content, remove_content
from minassa.cyber.acts import CONTENT_CHECK, CONTENT_EXPORT, CONTENT_LIST, CONTENT_REMOVE
from minassa.web import wording
from minassa.web.asked import asked_for, remember
from minassa.web.forms.cyber import HashesForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.cyber import WAY, download
from minassa.web.views.records import agency_names

_PAGE: Final = 50


@page(CONTENT_LIST)
def content(request: Call) -> HttpResponse:
    """The newest hashes of the list, and the form to ask by hash."""
    return _content_page(request, HashesForm(initial=asked_for(request)))


@page(CONTENT_CHECK, methods=("POST",))
def content_answer(request: Call) -> HttpResponse:
    """What the list knows of the hashes asked."""
    form = HashesForm(request.POST)
    if not form.is_valid():
        return _content_page(request, form, status=422)
    given = form.cleaned_data
    remember(request, given)
    found = check_content(request.actor, hashes=given["hashes"], purpose=given["purpose"], case=given["case"])
    return _content_page(request, HashesForm(initial={**given, "hashes": "\n".join(given["hashes"])}), found)


def _content_page(
    request: Call, form: HashesForm, answers: tuple[ContentAnswer, ...] | None = None, *, status: int = 200
) -> HttpResponse:
    asked = asked_for(request)
    found = list_content(
        request.actor, before=request.GET.get("before", ""), size=_PAGE, purpose=asked.get("purpose", "")
    )
    names = agency_names(request.actor)
    matches = [match for one in answers or () for match in one.matches]
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "rows": [(one, wording.CONTENT_CATEGORIES[one.category], names.get(one.owner, "")) for one in found.rows],
        "asked": answers is not None,
        "answers": [
            (
                one.hash,
                [
                    (each, wording.CONTENT_CATEGORIES[each.category], names.get(each.owner, ""),
                     wording.obligations(each.obligations))
                    for each in one.matches
                ],
            )
            for one in answers or ()
        ],
        "first": "before" in request.GET,
        "tab": "content",
        "may_check": may(request.actor, CONTENT_CHECK),
        "may_export": may(request.actor, CONTENT_EXPORT),
        "may_remove": may(request.actor, CONTENT_REMOVE),
        "handling": handled(
            [*((one.marks, one.obligations) for one in found.rows), *((one.marks, one.obligations) for one in matches)]
        ),
        "crumbs": (*WAY, Crumb(_("Known content"))),
    }  # fmt: skip
    return render(request, "web/cyber/content.html", context, status=status)


@page(CONTENT_REMOVE, methods=("POST",))
def content_remove(request: Call, content: UUID) -> HttpResponse:
    """Take a hash of one's own agency off the list."""
    remove_content(request.actor, id=content)
    messages.success(request, _("The hash is taken off the list."))
    return HttpResponseRedirect(reverse("web:content"))


@page(CONTENT_EXPORT, methods=("POST",))
def content_export(request: Call) -> HttpResponseBase:
    """The list as a table. Asks for a fresh factor."""
    asked = asked_for(request)
    lines = export_content(request.actor, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    return download("known-content.csv", "text/csv", lines)
