"""Exports of the agency's own records: FollowTheMoney JSON lines, or a table of one kind.

Other agencies' records are not exported: they are released by their owners. A large export by a person at a page or by a
token needs a second person; the owner of the node's folder, who has the database anyway, is only asked by the audit log.
"""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from minassa.access import Act, Actor, ActorKind, capped_count, door
from minassa.base import Invalid, Refused
from minassa.records import faults, rows
from minassa.records.acts import RECORD_EXPORT, RECORD_EXPORT_BULK, RECORD_EXPORT_PART
from minassa.records.approvals import refuse_other
from minassa.records.ftm import write_ftm
from minassa.records.items import Item
from minassa.records.models import Record
from minassa.records.tables import table_columns, write_header, write_row
from minassa.records.vocabulary import schema as schema_named

CHUNK: Final = 1_000
LARGEST_ALONE: Final = 1_000


def export_records(  # noqa: PLR0913 - an export states its purpose and case beside what is wanted
    actor: Actor,
    *,
    format: str,  # noqa: A002 - the word that every user knows
    schema: str = "",
    purpose: str = "",
    case: str = "",
    approval: UUID | None = None,
) -> Iterator[bytes]:
    """The agency's own records as lines, oldest first; a table (`csv`) is of one kind, named by `schema`.

    The decision, the audit line and the size are settled before the first line; each thousand records are then read
    through a door of their own, so that a right that ends stops the export.
    """
    if format not in {"ftm", "csv"}:
        raise Invalid(faults.NOT_A_FORMAT, format=format[:32])
    if format == "csv" and not schema:
        raise Invalid(faults.NO_SCHEMA)
    kind = schema_named(schema).name if schema else ""
    _settle(actor, kind, purpose, case, approval)
    return _lines(actor, format, kind, purpose)


def _settle(actor: Actor, kind: str, purpose: str, case: str, approval: UUID | None) -> None:
    act: Act = RECORD_EXPORT if approval is None else RECORD_EXPORT_BULK
    with door(actor, act, purpose=purpose, case=case, approval=approval) as opened:
        if approval is not None:
            refuse_other(opened, {"schema": kind})
        own = [one for one in opened.visible if opened.label_of(one).owner == actor.agency]
        found = Record.objects.filter(label_id__in=own, **({"schema": kind} if kind else {}))
        count = capped_count(found, cap=LARGEST_ALONE)
        if count.is_capped and approval is None and actor.kind is not ActorKind.CLI:
            raise Refused(faults.EXPORT_TOO_LARGE, limit=LARGEST_ALONE)
        opened.note(owner=actor.agency, kind=kind or "all", count=count.text)


def _lines(actor: Actor, format_: str, kind: str, purpose: str) -> Iterator[bytes]:
    if format_ == "ftm":
        for item, caption in _items(actor, kind, purpose):
            yield write_ftm(item, caption=caption)
        return
    used = {name for item, _caption in _items(actor, kind, purpose) for name in item.properties}
    columns = table_columns(schema_named(kind), used)
    yield write_header(columns)
    for item, _caption in _items(actor, kind, purpose):
        yield write_row(item, columns)


def _items(actor: Actor, kind: str, purpose: str) -> Iterator[tuple[Item, str]]:
    after: UUID | None = None
    while chunk := _chunk(actor, kind, purpose, after):
        after = chunk[-1][0]
        for _id, item, caption in chunk:
            yield item, caption


def _chunk(actor: Actor, kind: str, purpose: str, after: UUID | None) -> list[tuple[UUID, Item, str]]:
    with door(actor, RECORD_EXPORT_PART, purpose=purpose) as opened:
        own = [one for one in opened.visible if opened.label_of(one).owner == actor.agency]
        found = Record.objects.filter(label_id__in=own, **({"schema": kind} if kind else {}))
        if after is not None:
            found = found.filter(id__gt=after)
        return [(row.id, rows.item_of(row), row.caption) for row in found.order_by("id")[:CHUNK]]
