"""Where crime and terrorism meet: people and organisations linked to a record of the one and to a record of the other.

A record is one of terrorism or of crime by its topics (FollowTheMoney's `crime.terror`, and all other `crime`); one without such a
topic by its kind: an incident or an armed group, a seizure or a smuggling route. A link leads there directly, or through one thing
(a phone, an account, a vehicle, an event), never through another person. What is found is a list of links to read, and no score (R09).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal
from uuid import UUID

import numpy as np

from minassa.access import Actor, Opened, door, newest
from minassa.records import shaping
from minassa.records.acts import RECORD_EXPLORE
from minassa.records.graph import Graph, Part, Sight, part_around, whole_part
from minassa.records.models import Record
from minassa.records.nexus.asking import EVERYTHING, numbers_of, rows_of, seen_of, sight_of, some_ids, ties_of
from minassa.records.nexus.held import present_graph
from minassa.records.nexus.types import Bridge, Bridges, Reason, Tie, Wanted
from minassa.records.views import record_row
from minassa.records.vocabulary import schema, schemata

RADIUS: Final = 3
MOST_IN_PART: Final = 600
MOST_BRIDGES: Final = 20
MOST_REASONS: Final = 3
MOST_IN_WHOLE: Final = 10_000
MOST_BRIDGES_OF_ALL: Final = 50
MOST_SEEDS: Final = 1_000
PIECE: Final = 500
MOST_OF_A_STEP: Final = 20
_TERROR: Final = "crime.terror"
_TERROR_KINDS: Final = ("Incident", "ArmedGroup")
_CRIME_KINDS: Final = ("Seizure", "Route")

Sort = Literal["crime", "terrorism"]
Line = tuple[int, ...]
"""Places in a part, one after another: from a subject to the record that is the reason."""


def find_bridges(
    actor: Actor, *, ids: Iterable[UUID], wanted: Wanted = EVERYTHING, purpose: str, case: str = ""
) -> Bridges:
    """Those within three steps of these who are linked to both, the closest first. Raises NotFound where none of these is seen."""
    asked, graph = some_ids(ids), present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case, subject=f"record:{asked[0]}") as opened:
        sight = sight_of(graph, wanted, opened)
        part = part_around(graph, seen_of(graph, asked, sight), sight, radius=RADIUS, most=MOST_IN_PART)
        names = graph.ids(part.subjects.tolist())
        looked = _Looked(graph, sight, part, rows_of(names), names)
        found = sorted(_found(looked), key=_closeness)[:MOST_BRIDGES]
        opened.note(subjects=len(part), part="bridges")
        shown = tuple(_bridge(looked, place, lines, opened) for place, lines in found)
        return Bridges(shown, len(looked.rows), part.is_whole)


def all_bridges(actor: Actor, *, wanted: Wanted = EVERYTHING, purpose: str, case: str = "") -> Bridges:
    """Those among all that this actor may see who are linked to both, the closest first.

    Where that is more than is looked at while one waits: among those nearest to the newest incidents, armed groups, seizures and routes.
    """
    graph = present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case) as opened:
        opened.note(part="all-bridges")
        sight = sight_of(graph, wanted, opened)
        everybody = np.arange(graph.subjects, dtype=np.int64)
        if int(graph.seen(everybody, sight).sum()) <= MOST_IN_WHOLE:
            part = whole_part(graph, sight)
        else:
            seeds = numbers_of(graph, _of_both_sorts(), sight)
            part = part_around(graph, seeds, sight, radius=RADIUS - 1, most=MOST_IN_WHOLE)
        names = graph.ids(part.subjects.tolist())
        looked = _Looked(graph, sight, part, _read(names), names)
        found = sorted(_found(looked), key=_closeness)
        shown = tuple(_bridge(looked, place, lines, opened) for place, lines in found[:MOST_BRIDGES_OF_ALL])
        return Bridges(shown, len(looked.rows), part.is_whole and len(found) <= MOST_BRIDGES_OF_ALL)


def _of_both_sorts() -> list[UUID]:
    """The newest records that are of crime or of terrorism by their kind."""
    kinds = [one.name for one in schemata().values() if any(map(one.is_a, (*_TERROR_KINDS, *_CRIME_KINDS)))]
    return [row.id for kind in kinds for row in newest(Record, MOST_SEEDS, schema=kind)]


def _read(ids: list[UUID]) -> dict[UUID, Record]:
    """The records themselves, in pieces: there may be very many."""
    found: dict[UUID, Record] = {}
    for at in range(0, len(ids), PIECE):
        found |= rows_of(ids[at : at + PIECE])
    return found


@dataclass(slots=True)
class _Looked:
    """A part of the graph with its records read; what did not come back through the door is not looked at."""

    graph: Graph
    sight: Sight
    part: Part
    rows: Mapping[UUID, Record]
    names: list[UUID]
    because: dict[int, dict[Sort, str]] = field(init=False)
    parties: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        places = [place for place, one in enumerate(self.names) if one in self.rows]
        self.because = {place: _because(self.rows[self.names[place]]) for place in places}
        self.parties = frozenset(one for one in places if schema(self.rows[self.names[one]].schema).is_a("LegalEntity"))


def _because(row: Record) -> dict[Sort, str]:
    """Whether a record is one of crime or of terrorism, and what says so: a topic, or the name of its kind."""
    properties, _extra = shaping.unpacked(row.content)
    topics = [one.strip().casefold() for one in properties.get("topics", ())]
    found: dict[Sort, str] = {}
    for one in topics:
        if one == _TERROR or one.startswith(f"{_TERROR}."):
            found.setdefault("terrorism", one)
        elif one == "crime" or one.startswith("crime."):
            found.setdefault("crime", one)
    if found:
        return found
    of = schema(row.schema)
    if any(map(of.is_a, _TERROR_KINDS)):
        return {"terrorism": row.schema}
    return {"crime": row.schema} if any(map(of.is_a, _CRIME_KINDS)) else {}


def _found(looked: _Looked) -> Iterator[tuple[int, dict[Sort, list[Line]]]]:
    """Each party with its lines to records of both sorts: to two different records, and not only to its own."""
    for place in sorted(looked.parties):
        lines: dict[Sort, list[Line]] = {"crime": [], "terrorism": []}
        for line in _lines(looked, place):
            for sort in looked.because[line[-1]]:
                lines[sort].append(line)
        ends = {line[-1] for both in lines.values() for line in both}
        if all(lines.values()) and len(ends) > 1:
            yield (
                place,
                {sort: sorted(both, key=lambda one: (len(one), one))[:MOST_REASONS] for sort, both in lines.items()},
            )


def _lines(looked: _Looked, place: int) -> Iterator[Line]:
    """From a party to every record of crime or terrorism: itself, what it is linked to, and what lies behind one thing."""
    if looked.because[place]:
        yield (place,)
    near = [one for one in looked.part.near(place).tolist() if one in looked.because]
    direct = {place, *(one for one in near if looked.because[one])}
    yield from ((place, one) for one in near if looked.because[one])
    for thing in near:
        if thing in looked.parties:
            continue
        for one in looked.part.near(thing).tolist():
            if one not in direct and looked.because.get(one):
                direct.add(one)
                yield (place, thing, one)


def _closeness(found: tuple[int, dict[Sort, list[Line]]]) -> tuple[int, int]:
    place, lines = found
    return sum(len(both[0]) for both in lines.values()), place


def _bridge(looked: _Looked, place: int, lines: Mapping[Sort, list[Line]], opened: Opened) -> Bridge:
    def reasons(sort: Sort) -> tuple[Reason, ...]:
        return tuple(
            Reason(
                record_row(looked.rows[looked.names[line[-1]]], opened),
                looked.because[line[-1]][sort],
                tuple(_ties(looked, line, opened)),
                *(record_row(looked.rows[looked.names[thing]], opened) for thing in line[1:-1]),
            )
            for line in lines[sort]
        )

    return Bridge(record_row(looked.rows[looked.names[place]], opened), reasons("crime"), reasons("terrorism"))


def _ties(looked: _Looked, line: Line, opened: Opened) -> Iterator[Tie]:
    for start, end in pairwise(line):
        steps = looked.graph.walked(looked.part.subjects[[start]], looked.sight)
        edges = steps.edge[steps.end == looked.part.subjects[end]][-MOST_OF_A_STEP:]
        yield from ties_of(looked.graph, edges.tolist(), looked.rows, opened)
