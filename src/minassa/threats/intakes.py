"""Files of sources that people send on a page: looked at, begun, brought in by the clock, and what became of their rows."""

import gzip
import io
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID

import orjson
from django.db.models import Q

from minassa.access import Actor, Label, Opened, actor_of_person, door, marks, newest, system_actor
from minassa.base import Conflict, Fault, Invalid, NotFound, cursor_from, cursor_text, fault_codes, now
from minassa.base.countries import country_code
from minassa.desk import notify
from minassa.records import Ground
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_IMPORT, INTAKE_READ, INTAKE_RUN
from minassa.threats.bringing import import_incidents, opened_file
from minassa.threats.laying import is_own
from minassa.threats.models import Intake
from minassa.threats.notices import BROUGHT_IN, NOT_READ
from minassa.threats.sources import BadRow, Problem, SourceReport, read, refused_table
from minassa.threats.sources.reading import File
from minassa.threats.types import Imported, IntakePage, IntakeView, Looked

LOOKED_AT, WAITING, RUNNING, DONE, FAILED = "looked-at", "waiting", "running", "done", "failed"
MOST_UNPACKED: Final = 400_000_000
ROWS_LOOKED_AT: Final = 1_000
ROWS_SHOWN: Final = 8
STALE: Final = timedelta(minutes=10)
KEPT_LOOKED_AT: Final = timedelta(days=2)
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK"
_CHUNK: Final = 1 << 20


def look_at(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor, *, source: str, name: str, content: bytes, label: Label, ground: Ground, case: str = ""
) -> UUID:
    """Take a file to be looked at; nothing of it is brought in yet. Raises Invalid where it is not of this source."""
    packed, lines = _packed(content)
    opened_file(source, _file(packed))
    if label.owner != actor.agency or actor.user_id is None:
        raise Invalid(faults.NOT_OWN)
    with door(actor, INCIDENT_IMPORT, purpose=ground.purpose, case=case) as opened:
        opened.note(owner=label.owner, source=source, part="looked-at")
        row = Intake.objects.create(
            label_id=opened.intern(label),
            name=" ".join(name.split())[:120],
            source=source,
            content=packed,
            size=lines,
            legal_basis=ground.legal_basis,
            purpose=ground.purpose,
            review_on=ground.review_on,
            case=case,
            person=actor.user_id,
            state=LOOKED_AT,
            failed=b"",
        )
        return row.id


