"""Screening a file, batch by batch: each batch is one transaction of the database, and a file that was cut off goes on behind the last.

Nothing is half-done: the outcomes of a batch, what it stopped and how far the file is stand together or not at all. The file itself is read
again from its beginning, which is quick; only what has no outcome yet is asked.
"""

import gzip
import io
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import IO, Any, Final

from django.db.models import F, Q

from minassa.access import Actor, Label, actor_of_person, door, system_actor
from minassa.base import Conflict, Fault, now
from minassa.desk import notify, open_held
from minassa.payments import faults
from minassa.payments.acts import PAYMENT_PART, PAYMENT_RUN
from minassa.payments.asking import Judged, screen_all
from minassa.payments.messages import (
    BrokenOff,
    NotPaymentsError,
    Problem,
    RefusedMarkupError,
    Total,
    Transaction,
    read_messages,
    without_cards,
)
from minassa.payments.models import PaymentFile, PaymentPart
from minassa.payments.notices import NOT_READ, SCREENED
from minassa.payments.storing import keep_stopped, line_of, packed
from minassa.payments.types import Cause, FileState, Outcome

logger = logging.getLogger(__name__)

BATCH: Final = 50
MOST_TOTALS: Final = 100
MOST_TRIES: Final = 5
STALE: Final = timedelta(minutes=2)


def run_waiting() -> int:
    """Screen every file that waits, and those whose process died; how many. Called by the clock."""
    done = 0
    while (taken := _claimed()) is not None:
        _run(*taken)
        done += 1
    return done


def _claimed() -> tuple[PaymentFile, Label] | None:
    """The file that waits longest, taken so that no other process takes it. One that a command reads is the command's."""
    at = now()
    with door(system_actor("payments"), PAYMENT_RUN) as opened:
        due = Q(state=FileState.WAITING.value) | Q(state=FileState.RUNNING.value, heard__lt=at - STALE)
        for row in PaymentFile.objects.filter(due).exclude(content=b"").order_by("modified", "id")[:5]:
            same = PaymentFile.objects.filter(id=row.id, state=row.state, modified=row.modified)
            if same.update(state=FileState.RUNNING.value, heard=at, modified=at, tries=F("tries") + 1):
                row.tries += 1
                return row, opened.label_of(row.label_id)
    return None


def _run(row: PaymentFile, label: Label) -> None:
    """Screen a file as the person who sent it, and tell them how it ended."""
    try:
        if row.tries > MOST_TRIES:
            raise Conflict(faults.GIVEN_UP)
        actor = actor_of_person(row.person)
        content = gzip.decompress(open_held(bytes(row.content), str(row.id)))
        run_file(actor, row=row, label=label, file=io.BytesIO(content))
    except Fault as fault:
        _settle(row, state=FileState.FAILED.value, fault=fault.code)
        logger.warning("a file of payments was not screened: %s", fault.code)
    told = system_actor("payments")
    with door(told, PAYMENT_RUN):
        now_held = PaymentFile.objects.get(id=row.id)
        counts, state = now_held.counts, now_held.state
    params = {"stopped": counts.get("stop", 0), "bad": counts.get("bad", 0)}
    kind, about = SCREENED if state == FileState.DONE.value else NOT_READ, f"payment-file:{row.id}"
    notify(told, person=row.person, agency=label.owner, kind=kind, about=about, params=params)


def run_file(
    actor: Actor, *, row: PaymentFile, label: Label, file: IO[bytes], told: Callable[[], object] | None = None
) -> None:
    """Screen what of a file has no outcome yet. Raises Conflict where another process works on it."""
    work = _Work(actor, row, label)
    try:
        for event in read_messages(file):
            if isinstance(event, Transaction):
                work.take(event)
            elif isinstance(event, Total):
                work.total(event)
            else:
                work.broken(event)
            if len(work.waiting) >= BATCH:
                work.write()
                if told:
                    told()
    except RefusedMarkupError:
        work.broken(BrokenOff("DOCTYPE"))
    except NotPaymentsError as error:
        if not work.last:
            raise Conflict(faults.NO_MESSAGE) from error
        work.broken(BrokenOff(""))
    work.end()
    if told:
        told()


