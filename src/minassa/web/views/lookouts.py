"""Lookouts: the list, one lookout with its answers and meetings, writing, issuing, renewing, withdrawing, accepting, declining."""

from datetime import timedelta
from functools import partial
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
from minassa.access import list_agencies
from minassa.base import Invalid, NotFound, Refused, now, today
from minassa.desk import DraftView, drop_draft, read_draft, thing_label
from minassa.liaison import (
    LOOKOUT_KINDS,
    LOOKOUT_STATES,
    REFUSAL_REASONS,
    TELLS,
    WISHES,
    LookoutRow,
    LookoutState,
    LookoutView,
    Reason,
    Tell,
    Wish,
)
from minassa.liaison.acts import (
    LOOKOUT_DRAFT,
    LOOKOUT_ISSUE,
    LOOKOUT_LIST,
    LOOKOUT_READ,
    LOOKOUT_REPLY,
    LOOKOUT_WITHDRAW,
)
from minassa.web import wording
from minassa.web.asked import asked_for
from minassa.web.attachments import attached_to, choices_of, chosen_files, files_sent
from minassa.web.forms.lookout import SEVERAL, TICKED, DeclineForm, LookoutForm, RenewalForm, end_of, initial_of_lookout
from minassa.web.forms.request import first_marks
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.typed import typed_fields
from minassa.web.views.records import agency_names
from minassa.web.views.requests import care_shown

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Lookouts"), "/lookouts/"))
_BOTH: Final = ("GET", "HEAD", "POST")
_PAGE: Final = 50
_FIRST: Final = timedelta(days=90)
FORM: Final = "lookout"


@page(LOOKOUT_LIST)
def lookouts(request: Call) -> HttpResponse:
    """Lookouts that this person's agency issued or received, newest first."""
    rows, following, count = liaison.list_lookouts(request.actor, before=request.GET.get("before", ""), size=_PAGE)
    names = agency_names(request.actor)
    context = {
        "rows": [_line(row, names) for row in rows],
        "next": following,
        "count": count,
        "first": "before" in request.GET,
        "may_write": may(request.actor, LOOKOUT_DRAFT),
        "handling": handled((row.marks, ()) for row in rows),
        "crumbs": (WAY[0], Crumb(_("Lookouts"))),
    }
    return render(request, "web/lookouts/lookouts.html", context)


def _line(row: LookoutRow, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "row": row,
        "owner": names.get(row.owner, ""),
        "kind": LOOKOUT_KINDS[row.kind],
        "state": LOOKOUT_STATES[row.state],
    }


@page(LOOKOUT_READ)
def lookout(request: Call, lookout_id: UUID) -> HttpResponse:
    """One lookout."""
    return _page_of(request, liaison.read_lookout(request.actor, id=lookout_id))


def _page_of(request: Call, found: LookoutView, **forms: Any) -> HttpResponse:  # noqa: ANN401 - faulty forms by their name
    names, sought, about = agency_names(request.actor), found.sought, f"lookout:{found.row.id}"
    takes_files = found.row.mine and found.row.state is not LookoutState.WITHDRAWN
    attached = attached_to(request.actor, about, label=thing_label(request.actor, about=about) if takes_files else None)
    files = liaison.lookout_files(request.actor, id=found.row.id) if {"issue", "renew"} & set(found.can) else ()
    context = {
        "attached": attached,
        "files": choices_of(files, names),
        "found": found,
        "line": _line(found.row, names),
        "sought": sought,
        "wish": WISHES[sought.wish],
        "tell": TELLS[sought.tell],
        "purpose": wording.purpose_name(sought.purpose),
        "care": care_shown(sought.care),
        "replies": [
            (names.get(one.agency, ""), REFUSAL_REASONS[one.reason] if one.reason else "", one) for one in found.replies
        ],
        "meetings": [(names.get(one.agency, ""), one) for one in found.meetings],
        "reason": REFUSAL_REASONS[found.reason] if found.reason else "",
        "renewal": forms.get("renewal") or RenewalForm(initial={"until": today() + _FIRST}),
        "decline": forms.get("decline") or DeclineForm(),
        "form": next(iter(forms.values()), None),
        "handling": handled(
            [(found.row.marks, found.obligations), *((one.file.marks, one.file.obligations) for one in attached.lines)]
        ),
        "crumbs": (*WAY, Crumb(found.row.title)),
    }
    return render(request, "web/lookouts/lookout.html", context, status=422 if forms else 200)


