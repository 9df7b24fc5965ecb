"""The two-person rule (S16): one person asks, another grants, and the grant is used once for exactly what was asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from minassa.access import faults
from minassa.access.models import Approval
from minassa.access.registry import Act
from minassa.access.types import Actor
from minassa.base import Refused


def use(actor: Actor, act: Act, approval: UUID, *, subject: str | None, at: datetime) -> dict[str, Any]:
    """Use up a granted approval of this act for this subject, asked for by this actor; what exactly was granted.

    Raises Refused.
    """
    granted = Q(granted=True, used_at__isnull=True, expires__gt=at, act=act.name, subject=subject or "")
    mine = Q(id=approval, asked_by_id=actor.user_id) & ~Q(decided_by_id=F("asked_by_id"))
    if Approval.objects.filter(granted, mine).update(used_at=at) != 1:
        raise Refused(faults.APPROVAL_USED)
    content: dict[str, Any] = Approval.objects.values_list("content", flat=True).get(id=approval)
    return content
