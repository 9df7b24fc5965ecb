"""Reading what was stopped."""

from typing import Any
from uuid import UUID

from minassa.access import Actor, Opened, door, marks, newest
from minassa.base import NotFound, cursor_from, cursor_text
from minassa.payments import faults
from minassa.payments.acts import PAYMENT_DECIDE, PAYMENT_LIST, PAYMENT_READ
from minassa.payments.kept import found_again, parties_of
from minassa.payments.models import StoppedPayment
from minassa.payments.own import is_own
from minassa.payments.types import Decision, State, StoppedPage, StoppedRow, StoppedView


def list_stopped(
    actor: Actor, *, file: UUID | None = None, state: State | None = None, before: str = "", size: int = 30
) -> StoppedPage:
    """The agency's stopped payments, the newest first; of one file, or in one state."""
    place = cursor_from(before)
    wanted: dict[str, Any] = {} if file is None else {"file": file}
    if state is not None:
        wanted["state"] = state.value
    with door(actor, PAYMENT_LIST) as opened:
        rows = newest(StoppedPayment, size + 1, place, by="created", **wanted)
        following = cursor_text(rows[size - 1].created, rows[size - 1].id) if len(rows) > size else ""
        return StoppedPage(tuple(_row(row, opened) for row in rows[:size] if is_own(opened, row.label_id)), following)


def read_stopped(actor: Actor, *, id: UUID) -> StoppedView:  # noqa: A002 - the word that every room uses
    """One stopped payment with what stopped it, as far as the reader may see that. Raises NotFound."""
    with door(actor, PAYMENT_READ, subject=f"payment:{id}") as opened:
        row = stopped_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner)
        content = row.content
        person = opened.actor.user_id
        may = bool(opened.actor.roles & PAYMENT_DECIDE.roles)
        return StoppedView(
            row=_row(row, opened),
            references=content["references"],
            day=content["day"],
            parties=parties_of(content),
            texts=tuple((text, path) for text, path in content["texts"]),
            found=found_again(opened, row.hits),
            purpose=row.purpose,
            case=row.case,
            decision=_decision(row),
            may_decide=may and row.state == State.STOPPED.value,
            may_confirm=may and row.state == State.ASKED.value and row.asked_by != person,
            label=opened.label_of(row.label_id),
        )


def stopped_row(opened: Opened, id_: UUID) -> StoppedPayment:
    """The row of a stopped payment of one's own agency. Raises NotFound."""
    row = StoppedPayment.objects.filter(id=id_).first()
    if row is None or not is_own(opened, row.label_id):
        raise NotFound(faults.NO_PAYMENT)
    return row


def _decision(row: StoppedPayment) -> Decision | None:
    if not row.verdict:
        return None
    return Decision(State(row.verdict), row.reason, row.asked_by, row.asked_at, row.decided_by, row.decided_at)


def _row(row: StoppedPayment, opened: Opened) -> StoppedRow:
    parties = row.content["parties"]
    return StoppedRow(
        id=row.id,
        file=row.file,
        number=row.number,
        sort=row.sort,
        reference=row.reference,
        amount=row.amount,
        currency=row.currency,
        debtor=_name(parties, "debtor"),
        creditor=_name(parties, "creditor"),
        state=State(row.state),
        hits=len(row.hits),
        mine=row.person == opened.actor.user_id,
        marks=marks(opened.label_of(row.label_id)),
        created=row.created,
    )


def _name(parties: list[dict[str, Any]], role: str) -> str:
    return next((str(one["name"]) for one in parties if one["role"] == role and one["name"]), "")
