"""The two-person rule at the desk: what a colleague asks, and carrying out what was granted."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import (
    ROLE_NAMES,
    Actor,
    ApprovalView,
    Handling,
    Label,
    Role,
    Tlp,
    decide_approval,
    list_agencies,
    marks,
    read_approval,
    read_person,
    set_roles,
)
from minassa.access.acts import APPROVAL_DECIDE, APPROVAL_LIST, PERSON_ROLES
from minassa.base import NotFound, Refused
from minassa.desk import delete_attachment, view_attachment
from minassa.desk.acts import ATTACHMENT_DELETE
from minassa.liaison import read_request, send_pending_answer, send_request
from minassa.liaison.acts import REQUEST_ANSWER_AT_RISK, REQUEST_SEND_AT_RISK
from minassa.records import amend_record, delete_record, hold_record, lift_hold, read_record, release_record
from minassa.records.acts import RECORD_DELETE, RECORD_HOLD, RECORD_LIFT, RECORD_RELEASE_BEYOND, RECORD_WIDEN
from minassa.web import wording
from minassa.web.acts import FACTOR_FORGET
from minassa.web.entrance.factors import forget_factors
from minassa.web.faults import NO_PAGE
from minassa.web.pieces import Crumb
from minassa.web.policy import LOGIN, Call, page
from minassa.web.ways import way_to


@page(APPROVAL_LIST)
def approval(request: Call, approval: UUID) -> HttpResponse:
    """What is asked, by whom, and why."""
    found = read_approval(request.actor, approval=approval)
    is_mine = found.asked_by == request.actor.user_id
    context = {
        "approval": found,
        "title": wording.two_person_act(found.act),
        "state": wording.APPROVAL_STATES[found.state],
        "about": _about(request.actor, found),
        "roles": " · ".join(str(ROLE_NAMES[Role(one)]) for one in found.content.get("roles", [])),
        "files": _file_names(request.actor, found),
        "new_marks": marks(_label(request.actor, found)) if "tlp" in found.content else (),
        "new_audience": _audience(request.actor, found),
        "until": date.fromisoformat(found.content["until"]) if "until" in found.content else None,
        "can_carry_out": is_mine and found.state == "granted" and found.act in _CARRIED_OUT,
        "waits": is_mine and found.state == "waiting" and found.act in _CARRIED_OUT,
        "crumbs": (Crumb(_("My work"), "/"), Crumb(_("Request for agreement"))),
    }
    return render(request, "web/people/approval.html", context)


@page(APPROVAL_DECIDE, methods=("POST",))
def decide(request: Call, approval: UUID) -> HttpResponse:
    """Grant or refuse."""
    found = decide_approval(request.actor, approval=approval, grant=request.POST.get("decision") == "grant")
    messages.success(request, _("Agreed.") if found.state == "granted" else _("Refused."))
    return HttpResponseRedirect(reverse("web:home"))


@page(LOGIN, methods=("POST",))
def carry_out(request: Call, approval: UUID) -> HttpResponse:
    """Do what a second person has granted, exactly as it was asked."""
    found = read_approval(request.actor, approval=approval)
    if found.act not in _CARRIED_OUT:
        raise NotFound(NO_PAGE)
    done, said = _CARRIED_OUT[found.act]
    where = done(request.actor, found)
    messages.success(request, str(said))
    return HttpResponseRedirect(where)


def _subject(found: ApprovalView) -> UUID:
    return UUID(found.subject.partition(":")[2])


def _change_roles(actor: Actor, found: ApprovalView) -> str:
    set_roles(actor, person=_subject(found), roles=map(Role, found.content["roles"]), approval=found.id)
    return reverse("web:person", args=(_subject(found),))


def _forget_factors(actor: Actor, found: ApprovalView) -> str:
    forget_factors(actor, person=_subject(found), approval=found.id)
    return reverse("web:person", args=(_subject(found),))


def _widen(actor: Actor, found: ApprovalView) -> str:
    version: int = found.content["version"]
    amend_record(actor, id=_subject(found), version=version, label=_label(actor, found), approval=found.id)
    return reverse("web:record", args=(_subject(found),))


def _file_names(actor: Actor, found: ApprovalView) -> list[tuple[UUID, str]]:
    """The files that would go with a release, as far as this person sees them."""
    names = []
    for one in found.content.get("files", ()):
        try:
            names.append((UUID(one["file"]), view_attachment(actor, id=UUID(one["file"])).name))
        except NotFound:
            names.append((UUID(one["file"]), ""))
    return names


def _release(actor: Actor, found: ApprovalView) -> str:
    asked: Mapping[str, Any] = found.content
    release_record(
        actor,
        id=_subject(found),
        version=asked["version"],
        to=asked["to"],
        label=_label(actor, found),
        files=[UUID(one["file"]) for one in asked.get("files", ())],
        approval=found.id,
    )
    return reverse("web:record-releases", args=(_subject(found),))


def _delete(actor: Actor, found: ApprovalView) -> str:
    delete_record(actor, id=_subject(found), approval=found.id)
    return reverse("web:records")


def _hold(actor: Actor, found: ApprovalView) -> str:
    until = date.fromisoformat(found.content["until"])
    hold_record(actor, id=_subject(found), until=until, reason=found.reason, approval=found.id)
    return reverse("web:record", args=(_subject(found),))


def _lift(actor: Actor, found: ApprovalView) -> str:
    lift_hold(actor, id=_subject(found), approval=found.id)
    return reverse("web:record", args=(_subject(found),))


def _delete_file(actor: Actor, found: ApprovalView) -> str:
    about = view_attachment(actor, id=_subject(found)).about
    delete_attachment(actor, id=_subject(found), approval=found.id)
    return way_to(about) or reverse("web:home")


def _send_request(actor: Actor, found: ApprovalView) -> str:
    files = send_request(actor, id=_subject(found), approval=found.id)
    return reverse("web:request", args=(files[0],))


def _send_answer(actor: Actor, found: ApprovalView) -> str:
    send_pending_answer(actor, id=_subject(found), approval=found.id)
    return reverse("web:request", args=(_subject(found),))


_CARRIED_OUT: Final[Mapping[str, tuple[Callable[[Actor, ApprovalView], str], Promise]]] = {
    PERSON_ROLES.name: (
        _change_roles,
        gettext_lazy("The roles are changed. They count from this person's next request on."),
    ),
    FACTOR_FORGET.name: (
        _forget_factors,
        gettext_lazy("The second factors are removed. This person sets up a new one at the next login."),
    ),
    RECORD_WIDEN.name: (_widen, gettext_lazy("The record is now shown to more people.")),
    RECORD_RELEASE_BEYOND.name: (_release, gettext_lazy("The record is released.")),
    ATTACHMENT_DELETE.name: (_delete_file, gettext_lazy("The file is deleted for good.")),
    REQUEST_SEND_AT_RISK.name: (_send_request, gettext_lazy("The request is sent.")),
    REQUEST_ANSWER_AT_RISK.name: (_send_answer, gettext_lazy("The answer is sent.")),
    RECORD_DELETE.name: (_delete, gettext_lazy("The record is deleted for good.")),
    RECORD_HOLD.name: (_hold, gettext_lazy("The legal hold stands: the record is not deleted.")),
    RECORD_LIFT.name: (_lift, gettext_lazy("The legal hold is lifted.")),
}
"""What can be carried out from here: the act, how, and what is said afterwards."""


def _label(actor: Actor, found: ApprovalView) -> Label:
    """The label that was asked for."""
    if actor.agency is None:
        raise NotFound(NO_PAGE)
    asked: Mapping[str, Any] = found.content
    return Label(
        owner=found.agency,
        tlp=Tlp(asked["tlp"]),
        audience=frozenset(asked["audience"]),
        handling=frozenset(map(Handling, asked["handling"])),
        purposes=frozenset(asked["purposes"]),
        exercise=asked["exercise"],
        opens=_moment(asked["opens"]),
        closes=_moment(asked["closes"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _audience(actor: Actor, found: ApprovalView) -> list[str]:
    """The agencies of the label that was asked for; how many communities and persons beside."""
    names = {f"agency:{one.id}": one.name for one in list_agencies(actor)}
    asked: list[str] = found.content.get("audience", [])
    others = sum(token not in names for token in asked)
    shown = [names[token] for token in asked if token in names]
    return [*shown, *([_("and %(count)s more") % {"count": others}] if others else [])]


def _about(actor: Actor, found: ApprovalView) -> tuple[str, str]:
    """Whom or what it concerns, as (name, address); its reference alone where it is gone or hidden."""
    kind = found.subject.partition(":")[0]
    if kind not in _SUBJECTS:
        return found.subject, ""
    named, page = _SUBJECTS[kind]
    try:
        return named(actor, _subject(found)), reverse(page, args=(_subject(found),))
    except (NotFound, Refused):
        return found.subject, ""


_SUBJECTS: Final[Mapping[str, tuple[Callable[[Actor, UUID], str], str]]] = {
    "user": (lambda actor, person: read_person(actor, person=person).name, "web:person"),
    "record": (lambda actor, record: read_record(actor, id=record).caption, "web:record"),
    "attachment": (lambda actor, file: view_attachment(actor, id=file).name, "web:attachment"),
    "request": (lambda actor, request: read_request(actor, id=request).row.title, "web:request"),
}
"""What an approval can be about: how it is named, and its page."""
