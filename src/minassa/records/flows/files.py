"""Tables that people bring at a page, on their way in.

Each is kept under the label that its records get, until whoever brought it has said what its columns hold; then the clock reads it batch by
batch as that person, with their rights of then. A table that was cut off is read on behind the last batch that stands.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO, Final
from uuid import UUID

from minassa import desk
from minassa.access import Actor, Label, door
from minassa.base import Invalid
from minassa.base.cells import guarded
from minassa.desk import Book, Running, Sent, intake_failures, intake_file, keep_intake, own_intake, own_intakes
from minassa.records import index
from minassa.records.acts import RECORD_IMPORT, TABLE_BRING, TABLE_DROP, TABLE_LIST, TABLE_TAKE
from minassa.records.flows import faults
from minassa.records.flows.cells import DayOrder
from minassa.records.flows.rows import FlowOptions, FlowRow, first_rows, read_flows
from minassa.records.flows.service import Flowing, sort_of
from minassa.records.imports import BATCH, rows_label
from minassa.records.nexus import held
from minassa.records.rules import checked_ground, latest_review
from minassa.records.types import Ground

ROOM: Final = "links"
MOST_SHOWN: Final = 50
COUNTS: Final = ("added", "amended", "unchanged", "made", "refused")


@dataclass(frozen=True, slots=True)
class TableView:
    """A table on its way in, of the sort `book.sort`; while it is asked what its columns hold, its first rows.

    `guessed` has for a heading what its column probably holds.
    """

    book: Book
    heads: tuple[str, ...] = ()
    first: tuple[tuple[str, ...], ...] = ()
    guessed: Mapping[str, str] | None = None


def bring_table(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor, *, name: str, content: IO[bytes], sort: str, label: Label, ground: Ground, case: str = ""
) -> UUID:
    """Keep a table until its columns are known. Raises Invalid where it cannot be read or is empty."""
    of, stated = sort_of(sort), checked_ground(ground, label)
    with door(actor, TABLE_BRING, purpose=stated.purpose, case=case) as opened:
        review_on = stated.review_on or latest_review()
        sent = Sent(ROOM, of.name, name, content, stated.legal_basis, stated.purpose, review_on, case)
        own = keep_intake(opened, sent, label_id=rows_label(opened, label))
        if not first_rows(intake_file(opened, ROOM, own))[1]:
            raise Invalid(faults.FILE_EMPTY)
        opened.note(owner=label.owner, subject=f"table:{own}", sort=of.name)
        return own


def list_tables(actor: Actor) -> tuple[TableView, ...]:
    """The tables of the agency that this person may see, the newest first."""
    with door(actor, TABLE_LIST) as opened:
        return tuple(TableView(one) for one in own_intakes(opened, ROOM, size=MOST_SHOWN)[0])


def read_table(actor: Actor, *, id: UUID) -> TableView:  # noqa: A002 - the word that every room uses
    """One table. Raises NotFound."""
    with door(actor, TABLE_LIST) as opened:
        book = own_intake(opened, ROOM, id)
        if not book.is_asked:
            return TableView(book)
        heads, first = first_rows(intake_file(opened, ROOM, id))
        return TableView(book, tuple(heads), tuple(map(tuple, first)), sort_of(book.sort).guessed(heads))


def take_table(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    columns: Mapping[str, str],
    options: FlowOptions,
) -> None:
    """Say what the columns hold; the node reads the table soon. Raises Invalid where one that is needed is missing, Conflict."""
    with door(actor, TABLE_TAKE, subject=f"table:{id}") as opened:
        book = own_intake(opened, ROOM, id)
        of = sort_of(book.sort)
        missing = [str(one.label) for one in of.columns if one.is_needed and one.name not in columns.values()]
        if missing:
            raise Invalid(faults.UNMAPPED, missing=", ".join(missing))
        opened.note(owner=opened.actor.agency, sort=book.sort)
        told = {
            "columns": dict(columns),
            "region": options.region,
            "order": options.order.value,
            "currency": options.currency,
            "source": options.source,
        }
        desk.begin_intake(opened, ROOM, id, told)


def drop_table(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Forget a table that was not taken in yet, or what is told of one that was. What it brought stays."""
    with door(actor, TABLE_DROP, subject=f"table:{id}") as opened:
        opened.note(owner=opened.actor.agency, state=own_intake(opened, ROOM, id).state)
        desk.drop_intake(opened, ROOM, id)


def refused_rows(actor: Actor, *, id: UUID) -> bytes:  # noqa: A002 - the word that every room uses
    """The rows of a table that were refused, with their reasons, as a table."""
    held_rows = io.StringIO()
    writer = csv.writer(held_rows)
    writer.writerow(["row", "code", "reason", "text"])
    with door(actor, TABLE_LIST) as opened:
        for number, code, reason, raw in intake_failures(opened, ROOM, id):
            writer.writerow([number, code, reason, guarded(raw)])
    return ("\ufeff" + held_rows.getvalue()).encode()


def bring_in(running: Running) -> Iterator[None]:
    """Read a table batch by batch, as whoever brought it; each batch says in its transaction how far it is."""
    of, told = sort_of(running.sort), running.options
    options = FlowOptions(told["region"], DayOrder(told["order"]), told["currency"], told["source"])
    rows = read_flows(running.file(), of, told["columns"], options)
    counts = {name: running.counts.get(name, 0) for name in COUNTS}
    ground = Ground(running.legal_basis, running.purpose, running.review_on)
    flowing = Flowing(of, checked_ground(ground, running.label), running.label)
    yield from _passed(rows, running.position)
    while batch := list(islice(rows, BATCH)):
        with flowing.door(running.actor) as importing:
            done = importing.take(batch)
            for name in COUNTS[:-1]:
                counts[name] += getattr(done, name)
            counts["refused"] += done.refused_count
            failed = [(one.number, one.code, one.reason, one.raw) for one in done.refused]
            running.keep(len(batch), counts, failed)
        yield
    with door(running.actor, RECORD_IMPORT, purpose=running.purpose, case=running.case) as opened:
        opened.note(owner=running.label.owner, sort=of.name, subject=f"table:{running.id}", **counts)
    yield
    index.refresh_index()
    yield
    held.refresh_graph()


def _passed(rows: Iterator[FlowRow], count: int) -> Iterator[None]:
    """Pass over the rows that stand already."""
    for start in range(0, count, BATCH):
        _some = sum(1 for _row in islice(rows, min(BATCH, count - start)))
        yield
