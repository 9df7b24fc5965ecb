"""Delegations of an edition: who is invited, whom a delegation names, accreditation, badges, and the desk at the door."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.access import list_agencies, list_people
from minassa.base import Conflict, Invalid, NotFound
from minassa.desk import Language
from minassa.meetings import (
    DECISIONS,
    DELEGATE_STATES,
    DELEGATION_KINDS,
    LETTER_STATES,
    SPOKEN_NAMES,
    Decision,
    DelegateState,
    DelegateView,
    DelegationRow,
    DelegationView,
)
from minassa.meetings.acts import (
    ACCREDITATION_DECIDE,
    BADGE_PRINT,
    DELEGATE_NAME,
    DELEGATION_INVITE,
    DELEGATION_LIST,
    DELEGATION_READ,
    DOOR_CHECK_IN,
    DOOR_LIST,
)
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.meeting import InvitationForm, NomineeForm, initial_of_nominee
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.credentials import letter_context
from minassa.web.views.meetings import line_of, way_of

_BOTH = ("GET", "HEAD", "POST")


@page(DELEGATION_LIST)
def delegations(request: Call, edition_id: UUID) -> HttpResponse:
    """The delegations of an edition; for the secretariat, with the form that invites more."""
    return _listed(request, edition_id, None)


def _listed(request: Call, edition_id: UUID, form: InvitationForm | None) -> HttpResponse:
    found = meetings.read_edition(request.actor, id=edition_id)
    rows = meetings.list_delegations(request.actor, edition=edition_id)
    if form is None and "invite" in found.can:
        form = _invitation_form(request, bound=False)
    context = {
        "found": found,
        "line": line_of(found.row),
        "rows": [_line(row) for row in rows],
        "form": form,
        "handling": handled([(found.row.marks, found.row.obligations)]),
        "crumbs": (*way_of(found.row), Crumb(_("Delegations"))),
    }
    faulty = form is not None and form.is_bound and bool(form.errors)
    return render(request, "web/meetings/delegations.html", context, status=422 if faulty else 200)


def _invitation_form(request: Call, *, bound: bool) -> InvitationForm:
    agencies = [one for one in list_agencies(request.actor) if one.is_active and one.is_local]
    return InvitationForm(request.POST if bound else None, agencies=agencies)


def _line(row: DelegationRow) -> dict[str, Any]:
    return {"row": row, "kind": DELEGATION_KINDS[row.kind], "letter": LETTER_STATES[row.letter] if row.letter else ""}


@page(DELEGATION_INVITE, methods=("POST",))
def invite(request: Call, edition_id: UUID) -> HttpResponse:
    """Invite agencies."""
    form = _invitation_form(request, bound=True)
    if not form.is_valid():
        return _listed(request, edition_id, form)
    try:
        meetings.invite_delegations(request.actor, edition=edition_id, inviting=form.inviting())
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
        return _listed(request, edition_id, form)
    messages.success(request, _("The invitations are sent; the focal points find them in their inbox."))
    return HttpResponseRedirect(reverse("web:delegations", args=(edition_id,)))


@page(DELEGATION_READ)
def delegation(request: Call, delegation_id: UUID) -> HttpResponse:
    """A delegation with its people, for itself and the secretariat."""
    found = meetings.read_delegation(request.actor, id=delegation_id)
    context = _delegation_context(request, found) | {
        "people": [_person(one) for one in found.delegates],
        **letter_context(request, found),
        "form": _nominee_form(request, found, None) if "name" in found.can else None,
    }
    return render(request, "web/meetings/delegation.html", context)


def _delegation_context(request: Call, found: DelegationView) -> dict[str, Any]:
    edition = meetings.read_edition(request.actor, id=found.edition).row
    there = Crumb(_("Delegations"), reverse("web:delegations", args=(found.edition,)))
    return {
        "found": found,
        "line": _line(found.row),
        "edition": line_of(edition),
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*way_of(edition), there, Crumb(found.row.name)),
    }


def _person(one: DelegateView) -> dict[str, Any]:
    return {
        "one": one,
        "state": DECISIONS[one.decision] if one.decision else DELEGATE_STATES[one.state],
        "speaks": [SPOKEN_NAMES[code] for code in one.nominee.speaks],
        "listens": SPOKEN_NAMES.get(one.nominee.listens, ""),
        "waits": one.state is DelegateState.NOMINATED,
        "gone": one.state is DelegateState.WITHDRAWN,
    }


def _nominee_form(
    request: Call, found: DelegationView, one: DelegateView | None, *, bound: bool = False
) -> NomineeForm:
    people = [person for person in list_people(request.actor, agency=found.row.agency) if person.is_active]
    initial = initial_of_nominee(one.nominee) if one else {}
    return NomineeForm(request.POST if bound else None, people=people, initial=initial)


@page(DELEGATE_NAME, methods=_BOTH)
def person(request: Call, delegation_id: UUID, delegate: UUID | None = None) -> HttpResponse:
    """Name somebody, or say something else of them: a draft until the delegation nominates."""
    found = meetings.read_delegation(request.actor, id=delegation_id)
    one = next((each for each in found.delegates if each.id == delegate), None)
    if "name" not in found.can or (delegate is not None and one is None):
        raise NotFound("meetings.no-delegate")
    form = _nominee_form(request, found, one, bound=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            meetings.keep_delegate(request.actor, delegation=delegation_id, nominee=form.nominee(), id=delegate)
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The draft is kept in your delegation. Nominate when all are named."))
            return HttpResponseRedirect(reverse("web:delegation", args=(delegation_id,)))
    context = _delegation_context(request, found) | {"form": form, "one": one}
    return render(request, "web/meetings/person_form.html", context, status=422 if form.errors else 200)


@page(DELEGATE_NAME, methods=("POST",))
def nominate(request: Call, delegation_id: UUID) -> HttpResponse:
    """Send the drafts to the secretariat."""
    try:
        meetings.nominate_delegates(request.actor, delegation=delegation_id)
    except Conflict as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The secretariat has the nominations now."))
    return HttpResponseRedirect(reverse("web:delegation", args=(delegation_id,)))


@page(DELEGATE_NAME, methods=("POST",))
def withdraw(request: Call, delegation_id: UUID, delegate: UUID) -> HttpResponse:
    """Take somebody back."""
    meetings.withdraw_delegate(request.actor, delegation=delegation_id, id=delegate)
    messages.success(request, _("The person is taken back."))
    return HttpResponseRedirect(reverse("web:delegation", args=(delegation_id,)))


@page(ACCREDITATION_DECIDE, methods=("POST",))
def decide(request: Call, delegation_id: UUID, delegate: UUID) -> HttpResponse:
    """Accredit somebody, or refuse with a reason."""
    word = request.POST.get("decision", "")
    if word not in set(Decision):
        raise Invalid(BAD_REQUEST)
    try:
        reason = request.POST.get("reason", "")
        meetings.decide_accreditation(request.actor, delegate=delegate, decision=Decision(word), reason=reason)
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The decision is kept; the delegation is told."))
    return HttpResponseRedirect(reverse("web:delegation", args=(delegation_id,)))


@page(BADGE_PRINT)
def badge(request: Call, delegate: UUID) -> HttpResponse:
    """A badge as PDF in the page's language."""
    language = cast("Language", get_language() or "en")
    made = meetings.print_badge(request.actor, delegate=delegate, language=language)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="badge-{delegate}.pdf"'
    return answer


