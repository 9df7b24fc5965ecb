"""The two-person rule at the desk: what a colleague asks, and carrying out what was granted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa.access import ROLE_NAMES, ApprovalView, Role, decide_approval, read_approval, read_person, set_roles
from minassa.access.acts import APPROVAL_DECIDE, APPROVAL_LIST, PERSON_ROLES
from minassa.web import wording
from minassa.web.acts import FACTOR_FORGET
from minassa.web.entrance.factors import forget_factors
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page


@page(APPROVAL_LIST)
def approval(request: Call, approval: UUID) -> HttpResponse:
    """What is asked, by whom, and why."""
    found = read_approval(request.actor, approval=approval)
    is_mine = found.asked_by == request.actor.user_id
    can_carry_out = is_mine and found.state == "granted" and found.act in {PERSON_ROLES.name, FACTOR_FORGET.name}
    context = {
        "approval": found,
        "title": wording.two_person_act(found.act),
        "state": wording.APPROVAL_STATES[found.state],
        "about": _about(request, found),
        "roles": " · ".join(str(ROLE_NAMES[Role(one)]) for one in found.content.get("roles", [])),
        "can_carry_out": can_carry_out,
        "crumbs": (Crumb(_("My work"), "/"), Crumb(_("Request for agreement"))),
    }
    return render(request, "web/people/approval.html", context)


@page(APPROVAL_DECIDE, methods=("POST",))
def decide(request: Call, approval: UUID) -> HttpResponse:
    """Grant or refuse."""
    found = decide_approval(request.actor, approval=approval, grant=request.POST.get("decision") == "grant")
    messages.success(request, _("Agreed.") if found.state == "granted" else _("Refused."))
    return HttpResponseRedirect(reverse("web:home"))


@page(PERSON_ROLES, methods=("POST",))
def carry_out(request: Call, approval: UUID) -> HttpResponse:
    """Change the roles, or remove the lost factors, as a second person has granted."""
    found = read_approval(request.actor, approval=approval)
    person = UUID(found.subject.removeprefix("user:"))
    if found.act == FACTOR_FORGET.name:
        forget_factors(request.actor, person=person, approval=approval)
        messages.success(request, _("The second factors are removed. This person sets up a new one at the next login."))
    else:
        set_roles(request.actor, person=person, roles=[Role(one) for one in found.content["roles"]], approval=approval)
        messages.success(request, _("The roles are changed. They count from this person's next request on."))
    return HttpResponseRedirect(reverse("web:person", args=(person,)))


def _about(request: Call, found: ApprovalView) -> tuple[str, str]:
    """Whom or what it concerns, as (name, address)."""
    kind, _colon, about = found.subject.partition(":")
    if kind == "user":
        person = read_person(request.actor, person=UUID(about))
        return person.name, reverse("web:person", args=(person.id,))
    return found.subject, ""
