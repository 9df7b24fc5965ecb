"""The graph without a database: what a search finds is what the rule says, by every way, and nothing hidden changes it."""

import itertools
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from minassa.records.graph import (
    DamagedSnapshotError,
    Graph,
    Part,
    Snapshot,
    between,
    brokers,
    communities,
    edges_of,
    hops,
    part_around,
    shortest_paths,
    whole_part,
)
from minassa.records.graph.changing import Edge, columns
from minassa.records.graph.sight import Sight, day_of
from tests.records.graph.made import Drawn, allowed, graph, neighbours, networks, record, subject, ways

LONGEST = 4


def found_ways(of: Graph, start: UUID, end: UUID, sight: Sight, count: int = 10_000) -> list[tuple[UUID, ...]]:
    first, last = of.number(start), of.number(end)
    assert first is not None
    assert last is not None
    found = shortest_paths(of, first, last, sight, count=count, longest=LONGEST)
    assert found.is_whole
    return [tuple(of.ids([one.start, *(step.end for step in one.steps)])) for one in found.paths]


@given(networks())
def test_the_edges_of_a_subject_are_those_that_the_sight_allows(drawn: Drawn) -> None:
    of, wanted = graph(drawn.subjects, drawn.edges), allowed(drawn)
    for one in drawn.subjects:
        steps = edges_of(of, of.number(one) or 0, drawn.sight)
        told = zip(of.edge_ids(steps.edge.tolist()), of.ids(steps.end.tolist()), steps.backward.tolist(), strict=True)
        expected = [(made, edge.target, False) for made, edge in wanted if edge.source == one]
        expected += [(made, edge.source, True) for made, edge in wanted if edge.target == one]
        assert sorted(told) == sorted(expected)


@given(networks())
def test_the_shortest_ways_are_all_ways_in_rising_length(drawn: Drawn) -> None:
    of, near = graph(drawn.subjects, drawn.edges), neighbours(allowed(drawn))
    start, end = list(drawn.subjects)[:2]
    expected = ways(near, start, end, LONGEST) if drawn.subjects[start] in drawn.sight.labels else []
    found = found_ways(of, start, end, drawn.sight)
    assert sorted(found) == sorted(expected)
    assert [len(one) for one in found] == sorted(len(one) for one in expected)
    few = found_ways(of, start, end, drawn.sight, count=2)
    assert [len(one) for one in few] == [len(one) for one in found[:2]]


@given(networks())
def test_a_way_between_two_is_as_short_as_the_shortest(drawn: Drawn) -> None:
    of, wanted = graph(drawn.subjects, drawn.edges), allowed(drawn)
    start, end = list(drawn.subjects)[:2]
    expected = ways(neighbours(wanted), start, end, 8)
    found = between(of, of.number(start) or 0, of.number(end) or 0, drawn.sight)
    if found is None:
        assert not expected
        return
    assert len(found.edges) == len(expected[0]) - 1
    subjects = of.ids(found.subjects)
    for at, (made, backward) in enumerate(zip(of.edge_ids(found.edges), found.backward, strict=True)):
        ends = (subjects[at + 1], subjects[at]) if backward else (subjects[at], subjects[at + 1])
        assert ends in {(edge.source, edge.target) for record, edge in wanted if record == made}


@given(networks(), some.integers(0, 3), some.integers(1, 12))
def test_what_lies_within_some_hops(drawn: Drawn, radius: int, most: int) -> None:
    of, near = graph(drawn.subjects, drawn.edges), neighbours(allowed(drawn))
    start = next(iter(drawn.subjects))
    expected = {start: 0} if drawn.subjects[start] in drawn.sight.labels else {}
    for distance in range(1, radius + 1):
        for one in [one for one, at in expected.items() if at == distance - 1]:
            expected |= {other: distance for other in near.get(one, ()) if other not in expected}
    found = hops(of, of.number(start) or 0, drawn.sight, most=most, radius=radius)
    told = dict(zip(of.ids(found.subjects.tolist()), found.distance.tolist(), strict=True))
    assert len(told) == min(most, len(expected))
    assert found.is_whole == (len(expected) <= most)
    assert told.items() <= expected.items()
    assert sorted(told.values()) == sorted(expected.values())[: len(told)]


ANSWERS: list[Callable[[Graph, UUID, UUID, Sight], Any]] = [
    lambda of, start, end, sight: found_ways(of, start, end, sight, count=3),
    lambda of, start, _end, sight: of.ids(hops(of, of.number(start) or 0, sight, most=5).subjects.tolist()),
    lambda of, start, end, sight: [
        of.edge_ids(found.edges) if found else None
        for found in [between(of, of.number(start) or 0, of.number(end) or 0, sight)]
    ],
    lambda of, start, _end, sight: told(of, part_around(of, at(of, start), sight, radius=3, most=6)),
    lambda of, _start, _end, sight: told(of, whole_part(of, sight)),
]


def at(of: Graph, one: UUID) -> Any:
    return np.array([of.number(one)], dtype=np.int64)


