"""Tables of subjects (CSV or XLSX) on their way in: kept under the agency's label, read by the clock as whoever brought them.

Rows are taken some at a time, each time in one transaction with how far the file was read: a process that is killed goes on where it
stopped, and no row is taken twice. Rows that cannot be asked are counted and given back with the reason.
"""

import csv
import gzip
import io
import logging
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final
from uuid import UUID

import orjson
from django.conf import settings
from django.utils import translation
from openpyxl import load_workbook

from minassa.access import Actor, actor_of_person, door, marks, newest, system_actor
from minassa.base import Conflict, Fault, Invalid, NotFound, now
from minassa.base.cells import guarded
from minassa.check import Kind, Row, read_rows
from minassa.desk import notify
from minassa.watch import faults, notices, rows
from minassa.watch.acts import WATCH_ADD, WATCH_LIST, WATCH_STOP, WATCH_WORK
from minassa.watch.models import Watch, WatchFile
from minassa.watch.own import own_label, person_of
from minassa.watch.service import checked_term
from minassa.watch.types import ON, Term, WatchFileView

logger = logging.getLogger(__name__)

WAITING, DONE, FAILED = "waiting", "done", "failed"
MOST_SHOWN: Final = 50
MOST_TRIES: Final = 3
MOST_REFUSED_KEPT: Final = 10_000
MOST_UNPACKED: Final = 400_000_000
LONGEST_CELL: Final = 700
AT_ONCE: Final = 1_000
_ZIP: Final = b"PK\x03\x04"
_CHUNK: Final = 1 << 20


def bring_file(actor: Actor, *, name: str, content: bytes, term: Term, kind: Kind | None = None) -> WatchFileView:
    """Take a table of subjects to be kept under watch; the clock reads it. Raises Invalid where it is no table with a column `name`."""
    person, agency = person_of(actor)
    checked = checked_term(term)
    _refuse_no_table(content)
    with door(actor, WATCH_ADD, purpose=checked.purpose, case=checked.case) as opened:
        row = WatchFile(
            label_id=opened.intern(own_label(agency, exercise=settings.MINASSA.node.exercise)),
            name=" ".join(name.split())[:120],
            by=person,
            content=gzip.compress(content, 3),
            kind=kind.value if kind else "",
            purpose=checked.purpose,
            case=checked.case,
            reason=checked.reason,
            until=checked.until,
            language=(translation.get_language() or "")[:8],
        )
        row.save(force_insert=True)
        opened.note(owner=agency, subject=f"watch-file:{row.id}")
        return _view(row, marks(opened.label_of(row.label_id)))


def _refuse_no_table(content: bytes) -> None:
    with _rows_of(content) as found:
        if next(found, None) is None:
            raise Invalid(faults.FILE_EMPTY)


def list_files(actor: Actor) -> tuple[WatchFileView, ...]:
    """The agency's files of subjects, the newest first."""
    with door(actor, WATCH_LIST) as opened:
        return tuple(_view(row, marks(opened.label_of(row.label_id))) for row in newest(WatchFile, MOST_SHOWN))


def read_file(actor: Actor, *, id: UUID) -> WatchFileView:  # noqa: A002 - the word that every room uses
    """One file: how far it was read. Raises NotFound."""
    with door(actor, WATCH_LIST) as opened:
        row = _row(id)
        return _view(row, marks(opened.label_of(row.label_id)))


