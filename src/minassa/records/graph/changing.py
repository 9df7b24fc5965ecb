"""A snapshot and what has changed since: searched as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import numpy as np

from minassa.records.graph.ids import ABSENT, Flags, IdTable, Ints, Places, Words, columns_of
from minassa.records.graph.sight import Sight, day_of
from minassa.records.graph.snapshot import Columns, Snapshot

HIDDEN: Final = -1
_DAYS: Final = np.iinfo(np.int32)
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge as it is now: its ends, its label's id, its kind, its first and last day (days since 1970) where known."""

    source: UUID
    target: UUID
    label: int
    kind: int
    since: int = _DAYS.min
    until: int = _DAYS.max


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of a walk: from which subject, over which edge, in which direction, to which subject."""

    start: Ints
    edge: Ints
    backward: Flags
    end: Ints


@dataclass(slots=True)
class _Layer:
    """A snapshot with what no longer holds of it. `first` is its first edge's number in the graph."""

    arrays: Snapshot
    first: int
    gone: Flags
    to_graph: Ints | None = None
    """Of a layer of changes: each of its subjects' number in the graph."""
    labels: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.labels = tuple(self.arrays.label_ids.tolist())


@dataclass(slots=True)
class Graph:
    """Subjects are numbered: those of the snapshot by their place, later ones from there on."""

    base: Snapshot
    _labels: Places = field(init=False)
    _label_ids: dict[int, int] = field(init=False)
    _added: dict[UUID, int] = field(init=False, default_factory=dict)
    _added_ids: list[UUID] = field(init=False, default_factory=list)
    _edges: dict[UUID, Sequence[Edge]] = field(init=False, default_factory=dict)
    _gone: Flags = field(init=False)
    _of_record: tuple[Ints, IdTable] | None = field(init=False, default=None)
    _base: _Layer = field(init=False)
    _layer: _Layer | None = field(init=False, default=None)
    _is_stale: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._labels = self.base.labels.astype(np.int32)
        self._label_ids = {int(one): place for place, one in enumerate(self.base.label_ids)}
        self._gone = np.zeros(self.base.edges, dtype=np.bool_)
        self._base = _Layer(self.base, 0, self._gone)

    def copied(self) -> "Graph":
        """One that can be changed while this one is searched."""
        other = Graph(self.base)
        other._labels, other._gone = self._labels.copy(), self._gone.copy()
        other._label_ids, other._base = {**self._label_ids}, _Layer(self.base, 0, other._gone)
        other._added, other._added_ids, other._edges = {**self._added}, [*self._added_ids], {**self._edges}
        other._of_record, other._is_stale = self._of_record, True
        return other

    def settled(self) -> "Graph":
        """This one, with what changed made ready to be searched by several threads."""
        self._later()
        return self

    def merged(self) -> Snapshot:
        """A snapshot of all that holds now, out of the arrays alone: nothing is read anew."""
        codes = self._labels
        alive = np.flatnonzero(codes != HIDDEN)
        high, low = self.columns_of_subjects(alive)
        label_ids = np.fromiter(self._label_ids, dtype=np.int64, count=len(self._label_ids))
        base, kept, later = self.base, np.flatnonzero(~self._gone), columns({}, self._edges)
        source, target = base.sources[kept], base.targets[kept]
        return Snapshot.of(
            Columns(
                high,
                low,
                label_ids[codes[alive]],
                np.concatenate([base.edge_high[kept], later.edge_high]),
                np.concatenate([base.edge_low[kept], later.edge_low]),
                np.concatenate([base.high[source], later.source_high]),
                np.concatenate([base.low[source], later.source_low]),
                np.concatenate([base.high[target], later.target_high]),
                np.concatenate([base.low[target], later.target_low]),
                np.concatenate([base.label_ids[base.edge_labels[kept]], later.edge_label]),
                np.concatenate([base.kinds[kept], later.kind]),
                np.concatenate([base.since[kept], later.since]),
                np.concatenate([base.until[kept], later.until]),
            )
        )

    @property
    def subjects(self) -> int:
        """How many subjects are numbered, gone ones among them."""
        return len(self._labels)

    @property
    def changes(self) -> int:
        """How many edges and subjects are not in the snapshot: many are a reason to build another."""
        return len(self._edges) + len(self._added) + int(self._gone.sum())

    def number(self, one: UUID) -> int | None:
        """A subject's number; None where there is none or it is gone."""
        place = self._place(one)
        return None if place == ABSENT or self._labels[place] == HIDDEN else place

    def ids(self, numbers: Iterable[int]) -> list[UUID]:
        """The ids of subjects."""
        known = self.base.subjects
        return [self._added_ids[one - known] if one >= known else self.base.ids.ids([one])[0] for one in numbers]

    def days_of(self, edges: Ints) -> "tuple[Places, Places]":
        """The first and the last day of these edges, as they are kept (days since 1970)."""
        later = self._later()
        if later is None:
            return self.base.since[edges], self.base.until[edges]
        since = np.concatenate([self.base.since, later.arrays.since])
        until = np.concatenate([self.base.until, later.arrays.until])
        return since[edges], until[edges]

    def in_order(self, subjects: Ints) -> Ints:
        """These subjects in the order of their ids, whatever numbers they were given here."""
        known = self.base.subjects
        if not len(subjects) or int(subjects.max()) < known:
            return np.sort(subjects)
        high, low = self.columns_of_subjects(subjects)
        return subjects[np.lexsort((low, high))]

    def columns_of_subjects(self, subjects: Ints) -> tuple[Words, Words]:
        """The halves of these subjects' ids."""
        high, low = columns_of(self._added_ids)
        return np.concatenate([self.base.high, high])[subjects], np.concatenate([self.base.low, low])[subjects]

    def columns_of_edges(self, edges: Ints) -> tuple[Words, Words]:
        """The halves of the ids of the records that make these edges."""
        later = self._later()
        if later is None:
            return self.base.edge_high[edges], self.base.edge_low[edges]
        high = np.concatenate([self.base.edge_high, later.arrays.edge_high])
        return high[edges], np.concatenate([self.base.edge_low, later.arrays.edge_low])[edges]

    def kinds_of(self, edges: Ints) -> "np.ndarray[Any, np.dtype[np.uint8]]":
        """The kinds of these edges."""
        later = self._later()
        if later is None:
            return self.base.kinds[edges]
        return np.concatenate([self.base.kinds, later.arrays.kinds])[edges]

    def edge_ids(self, numbers: Iterable[int]) -> list[UUID]:
        """The ids of the records that make these edges."""
        table = IdTable(self.base.edge_high, self.base.edge_low)
        later = self._later()
        found = []
        for one in numbers:
            if later is not None and one >= later.first:
                found += IdTable(later.arrays.edge_high, later.arrays.edge_low).ids([one - later.first])
            else:
                found += table.ids([one])
        return found

    def bounds(self, numbers: Iterable[int]) -> list[tuple[UUID, UUID, int]]:
        """Each edge's source and target, and its kind."""
        later, found = self._later(), []
        for one in numbers:
            layer = later if later is not None and one >= later.first else self._base
            arrays, edge = layer.arrays, one - layer.first
            source, target = arrays.ids.ids(arrays.bounds_of(edge))
            found.append((source, target, int(arrays.kinds[edge])))
        return found

    def put_subject(self, one: UUID, label: int | None) -> None:
        """A subject as it is now: its label's id, or None where it is gone."""
        self._is_stale = True
        place = self._place(one)
        code = HIDDEN if label is None else self._label_ids.setdefault(label, len(self._label_ids))
        if place != ABSENT:
            self._labels[place] = code
        elif label is not None:
            self._added[one] = self.subjects
            self._added_ids.append(one)
            self._labels = np.append(self._labels, np.int32(code))

    def put_edges(self, of: Mapping[UUID, Sequence[Edge]]) -> None:
        """The edges that these records make now: none where a record makes none any more."""
        self._drop(of)
        for record, edges in of.items():
            self._edges.pop(record, None)
            if edges:
                self._edges[record] = edges
        self._is_stale = True

    def walked(self, subjects: Ints, sight: Sight) -> Steps:
        """All steps from these subjects that the sight allows, both ends seen."""
        later = self._later()
        layers = [self._base, *([later] if later else [])]
        found = [one for one in (self._of_layer(layer, subjects, sight) for layer in layers) if len(one.edge)]
        if len(found) == 1:
            return found[0]
        return Steps(
            _joined([one.start for one in found]),
            _joined([one.edge for one in found]),
            _joined([one.backward.astype(np.int64) for one in found]).astype(np.bool_),
            _joined([one.end for one in found]),
        )

    def edges_among(self, subjects: Ints, sight: Sight) -> Ints:
        """The numbers of all edges among these subjects that the sight allows."""
        inside = np.zeros(self.subjects, dtype=np.bool_)
        inside[subjects] = True
        found = []
        for at in range(0, len(subjects), _PIECE):
            steps = self.walked(subjects[at : at + _PIECE], sight)
            found.append(steps.edge[~steps.backward & inside[steps.end]])
        return np.unique(_joined(found))

    def seen(self, subjects: Ints, sight: Sight) -> Flags:
        """Which of these subjects the sight allows."""
        allowed = _mask(tuple(self._label_ids), sight.labels)[self._labels[subjects]]
        if sight.without:
            allowed &= ~np.isin(subjects, np.fromiter(sight.without, dtype=np.int64))
        return allowed

    def _of_layer(self, layer: _Layer, subjects: Ints, sight: Sight) -> Steps:
        arrays, own = layer.arrays, self._own(layer, subjects)
        start = arrays.offsets[own]
        count = arrays.offsets[own + 1] - start
        at = _ranges(start, count)
        step = arrays.steps[at].astype(np.int64)
        edge = step >> 1
        kept = np.flatnonzero(self._allowed(layer, edge, sight))
        at, edge = at[kept], edge[kept]
        end = arrays.ends[at].astype(np.int64)
        if layer.to_graph is not None:
            end = layer.to_graph[end]
        begun = np.repeat(own if layer.to_graph is None else layer.to_graph[own], count)[kept]
        both = self.seen(end, sight)
        return Steps(begun[both], edge[both] + layer.first, (step[kept][both] & 1).astype(np.bool_), end[both])

    def _own(self, layer: _Layer, subjects: Ints) -> Ints:
        """The numbers that a layer has for those of these subjects which it knows."""
        if layer.to_graph is None:
            return subjects[subjects < layer.arrays.subjects]
        return np.flatnonzero(np.isin(layer.to_graph, subjects))

    @staticmethod
    def _allowed(layer: _Layer, edge: Ints, sight: Sight) -> Flags:
        arrays = layer.arrays
        allowed: Flags = _mask(layer.labels, sight.labels)[arrays.edge_labels[edge]] & ~layer.gone[edge]
        if sight.kinds is not None:
            wanted = np.zeros(256, dtype=np.bool_)
            wanted[list(sight.kinds)] = True
            allowed &= wanted[arrays.kinds[edge]]
        if sight.since is not None:
            allowed &= arrays.until[edge] >= day_of(sight.since)
        if sight.until is not None:
            allowed &= arrays.since[edge] <= day_of(sight.until)
        return allowed

    def _drop(self, records: Iterable[UUID]) -> None:
        """Mark what the snapshot has of these records as gone."""
        if not self.base.edges:
            return
        if self._of_record is None:
            order = np.lexsort((self.base.edge_low, self.base.edge_high))
            self._of_record = order, IdTable(self.base.edge_high[order], self.base.edge_low[order])
        order, table = self._of_record
        high, low = columns_of(records)
        at = table.places(high, low).astype(np.int64)
        while len(at := at[at != ABSENT]):  # a record can make several edges: they stand one after another
            self._gone[order[at]] = True
            onward = at[at + 1 < len(table)]
            at = onward[table.are_same(onward, onward + 1)] + 1

    def _place(self, one: UUID) -> int:
        place = self._added.get(one, ABSENT)
        return self.base.ids.place(one) if place == ABSENT else place

    def _later(self) -> _Layer | None:
        """The changed edges as a small snapshot of their own, made anew after a change."""
        if self._is_stale:
            self._layer, self._is_stale = self._built(), False
        return self._layer

    def _built(self) -> _Layer | None:
        if not self._edges:
            return None
        edges = [one for made in self._edges.values() for one in made]
        ends = list(dict.fromkeys(end for one in edges for end in (one.source, one.target)))
        known = [end for end in ends if self.number(end) is not None]
        arrays = Snapshot.of(columns(dict.fromkeys(known, 0), self._edges))
        numbers = np.array([self.number(one) for one in arrays.ids.ids(range(arrays.subjects))], dtype=np.int64)
        return _Layer(arrays, self.base.edges, np.zeros(arrays.edges, dtype=np.bool_), numbers)


