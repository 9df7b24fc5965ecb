"""Rows in the database: how a record and what is derived from it are written and taken away."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from minassa.access import Actor, insert_rows
from minassa.base import new_id, now
from minassa.records import shaping
from minassa.records.items import Item, caption
from minassa.records.models import (
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

_KEPT: Final = (
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


def item_of(row: Record) -> Item:
    """The item that a row holds."""
    properties, extra = shaping.unpacked(row.content)
    return Item(row.origin, row.schema, properties, extra)


def write_new(rows: Sequence[Record]) -> None:
    """Save new rows with all that is derived from them."""
    Record.objects.bulk_create(rows, batch_size=BATCH)
    write_derived(rows)


def write_derived(rows: Iterable[Record]) -> None:
    """Write words, keys and references of rows that have none."""
    words: list[Sequence[Any]] = []
    keys: list[Sequence[Any]] = []
    references: list[Sequence[Any]] = []
    for row in rows:
        of, properties = schema(row.schema), item_of(row).properties
        label, own = row.label_id, row.id
        words.extend((new_id(), label, own, word, row.modified) for word in shaping.words(of, properties))
        keys.extend((new_id(), label, own, name, key) for name, key in shaping.keys(of, properties))
        references.extend((new_id(), label, own, name, to) for name, to in shaping.references(of, properties))
    insert_rows(RecordWord, ("id", "label_id", "record_id", "word", "modified"), words)
    insert_rows(RecordKey, ("id", "label_id", "record_id", "property", "key"), keys)
    insert_rows(RecordReference, ("id", "label_id", "record_id", "property", "target"), references)


def drop_derived(ids: Sequence[UUID]) -> None:
    """Take away words, keys and references, to write them anew."""
    derived: tuple[type[Model], ...] = (RecordWord, RecordKey, RecordReference)
    for model in derived:
        model._default_manager.filter(record_id__in=ids).delete()  # noqa: SLF001 - Django's name for it


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
        label_id=row.label_id, record_id=row.id, number=row.version, **{name: getattr(row, name) for name in _KEPT}
    )


def tell_index(ids: Iterable[UUID]) -> None:
    """Write into the change feed that these records changed. Called last in a transaction."""
    RecordChange.objects.bulk_create([RecordChange(record_id=one) for one in ids], batch_size=BATCH)
