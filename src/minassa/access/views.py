"""What crosses the room's edge about agencies, people, sessions, tokens and approvals. No rows, no secrets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from minassa.access.models import Agency, Approval, Community, Token, User
from minassa.access.types import AgencyKind, Role


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency, partner organisation or secretariat. `is_local`: its people log in on this node."""

    id: UUID
    name: str
    kind: AgencyKind
    country: str
    is_active: bool
    is_local: bool = True


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as the list of people shows them."""

    id: UUID
    username: str
    name: str
    agency: UUID
    agency_name: str
    roles: tuple[Role, ...]
    is_active: bool
    has_password: bool
    language: str
    theme: str
    created: datetime


@dataclass(frozen=True, slots=True)
class CommunityView:
    """A community with its members."""

    id: UUID
    name: str
    agencies: tuple[UUID, ...]
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation with its secret, which is shown once and never again."""

    person: UUID
    secret: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token; `secret` is filled only in the answer that made it."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    created: datetime
    expires: datetime
    used: datetime | None
    is_revoked: bool
    secret: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """A request for a second person's agreement. `state`: waiting, granted, refused, used or expired."""

    id: UUID
    act: str
    subject: str
    content: Mapping[str, Any]
    reason: str
    agency: UUID
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    expires: datetime
    decided_by: UUID | None
    state: str
    can_decide: bool


def agency_view(row: Agency) -> AgencyView:
    """An agency's row as it crosses the edge."""
    return AgencyView(row.id, row.name, AgencyKind(row.kind), row.country, row.is_active, row.is_local)


def person_view(row: User) -> PersonView:
    """A person's row, read with its agency, as it crosses the edge."""
    return PersonView(
        id=row.id,
        username=row.username,
        name=row.name,
        agency=row.agency_id,
        agency_name=row.agency.name,
        roles=tuple(role for role in Role if role.value in row.roles),
        is_active=row.is_active,
        has_password=row.has_usable_password(),
        language=row.language,
        theme=row.theme,
        created=row.created,
    )


def community_view(row: Community) -> CommunityView:
    """A community's row, read with its members, as it crosses the edge."""
    members = list(row.members.all())
    return CommunityView(
        id=row.id,
        name=row.name,
        agencies=tuple(one.agency_id for one in members if one.agency_id),
        people=tuple(one.user_id for one in members if one.user_id),
    )


def token_view(row: Token, *, secret: str = "") -> TokenView:
    """A token's row as it crosses the edge, with its secret when it was just made."""
    return TokenView(
        id=row.id,
        name=row.name,
        scopes=tuple(row.scopes),
        created=row.created,
        expires=row.expires,
        used=row.used,
        is_revoked=row.revoked is not None,
        secret=secret,
    )


def approval_view(row: Approval, *, at: datetime, can_decide: bool) -> ApprovalView:
    """An approval's row, read with who asked, as it crosses the edge."""
    state = _state(row, at)
    return ApprovalView(
        id=row.id,
        act=row.act,
        subject=row.subject,
        content=row.content,
        reason=row.reason,
        agency=row.agency_id,
        asked_by=row.asked_by_id,
        asked_by_name=row.asked_by.name,
        asked_at=row.asked_at,
        expires=row.expires,
        decided_by=row.decided_by_id,
        state=state,
        can_decide=can_decide and state == "waiting",
    )


def _state(row: Approval, at: datetime) -> str:
    if row.used_at is not None:
        return "used"
    if row.granted is False:
        return "refused"
    if row.expires <= at:
        return "expired"
    return "granted" if row.granted else "waiting"
