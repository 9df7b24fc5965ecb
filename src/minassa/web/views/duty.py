"""Duty contacts: whom to call now, and keeping one's own current."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa import liaison
from minassa.access import Handling, Tlp, list_agencies
from minassa.base import Invalid, NotFound
from minassa.desk import DraftView, drop_draft, read_draft
from minassa.liaison import CHANNELS, ChannelKind, ContactView
from minassa.liaison.acts import DUTY_KEEP, DUTY_LIST
from minassa.web import wording
from minassa.web.forms.duty import SEVERAL, TICKED, ContactForm, initial_of_contact
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.typed import typed_fields
from minassa.web.views.records import agency_names

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Duty contacts"), "/duty/"))
_BOTH: Final = ("GET", "HEAD", "POST")
FORM: Final = "duty"
_LINKS: Final = {ChannelKind.PHONE: "tel:", ChannelKind.EMAIL: "mailto:"}


@page(DUTY_LIST)
def contacts(request: Call) -> HttpResponse:
    """The contacts that this person sees, those on duty first; `agency` in the address narrows it."""
    chosen = _uuid(request.GET.get("agency", ""))
    found = liaison.list_contacts(request.actor, agency=chosen)
    names = agency_names(request.actor)
    context = {
        "contacts": [_shown(one, names) for one in found],
        "agencies": sorted(names.items(), key=lambda pair: pair[1]),
        "chosen": chosen,
        "may_keep": may(request.actor, DUTY_KEEP),
        "handling": handled((one.marks, one.obligations) for one in found),
        "crumbs": (WAY[0], Crumb(_("Duty contacts"))),
    }
    return render(request, "web/duty/contacts.html", context)


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _shown(one: ContactView, names: dict[UUID, str]) -> dict[str, Any]:
    contact = one.contact
    return {
        "one": one,
        "owner": names.get(one.owner, ""),
        "languages": [wording.language_name(code) for code in contact.languages],
        "channels": [(CHANNELS[each.kind], each.value, _link(each.kind, each.value)) for each in contact.channels],
        "shifts": [(WEEKDAYS[shift.day], shift.begins, shift.ends) for shift in contact.hours.shifts],
    }


def _link(kind: ChannelKind, value: str) -> str:
    """An address that a click can call or write to; only of what is plainly a number or an address."""
    plain = value.replace(" ", "")
    is_plain = plain.isascii() and all(one.isalnum() or one in "+@.-_" for one in plain)
    return _LINKS[kind] + plain if kind in _LINKS and is_plain else ""


@page(DUTY_LIST)
def contact(request: Call, contact_id: UUID) -> HttpResponse:
    """One contact."""
    found = liaison.read_contact(request.actor, id=contact_id)
    context = {
        "shown": _shown(found, agency_names(request.actor)),
        "may_keep": found.mine and may(request.actor, DUTY_KEEP),
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*WAY, Crumb(found.contact.name)),
    }
    return render(request, "web/duty/contact.html", context)


@page(DUTY_KEEP, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """A new contact of the own agency."""
    initial: dict[str, Any] = {
        "everyone": True,
        "always": True,
        "tlp": Tlp.GREEN.value,
        "handling": [Handling.H0.value],
    }
    initial |= {"zone": "Africa/Casablanca"}
    return _written(request, initial, read_draft(request.actor, form=FORM), None)


@page(DUTY_KEEP, methods=_BOTH)
def edit(request: Call, contact_id: UUID) -> HttpResponse:
    """Change a contact of the own agency."""
    found = liaison.read_contact(request.actor, id=contact_id)
    if found.sharing is None:
        raise NotFound("liaison.no-contact")
    typed = read_draft(request.actor, form=FORM, about=str(contact_id))
    return _written(request, initial_of_contact(found.contact, found.sharing), typed, found)


def _written(
    request: Call, initial: dict[str, Any], typed: DraftView | None, found: ContactView | None
) -> HttpResponse:
    initial |= typed_fields(typed, SEVERAL, ticked=TICKED) if typed else {}
    about = str(found.id) if found else ""
    agencies = [one for one in list_agencies(request.actor) if one.is_active and one.id != request.actor.agency]
    form = ContactForm(request.POST or None, agencies=agencies, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = liaison.keep_contact(
                request.actor,
                contact=form.contact(),
                sharing=form.sharing(),
                exercise=settings.MINASSA.node.exercise,
                id=found.id if found else None,
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            drop_draft(request.actor, form=FORM, about=about)
            messages.success(request, _("The contact is kept and shared."))
            return HttpResponseRedirect(reverse("web:duty", args=(kept,)))
    title = _("Change the contact") if found else _("New duty contact")
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
    return render(request, "web/duty/form.html", context, status=422 if form.errors else 200)


@page(DUTY_KEEP, methods=("POST",))
def confirm(request: Call, contact_id: UUID) -> HttpResponse:
    """Say that a contact is still right."""
    liaison.confirm_contact(request.actor, id=contact_id)
    messages.success(request, _("Confirmed as of today."))
    return HttpResponseRedirect(reverse("web:duty", args=(contact_id,)))


@page(DUTY_KEEP, methods=("POST",))
def remove(request: Call, contact_id: UUID) -> HttpResponse:
    """Take a contact away from everybody."""
    liaison.remove_contact(request.actor, id=contact_id)
    drop_draft(request.actor, form=FORM, about=str(contact_id))
    messages.success(request, _("The contact is removed everywhere."))
    return HttpResponseRedirect(reverse("web:duty-contacts"))
