"""The index of names: an immutable base (in memory or mapped from a file), later segments, and what was just added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from threading import RLock
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from minassa.names.askers import askers
from minassa.names.distance import Bools
from minassa.names.explain import explain
from minassa.names.reasons import Reason
from minassa.names.search import Candidates, Findings, Found, SegmentSearch, shortlist
from minassa.names.segment import Longs, Segment, build
from minassa.names.storage import read, read_over, write
from minassa.names.units import Units, units
from minassa.names.words import ORGANISATION, PERSON, Kind
from minassa.names.written import Entry, written_forms

KINDS: Final[tuple[Kind, ...]] = (PERSON, ORGANISATION)
MAX_ID: Final = 1000
MAX_NAMES: Final = 1000
MAX_GIVEN: Final = 2000
"""Characters kept of one name; longer ones are cut, and compared as ``words.MAX_NAME`` says."""
MAX_QUERY_FORMS: Final = 4
"""Forms of one query that are searched: before and in brackets, and between semicolons."""
_MERGE_BELOW: Final = 4
"""A segment is merged with the one before it unless that is at least this many times larger."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One entity found: the caller's id, score 0 to 1, the name that matched best as it was given, and why."""

    id: str
    score: float
    name: str
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A searchable segment and which of its entities are still there."""

    search: SegmentSearch
    alive: Bools
    frozen: bool

    @property
    def segment(self) -> Segment:
        return self.search.segment


class NameIndex:
    """Names of persons and organisations, found across scripts and spellings.

    Many threads may search while one writes; each search sees the index as it was when it began.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._parts: dict[Kind, tuple[_Part, ...]] = dict.fromkeys(KINDS, ())
        self._pending: dict[Kind, dict[str, Entry]] = {kind: {} for kind in KINDS}

    def __len__(self) -> int:
        with self._lock:
            stored = sum(int(part.alive.sum()) for parts in self._parts.values() for part in parts)
            return stored + sum(map(len, self._pending.values()))

    def __contains__(self, identifier: object) -> bool:
        with self._lock:
            return isinstance(identifier, str) and any(self._holds(kind, identifier) for kind in KINDS)

    # --- writing ----------------------------------------------------------------------------------------------------

    def add(self, id: str, names: Sequence[str], kind: Kind = PERSON, group: int = 0, weak: Sequence[str] = ()) -> None:  # noqa: A002 - the public face's word
        """Add an entity, or replace the one with this id.

        ``names``: main name and aliases; ``weak``: aliases of low quality, searched and marked so; ``group``: decides who may
        find it. Raises ValueError for an empty or overlong id, an unknown kind, a group outside 64 bits, or no name at all.
        """
        entry = _checked(id, names, kind, group, weak)
        with self._lock:
            self.remove(id)
            self._pending[kind][id] = entry

    def remove(self, id: str) -> bool:  # noqa: A002 - the public face's word
        """Remove an entity; False if there was none with this id."""
        with self._lock:
            return sum(self._remove_from(kind, id) for kind in KINDS) > 0

    def _remove_from(self, kind: Kind, identifier: str) -> bool:
        if self._pending[kind].pop(identifier, None) is not None:
            return True
        parts = self._parts[kind]
        for number, part in enumerate(parts):
            entity = part.segment.find(identifier)
            if entity >= 0 and part.alive[entity]:
                alive = part.alive.copy()
                alive[entity] = False
                self._parts[kind] = (*parts[:number], _Part(part.search, alive, part.frozen), *parts[number + 1 :])
                return True
        return False

    def _holds(self, kind: Kind, identifier: str) -> bool:
        if identifier in self._pending[kind]:
            return True
        return any(
            entity >= 0 and bool(part.alive[entity])
            for part in self._parts[kind]
            for entity in [part.segment.find(identifier)]
        )

    # --- searching --------------------------------------------------------------------------------------------------

    def search(  # noqa: PLR0913 - how one searches, each part named
        self,
        query: str,
        *,
        groups: Iterable[int] | None = None,
        kind: Kind | None = None,
        limit: int = 10,
        within: bool = False,
        least: float = 0.0,
    ) -> list[Hit]:
        """The entities whose names resemble the query, best first.

        ``groups``: only entities of these groups exist for this search (None: all); nothing of the others has any influence.
        ``within``: the query is a text in which names may stand among other words (a payment's purpose, an address).
        Of a query, at most 600 characters and 16 words are read. A score of 0.85 or more is clearly worth showing; what scores
        less than ``least`` is left out.
        """
        return self.search_many([query], groups=groups, kind=kind, limit=limit, least=least, within=within)[0]

    def search_many(  # noqa: PLR0913 - as `search`
        self,
        queries: Sequence[str],
        *,
        groups: Iterable[int] | None = None,
        kind: Kind | None = None,
        limit: int = 10,
        least: float = 0.0,
        within: bool = False,
    ) -> list[list[Hit]]:
        """What ``search`` finds for each query, in less time: what their words are near to is looked up for all at once."""
        wanted = None if groups is None else np.array(sorted(set(groups)), dtype=np.int64)
        hits: list[list[Hit]] = [[] for _ in queries]
        if limit < 1:
            return hits
        asked = [written_forms(query[:MAX_GIVEN])[:MAX_QUERY_FORMS] for query in queries]
        for one in KINDS if kind is None else (_known_kind(kind),):
            parts = self._ready(one)
            ready = [[units(form, one) for form in forms] for forms in asked]
            for part in parts:
                part.search.neighbourhoods.learn(query for each in ready for query in each)
            for found, each in zip(hits, ready, strict=True):
                for query in each:
                    found.extend(_search_parts(parts, query, wanted, limit, least, within=within))
        for found in hits:
            found.sort(key=lambda hit: (-hit.score, hit.id))
        return [_first_of_each(found)[:limit] for found in hits]

    def askers(self, name: str, *, kind: Kind, least: float) -> dict[str, float]:
        """The entities of which a name, asked as a question, resembles this one at least so much; all of them, with their scores.

        What `search` of that name in an index that holds this one would say, but for aliases that stand for each other. An entity's
        score depends on nothing else in the index. Raises ValueError for an unknown kind.
        """
        found: dict[str, float] = {}
        for form in written_forms(name[:MAX_GIVEN])[:MAX_QUERY_FORMS]:
            asked = units(form, _known_kind(kind))
            for part in self._ready(kind):
                for entity, score in askers(part.search, asked, part.alive, least).items():
                    identifier = part.segment.entity_id(entity)
                    found[identifier] = max(found.get(identifier, 0.0), score)
        return found

    def _ready(self, kind: Kind) -> tuple[_Part, ...]:
        with self._lock:
            if self._pending[kind]:
                self._settle(kind)
            return self._parts[kind]

    def _settle(self, kind: Kind) -> None:
        """Make a segment of what was added; merge small neighbours so that few segments remain."""
        entries = list(self._pending[kind].values())
        parts = list(self._parts[kind])
        while parts and not parts[-1].frozen and int(parts[-1].alive.sum()) < _MERGE_BELOW * len(entries):
            entries = [*_entries(parts.pop()), *entries]
        self._pending[kind] = {}
        self._parts[kind] = (*parts, _part(build(entries, kind), kind, frozen=False))

    # --- storing ----------------------------------------------------------------------------------------------------

    def save(self, path: str | PathLike[str]) -> None:
        """Write the index to one file, compacted; the file at ``path`` is replaced in one step or not at all."""
        with self._lock:
            segments = {kind: self._compacted(kind) for kind in KINDS}
        write(path, segments)

    def _compacted(self, kind: Kind) -> Segment:
        parts = self._ready(kind)
        if len(parts) == 1 and bool(parts[0].alive.all()):
            return parts[0].segment
        return build((entry for part in parts for entry in _entries(part)), kind)

    @classmethod
    def open(cls, path: str | PathLike[str]) -> Self:
        """Open a saved index: the file is mapped, not read, so processes share its memory.

        Raises ValueError when the file is not a whole index of this version.
        """
        return cls._of(read(path))

    @classmethod
    def over(cls, saved: npt.NDArray[np.uint8]) -> Self:
        """The same with a saved index whose bytes are in memory."""
        return cls._of(read_over(saved))

    @classmethod
    def _of(cls, segments: Mapping[Kind, Segment]) -> Self:
        index = cls()
        for kind, segment in segments.items():
            if segment.entities:
                index._parts[kind] = (_part(segment, kind, frozen=True),)
        return index


