"""Exploring the graph of records: what is linked to these, the ways between two, what several have in common.

The graph proposes, with the label ids that the door opened; then every record that is shown is read through that door, walls
included. What does not come back is not shown, and what hangs on it neither.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice, pairwise
from typing import Final
from uuid import UUID

import numpy as np

from minassa.access import Actor, Opened, door
from minassa.base import NotFound
from minassa.records import faults
from minassa.records.acts import RECORD_EXPLORE
from minassa.records.graph import Graph, Sight, shortest_paths
from minassa.records.graph.changing import Steps
from minassa.records.graph.ids import Flags, Ints
from minassa.records.models import Record
from minassa.records.nexus.asking import EVERYTHING, numbers_of, rows_of, seen_of, sight_of, some_ids, ties_of
from minassa.records.nexus.flows import are_flows, flowing
from minassa.records.nexus.held import present_graph
from minassa.records.nexus.kinds import kinds, numbers
from minassa.records.nexus.types import Nexus, Shared, Tie, Wanted, Way, Ways
from minassa.records.types import RecordRow
from minassa.records.views import record_row
from minassa.records.vocabulary import schema, schemata

MOST_SUBJECTS: Final = 500
MOST_TIES: Final = 2_000
MOST_WAYS: Final = 20
MOST_OF_A_STEP: Final = 20
"""Ties that one step of a way shows: two lines may have called each other a thousand times."""


def explore(  # noqa: PLR0913 - a search on people states purpose and case beside what is asked
    actor: Actor,
    *,
    ids: Iterable[UUID],
    wanted: Wanted = EVERYTHING,
    by_kind: Mapping[UUID, frozenset[str]] | None = None,
    beside: Iterable[UUID] = (),
    most: int = 100,
    purpose: str,
    case: str = "",
) -> Nexus:
    """These subjects, what is linked to them (at most `most` others), those `beside` them, and all ties among all of those.

    `by_kind` narrows what is followed from some of them. Raises NotFound where none of them is there to be seen, Invalid for a
    kind of link that there is not.
    """
    asked, graph = some_ids(ids), present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case, subject=f"record:{asked[0]}") as opened:
        sight = sight_of(graph, wanted, opened)
        kept = numbers_of(graph, islice(beside, MOST_SUBJECTS), sight)
        centres = numbers_of(graph, asked, sight)
        if not len(centres) and not len(kept):
            raise NotFound(faults.NOT_FOUND)
        kept = np.setdiff1d(kept, centres)
        others = _around(graph, centres, sight, by_kind or {})
        others = np.setdiff1d(others, np.concatenate([centres, kept]))
        shown = np.concatenate(
            [centres, kept, graph.in_order(others)[len(others) - min(most, MOST_SUBJECTS, len(others)) :]]
        )
        walked = graph.walked(shown, sight)
        inside = np.isin(walked.end, shown)
        opened.note(subjects=len(shown))
        return _nexus(graph, shown, walked, inside, opened)


def _around(graph: Graph, centres: Ints, sight: Sight, by_kind: Mapping[UUID, frozenset[str]]) -> Ints:
    """What is linked to these, over the kinds of links that are followed from each."""
    names = graph.ids(centres.tolist())
    narrowed = np.array([one in by_kind for one in names], dtype=np.bool_)
    found = [graph.walked(centres[~narrowed], sight).end]
    for number, one in zip(centres.tolist(), names, strict=True):
        if one in by_kind:
            kinds = frozenset(numbers()[kind] for kind in by_kind[one] if kind in numbers())
            narrow = replace(sight, kinds=kinds if sight.kinds is None else kinds & sight.kinds)
            found.append(graph.walked(np.array([number], dtype=np.int64), narrow).end)
    return np.unique(np.concatenate(found))


def find_ways(  # noqa: PLR0913 - as above
    actor: Actor,
    *,
    start: UUID,
    end: UUID,
    wanted: Wanted = EVERYTHING,
    count: int = 5,
    purpose: str,
    case: str = "",
) -> Ways:
    """The shortest ways from one subject to another. Raises NotFound where one of them is not there to be seen."""
    graph = present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case, subject=f"record:{start}") as opened:
        sight = sight_of(graph, wanted, opened)
        first, last = (int(seen_of(graph, [one], sight)[0]) for one in (start, end))
        found = shortest_paths(graph, first, last, sight, count=min(count, MOST_WAYS))
        opened.note(to=end, ways=len(found.paths))
        lines = [(path.start, *(step.end for step in path.steps)) for path in found.paths]
        rows = rows_of(graph.ids({one for line in lines for one in line}))
        edges = [edge for path in found.paths for step in path.steps for edge in step.edges[-MOST_OF_A_STEP:]]
        ties = ties_of(graph, edges, rows, opened)
        ways = [_way(graph.ids(line), rows, ties, opened) for line in lines]
        return Ways(tuple(one for one in ways if one), found.is_whole)


def in_common(  # noqa: PLR0913 - as above
    actor: Actor,
    *,
    ids: Iterable[UUID],
    wanted: Wanted = EVERYTHING,
    most: int = 100,
    purpose: str,
    case: str = "",
) -> tuple[Shared, ...]:
    """Subjects that are linked to at least two of these, those linked to the most first."""
    asked, graph = some_ids(ids), present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case, subject=f"record:{asked[0]}") as opened:
        sight = sight_of(graph, wanted, opened)
        steps = graph.walked(seen_of(graph, asked, sight), sight)
        pairs = np.unique(np.stack([steps.end, steps.start]), axis=1)
        subjects, counts = np.unique(pairs[0], return_counts=True)
        best = np.lexsort((subjects, -counts))
        best = best[counts[best] > 1][: min(most, MOST_SUBJECTS)]
        rows = rows_of(graph.ids(subjects[best].tolist()))
        return tuple(
            Shared(record_row(rows[one], opened), tuple(graph.ids(pairs[1][pairs[0] == number].tolist())))
            for number, one in zip(subjects[best].tolist(), graph.ids(subjects[best].tolist()), strict=True)
            if one in rows
        )


def kinds_of_ties() -> Mapping[str, str]:
    """The kinds of links that a search can be narrowed to, with their words."""
    return {name: str(schema(name).label) for name in kinds() if name[0].isupper()}


def words_of_ties() -> Mapping[str, str]:
    """The words of every kind of tie, those of properties that point to another record among them."""
    pointing = {
        name: str(one.label) for of in schemata().values() for name, one in of.properties.items() if name in numbers()
    }
    return {**pointing, **kinds_of_ties()}


def _nexus(graph: Graph, shown: Ints, walked: Steps, inside: Flags, opened: Opened) -> Nexus:
    rows = rows_of(graph.ids(shown.tolist()))
    edges = np.unique(walked.edge[inside])
    apart = edges[~are_flows(graph, edges)][:MOST_TIES]
    ties = ties_of(graph, apart.tolist(), rows, opened)
    flows, timeline = flowing(graph, walked, inside, rows, opened)
    further = {one: kinds for one, kinds in _further(graph, walked, inside).items() if one in rows}
    return Nexus(
        tuple(record_row(row, opened) for row in rows.values()),
        tuple(ties),
        {one: sum(kinds.values()) for one, kinds in further.items()},
        further,
        flows,
        timeline,
    )


def _further(graph: Graph, walked: Steps, inside: Flags) -> dict[UUID, dict[str, int]]:
    """Of each subject, how many ties lead to what is not shown, by their kinds."""
    names, numbers_ = kinds(), graph.kinds_of(walked.edge[~inside]).astype(np.int64)
    pairs, counts = np.unique(walked.start[~inside] * len(names) + numbers_, return_counts=True)
    subjects = graph.ids((pairs // len(names)).tolist())
    found: dict[UUID, dict[str, int]] = {}
    for one, pair, count in zip(subjects, pairs.tolist(), counts.tolist(), strict=True):
        found.setdefault(one, {})[names[pair % len(names)]] = count
    return found


def _way(ids: list[UUID], rows: Mapping[UUID, Record], ties: list[Tie], opened: Opened) -> Way | None:
    """The way with its ties; None where a record of it was not there to be read."""
    if not all(one in rows for one in ids):
        return None
    steps = tuple(
        tuple(one for one in ties if {one.source, one.target} == {start, end}) for start, end in pairwise(ids)
    )
    shown: list[RecordRow] = [record_row(rows[one], opened) for one in ids]
    return Way(tuple(shown), steps) if all(steps) else None
