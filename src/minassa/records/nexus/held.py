"""The graph in each process: opened from a saved snapshot, brought up to date from the change feed before each search."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import RLock
from typing import Any, Final
from uuid import UUID

import numpy as np

from minassa.access import door, system_actor
from minassa.base import Unavailable
from minassa.records import faults, feed
from minassa.records.acts import RECORD_INDEX
from minassa.records.graph import Columns, DamagedSnapshotError, Graph, Snapshot
from minassa.records.graph.changing import columns
from minassa.records.models import Record
from minassa.records.nexus.edges import drawn, pointing_to
from minassa.records.nexus.kinds import sort_of_files

SAVE_AFTER: Final = 5_000
"""Changes after which a new snapshot is made."""
MOST_MERGED: Final = 100_000
"""Changes beyond which reading all records costs less memory than laying what changed into what there is."""
MOST_AT_ONCE: Final = 20_000
"""Changes that a search brings in before it answers; where more wait, it says so, and the clock brings them in."""


@dataclass(slots=True)
class _Held:
    graph: Graph
    follower: feed.Follower


_held: _Held | None = None
_lock: Final = RLock()


def present_graph() -> Graph:
    """The graph with every change that is known by now. Raises Unavailable while very many wait to be brought in."""
    with _lock:
        held = _followed()
        if held.follower.waiting() > MOST_AT_ONCE:
            raise Unavailable(faults.GRAPH_IN_THE_MAKING)
        return _caught_up(held)


def refresh_graph() -> int:
    """Make and save a new snapshot where enough has changed since the last; give the number of changes that went in.

    What changed is laid into the arrays of the last one: the records themselves are read anew only where there is none, or after very
    many changes.
    """
    global _held  # noqa: PLW0603 - one graph for each process is the point
    with _lock:
        before, follower = feed.last_saved(sort_of_files()), feed.Follower.from_now_on()
        changes = follower.last - before
        if changes < SAVE_AFTER:
            return 0
        if before and changes <= MOST_MERGED:
            held = _followed()
            snapshot, follower = _caught_up(held).merged(), held.follower
        else:
            snapshot = _built()
        place = feed.new_place(sort_of_files())
        snapshot.save(place)
        feed.keep_saved(sort_of_files(), place, follower.last)
        _held = _Held(Graph(Snapshot.open(place)), follower)
        return follower.last - before


def _followed() -> _Held:
    """What this process holds, or the newest saved snapshot, or a graph of nothing that has everything before it."""
    global _held  # noqa: PLW0603 - as above
    held = _held
    if held is not None and held.follower.is_of_this_feed() and not _is_outdone(held):
        return held
    _held = _opened() or _Held(Graph(Snapshot.of(columns({}, {}))), feed.Follower.after(None))
    return _held


def _is_outdone(held: _Held) -> bool:
    """Whether another process has saved a snapshot that spares this one many changes of its own."""
    return held.graph.changes > SAVE_AFTER and feed.last_saved(sort_of_files()) > held.follower.last - SAVE_AFTER


def _opened() -> _Held | None:
    for path, follower in feed.saved(sort_of_files()):
        try:
            return _Held(Graph(Snapshot.open(path)), follower)
        except DamagedSnapshotError:
            continue  # the one before, or a new one, will do
    return None


def _caught_up(held: _Held) -> Graph:
    """Changes go into a copy: a search in another thread goes on with what it has."""
    graph = held.graph
    for chunk in held.follower.fresh():
        if graph is held.graph:
            graph = graph.copied()
        _bring_in(graph, chunk)
    held.graph = graph.settled()
    return graph


def _bring_in(graph: Graph, ids: list[UUID]) -> None:
    with door(system_actor("records-index"), RECORD_INDEX) as opened:
        found = drawn(ids, opened)
        also = drawn(pointing_to(ids) - set(ids), opened)
    for one, label in found.subjects.items():
        graph.put_subject(one, label)
    graph.put_edges({**found.edges, **also.edges})


def _built() -> Snapshot:
    """A snapshot of all records. What changes meanwhile is in the feed."""
    pieces = [_columns(ids) for ids in _all_ids()]
    if not pieces:
        return Snapshot.of(columns({}, {}))
    return Snapshot.of(Columns(*(np.concatenate(parts) for parts in zip(*pieces, strict=True))))


def _all_ids() -> Iterator[list[UUID]]:
    """The ids of all records in pieces, each read through a door of its own so that no transaction stays open."""
    after = UUID(int=0)
    while True:
        with door(system_actor("records-index"), RECORD_INDEX):
            ids = list(Record.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[: feed.CHUNK])
        if not ids:
            return
        yield ids
        after = ids[-1]


def _columns(ids: list[UUID]) -> tuple[np.ndarray[Any, Any], ...]:
    with door(system_actor("records-index"), RECORD_INDEX) as opened:
        found = drawn(ids, opened)
    subjects = {one: label for one, label in found.subjects.items() if label is not None}
    made = columns(subjects, found.edges)
    return tuple(getattr(made, name) for name in Columns.__slots__)