@page(DOOR_LIST)
def at_the_door(request: Call, edition_id: UUID) -> HttpResponse:
    """The desk at the door: the code of a badge, or the list of the accredited."""
    edition = meetings.read_edition(request.actor, id=edition_id).row
    people = meetings.door_list(request.actor, edition=edition_id)
    context = {
        "edition": line_of(edition),
        "people": people,
        "came": sum(one.arrival is not None for one in people),
        "handling": handled([(edition.marks, edition.obligations)]),
        "crumbs": (*way_of(edition), Crumb(_("At the door"))),
    }
    return render(request, "web/meetings/door.html", context)


@page(DOOR_CHECK_IN, methods=("POST",))
def check_in(request: Call, edition_id: UUID) -> HttpResponse:
    """Let somebody in."""
    chosen = request.POST.get("delegate", "")
    try:
        delegate = UUID(chosen) if chosen else None
        found = meetings.check_in(
            request.actor, edition=edition_id, code=request.POST.get("code", ""), delegate=delegate
        )
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error
    except (NotFound, Conflict) as fault:
        messages.error(request, str(fault))
    else:
        said = _("%(name)s, %(delegation)s, is in already.") if found.again else _("%(name)s, %(delegation)s, is in.")
        messages.success(request, said % {"name": found.name, "delegation": found.delegation})
    return HttpResponseRedirect(reverse("web:at-the-door", args=(edition_id,)))
