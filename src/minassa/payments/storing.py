"""Writing outcomes down: stopped payments as rows, all outcomes as packed lines without names."""

import gzip
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson

from minassa.access import Opened
from minassa.base import new_id, now
from minassa.payments.asking import Judged
from minassa.payments.kept import kept_found, kept_payment
from minassa.payments.models import StoppedPayment
from minassa.payments.types import Outcome, State

Line = dict[str, Any]


def keep_stopped(  # noqa: PLR0913 - what is kept beside the payment, each part named
    opened: Opened, judged: Sequence[Judged], *, label_id: int, file: UUID | None, person: UUID, purpose: str, case: str
) -> dict[int, UUID]:
    """Keep those that are stopped; their ids by the number of the transaction. Runs inside a door that may write."""
    at, ids = now(), {}
    rows = []
    for one in judged:
        if one.outcome is not Outcome.STOP:
            continue
        transaction = one.transaction
        ids[transaction.number] = new_id()
        rows.append(
            StoppedPayment(
                id=ids[transaction.number],
                label_id=label_id,
                file=file,
                number=transaction.number,
                sort=transaction.sort,
                reference=reference_of(transaction.references),
                amount=amount_text(one),
                currency=transaction.currency[:10],
                content=kept_payment(transaction),
                hits=[kept_found(found) for found in one.found],
                purpose=purpose,
                case=case,
                person=person,
                state=State.STOPPED.value,
                created=at,
                modified=at,
            )
        )
    StoppedPayment.objects.bulk_create(rows)
    opened.note(stopped=len(rows))
    return ids


def reference_of(references: dict[str, str]) -> str:
    """The reference by which people call a payment."""
    order = ("end-to-end", "transaction", "instruction", "uetr", "entry", "message")
    return next((references[name] for name in order if references.get(name)), "")


def amount_text(one: Judged) -> str:
    """The amount as it is written down: exact, never a float."""
    return format(one.transaction.amount, "f") if one.transaction.amount is not None else ""


def line_of(one: Judged, ids: dict[int, UUID]) -> Line:
    """A transaction's outcome as it is kept: its references, its amount, and what was found, without anybody's name."""
    transaction = one.transaction
    return {
        "number": transaction.number,
        "sort": transaction.sort,
        "references": dict(transaction.references),
        "amount": amount_text(one),
        "currency": transaction.currency,
        "outcome": one.outcome.value,
        "why": one.why.value,
        "stopped": str(ids[transaction.number]) if transaction.number in ids else "",
        "problems": [[problem.value, value] for problem, value in transaction.problems],
        "hits": [
            {
                "what": found.what,
                "role": found.role,
                "path": found.path,
                "source": found.hit.source,
                # Of a record only that there is one: whoever may see it finds it on the payment's page.
                "ref": "" if found.hit.source == "records" else found.hit.ref,
                "score": found.hit.score,
            }
            for found in one.found
            if found.hit is not None
        ],
    }


def packed(values: Iterable[Any]) -> bytes:
    """Values as packed lines of JSON; nothing for none."""
    held = b"\n".join(orjson.dumps(one) for one in values)
    return gzip.compress(held, 6, mtime=0) if held else b""


def unpacked(held: bytes) -> list[Any]:
    """What `packed` packed."""
    return [orjson.loads(one) for one in gzip.decompress(held).split(b"\n")] if held else []
