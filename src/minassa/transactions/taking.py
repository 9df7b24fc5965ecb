"""Files are taken in: by the clock, a while at a time, or by the command line where they lie. A process that is killed loses one part at most.

What was read lies in parts in the file's folder; whoever goes on finds from them how far it got.
"""

import io
import json
import logging
import time
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import IO, Any, Final
from uuid import UUID

from django.db.models import Q

from minassa.access import Actor, Label, actor_of_person, door, system_actor
from minassa.base import Conflict, Fault, Invalid, now, today
from minassa.base.countries import country_code
from minassa.desk import notify
from minassa.records import Ground
from minassa.transactions import faults
from minassa.transactions.acts import FILE_LIST, FILE_TAKE, TRANSACTIONS_FORGET, TRANSACTIONS_WORK
from minassa.transactions.files import (
    DONE,
    FAILED,
    READING,
    WAITING,
    begun,
    fingerprint_of,
    forgotten,
    looked_at,
    read_file,
    reading_of,
    row_of,
    told_reading,
)
from minassa.transactions.homes import home_of, sweep
from minassa.transactions.models import TransactionFile
from minassa.transactions.notices import FORGOTTEN, NOT_TAKEN, TAKEN_IN
from minassa.transactions.patterns import FileError, Taken, connection, guessed, read
from minassa.transactions.types import FileOptions, FileView

logger = logging.getLogger(__name__)

AT_ONCE: Final = 20.0
"""Seconds that the clock reads one file before it looks after its other duties."""
STALE: Final = timedelta(minutes=5)
PART: int = 50_000
"""Rows that are read before they are put down; what a process that is killed reads again."""
MOST_TRIES: Final = 5
Told = Callable[[int, int], None]


def take_waiting(seconds: float = AT_ONCE) -> bool:
    """Read the file that waits longest for a while, as whoever brought it. Whether there was one."""
    row = _claimed()
    if row is None:
        return False
    if row.tries > MOST_TRIES:
        _failed(row, faults.BROKEN)
        return True
    try:
        with door(actor_of_person(row.by), FILE_TAKE, subject=f"transaction-file:{row.id}") as opened:
            row_of(row.id, opened, to_write=True)
        taken = _read(row, io.BytesIO(zlib.decompress(row.content)), until=time.monotonic() + seconds)
    except FileError:
        _failed(row, faults.NOT_A_TABLE)
    except Fault as fault:
        _failed(row, fault.code)
    else:
        _settled(row, taken) if taken is not None else _noted(row.id, state=WAITING, tries=0)
    return True


def _claimed() -> TransactionFile | None:
    """The file whose turn it is: one that waits, or one whose process fell silent."""
    at = now()
    with door(system_actor("transactions"), TRANSACTIONS_WORK):
        due = Q(state=WAITING) | Q(state=READING, heard__lt=at - STALE)
        for row in TransactionFile.objects.filter(due).exclude(content=b"").order_by("modified", "id")[:5]:
            mine = TransactionFile.objects.filter(id=row.id, state=row.state, heard=row.heard)
            if mine.update(state=READING, heard=at, tries=row.tries + 1):
                row.tries += 1
                return row
    return None


def import_file(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor,
    *,
    file: IO[bytes],
    name: str,
    columns: dict[str, str],
    options: FileOptions,
    label: Label,
    ground: Ground,
    case: str = "",
    told: Told = lambda _rows, _refused: None,
) -> FileView:
    """Read a file where it lies, to its end. One that was cut off goes on after the last part that lies safely, read as it was begun.

    `columns` says for a column (`payer`) under which heading it stands, where that is not guessed. Raises Invalid, and Conflict for a file
    that was taken in before.
    """
    heads, _rows, encoding = looked_at(file)
    fingerprint = fingerprint_of(file)
    places = guessed(heads) | _named(columns, heads)
    row_id = _cut_off(actor, fingerprint)
    if row_id is None:
        reading = told_reading(
            places, FileOptions(options.encoding or encoding, options.order, options.currency, options.first_day)
        )
        row_id = begun(
            actor, name=name, fingerprint=fingerprint, heads=heads, content=b"", label=label, ground=ground, case=case
        ).id
        _noted(row_id, state=READING, **reading)
    with door(actor, FILE_TAKE, subject=f"transaction-file:{row_id}") as opened:
        row = row_of(row_id, opened, to_write=True)
    try:
        taken = _read(row, file, told=told)
    except FileError as error:
        _noted(row_id, state=FAILED, fault=faults.NOT_A_TABLE)
        raise Invalid(faults.NOT_A_TABLE) from error
    if taken is None:
        raise TypeError("a file without a limit is read to its end")
    _noted(row_id, **_said(taken))
    return read_file(actor, id=row_id)


