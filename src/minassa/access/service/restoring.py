"""After a restore: what was open when the backup was made must not be open again."""

from dataclasses import dataclass

from django.contrib.sessions.models import Session

from minassa.access.doorway import Opened
from minassa.access.models import Approval, Invitation, LoginSession


@dataclass(frozen=True, slots=True)
class Ended:
    """How much was ended."""

    sessions: int
    invitations: int
    approvals: int


def end_what_was_open(opened: Opened) -> Ended:
    """End every session, invitation and undecided or unused approval, within the door of a restore.

    They may have been ended, used or refused after the backup, and a one-time grant must not serve twice.
    """
    at = opened.context.at
    Session.objects.all().delete()
    return Ended(
        sessions=LoginSession.objects.filter(ended__isnull=True).update(ended=at),
        invitations=Invitation.objects.filter(used__isnull=True).update(used=at),
        approvals=Approval.objects.filter(used_at__isnull=True, expires__gt=at).update(expires=at),
    )
