"""The directory of expertise: who can help with what, and keeping current what one's own agency offers."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa import liaison
from minassa.access import AgencyView, Handling, Tlp, list_agencies
from minassa.base import Invalid, NotFound
from minassa.desk import DraftView, drop_draft, read_draft
from minassa.liaison import FIELDS, ExpertiseView, Field, Wanted
from minassa.liaison.acts import EXPERTISE_KEEP, EXPERTISE_LIST, REQUEST_DRAFT
from minassa.web import wording
from minassa.web.forms.expertise import SEVERAL, TICKED, OfferForm, initial_of_offer
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.typed import typed_fields
from minassa.web.views.records import agency_names

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Expertise"), "/expertise/"))
_BOTH: Final = ("GET", "HEAD", "POST")
FORM: Final = "expertise"
_SHORT: Final = 300


@page(EXPERTISE_LIST)
def directory(request: Call) -> HttpResponse:
    """What agencies offer; `field`, `language` and `country` in the address narrow it."""
    wanted = _wanted(request.GET)
    found = liaison.list_expertise(request.actor, wanted=wanted)
    # Only what is there is offered to choose from, so that a choice finds something.
    everything = found if wanted == Wanted() else liaison.list_expertise(request.actor)
    agencies = {one.id: one for one in list_agencies(request.actor)}
    names = agency_names(request.actor)
    context = {
        "entries": [_shown(one, names) for one in found],
        "wanted": wanted,
        "narrowed": wanted != Wanted(),
        "fields": _choices({one.offer.field.value: str(FIELDS[one.offer.field]) for one in everything}),
        "languages": _choices(
            {code: wording.language_name(code) for one in everything for code in one.offer.languages}
        ),
        "countries": _choices({code: wording.country_name(code) for code in _countries(everything, agencies)}),
        "may_keep": may(request.actor, EXPERTISE_KEEP),
        "handling": handled((one.marks, one.obligations) for one in found),
        "crumbs": (WAY[0], Crumb(_("Expertise"))),
    }
    return render(request, "web/expertise/directory.html", context)


def _wanted(asked: Mapping[str, Any]) -> Wanted:
    """What an address asks for; a field that there is not narrows nothing."""
    field = asked.get("field", "")
    return Wanted(Field(field) if field in set(Field) else None, asked.get("language", ""), asked.get("country", ""))


def _countries(entries: Iterable[ExpertiseView], agencies: Mapping[UUID, AgencyView]) -> set[str]:
    owners = {one.owner for one in entries}
    return {one.country for one in agencies.values() if one.id in owners and one.country}


def _choices(named: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(named.items(), key=lambda pair: wording.gnu_key(pair[1]))


def _shown(one: ExpertiseView, names: Mapping[UUID, str]) -> dict[str, Any]:
    offered = one.offer.offered
    return {
        "one": one,
        "field": FIELDS[one.offer.field],
        "owner": names.get(one.owner, ""),
        "languages": [wording.language_name(code) for code in one.offer.languages],
        "short": offered if len(offered) <= _SHORT else f"{offered[:_SHORT].rstrip()}…",
    }


@page(EXPERTISE_LIST)
def expertise(request: Call, expertise_id: UUID) -> HttpResponse:
    """One entry."""
    found = liaison.read_expertise(request.actor, id=expertise_id)
    shown = _shown(found, agency_names(request.actor))
    context = {
        "shown": shown,
        "may_ask": not found.mine and not found.over and may(request.actor, REQUEST_DRAFT),
        "may_keep": found.mine and may(request.actor, EXPERTISE_KEEP),
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*WAY, Crumb(shown["field"])),
    }
    return render(request, "web/expertise/entry.html", context)


@page(EXPERTISE_KEEP, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """A new entry of the own agency."""
    initial = {"everyone": True, "tlp": Tlp.GREEN.value, "handling": [Handling.H0.value]}
    return _written(request, initial, read_draft(request.actor, form=FORM), None)


@page(EXPERTISE_KEEP, methods=_BOTH)
def edit(request: Call, expertise_id: UUID) -> HttpResponse:
    """Change an entry of the own agency."""
    found = liaison.read_expertise(request.actor, id=expertise_id)
    if found.sharing is None:
        raise NotFound("liaison.no-expertise")
    typed = read_draft(request.actor, form=FORM, about=str(expertise_id))
    return _written(request, initial_of_offer(found.offer, found.sharing), typed, found)


def _written(
    request: Call, initial: dict[str, Any], typed: DraftView | None, found: ExpertiseView | None
) -> HttpResponse:
    initial |= typed_fields(typed, SEVERAL, ticked=TICKED) if typed else {}
    about = str(found.id) if found else ""
    agencies = [one for one in list_agencies(request.actor) if one.is_active and one.id != request.actor.agency]
    form = OfferForm(request.POST or None, agencies=agencies, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = liaison.keep_expertise(
                request.actor,
                offer=form.offer(),
                sharing=form.sharing(),
                exercise=settings.MINASSA.node.exercise,
                id=found.id if found else None,
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            drop_draft(request.actor, form=FORM, about=about)
            messages.success(request, _("The entry is kept and shared."))
            return HttpResponseRedirect(reverse("web:expertise", args=(kept,)))
    title = _("Change what we offer") if found else _("Offer expertise")
    context = {
        "form": form,
        "title": title,
        "draft": typed,
        "draft_form": FORM,
        "about": about,
        "found": found,
        "handling": handled([(found.marks, found.obligations)]) if found else None,
        "crumbs": (*WAY, Crumb(title)),
    }
    return render(request, "web/expertise/form.html", context, status=422 if form.errors else 200)


@page(EXPERTISE_KEEP, methods=("POST",))
def confirm(request: Call, expertise_id: UUID) -> HttpResponse:
    """Say that an entry is still right."""
    liaison.confirm_expertise(request.actor, id=expertise_id)
    messages.success(request, _("Confirmed as of today."))
    return HttpResponseRedirect(reverse("web:expertise", args=(expertise_id,)))


@page(EXPERTISE_KEEP, methods=("POST",))
def remove(request: Call, expertise_id: UUID) -> HttpResponse:
    """Take an entry away from everybody."""
    liaison.remove_expertise(request.actor, id=expertise_id)
    drop_draft(request.actor, form=FORM, about=str(expertise_id))
    messages.success(request, _("The entry is removed everywhere."))
    return HttpResponseRedirect(reverse("web:expertise-directory"))
