"""People: adding, roles, disabling, preferences."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet

from minassa.access import faults
from minassa.access.acts import (
    ADMINISTRATORS,
    PERSON_ADD,
    PERSON_DISABLE,
    PERSON_ENABLE,
    PERSON_LIST,
    PERSON_PREFERENCES,
    PERSON_ROLES,
)
from minassa.access.doorway import Opened, door
from minassa.access.lasting.service import outlast
from minassa.access.models import LONGEST_NAME, USERNAME_PATTERN, Agency, Invitation, LoginSession, Token, User
from minassa.access.rules import roles_fit
from minassa.access.types import Actor, ActorKind, AgencyKind, Role
from minassa.access.views import PersonView, person_view
from minassa.base import LANGUAGES, Conflict, Invalid, NotFound, Refused, now

CONTACTS: Final = frozenset({Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.SECRETARIAT})
"""Whom people of other agencies see: those one turns to."""

THEMES: Final = ("auto", "light", "dark")


def list_people(actor: Actor, *, agency: UUID | None = None) -> tuple[PersonView, ...]:
    """People by agency and name: all of one's own agency, and the contacts of others. Administrators see everybody."""
    with door(actor, PERSON_LIST):
        rows = _visible_people(actor).order_by("agency__name", "name", "id")
        return tuple(person_view(row) for row in (rows.filter(agency_id=agency) if agency else rows))


def read_person(actor: Actor, *, person: UUID) -> PersonView:
    """One person whom this actor may see in the list. Raises NotFound."""
    with door(actor, PERSON_LIST):
        return person_view(_visible_people(actor).get(id=person))


def _visible_people(actor: Actor) -> QuerySet[User]:
    rows = User.objects.select_related("agency")
    if actor.kind is ActorKind.SYSTEM or actor.roles & (ADMINISTRATORS | {Role.INSPECTOR}):
        return rows
    others = User.objects.filter(is_active=True).exclude(agency_id__in=[actor.agency]).values_list("id", "roles")
    contacts = [one for one, roles in others if not CONTACTS.isdisjoint(roles)]
    return rows.filter(Q(agency_id=actor.agency) | Q(id__in=contacts))


def add_user(  # noqa: PLR0913 - a person's own data
    actor: Actor,
    *,
    agency: UUID,
    username: str,
    name: str,
    roles: Iterable[Role],
    password: str | None = None,
    email: str = "",
) -> PersonView:
    """Add a person with a password; only the node's setup and its owner's command line may (`system_actor("setup")`).

    Everybody else invites, so that nobody ever knows another's password. Raises Invalid and Conflict.
    """
    with door(actor, PERSON_ADD) as opened:
        row = new_person(agency=agency, username=username, name=name, roles=roles, email=email)
        set_password(row, password)
        row.save()
        opened.note(subject=f"user:{row.id}", owner=agency, roles=roles_text(row.roles))
        return person_view(row)


def new_person(*, agency: UUID, username: str, name: str, roles: Iterable[Role], email: str = "") -> User:
    """An unsaved person after all checks. Raises NotFound, Invalid and Conflict."""
    home = Agency.objects.get(id=agency, is_active=True, is_local=True)
    login = username.strip().lower()
    if not USERNAME_PATTERN.fullmatch(login):
        raise Invalid(faults.USERNAME_INVALID)
    if User.objects.filter(username=login).exists():
        raise Conflict(faults.USERNAME_TAKEN)
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(faults.NAME_MISSING)
    return User(agency=home, username=login, name=cleaned, email=email, roles=checked_roles(roles, home))


def checked_roles(roles: Iterable[Role], agency: Agency) -> list[str]:
    """The roles as they are stored. Raises Invalid where they do not go together or not with this agency."""
    wanted = frozenset(roles)
    if not roles_fit(wanted, AgencyKind(agency.kind)):
        raise Invalid(faults.ROLES_INVALID)
    return [role.value for role in Role if role in wanted]


def roles_text(roles: Iterable[str]) -> str:
    """Roles as the audit log holds them."""
    return "+".join(roles) or "none"


def set_password(row: User, password: str | None) -> None:
    """Give a person a password, or none that could be used. Raises Invalid for a weak one."""
    if password is None:
        row.set_unusable_password()
        return
    try:
        validate_password(password, row)
    except ValidationError as error:
        raise Invalid(faults.PASSWORD_WEAK) from error
    row.set_password(password)