@dataclass(slots=True)
class _Work:
    """A file while it is screened: the transactions that wait for their batch, and what is known of the whole."""

    actor: Actor
    row: PaymentFile
    label: Label
    waiting: list[Transaction] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    breaks: list[BrokenOff] = field(default_factory=list)
    last: int = 0

    def take(self, one: Transaction) -> None:
        """A transaction: one that has its outcome already is passed over."""
        self.last = one.number
        if one.number > self.row.done:
            self.waiting.append(one)

    def total(self, one: Total) -> None:
        """A control total; kept where it does not add up."""
        if not one.adds_up and len(self.totals) < MOST_TOTALS:
            self.totals.append(
                {
                    "message": one.message[:100],
                    "path": one.path[:200],
                    "stated_count": one.stated_count,
                    "count": one.count,
                    "stated_sum": "" if one.stated_sum is None else format(one.stated_sum, "f"),
                    "sum": format(one.sum, "f"),
                }
            )

    def broken(self, one: BrokenOff) -> None:
        """The file can be read no further: that is one more transaction that was not."""
        self.last += 1
        self.breaks.append(one)

    def write(self) -> None:
        """Ask what waits, and write it down as one."""
        judged = list(self._screened())
        self._keep(judged)
        self.waiting.clear()

    def end(self) -> None:
        """Write the rest, and say that the file is done."""
        judged = list(self._screened()) if self.waiting else []
        self._keep(judged, ends=True)

    def _screened(self) -> list[Judged]:
        row = self.row
        return list(screen_all(self.actor, self.waiting, purpose=row.purpose, case=row.case, stop_from=row.stop_from))

    def _keep(self, judged: list[Judged], *, ends: bool = False) -> None:
        row, at = self.row, now()
        breaks = [one for one in self.breaks if self.last > row.done + len(judged)] if ends else []
        counts, sums = dict(row.counts), dict(row.sums)
        for one in judged:
            _count(one, counts, sums)
        counts["bad"] = counts.get("bad", 0) + len(breaks)
        done = row.done + len(judged) + len(breaks)
        sorts = list(dict.fromkeys([*row.sorts, *(one.transaction.sort for one in judged)]))[:20]
        changed: dict[str, Any] = {
            "done": done, "counts": counts, "sums": sums, "sorts": sorts, "heard": at, "modified": at, "totals": self.totals,
        }  # fmt: skip
        if ends:
            changed |= {"state": FileState.DONE.value, "content": b"", "fault": ""}
        with door(self.actor, PAYMENT_PART, purpose=row.purpose, case=row.case) as opened:
            label_id = opened.intern(self.label)
            same = PaymentFile.objects.filter(id=row.id, done=row.done, state=FileState.RUNNING.value)
            if not same.update(**changed):
                raise Conflict(faults.STILL_RUNNING)
            ids = keep_stopped(
                opened, judged, label_id=label_id, file=row.id, person=row.person, purpose=row.purpose, case=row.case
            )
            lines = [line_of(one, ids) for one in judged] + [_broken_line(done, one) for one in breaks]
            if lines:
                PaymentPart.objects.create(
                    label_id=label_id,
                    file_id=row.id,
                    first=row.done + 1,
                    last=done,
                    answers=packed(lines),
                    bad=packed(
                        [*map(_bad, (one for one in judged if one.outcome is Outcome.BAD)), *map(_broken, breaks)]
                    ),
                )
        row.done, row.counts, row.sums, row.sorts = done, counts, sums, sorts


def _count(one: Judged, counts: dict[str, int], sums: dict[str, str]) -> None:
    name = "known" if one.why is Cause.KNOWN else one.outcome.value
    counts[name] = counts.get(name, 0) + 1
    transaction = one.transaction
    if transaction.amount is not None and one.outcome is not Outcome.BAD:
        held = Decimal(sums.get(transaction.currency, "0"))
        sums[transaction.currency] = format(held + transaction.amount, "f")


def _bad(one: Judged) -> dict[str, Any]:
    transaction = one.transaction
    return {
        "number": transaction.number,
        "references": dict(transaction.references),
        "problems": [[problem.value, without_cards(value)] for problem, value in transaction.problems],
        "raw": transaction.raw,
    }


def _broken(one: BrokenOff) -> dict[str, Any]:
    return {"number": 0, "references": {}, "problems": [[Problem.BREAKS_OFF.value, one.where]], "raw": ""}


def _broken_line(number: int, one: BrokenOff) -> dict[str, Any]:
    return {
        "number": number, "sort": "", "references": {}, "amount": "", "currency": "", "outcome": Outcome.BAD.value,
        "why": Cause.NOT_READ.value, "stopped": "", "problems": [[Problem.BREAKS_OFF.value, one.where]], "hits": [],
    }  # fmt: skip


def _settle(row: PaymentFile, **changed: Any) -> None:  # noqa: ANN401 - values of the row's own columns
    """Write down that a file could not be screened, and forget its content."""
    with door(system_actor("payments"), PAYMENT_RUN):
        PaymentFile.objects.filter(id=row.id).update(**changed, content=b"", heard=now(), modified=now())
