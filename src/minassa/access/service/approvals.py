"""Asking a second person, and deciding what somebody asked (S16)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from minassa.access import faults
from minassa.access.acts import APPROVAL_ASK, APPROVAL_DECIDE, APPROVAL_LIST, PERSON_ROLES
from minassa.access.doorway import door
from minassa.access.models import Approval
from minassa.access.registry import Act, ActKind, act_named
from minassa.access.service.people import checked_roles, keeps, kept_person
from minassa.access.types import Actor, Role
from minassa.access.views import ApprovalView, approval_view
from minassa.base import Conflict, Invalid, NotFound, Refused, now

LIVES: Final = timedelta(days=3)


def ask_approval(  # noqa: PLR0913 - who asks what, about what, why, in which words, of whom
    actor: Actor,
    *,
    act: Act,
    subject: str,
    reason: str,
    content: Mapping[str, Any] | None = None,
    agency: UUID | None = None,
) -> ApprovalView:
    """Ask for a second person's agreement to do an act to a subject; `content` is what exactly (plain JSON values).

    Open for three days. `agency` is whose supervisors decide: the actor's own, unless another agency is concerned.
    """
    if not act.two_person or not act.roles & actor.roles or actor.user_id is None or actor.agency is None:
        raise Refused(faults.NOT_ALLOWED)
    if agency is not None and not keeps(actor, agency):
        raise Refused(faults.NOT_ALLOWED)
    if not reason.strip():
        raise Invalid(faults.REASON_MISSING)
    concerned = agency or actor.agency
    with door(actor, APPROVAL_ASK) as opened:
        row = Approval.objects.create(
            act=act.name,
            subject=subject,
            content=dict(content or {}),
            reason=reason.strip()[:500],
            agency_id=concerned,
            asked_by_id=actor.user_id,
            asked_at=opened.context.at,
            expires=opened.context.at + LIVES,
        )
        opened.note(subject=f"approval:{row.id}", act=act.name)
        return _view(actor, row)


def ask_roles(actor: Actor, *, person: UUID, roles: Iterable[Role], reason: str) -> ApprovalView:
    """Ask a second person to agree to a person's new roles; then `set_roles(..., approval=id)` carries it out."""
    with door(actor, APPROVAL_ASK):
        row = kept_person(actor, person)
        stored = checked_roles(roles, row.agency)
        if Role.INSPECTOR.value in stored and actor.agency == row.agency_id:
            raise Invalid(faults.ROLES_INVALID)
        return ask_approval(
            actor,
            act=PERSON_ROLES,
            subject=f"user:{person}",
            reason=reason,
            content={"roles": stored},
            agency=row.agency_id,
        )


def decide_approval(actor: Actor, *, approval: UUID, grant: bool) -> ApprovalView:
    """Grant or refuse what another person asked. Raises Refused for one's own request, NotFound, and Conflict when decided."""
    with door(actor, APPROVAL_DECIDE, subject=f"approval:{approval}") as opened:
        row = Approval.objects.select_related("asked_by").select_for_update(of=("self",)).get(id=approval)
        if not _may_know(actor, row):
            raise NotFound(faults.NOT_FOUND)
        if not _may_decide(actor, row):
            raise Refused(faults.APPROVAL_OWN)
        if row.granted is not None or row.expires <= opened.context.at:
            raise Conflict(faults.APPROVAL_USED)
        row.granted, row.decided_by_id, row.decided_at = grant, actor.user_id, opened.context.at
        row.save(update_fields=["granted", "decided_by", "decided_at"])
        opened.note(owner=row.agency_id, act=row.act, granted=grant)
        return _view(actor, row)


def list_approvals(actor: Actor, *, waiting: bool = True) -> tuple[ApprovalView, ...]:
    """Approvals that this actor asked for or could decide, newest first; only the undecided ones unless told otherwise."""
    with door(actor, APPROVAL_LIST) as opened:
        rows = Approval.objects.select_related("asked_by").order_by("-asked_at", "-id")
        if waiting:
            rows = rows.filter(granted__isnull=True, expires__gt=opened.context.at)
        if Role.NODE_ADMINISTRATOR not in actor.roles:
            rows = rows.filter(Q(agency_id=actor.agency) | Q(asked_by_id=actor.user_id))
        return tuple(_view(actor, row) for row in rows[:200] if _may_know(actor, row))


def read_approval(actor: Actor, *, approval: UUID) -> ApprovalView:
    """One approval that this actor asked for or could decide. Raises NotFound."""
    with door(actor, APPROVAL_LIST):
        row = Approval.objects.select_related("asked_by").get(id=approval)
        if not _may_know(actor, row):
            raise NotFound(faults.NOT_FOUND)
        return _view(actor, row)


def _view(actor: Actor, row: Approval) -> ApprovalView:
    return approval_view(row, at=now(), can_decide=_may_decide(actor, row))


def _may_know(actor: Actor, row: Approval) -> bool:
    return row.asked_by_id == actor.user_id or _has_the_role(actor, row)


def _has_the_role(actor: Actor, row: Approval) -> bool:
    """Supervisors of the agency concerned decide; node administrators too, but only about people, never about content."""
    is_about_people = act_named(row.act).kind is ActKind.ADMIN
    if is_about_people and Role.NODE_ADMINISTRATOR in actor.roles:
        return True
    return Role.SUPERVISOR in actor.roles and actor.agency == row.agency_id


def _may_decide(actor: Actor, row: Approval) -> bool:
    concerned = row.subject == f"user:{actor.user_id}"
    appoints_own_overseer = Role.INSPECTOR.value in row.content.get("roles", []) and actor.agency == row.agency_id
    asked = row.asked_by_id == actor.user_id
    return _has_the_role(actor, row) and not (concerned or asked or appoints_own_overseer)
