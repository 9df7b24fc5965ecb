"""Exploring the graph of records: what is linked to these, the ways between two, what several have in common.

The graph proposes, with the label ids that the door opened; then every record that is shown is read through that door, walls
included. What does not come back is not shown, and what hangs on it neither.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final
from uuid import UUID

import numpy as np

from minassa.access import Actor, Opened, door
from minassa.base import Invalid, NotFound
from minassa.records import faults
from minassa.records.acts import RECORD_EXPLORE
from minassa.records.graph import Graph, Sight, shortest_paths
from minassa.records.graph.changing import Steps
from minassa.records.graph.ids import Ints
from minassa.records.models import Record
from minassa.records.nexus.flows import are_flows, flowing
from minassa.records.nexus.held import present_graph
from minassa.records.nexus.kinds import kinds, numbers
from minassa.records.nexus.types import Nexus, Shared, Tie, Wanted, Way, Ways
from minassa.records.types import RecordRow
from minassa.records.views import record_row
from minassa.records.vocabulary import schema

MOST_SUBJECTS: Final = 500
MOST_ASKED: Final = 50
MOST_TIES: Final = 2_000
MOST_WAYS: Final = 20
MOST_OF_A_STEP: Final = 20
"""Ties that one step of a way shows: two lines may have called each other a thousand times."""
EVERYTHING: Final = Wanted()


def explore(  # noqa: PLR0913 - a search on people states purpose and case beside what is asked
    actor: Actor,
    *,
    ids: Iterable[UUID],
    wanted: Wanted = EVERYTHING,
    most: int = 100,
    purpose: str,
    case: str = "",
) -> Nexus:
    """These subjects, what is linked to them (at most `most` others), and all ties among those.

    Raises NotFound where none of them is there to be seen, Invalid for a kind of link that there is not.
    """
    asked, graph = _some(ids), present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case, subject=f"record:{asked[0]}") as opened:
        sight = _sight(graph, wanted, opened)
        centres = _seen(graph, asked, sight)
        around = graph.walked(centres, sight)
        others = _first(np.setdiff1d(around.end, centres), min(most, MOST_SUBJECTS))
        shown = np.concatenate([centres, others])
        walked = graph.walked(shown, sight)
        inside = np.isin(walked.end, shown)
        opened.note(subjects=len(shown))
        return _nexus(graph, shown, walked, inside, opened)


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
        sight = _sight(graph, wanted, opened)
        first, last = (int(_seen(graph, [one], sight)[0]) for one in (start, end))
        found = shortest_paths(graph, first, last, sight, count=min(count, MOST_WAYS))
        opened.note(to=end, ways=len(found.paths))
        lines = [(path.start, *(step.end for step in path.steps)) for path in found.paths]
        rows = _rows(graph.ids({one for line in lines for one in line}))
        edges = [edge for path in found.paths for step in path.steps for edge in step.edges[-MOST_OF_A_STEP:]]
        ties = _ties(graph, edges, rows, opened)
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
    asked, graph = _some(ids), present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case, subject=f"record:{asked[0]}") as opened:
        sight = _sight(graph, wanted, opened)
        steps = graph.walked(_seen(graph, asked, sight), sight)
        pairs = np.unique(np.stack([steps.end, steps.start]), axis=1)
        subjects, counts = np.unique(pairs[0], return_counts=True)
        best = np.lexsort((subjects, -counts))
        best = best[counts[best] > 1][: min(most, MOST_SUBJECTS)]
        rows = _rows(graph.ids(subjects[best].tolist()))
        return tuple(
            Shared(record_row(rows[one], opened), tuple(graph.ids(pairs[1][pairs[0] == number].tolist())))
            for number, one in zip(subjects[best].tolist(), graph.ids(subjects[best].tolist()), strict=True)
            if one in rows
        )


def kinds_of_ties() -> Mapping[str, str]:
    """The kinds of links that a search can be narrowed to, with their words."""
    return {name: str(schema(name).label) for name in kinds() if name[0].isupper()}


def _some(ids: Iterable[UUID]) -> list[UUID]:
    asked = list(dict.fromkeys(ids))
    if not asked or len(asked) > MOST_ASKED:
        raise Invalid(faults.TOO_MANY_SUBJECTS, most=MOST_ASKED)
    return asked


def _sight(graph: Graph, wanted: Wanted, opened: Opened) -> Sight:
    unknown = wanted.kinds - numbers().keys()
    if unknown:
        raise Invalid(faults.UNKNOWN_TIE, kind=min(unknown)[:64])
    without = (graph.number(one) for one in wanted.without)
    return Sight(
        opened.visible,
        frozenset(numbers()[one] for one in wanted.kinds) or None,
        wanted.since,
        wanted.until,
        frozenset(one for one in without if one is not None),
    )


def _seen(graph: Graph, ids: Iterable[UUID], sight: Sight) -> Ints:
    """The numbers of those that may be seen. Raises NotFound where there is none."""
    found = np.array([number for one in ids if (number := graph.number(one)) is not None], dtype=np.int64)
    found = found[graph.seen(found, sight)]
    if not len(found):
        raise NotFound(faults.NOT_FOUND)
    return found


def _first(subjects: Ints, most: int) -> Ints:
    """The newest: random ids begin with the time at which they were made."""
    return subjects[-most:] if most else subjects[:0]


def _nexus(
    graph: Graph, shown: Ints, walked: Steps, inside: np.ndarray[tuple[int], np.dtype[np.bool_]], opened: Opened
) -> Nexus:
    rows = _rows(graph.ids(shown.tolist()))
    edges = np.unique(walked.edge[inside])
    apart = edges[~are_flows(graph, edges)][:MOST_TIES]
    ties = _ties(graph, apart.tolist(), rows, opened)
    flows, timeline = flowing(graph, walked, inside, rows, opened)
    starts, counts = np.unique(walked.start[~inside], return_counts=True)
    more = dict(zip(graph.ids(starts.tolist()), counts.tolist(), strict=True))
    return Nexus(
        tuple(record_row(row, opened) for row in rows.values()),
        tuple(ties),
        {one: count for one, count in more.items() if one in rows},
        flows=flows,
        timeline=timeline,
    )


def _rows(ids: Iterable[UUID]) -> dict[UUID, Record]:
    """The records themselves, through the door that is open."""
    wanted = list(ids)
    found = Record.objects.in_bulk(wanted)
    return {one: found[one] for one in wanted if one in found}


def _ties(graph: Graph, edges: Iterable[int], ends: Mapping[UUID, Record], opened: Opened) -> list[Tie]:
    wanted = list(dict.fromkeys(edges))
    records, bounds = graph.edge_ids(wanted), graph.bounds(wanted)
    rows = _rows(records)
    found = []
    for record, (source, target, kind) in zip(records, bounds, strict=True):
        if record in rows and source in ends and target in ends:
            row = rows[record]
            found.append(Tie(record_row(row, opened), kinds()[kind], _words(row, kinds()[kind]), source, target))
    return found


def _words(row: Record, kind: str) -> str:
    of = schema(row.schema)
    return str(of.edge.words if of.edge else of.properties[kind].label)


def _way(ids: list[UUID], rows: Mapping[UUID, Record], ties: list[Tie], opened: Opened) -> Way | None:
    """The way with its ties; None where a record of it was not there to be read."""
    if not all(one in rows for one in ids):
        return None
    steps = tuple(
        tuple(one for one in ties if {one.source, one.target} == {start, end}) for start, end in pairwise(ids)
    )
    shown: list[RecordRow] = [record_row(rows[one], opened) for one in ids]
    return Way(tuple(shown), steps) if all(steps) else None