def told(of: Graph, part: Part) -> Any:
    """All that is computed on a part: its ties, its communities, its brokers, by ids."""
    names, members = of.ids(part.subjects.tolist()), communities(part)
    ties = [
        (names[one], names[other], weight)
        for one, other, weight in zip(part.starts, part.ends, part.weights, strict=True)
    ]
    return names, ties, members.tolist(), [(names[one.place], one) for one in brokers(part, members)], part.is_whole


@given(networks(), some.sampled_from(ANSWERS))
def test_hidden_subjects_and_edges_change_no_answer(
    drawn: Drawn, answer: Callable[[Graph, UUID, UUID, Sight], Any]
) -> None:
    """Planted edges that the actor may not see: every answer is that of a node which never had them, byte for byte."""
    start, end = list(drawn.subjects)[:2]
    subjects = {
        one: label for one, label in drawn.subjects.items() if label in drawn.sight.labels or one in {start, end}
    }
    without = {
        made: tuple(
            one for one in edges if one.label in drawn.sight.labels and {one.source, one.target} <= subjects.keys()
        )
        for made, edges in drawn.edges.items()
    }
    with_hidden = graph(drawn.subjects, drawn.edges)
    assert answer(with_hidden, start, end, drawn.sight) == answer(graph(subjects, without), start, end, drawn.sight)


@given(networks(), networks())
def test_a_part_of_a_changed_graph_is_that_of_a_new_one(before: Drawn, after: Drawn) -> None:
    """Whatever numbers subjects were given: a process that followed the feed tells the same communities as one that just began."""
    changed = graph(before.subjects, before.edges)
    for one in {*before.subjects, *after.subjects}:
        changed.put_subject(one, after.subjects.get(one))
    changed.put_edges({made: after.edges.get(made, ()) for made in {*before.edges, *after.edges}})
    fresh = graph(after.subjects, after.edges)
    again = Graph(changed.merged())  # the snapshot that is made of what there was and what changed
    expected = told(fresh, whole_part(fresh, after.sight))
    assert [told(one, whole_part(one, after.sight)) for one in (changed, again)] == [expected, expected]
    for one in after.subjects:
        steps = [edges_of(of, of.number(one) or 0, after.sight) for of in (again, fresh)]
        made = [sorted(of.edge_ids(step.edge.tolist())) for of, step in zip((again, fresh), steps, strict=True)]
        assert made[0] == made[1]


@given(networks(most=16))
def test_a_community_is_in_one_piece_and_a_broker_has_the_share_that_counting_gives(drawn: Drawn) -> None:
    of, near = graph(drawn.subjects, drawn.edges), neighbours(allowed(drawn))
    part = whole_part(of, drawn.sight)
    names, members = of.ids(part.subjects.tolist()), communities(part)
    by_name = dict(zip(names, members.tolist(), strict=True))
    for one, other in pairs_of(names):
        if by_name[one] == by_name[other]:
            inside = {name: {end for end in near.get(name, ()) if by_name[end] == by_name[one]} for name in names}
            assert reachable(inside, one) == reachable(inside, other)
    between = [(a, b, shortest(near, a, b)) for a, b in pairs_of(names) if by_name[a] != by_name[b]]
    between = [(a, b, found) for a, b, found in between if found]
    for broker in brokers(part, members):
        name = names[broker.place]
        share = sum(sum(name in way[1:-1] for way in found) / len(found) for _a, _b, found in between) / len(between)
        assert broker.share == pytest.approx(share)
        left = {one: ends - {name} for one, ends in near.items() if one != name}
        pieces = sorted({frozenset(reachable(left, one)) for one in near[name]}, key=len)
        assert broker.cut_off == sum(map(len, pieces[:-1]))


def pairs_of(names: list[UUID]) -> list[tuple[UUID, UUID]]:
    return list(itertools.combinations(names, 2))


def reachable(near: Mapping[UUID, set[UUID]], start: UUID) -> set[UUID]:
    found, rim = {start}, {start}
    while rim:
        rim = {end for one in rim for end in near.get(one, ())} - found
        found |= rim
    return found


def shortest(near: Mapping[UUID, set[UUID]], start: UUID, end: UUID) -> list[tuple[UUID, ...]]:
    """All shortest ways, level by level."""
    rim: list[tuple[UUID, ...]] = [(start,)]
    seen = {start}
    while rim:
        done = [way for way in rim if way[-1] == end]
        if done:
            return done
        rim = [(*way, one) for way in rim for one in near.get(way[-1], ()) if one not in seen]
        seen |= {way[-1] for way in rim}
    return []


