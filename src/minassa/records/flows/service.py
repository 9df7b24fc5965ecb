"""Importing a table of calls, payments or journeys, at once or batch by batch: a refused row is counted and given back.

Rows are streamed; what is held grows with the phone lines, accounts and people that they name. The same file twice changes nothing, so
that an import that was cut off, of which nothing was kept, is simply made again.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from minassa.access import Actor, Label, Opened, door
from minassa.base import Fault, Invalid
from minassa.records import rows
from minassa.records.acts import RECORD_IMPORT, RECORD_IMPORT_PART
from minassa.records.flows import faults
from minassa.records.flows.ends import Ends, Known
from minassa.records.flows.rows import FlowOptions, FlowRow, read_flows
from minassa.records.flows.sorts import SORTS, FlowSort
from minassa.records.ftm import ReadRow
from minassa.records.imports import BATCH, RunningImport, rows_label
from minassa.records.items import Item, checked
from minassa.records.lines import Readable
from minassa.records.rules import checked_ground
from minassa.records.types import Ground, RefusedRow

AS_GUESSED: Final[Mapping[str, str]] = {}
PLAINLY: Final = FlowOptions()
MOST_REMEMBERED: Final = 200_000
"""Ends, and rows, that an import holds in memory from one batch to the next."""


@dataclass(frozen=True, slots=True)
class FlowsImported:
    """What an import did: links new, changed, as before; and how many records were made for the ends that nobody had."""

    added: int
    amended: int
    unchanged: int
    made: int
    refused_count: int
    refused: tuple[RefusedRow, ...]


def import_flows(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor,
    *,
    file: Readable,
    sort: str,
    label: Label,
    ground: Ground,
    columns: Mapping[str, str] = AS_GUESSED,
    options: FlowOptions = PLAINLY,
    case: str = "",
) -> FlowsImported:
    """Bring in a table (CSV) of `calls`, `payments` or `travel` as links between lines, accounts, people and places.

    `columns` says what each heading's column holds; without it that is guessed. Raises Invalid where the file as a whole cannot be
    read; then nothing is changed.
    """
    of, stated = sort_of(sort), checked_ground(ground, label)
    flowing = Flowing(of, stated, label)
    with door(actor, RECORD_IMPORT, purpose=stated.purpose, case=case) as opened:
        importing = flowing.within(opened)
        for batch in _batches(read_flows(file, of, columns, options)):
            importing.write(batch)
        result = importing.result()
        opened.note(
            owner=label.owner,
            sort=of.name,
            added=result.added,
            amended=result.amended,
            unchanged=result.unchanged,
            made=result.made,
            refused=result.refused_count,
        )
        return result


@dataclass(slots=True)
class Flowing:
    """An import, in one transaction or in many: what it knows from one to the next, in bounded memory.

    What was forgotten is found again among the records; a row that stands twice in a very long table is then one that changes nothing.
    """

    of: FlowSort
    stated: Ground
    label: Label
    known: Known = field(default_factory=dict)
    seen: set[bytes] = field(default_factory=set)

    @contextmanager
    def door(self, actor: Actor) -> Iterator["Importing"]:
        """A transaction of its own for one batch."""
        with door(actor, RECORD_IMPORT_PART, purpose=self.stated.purpose) as opened:
            yield self.within(opened)

    def within(self, opened: Opened) -> "Importing":
        """What writes batches while this door is open."""
        if len(self.known) > MOST_REMEMBERED:
            self.known.clear()
        if len(self.seen) > MOST_REMEMBERED:
            self.seen.clear()
        running = RunningImport(opened, self.stated, rows_label(opened, self.label))
        running.seen = self.seen
        rows.take_turn(self.label.owner)
        return Importing(self.of, running, Ends(opened, self.known))


@dataclass(slots=True)
class Importing:
    """What was written while one door is open."""

    of: FlowSort
    running: RunningImport
    ends: Ends
    made: int = 0

    def take(self, batch: list[FlowRow]) -> FlowsImported:
        """Write one batch, the only one; what became of its rows."""
        self.write(batch)
        return self.result()

    def write(self, batch: list[FlowRow]) -> None:
        """Write one batch: first the ends that are new, then the links."""
        new = self.ends.settle(end for row in batch if row.fault is None for end in row.ends)
        self.running.add(new)
        self.running.take([_read(row, self.ends, self.of) for row in batch])
        self.made += len(new)

    def result(self) -> FlowsImported:
        """What was done; the change feed is written now, last in the transaction."""
        result = self.running.result()
        added = result.added - self.made
        return FlowsImported(added, result.amended, result.unchanged, self.made, result.refused_count, result.refused)


def sort_of(name: str) -> FlowSort:
    """The sort of table of this name. Raises Invalid."""
    if name not in SORTS:
        raise Invalid(faults.NO_SORT, sort=name[:32])
    return SORTS[name]


def _batches(found: Iterator[FlowRow]) -> Iterator[list[FlowRow]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def _read(row: FlowRow, ends: Ends, of: FlowSort) -> ReadRow:
    if row.fault is not None:
        return ReadRow(row.number, row.raw, fault=row.fault)
    try:
        named = {one.by: (ends.origin_of(one),) for one in row.ends}
        return ReadRow(
            row.number, row.raw, item=checked(Item(row.origin, of.schema, {**row.properties, **named}, row.extra))
        )
    except Fault as fault:
        return ReadRow(row.number, row.raw, fault=fault)
