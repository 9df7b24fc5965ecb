"""Importing a table of calls, payments or journeys, all or nothing: a refused row is counted and given back.

Rows are streamed; what is held grows with the phone lines, accounts and people that they name. The same file twice changes nothing, so
that an import that was cut off, of which nothing was kept, is simply made again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from minassa.access import Actor, Label, door
from minassa.base import Fault, Invalid
from minassa.records import rows
from minassa.records.acts import RECORD_IMPORT
from minassa.records.flows import faults
from minassa.records.flows.ends import Ends
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
    with door(actor, RECORD_IMPORT, purpose=stated.purpose, case=case) as opened:
        running = RunningImport(opened, stated, rows_label(opened, label))
        rows.take_turn(label.owner)
        ends, made = Ends(opened), 0
        for batch in _batches(read_flows(file, of, columns, options)):
            made += _take(running, ends, of, batch)
        result = running.result()
        added = result.added - made
        opened.note(
            owner=label.owner,
            sort=of.name,
            added=added,
            amended=result.amended,
            unchanged=result.unchanged,
            made=made,
            refused=result.refused_count,
        )
        return FlowsImported(added, result.amended, result.unchanged, made, result.refused_count, result.refused)


def sort_of(name: str) -> FlowSort:
    """The sort of table of this name. Raises Invalid."""
    if name not in SORTS:
        raise Invalid(faults.NO_SORT, sort=name[:32])
    return SORTS[name]


def _batches(found: Iterator[FlowRow]) -> Iterator[list[FlowRow]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def _take(running: RunningImport, ends: Ends, of: FlowSort, batch: list[FlowRow]) -> int:
    """Write one batch: first the ends that are new, then the links. The number of records that were made for ends."""
    new = ends.settle(end for row in batch if row.fault is None for end in row.ends)
    running.add(new)
    running.take([_read(row, ends, of) for row in batch])
    return len(new)


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
