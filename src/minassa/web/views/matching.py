"""Who could help: agencies suggested by skill and language from the directory that the reader sees, each with its reasons."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from minassa import liaison
from minassa.access import Actor
from minassa.liaison import FIELDS, FITS, Field, Need, Suggestion
from minassa.liaison.acts import EXPERTISE_LIST, REQUEST_DRAFT
from minassa.web.forms.help import codes_of
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.expertise import WAY
from minassa.web.views.records import agency_names
from minassa.web.views.requests import match_shown


@page(EXPERTISE_LIST)
def match(request: Call) -> HttpResponse:
    """Who could help; `field`, `languages` and `ends` in the address say with what. For a form it gives its part alone."""
    context = _shown(request.actor, request.GET)
    if request.headers.get("HX-Request") == "true":
        return render(request, "web/expertise/suggested.html", context)
    found = [one for shown in context["suggestions"] for one in shown["suggestion"].matches]
    context |= {
        "may_ask": may(request.actor, REQUEST_DRAFT),
        "fields": FIELDS.items(),
        "handling": handled((one.entry.marks, one.entry.obligations) for one in found),
        "crumbs": (*WAY, Crumb(_("Who could help?"))),
    }
    return render(request, "web/expertise/match.html", context)


def suggested(actor: Actor, form: forms.Form) -> dict[str, Any] | None:
    """Who could help with what stands in a form, as its part is filled; None for whoever may not read the directory."""
    if not may(actor, EXPERTISE_LIST):
        return None
    return _shown(actor, {name: form[name].value() or "" for name in ("field", "languages", "ends")})


def _shown(actor: Actor, asked: Mapping[str, Any]) -> dict[str, Any]:
    need = _need(asked)
    names = agency_names(actor)
    found = liaison.suggest_agencies(actor, need=need)
    return {
        "need": need,
        "languages": " ".join(need.languages) if need else "",
        "suggestions": [_suggestion(one, names.get(one.agency, "")) for one in found],
    }


def _suggestion(one: Suggestion, name: str) -> dict[str, Any]:
    return {
        "suggestion": one,
        "agency": name,
        "fit": FITS[one.fit],
        "matches": [match_shown(match) for match in one.matches],
    }


def _need(asked: Mapping[str, Any]) -> Need | None:
    """What is looked for; None where no field is named. What is no day is no day."""
    field, ends = asked.get("field", ""), asked.get("ends", "")
    if field not in set(Field):
        return None
    return Need(Field(field), codes_of(str(asked.get("languages", ""))), _day(ends))


def _day(written: date | str) -> date | None:
    try:
        return written if isinstance(written, date) else date.fromisoformat(written)
    except ValueError:
        return None
