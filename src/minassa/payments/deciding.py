"""People decide on stopped payments: release or confirm, with a reason; where the node asks for it, a second person confirms."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.conf import settings

from minassa.access import Actor, Opened, door
from minassa.base import Conflict, Invalid, Refused, now
from minassa.check import Verdict, judge
from minassa.payments import faults
from minassa.payments.acts import PAYMENT_DECIDE
from minassa.payments.kept import found_again
from minassa.payments.models import StoppedPayment
from minassa.payments.own import whose
from minassa.payments.stopped import stopped_row
from minassa.payments.types import Found, State

LONGEST_REASON: Final = 4_000
_VERDICTS: Final = {State.RELEASED: Verdict.DISMISSED, State.CONFIRMED: Verdict.CONFIRMED}


def decide_payment(actor: Actor, *, id: UUID, verdict: State, reason: str) -> State:  # noqa: A002 - the word that every room uses
    """Release a stopped payment (its hits are false) or confirm that it stays stopped; gives its state.

    Each hit is remembered: the same question and evidence do not stop a released payment's like again. Where two are asked for, the
    decision waits for a second person. Raises Invalid without a reason, Conflict where it was decided, NotFound.
    """
    _agency, person = whose(actor)
    if verdict not in _VERDICTS or not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid(faults.NO_REASON, most=LONGEST_REASON)
    with door(actor, PAYMENT_DECIDE, subject=f"payment:{id}") as opened:
        row = stopped_row(opened, id)
        two = settings.MINASSA.payments.four_eyes
        state = State.ASKED if two else verdict
        asked: dict[str, object] = {
            "verdict": verdict.value,
            "reason": reason.strip(),
            "asked_by": person,
            "asked_at": now(),
        }
        _move(row, State.STOPPED, state, asked if two else asked | _decided(person))
        opened.note(owner=opened.label_of(row.label_id).owner, verdict=verdict.value, state=state.value)
        if not two:
            _remember(actor, opened, row, verdict, reason)
        return state


def confirm_decision(actor: Actor, *, id: UUID) -> State:  # noqa: A002 - the word that every room uses
    """Confirm, as a second person, what another asked for; gives the state. Raises Refused for the same person, Conflict, NotFound."""
    _agency, person = whose(actor)
    with door(actor, PAYMENT_DECIDE, subject=f"payment:{id}") as opened:
        row = stopped_row(opened, id)
        if row.asked_by == person:
            raise Refused(faults.SAME_PERSON)
        if row.state != State.ASKED.value:
            raise Conflict(faults.DECIDED)
        verdict = State(row.verdict)
        _move(row, State.ASKED, verdict, _decided(person))
        opened.note(owner=opened.label_of(row.label_id).owner, verdict=verdict.value, state=verdict.value, second="yes")
        _remember(actor, opened, row, verdict, row.reason)
        return verdict


def refuse_decision(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Put a payment back for a new decision: the second person does not agree, or the first takes it back. Raises Conflict, NotFound."""
    whose(actor)
    with door(actor, PAYMENT_DECIDE, subject=f"payment:{id}") as opened:
        row = stopped_row(opened, id)
        emptied = {"verdict": "", "reason": "", "asked_by": None, "asked_at": None}
        _move(row, State.ASKED, State.STOPPED, emptied)
        opened.note(owner=opened.label_of(row.label_id).owner, state=State.STOPPED.value)


def _decided(person: UUID) -> dict[str, object]:
    return {"decided_by": person, "decided_at": now()}


def _move(row: StoppedPayment, before: State, after: State, changed: Mapping[str, object]) -> None:
    """Change the state, unless somebody else did."""
    same = StoppedPayment.objects.filter(id=row.id, state=before.value)
    if not same.update(state=after.value, modified=now(), **changed):
        raise Conflict(faults.DECIDED)


def _remember(actor: Actor, opened: Opened, row: StoppedPayment, verdict: State, reason: str) -> None:
    """Each hit that this person may see is judged; a record that is hidden from them is not theirs to judge."""
    seen: set[tuple[object, ...]] = set()
    for found in found_again(opened, row.hits):
        if found.hit is None or (key := _key(found)) in seen:
            continue
        seen.add(key)
        judge(
            actor,
            question=found.question,
            source=found.hit.source,
            ref=found.hit.ref,
            fingerprint=found.hit.fingerprint,
            verdict=_VERDICTS[verdict],
            reason=reason.strip()[:LONGEST_REASON],
            case=row.case,
        )


def _key(found: Found) -> tuple[object, ...]:
    return (found.question, found.hit.source if found.hit else "", found.hit.ref if found.hit else "")
