"""Imports: a file of records in one transaction. Half an import is no import; a refused row is counted and given back.

Rows are streamed: memory does not grow with the file, except for the references seen (eight bytes each) and the first
refused rows. A record of the agency with the same reference is amended, or left alone where nothing changed: the same
file twice changes nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from itertools import islice
from typing import Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, door, ever_sent
from minassa.base import Conflict, Fault, Invalid, now
from minassa.records import faults, lasting, rows
from minassa.records.acts import RECORD_IMPORT
from minassa.records.ftm import ReadRow, read_ftm
from minassa.records.items import InvalidItem, Item
from minassa.records.lines import Readable, bounded_lines
from minassa.records.models import Record, RecordVersion
from minassa.records.releases.marks import withdrawn_among
from minassa.records.releases.sending import correct_copies
from minassa.records.releases.types import stream_of
from minassa.records.rules import checked_ground
from minassa.records.service import own_rows
from minassa.records.tables import read_table
from minassa.records.types import Ground, ImportResult, RefusedRow

FORMATS: Final = ("ftm", "csv")
BATCH: Final = 1_000
MOST_REFUSED_KEPT: Final = 10_000
LONGEST_RAW: Final = 100_000


def import_records(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor,
    *,
    file: Readable,
    format: str,  # noqa: A002 - the word that every user knows
    label: Label,
    ground: Ground,
    schema: str = "",
    columns: Mapping[str, str] | None = None,
    case: str = "",
) -> ImportResult:
    """Bring in records from FollowTheMoney JSON lines (`ftm`) or a table (`csv`; `schema` names the kind of its rows).

    `file` is opened for bytes and read once. All rows get this label and ground. Raises Invalid where the file as a whole cannot be read; then nothing is changed.
    """
    stated = checked_ground(ground, label)
    with door(actor, RECORD_IMPORT, purpose=stated.purpose, case=case) as opened:
        running = RunningImport(opened, stated, rows_label(opened, label))
        rows.take_turn(label.owner)
        for batch in _batches(_read(bounded_lines(file), format, schema, columns)):
            running.take(batch)
        result = running.result()
        opened.note(
            owner=label.owner,
            added=result.added,
            amended=result.amended,
            unchanged=result.unchanged,
            refused=result.refused_count,
        )
        return result


def rows_label(opened: Opened, label: Label) -> int:
    """The id of the label that all rows get. Raises Refused for another agency's."""
    if label.owner != opened.actor.agency:
        raise Invalid(faults.NOT_OWN)
    return opened.intern(label)


def _read(lines: Iterable[bytes], format_: str, schema: str, columns: Mapping[str, str] | None) -> Iterator[ReadRow]:
    if format_ == "ftm":
        return read_ftm(lines)
    if format_ == "csv":
        return read_table(lines, schema_name=schema, columns=columns)
    raise Invalid(faults.NOT_A_FORMAT, format=format_[:32])


def _batches(found: Iterator[ReadRow]) -> Iterator[list[ReadRow]]:
    while batch := list(islice(found, BATCH)):
        yield batch


class RunningImport:
    """One import under way: counts, refused rows, and the ids for the name index, told at the end."""

    def __init__(self, opened: Opened, ground: Ground, label_id: int) -> None:
        self.opened, self.ground, self.label_id = opened, ground, label_id
        self.added = self.amended = self.unchanged = self.refused_count = 0
        self.refused: list[RefusedRow] = []
        self.touched: list[UUID] = []
        self.seen: set[bytes] = set()

    def take(self, batch: list[ReadRow]) -> None:
        """Write one batch of rows."""
        items = self._not_withdrawn([(row, item) for row in batch if (item := self._accepted(row)) is not None])
        known = own_rows(self.opened, [item.id for item in items])
        new = [item for item in items if item.id not in known]
        self.add(new)
        self._amend([(known[item.id], item) for item in items if item.id in known])

    def result(self) -> ImportResult:
        """What was done; the change feed is written now, last in the transaction."""
        rows.tell_index(self.touched)
        return ImportResult(self.added, self.amended, self.unchanged, self.refused_count, tuple(self.refused))

    def _accepted(self, row: ReadRow) -> Item | None:
        if row.item is None:
            self._refuse(row, row.fault)
            return None
        digest = hashlib.blake2b(row.item.id.encode(), digest_size=8).digest()
        if digest in self.seen:
            self._refuse(row, Invalid(faults.TWICE))
            return None
        self.seen.add(digest)
        return row.item

    def _not_withdrawn(self, accepted: list[tuple[ReadRow, Item]]) -> list[Item]:
        """What another agency has withdrawn from this one does not come back by a file (R06)."""
        agency = self.opened.label_of(self.label_id).owner
        withdrawn = withdrawn_among([item for _row, item in accepted], agency=agency)
        for row, item in accepted:
            if item.id in withdrawn:
                self._refuse(row, Conflict(faults.WITHDRAWN_HERE))
        return [item for _row, item in accepted if item.id not in withdrawn]

    def _refuse(self, row: ReadRow, fault: Fault | None) -> None:
        self.refused_count += 1
        if len(self.refused) < MOST_REFUSED_KEPT and fault is not None:
            self.refused.append(RefusedRow(row.number, row.raw[:LONGEST_RAW], fault.code, reason_of(fault)))

    def add(self, items: list[Item]) -> None:
        """Write records that are not there yet."""
        actor = self.opened.actor
        made = [rows.new_row(actor, item, self.ground, label_id=self.label_id) for item in items]
        rows.write_new(made, items)
        self.added += len(made)
        self.touched += [row.id for row in made]

    def _amend(self, pairs: list[tuple[Record, Item]]) -> None:
        changed = [(row, item) for row, item in pairs if rows.item_of(row) != item]
        self.unchanged += len(pairs) - len(changed)
        if not changed:
            return
        before = {row.id: copy(row) for row, _item in changed}
        RecordVersion.objects.bulk_create([rows.keep_version(row) for row, _item in changed], batch_size=BATCH)
        for row, item in changed:
            rows.fill(row, item, actor=self.opened.actor, at=now())
            row.version += 1
        amended = [row for row, _item in changed]
        rows.drop_derived([row.id for row in amended])
        fields = ["schema", "caption", "content", "modified", "changed_by", "version"]
        Record.objects.bulk_update(amended, fields, batch_size=200)
        rows.write_derived(amended, [item for _row, item in changed])
        lasting.note_changed(self.opened, amended)
        self.amended += len(amended)
        self.touched += [row.id for row in amended]
        self._correct(amended, before)

    def _correct(self, amended: list[Record], before: dict[UUID, Record]) -> None:
        """Those who were given a record hear that a file changed it."""
        owner = self.opened.label_of(self.label_id).owner
        released = ever_sent([stream_of(row.id) for row in amended], owner)
        for row in amended:
            if stream_of(row.id) in released:
                correct_copies(self.opened, row, before[row.id])


def reason_of(fault: Fault) -> str:
    """Why a row was refused: each problem's own sentence, with what to do, in the active language."""
    if isinstance(fault, InvalidItem):
        return " ".join(f"{one.where}: {one.fault}" for one in fault.problems)
    return str(fault)
