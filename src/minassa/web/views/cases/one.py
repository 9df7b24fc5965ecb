"""One case: its evidence, its steps, its files, what can be done; and the case as PDF."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from minassa import cases
from minassa.access import list_people
from minassa.cases import (
    CASE_STATES,
    CASE_STEPS,
    CaseFilter,
    CaseState,
    CaseStepView,
    CaseView,
    EvidenceView,
    line_word,
)
from minassa.cases.acts import CASE_PRINT, CASE_READ, WORKERS
from minassa.suspicions import SUSPICION_STATES, SuspicionRow, list_reports
from minassa.suspicions.acts import SUSPICION_DRAFT, SUSPICION_LIST
from minassa.web import wording
from minassa.web.attachments import attached_to
from minassa.web.forms.case import EvidenceForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.cases.listing import WAY, line_of
from minassa.web.ways import way_to


@page(CASE_READ)
def case(request: Call, case: UUID) -> HttpResponse:
    """One case."""
    return case_page(request, case)


def case_page(request: Call, key: UUID, *, form: EvidenceForm | None = None) -> HttpResponse:
    """The page of a case; `form` is the one of evidence that came back with something wrong in it."""
    found = cases.read_case(request.actor, id=key)
    everybody = list_people(request.actor)
    people = {one.id: one.name for one in everybody}
    shown = [_piece(one, people) for one in found.evidence]
    context = {
        **line_of(found.row, people),
        "found": found,
        "opened_by": people.get(found.row.opened_by, ""),
        "decided_by": people.get(found.decided_by, "") if found.decided_by else "",
        "proposed": CASE_STATES[CaseState(found.proposed.value)] if found.proposed else "",
        "asked_by": people.get(found.asked_by, "") if found.asked_by else "",
        "purpose": wording.purpose_name(found.purpose) if found.purpose else "",
        "pieces": [one for one in shown if not one["piece"].is_set_aside],
        "set_aside": [one for one in shown if one["piece"].is_set_aside],
        "steps": [_step(one, people) for one in found.steps],
        "links": [(one, way_to(one)) for one in found.links],
        "colleagues": [one for one in everybody if _works(one, request)] if "work" in found.can else (),
        "others": _others(request, found) if "join" in found.can else (),
        "second": [one.value for one in found.needs_second],
        "form": form or EvidenceForm(),
        "reports": _reports(request, key),
        "may_report": may(request.actor, SUSPICION_DRAFT),
        "attached": attached_to(
            request.actor, f"case:{key}", label=found.label if "note" in found.can and found.into is None else None
        ),
        "handling": handled(
            [(found.row.marks, found.row.obligations), *((one.marks, one.obligations) for one in found.evidence)]
        ),
        "crumbs": (*WAY, Crumb(found.row.title)),
    }
    return render(request, "web/cases/case.html", context, status=422 if form else 200)


def _works(one: Any, request: Call) -> bool:  # noqa: ANN401 - a person as the directory shows one
    return one.agency == request.actor.agency and one.is_active and not WORKERS.isdisjoint(one.roles)


def _piece(one: EvidenceView, people: Mapping[UUID, str]) -> dict[str, Any]:
    is_listed = one.source and not one.about and one.question is not None
    return {
        "piece": one,
        "who": people.get(one.added_by, "") if one.added_by else "",
        "lines": [(line_word(line.kind), line.text) for line in one.lines],
        "way": reverse("web:subject", args=(one.source, one.ref))
        if is_listed
        else way_to(one.about)
        if one.about and one.is_here
        else "",
    }


def _step(one: CaseStepView, people: Mapping[UUID, str]) -> dict[str, Any]:
    kind, _colon, key = one.about.partition(":")
    person = people.get(UUID(key), "") if kind == "user" else ""
    is_way = kind in {"case", "record", "request", "report", "alert"}
    return {
        "step": one,
        "what": CASE_STEPS[one.what],
        "who": people.get(one.by, "") if one.by else "",
        "person": person,
        "thing": one.about if is_way else "",
        "way": way_to(one.about) if is_way else "",
        "gone": [(line_word(line.kind), line.text) for line in one.changes.gone],
        "come": [(line_word(line.kind), line.text) for line in one.changes.come],
    }


def _reports(request: Call, key: UUID) -> list[tuple[SuspicionRow, Promise]]:
    """The suspicious-transaction reports that were drafted from the case."""
    if not may(request.actor, SUSPICION_LIST):
        return []
    return [(one, SUSPICION_STATES[one.state]) for one in list_reports(request.actor, case=key).rows]


def _others(request: Call, found: CaseView) -> list[tuple[UUID, str]]:
    """The open cases into which this one can be merged."""
    rows = cases.list_cases(request.actor, wanted=CaseFilter(state=CaseState.OPEN)).rows
    return [(one.id, one.title) for one in rows if one.id != found.row.id]


@page(CASE_PRINT)
def printed(request: Call, case: UUID) -> HttpResponse:
    """The case as PDF, in the page's language, made for this reader."""
    language = next((one for one in ("ar", "fr", "pt") if (get_language() or "").startswith(one)), "en")
    made = cases.print_case(
        request.actor,
        id=case,
        language=language,  # type: ignore[arg-type] # one of the four, by the line above
        sentences={one: str(text) for one, text in wording.OBLIGATIONS.items()},
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="case-{case}.pdf"'
    return answer
