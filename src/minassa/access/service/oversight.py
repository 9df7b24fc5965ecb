"""Who reads the audit log: inspectors all of it, supervisors what concerns their own agency (R15, S23); and changing its keys."""

from dataclasses import replace
from uuid import UUID

from minassa import audit
from minassa.access.acts import AUDIT_READ, AUDIT_ROTATE
from minassa.access.doorway import door
from minassa.access.service.approvals import ask_approval
from minassa.access.types import Actor, Role
from minassa.access.views import ApprovalView


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


def ask_rotation(actor: Actor, *, reason: str) -> ApprovalView:
    """Ask a second person to agree that the log's keys are changed; then `rotate_audit_keys(..., approval=...)` (S16)."""
    return ask_approval(actor, act=AUDIT_ROTATE, subject=_log(), reason=reason)


def rotate_audit_keys(actor: Actor, *, approval: UUID | None = None) -> audit.Rotation:
    """Change the keys of the audit log, as a second person agreed to. What was signed before stays verifiable."""
    with door(actor, AUDIT_ROTATE, subject=_log(), approval=approval) as opened:
        done = audit.rotate_keys()
        opened.note(before=done.before, after=done.after, lines=done.size)
        return done


def _log() -> str:
    return f"log:{audit.log_name()}"
