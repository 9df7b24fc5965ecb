"""Oversight: the audit log for whoever may read it, and its signed checkpoints for whoever keeps them elsewhere."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from minassa import audit
from minassa.access import act_named, read_audit, read_checkpoint
from minassa.api import faults
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, Moment, Told
from minassa.base import NotFound

AUDIT_READ = act_named("audit.read")
router = Router(tags=["audit"])

Word = Annotated[str, StringConstraints(max_length=120)]


class Wanted(Schema):
    """Which lines are wanted; every filled field narrows."""

    action: Word = Field("", examples=["record.read"])
    outcome: Literal["", "done", "refused", "failed"] = ""
    actor: Word = Field("", description="Such as user:<uuid>.")
    agency: UUID | None = None
    owner: UUID | None = Field(None, description="The agency that owns what was done something with.")
    subject: Word = Field("", description="Such as record:<uuid>.")
    case: Word = ""
    since: Moment | None = None
    until: Moment | None = None


class AuditLine(Told):
    """One line of the log. `position` is its place in the Merkle tree, null while it waits for one."""

    id: UUID
    position: int | None
    at: datetime
    action: str
    outcome: str
    actor: str
    agency: UUID | None
    owner: UUID | None
    subject: str
    purpose: str
    case: str
    reason: str
    details: Mapping[str, str | int | bool | None]


class AuditPage(Told):
    """A page of the log, newest first. `next` continues it; empty at the end."""

    lines: list[AuditLine]
    next: str


class Checkpoint(Told):
    """A signed statement of the log: so many lines with this root. `note` is what a verifier takes."""

    size: int
    root: str = Field(description="SHA-256 in hexadecimal digits.")
    at: datetime
    note: str


@router.get("/audit", **declared(AUDIT_READ, AuditPage))
def read_log(
    request: Call,
    wanted: Query[Wanted],
    before: UUID | None = None,
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> dict[str, Any]:
    """Lines of the audit log, newest first: inspectors read all, supervisors what concerns their agency. Reading is logged."""
    filters = audit.Filters(**wanted.dict())
    lines = read_audit(request.auth, filters=filters, before=before, limit=size + 1)
    shown = lines[:size]
    return {"lines": shown, "next": str(shown[-1].id) if len(lines) > size else ""}


@router.get("/audit/checkpoint", **declared(AUDIT_READ, Checkpoint, refusals=(404,)))
def read_latest_checkpoint(request: Call) -> dict[str, Any]:
    """The newest signed checkpoint: keep it elsewhere, and `minassa audit verify` can show that the log extends it."""
    found = read_checkpoint(request.auth)
    if found is None:
        raise NotFound(faults.NO_CHECKPOINT)
    return {"size": found.size, "root": found.root.hex(), "at": found.at, "note": found.note}