def _search_parts(  # noqa: PLR0913 - what `search` was asked, for one form of a query
    parts: tuple[_Part, ...], query: Units, groups: Longs | None, limit: int, least: float, *, within: bool
) -> list[Hit]:
    """The hits of one form of a query in all segments of one kind, best first."""
    candidates = _best([part.search.candidates(query, part.alive, groups, within=within) for part in parts])
    best: list[tuple[float, str, SegmentSearch, Findings, Found]] = []
    for part, some in zip(parts, candidates, strict=True):
        findings = part.search.search(query, some, limit, least, within=within)
        best.extend(
            (-found.score, part.segment.entity_id(found.entity), part.search, findings, found)
            for found in findings.found
        )
    best.sort(key=lambda item: item[:2])
    return [
        Hit(identifier, -score, search.segment.name(found.row), explain(query, search.segment, findings, found))
        for score, identifier, search, findings, found in best[:limit]
    ]


def _best(candidates: list[Candidates]) -> list[Candidates]:
    """The shortlist over all segments: how names happen to be divided into segments must not matter."""
    if len(candidates) < 2:
        return candidates
    kept = np.zeros(sum(len(some.rows) for some in candidates), np.bool_)
    kept[
        shortlist(np.concatenate([some.rank for some in candidates]), np.concatenate([some.tie for some in candidates]))
    ] = True
    bounds = np.cumsum([len(some.rows) for some in candidates])[:-1]
    return [some.only(those) for some, those in zip(candidates, np.split(kept, bounds), strict=True)]


