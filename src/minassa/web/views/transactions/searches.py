"""Searches of transactions: begun with rules and parameters, followed while they run, and what each rule found."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.base import Conflict, Invalid
from minassa.transactions import (
    RULE_WORDS,
    SearchView,
    begin_search,
    list_files,
    list_searches,
    present_rules,
    read_search,
)
from minassa.transactions.acts import SEARCH_BEGIN, SEARCH_LIST
from minassa.web.asked import asked_for, remember
from minassa.web.forms.transactions import SearchForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.transactions import WAY

STATES: Final = {
    "waiting": gettext_lazy("Waits, or is being searched"),
    "running": gettext_lazy("Waits, or is being searched"),
    "done": gettext_lazy("Searched"),
    "failed": gettext_lazy("Not searched"),
}


@page(SEARCH_BEGIN, methods=("GET", "HEAD", "POST"))
def searches(request: Call) -> HttpResponse:
    """The form for a search with the rules of the last one, and the searches before."""
    asked = asked_for(request)
    whole = [one for one in list_files(request.actor) if one.state == "done"]
    rules = present_rules(request.actor)
    initial = {"purpose": asked.get("purpose", "terrorism-financing"), "case": asked.get("case", "")}
    form = SearchForm(request.POST or None, files=whole, rules=rules, initial=initial)
    if request.method == "POST" and form.is_valid() and (begun := _begun(request, form)):
        return HttpResponseRedirect(reverse("web:transaction-search", args=(begun,)))
    before = list_searches(request.actor)
    context = {
        "form": form,
        "has_files": bool(whole),
        "searches": [(one, STATES[one.state], sum(each.new + each.changed for each in one.told)) for one in before],
        "handling": handled((one, ()) for one in (*(each.marks for each in whole), *(each.marks for each in before))),
        "crumbs": (*WAY, Crumb(_("Searches"))),
    }
    return render(request, "web/transactions/searches.html", context, status=422 if form.errors else 200)


def _begun(request: Call, form: SearchForm) -> UUID | None:
    given = form.cleaned_data
    remember(request, given)
    try:
        return begin_search(
            request.actor,
            files=[UUID(one) for one in given["searched"]],
            rules=form.table(),
            purpose=given["purpose"],
            case=given["case"],
        )
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
        return None


@page(SEARCH_LIST)
def search(request: Call, search: UUID) -> HttpResponse:
    """How far a search is, and what each of its rules found."""
    found = read_search(request.actor, id=search)
    context = {
        **_told(found),
        "handling": handled([(found.marks, ())]),
        "crumbs": (*WAY, Crumb(_("Searches"), reverse("web:transaction-searches")), Crumb(STATES[found.state])),
    }
    return render(request, "web/transactions/search.html", context)


@page(SEARCH_LIST, passive=True)
def state(request: Call, search: UUID) -> HttpResponse:
    """How far a search is: the piece of its page that asks again by itself."""
    return render(request, "web/transactions/search_state.html", _told(read_search(request.actor, id=search)))


def _told(found: SearchView) -> dict[str, Any]:
    return {
        "search": found,
        "state": STATES[found.state],
        "goes_on": found.state in {"waiting", "running"},
        "told": [(one, rule_name(one.name)) for one in found.told],
        "waits": [rule_name(one) for one in found.waits],
    }


def rule_name(name: str) -> str:
    """What a rule is called: a shipped one in the reader's language, an agency's own by its own name."""
    return str(RULE_WORDS[name][0]) if name in RULE_WORDS else name
