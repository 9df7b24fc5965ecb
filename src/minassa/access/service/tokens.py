"""Tokens for programs: random, scoped, expiring; the secret is shown once (S18)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from minassa.access import faults
from minassa.access.acts import PEOPLE_KEEPERS, TOKEN_ADD, TOKEN_LIST, TOKEN_OWNERS, TOKEN_REVOKE
from minassa.access.doorway import door
from minassa.access.lasting.service import outlast
from minassa.access.models import Token, User
from minassa.access.registry import CALENDAR_SCOPE
from minassa.access.registry import scopes as known_scopes
from minassa.access.secrets_at_rest import digest_of, new_secret
from minassa.access.service.people import keeps
from minassa.access.types import Actor, ActorKind
from minassa.access.views import TokenView, token_view
from minassa.base import Invalid, NotFound, now

LONGEST: Final = timedelta(days=366)


def add_token(actor: Actor, *, name: str, scopes: Iterable[str], days: int = 90) -> TokenView:
    """Make a token that acts for this person within these scopes; its secret stands in this answer only."""
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= known_scopes():
        raise Invalid(faults.TOKEN_INVALID)
    return _added(actor, new_secret("t"), name=name, wanted=wanted, days=days)


def add_link(actor: Actor, *, name: str, days: int) -> TokenView:
    """Make the secret of a link that a calendar program polls for this person. As a token it opens nothing (`actor_of_link`)."""
    return _added(actor, new_secret("c"), name=name, wanted=[CALENDAR_SCOPE], days=days)


def _added(actor: Actor, secret: str, *, name: str, wanted: list[str], days: int) -> TokenView:
    lives = timedelta(days=days)
    if actor.user_id is None or actor.kind is ActorKind.TOKEN or not timedelta(0) < lives <= LONGEST:
        raise Invalid(faults.TOKEN_INVALID)
    with door(actor, TOKEN_ADD) as opened:
        at = now()
        row = Token.objects.create(
            user_id=actor.user_id,
            name=name.strip()[:100] or "token",
            digest=digest_of(secret),
            scopes=wanted,
            created=at,
            expires=at + lives,
        )
        opened.note(subject=f"token:{row.id}", scopes="+".join(wanted)[:100], days=days)
        return token_view(row, secret=secret)


def list_tokens(actor: Actor) -> tuple[TokenView, ...]:
    """The actor's own tokens, newest first, without their secrets."""
    with door(actor, TOKEN_LIST):
        rows = Token.objects.filter(user_id__in=[actor.user_id]).order_by("-created", "-id")
        return tuple(token_view(row) for row in rows)


def owners_of_tokens(actor: Actor, *, tokens: Iterable[UUID]) -> dict[UUID, UUID]:
    """For which person each of these tokens acts; for a system actor that counts what a person does by whatever way."""
    with door(actor, TOKEN_OWNERS):
        return dict(Token.objects.filter(id__in=list(tokens)).values_list("id", "user_id"))


def revoke_token(actor: Actor, *, token: UUID) -> None:
    """End a token at once: one's own, or as whoever looks after the people of that agency. Raises NotFound."""
    with door(actor, TOKEN_REVOKE, subject=f"token:{token}") as opened:
        row = Token.objects.select_related("user").get(id=token)
        if row.user_id != actor.user_id and not _looks_after(actor, row.user):
            raise NotFound(faults.NOT_FOUND)
        opened.note(owner=row.user.agency_id)
        Token.objects.filter(id=token, revoked__isnull=True).update(revoked=now())
        outlast("token.revoked", subject=f"token:{token}")


def _looks_after(actor: Actor, person: User) -> bool:
    return bool(actor.roles & PEOPLE_KEEPERS) and keeps(actor, person.agency_id)
