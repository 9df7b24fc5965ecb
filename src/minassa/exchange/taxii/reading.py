"""Pages of a collection's objects, in the order in which they were added.

A page is read label by label, of the labels that the collection holds and the reader sees, and merged: its time depends
neither on how much lies before it nor on what the reader may not see. "The last version" is the last one that the reader
sees: a hidden one neither shows nor hides another.
"""

import heapq
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from minassa.access import Actor, Opened, door
from minassa.base import NotFound
from minassa.exchange import faults
from minassa.exchange.acts import TAXII_READ
from minassa.exchange.models.taxii import StoredObject, Strand
from minassa.exchange.taxii.collections import collection_row
from minassa.exchange.taxii.cursors import Cursor
from minassa.exchange.taxii.named import parts, rows_named
from minassa.exchange.taxii.types import ALL, FIRST, LAST, Found, Page, Question

LARGEST_PAGE: Final = 1_000
PAGE_BYTES: Final = 8_000_000
CHUNK: Final = 500
SMALLEST_CHUNK: Final = 50
SPEC_VERSION: Final = "2.1"

_WITH_BYTES: Final = ("added", "raw")
_WITHOUT: Final = ("added", "stix_id", "version")


def read_objects(actor: Actor, *, collection: UUID, asked: Question, purpose: str = "") -> Page:
    """A page of objects with their bytes, at most LARGEST_PAGE of them and about PAGE_BYTES. Raises NotFound."""
    return _read(actor, collection, asked, purpose, _WITH_BYTES)


def read_manifest(actor: Actor, *, collection: UUID, asked: Question, purpose: str = "") -> Page:
    """The same page without the bytes: ids, versions, moments."""
    return _read(actor, collection, asked, purpose, _WITHOUT)


def read_object(actor: Actor, *, collection: UUID, stix_id: str, asked: Question, purpose: str = "") -> Page:
    """The versions of one object that were asked for. Raises NotFound where the collection holds none that this actor sees."""
    return _read_one(actor, collection, _narrowed(asked, stix_id), purpose, _WITH_BYTES)


def read_versions(actor: Actor, *, collection: UUID, stix_id: str, asked: Question, purpose: str = "") -> Page:
    """The same without the bytes."""
    return _read_one(actor, collection, _narrowed(asked, stix_id), purpose, _WITHOUT)


def _narrowed(asked: Question, stix_id: str) -> Question:
    return replace(asked, ids=(stix_id,), types=())


def _read_one(actor: Actor, collection: UUID, asked: Question, purpose: str, columns: tuple[str, ...]) -> Page:
    with door(actor, TAXII_READ, purpose=purpose, subject=f"collection:{collection}") as opened:
        page = _page(opened, collection, asked, columns)
        if not page.found and not StoredObject.objects.filter(collection=collection, stix_id__in=asked.ids).exists():
            raise NotFound(faults.NO_OBJECTS)
        return page


def _read(actor: Actor, collection: UUID, asked: Question, purpose: str, columns: tuple[str, ...]) -> Page:
    with door(actor, TAXII_READ, purpose=purpose, subject=f"collection:{collection}") as opened:
        return _page(opened, collection, asked, columns)


def _page(opened: Opened, collection: UUID, asked: Question, columns: tuple[str, ...]) -> Page:
    labels = _labels(collection)
    limit = min(asked.limit or LARGEST_PAGE, LARGEST_PAGE)
    page, is_more = _bounded(_merged(collection, labels, asked, limit + 1, columns), limit)
    opened.note(objects=len(page))
    if not is_more:
        return Page(tuple(page))
    until = _newest(collection, labels) if asked.until is None else asked.until
    return Page(tuple(page), Cursor(page[-1].added, until).text())


def _labels(collection: UUID) -> list[int]:
    """The labels of which the collection holds objects and which the reader sees. Raises NotFound for a hidden collection."""
    strands = Strand.objects.filter(collection=collection, collection__created__isnull=False)
    found = list(strands.values_list("label_id", flat=True))
    if not found:
        collection_row(collection)
    return found


def _newest(collection: UUID, labels: list[int]) -> int:
    """When the last object that the reader sees was added: what comes later is for their next pull."""
    rows = StoredObject.objects.filter(collection=collection)
    each = (rows.filter(label_id=one).order_by("-added").values_list("added", flat=True)[:1] for one in labels)
    return max((added for one in each for added in one), default=0)


def _bounded(rows: Iterator[Found], limit: int) -> tuple[list[Found], bool]:
    """The first rows up to the limit and to about PAGE_BYTES, and whether there are more."""
    page: list[Found] = []
    size = 0
    for row in rows:
        if len(page) == limit or (page and size + len(row.raw) > PAGE_BYTES):
            return page, True
        page.append(row)
        size += len(row.raw)
    return page, False


