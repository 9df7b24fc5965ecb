"""Small networks for tests: subjects and edges with labels, drawn by hypothesis, and the same asked without arrays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from hypothesis import strategies as some

from minassa.records.graph import Graph, Snapshot
from minassa.records.graph.changing import Edge, columns
from minassa.records.graph.sight import Sight

LABELS = (3, 5, 8, 900)


def subject(number: int) -> UUID:
    """Ids of which many share their upper half, as ids made in one millisecond can."""
    return UUID(int=((number % 3) << 64) | (1_000 - number))


def record(number: int) -> UUID:
    return UUID(int=(7 << 64) | number)


@dataclass(frozen=True)
class Drawn:
    """Labels of subjects, edges by the record that makes them, and what an actor sees."""

    subjects: Mapping[UUID, int]
    edges: Mapping[UUID, tuple[Edge, ...]]
    sight: Sight


@some.composite
def networks(draw: some.DrawFn, most: int = 12) -> Drawn:
    count = draw(some.integers(2, most))
    ids = [subject(number) for number in range(count)]
    ends = some.sampled_from(ids)
    edge = some.builds(Edge, ends, ends, some.sampled_from(LABELS), some.integers(0, 3))
    edges = draw(some.lists(some.lists(edge, min_size=1, max_size=3), max_size=20))
    return Drawn(
        {one: draw(some.sampled_from(LABELS)) for one in ids},
        {record(at): tuple(one) for at, one in enumerate(edges)},
        Sight(
            frozenset(draw(some.sets(some.sampled_from(LABELS)))),
            draw(some.none() | some.frozensets(some.integers(0, 3))),
        ),
    )


def graph(subjects: Mapping[UUID, int], edges: Mapping[UUID, tuple[Edge, ...]]) -> Graph:
    return Graph(Snapshot.of(columns(subjects, edges)))


def allowed(drawn: Drawn) -> list[tuple[UUID, Edge]]:
    """The edges that the sight allows, each with the record that makes it, by the words of the rule."""
    seen = {one for one, label in drawn.subjects.items() if label in drawn.sight.labels}
    kinds = drawn.sight.kinds
    return [
        (made, edge)
        for made, edges in drawn.edges.items()
        for edge in edges
        if edge.label in drawn.sight.labels
        and {edge.source, edge.target} <= seen
        and edge.source != edge.target
        and (kinds is None or edge.kind in kinds)
    ]


def neighbours(edges: Iterable[tuple[UUID, Edge]]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for _made, one in edges:
        found[one.source].add(one.target)
        found[one.target].add(one.source)
    return found


def ways(near: Mapping[UUID, set[UUID]], start: UUID, end: UUID, longest: int) -> list[tuple[UUID, ...]]:
    """All ways without a subject twice, shortest first."""
    found: list[tuple[UUID, ...]] = []
    open_ways: list[tuple[UUID, ...]] = [(start,)]
    while open_ways:
        way = open_ways.pop(0)
        if way[-1] == end:
            found.append(way)
        elif len(way) <= longest:
            open_ways += [(*way, one) for one in sorted(near.get(way[-1], ())) if one not in way]
    return found
