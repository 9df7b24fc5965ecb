"""Asking a second person: to open a record to more people, to delete one, to export many (S16).

What is asked is written down exactly, and the grant serves for nothing else: not for another label, another version of the
record, another kind of records.
"""

from typing import Any
from uuid import UUID

from minassa.access import Actor, ApprovalView, Label, Opened, ask_approval, door
from minassa.base import NotFound, Refused
from minassa.records import faults
from minassa.records.acts import RECORD_DELETE, RECORD_EXPORT_BULK, RECORD_READ, RECORD_WIDEN
from minassa.records.models import Record
from minassa.records.vocabulary import schema as schema_named


def ask_to_widen(actor: Actor, *, id: UUID, label: Label, reason: str) -> ApprovalView:  # noqa: A002 - the word that every room uses
    """Ask to put a record, as it is now, under a wider label; then `amend_record(..., label=..., approval=...)`."""
    content = widening(label, _version(actor, id))
    return ask_approval(actor, act=RECORD_WIDEN, subject=f"record:{id}", reason=reason, content=content)


def ask_to_delete(actor: Actor, *, id: UUID, reason: str) -> ApprovalView:  # noqa: A002 - the word that every room uses
    """Ask to delete a record for good; then `delete_record(..., approval=...)`."""
    content = {"version": _version(actor, id)}
    return ask_approval(actor, act=RECORD_DELETE, subject=f"record:{id}", reason=reason, content=content)


def ask_to_export(actor: Actor, *, schema: str = "", reason: str) -> ApprovalView:
    """Ask to export all own records, of one kind where it is named; then `export_records(..., approval=...)`."""
    kind = schema_named(schema).name if schema else ""
    return ask_approval(actor, act=RECORD_EXPORT_BULK, subject="", reason=reason, content={"schema": kind})


def widening(label: Label, version: int) -> dict[str, Any]:
    """Exactly what a widening means, in plain JSON."""
    return {
        "version": version,
        "tlp": label.tlp.value,
        "audience": sorted(label.audience),
        "handling": sorted(label.handling),
        "purposes": sorted(label.purposes),
        "exercise": label.exercise,
        "opens": label.opens.isoformat() if label.opens else None,
        "closes": label.closes.isoformat() if label.closes else None,
    }


def refuse_other(opened: Opened, wanted: dict[str, Any]) -> None:
    """Raise Refused where the grant that opened this door was for something else."""
    if dict(opened.granted or {}) != wanted:
        raise Refused(faults.OTHER_THAN_GRANTED)


def _version(actor: Actor, record_id: UUID) -> int:
    with door(actor, RECORD_READ, subject=f"record:{record_id}"):
        row = Record.objects.filter(id=record_id).first()
        if row is None:
            raise NotFound(faults.NOT_FOUND)
        return row.version