@page(LOOKOUT_DRAFT, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """A new lookout; what is typed is kept until it is kept in the agency."""
    initial = first_marks() | {
        "kind": "person",
        "wish": Wish.REPORT.value,
        "tell": Tell.BOTH.value,
        "purpose": asked_for(request).get("purpose", ""),
        "expires": (now() + _FIRST).date(),
    }
    return _written(request, initial, read_draft(request.actor, form=FORM), None)


@page(LOOKOUT_DRAFT, methods=_BOTH)
def edit(request: Call, lookout_id: UUID) -> HttpResponse:
    """Change a draft of the agency."""
    found = liaison.read_lookout(request.actor, id=lookout_id)
    if "edit" not in found.can:
        raise NotFound("liaison.no-lookout")
    typed = read_draft(request.actor, form=FORM, about=str(lookout_id))
    return _written(request, initial_of_lookout(found.sought), typed, found)


def _written(
    request: Call, initial: dict[str, Any], typed: DraftView | None, found: LookoutView | None
) -> HttpResponse:
    initial |= typed_fields(typed, SEVERAL, ticked=TICKED) if typed else {}
    about = str(found.row.id) if found else ""
    agencies = [one for one in list_agencies(request.actor) if one.is_active and one.id != request.actor.agency]
    form = LookoutForm(request.POST or None, agencies=agencies, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = liaison.keep_lookout(
                request.actor,
                sought=form.sought(),
                exercise=settings.MINASSA.node.exercise,
                id=found.row.id if found else None,
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            drop_draft(request.actor, form=FORM, about=about)
            messages.success(request, _("The draft is kept in your agency. A supervisor can issue it."))
            return HttpResponseRedirect(reverse("web:lookout", args=(kept,)))
    title = _("Change the lookout") if found else _("New lookout")
    context = {
        "form": form,
        "title": title,
        "draft": typed,
        "draft_form": FORM,
        "about": about,
        "found": found,
        "handling": handled([(found.row.marks, found.obligations)]) if found else None,
        "crumbs": (*WAY, Crumb(title)),
    }
    return render(request, "web/lookouts/form.html", context, status=422 if form.errors else 200)


@page(LOOKOUT_ISSUE, methods=("POST",))
def issue(request: Call, lookout_id: UUID) -> HttpResponse:
    """Issue a draft."""
    try:
        liaison.issue_lookout(request.actor, id=lookout_id, files=chosen_files(request))
    except Invalid as fault:
        messages.error(request, str(fault))
    except Refused as refused:
        if not refused.code.startswith("liaison."):
            raise
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The lookout is issued."))
    return HttpResponseRedirect(reverse("web:lookout", args=(lookout_id,)))


@page(LOOKOUT_ISSUE, methods=("POST",))
def send_files(request: Call, lookout_id: UUID) -> HttpResponse:
    """Let files follow a lookout, to all who have it."""
    files_sent(request, partial(liaison.send_lookout_files, request.actor, id=lookout_id))
    return HttpResponseRedirect(reverse("web:lookout", args=(lookout_id,)))


@page(LOOKOUT_ISSUE, methods=("POST",))
def renew(request: Call, lookout_id: UUID) -> HttpResponse:
    """Let a lookout live longer, for a reason."""
    form = RenewalForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            liaison.renew_lookout(request.actor, id=lookout_id, until=end_of(given["until"]), reason=given["reason"])
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The lookout is renewed."))
            return HttpResponseRedirect(reverse("web:lookout", args=(lookout_id,)))
    return _page_of(request, liaison.read_lookout(request.actor, id=lookout_id), renewal=form)


@page(LOOKOUT_WITHDRAW, methods=("POST",))
def withdraw(request: Call, lookout_id: UUID) -> HttpResponse:
    """Take a lookout away from everybody."""
    liaison.withdraw_lookout(request.actor, id=lookout_id)
    messages.success(request, _("The lookout is withdrawn everywhere."))
    return HttpResponseRedirect(reverse("web:lookout", args=(lookout_id,)))


@page(LOOKOUT_REPLY, methods=("POST",))
def accept(request: Call, lookout_id: UUID) -> HttpResponse:
    """Accept for the own agency."""
    liaison.accept_lookout(request.actor, id=lookout_id)
    messages.success(request, _("Accepted. Its owner is told when a check of your agency meets it."))
    return HttpResponseRedirect(reverse("web:lookout", args=(lookout_id,)))


@page(LOOKOUT_REPLY, methods=("POST",))
def decline(request: Call, lookout_id: UUID) -> HttpResponse:
    """Decline for the own agency, with a reason."""
    form = DeclineForm(request.POST)
    if form.is_valid():
        liaison.decline_lookout(request.actor, id=lookout_id, reason=Reason(form.cleaned_data["reason"]))
        messages.success(request, _("Declined."))
        return HttpResponseRedirect(reverse("web:lookout", args=(lookout_id,)))
    return _page_of(request, liaison.read_lookout(request.actor, id=lookout_id), decline=form)


@page(LOOKOUT_DRAFT, methods=("POST",))
def discard(request: Call, lookout_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    liaison.discard_lookout(request.actor, id=lookout_id)
    drop_draft(request.actor, form=FORM, about=str(lookout_id))
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("web:lookouts"))