def set_roles(actor: Actor, *, person: UUID, roles: Iterable[Role], approval: UUID | None = None) -> PersonView:
    """Change a person's roles, after a second person granted exactly these (`ask_roles`). Counts at their next request."""
    with door(actor, PERSON_ROLES, subject=f"user:{person}", approval=approval) as opened:
        row = kept_person(actor, person)
        stored = checked_roles(roles, row.agency)
        if opened.granted is not None and sorted(opened.granted.get("roles", [])) != sorted(stored):
            raise Refused(faults.APPROVAL_USED)
        _refuse_last_keeper(row, stored)
        opened.note(owner=row.agency_id, before=roles_text(row.roles), after=roles_text(stored))
        row.roles = stored
        row.rights_version += 1
        row.save(update_fields=["roles", "rights_version"])
        note_rights(row)
        return person_view(row)


def note_rights(row: User) -> None:
    """Let a person's present rights outlast a restore."""
    outlast("person.rights", subject=f"user:{row.id}", facts={"active": row.is_active, "roles": row.roles})


def kept_person(actor: Actor, person: UUID) -> User:
    """A person whose rights this actor may change: of the own agency, or of any for a node administrator; never oneself."""
    row = User.objects.select_related("agency").select_for_update(of=("self",)).filter(id=person).first()
    if row is None or not keeps(actor, row.agency_id):
        raise NotFound(faults.NOT_FOUND)
    if row.id == actor.user_id:
        raise Refused(faults.APPROVAL_OWN)
    return row


def keeps(actor: Actor, agency: UUID) -> bool:
    """Whether this actor looks after the people of an agency."""
    return actor.kind is ActorKind.SYSTEM or Role.NODE_ADMINISTRATOR in actor.roles or actor.agency == agency


def _refuse_last_keeper(row: User, stays: Iterable[str] = ()) -> None:
    """A node keeps at least one administrator."""
    role = Role.NODE_ADMINISTRATOR.value
    if role not in row.roles or role in stays:
        return
    others = (
        User.objects.filter(is_active=True, agency__is_active=True).exclude(id=row.id).values_list("roles", flat=True)
    )
    if not any(role in roles for roles in others):
        raise Conflict(faults.LAST_OF_KIND)


def disable_user(actor: Actor, *, person: UUID) -> PersonView:
    """Shut a person out at once: sessions, tokens and open invitations end with it (S08)."""
    with door(actor, PERSON_DISABLE, subject=f"user:{person}") as opened:
        row = kept_person(actor, person)
        _refuse_last_keeper(row)
        _end_everything(row, opened)
        row.is_active = False
        row.rights_version += 1
        row.save(update_fields=["is_active", "rights_version"])
        note_rights(row)
        return person_view(row)


def _end_everything(row: User, opened: Opened) -> None:
    at = now()
    opened.note(
        owner=row.agency_id,
        sessions=LoginSession.objects.filter(user=row, ended__isnull=True).update(ended=at),
        tokens=Token.objects.filter(user=row, revoked__isnull=True).update(revoked=at),
        invitations=Invitation.objects.filter(user=row, used__isnull=True).update(used=at),
    )


def enable_user(actor: Actor, *, person: UUID) -> PersonView:
    """Let a person in again. What ended when they were disabled stays ended."""
    with door(actor, PERSON_ENABLE, subject=f"user:{person}") as opened:
        row = kept_person(actor, person)
        opened.note(owner=row.agency_id)
        row.is_active = True
        row.rights_version += 1
        row.save(update_fields=["is_active", "rights_version"])
        note_rights(row)
        return person_view(row)


def set_preferences(actor: Actor, *, language: str | None = None, theme: str | None = None) -> None:
    """Remember a person's language and theme. Raises Invalid for one that is not offered."""
    if (language is not None and language not in LANGUAGES) or (theme is not None and theme not in THEMES):
        raise Invalid(faults.NOT_OFFERED)
    with door(actor, PERSON_PREFERENCES):
        wanted = {"language": language, "theme": theme}
        User.objects.filter(id__in=[actor.user_id]).update(
            **{name: F(name) if value is None else value for name, value in wanted.items()}
        )