def _named(columns: dict[str, str], heads: list[str]) -> dict[str, int]:
    found = {}
    for name, head in columns.items():
        if head not in heads:
            raise Invalid(faults.UNMAPPED, missing=head[:64])
        found[name] = heads.index(head)
    return found


def _cut_off(actor: Actor, fingerprint: str) -> UUID | None:
    """The row of this very file where the command line began to read it and was cut off. Raises Conflict where it was read whole."""
    with door(actor, FILE_LIST):
        for row in TransactionFile.objects.filter(fingerprint=fingerprint).exclude(state=FAILED):
            if row.state == READING and not row.content:
                return row.id
            raise Conflict(faults.BROUGHT)
    return None


def _read(
    row: TransactionFile, file: IO[bytes], *, until: float | None = None, told: Told | None = None
) -> Taken | None:
    """Read on where the last process ended; what lies there at the end, or None where the time was up before."""
    home = home_of(row.id)
    after = home.begin()
    rows, refused = (row.rows, row.refused) if after > 1 else (0, 0)
    with connection(home.folder) as con:
        for batch in read(file, reading_of(row), after=after, country_code=country_code, size=PART):
            home.put(con, batch)
            rows, refused = rows + len(batch.number), refused + len(batch.refused)
            _noted(row.id, rows=rows, refused=refused)
            if told is not None:
                told(rows, refused)
            if until is not None and time.monotonic() > until:
                return None
        return home.finish(con)


def _said(taken: Taken) -> dict[str, Any]:
    return {
        "state": DONE,
        "rows": taken.rows,
        "refused": taken.refused,
        "first": taken.first,
        "last": taken.last,
        "currencies": json.dumps(dict(taken.currencies)),
        "content": b"",
    }


def _settled(row: TransactionFile, taken: Taken) -> None:
    _noted(row.id, **_said(taken))
    _tell(row, TAKEN_IN)


def _failed(row: TransactionFile, code: str) -> None:
    logger.warning("a file of transactions was not taken in: %s", code)
    _noted(row.id, state=FAILED, fault=code, content=b"")
    home_of(row.id).remove()
    _tell(row, NOT_TAKEN)


def _noted(file: UUID, **changed: Any) -> None:  # noqa: ANN401 - values of the model's own columns
    with door(system_actor("transactions"), TRANSACTIONS_WORK):
        at = now()
        TransactionFile.objects.filter(id=file).update(heard=at, modified=at, **changed)


def _tell(row: TransactionFile, kind: str, *, about: str = "") -> None:
    with door(system_actor("transactions"), TRANSACTIONS_WORK) as opened:
        owner = opened.label_of(row.label_id).owner
    notify(
        system_actor("transactions"),
        person=row.by,
        agency=owner,
        kind=kind,
        about=about or f"transaction-file:{row.id}",
    )


def keep_the_clock() -> int:
    """Delete the files whose day of review has passed, with all that was found in them, and folders without a row; how many files."""
    with door(system_actor("transactions"), TRANSACTIONS_WORK):
        due = list(TransactionFile.objects.filter(review_on__lt=today()).exclude(state=READING)[:100])
    for row in due:
        with door(system_actor("transactions"), TRANSACTIONS_FORGET, subject=f"transaction-file:{row.id}") as opened:
            opened.note(owner=opened.label_of(row.label_id).owner)
            forgotten(row.id)
        home_of(row.id).remove()
        _tell(row, FORGOTTEN, about="transactions:")
    with door(system_actor("transactions"), TRANSACTIONS_WORK):
        sweep(TransactionFile.objects.values_list("id", flat=True))
    return len(due)
