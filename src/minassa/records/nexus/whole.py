"""Communities of all that somebody may see, and who connects them: at once where that is little, else computed by night for those who asked.

What is kept was computed for a set of labels, on nothing that has another label; it is shown to whoever may see all of these labels.
It is void as soon as a record that it used is under another label or gone: then it is not shown, and the clock makes another.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from django.utils import timezone

from minassa.access import Actor, Opened, door, system_actor
from minassa.base import Unavailable, now
from minassa.records import feed
from minassa.records.acts import RECORD_EXPLORE, RECORD_INDEX
from minassa.records.graph import Graph, Sight, brokers, communities, whole_part
from minassa.records.graph.brokers import Reals
from minassa.records.graph.ids import ABSENT, IdTable, Ints, Words, columns_of, sorted_ids
from minassa.records.models import CommunitiesAsked, IndexState, Record, RecordChange
from minassa.records.nexus.asking import rows_of
from minassa.records.nexus.held import present_graph
from minassa.records.nexus.types import BrokerView, Community, WholeCommunities
from minassa.records.views import record_row

AT_ONCE: Final = 20_000
"""Subjects that are looked at while the reader waits: some tenths of a second."""
MOST_CHANGES: Final = 20_000
MOST_SETS: Final = 40
MOST_COMMUNITIES: Final = 50
MOST_LEADING: Final = 6
PIVOTS: Final = 64
"""Subjects from which shortest ways are walked, to estimate through whom they lead."""
KEPT_FOR: Final = timedelta(days=14)
RENEWED_AFTER: Final = timedelta(hours=20)
_MORNING: Final = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """Communities as arrays: each subject's id and community, how well it is linked inside, and the records that make the ties.

    Of brokers: their places, the share of the ways, how many they alone link to the rest, and their ties as rows of (broker, community, count).
    """

    high: Words
    low: Words
    community: Ints
    inside: Ints
    edge_high: Words
    edge_low: Words
    broker: Ints
    share: Reals
    cut_off: Ints
    broker_ties: Ints

    def save(self, folder: Path) -> None:
        """Write the arrays."""
        folder.mkdir(parents=True)
        for one in fields(self):
            np.save(folder / f"{one.name}.npy", getattr(self, one.name))

    @classmethod
    def open(cls, folder: Path) -> "Kept":
        """Map saved ones. Raises OSError and ValueError for what is not whole."""
        return cls(**{one.name: np.load(folder / f"{one.name}.npy", mmap_mode="r") for one in fields(cls)})

    def is_void(self, last: int, labels: Iterable[int]) -> bool:
        """Whether a record that went in has another label since, or is gone. Runs inside a door that sees these labels."""
        changes = RecordChange.objects.filter(id__gt=last - feed.OVERLAP).values_list("record_id", flat=True)
        changed = list(dict.fromkeys(changes[: MOST_CHANGES + 1]))
        if len(changed) > MOST_CHANGES:
            return True
        columns = columns_of(changed)
        tables = IdTable(self.high, self.low), IdTable(self.edge_high, self.edge_low)
        went_in = np.any([table.places(*columns) != ABSENT for table in tables], axis=0)
        used = [one for one, is_used in zip(changed, went_in.tolist(), strict=True) if is_used]
        return Record.objects.filter(id__in=used, label_id__in=list(labels)).count() != len(used)


def all_communities(actor: Actor, *, purpose: str, case: str = "") -> WholeCommunities:
    """The communities of all that this actor may see. Where that is much, those of the last night, or none until the next."""
    graph = present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case) as opened:
        opened.note(part="all-communities")
        sight = Sight(opened.visible)
        everybody = np.arange(graph.subjects, dtype=np.int64)
        if int(graph.seen(everybody, sight).sum()) <= AT_ONCE:
            return _told(_computed(graph, sight), now(), opened)
        _note_asked(opened.visible)
        found = _fitting(opened.visible)
        return _told(*found, opened) if found else WholeCommunities(0, (), 0, None)


def refresh_communities() -> int:
    """Compute what was asked for and is not there, is void, or is a day old by night; forget what nobody asks for. Gives how many."""
    _forget(CommunitiesAsked.objects.filter(asked__lt=now() - KEPT_FOR))
    made = 0
    for asked in CommunitiesAsked.objects.order_by("-asked")[:MOST_SETS]:
        labels = frozenset(json.loads(asked.labels))
        if not _is_due(asked.sort, labels):
            continue
        follower = feed.Follower.from_now_on()
        try:
            graph = present_graph()
        except Unavailable:
            break  # the snapshot is in the making: the next turn will do
        place = feed.new_place(asked.sort)
        _computed(graph, Sight(labels)).save(place)
        feed.keep_saved(asked.sort, place, follower.last)
        made += 1
    return made


def _computed(graph: Graph, sight: Sight) -> Kept:
    part = whole_part(graph, sight)
    of = communities(part)
    starts = part.starts
    inside = np.bincount(starts[of[starts] == of[part.ends]], minlength=len(part))
    edges = graph.edges_among(part.subjects, sight)
    table, _order = sorted_ids(*graph.columns_of_edges(edges))
    between = brokers(part, of, pivots=PIVOTS)
    ties = [(place, community, count) for place, one in enumerate(between) for community, count in one.ties]
    return Kept(
        *graph.columns_of_subjects(part.subjects),
        of,
        inside,
        table.high,
        table.low,
        np.array([one.place for one in between], dtype=np.int64),
        np.array([one.share for one in between], dtype=np.float64),
        np.array([one.cut_off for one in between], dtype=np.int64),
        np.array(ties, dtype=np.int64).reshape(-1, 3),
    )


def _told(kept: Kept, at: datetime, opened: Opened) -> WholeCommunities:
    sizes = np.bincount(kept.community)
    shown = np.flatnonzero(sizes > 1)[:MOST_COMMUNITIES].tolist()
    table = IdTable(kept.high, kept.low)
    leading = {number: table.ids(_leading(kept, number)) for number in shown}
    between = table.ids(kept.broker.tolist())
    rows = rows_of({*(one for ids in leading.values() for one in ids), *between})
    told = tuple(
        Community(number, int(sizes[number]), tuple(record_row(rows[one], opened) for one in ids if one in rows))
        for number, ids in leading.items()
    )
    views = tuple(_broker(kept, place, rows[one], opened) for place, one in enumerate(between) if one in rows)
    return WholeCommunities(len(kept.high), told, int((sizes == 1).sum()), at, views, len(kept.high) > PIVOTS)


def _broker(kept: Kept, place: int, row: Record, opened: Opened) -> BrokerView:
    ties = kept.broker_ties[kept.broker_ties[:, 0] == place]
    pairs = tuple((int(community), int(count)) for _place, community, count in ties.tolist())
    return BrokerView(record_row(row, opened), float(kept.share[place]), pairs, int(kept.cut_off[place]))


def _leading(kept: Kept, number: int) -> list[int]:
    members = np.flatnonzero(kept.community == number)
    best: list[int] = members[np.lexsort((members, -kept.inside[members]))][:MOST_LEADING].tolist()
    return best


def _note_asked(labels: frozenset[int]) -> None:
    CommunitiesAsked.objects.update_or_create(
        sort=_sort_of(labels), defaults={"labels": json.dumps(sorted(labels)), "asked": now()}
    )


def _fitting(visible: frozenset[int]) -> tuple[Kept, datetime] | None:
    """What was kept for exactly these labels, else for the most of them, and is not void."""
    known = ((row.sort, frozenset(json.loads(row.labels))) for row in CommunitiesAsked.objects.all())
    within = sorted(((sort, labels) for sort, labels in known if labels <= visible), key=lambda one: -len(one[1]))
    for sort, labels in within:
        found = _saved(sort)
        if found and not found[0].is_void(found[1].last_change, labels):
            return found[0], found[1].made
    return None


def _saved(sort: str) -> tuple[Kept, IndexState] | None:
    state = IndexState.objects.filter(sort=sort).order_by("-last_change", "-id").first()
    if state is None:
        return None
    try:
        return Kept.open(feed.saved_folder(sort) / state.folder), state
    except (OSError, ValueError):
        return None  # it will be made again


def _is_due(sort: str, labels: frozenset[int]) -> bool:
    found = _saved(sort)
    if found is None:
        return True
    kept, state = found
    is_night = timezone.localtime(now()).hour < _MORNING
    if is_night and state.made < now() - RENEWED_AFTER:
        return True
    with door(system_actor("records-index"), RECORD_INDEX):
        return kept.is_void(state.last_change, labels)


def _forget(asked: Iterable[CommunitiesAsked]) -> None:
    for row in asked:
        IndexState.objects.filter(sort=row.sort).delete()
        shutil.rmtree(feed.saved_folder(row.sort), ignore_errors=True)
        row.delete()


def _sort_of(labels: frozenset[int]) -> str:
    return f"circles-{hashlib.sha256(repr(sorted(labels)).encode()).hexdigest()[:32]}"
