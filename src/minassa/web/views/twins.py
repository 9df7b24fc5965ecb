"""Suspected duplicates: two records side by side, and a person who says whether they are about the same."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.records import RecordView, TwinView, ValueType, decide_twin, list_twins, schema, undo_twin
from minassa.records.acts import TWIN_DECIDE, TWIN_LIST, TWIN_UNDO
from minassa.web.asked import asked_for
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.records import WAY, agency_names

_PAGE: Final = 10
_MOST_FACTS: Final = 14
REASON_WORDS: Final = {
    "identifier": gettext_lazy("the same number"),
    "name": gettext_lazy("names that are alike"),
    "birth": gettext_lazy("the same date of birth"),
    "country": gettext_lazy("the same country"),
}


@page(TWIN_LIST)
def twins(request: Call) -> HttpResponse:
    """Pairs that wait for a decision; those judged the same, or different, where the address asks for them."""
    chosen = request.GET.get("decided", "")
    chosen = chosen if chosen in {"same", "other"} else ""
    found = list_twins(
        request.actor,
        decided=chosen,
        before=request.GET.get("before", ""),
        size=_PAGE,
        purpose=asked_for(request).get("purpose", ""),
    )
    names = agency_names(request.actor)
    context = {
        "rows": [(one, _sides(one, names), [REASON_WORDS[word] for word in one.reasons]) for one in found.rows],
        "found": found,
        "first": "before" in request.GET,
        "chosen": chosen,
        "choices": [
            ("", _("To be decided")),
            ("same", _("Judged the same")),
            ("other", _("Judged different")),
        ],
        "may_decide": may(request.actor, TWIN_DECIDE),
        "may_add": True,
        "handling": handled((side.marks, side.obligations) for one in found.rows for side in (one.one, one.other)),
        "crumbs": (*WAY, Crumb(_("Suspected duplicates"))),
    }
    return render(request, "web/records/twins.html", context)


@page(TWIN_DECIDE, methods=("POST",))
def decide(request: Call, twin: UUID) -> HttpResponse:
    """Say whether two records are about the same."""
    is_same, case = request.POST.get("answer") == "same", asked_for(request).get("case", "")
    return done(
        request,
        lambda: decide_twin(request.actor, id=twin, is_same=is_same, case=case),
        _("They are judged the same; both records stay.") if is_same else _("They are judged different."),
        reverse("web:record-twins"),
    )


@page(TWIN_UNDO, methods=("POST",))
def undo(request: Call, twin: UUID) -> HttpResponse:
    """Take a judgement back."""
    return done(
        request,
        lambda: undo_twin(request.actor, id=twin, case=asked_for(request).get("case", "")),
        _("The judgement is taken back; the pair waits again."),
        reverse("web:record-twins"),
    )


def _sides(one: TwinView, names: dict[UUID, str]) -> list[dict[str, Any]]:
    return [
        {"record": side, "kind": schema(side.schema).label, "owner": names.get(side.owner, ""), "facts": _facts(side)}
        for side in (one.one, one.other)
    ]


def _facts(side: RecordView) -> list[tuple[str, tuple[str, ...]]]:
    of = schema(side.schema)
    shown = [
        (str(of.properties[name].label), values[:5])
        for name, values in side.properties.items()
        if name in of.properties and of.properties[name].type is not ValueType.REFERENCE
    ]
    return shown[:_MOST_FACTS]
