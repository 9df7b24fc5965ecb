"""Files of payments: brought at a page and screened by the clock, or read from the disk by a command; followed, and forgotten."""

import gzip
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Final
from uuid import UUID

from django.conf import settings

from minassa.access import Actor, Opened, door, marks, newest
from minassa.base import Conflict, Invalid, NotFound, cursor_from, cursor_text, fault_codes, new_id, now
from minassa.desk import seal_held
from minassa.payments import faults
from minassa.payments.acts import PAYMENT_DROP, PAYMENT_LIST, PAYMENT_PART, PAYMENT_SCREEN
from minassa.payments.messages import NotPaymentsError, RefusedMarkupError, read_messages
from minassa.payments.models import PaymentFile, StoppedPayment
from minassa.payments.own import is_own, own_label, whose
from minassa.payments.types import FilePage, FileState, FileView, Mismatch, State

_CHUNK: Final = 1 << 20


def bring_file(actor: Actor, *, name: str, content: bytes, purpose: str, case: str = "") -> UUID:
    """Take a file to be screened; the clock does it. Raises Invalid where it is none of the messages that are read."""
    agency, person = whose(actor)
    refuse_others(BytesIO(content))
    id_ = new_id()
    with door(actor, PAYMENT_SCREEN, purpose=purpose, case=case, subject=f"payment-file:{id_}") as opened:
        opened.note(owner=agency, bytes=len(content))
        row = PaymentFile(
            id=id_,
            label_id=opened.intern(own_label(agency)),
            name=_tidy(name),
            digest=sha256(content).hexdigest(),
            content=seal_held(gzip.compress(content, 3), str(id_)),
            size=len(content),
            purpose=purpose,
            case=case[:80],
            person=person,
            state=FileState.WAITING.value,
            stop_from=settings.MINASSA.payments.stop_from,
        )
        row.save(force_insert=True)
    return id_


def screen_from_disk(
    actor: Actor, *, path: Path, purpose: str, case: str = "", told: Callable[[FileView], object] | None = None
) -> FileView:
    """Screen a file that lies on the disk, however large, as this actor; it is read as a stream and not kept.

    A file that was cut off before, by its content, goes on where its outcomes end. `told` hears how far it is after each batch.
    """
    from minassa.payments.running import run_file  # noqa: PLC0415 - it needs this module's views

    agency, person = whose(actor)
    with path.open("rb") as file:
        refuse_others(file)
    digest = _digest(path)
    with door(actor, PAYMENT_SCREEN, purpose=purpose, case=case) as opened:
        label_id = opened.intern(own_label(agency))
        unfinished = PaymentFile.objects.filter(
            digest=digest,
            label_id=label_id,
            person=person,
            purpose=purpose,
            case=case[:80],
            state=FileState.RUNNING.value,
        )
        row = next((one for one in unfinished.order_by("-created")[:20] if not one.content), None)
        if row is None:
            row = PaymentFile(
                label_id=label_id,
                name=_tidy(path.name),
                digest=digest,
                content=b"",
                size=path.stat().st_size,
                purpose=purpose,
                case=case[:80],
                person=person,
                state=FileState.RUNNING.value,
                stop_from=settings.MINASSA.payments.stop_from,
                heard=now(),
            )
            row.save(force_insert=True)
        opened.note(owner=agency, subject=f"payment-file:{row.id}", bytes=row.size, done_before=row.done)
    with path.open("rb") as file:
        run_file(
            actor, row=row, label=own_label(agency), file=file, told=lambda: told and told(read_file(actor, id=row.id))
        )
    return read_file(actor, id=row.id)


def refuse_others(file: IO[bytes]) -> None:
    """Raise Invalid where a file is none of the messages that are read: its first event tells."""
    try:
        next(iter(read_messages(file)), None)
    except RefusedMarkupError as error:
        raise Invalid(faults.REFUSED_MARKUP) from error
    except NotPaymentsError as error:
        raise Invalid(faults.NO_MESSAGE) from error


def list_files(actor: Actor, *, before: str = "", size: int = 30) -> FilePage:
    """The agency's files, the newest first."""
    place = cursor_from(before)
    with door(actor, PAYMENT_LIST) as opened:
        rows = newest(PaymentFile, size + 1, place, by="created")
        following = cursor_text(rows[size - 1].created, rows[size - 1].id) if len(rows) > size else ""
        return FilePage(tuple(view_of(row, opened) for row in rows[:size] if is_own(opened, row.label_id)), following)


def read_file(actor: Actor, *, id: UUID) -> FileView:  # noqa: A002 - the word that every room uses
    """One file. Raises NotFound."""
    with door(actor, PAYMENT_LIST) as opened:
        return view_of(file_row(opened, id), opened)


def drop_file(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Forget a file and its answers; payments that were decided stay. Raises Conflict while something of it waits."""
    with door(actor, PAYMENT_DROP, subject=f"payment-file:{id}") as opened:
        row = file_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner)
        waits = StoppedPayment.objects.filter(file=id, state__in=[State.STOPPED.value, State.ASKED.value])
        if row.state == FileState.RUNNING.value or waits.exists():
            raise Conflict(faults.STILL_RUNNING)
        row.delete()


def file_row(opened: Opened, id_: UUID) -> PaymentFile:
    """The row of a file of one's own agency. Raises NotFound."""
    row = PaymentFile.objects.filter(id=id_).first()
    if row is None or not is_own(opened, row.label_id):
        raise NotFound(faults.NO_FILE)
    return row


def view_of(row: PaymentFile, opened: Opened) -> FileView:
    """A file as it is shown."""
    counts = row.counts
    codes = fault_codes()
    return FileView(
        id=row.id,
        name=row.name,
        sorts=tuple(row.sorts),
        size=row.size,
        state=FileState(row.state),
        read=row.done,
        stopped=counts.get("stop", 0),
        known=counts.get("known", 0),
        passed=counts.get("pass", 0),
        bad=counts.get("bad", 0),
        sums={currency: Decimal(amount) for currency, amount in sorted(row.sums.items())},
        mismatches=tuple(Mismatch(**one) for one in row.totals),
        stop_from=row.stop_from,
        purpose=row.purpose,
        case=row.case,
        mine=row.person == opened.actor.user_id,
        marks=marks(opened.label_of(row.label_id)),
        created=row.created,
        modified=row.modified,
        fault=f"{codes[row.fault].what} {codes[row.fault].next_step}" if row.fault in codes else "",
    )


def touched(actor: Actor, row: PaymentFile) -> None:
    """Say that a file is still worked on."""
    with door(actor, PAYMENT_PART):
        PaymentFile.objects.filter(id=row.id).update(heard=now())


def _tidy(name: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())[:120] or "-"


def _digest(path: Path) -> str:
    whole = sha256()
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            whole.update(part)
    return whole.hexdigest()
