"""What every question to the graph needs: what the asker may use of it, and the records that its answer names.

The graph proposes, with the label ids that the door opened; every record that is shown is read through that door.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

import numpy as np

from minassa.access import Opened
from minassa.base import Invalid, NotFound
from minassa.records import faults, shaping
from minassa.records.graph import Graph, Sight
from minassa.records.graph.ids import Ints
from minassa.records.models import Record
from minassa.records.nexus.kinds import kinds, numbers
from minassa.records.nexus.types import Tie, Wanted
from minassa.records.views import record_row
from minassa.records.vocabulary import schema

MOST_ASKED: Final = 50
MOST_SOURCES: Final = 3
EVERYTHING: Final = Wanted()


def some_ids(ids: Iterable[UUID]) -> list[UUID]:
    """The ids asked for, each once. Raises Invalid for none and for very many."""
    asked = list(dict.fromkeys(ids))
    if not asked or len(asked) > MOST_ASKED:
        raise Invalid(faults.TOO_MANY_SUBJECTS, most=MOST_ASKED)
    return asked


def sight_of(graph: Graph, wanted: Wanted, opened: Opened) -> Sight:
    """What this door's actor may use of the graph, narrowed to what is wanted. Raises Invalid for a kind that there is not."""
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


def numbers_of(graph: Graph, ids: Iterable[UUID], sight: Sight) -> Ints:
    """The numbers of those that may be seen."""
    known = (number for one in ids if (number := graph.number(one)) is not None)
    found = np.array(list(dict.fromkeys(known)), dtype=np.int64)
    return found[graph.seen(found, sight)]


def seen_of(graph: Graph, ids: Iterable[UUID], sight: Sight) -> Ints:
    """The numbers of those that may be seen. Raises NotFound where there is none."""
    found = numbers_of(graph, ids, sight)
    if not len(found):
        raise NotFound(faults.NOT_FOUND)
    return found


def rows_of(ids: Iterable[UUID]) -> dict[UUID, Record]:
    """The records themselves, through the door that is open."""
    wanted = list(ids)
    found = Record.objects.in_bulk(wanted)
    return {one: found[one] for one in wanted if one in found}


def ties_of(graph: Graph, edges: Iterable[int], ends: Mapping[UUID, Record], opened: Opened) -> list[Tie]:
    """These edges with the records that make them, where both ends are among these."""
    wanted = list(dict.fromkeys(edges))
    records, bounds = graph.edge_ids(wanted), graph.bounds(wanted)
    rows = rows_of(records)
    found = []
    for record, (source, target, kind) in zip(records, bounds, strict=True):
        if record in rows and source in ends and target in ends:
            row = rows[record]
            words, (dated, sources) = _words(row, kinds()[kind]), _told_of(row)
            found.append(Tie(record_row(row, opened), kinds()[kind], words, source, target, dated, sources))
    return found


def _told_of(row: Record) -> tuple[tuple[str, str], tuple[str, ...]]:
    """When a link holds and who says so, as it was written. A record that merely points to another has no date as a link."""
    of, (properties, _extra) = schema(row.schema), shaping.unpacked(row.content)
    said = of.properties.get("publisher")
    publishers = properties.get("publisher", ()) if said is not None and not said.guarded else ()
    if not of.edge:
        return ("", ""), tuple(publishers[:MOST_SOURCES])
    at = sorted(properties.get("date", ()))
    first = min([*properties.get("startDate", ()), *at], default="")
    last = max([*properties.get("endDate", ()), *at], default="")
    return (first, last), tuple(publishers[:MOST_SOURCES])


def _words(row: Record, kind: str) -> str:
    of = schema(row.schema)
    return str(of.edge.words if of.edge else of.properties[kind].label)
