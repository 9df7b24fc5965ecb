"""Files of sources that people send on a page: looked at, begun, brought in by the clock, and what became of their rows."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import IO, Final, cast
from uuid import UUID

from minassa import desk
from minassa.access import Actor, Label, Opened, door
from minassa.base import Invalid, fault_codes
from minassa.base.countries import country_code
from minassa.desk import Book, Running, Sent, intake_failures, intake_file, keep_intake, own_intake, own_intakes
from minassa.records import Ground
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_IMPORT, INTAKE_READ
from minassa.threats.bringing import bringing, opened_file
from minassa.threats.sources import BadRow, Problem, SourceReport, read, refused_table
from minassa.threats.sources.reading import File
from minassa.threats.types import Imported, IntakePage, IntakeView, Looked

ROOM: Final = "incidents"
ROWS_LOOKED_AT: Final = 1_000
ROWS_SHOWN: Final = 8


def look_at(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor, *, source: str, name: str, content: IO[bytes], label: Label, ground: Ground, case: str = ""
) -> UUID:
    """Take a file to be looked at; nothing of it is brought in yet. Raises Invalid where it is not of this source."""
    if label.owner != actor.agency or actor.user_id is None:
        raise Invalid(faults.NOT_OWN)
    with door(actor, INCIDENT_IMPORT, purpose=ground.purpose, case=case) as opened:
        opened.note(owner=label.owner, source=source, part="looked-at")
        sent = Sent(ROOM, source, name, content, ground.legal_basis, ground.purpose, ground.review_on, case)
        own = keep_intake(opened, sent, label_id=opened.intern(label))
        opened_file(source, _file(opened, own))
        return own


def _file(opened: Opened, intake: UUID) -> File:
    return cast("File", intake_file(opened, ROOM, intake))


def read_intake(actor: Actor, *, id: UUID) -> IntakeView:  # noqa: A002 - the word that every room uses
    """One import; where it is looked at, with what its first rows say. Raises NotFound."""
    with door(actor, INTAKE_READ) as opened:
        book = own_intake(opened, ROOM, id)
        return IntakeView(book, _looked(opened, book) if book.is_asked else None)


def _looked(opened: Opened, book: Book) -> Looked:
    rows = read(book.sort, _file(opened, book.id), country_code=country_code)
    found = list(islice(rows, ROWS_LOOKED_AT))
    good = [one for one in found if isinstance(one, SourceReport)]
    bad = [one for one in found if isinstance(one, BadRow)]
    return Looked(len(good), len(bad), tuple(good[:ROWS_SHOWN]), tuple(_said(one) for one in bad[:ROWS_SHOWN]))


def _said(one: BadRow) -> tuple[int, str, str]:
    sentence = fault_codes()[faults.ROW[one.problem]]
    return one.row, f"{sentence.what} {sentence.next_step}", f"{one.column}: {one.value}" if one.column else one.value


def list_intakes(actor: Actor, *, before: str = "", size: int = 50) -> IntakePage:
    """The agency's imports, the newest first."""
    with door(actor, INTAKE_READ) as opened:
        books, following = own_intakes(opened, ROOM, before=before, size=size)
        return IntakePage(tuple(IntakeView(one) for one in books), following)


def begin_intake(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Let a file that was looked at be brought in; the clock does it. Raises NotFound, Conflict."""
    book = _book(actor, id)
    with door(actor, INCIDENT_IMPORT, purpose=book.purpose) as opened:
        opened.note(owner=opened.actor.agency, source=book.sort)
        desk.begin_intake(opened, ROOM, id)


def drop_intake(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw away a file that was looked at, or the book of one that is done; what it brought in stays."""
    book = _book(actor, id)
    with door(actor, INCIDENT_IMPORT, purpose=book.purpose) as opened:
        opened.note(owner=opened.actor.agency, source=book.sort, part="dropped")
        desk.drop_intake(opened, ROOM, id)


def failed_rows(actor: Actor, *, id: UUID) -> Iterator[bytes]:  # noqa: A002 - the word that every room uses
    """The rows that failed as a table, with what is wrong and what to do in the active language."""
    with door(actor, INTAKE_READ) as opened:
        held = list(intake_failures(opened, ROOM, id))
    codes = fault_codes()

    def words(problem: Problem) -> tuple[str, str]:
        sentence = codes[faults.ROW[problem]]
        return str(sentence.what), str(sentence.next_step)

    yield from refused_table((BadRow(**one) for one in held), words)


def _book(actor: Actor, intake: UUID) -> Book:
    with door(actor, INTAKE_READ) as opened:
        return own_intake(opened, ROOM, intake)


def bring_in(running: Running) -> Iterator[None]:
    """Bring a file in batch by batch, as whoever sent it; each batch says in its transaction how far it is."""
    done = Imported()
    for name, value in running.counts.items():
        setattr(done, name, value)
    told = 0

    def keep(now_done: Imported, rows: int) -> None:
        nonlocal told
        counts = {name: value for name, value in asdict(now_done).items() if name != "bad"}
        running.keep(rows, counts, [asdict(one) for one in now_done.bad[told:]])
        told = len(now_done.bad)

    yield from bringing(
        lambda: running.actor,
        source=running.sort,
        file=cast("File", running.file()),
        label=running.label,
        ground=Ground(running.legal_basis, running.purpose, running.review_on),
        case=running.case,
        done=done,
        skip=running.position,
        keep=keep,
    )
