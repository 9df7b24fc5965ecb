"""Files of transactions that people bring: kept until their columns are said, then taken in by the clock; or read where they lie.

The columns that the agency chose for a file of the same headings are proposed again for the next one.
"""

import hashlib
import io
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import IO, Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, door, marks, newest, system_actor
from minassa.base import Conflict, Invalid, NotFound, fault_codes, now, today
from minassa.records import Ground, checked_ground
from minassa.transactions import faults
from minassa.transactions.acts import FILE_BRING, FILE_DROP, FILE_LIST, FILE_TAKE, TRANSACTIONS_WORK
from minassa.transactions.homes import home_of
from minassa.transactions.models import Finding, PatternSearch, TransactionFile
from minassa.transactions.patterns import (
    COLUMNS,
    ENCODINGS,
    FileError,
    Reading,
    Refused,
    connection,
    first_rows,
    guessed,
    guessed_encoding,
    is_workbook,
    missing,
)
from minassa.transactions.types import FileOptions, FileView

ASKED, WAITING, READING, DONE, FAILED = "asked", "waiting", "reading", "done", "failed"
MOST_SHOWN: Final = 50
_PIECE: Final = 1 << 20
_ORDERS: Final = frozenset({"", "dmy", "mdy"})


def bring_file(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor, *, name: str, content: bytes, label: Label, ground: Ground, case: str = ""
) -> FileView:
    """Keep a file until its columns are known. Raises Invalid where it is no table, Conflict for one that was brought before."""
    heads, _rows, _encoding = looked_at(io.BytesIO(content))
    return begun(
        actor, name=name, fingerprint=fingerprint_of(io.BytesIO(content)), heads=heads, content=zlib.compress(content, 6),
        label=label, ground=ground, case=case,
    )  # fmt: skip


def begun(  # noqa: PLR0913 - the same
    actor: Actor,
    *,
    name: str,
    fingerprint: str,
    heads: Sequence[str],
    content: bytes,
    label: Label,
    ground: Ground,
    case: str,
) -> FileView:
    """Write down that a file has come. Raises Conflict where it was brought before."""
    if label.owner != actor.agency or actor.user_id is None:
        raise Invalid(faults.NOT_OWN)
    stated = checked_ground(ground, label)
    with door(actor, FILE_BRING, purpose=stated.purpose, case=case) as opened:
        label_id = opened.intern(label)
        before = TransactionFile.objects.filter(fingerprint=fingerprint, label_id__in=opened.writable).exclude(
            state=FAILED
        )
        if before.exists():
            raise Conflict(faults.BROUGHT)
        row = TransactionFile(
            label_id=label_id,
            name=" ".join(name.split())[:120],
            by=actor.user_id,
            fingerprint=fingerprint,
            shape=shape_of(heads),
            content=content,
            legal_basis=stated.legal_basis,
            purpose=stated.purpose,
            review_on=stated.review_on or today(),
            case=case[:80],
        )
        row.save(force_insert=True)
        opened.note(owner=label.owner, subject=f"transaction-file:{row.id}")
        return _view(row, opened, whole=bool(content))


def looked_at(file: IO[bytes]) -> tuple[list[str], list[list[str]], str]:
    """The headings of a file, its first rows, and the encoding it is probably in. Raises Invalid where it is no table or has no rows."""
    try:
        encoding = "utf-8" if is_workbook(file) else guessed_encoding(file)
        heads, rows = first_rows(file, encoding)
    except FileError as error:
        raise Invalid(faults.NOT_A_TABLE) from error
    if not rows:
        raise Invalid(faults.EMPTY)
    file.seek(0)
    return heads, rows, encoding


def fingerprint_of(file: IO[bytes]) -> str:
    """A digest of all bytes of a file, which is at its beginning again afterwards."""
    digest = hashlib.blake2b(digest_size=16)
    while piece := file.read(_PIECE):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def shape_of(heads: Sequence[str]) -> str:
    """A digest of a file's headings."""
    return hashlib.blake2b("\x1f".join(heads).encode("utf-8", "replace"), digest_size=16).hexdigest()


def list_files(actor: Actor) -> tuple[FileView, ...]:
    """The agency's files that this person may see, the newest first."""
    with door(actor, FILE_LIST) as opened:
        return tuple(_view(row, opened) for row in newest(TransactionFile, MOST_SHOWN))


def read_file(actor: Actor, *, id: UUID) -> FileView:  # noqa: A002 - the word that every room uses
    """One file. Raises NotFound."""
    with door(actor, FILE_LIST) as opened:
        return _view(row_of(id, opened), opened, whole=True)


def take_file(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    columns: Mapping[str, int],
    options: FileOptions,
) -> FileView:
    """Say what the columns of a file hold; the node takes it in soon. Raises Invalid where one that is needed is missing, Conflict."""
    with door(actor, FILE_TAKE, subject=f"transaction-file:{id}") as opened:
        row = row_of(id, opened, to_write=True)
        opened.note(owner=opened.label_of(row.label_id).owner)
        told = told_reading(columns, options)
        if not TransactionFile.objects.filter(id=id, state=ASKED).update(state=WAITING, modified=now(), **told):
            raise Conflict(faults.FILE_STATE)
        return _view(row_of(id, opened), opened)