def _merged(
    collection: UUID, labels: list[int], asked: Question, most: int, columns: tuple[str, ...]
) -> Iterator[Found]:
    if asked.spec_versions and SPEC_VERSION not in asked.spec_versions:
        return iter(())
    if asked.ids:
        return _named(collection, asked, most, columns)
    rows = _within(_asked_for(collection, asked), asked.until)
    first = min(CHUNK, max(SMALLEST_CHUNK, 2 * most // len(labels))) if labels else CHUNK
    strands = [_strand(rows.filter(label_id=one), asked.after, (most, first), columns) for one in labels]
    return strands[0] if len(strands) == 1 else heapq.merge(*strands, key=attrgetter("added"))


def _strand(
    rows: QuerySet[StoredObject], after: int, sizes: tuple[int, int], columns: tuple[str, ...]
) -> Iterator[Found]:
    """The rows of one label in order, a chunk at a time: a page of large objects is never in memory twice.

    `sizes` are how many at most, and the chunk to begin with: of many labels each gives few.
    """
    left, step = sizes
    while left > 0:
        size, step = min(step, left), CHUNK
        chunk = list(rows.filter(added__gt=after).order_by("added").values_list(*columns)[:size])
        yield from (_found(one, columns) for one in chunk)
        if len(chunk) < size:
            return
        left -= size
        after = chunk[-1][0]


def _named(collection: UUID, asked: Question, most: int, columns: tuple[str, ...]) -> Iterator[Found]:
    """The rows of named objects in order; of a single one at once, of several their places first and then a page of them."""
    conditions = () if ALL in asked.versions else (_of_versions(collection, asked),)
    if len(asked.ids) == 1 and conditions:
        yield from _single(collection, asked, conditions, columns)
        return
    found = [
        (added, row_id)
        for rows in rows_named(collection, asked.ids, *conditions)
        for added, row_id, type_ in rows.values_list("added", "id", "type")
        if added > asked.after
        and (asked.until is None or added <= asked.until)
        and (not asked.types or type_ in asked.types)
    ]
    for some in parts([row_id for _added, row_id in sorted(found)][:most], CHUNK):
        rows = StoredObject.objects.filter(id__in=some).values_list(*columns)
        yield from (_found(row, columns) for row in sorted(rows, key=itemgetter(0)))


def _single(collection: UUID, asked: Question, conditions: tuple[Q, ...], columns: tuple[str, ...]) -> Iterator[Found]:
    """The versions asked for of one object: few, so that they are read with what they hold."""
    rows = (
        row
        for some in rows_named(collection, asked.ids, *conditions)
        for row in some.values_list(*columns, "type")
        if row[0] > asked.after
        and (asked.until is None or row[0] <= asked.until)
        and (not asked.types or row[-1] in asked.types)
    )
    yield from (_found(row[:-1], columns) for row in sorted(rows, key=itemgetter(0)))


def _found(row: tuple[Any, ...], columns: tuple[str, ...]) -> Found:
    return Found(row[0], raw=bytes(row[1])) if columns is _WITH_BYTES else Found(*row)


def _asked_for(collection: UUID, asked: Question) -> QuerySet[StoredObject]:
    rows = StoredObject.objects.filter(collection=collection)
    if asked.types:
        rows = rows.filter(type__in=asked.types)
    return rows if ALL in asked.versions else rows.filter(_of_versions(collection, asked))


def _within(rows: QuerySet[StoredObject], until: int | None) -> QuerySet[StoredObject]:
    """Without what was added after the pull began."""
    return rows if until is None else rows.filter(added__lte=until)


def _of_versions(collection: UUID, asked: Question) -> Q:
    """The condition of `match[version]`: the last or first that the reader sees, or named ones."""
    same = StoredObject.objects.filter(collection=collection, stix_id=OuterRef("stix_id"), agency=OuterRef("agency"))
    named = [one for one in asked.versions if one not in {LAST, FIRST}]
    condition = Q(version__in=named) if named else Q()
    if LAST in asked.versions:
        condition |= _none_of(_within(same.filter(version__gt=OuterRef("version")), asked.until))
    if FIRST in asked.versions:
        condition |= _none_of(_within(same.filter(version__lt=OuterRef("version")), asked.until))
    return condition


def _none_of(others: QuerySet[StoredObject]) -> Q:
    """Whether there are no such rows, asked of each row by itself.

    As `NOT EXISTS` it would be the same, but PostgreSQL makes a join of that, and hashes the whole collection for one page where it
    thinks that few rows pass.
    """
    other = Coalesce(Subquery(others.values(there=Value(1))[:1]), Value(0), output_field=IntegerField())
    return ~Q(Exact(other, 1))
