"""Rows in the database: how a record and what is derived from it are written and taken away."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from minassa.access import Actor, Guarded, Opened, insert_rows
from minassa.base import NotFound, Refused, new_id, new_ids, now
from minassa.desk import remove_attachments
from minassa.records import faults, shaping
from minassa.records.details import follow_label, forget_detail
from minassa.records.items import Item, caption
from minassa.records.models import (
    Hold,
    Record,
    RecordChange,
    RecordKey,
    RecordReference,
    RecordVersion,
    RecordWord,
    WriterTurn,
)
from minassa.records.types import Ground
from minassa.records.vocabulary import schema

BATCH: Final = 1_000

KEPT: Final = (
    "schema",
    "caption",
    "content",
    "grade_scheme",
    "grade",
    "legal_basis",
    "purpose",
    "review_on",
    "keep_reason",
    "modified",
    "changed_by",
)
"""The columns that are the record's state, as its versions keep them."""


def new_row(actor: Actor, item: Item, ground: Ground, *, label_id: int, own_id: UUID | None = None) -> Record:
    """A row for a checked item, not yet saved."""
    at = now()
    row = Record(id=own_id or new_id(), origin=item.id, label_id=label_id, created=at)
    fill(row, item, actor=actor, at=at)
    ground_row(row, ground)
    return row


def fill(row: Record, item: Item, *, actor: Actor, at: datetime) -> None:
    """Put an item's content into a row."""
    row.schema = item.schema
    row.caption = caption(schema(item.schema), item.properties)
    row.content = shaping.packed(item)
    row.modified = at
    row.changed_by = actor.named


def ground_row(row: Record, ground: Ground) -> None:
    """Put the ground, already checked, into a row."""
    row.legal_basis, row.purpose = ground.legal_basis, ground.purpose
    if ground.review_on is not None:
        row.review_on = ground.review_on
    grading = ground.grading
    row.grade_scheme = grading.scheme.value if grading else ""
    row.grade = f"{grading.source}/{grading.information}/{grading.third}" if grading else ""


def own_row(opened: Opened, record_id: UUID) -> Record:
    """A record that the door's actor may change. Raises NotFound, and Refused for another agency's."""
    row = Record.objects.filter(id=record_id).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    if row.label_id not in opened.writable:
        raise Refused(faults.NOT_OWN)
    return row


def item_of(row: Record) -> Item:
    """The item that a row holds."""
    properties, extra = shaping.unpacked(row.content)
    return Item(row.origin, row.schema, properties, extra)


def write_new(rows: Sequence[Record], items: Sequence[Item]) -> None:
    """Save new rows, made from these items, with all that is derived from them."""
    columns = [field.attname for field in Record._meta.local_concrete_fields if not field.generated]
    insert_rows(Record, columns, [[getattr(row, name) for name in columns] for row in rows])
    write_derived(rows, items)


def write_derived(rows: Sequence[Record], items: Sequence[Item]) -> None:
    """Write words, keys and references of rows that have none; each row's item beside it."""
    words: list[tuple[Any, ...]] = []
    keys: list[tuple[Any, ...]] = []
    references: list[tuple[Any, ...]] = []
    for row, item in zip(rows, items, strict=True):
        of, properties = schema(row.schema), item.properties
        label, own = row.label_id, row.id
        words.extend((label, own, word, row.modified) for word in shaping.words(of, properties))
        keys.extend((label, own, name, key) for name, key in shaping.keys(of, properties))
        references.extend((label, own, name, to) for name, to in shaping.references(of, properties))
    _insert(RecordWord, ("label_id", "record_id", "word", "modified"), words)
    _insert(RecordKey, ("label_id", "record_id", "property", "key"), keys)
    _insert(RecordReference, ("label_id", "record_id", "property", "target"), references)


def _insert(model: type[Guarded], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    insert_rows(model, ("id", *columns), [(one, *row) for one, row in zip(new_ids(len(rows)), rows, strict=True)])


def drop_derived(ids: Sequence[UUID]) -> None:
    """Take away words, keys and references, to write them anew."""
    derived: tuple[type[Model], ...] = (RecordWord, RecordKey, RecordReference)
    for model in derived:
        model._default_manager.filter(record_id__in=ids).delete()  # noqa: SLF001 - Django's name for it


def remove(row: Record) -> None:
    """Take a record away for good, with its versions, its files and all that is derived from it."""
    drop_derived([row.id])
    Hold.objects.filter(record_id=row.id).delete()  # those that have ended; one that stands was looked for before
    row_id = row.id
    forget_detail(row.schema, row_id)
    row.delete()
    remove_attachments(f"record:{row_id}")
    tell_index([row_id])


def rewrite(row: Record) -> None:
    """Save a changed row, whose version was claimed, with what is derived from it and the label of its detail rows."""
    drop_derived([row.id])
    follow_label(row.schema, row.id, row.label_id)
    row.save(force_update=True)
    write_derived([row], [item_of(row)])
    tell_index([row.id])


def claim_next_version(row: Record) -> bool:
    """Count the row's version up, unless somebody else did since it was read: of two at once, one gets False."""
    if Record.objects.filter(id=row.id, version=row.version).update(version=row.version + 1) != 1:
        return False
    row.version += 1
    return True


def take_turn(agency: UUID) -> None:
    """Wait until no other transaction writes references of this agency, and hold the turn until this one ends."""
    WriterTurn.objects.get_or_create(agency=agency)
    WriterTurn.objects.select_for_update().get(agency=agency)


def keep_version(row: Record) -> RecordVersion:
    """The row's present state as a past version, under its present label; not yet saved."""
    return RecordVersion(
        label_id=row.label_id, record_id=row.id, number=row.version, **{name: getattr(row, name) for name in KEPT}
    )


def tell_index(ids: Iterable[UUID]) -> None:
    """Write into the change feed that these records changed. Called last in a transaction."""
    RecordChange.objects.bulk_create([RecordChange(record_id=one) for one in ids], batch_size=BATCH)