@lru_cache(maxsize=256)
def _mask(labels: tuple[int, ...], visible: frozenset[int]) -> Flags:
    """Which of these label ids are visible; behind them False, where HIDDEN (the last place) looks."""
    return np.array([*(one in visible for one in labels), False], dtype=np.bool_)


def columns(subjects: Mapping[UUID, int], edges: Mapping[UUID, Sequence[Edge]]) -> Columns:
    """Subjects with their labels' ids, and edges by the record that makes them, as a snapshot's columns."""
    values = [one for made in edges.values() for one in made]
    return Columns(
        *columns_of(subjects),
        np.array(list(subjects.values()), dtype=np.int64),
        *columns_of(record for record, made in edges.items() for _edge in made),
        *columns_of(one.source for one in values),
        *columns_of(one.target for one in values),
        np.array([one.label for one in values], dtype=np.int64),
        np.array([one.kind for one in values], dtype=np.uint8),
        np.array([one.since for one in values], dtype=np.int32),
        np.array([one.until for one in values], dtype=np.int32),
    )


def _ranges(start: Ints, count: Ints) -> Ints:
    """All integers of many ranges, one after another."""
    total = int(count.sum())
    out = np.arange(total, dtype=np.int64)
    out += np.repeat(start - (np.cumsum(count) - count), count)
    return out


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else _nothing()


def _nothing() -> Ints:
    return np.zeros(0, dtype=np.int64)
