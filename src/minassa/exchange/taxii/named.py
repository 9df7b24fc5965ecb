"""Finding the versions of named objects: their keys first, from the index of versions alone, then the rows by these keys.

Left to choose, SQLite reads a whole collection in order to find one object in it.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from minassa.exchange.models.taxii import StoredObject

AT_ONCE: Final = 50
Item = TypeVar("Item")


def rows_named(collection: UUID, ids: Iterable[str], *conditions: Q) -> Iterator[QuerySet[StoredObject]]:
    """The rows of these objects in a collection that the open door lets through, some at a time and in no order.

    `conditions` are about versions only.
    """
    for some in parts(sorted(set(ids)), AT_ONCE):
        rows = StoredObject.objects.filter(*conditions, collection=collection, stix_id__in=some)
        keys = list(rows.values_list("stix_id", "agency", "version", "label_id"))
        for part in parts(keys, AT_ONCE):
            wanted = reduce(or_, (_is_version(*key) for key in part))
            yield StoredObject.objects.filter(wanted, collection=collection)


def _is_version(stix_id: str, agency: UUID, version: str, label_id: int) -> Q:
    return Q(stix_id=stix_id, agency=agency, version=version, label_id=label_id)


def parts(items: list[Item], size: int) -> Iterator[list[Item]]:
    """A list in pieces of at most this size."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
