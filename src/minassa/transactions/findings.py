"""Findings: listed, looked at with the transactions that made them, kept or dismissed with a reason, and taken out as a table."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, Opened, door, marks, newest
from minassa.base import Conflict, Invalid, NotFound, cursor_from, cursor_text, now
from minassa.base.cells import guarded
from minassa.transactions import faults
from minassa.transactions.acts import FINDING_DECIDE, FINDING_EXPORT, FINDING_LIST, FINDING_READ
from minassa.transactions.models import Finding, TransactionFile
from minassa.transactions.patterns import Transaction
from minassa.transactions.searching import unpacked
from minassa.transactions.types import Before, FindingPage, FindingRow, FindingView

STATES: Final = ("open", "kept", "dismissed")
LONGEST_REASON: Final = 500
COLUMNS: Final = (
    "moment", "payer", "payer_name", "payer_country", "payee", "payee_name", "payee_country", "amount", "currency", "channel", "reference",
    "purpose", "row",
)  # fmt: skip


def list_findings(  # noqa: PLR0913 - what a list can be narrowed to, each named
    actor: Actor, *, state: str = "open", rule: str = "", search: UUID | None = None, before: str = "", size: int = 50
) -> FindingPage:
    """Findings in a state, perhaps of one rule, the newest first; or all that one search came upon, whatever became of them."""
    place = cursor_from(before)
    asked: dict[str, Any] = {"search": search} if search else {"state": state, **({"rule": rule} if rule else {})}
    with door(actor, FINDING_LIST) as opened:
        rows = newest(Finding, size + 1, place, **asked)
        following = cursor_text(rows[size - 1].modified, rows[size - 1].id) if len(rows) > size else ""
        return FindingPage(tuple(_row(one, opened) for one in rows[:size]), following)


def read_finding(actor: Actor, *, id: UUID, purpose: str = "") -> FindingView:  # noqa: A002 - the word that every room uses
    """A finding with its transactions. Raises NotFound."""
    with door(actor, FINDING_READ, purpose=purpose, subject=f"finding:{id}") as opened:
        row = _found(id)
        opened.note(owner=opened.label_of(row.label_id).owner, rule=row.rule)
        files = [UUID(one) for one in json.loads(row.files)]
        names = dict(TransactionFile.objects.filter(id__in=files).values_list("id", "name"))
        return FindingView(
            row=_row(row, opened),
            reason=row.reason,
            decided=row.decided,
            search=row.search,
            files=tuple((one, names.get(one, "")) for one in files),
            transactions=unpacked(bytes(row.rows)),
            version=_version(row),
            label=opened.label_of(row.label_id),
        )


def decide_finding(actor: Actor, *, id: UUID, state: str, reason: str = "", version: str) -> None:  # noqa: A002 - the same
    """Keep a finding, dismiss it with a reason, or open it again. Raises Invalid without a reason, Conflict where it changed meanwhile."""
    said = " ".join(reason.split())[:LONGEST_REASON]
    if state not in STATES or (state == "dismissed" and not said):
        raise Invalid(faults.NO_REASON)
    with door(actor, FINDING_DECIDE, subject=f"finding:{id}") as opened:
        row = _found(id)
        if row.label_id not in opened.writable:
            raise NotFound(faults.NO_FINDING)
        opened.note(owner=opened.label_of(row.label_id).owner, rule=row.rule, state=state)
        at = now()
        changed = (
            Finding.objects.filter(id=id, digest=row.digest, modified=row.modified)
            if _version(row) == version
            else None
        )
        if changed is None or not changed.update(
            state=state, reason=said, decided=at, decided_by=actor.user_id, modified=at
        ):
            raise Conflict(faults.FINDING_CHANGED)


def finding_table(actor: Actor, *, id: UUID) -> Iterator[bytes]:  # noqa: A002 - the same
    """The transactions of a finding as a table (CSV). Raises NotFound."""
    with door(actor, FINDING_EXPORT, subject=f"finding:{id}") as opened:
        row = _found(id)
        opened.note(owner=opened.label_of(row.label_id).owner, rule=row.rule)
        transactions = unpacked(bytes(row.rows))
    yield ("\ufeff" + _line(COLUMNS)).encode()
    for one in transactions:
        yield _line(_cell(one, name) for name in COLUMNS).encode()


def _cell(one: Transaction, name: str) -> str:
    value = getattr(one, name)
    return guarded(value.isoformat(" ") if name == "moment" else str(value))


def _line(cells: "Iterator[str] | tuple[str, ...]") -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()


def _found(finding: UUID) -> Finding:
    row = Finding.objects.filter(id=finding).first()
    if row is None:
        raise NotFound(faults.NO_FINDING)
    return row


def _version(row: Finding) -> str:
    return f"{row.digest}.{row.state}.{row.modified.isoformat()}"


def _row(row: Finding, opened: Opened) -> FindingRow:
    told = json.loads(row.before)
    return FindingRow(
        id=row.id,
        rule=row.rule,
        method=row.method,
        values=json.loads(row.values),
        subjects=tuple(json.loads(row.subjects)),
        currency=row.currency,
        count=row.count,
        total=row.total,
        first=row.first,
        last=row.last,
        state=row.state,
        marks=marks(opened.label_of(row.label_id)),
        modified=row.modified,
        purpose=row.purpose,
        before=Before(told["state"], told["reason"], date.fromisoformat(told["on"]), told["came"], told["went"])
        if told
        else None,
    )
