"""Who reads the audit log: inspectors all of it, supervisors what concerns their own agency (R15, S23)."""

from dataclasses import replace
from uuid import UUID

from minassa import audit
from minassa.access.acts import AUDIT_READ
from minassa.access.doorway import door
from minassa.access.types import Actor, Role


def read_audit(
    actor: Actor, *, filters: audit.Filters | None = None, before: UUID | None = None, limit: int = 50
) -> tuple[audit.LineView, ...]:
    """Lines of the log, newest first; `before` is the last id of the page before.

    A supervisor reads what their own agency did and who of other agencies opened what is theirs. The reading is logged.
    """
    with door(actor, AUDIT_READ):
        wanted = filters or audit.Filters()
        if Role.INSPECTOR not in actor.roles:
            wanted = replace(wanted, concerns=actor.agency)
        return tuple(audit.lines(wanted, before=before, limit=max(1, min(limit, 500))))


def read_checkpoint(actor: Actor) -> audit.Checkpoint | None:
    """The newest signed checkpoint, for whoever keeps it elsewhere; None before the first sealing. The reading is logged."""
    with door(actor, AUDIT_READ):
        return audit.latest_checkpoint()
