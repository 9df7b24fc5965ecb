"""The list of cases, and their figures."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa import cases
from minassa.access import list_people
from minassa.cases import CASE_STATES, ORIGINS, CaseFilter, CaseRow, CaseState
from minassa.cases.acts import CASE_COUNT, CASE_LIST, CASE_OPEN
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Cases"), "/cases/"))


@page(CASE_LIST)
def cases_page(request: Call) -> HttpResponse:
    """The cases that this person sees, newest first; `state` and `mine` in the address narrow them."""
    wanted = _wanted(request)
    found = cases.list_cases(request.actor, wanted=wanted, before=request.GET.get("before", ""))
    people = people_of(request)
    context = {
        "lines": [line_of(row, people) for row in found.rows],
        "next": found.next,
        "first": "before" in request.GET,
        "states": [(one.value, word) for one, word in CASE_STATES.items()],
        "state": wanted.state.value if wanted.state else "",
        "mine": wanted.assignee is not None,
        "narrowed": wanted != CaseFilter(),
        "may_open": may(request.actor, CASE_OPEN),
        "handling": handled((row.marks, row.obligations) for row in found.rows),
        "crumbs": (WAY[0], Crumb(_("Cases"))),
    }
    return render(request, "web/cases/cases.html", context)


def _wanted(request: Call) -> CaseFilter:
    """What the address asks for; a state that there is not narrows nothing."""
    state = next((one for one in CaseState if one.value == request.GET.get("state")), None)
    return CaseFilter(state, request.actor.user_id if request.GET.get("mine") else None)


def people_of(request: Call) -> Mapping[UUID, str]:
    """Names, as far as this reader sees people."""
    return {one.id: one.name for one in list_people(request.actor)}


def line_of(row: CaseRow, people: Mapping[UUID, str]) -> dict[str, Any]:
    """A case as a line of a list."""
    return {
        "row": row,
        "state": CASE_STATES[row.state],
        "origin": ORIGINS[row.origin],
        "assignee": people.get(row.assignee, "") if row.assignee else "",
        "is_open": row.state in {CaseState.OPEN, CaseState.WAITING},
    }


@page(CASE_COUNT)
def figures(request: Call) -> HttpResponse:
    """How many cases there are in each state, of each origin and person, and how long decisions took."""
    found, people = cases.case_figures(request.actor), people_of(request)
    context = {
        "found": found,
        "states": [(one.value, CASE_STATES[one], count) for one, count in found.states],
        "origins": [(ORIGINS[one], count) for one, count in found.origins if count.number],
        "people": [(people.get(one, "") if one else "", count) for one, count in found.people],
        "crumbs": (*WAY, Crumb(_("Figures"))),
    }
    return render(request, "web/cases/figures.html", context)