def drop_file(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Forget what is told of a file that was read; its subjects stay under watch. Raises NotFound, Conflict while it is read."""
    with door(actor, WATCH_STOP, subject=f"watch-file:{id}") as opened:
        row = _row(id)
        if row.label_id not in opened.writable:
            raise NotFound(faults.NO_FILE)
        if row.state == WAITING:
            raise Conflict(faults.FILE_BUSY)
        opened.note(owner=opened.label_of(row.label_id).owner)
        row.delete()


def refused_rows(actor: Actor, *, id: UUID) -> bytes:  # noqa: A002 - the word that every room uses
    """The rows of a file that were refused, with the reason, as a table; at most ten thousand of them."""
    with door(actor, WATCH_LIST):
        told = orjson.loads(_row(id).refused_rows)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["row", "name", "reason"])
    writer.writerows([number, guarded(name), guarded(reason)] for number, name, reason in told)
    return ("\ufeff" + written.getvalue()).encode()


def take_waiting() -> int:
    """Read every file that waits, as whoever brought it; how many."""
    done = 0
    while (row := _claimed()) is not None:
        with translation.override(row.language or None):
            _read(row)
        done += 1
    return done


def _claimed() -> WatchFile | None:
    with door(system_actor("watch"), WATCH_WORK):
        row = WatchFile.objects.filter(state=WAITING).order_by("modified", "id").first()
        if row is None:
            return None
        if row.tries < MOST_TRIES:
            WatchFile.objects.filter(id=row.id).update(tries=row.tries + 1)
            return row
    _settle(row.id, FAILED, faults.FILE_BROKEN)
    return _claimed()


def _read(row: WatchFile) -> None:
    try:
        actor = actor_of_person(row.by)
        with _rows_of(gzip.decompress(bytes(row.content))) as found:
            ahead = (one for one in found if one.number > row.taken)
            for some in rows.pieces(ahead, AT_ONCE):
                _take(actor, row.id, some)
    except Fault as fault:
        logger.warning("a file of subjects was not read to its end: %s", fault.code)
        _settle(row.id, FAILED, fault.code)
    else:
        _settle(row.id, DONE, "")


def _take(actor: Actor, file: UUID, some: Sequence[Row]) -> None:
    """Take some rows, in one transaction with how far the file was read."""
    person, _agency = person_of(actor)
    kept = _row_of_system(file)
    with door(actor, WATCH_ADD, purpose=kept.purpose, case=kept.case, subject=f"watch-file:{file}") as opened:
        row = WatchFile.objects.select_for_update().get(id=file)
        term = Term(row.purpose, row.reason, row.until, row.case)
        kind = Kind(row.kind) if row.kind else None
        asked = [replace(one.question, kind=kind) for one in some if one.question is not None]
        made = [rows.new_row(one, term, keeper=person, label_id=row.label_id, file=row.id) for one in asked]
        new = {watch.digest: watch for watch in reversed(made)}
        known = set(
            Watch.objects.filter(digest__in=list(new), label_id=row.label_id, state=ON).values_list("digest", flat=True)
        )
        rows.write_new([watch for digest, watch in new.items() if digest not in known])
        refused = [(one.number, one.name[:LONGEST_CELL], one.note) for one in some if one.question is None]
        row.added += len(new) - len(known)
        row.already += len(some) - len(refused) - (len(new) - len(known))
        row.refused += len(refused)
        told = orjson.loads(row.refused_rows)
        row.refused_rows = orjson.dumps([*told, *refused][:MOST_REFUSED_KEPT]).decode()
        row.taken, row.tries, row.modified = some[-1].number, 0, now()
        row.save(force_update=True)
        opened.note(owner=opened.label_of(row.label_id).owner, added=len(new) - len(known), refused=len(refused))


def _settle(file: UUID, state: str, fault: str) -> None:
    """Write down what became of a file, forget its content, and tell whoever brought it."""
    with door(system_actor("watch"), WATCH_WORK) as opened:
        row = WatchFile.objects.get(id=file)
        row.state, row.fault, row.content, row.modified = state, fault, b"", now()
        row.save(force_update=True)
        notify(
            system_actor("watch"),
            person=row.by,
            agency=opened.label_of(row.label_id).owner,
            kind=notices.TAKEN_IN,
            about=f"watch-file:{row.id}",
            params={"added": row.added, "refused": row.refused},
        )


def _row(file: UUID) -> WatchFile:
    row = WatchFile.objects.filter(id=file).first()
    if row is None:
        raise NotFound(faults.NO_FILE)
    return row


def _row_of_system(file: UUID) -> WatchFile:
    with door(system_actor("watch"), WATCH_WORK):
        return WatchFile.objects.only("purpose", "case").get(id=file)


def _view(row: WatchFile, marked: tuple[str, ...]) -> WatchFileView:
    return WatchFileView(
        id=row.id,
        name=row.name,
        state=row.state,
        taken=row.taken,
        added=row.added,
        already=row.already,
        refused=row.refused,
        fault=str(Invalid(row.fault)) if row.fault else "",
        modified=row.modified,
        marks=marked,
    )


@contextmanager
def _rows_of(content: bytes) -> Iterator[Iterator[Row]]:
    """The rows of a table or of a workbook's first sheet. Raises Invalid where it is neither."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        if content.startswith(_ZIP):
            _write_sheet(content, file.name)
        else:
            file.write(content)
            file.flush()
        with Path(file.name).open("rb") as opened:
            yield read_rows(opened)


def _write_sheet(content: bytes, target: str) -> None:
    """Write a workbook's first sheet as a table, cell by cell as text."""
    held = io.BytesIO(content)
    try:
        with zipfile.ZipFile(held) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise Invalid(faults.FILE_TOO_LONG, most=MOST_UNPACKED // 1_000_000)
        book = load_workbook(held, read_only=True, data_only=True, keep_links=False)
        with Path(target).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            for cells in book.worksheets[0].iter_rows(values_only=True):
                writer.writerow([_text(cell) for cell in cells])
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError, OSError) as error:
        raise Invalid(faults.FILE_NO_TABLE) from error


def _text(cell: object) -> str:
    """A cell as it would be typed; a date without its midnight, a whole number without its point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).removesuffix(" 00:00:00").split())
