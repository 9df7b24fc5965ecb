"""Actors: who acts, rebuilt from the database at each request, so that a change of rights counts at once (S15)."""

from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db.models import Q

from minassa.access import faults
from minassa.access.models import CommunityMember, LoginSession, Token, User
from minassa.access.secrets_at_rest import digest_of, is_of_kind
from minassa.access.sql import token_state
from minassa.access.types import Actor, ActorKind, AgencyKind, Role
from minassa.base import NotFound, Refused, now

_USED_EVERY_SECONDS: Final = 60
_MOST_KEPT: Final = 1_000


def _actor(  # noqa: PLR0913 - what differs between the ways to act
    user: User,
    kind: ActorKind,
    *,
    id: UUID,  # noqa: A002 - the actor's own word
    scopes: frozenset[str] | None = None,
    stepped_up_at: datetime | None = None,
    session: UUID | None = None,
) -> Actor:
    return Actor(
        kind=kind,
        id=str(id),
        user_id=user.id,
        agency=user.agency_id,
        agency_kind=AgencyKind(user.agency.kind),
        roles=frozenset(map(Role, user.roles)),
        communities=_communities(user),
        rights_version=user.rights_version,
        scopes=scopes,
        stepped_up_at=stepped_up_at,
        session=session,
        name=user.name,
    )


def _communities(user: User) -> frozenset[UUID]:
    mine = Q(user=user) | Q(agency=user.agency_id)
    return frozenset(CommunityMember.objects.filter(mine).values_list("community_id", flat=True))


def _is_active(user: User) -> bool:
    return user.is_active and user.agency.is_active


def actor_of_person(person: UUID) -> Actor:
    """The actor of a person for whom a job does what they asked for, with their rights of now. Raises NotFound, Refused."""
    user = User.objects.select_related("agency").filter(id=person).first()
    if user is None:
        raise NotFound(faults.NOT_FOUND)
    return actor_of_user(user)


def actor_of_user(user: User, session: LoginSession | None = None) -> Actor:
    """The actor of a person at a page. Raises Refused for a disabled person and for a session that was ended."""
    if not _is_active(user) or (session is not None and (session.ended is not None or session.user_id != user.id)):
        raise Refused(faults.RIGHTS_CHANGED)
    return _actor(
        user,
        ActorKind.USER,
        id=user.id,
        stepped_up_at=session.stepped_up_at if session else None,
        session=session.id if session else None,
    )


def actor_of_token(raw: str) -> Actor:
    """The actor of a program that shows this token. Raises Refused for an unknown, expired or revoked one alike, and for a link."""
    return _actor_of_secret(raw, "t")


def actor_of_link(raw: str) -> Actor:
    """The actor of whoever polls the link with this secret, bounded by its one scope. Raises Refused as `actor_of_token`, and for a token."""
    return _actor_of_secret(raw, "c")


def _actor_of_secret(raw: str, prefix: str) -> Actor:
    """The actor behind a secret of this kind: one that stands in an address opens nothing where another kind is asked for.

    Programs ask often: what a person's rights are is read anew when their version changed, which every change does; that the
    token, the person and the agency are still good is asked each time (S15).
    """
    moment = now()
    found = token_state(digest_of(raw), moment) if is_of_kind(raw, prefix) else None
    if found is None:
        raise Refused(faults.TOKEN_UNKNOWN)
    if found.used is None or (moment - found.used).total_seconds() > _USED_EVERY_SECONDS:
        Token.objects.filter(id=found.id).update(used=moment)
    kept = _actors_of_tokens.get(found.id)
    if kept is None or kept.rights_version != found.rights:
        kept = _token_actor(found.id)
        while len(_actors_of_tokens) >= _MOST_KEPT:
            _actors_of_tokens.pop(next(iter(_actors_of_tokens)), None)
        _actors_of_tokens[found.id] = kept
    return kept


_actors_of_tokens: Final[dict[UUID, Actor]] = {}


def _token_actor(token: UUID) -> Actor:
    found = Token.objects.select_related("user__agency").get(id=token)
    return _actor(found.user, ActorKind.TOKEN, id=found.id, scopes=frozenset(found.scopes))


def cli_administrator() -> Actor:
    """The actor of whoever owns the node's folder, for what a node administrator does: the node's first one, as "cli".

    Raises NotFound on a node without one.
    """
    for user in User.objects.select_related("agency").filter(is_active=True).order_by("created"):
        if Role.NODE_ADMINISTRATOR.value in user.roles and user.agency.is_active:
            return _actor(user, ActorKind.CLI, id=user.id)
    raise NotFound(faults.NODE_EMPTY)


def cli_actor(_home: Path | None = None) -> Actor:
    """The actor of whoever owns the node's folder: the first agency's first analyst; the audit log says "cli".

    The settings have named the folder already. Raises NotFound on a node without one.
    """
    for user in User.objects.select_related("agency").filter(is_active=True).order_by("agency__created", "created"):
        if Role.ANALYST.value in user.roles and user.agency.is_active:
            return _actor(user, ActorKind.CLI, id=user.id)
    raise NotFound(faults.NODE_EMPTY)
