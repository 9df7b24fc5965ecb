"""Rows of access: agencies, people, communities, labels, sessions, tokens, invitations and approvals.

None of these is guarded: they are what the walls are made of. Only this room reads them. The rows of the outbox and the
inbox, most of which are guarded, stand in `releases.models`.
"""

import re
from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from minassa.access.guarded import Guarded
from minassa.access.lasting.models import Lasting
from minassa.access.releases.models import (
    Arrival,
    Delivery,
    Held,
    Inbound,
    Release,
    Stream,
    Tombstone,
    TombstoneMark,
)
from minassa.access.types import AgencyKind
from minassa.access.walls import LABEL_TABLE
from minassa.base import new_id, now

__all__ = [
    "Agency",
    "Approval",
    "Arrival",
    "Community",
    "CommunityMember",
    "Delivery",
    "Guarded",
    "Held",
    "Inbound",
    "Invitation",
    "LabelRow",
    "Lasting",
    "LoginSession",
    "Release",
    "Stream",
    "Token",
    "Tombstone",
    "TombstoneMark",
    "User",
    "WallKey",
]

LONGEST_NAME: Final = 200
USERNAME: Final = r"[a-z0-9][a-z0-9._-]{2,63}"
USERNAME_PATTERN: Final = re.compile(USERNAME, re.ASCII)


def _choices(kinds: type[AgencyKind]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in kinds]


class Agency(models.Model):
    """A member state's agency, a partner organisation, or the secretariat.

    `is_local`: its people log in on this node. The others are known from the directory, and reached through the outbox.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    kind = models.CharField(max_length=16, choices=_choices(AgencyKind))
    country = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    is_local = models.BooleanField(default=True)
    created = models.DateTimeField(default=now)


class UserManager(BaseUserManager["User"]):
    """Django's manager of logins; people are made by `add_user` and `accept_invitation` only."""


class User(AbstractBaseUser):
    """A person of an agency. There is no superuser: what a person may do comes from roles and labels alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=64, unique=True, validators=[RegexValidator(rf"\A{USERNAME}\Z")])
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=LONGEST_NAME)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people")
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    rights_version = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=8, blank=True)
    theme = models.CharField(max_length=8, blank=True)
    created = models.DateTimeField(default=now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    is_staff: Final = False
    is_superuser: Final = False

    def has_perm(self, _perm: str, _obj: object = None) -> bool:
        """Never: Django's permissions are not used."""
        return False

    def has_module_perms(self, _app_label: str) -> bool:
        """Never: there is no Django admin."""
        return False

    def get_full_name(self) -> str:
        """The person's name as they write it."""
        return self.name

    def get_short_name(self) -> str:
        """The login name."""
        return self.username


class Community(models.Model):
    """Agencies and persons who share a concern, such as a region or a working group; a label can address it.

    `is_closed`: only its members, and secretariats, are told that there is one, such as the circle of a meeting in preparation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    is_closed = models.BooleanField(default=False)
    created = models.DateTimeField(default=now)


class CommunityMember(models.Model):
    """One agency, or one person, in a community."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="member_is_agency_or_person",
                condition=models.Q(agency__isnull=True) ^ models.Q(user__isnull=True),
            ),
            models.UniqueConstraint(name="agency_once", fields=["community", "agency"]),
            models.UniqueConstraint(name="person_once", fields=["community", "user"]),
        ]


class LabelRow(models.Model):
    """One label, interned. Its id comes from its content, so a cache of labels is never wrong; it never changes."""

    id = models.PositiveIntegerField(primary_key=True)
    owner = models.UUIDField()
    body = models.JSONField()

    class Meta:
        db_table = LABEL_TABLE


class LoginSession(models.Model):
    """A person's session as they see it in their account. The session key itself is kept as a digest only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    key_digest = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=64, blank=True)
    began = models.DateTimeField(default=now)
    seen = models.DateTimeField(default=now)
    stepped_up_at = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)


class Token(models.Model):
    """A token for programs: random, kept as SHA-256, bounded by scopes, and it expires."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created = models.DateTimeField(default=now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)


class Invitation(models.Model):
    """A one-use link with which a new person, or one who lost access, chooses a password. Kept as a digest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.CharField(max_length=80)
    created = models.DateTimeField(default=now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)


class Approval(models.Model):
    """The two-person rule: one asks to do a named act to a named thing, another grants it, and it is used once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    content = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    expires = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    used_at = models.DateTimeField(null=True)


class WallKey(models.Model):
    """The key of wall 2's seals, where the database's own function reads it. The app's role cannot."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    key = models.BinaryField()
