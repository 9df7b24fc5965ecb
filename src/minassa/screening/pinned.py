"""Lists held still: a long run asks the versions that were in force when it began, however long it takes.

The name index of those versions is a file that worker processes map; the subjects are read as they stood in those versions.
"""

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from minassa.access import Actor, door
from minassa.base import Conflict
from minassa.names import Hit, NameIndex
from minassa.screening import faults, index
from minassa.screening.acts import LIST_SEARCH
from minassa.screening.identifiers import query_keys
from minassa.screening.index import Place, add_subject, in_force, source_and_ref
from minassa.screening.models import ListedIdentifier, ListedRow, ListVersion
from minassa.screening.search import hit_of
from minassa.screening.types import ListedSubject, ListHit

Pinned = Mapping[str, Place]
"""Source -> the version that is asked."""
_Key = tuple[str, str]
_KEPT: Final = timedelta(days=30)
_AT_ONCE: Final = 400
"""References in one statement: SQLite's limit on its depth is far away."""


@dataclass(frozen=True, slots=True)
class ListMoved:
    """A list that has another version in force than the one that is pinned; 0 for none."""

    source: str
    then: int
    now: int


@dataclass(frozen=True, slots=True)
class AskedOfLists:
    """One question as the lists are asked it: what the index found for its name, and a number as written."""

    found: Sequence[Hit]
    identifier: str = ""


def pin_lists() -> dict[str, Place]:
    """The versions in force now."""
    return dict(in_force())


def lists_moved(pinned: Pinned) -> tuple[ListMoved, ...]:
    """The lists that have another version in force than the pinned one."""
    present = in_force()
    both = {source: (pinned.get(source), present.get(source)) for source in sorted(pinned.keys() | present.keys())}
    return tuple(
        ListMoved(source, then.number if then else 0, now.number if now else 0)
        for source, (then, now) in both.items()
        if (then and (then.number, then.digest)) != (now and (now.number, now.digest))
    )


def pinned_file(pinned: Pinned) -> Path:
    """The saved index of exactly these versions; made where there is none. Raises Conflict where the database has never had them."""
    known = set(ListVersion.objects.filter(source__in=list(pinned)).values_list("source", "number", "digest"))
    if any((source, one.number, one.digest) not in known for source, one in pinned.items()):
        raise Conflict(faults.LISTS_GONE)
    place = _place(pinned)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(pinned, place)
    os.utime(place)
    _sweep(place)
    return place


def search_pinned(actor: Actor, *, pinned: Pinned, asked: Sequence[AskedOfLists]) -> list[tuple[ListHit, ...]]:
    """The listed subjects of each question, as the pinned versions state them: by number first, then by falling score."""
    with door(actor, LIST_SEARCH):
        numbers = {one.identifier: query_keys(one.identifier) for one in asked if one.identifier.strip()}
        same = _with_numbers(pinned, {key for keys in numbers.values() for key in keys})
        wanted = {source_and_ref(hit.id) for one in asked for hit in one.found}
        rows = _rows(pinned, wanted | {key for held in same.values() for key in held})
        return [_hits(one, rows, pinned, _same_of(numbers.get(one.identifier, frozenset()), same)) for one in asked]


def _same_of(keys: Iterable[str], same: Mapping[str, AbstractSet[_Key]]) -> dict[_Key, str]:
    return {key: value for value in sorted(keys) for key in same.get(value, ())}


def _hits(
    one: AskedOfLists, rows: Mapping[_Key, ListedRow], pinned: Pinned, same: Mapping[_Key, str]
) -> tuple[ListHit, ...]:
    by_name = {source_and_ref(hit.id): hit for hit in one.found}
    keys = (key for key in by_name.keys() | same.keys() if key in rows)
    hits = [
        hit_of(
            rows[key].source,
            ListedSubject.from_json(rows[key].content),
            rows[key].fingerprint,
            pinned[key[0]],
            hit=by_name.get(key),
            same=same.get(key),
        )
        for key in keys
    ]
    return tuple(sorted(hits, key=lambda hit: (hit.by_identifier is None, -hit.score, hit.source, hit.ref)))


def _as_of(pinned: Pinned, prefix: str = "") -> Q:
    """Which rows stood in the pinned versions."""
    wanted = Q(pk__in=[])
    for source, place in pinned.items():
        began = Q(**{f"{prefix}source": source, f"{prefix}first__lte": place.number})
        wanted |= began & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": place.number}))
    return wanted


def _with_numbers(pinned: Pinned, keys: AbstractSet[str]) -> dict[str, set[_Key]]:
    """Who has each of these identifiers."""
    found: dict[str, set[_Key]] = {}
    for some in _pieces(sorted(keys)):
        rows = ListedIdentifier.objects.filter(_as_of(pinned, "listed__"), value__in=some)
        for value, source, ref in rows.values_list("value", "listed__source", "listed__ref"):
            found.setdefault(value, set()).add((source, ref))
    return found


def _rows(pinned: Pinned, keys: AbstractSet[_Key]) -> dict[_Key, ListedRow]:
    found: dict[_Key, ListedRow] = {}
    for source, place in pinned.items():
        for some in _pieces(sorted(ref for one, ref in keys if one == source)):
            for row in _standing(source, place).filter(ref__in=some):
                found[row.source, row.ref] = row
    return found


def _standing(source: str, place: Place) -> QuerySet[ListedRow]:
    rows = ListedRow.objects.filter(source=source, first__lte=place.number)
    return rows.filter(Q(until=None) | Q(until__gt=place.number))


def _pieces(every: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(every)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _place(pinned: Pinned) -> Path:
    held = {source: (one.number, one.digest) for source, one in sorted(pinned.items())}
    return Path(settings.MINASSA.home) / "index" / "pinned" / index.file_name(held)


def _make(pinned: Pinned, place: Path) -> None:
    """The index of the present versions is a second name of the saved file; that of earlier ones is built from the rows."""
    aside = place.with_name(f"{place.name}.{os.getpid()}.new")
    aside.unlink(missing_ok=True)
    if not lists_moved(pinned):
        saved = index.save_index()
        try:
            os.link(saved, aside)
        except OSError:
            shutil.copyfile(saved, aside)  # a file system without second names
    else:
        names = NameIndex()
        for source, one in pinned.items():
            for content in _standing(source, one).values_list("content", flat=True).iterator(chunk_size=1_000):
                add_subject(names, source, ListedSubject.from_json(content))
        names.save(aside)
    aside.replace(place)


def _sweep(kept: Path) -> None:
    """Forget indexes that no run has opened for a month."""
    old = time.time() - _KEPT.total_seconds()
    for path in kept.parent.iterdir():
        if path != kept and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
