"""Rows of rooms above that say more of a record: an incident's time and place. They live under their record's label.

A room registers once, when Django has started: `detail_table` for each table with a key `record` to records, and `detail_content` for what
leaves with a released record, and how it is kept where it arrives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from minassa.access import Guarded, door, system_actor
from minassa.records.acts import RECORD_BOOKS

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Detail:
    """What a room keeps beside records of one schema. Each function runs in the caller's transaction, inside an open door.

    `leaving` gives what a released record's parcel carries of it, in plain JSON, or None. `arriving` keeps what came with a record under this
    label id, in the place of what came before; None takes it away. It raises a Fault for what cannot be. `follow` puts what bears the
    record's old label under its new one. `forget` takes away what a deleted record's key does not.
    """

    leaving: Callable[[UUID], Content | None]
    arriving: Callable[[UUID, int, Content | None], None]
    follow: Callable[[UUID, int], None]
    forget: Callable[[UUID], None]


_tables: list[type[Guarded]] = []
_contents: dict[str, Detail] = {}


def detail_table(model: type[Guarded]) -> None:
    """Register a model with a key `record` to records: its rows follow their record's label.

    The key's CASCADE takes them away with the record.
    """
    if model not in _tables:
        _tables.append(model)


def detail_content(schema: str, detail: Detail) -> None:
    """Register what a room keeps beside records of this schema."""
    _contents[schema] = detail


def leaving_detail(schema: str, record: UUID) -> Content | None:
    """What leaves with a record beside what it says itself."""
    detail = _contents.get(schema)
    return detail.leaving(record) if detail else None


def keep_arrived(schema: str, record: UUID, label_id: int, content: Content | None) -> bool:
    """Keep what arrived with a record; whether its kind can have such a thing at all."""
    for name, detail in _contents.items():
        detail.arriving(record, label_id, content if name == schema else None)
    return content is None or schema in _contents


def follow_label(schema: str, record: UUID, label_id: int) -> None:
    """Put all that is kept beside a record under its label."""
    if (detail := _contents.get(schema)) is not None:
        detail.follow(record, label_id)
    of_this: dict[str, UUID] = {"record_id": record}
    for model in _tables:
        rows = model._default_manager.filter(**of_this)  # noqa: SLF001 - Django's name for it
        rows.exclude(label_id=label_id).update(label_id=label_id)


def forget_detail(schema: str, record: UUID) -> None:
    """Take away what is kept beside a record that is deleted, also under labels that whoever deletes it may not see."""
    if (detail := _contents.get(schema)) is not None:
        with door(system_actor("records-exchange"), RECORD_BOOKS):
            detail.forget(record)
