"""One message at a time, as a bank's system asks before it lets a payment go."""

import io
from typing import Final

from django.conf import settings

from minassa.access import Actor, door
from minassa.base import Invalid, fault_codes
from minassa.payments import faults
from minassa.payments.acts import PAYMENT_SCREEN
from minassa.payments.asking import Judged, screen_all
from minassa.payments.messages import (
    BrokenOff,
    NotPaymentsError,
    Problem,
    RefusedMarkupError,
    Transaction,
    read_messages,
)
from minassa.payments.own import own_label, whose
from minassa.payments.storing import amount_text, keep_stopped
from minassa.payments.types import Screened

LONGEST_MESSAGE: Final = 200_000
MOST_PAYMENTS: Final = 50


def screen_message(actor: Actor, *, message: str, purpose: str, case: str = "") -> tuple[Screened, ...]:
    """Screen the payments of one message, as many as fifty. What is stopped waits for a person's decision.

    Raises Invalid for what is no such message, for one that is cut off, and for a message without payments.
    """
    agency, person = whose(actor)
    transactions = _transactions(message)
    with door(actor, PAYMENT_SCREEN, purpose=purpose, case=case) as opened:
        stop_from = settings.MINASSA.payments.stop_from
        judged = list(screen_all(actor, transactions, purpose=purpose, case=case, stop_from=stop_from))
        label_id = opened.intern(own_label(agency))
        ids = keep_stopped(opened, judged, label_id=label_id, file=None, person=person, purpose=purpose, case=case[:80])
        opened.note(owner=agency, payments=len(judged))
    return tuple(
        Screened(
            number=one.transaction.number,
            sort=one.transaction.sort,
            references=one.transaction.references,
            amount=amount_text(one),
            currency=one.transaction.currency,
            outcome=one.outcome,
            why=one.why,
            found=one.found,
            stopped=ids.get(one.transaction.number),
            problems=problem_sentences(one),
        )
        for one in judged
    )


def _transactions(message: str) -> list[Transaction]:
    if len(message) > LONGEST_MESSAGE:
        raise Invalid(faults.TOO_LONG, most=LONGEST_MESSAGE)
    found: list[Transaction] = []
    try:
        for event in read_messages(io.BytesIO(message.encode("utf-8", "replace"))):
            if isinstance(event, BrokenOff):
                raise Invalid(faults.OF_PROBLEM[Problem.BREAKS_OFF], value=event.where)
            if isinstance(event, Transaction):
                found.append(event)
            if len(found) > MOST_PAYMENTS:
                raise Invalid(faults.TOO_MANY, most=MOST_PAYMENTS)
    except RefusedMarkupError as error:
        raise Invalid(faults.REFUSED_MARKUP) from error
    except NotPaymentsError as error:
        raise Invalid(faults.NO_MESSAGE) from error
    if not found:
        raise Invalid(faults.EMPTY)
    return found


def problem_sentences(one: Judged) -> tuple[str, ...]:
    """What is wrong with a payment, in the active language."""
    return tuple(sentence_of(problem.value, value) for problem, value in one.transaction.problems)


def sentence_of(problem: str, value: str) -> str:
    """The sentence of a problem with what was found there, in the active language."""
    sentence = fault_codes()[faults.OF_PROBLEM[Problem(problem)]]
    return f"{sentence.what} {sentence.next_step}" % {"value": value}