def _packed(content: bytes) -> tuple[bytes, int]:
    """The file as it is kept, and its lines as far as they can be counted. Raises Invalid for one that unpacks to too much."""
    if content.startswith(_ZIP):
        return content, 0
    packed = content if content.startswith(_GZIP) else gzip.compress(content, 3)
    unpacked = lines = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            while part := file.read(_CHUNK):
                unpacked, lines = unpacked + len(part), lines + part.count(b"\n")
                if unpacked > MOST_UNPACKED:
                    raise Invalid(faults.FILE_TOO_LONG, most=MOST_UNPACKED // 1_000_000)
    except (OSError, EOFError) as error:
        raise Invalid(faults.NOT_OF_SOURCE, source="gzip", missing="-") from error
    return packed, lines


def _file(packed: bytes) -> File:
    held = io.BytesIO(packed)
    return gzip.GzipFile(fileobj=held) if packed.startswith(_GZIP) else held


def read_intake(actor: Actor, *, id: UUID) -> IntakeView:  # noqa: A002 - the word that every room uses
    """One import; where it is looked at, with what its first rows say. Raises NotFound."""
    with door(actor, INTAKE_READ) as opened:
        row = _own_row(opened, id)
        looked = _looked(row) if row.state == LOOKED_AT else None
        return _view(row, opened, looked)


def _looked(row: Intake) -> Looked:
    found = list(islice(read(row.source, _file(bytes(row.content)), country_code=country_code), ROWS_LOOKED_AT))
    good = [one for one in found if isinstance(one, SourceReport)]
    bad = [one for one in found if isinstance(one, BadRow)]
    return Looked(len(good), len(bad), tuple(good[:ROWS_SHOWN]), tuple(_said(one) for one in bad[:ROWS_SHOWN]))


def _said(one: BadRow) -> tuple[int, str, str]:
    sentence = fault_codes()[faults.ROW[one.problem]]
    return one.row, f"{sentence.what} {sentence.next_step}", f"{one.column}: {one.value}" if one.column else one.value


def list_intakes(actor: Actor, *, before: str = "", size: int = 50) -> IntakePage:
    """The agency's imports, the newest first."""
    place = cursor_from(before)
    with door(actor, INTAKE_READ) as opened:
        rows = newest(Intake, size + 1, place)
        following = cursor_text(rows[size - 1].modified, rows[size - 1].id) if len(rows) > size else ""
        own = [one for one in rows[:size] if is_own(opened, one.label_id)]
        return IntakePage(tuple(_view(one, opened, None) for one in own), following)


def begin_intake(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Let a file that was looked at be brought in; the clock does it. Raises NotFound, Conflict."""
    with door(actor, INCIDENT_IMPORT, purpose=_purpose(actor, id)) as opened:
        row = _own_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner, source=row.source)
        if not Intake.objects.filter(id=id, state=LOOKED_AT).update(state=WAITING, modified=now()):
            raise Conflict(faults.INTAKE_STATE)


def drop_intake(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw away a file that was looked at, or the book of one that is done; what it brought in stays."""
    with door(actor, INCIDENT_IMPORT, purpose=_purpose(actor, id)) as opened:
        row = _own_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner, source=row.source, part="dropped")
        if not Intake.objects.filter(id=id, state__in=[LOOKED_AT, DONE, FAILED]).delete()[0]:
            raise Conflict(faults.INTAKE_STATE)


def failed_rows(actor: Actor, *, id: UUID) -> Iterator[bytes]:  # noqa: A002 - the word that every room uses
    """The rows that failed as a table, with what is wrong and what to do in the active language."""
    with door(actor, INTAKE_READ) as opened:
        row = _own_row(opened, id)
        held = orjson.loads(gzip.decompress(bytes(row.failed))) if row.failed else []
    codes = fault_codes()

    def words(problem: Problem) -> tuple[str, str]:
        sentence = codes[faults.ROW[problem]]
        return str(sentence.what), str(sentence.next_step)

    yield from refused_table((BadRow(**one) for one in held), words)


def _purpose(actor: Actor, intake: UUID) -> str:
    with door(actor, INTAKE_READ) as opened:
        return _own_row(opened, intake).purpose


def _own_row(opened: Opened, intake: UUID) -> Intake:
    row = Intake.objects.filter(id=intake).first()
    if row is None or not is_own(opened, row.label_id):
        raise NotFound(faults.NO_INTAKE)
    return row


def _view(row: Intake, opened: Opened, looked: Looked | None) -> IntakeView:
    return IntakeView(
        id=row.id,
        name=row.name,
        source=row.source,
        state=row.state,
        lines=row.size,
        counts=dict(row.counts),
        fault=str(fault_codes()[row.fault].what) if row.fault in fault_codes() else "",
        has_failed=bool(row.failed),
        created=row.created,
        modified=row.modified,
        marks=marks(opened.label_of(row.label_id)),
        looked=looked,
    )


def run_waiting() -> int:
    """Bring in every file that waits, and those whose process died; how many. Called by the clock."""
    done = 0
    while (taken := _claimed()) is not None:
        _run(*taken)
        done += 1
    return done


def _claimed() -> tuple[Intake, Label] | None:
    at = now()
    with door(system_actor("incidents"), INTAKE_RUN) as opened:
        Intake.objects.filter(state=LOOKED_AT, modified__lt=at - KEPT_LOOKED_AT).delete()
        due = Q(state=WAITING) | Q(state=RUNNING, heard__lt=at - STALE)
        for row in Intake.objects.filter(due).order_by("modified", "id")[:5]:
            before = Intake.objects.filter(id=row.id, state=row.state, modified=row.modified)
            if before.update(state=RUNNING, heard=at, modified=at):
                return row, opened.label_of(row.label_id)
    return None


def _run(row: Intake, label: Label) -> None:
    """Bring a file in as the person who began it; what went wrong stands in its book."""

    def told(done: Imported) -> None:
        _note(row, state=RUNNING, done=done)

    try:
        done = import_incidents(
            actor_of_person(row.person),
            source=row.source,
            file=_file(bytes(row.content)),
            label=label,
            ground=Ground(row.legal_basis, row.purpose, row.review_on),
            case=row.case,
            told=told,
        )
    except Fault as fault:
        _note(row, state=FAILED, fault=fault.code)
    else:
        _note(row, state=DONE, done=done)


def _note(row: Intake, *, state: str, done: Imported | None = None, fault: str = "") -> None:
    at = now()
    changed: dict[str, object] = {"state": state, "heard": at, "modified": at, "fault": fault}
    if done is not None:
        changed["counts"] = {name: value for name, value in asdict(done).items() if name != "bad"}
    if done is not None and state == DONE:
        changed["failed"] = gzip.compress(orjson.dumps([asdict(one) for one in done.bad])) if done.bad else b""
        changed["content"] = b""
    with door(system_actor("incidents"), INTAKE_RUN) as opened:
        Intake.objects.filter(id=row.id).update(**changed)
        owner = opened.label_of(row.label_id).owner
    if state in {DONE, FAILED}:
        kind = BROUGHT_IN if state == DONE else NOT_READ
        notify(system_actor("incidents"), person=row.person, agency=owner, kind=kind, about=f"incident-import:{row.id}")