def _first_of_each(hits: list[Hit]) -> list[Hit]:
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.id, hit)
    return list(first.values())


def _part(segment: Segment, kind: Kind, *, frozen: bool) -> _Part:
    return _Part(SegmentSearch(segment, kind), np.ones(segment.entities, np.bool_), frozen)


def _entries(part: _Part) -> Iterable[Entry]:
    """The entries of a part that are still there, read back from its arrays."""
    segment = part.segment
    for entity in np.flatnonzero(part.alive):
        rows = range(int(segment.entity_row[entity]), int(segment.entity_row[entity + 1]))
        names = {False: dict[str, None](), True: dict[str, None]()}
        for row in rows:
            names[bool(segment.row_weak[row])][segment.name(row)] = None
        yield Entry(segment.entity_id(int(entity)), tuple(names[False]), tuple(names[True]), int(segment.group[entity]))


def _known_kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    return PERSON if kind == PERSON else ORGANISATION


def _checked(identifier: str, names: Sequence[str], kind: str, group: int, weak: Sequence[str]) -> Entry:
    if not 0 < len(identifier) <= MAX_ID:
        raise ValueError(f"an id has 1 to {MAX_ID} characters")
    identifier.encode()  # UnicodeEncodeError is a ValueError: half a surrogate pair is no id
    _known_kind(kind)
    if not -(2**63) <= group < 2**63:
        raise ValueError("a group is a 64-bit integer")
    if isinstance(names, str) or isinstance(weak, str):
        raise ValueError("names is a list of names, not one text")  # noqa: TRY004 - one kind of fault for all wrong arguments
    if not names and not weak:
        raise ValueError("an entity needs at least one name")
    return Entry(identifier, _cut(names), _cut(weak), int(group))


def _cut(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name[:MAX_GIVEN] for name in names[:MAX_NAMES]))
