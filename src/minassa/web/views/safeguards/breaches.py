"""The register of incidents: the list, one of them, entering and changing it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from minassa import safeguards
from minassa.access import list_people
from minassa.base import Conflict, Invalid, NotFound, now
from minassa.safeguards import (
    BREACH_KINDS,
    BREACH_STATES,
    LACKS,
    PARTIES,
    RIGHTS_RISKS,
    SEVERITIES,
    STEPS,
    TOLD_WORDS,
    BreachRow,
    BreachView,
    StepView,
)
from minassa.safeguards.acts import BREACH_ENTER, BREACH_KEEP, BREACH_LIST, BREACH_PRINT, BREACH_READ, OVERSEERS
from minassa.web import wording
from minassa.web.forms.breach import BreachForm, initial_of
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.cyber import download
from minassa.web.views.records import agency_names
from minassa.web.ways import way_to

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Security incidents"), "/safeguards/"))
_BOTH: Final = ("GET", "HEAD", "POST")


@page(BREACH_LIST)
def breaches(request: Call) -> HttpResponse:
    """The incidents that name this person as a reader, newest first."""
    found = safeguards.list_breaches(request.actor, before=request.GET.get("before", ""))
    context = {
        "lines": [_line(row) for row in found.rows],
        "next": found.next,
        "first": "before" in request.GET,
        "oversees": bool(request.actor.roles & OVERSEERS),
        "handling": handled((row.marks, row.obligations) for row in found.rows),
        "crumbs": (WAY[0], Crumb(_("Security incidents"))),
    }
    return render(request, "web/safeguards/breaches.html", context)


def _line(row: BreachRow) -> dict[str, Any]:
    said = row.said
    return {
        "row": row,
        "kind": BREACH_KINDS[said.kind],
        "severity": SEVERITIES[said.severity],
        "risk": RIGHTS_RISKS[said.risk],
        "state": BREACH_STATES[row.state],
        "clocks": [(one, PARTIES[one.party], TOLD_WORDS[one.told], one.party.value in row.late) for one in row.clocks],
    }


@page(BREACH_READ)
def breach(request: Call, incident: UUID) -> HttpResponse:
    """One incident: what happened, its clocks, its recalls, its steps, and what is to be done."""
    found = safeguards.read_breach(request.actor, id=incident)
    agencies, people = agency_names(request.actor), _people(request)
    context = {
        **_line(found.row),
        "found": found,
        "concerns": [(one, _way_to(one)) for one in found.row.said.concerns],
        "recalls": [(one, agencies.get(one.agency, "")) for one in found.recalls],
        "steps": [(one, STEPS[one.what], people.get(one.by, "") if one.by else "", _thing(one)) for one in found.steps],
        "reported_by": people.get(found.reported_by, "") if found.reported_by else "",
        "lacks": [LACKS[one] for one in found.lacks],
        "oversees": bool(request.actor.roles & OVERSEERS),
        "handling": handled([(found.row.marks, found.row.obligations)]),
        "crumbs": (*WAY, Crumb(found.row.said.title)),
    }
    return render(request, "web/safeguards/breach.html", context)


def _thing(step: StepView) -> str:
    """What a step was done to; the codes of clocks are told by the step itself."""
    return step.about if step.about.startswith("record:") else ""


def _way_to(thing: str) -> str:
    """Where a thing is shown; a person on the page of people, not one's own account."""
    kind, _colon, key = thing.partition(":")
    return reverse("web:person", args=(key,)) if kind == "user" else way_to(thing)


def _people(request: Call) -> Mapping[UUID, str]:
    """Names, as far as this reader sees people."""
    return {one.id: one.name for one in list_people(request.actor)}


@page(BREACH_ENTER, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """Enter an incident; `about` in the address is what it concerns."""
    initial = {"noticed": timezone.localtime(now()), "concerns": request.GET.get("about", ""), "severity": "medium"}
    form = BreachForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = safeguards.enter_breach(request.actor, said=form.said())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Entered. Those who keep the register are told."))
            return HttpResponseRedirect(reverse("web:breach", args=(made,)))
    return _form_page(request, form, None)


@page(BREACH_KEEP, methods=_BOTH)
def edit(request: Call, incident: UUID) -> HttpResponse:
    """Change what an incident says."""
    found = safeguards.read_breach(request.actor, id=incident)
    if "keep" not in found.can:
        raise NotFound("safeguards.not-found")
    form = BreachForm(request.POST or None, initial=initial_of(found.row.said), is_change=True)
    if request.method == "POST" and form.is_valid():
        try:
            safeguards.change_breach(
                request.actor,
                id=incident,
                version=_number(request.POST.get("version", "")),
                said=form.said(),
                reason=form.cleaned_data["reason"],
            )
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The incident is changed."))
            return HttpResponseRedirect(reverse("web:breach", args=(incident,)))
    return _form_page(request, form, found)


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else 0


def _form_page(request: Call, form: BreachForm, found: BreachView | None) -> HttpResponse:
    title = _("Change the incident") if found else _("Enter an incident")
    way = [Crumb(found.row.said.title, reverse("web:breach", args=(found.row.id,)))] if found else []
    context = {
        "form": form,
        "found": found,
        "version": request.POST.get("version") or (found.row.version if found else ""),
        "title": title,
        "handling": handled([(found.row.marks, found.row.obligations)]) if found else None,
        "crumbs": (*WAY, *way, Crumb(title)),
    }
    return render(request, "web/safeguards/form.html", context, status=422 if form.errors else 200)


@page(BREACH_PRINT)
def printed(request: Call, incident: UUID) -> HttpResponse:
    """The incident as PDF, in the page's language, made for this reader."""
    language = next((one for one in ("ar", "fr", "pt") if (get_language() or "").startswith(one)), "en")
    made = safeguards.print_breach(
        request.actor,
        id=incident,
        language=language,  # type: ignore[arg-type] # one of the four, by the line above
        sentences={one: str(text) for one, text in wording.OBLIGATIONS.items()},
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="incident-{incident}.pdf"'
    return answer


@page(BREACH_PRINT)
def table(request: Call) -> FileResponse:
    """The register as CSV."""
    return download("incidents.csv", "text/csv", safeguards.register_table(request.actor))
