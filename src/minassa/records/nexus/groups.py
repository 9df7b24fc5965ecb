"""Communities around some records, and who connects them.

Both are computed on the part of the graph that the asker sees, and on nothing else: hidden subjects and links leave no trace in the
size of a community, in a share or in an order.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import numpy as np

from minassa.access import Actor, Opened, door
from minassa.records.acts import RECORD_EXPLORE
from minassa.records.graph import Graph, Part, brokers, communities, part_around
from minassa.records.graph.ids import Ints
from minassa.records.models import Record
from minassa.records.nexus.asking import EVERYTHING, rows_of, seen_of, sight_of, some_ids
from minassa.records.nexus.held import present_graph
from minassa.records.nexus.types import BrokerView, Communities, Community, Wanted
from minassa.records.views import record_row

MOST_IN_PART: Final = 1_000
MOST_COMMUNITIES: Final = 30
MOST_LEADING: Final = 6
RADIUS: Final = 3


def find_communities(
    actor: Actor, *, ids: Iterable[UUID], wanted: Wanted = EVERYTHING, purpose: str, case: str = ""
) -> Communities:
    """The communities within three steps of these (a thousand subjects at most), and the brokers between them.

    Raises NotFound where none of them is there to be seen.
    """
    asked, graph = some_ids(ids), present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case, subject=f"record:{asked[0]}") as opened:
        sight = sight_of(graph, wanted, opened)
        part = part_around(graph, seen_of(graph, asked, sight), sight, radius=RADIUS, most=MOST_IN_PART)
        of = communities(part)
        opened.note(subjects=len(part), part="communities")
        return _communities(graph, part, of, opened)


def _communities(graph: Graph, part: Part, of: Ints, opened: Opened) -> Communities:
    ids = graph.ids(part.subjects.tolist())
    read = set(Record.objects.filter(id__in=ids).values_list("id", flat=True))
    sizes = np.bincount(of)
    shown = np.flatnonzero(sizes > 1)[:MOST_COMMUNITIES].tolist()
    between = brokers(part, of)
    leading = {number: _leading(part, of, number) for number in shown}
    wanted = {place for places in leading.values() for place in places} | {one.place for one in between}
    rows = rows_of(ids[place] for place in wanted)
    return Communities(
        subjects=len(read),
        communities=tuple(
            Community(
                number,
                int(sizes[number]),
                tuple(record_row(rows[ids[one]], opened) for one in places if ids[one] in rows),
            )
            for number, places in leading.items()
        ),
        brokers=tuple(
            BrokerView(record_row(rows[ids[one.place]], opened), one.share, one.ties, one.cut_off)
            for one in between
            if ids[one.place] in rows
        ),
        members={one: number for one, number in zip(ids, of.tolist(), strict=True) if one in read},
        alone=int((sizes == 1).sum()),
        is_whole=part.is_whole,
    )


def _leading(part: Part, of: Ints, number: int) -> list[int]:
    """The members with the most ties inside their community."""
    members = np.flatnonzero(of == number)
    inside = np.bincount(part.starts[of[part.starts] == of[part.ends]], minlength=len(part))[members]
    best: list[int] = members[np.lexsort((members, -inside))][:MOST_LEADING].tolist()
    return best
