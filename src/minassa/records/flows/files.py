"""Tables that people bring at a page, on their way in.

Each is kept under the label that its records get, until whoever brought it has said what its columns hold, and the node has read it
as that person, with their rights of then.

A table that was cut off stays waiting, and nothing was kept of it: it is read again from its beginning. After three tries it is given up.
"""

import csv
import io
import json
import logging
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import translation

from minassa.access import Actor, Label, Opened, actor_of_person, door, marks, newest, system_actor
from minassa.base import Conflict, Fault, Invalid, NotFound, now
from minassa.base.cells import guarded
from minassa.records.acts import TABLE_BRING, TABLE_DROP, TABLE_LIST, TABLE_TAKE, TABLE_WORK
from minassa.records.flows import faults
from minassa.records.flows.cells import DayOrder
from minassa.records.flows.rows import FlowOptions, first_rows
from minassa.records.flows.service import FlowsImported, import_flows, sort_of
from minassa.records.imports import rows_label
from minassa.records.models import LinkFile
from minassa.records.rules import checked_ground, latest_review
from minassa.records.types import Ground

logger = logging.getLogger(__name__)

MOST_SHOWN: Final = 50
MOST_TRIES: Final = 3
ASKED: Final = "asked"
WAITING: Final = "waiting"
DONE: Final = "done"
FAILED: Final = "failed"


@dataclass(frozen=True, slots=True)
class TableView:
    """A table on its way in: how far it is, what became of its rows; while it is asked what its columns hold, its first rows.

    `state` is asked, waiting, done or failed; `fault` says why it failed. `guessed` has for a heading what its column probably holds.
    """

    id: UUID
    sort: str
    name: str
    state: str
    mine: bool
    marks: tuple[str, ...]
    since: datetime
    added: int
    amended: int
    unchanged: int
    made: int
    refused: int
    fault: str = ""
    heads: tuple[str, ...] = ()
    first: tuple[tuple[str, ...], ...] = ()
    guessed: Mapping[str, str] | None = None


def bring_table(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor, *, name: str, content: bytes, sort: str, label: Label, ground: Ground, case: str = ""
) -> TableView:
    """Keep a table until its columns are known. Raises Invalid where it cannot be read or is empty."""
    of, stated = sort_of(sort), checked_ground(ground, label)
    if actor.user_id is None:
        raise TypeError("whoever brings a table is a person")
    if not first_rows(io.BytesIO(content))[1]:
        raise Invalid(faults.FILE_EMPTY)
    with door(actor, TABLE_BRING, purpose=stated.purpose, case=case) as opened:
        row = LinkFile(
            label_id=rows_label(opened, label),
            sort=of.name,
            name=name[:120],
            by=actor.user_id,
            content=zlib.compress(content, 6),
            legal_basis=stated.legal_basis,
            purpose=stated.purpose,
            review_on=stated.review_on or latest_review(),
            case=case[:80],
        )
        row.save(force_insert=True)
        opened.note(owner=label.owner, subject=f"table:{row.id}", sort=of.name)
        return _view(row, opened, whole=True)


def list_tables(actor: Actor) -> tuple[TableView, ...]:
    """The tables of the agency that this person may see, the newest first."""
    with door(actor, TABLE_LIST) as opened:
        return tuple(_view(row, opened) for row in newest(LinkFile, MOST_SHOWN))


def read_table(actor: Actor, *, id: UUID) -> TableView:  # noqa: A002 - the word that every room uses
    """One table. Raises NotFound."""
    with door(actor, TABLE_LIST) as opened:
        return _view(_row(id), opened, whole=True)


def take_table(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    columns: Mapping[str, str],
    options: FlowOptions,
) -> TableView:
    """Say what the columns hold; the node reads the table soon. Raises Invalid where one that is needed is missing, Conflict."""
    with door(actor, TABLE_TAKE, subject=f"table:{id}") as opened:
        row = _row(id, opened)
        of = sort_of(row.sort)
        missing = [str(one.label) for one in of.columns if one.is_needed and one.name not in columns.values()]
        if missing:
            raise Invalid(faults.UNMAPPED, missing=", ".join(missing))
        opened.note(owner=opened.label_of(row.label_id).owner, sort=row.sort)
        told = {
            "region": options.region,
            "order": options.order.value,
            "currency": options.currency,
            "source": options.source,
            "language": translation.get_language() or "",
        }
        changed = {"state": WAITING, "columns": json.dumps(columns), "options": json.dumps(told), "modified": now()}
        if not LinkFile.objects.filter(id=id, state=ASKED).update(**changed):
            raise Conflict(faults.FILE_STATE)
        return _view(_row(id), opened)


