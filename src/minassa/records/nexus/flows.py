"""Calls and payments among the subjects of a search, summed up by direction, and all that is dated among them in its order.

Counts and days come from the graph, under the labels that the door opened; amounts and what is shown one by one are read from
the records, through that door. Amounts are never floats.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

import numpy as np

from minassa.access import Opened
from minassa.base.amounts import amount_of
from minassa.records import shaping
from minassa.records.graph import Graph
from minassa.records.graph.changing import Steps
from minassa.records.graph.ids import Flags, Ints
from minassa.records.graph.sight import EPOCH
from minassa.records.items import Properties
from minassa.records.models import Record
from minassa.records.nexus.edges import ALWAYS, days_told
from minassa.records.nexus.kinds import kinds, numbers
from minassa.records.nexus.spans import spans_of
from minassa.records.nexus.types import Flow, Moment, Timeline
from minassa.records.views import record_row
from minassa.records.vocabulary import FLOWS, schema

MOST_SUMMED: Final = 5_000
MOST_MOMENTS: Final = 60
_PIECE: Final = 500


@dataclass(frozen=True, slots=True)
class _Edges:
    """The edges inside a search, each once, with their direction: parallel columns, subjects as they are numbered in the graph."""

    edge: Ints
    source: Ints
    target: Ints
    kind: Ints
    since: Ints
    until: Ints

    def only(self, kept: Flags | Ints) -> "_Edges":
        """Some of them."""
        return _Edges(*(getattr(self, name)[kept] for name in ("edge", "source", "target", "kind", "since", "until")))


def are_flows(graph: Graph, edges: Ints) -> Flags:
    """Which of these edges are calls or payments."""
    found: Flags = np.isin(graph.kinds_of(edges).astype(np.int64), [numbers()[one] for one in FLOWS])
    return found


def flowing(
    graph: Graph, walked: Steps, inside: Flags, rows: Mapping[UUID, Record], opened: Opened
) -> tuple[tuple[Flow, ...], Timeline]:
    """The flows among these subjects, those with the most first, and the timeline of all that is dated."""
    edges = _seen_ends(graph, _inside(graph, walked, inside), rows)
    is_flow = np.isin(edges.kind, [numbers()[one] for one in FLOWS])
    flows = sorted(_flows(graph, edges.only(is_flow)), key=lambda one: (-one.count, str(one.source), str(one.target)))
    return tuple(flows), _timeline(graph, edges, rows, opened)


def _inside(graph: Graph, walked: Steps, inside: Flags) -> _Edges:
    edge, first = np.unique(walked.edge[inside], return_index=True)
    start, end, back = (getattr(walked, name)[inside][first] for name in ("start", "end", "backward"))
    since, until = graph.days_of(edge)
    return _Edges(
        edge,
        np.where(back, end, start),
        np.where(back, start, end),
        graph.kinds_of(edge).astype(np.int64),
        since.astype(np.int64),
        until.astype(np.int64),
    )


def _seen_ends(graph: Graph, edges: _Edges, rows: Mapping[UUID, Record]) -> _Edges:
    """Without those one of whose ends was not there to be read."""
    subjects = np.unique(np.concatenate([edges.source, edges.target]))
    unread = [one for one, own in zip(subjects.tolist(), graph.ids(subjects.tolist()), strict=True) if own not in rows]
    return edges.only(~(np.isin(edges.source, unread) | np.isin(edges.target, unread))) if unread else edges


def _flows(graph: Graph, edges: _Edges) -> Iterator[Flow]:
    if not len(edges.edge):
        return
    groups = np.stack([edges.source, edges.target, edges.kind])
    heads, group = np.unique(groups, axis=1, return_inverse=True)
    group = group.reshape(-1)
    sums = _sums(graph, edges, group)
    for number, (source, target, kind) in enumerate(heads.T.tolist()):
        of = edges.only(group == number)
        name = kinds()[kind]
        ends = graph.ids([source, target])
        added, unread = sums.get(number, ({}, 0)) if sums is not None else ({}, 0)
        yield Flow(
            source=ends[0],
            target=ends[1],
            kind=name,
            words=_words(name),
            count=len(of.edge),
            first=_day(of.since[of.since > ALWAYS.min].min(initial=ALWAYS.max)),
            last=_day(of.until[of.until < ALWAYS.max].max(initial=ALWAYS.min)),
            sums=tuple(sorted(added.items())),
            unread=unread,
            is_summed=name != "Payment" or sums is not None,
        )


def _words(kind: str) -> str:
    edge = schema(kind).edge
    return str(edge.words) if edge else kind


def _day(number: int) -> date | None:
    return None if number in {ALWAYS.min, ALWAYS.max} else EPOCH + timedelta(days=int(number))


def _sums(graph: Graph, edges: _Edges, group: Ints) -> dict[int, tuple[dict[str, Decimal], int]] | None:
    """The amounts of payments by group and currency, and how many could not be read; None where there are too many."""
    paid = np.flatnonzero(edges.kind == numbers()["Payment"])
    if len(paid) > MOST_SUMMED:
        return None
    of = dict(zip(graph.edge_ids(edges.edge[paid].tolist()), group[paid].tolist(), strict=True))
    found: dict[int, tuple[dict[str, Decimal], int]] = {}
    for one, properties in _contents(list(of)):
        added, unread = found.setdefault(of[one], ({}, 0))
        amount = _amount(properties)
        if amount is None:
            found[of[one]] = added, unread + 1
            continue
        currency = "".join(properties.get("currency", ()))[:12].upper()
        added[currency] = added.get(currency, Decimal(0)) + amount
    return found


def _amount(properties: Properties) -> Decimal | None:
    """The one amount of a payment; a plain number has a point before its decimal places."""
    values = properties.get("amount", ())
    if len(values) != 1:
        return None
    try:
        plain = Decimal(values[0]) if "_" not in values[0] else None
    except InvalidOperation:
        return amount_of(values[0])
    return plain if plain is not None and plain.is_finite() else None


def _contents(ids: list[UUID]) -> Iterator[tuple[UUID, Properties]]:
    for start in range(0, len(ids), _PIECE):
        some = Record.objects.filter(id__in=ids[start : start + _PIECE]).values_list("id", "content")
        for one, content in some:
            yield one, shaping.unpacked(content)[0]


def _timeline(graph: Graph, edges: _Edges, rows: Mapping[UUID, Record], opened: Opened) -> Timeline:
    dated = edges.only(edges.since > ALWAYS.min)
    events = [(row, day) for row in rows.values() if (day := _event_day(row)) is not None]
    days = np.concatenate([dated.since, np.array([day for _row, day in events], dtype=np.int64)])
    names = [*(kinds()[one] for one in dated.kind.tolist()), *("" for _one in events)]
    latest = dated.only(np.argsort(-dated.since, kind="stable")[:MOST_MOMENTS])
    moments = [*_of_edges(graph, latest, opened), *(_of_event(row, opened) for row, _day_ in events)]
    moments.sort(key=lambda one: one.at, reverse=True)
    return Timeline(spans_of(days.tolist(), names), tuple(moments[:MOST_MOMENTS]), len(days))


def _event_day(row: Record) -> int | None:
    """The first day of something that happened; None of what is no event or says no day."""
    if not schema(row.schema).is_a("Event"):
        return None
    first, _last = days_told(shaping.unpacked(row.content)[0])
    return None if first == ALWAYS.min else first


def _of_edges(graph: Graph, edges: _Edges, opened: Opened) -> Iterator[Moment]:
    ids = graph.edge_ids(edges.edge.tolist())
    ends = zip(graph.ids(edges.source.tolist()), graph.ids(edges.target.tolist()), strict=True)
    rows = Record.objects.in_bulk(ids)
    for one, (source, target), kind in zip(ids, ends, edges.kind.tolist(), strict=True):
        row = rows.get(one)
        if row is not None:
            properties, name = shaping.unpacked(row.content)[0], kinds()[kind]
            of = schema(row.schema)
            words = str(of.edge.words if of.edge else of.properties[name].label)
            yield Moment(
                record_row(row, opened), name, words, _written(properties), tuple(_facts(properties)), source, target
            )


def _of_event(row: Record, opened: Opened) -> Moment:
    properties = shaping.unpacked(row.content)[0]
    return Moment(
        record_row(row, opened),
        row.schema,
        str(schema(row.schema).label),
        _written(properties),
        tuple(_facts(properties)),
    )


def _written(properties: Properties) -> str:
    """The moment as it was written, at its most exact."""
    found: Iterable[str] = (*properties.get("date", ()), *properties.get("startDate", ()))
    return max(found, key=len, default="")


def _facts(properties: Properties) -> Iterator[str]:
    amount = "".join(properties.get("amount", ())[:1])
    if amount:
        yield f"{amount} {''.join(properties.get('currency', ())[:1])}".strip()
    for name in ("callType", "role", "relationship", "purpose", "goods"):
        yield from properties.get(name, ())[:1]
    for seconds in properties.get("duration", ())[:1]:
        yield f"{seconds} s"
