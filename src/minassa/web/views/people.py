"""People and agencies: who is there, inviting, roles by two persons, shutting out."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import (
    ROLE_NAMES,
    InvitationView,
    PersonView,
    Role,
    ask_roles,
    disable_user,
    enable_user,
    end_sessions_of,
    invite,
    list_agencies,
    list_approvals,
    list_people,
    read_person,
    start_reset,
)
from minassa.access.acts import (
    AGENCY_ADD,
    APPROVAL_ASK,
    PERSON_DISABLE,
    PERSON_ENABLE,
    PERSON_INVITE,
    PERSON_LIST,
    PERSON_RESET,
    PERSON_ROLES,
    SESSION_END_OTHERS,
)
from minassa.base import Conflict, Invalid
from minassa.web.acts import FACTOR_FORGET
from minassa.web.entrance.factors import ask_forget_factors
from minassa.web.forms.people import InvitationForm, RolesForm
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page
from minassa.web.rights import may

_WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("People and agencies"), "/people/"))


def role_names(person: PersonView) -> str:
    """A person's roles in words."""
    return " · ".join(str(ROLE_NAMES[role]) for role in person.roles)


@page(PERSON_LIST)
def people(request: Call) -> HttpResponse:
    """Everybody of the own agency, and whom one turns to in others; `agency` in the address narrows it."""
    chosen = _uuid(request.GET.get("agency", ""))
    agencies = list_agencies(request.actor)
    context = {
        "people": [(one, role_names(one)) for one in list_people(request.actor, agency=chosen)],
        "agencies": agencies,
        "chosen": str(chosen or ""),
        "may_invite": may(request.actor, PERSON_INVITE),
        "may_add": may(request.actor, AGENCY_ADD),
        "crumbs": (_WAY[0], Crumb(_("People and agencies"))),
    }
    return render(request, "web/people/people.html", context)


@page(PERSON_INVITE, methods=("GET", "HEAD", "POST"))
def invitation(request: Call) -> HttpResponse:
    """Invite a person; the link with which they choose a password is shown once."""
    agencies = [one for one in list_agencies(request.actor) if _keeps(request, one.id)]
    form = InvitationForm(request.POST or None, agencies=agencies, initial={"agency": str(request.actor.agency)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = invite(
                request.actor,
                agency=UUID(given["agency"]),
                username=given["username"],
                name=given["name"],
                email=given["email"],
                roles=[Role(one) for one in given["roles"]],
            )
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            return _link_page(request, made)
    context = {
        "form": form,
        "crumbs": (*_WAY, Crumb(_("Invite a person"))),
    }
    return render(request, "web/people/invite.html", context, status=422 if form.errors else 200)


@page(PERSON_LIST, methods=("GET", "HEAD", "POST"))
def person(request: Call, person: UUID) -> HttpResponse:
    """One person: what they may do, and for whoever looks after them, what can be changed."""
    found = read_person(request.actor, person=person)
    form = RolesForm(request.POST or None, initial={"roles": [role.value for role in found.roles]})
    if request.method == "POST" and form.is_valid():
        try:
            ask_roles(request.actor, person=person, roles=form.wanted(), reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(
                request, _("Asked. The roles change when a second person has agreed and you carry it out.")
            )
            return HttpResponseRedirect(reverse("web:person", args=(person,)))
    return render(
        request, "web/people/person.html", _person_context(request, found, form), status=422 if form.errors else 200
    )


def _person_context(request: Call, found: PersonView, form: RolesForm) -> dict[str, Any]:
    keeps = _keeps(request, found.id if found.id == request.actor.user_id else found.agency)
    is_other = found.id != request.actor.user_id
    return {
        "person": found,
        "roles": role_names(found),
        "form": form,
        "may_ask": is_other and keeps and may(request.actor, PERSON_ROLES) and may(request.actor, APPROVAL_ASK),
        "may_disable": is_other and keeps and may(request.actor, PERSON_DISABLE),
        "may_enable": is_other and keeps and may(request.actor, PERSON_ENABLE),
        "may_forget": is_other and keeps and may(request.actor, FACTOR_FORGET),
        "may_reset": is_other and keeps and may(request.actor, PERSON_RESET),
        "asked": [one for one in list_approvals(request.actor) if one.subject == f"user:{found.id}"],
        "crumbs": (*_WAY, Crumb(found.name)),
    }


@page(PERSON_DISABLE, methods=("POST",))
def disable(request: Call, person: UUID) -> HttpResponse:
    """Shut a person out at once."""
    disable_user(request.actor, person=person)
    messages.success(request, _("Shut out. All sessions and tokens of this person have ended."))
    return HttpResponseRedirect(reverse("web:person", args=(person,)))


@page(PERSON_ENABLE, methods=("POST",))
def enable(request: Call, person: UUID) -> HttpResponse:
    """Let a person in again."""
    enable_user(request.actor, person=person)
    messages.success(request, _("This person can log in again."))
    return HttpResponseRedirect(reverse("web:person", args=(person,)))


@page(PERSON_RESET, methods=("POST",))
def reset(request: Call, person: UUID) -> HttpResponse:
    """A new link for a person who forgot the password; nobody else ever sees a password (S04)."""
    return _link_page(request, start_reset(request.actor, person=person))


@page(SESSION_END_OTHERS, methods=("POST",))
def end_sessions(request: Call, person: UUID) -> HttpResponse:
    """End all sessions of a person, who can log in again (S08)."""
    end_sessions_of(request.actor, person=person)
    messages.success(request, _("All sessions of this person have ended."))
    return HttpResponseRedirect(reverse("web:person", args=(person,)))


@page(FACTOR_FORGET, methods=("POST",))
def lost_factors(request: Call, person: UUID) -> HttpResponse:
    """Ask a second person to agree that a person's lost factors are removed (S03)."""
    ask_forget_factors(request.actor, person=person, reason=request.POST.get("reason", ""))
    messages.success(request, _("Asked. The factors are removed when a second person has agreed and you carry it out."))
    return HttpResponseRedirect(reverse("web:person", args=(person,)))


def _link_page(request: Call, made: InvitationView) -> HttpResponse:
    context = {
        "link": request.build_absolute_uri(reverse("account_invitation", args=(made.secret,))),
        "made": made,
        "crumbs": (*_WAY, Crumb(_("Link for a person"))),
    }
    return render(request, "web/people/link.html", context)


def _keeps(request: Call, agency: UUID) -> bool:
    """Whether this actor looks after the people of an agency: the service decides again."""
    return Role.NODE_ADMINISTRATOR in request.actor.roles or agency == request.actor.agency


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