def drop_table(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Forget a table that was not taken in yet, or what is told of one that was. What it brought stays."""
    with door(actor, TABLE_DROP, subject=f"table:{id}") as opened:
        row = _row(id, opened)
        opened.note(owner=opened.label_of(row.label_id).owner, state=row.state)
        if row.state == WAITING:
            raise Conflict(faults.FILE_STATE)
        row.delete()


def refused_rows(actor: Actor, *, id: UUID) -> bytes:  # noqa: A002 - the word that every room uses
    """The rows of a table that were refused, with their reasons, as a table."""
    with door(actor, TABLE_LIST):
        told = json.loads(_row(id).refused_rows)
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(["row", "code", "reason", "text"])
    writer.writerows([number, code, reason, guarded(raw)] for number, code, reason, raw in told)
    return ("\ufeff" + held.getvalue()).encode()


def take_waiting() -> bool:
    """Read the table that waits longest, as whoever brought it. Whether there was one."""
    with door(system_actor("records-tables"), TABLE_WORK):
        row = LinkFile.objects.filter(state=WAITING).order_by("modified", "id").first()
        if row is None:
            return False
        LinkFile.objects.filter(id=row.id).update(tries=row.tries + 1)
    if row.tries >= MOST_TRIES:
        _settle(row.id, {"state": FAILED, "fault": faults.FILE_BROKEN})
        return True
    told = json.loads(row.options)
    with translation.override(told.pop("language", "") or None):
        try:
            done = _read(row, told)
        except Fault as fault:
            _settle(row.id, {"state": FAILED, "fault": fault.code})
            logger.warning("a table was not taken in: %s", fault.code)
        else:
            _settle(row.id, _done(done))
    return True


def _read(row: LinkFile, told: Mapping[str, str]) -> FlowsImported:
    actor = actor_of_person(row.by)
    with door(system_actor("records-tables"), TABLE_WORK) as opened:
        label = opened.label_of(row.label_id)
    return import_flows(
        actor,
        file=io.BytesIO(zlib.decompress(row.content)),
        sort=row.sort,
        columns=json.loads(row.columns),
        options=FlowOptions(told["region"], DayOrder(told["order"]), told["currency"], told["source"]),
        label=label,
        ground=Ground(row.legal_basis, row.purpose, row.review_on),
        case=row.case,
    )


def _done(done: FlowsImported) -> dict[str, Any]:
    rows = [(one.number, one.code, one.reason, one.raw) for one in done.refused]
    return {
        "state": DONE,
        "added": done.added,
        "amended": done.amended,
        "unchanged": done.unchanged,
        "made": done.made,
        "refused": done.refused_count,
        "refused_rows": json.dumps(rows, ensure_ascii=False),
    }


def _settle(table: UUID, changed: Mapping[str, Any]) -> None:
    """Write down what became of a table, and forget its content."""
    with door(system_actor("records-tables"), TABLE_WORK):
        LinkFile.objects.filter(id=table).update(**changed, content=b"", modified=now())


def _row(table: UUID, opened: Opened | None = None) -> LinkFile:
    row = LinkFile.objects.filter(id=table).first()
    if row is None or (opened is not None and row.label_id not in opened.writable):
        raise NotFound(faults.FILE_GONE)
    return row


def _view(row: LinkFile, opened: Opened, *, whole: bool = False) -> TableView:
    heads: list[str] = []
    first: list[list[str]] = []
    if whole and row.state == ASKED:
        heads, first = first_rows(io.BytesIO(zlib.decompress(row.content)))
    return TableView(
        id=row.id,
        sort=row.sort,
        name=row.name,
        state=row.state,
        mine=row.by == opened.actor.user_id,
        marks=marks(opened.label_of(row.label_id)),
        since=row.modified,
        added=row.added,
        amended=row.amended,
        unchanged=row.unchanged,
        made=row.made,
        refused=row.refused,
        fault=str(Invalid(row.fault)) if row.fault else "",
        heads=tuple(heads),
        first=tuple(map(tuple, first)),
        guessed=sort_of(row.sort).guessed(heads) if heads else None,
    )
