"""Writing objects into a collection: one lock, one look at what is there, one insert for a whole envelope.

Whoever writes holds the collection's clock until the transaction ends. So moments are given in the order in which they
become visible: a reader never sees a later object before an earlier one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from minassa.access import insert_rows
from minassa.base import Refused, new_ids, now
from minassa.exchange import faults
from minassa.exchange.models.taxii import CollectionClock, StoredObject, Strand
from minassa.exchange.taxii.moments import microseconds, version_key
from minassa.exchange.taxii.named import parts
from minassa.exchange.taxii.types import Failure, Taken

_COLUMNS: Final = ("id", "label_id", "collection_id", "agency", "stix_id", "type", "version", "added", "raw")
_ASKED_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True)
class Offered:
    """One checked object with the label that it shall have; `version` as STIX writes it (empty: it has none)."""

    stix_id: str
    type: str
    version: str
    raw: bytes
    label_id: int


@dataclass(slots=True)
class _Held:
    """What the writer sees of one object in the collection: its versions, and whether one of them is the writer's own."""

    versions: set[str]
    is_own: bool


def take(*, collection: UUID, agency: UUID, offered: Sequence[Offered]) -> Taken:
    """Store what is new, in the caller's transaction and through its door. What is there already counts, and is not doubled.

    An object whose versions are another agency's is refused: only its owner changes it.
    """
    clock = hold(collection)
    held = _held(collection, agency, {one.stix_id for one in offered})
    fresh: list[tuple[Offered, str]] = []
    failures: list[Failure] = []
    for one in offered:
        version = version_key(one.version)
        known = held.get(one.stix_id)
        if known is None:
            held[one.stix_id] = _Held({version}, is_own=True)
        elif version in known.versions:
            continue
        elif not known.is_own:
            failures.append(Failure(one.stix_id, one.version, str(Refused(faults.NOT_OWNER))))
            continue
        else:
            known.versions.add(version)
        fresh.append((one, version))
    _store(clock, agency, fresh)
    return Taken(len(fresh), len(offered) - len(fresh) - len(failures), tuple(failures))


def hold(collection: UUID) -> CollectionClock:
    """Wait until nobody else writes into this collection, and hold it until the transaction ends."""
    return CollectionClock.objects.select_for_update().get(collection=collection)


def _held(collection: UUID, agency: UUID, ids: Iterable[str]) -> dict[str, _Held]:
    found: dict[str, _Held] = {}
    for some in parts(sorted(ids), _ASKED_AT_ONCE):
        rows = StoredObject.objects.filter(collection=collection, stix_id__in=some)
        for stix_id, version, whose in rows.values_list("stix_id", "version", "agency"):
            one = found.setdefault(stix_id, _Held(set(), is_own=False))
            one.versions.add(version)
            one.is_own = one.is_own or whose == agency
    return found


def _store(clock: CollectionClock, agency: UUID, fresh: list[tuple[Offered, str]]) -> None:
    if not fresh:
        return
    first = max(microseconds(now()), clock.last + 1)
    clock.last = first + len(fresh) - 1
    clock.save(update_fields=["last"])
    _note_labels(clock.collection, {one.label_id for one, _version in fresh})
    rows = [
        (row_id, one.label_id, clock.collection, agency, one.stix_id, one.type, version, first + place, one.raw)
        for place, (row_id, (one, version)) in enumerate(zip(new_ids(len(fresh)), fresh, strict=True))
    ]
    insert_rows(StoredObject, _COLUMNS, rows)


def _note_labels(collection: UUID, labels: set[int]) -> None:
    """Note which labels the collection holds. Under the clock's lock, so that nobody notes the same one at once."""
    there = Strand.objects.filter(collection=collection, label_id__in=labels).values_list("label_id", flat=True)
    Strand.objects.bulk_create([Strand(collection_id=collection, label_id=one) for one in sorted(labels - set(there))])
