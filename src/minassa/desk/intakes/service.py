"""What the rooms do with files that people send: each within a door that it opened for its own act.

A room names itself when it keeps a file ("incidents", "links") and registers, once, how it brings one in (`running.bring_in_by`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any
from uuid import UUID

import orjson
from django.utils import translation

from minassa.access import Opened, marks, newest
from minassa.base import Conflict, NotFound, cursor_from, cursor_text, fault_codes, filled, now
from minassa.desk.intakes import faults
from minassa.desk.intakes.keeping import FAILED as FAILED_ROWS
from minassa.desk.intakes.keeping import FILE, keep_file, opened_file
from minassa.desk.models import Intake, IntakePiece

ASKED, WAITING, RUNNING, DONE, FAILED = "asked", "waiting", "running", "done", "failed"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: by which room it is taken, as what sort, and what was stated with it."""

    room: str
    sort: str
    name: str
    content: IO[bytes]
    legal_basis: str
    purpose: str
    review_on: date | None
    case: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """An import: at what step it is (asked, waiting, running, done, failed), how many of its lines are read, what became of its rows.

    `lines` is 0 where they cannot be counted; `fault` is the sentence that says why it failed; `failed` counts the rows that are kept to be
    given back.
    """

    id: UUID
    sort: str
    name: str
    state: str
    mine: bool
    marks: tuple[str, ...]
    purpose: str
    lines: int
    read: int
    failed: int
    created: datetime
    modified: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
    fault: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether its sender has not said yet that it is to be brought in."""
        return self.state == ASKED

    @property
    def goes_on(self) -> bool:
        """Whether the clock has it in hand."""
        return self.state in {WAITING, RUNNING}


def keep_intake(opened: Opened, sent: Sent, *, label_id: int) -> UUID:
    """Keep a file until its sender has said that it is to be brought in. Raises Invalid for a packed one that is damaged or too large."""
    person = opened.actor.user_id
    if person is None:
        raise TypeError("whoever sends a file is a person")
    row = Intake(
        label_id=label_id,
        room=sent.room,
        sort=sent.sort,
        name=" ".join(sent.name.split())[:120],
        person=person,
        legal_basis=sent.legal_basis,
        purpose=sent.purpose,
        review_on=sent.review_on,
        case=sent.case[:80],
        state=ASKED,
    )
    row.save(force_insert=True)
    keep_file(row, sent.content)
    Intake.objects.filter(id=row.id).update(packed=row.packed, lines=row.lines)
    return row.id


def own_intake(opened: Opened, room: str, intake: UUID) -> Book:
    """One import of the agency. Raises NotFound."""
    return _book(_own(opened, room, intake), opened)


def own_intakes(opened: Opened, room: str, *, before: str = "", size: int = 50) -> tuple[tuple[Book, ...], str]:
    """The agency's imports, the newest first, and where the next page begins."""
    rows = newest(Intake, size + 1, cursor_from(before), room=room)
    following = cursor_text(rows[size - 1].modified, rows[size - 1].id) if len(rows) > size else ""
    return tuple(_book(one, opened) for one in rows[:size] if _is_own(opened, one)), following


def intake_file(opened: Opened, room: str, intake: UUID) -> IO[bytes]:
    """The file itself, to be read while this door is open."""
    row = _own(opened, room, intake)
    return opened_file(lambda number: piece_of(row.id, number), is_packed=row.packed)


def piece_of(intake: UUID, number: int) -> bytes:
    """A piece of a file, within the door that is open; empty behind the last."""
    rows = IntakePiece.objects.filter(intake_id=intake, part=FILE, number=number)
    return bytes(next(iter(rows.values_list("content", flat=True)), b""))


def begin_intake(opened: Opened, room: str, intake: UUID, options: Mapping[str, Any] | None = None) -> None:
    """Let a file be brought in; the clock does it, as whoever sent it. Raises NotFound, Conflict."""
    row = _own(opened, room, intake)
    told = {**(options or {}), "language": translation.get_language() or ""}
    changed = {"state": WAITING, "options": told, "modified": now()}
    if not Intake.objects.filter(id=row.id, state=ASKED).update(**changed):
        raise Conflict(faults.INTAKE_STATE)


def drop_intake(opened: Opened, room: str, intake: UUID) -> None:
    """Throw away a file that is not brought in yet, or the book of one that is. What it brought in stays. Raises NotFound, Conflict."""
    row = _own(opened, room, intake)
    forget(row.id, states=(ASKED, DONE, FAILED))


def forget(intake: UUID, *, states: tuple[str, ...]) -> None:
    """Delete an import with its pieces. Raises Conflict where it is at another step."""
    if not Intake.objects.filter(id=intake, state__in=states).exists():
        raise Conflict(faults.INTAKE_STATE)
    IntakePiece.objects.filter(intake_id=intake).delete()
    Intake.objects.filter(id=intake).delete()


def intake_failures(opened: Opened, room: str, intake: UUID) -> Iterator[Any]:
    """What was kept of each row that failed, as the room wrote it down, in the order of the file. Reads while this door is open."""
    row = _own(opened, room, intake)
    parts = IntakePiece.objects.filter(intake_id=row.id, part=FAILED_ROWS).order_by("number")
    for content in parts.values_list("content", flat=True).iterator(chunk_size=8):
        yield from orjson.loads(bytes(content))


def _own(opened: Opened, room: str, intake: UUID) -> Intake:
    row = Intake.objects.filter(id=intake, room=room).first()
    if row is None or not _is_own(opened, row):
        raise NotFound(faults.NO_INTAKE)
    return row


def _is_own(opened: Opened, row: Intake) -> bool:
    return opened.label_of(row.label_id).owner == opened.actor.agency


def _book(row: Intake, opened: Opened) -> Book:
    sentence = fault_codes().get(row.fault)
    return Book(
        id=row.id,
        sort=row.sort,
        name=row.name,
        state=row.state,
        mine=row.person == opened.actor.user_id,
        marks=marks(opened.label_of(row.label_id)),
        purpose=row.purpose,
        lines=row.lines,
        read=row.position,
        failed=row.failed,
        created=row.created,
        modified=row.modified,
        counts=dict(row.counts),
        fault=filled(f"{sentence.what} {sentence.next_step}", row.fault_parts) if sentence else "",
    )