def test_two_circles_with_one_between_them_are_two_communities_and_a_broker() -> None:
    ids = [subject(number) for number in range(11)]
    circles = [
        itertools.combinations(ids[:5], 2),
        itertools.combinations(ids[6:], 2),
        [(ids[4], ids[5]), (ids[5], ids[6])],
    ]
    ties = [pair for circle in circles for pair in circle]
    of = graph(dict.fromkeys(ids, 3), {record(at): (Edge(*pair, 3, 0),) for at, pair in enumerate(ties)})
    part = whole_part(of, Sight(frozenset({3})))
    names, members = of.ids(part.subjects.tolist()), communities(part)
    groups = {
        number: {one for one, at in zip(names, members, strict=True) if at == number}
        for number in set(members.tolist())
    }
    assert len(groups) == 2
    assert any(set(ids[:5]) <= one for one in groups.values())
    assert any(set(ids[6:]) <= one for one in groups.values())
    found = {names[one.place]: one for one in brokers(part, members)}
    assert ids[5] in found or ids[4] in found
    assert max(one.cut_off for one in found.values()) >= 4


@given(networks(), networks(), some.data())
def test_a_changed_graph_answers_like_a_new_one(before: Drawn, after: Drawn, data: some.DataObject) -> None:
    """Subjects and edges that were added, relabelled, moved and taken away, in pieces, beside the graph made of the end state."""
    changed = graph(before.subjects, before.edges)
    for piece in data.draw(some.permutations(["subjects", "edges"])):
        if piece == "subjects":
            for one in {*before.subjects, *after.subjects}:
                changed.put_subject(one, after.subjects.get(one))
        else:
            changed.put_edges({made: after.edges.get(made, ()) for made in {*before.edges, *after.edges}})
    fresh = graph(after.subjects, after.edges)
    start, end = list(after.subjects)[:2]
    assert sorted(found_ways(changed, start, end, after.sight)) == sorted(found_ways(fresh, start, end, after.sight))
    gone = [one for one in before.subjects if one not in after.subjects]
    assert all(changed.number(one) is None for one in gone)


@given(networks())
def test_a_saved_snapshot_is_the_same(drawn: Drawn) -> None:
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - a folder for each example

    with TemporaryDirectory() as folder:
        made = Snapshot.of(columns(drawn.subjects, drawn.edges))
        made.save(Path(folder) / "saved")
        opened = Graph(Snapshot.open(Path(folder) / "saved"))
        start, end = list(drawn.subjects)[:2]
        assert found_ways(opened, start, end, drawn.sight) == found_ways(Graph(made), start, end, drawn.sight)


def test_a_torn_snapshot_is_refused(tmp_path: Path) -> None:
    Snapshot.of(columns({subject(1): 3, subject(2): 3}, {record(1): (Edge(subject(1), subject(2), 3, 0),)})).save(
        tmp_path / "saved"
    )
    for torn in ("steps.npy", "whole.json"):
        path = tmp_path / "saved" / torn
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(DamagedSnapshotError):
            Snapshot.open(tmp_path / "saved")
        path.write_bytes(whole)
    assert Snapshot.open(tmp_path / "saved").edges == 1


def test_days_narrow_a_search_and_an_edge_without_a_day_is_of_all_days() -> None:
    days = {record(1): (date(2020, 1, 1), date(2020, 6, 1)), record(2): (date(2021, 1, 1), date(2021, 6, 1))}
    edges = {
        made: (Edge(subject(1), subject(2), 3, 0, day_of(first), day_of(last)),) for made, (first, last) in days.items()
    }
    of = graph({subject(1): 3, subject(2): 3}, {**edges, record(3): (Edge(subject(2), subject(1), 3, 0),)})

    def found(since: date | None, until: date | None) -> list[UUID]:
        steps = edges_of(of, of.number(subject(1)) or 0, Sight(frozenset({3}), None, since, until))
        return sorted(of.edge_ids(steps.edge.tolist()))

    assert found(None, None) == [record(1), record(2), record(3)]
    assert found(date(2020, 6, 1), date(2020, 12, 1)) == [record(1), record(3)]
    assert found(date(2020, 6, 2), date(2020, 12, 31)) == [record(3)]
    assert found(None, date(2021, 1, 1)) == [record(1), record(2), record(3)]


def test_a_subject_that_the_reader_hid_is_not_walked_through() -> None:
    ids = [subject(number) for number in range(3)]
    edges = {record(at): (Edge(ids[at], ids[at + 1], 3, 0),) for at in range(2)}
    of = graph(dict.fromkeys(ids, 3), edges)
    first, middle, last = (of.number(one) or 0 for one in ids)
    everything = Sight(frozenset({3}))
    assert between(of, first, last, everything) is not None
    assert between(of, first, last, Sight(frozenset({3}), without=frozenset({middle}))) is None


def test_parallel_edges_are_one_step_with_all_its_records() -> None:
    ids = [subject(1), subject(2)]
    edges = {record(1): (Edge(ids[0], ids[1], 3, 0),), record(2): (Edge(ids[1], ids[0], 5, 1),)}
    of = graph(dict.fromkeys(ids, 3), edges)
    ((only,),) = [shortest_paths(of, of.number(ids[0]) or 0, of.number(ids[1]) or 0, Sight(frozenset({3, 5}))).paths]
    assert sorted(of.edge_ids(only.steps[0].edges)) == [record(1), record(2)]
    assert len(only) == 1
