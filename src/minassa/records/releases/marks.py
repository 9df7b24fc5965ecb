"""Marks by which what was withdrawn is recognised when somebody brings it in again: as a record, or by an import.

Two are kept of each: its random id, and all that it said. The access room keeps them as keyed digests alone.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from minassa.access import withdrawn_marks
from minassa.base import Conflict, canonical_json
from minassa.records import faults
from minassa.records.items import Item, Properties


def marks_of(reference: str, schema: str, properties: Properties) -> tuple[str, str]:
    """The marks of a record by its reference and by what it says, in whatever order its values stand."""
    said: Mapping[str, list[str]] = {name: sorted(values) for name, values in properties.items()}
    return f"record {reference}", f"content {schema} {canonical_json(said).decode()}"


def refuse_withdrawn(item: Item, *, agency: UUID) -> None:
    """Raise Conflict for what another agency has withdrawn from this one."""
    if withdrawn_among([item], agency=agency):
        raise Conflict(faults.WITHDRAWN_HERE)


def withdrawn_among(items: Iterable[Item], *, agency: UUID) -> frozenset[str]:
    """The references of those items that another agency has withdrawn from this one."""
    by_mark = {mark: item.id for item in items for mark in marks_of(item.id, item.schema, item.properties)}
    return frozenset(by_mark[one] for one in withdrawn_marks(by_mark, agency=agency))
