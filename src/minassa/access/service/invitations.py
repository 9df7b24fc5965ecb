"""Invitations: one-use, short-lived links with which a person chooses a password that nobody else ever sees (S04)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import F

from minassa.access import faults
from minassa.access.actors import actor_of_user
from minassa.access.acts import PERSON_ACCEPT, PERSON_INVITE, PERSON_RESET
from minassa.access.doorway import door
from minassa.access.lasting.service import outlast
from minassa.access.models import Invitation, LoginSession, User
from minassa.access.rules import PRIVILEGED
from minassa.access.secrets_at_rest import digest_of, new_secret
from minassa.access.service.people import keeps, kept_person, new_person, roles_text, set_password
from minassa.access.types import Actor, ActorKind, Role
from minassa.access.views import InvitationView, PersonView, person_view
from minassa.base import Invalid, NotFound, Refused, now

LIVES: Final = timedelta(hours=48)


def invite(  # noqa: PLR0913 - a person's own data
    actor: Actor, *, agency: UUID, username: str, name: str, roles: Iterable[Role] = (Role.ANALYST,), email: str = ""
) -> InvitationView:
    """Add a person and give the secret of the link with which they choose a password within 48 hours.

    Roles with power over others are given afterwards, by two persons (`set_roles`). Raises Invalid and Conflict.
    """
    with door(actor, PERSON_INVITE) as opened:
        wanted = frozenset(roles)
        if not keeps(actor, agency):
            raise NotFound(faults.NOT_FOUND)
        if wanted & PRIVILEGED and actor.kind is not ActorKind.SYSTEM:
            raise Refused(faults.APPROVAL_NEEDED)
        row = new_person(agency=agency, username=username, name=name, roles=wanted, email=email)
        set_password(row, None)
        row.save()
        opened.note(subject=f"user:{row.id}", owner=agency, roles=roles_text(row.roles))
        return _new_invitation(actor, row)


def start_reset(actor: Actor, *, person: UUID) -> InvitationView:
    """Give a person who forgot the password a new link; the old password counts until it is used (S04)."""
    with door(actor, PERSON_RESET, subject=f"user:{person}") as opened:
        row = kept_person(actor, person)
        opened.note(owner=row.agency_id)
        return _new_invitation(actor, row)


def _new_invitation(actor: Actor, row: User) -> InvitationView:
    at = now()
    Invitation.objects.filter(user=row, used__isnull=True).update(used=at)
    secret = new_secret("i")
    made = Invitation.objects.create(
        digest=digest_of(secret), user=row, invited_by=actor.named, created=at, expires=at + LIVES
    )
    return InvitationView(row.id, secret, made.expires)


def read_invitation(*, secret: str) -> PersonView:
    """Whom a link invites, for the page that asks for a password. Raises Invalid for any link that is not open."""
    return person_view(_open_invitation(secret).user)


def _open_invitation(secret: str) -> Invitation:
    found = (
        Invitation.objects.select_related("user__agency")
        .filter(digest=digest_of(secret), used__isnull=True, expires__gt=now())
        .first()
    )
    if found is None or not (found.user.is_active and found.user.agency.is_active):
        raise Invalid(faults.INVITATION_UNKNOWN)
    return found


def accept_invitation(*, secret: str, password: str) -> PersonView:
    """Use a link up: the person's password is set and their old sessions end. Raises Invalid; a weak password keeps it open."""
    found = _open_invitation(secret)
    row = found.user
    with door(actor_of_user(row), PERSON_ACCEPT, subject=f"user:{row.id}") as opened:
        if Invitation.objects.filter(id=found.id, used__isnull=True).update(used=now()) != 1:
            raise Invalid(faults.INVITATION_UNKNOWN)
        set_password(row, password)
        row.save(update_fields=["password"])
        ended = LoginSession.objects.filter(user=row, ended__isnull=True).update(ended=now())
        User.objects.filter(id=row.id).update(rights_version=F("rights_version") + 1)
        opened.note(owner=row.agency_id, sessions=ended)
        outlast("person.credentials", subject=f"user:{row.id}")
    return person_view(row)
