"""Roots: figures of development and society beside incidents, as context; and a table of them brought in."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.base import Fault
from minassa.base.countries import area_name
from minassa.threats import FigureLine, failed_figures, import_figures, read_roots
from minassa.threats.acts import ROOTS_IMPORT, ROOTS_READ
from minassa.web import picture_words as words
from minassa.web import wording
from minassa.web.asked import asked_for
from minassa.web.forms.request import first_marks
from minassa.web.forms.roots import FiguresForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.incidents import WAY as INCIDENTS
from minassa.web.views.incidents import tabs_of

WAY: Final = (*INCIDENTS, Crumb(gettext_lazy("Roots"), "/incidents/roots/"))
_SHOWN: Final = 50
_LONGEST: Final = 500_000


@page(ROOTS_READ)
def roots(request: Call) -> HttpResponse:
    """The figures of an area beside its incidents."""
    purpose = asked_for(request).get("purpose", "")
    found = read_roots(request.actor, area=request.GET.get("area", ""), purpose=purpose)
    counts = found.incidents or [None] * len(found.years)
    context = {
        "found": found,
        "areas": sorted(((one, _area_name(one)) for one in found.areas), key=lambda pair: wording.gnu_key(pair[1])),
        "name": _area_name(found.area),
        "incidents": list(zip(found.years, counts, strict=True)),
        "lines": [_line(one, found.years) for one in found.lines],
        "may_bring": may(request.actor, ROOTS_IMPORT),
        "handling": handled(found.handling),
        **tabs_of(request.actor, "roots"),
        "crumbs": (*INCIDENTS, Crumb(_("Roots"))),
    }
    return render(request, "web/incidents/roots.html", context)


def _area_name(code: str) -> str:
    if "-" not in code:
        return wording.country_name(code) if code else ""
    return f"{wording.country_name(code[:2])} · {area_name(code)} ({code})"


def _line(one: FigureLine, years: Iterable[int]) -> dict[str, Any]:
    of: dict[int, list[str]] = {}
    for year, value, _source in one.values:
        of.setdefault(year, []).append(_plain(value))
    return {"one": one, "years": [(year, of.get(year, [])) for year in years]}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


@page(ROOTS_IMPORT, methods=("GET", "HEAD", "POST"))
def bring_in(request: Call) -> HttpResponse:
    """The form, and what became of the rows of the table that was sent with it."""
    form = FiguresForm(request.POST or None, request.FILES or None, initial=first_marks())
    done = None
    if request.method == "POST" and form.is_valid():
        asked = asked_for(request)
        try:
            done = import_figures(
                request.actor,
                content=form.cleaned_data["file"].read(),
                label=form.label(request.actor, exercise=settings.MINASSA.node.exercise),
                purpose=asked.get("purpose", ""),
                case=asked.get("case", ""),
            )
        except Fault as fault:
            if fault.status not in {409, 422}:
                raise
            form.add_error("file", str(fault))
    context = {
        "form": form,
        "done": done,
        "bad": [(one, words.BAD_FIGURES[one.why]) for one in done.bad[:_SHOWN]] if done else (),
        "failed_table": failed_figures(done.bad, words.BAD_FIGURES) if done else "",
        **tabs_of(request.actor, "roots"),
        "crumbs": (*WAY, Crumb(_("Bring in figures"))),
    }
    return render(request, "web/incidents/roots_import.html", context, status=422 if form.errors else 200)


@page(ROOTS_IMPORT, methods=("POST",))
def failed(request: Call) -> HttpResponse:
    """The rows that failed as a file: the page sends back what it was given, so that nothing of them is kept."""
    rows = request.POST.get("rows", "")[:_LONGEST]
    named = {"Content-Disposition": 'attachment; filename="failed.csv"'}
    return HttpResponse(rows, content_type="text/csv; charset=utf-8", headers=named)