def told_reading(columns: Mapping[str, int], options: FileOptions) -> dict[str, str]:
    """How a file is read, as its row holds it. Raises Invalid."""
    known = {one.name for one in COLUMNS}
    if lacking := missing(columns):
        raise Invalid(faults.UNMAPPED, missing=", ".join(lacking))
    if set(columns) - known or options.order not in _ORDERS or options.encoding not in {"", *ENCODINGS}:
        raise Invalid(faults.BAD_OPTIONS)
    if options.currency and not (
        options.currency.isascii() and options.currency.isalpha() and 3 <= len(options.currency) <= 5
    ):
        raise Invalid(faults.BAD_OPTIONS)
    first_day = options.first_day.isoformat() if options.first_day else ""
    return {
        "columns": json.dumps({name: int(place) for name, place in columns.items()}),
        "options": json.dumps({**asdict(options), "currency": options.currency.upper(), "first_day": first_day}),
    }


def reading_of(row: TransactionFile) -> Reading:
    """How this file is read."""
    told = json.loads(row.options)
    first_day = date.fromisoformat(told["first_day"]) if told["first_day"] else None
    return Reading(
        json.loads(row.columns), told["encoding"] or "utf-8", told["order"], told["currency"], first_day, today()
    )


def drop_file(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Delete a file's transactions, and with them every search and finding that they are part of. Raises NotFound, Conflict."""
    with door(actor, FILE_DROP, subject=f"transaction-file:{id}") as opened:
        row = row_of(id, opened, to_write=True)
        opened.note(owner=opened.label_of(row.label_id).owner, state=row.state)
        if row.state in {WAITING, READING}:
            raise Conflict(faults.FILE_STATE)
        with door(system_actor("transactions"), TRANSACTIONS_WORK):
            forgotten(id)
    home_of(id).remove()


def forgotten(file: UUID) -> None:
    """Delete the rows of a file and of all that was found in it, whoever may see it. Runs inside the clock's door."""
    named = f'"{file}"'
    for model in (Finding, PatternSearch):
        model.objects.filter(files__contains=named).delete()
    TransactionFile.objects.filter(id=file).delete()


def refused_rows(actor: Actor, *, id: UUID) -> Iterator[Refused]:  # noqa: A002 - the word that every room uses
    """The rows of a file that were refused, in their order. Raises NotFound."""
    with door(actor, FILE_LIST) as opened:
        row_of(id, opened)
    home = home_of(id)
    if not home.folder.is_dir():
        return
    with connection(home.folder) as con:
        yield from home.refused(con)


def row_of(file: UUID, opened: Opened, *, to_write: bool = False) -> TransactionFile:
    """The row of a file that may be seen, or changed. Raises NotFound."""
    row = TransactionFile.objects.filter(id=file).first()
    if row is None or (to_write and row.label_id not in opened.writable):
        raise NotFound(faults.NO_FILE)
    return row


def _view(row: TransactionFile, opened: Opened, *, whole: bool = False) -> FileView:
    heads, sample, proposed, options, is_remembered = (
        _asked(row) if whole and row.state == ASKED and row.content else ((), (), None, None, False)
    )
    return FileView(
        id=row.id,
        name=row.name,
        state=row.state,
        mine=row.by == opened.actor.user_id,
        marks=marks(opened.label_of(row.label_id)),
        modified=row.modified,
        review_on=row.review_on,
        purpose=row.purpose,
        rows=row.rows,
        refused=row.refused,
        first=row.first,
        last=row.last,
        currencies=tuple(json.loads(row.currencies).items()),
        fault=f"{fault_codes()[row.fault].what} {fault_codes()[row.fault].next_step}"
        if row.fault in fault_codes()
        else "",
        heads=heads,
        sample=sample,
        proposed=proposed,
        options=options,
        is_remembered=is_remembered,
    )


_Asked = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], Mapping[str, int] | None, FileOptions | None, bool]


def _asked(row: TransactionFile) -> _Asked:
    """What stands in a file, and how it is probably read: as the last one of the same headings was, else by the words of its headings."""
    heads, rows, encoding = looked_at(io.BytesIO(zlib.decompress(row.content)))
    before = newest(TransactionFile, 5, shape=row.shape)
    known = next((one for one in before if one.id != row.id and one.columns != "{}"), None)
    sample = tuple(map(tuple, rows))
    if known is None:
        return tuple(heads), sample, guessed(heads), FileOptions(encoding=encoding), False
    told = json.loads(known.options)
    first_day = date.fromisoformat(told["first_day"]) if told["first_day"] else None
    options = FileOptions(encoding, told["order"], told["currency"], first_day)
    return tuple(heads), sample, json.loads(known.columns), options, True
