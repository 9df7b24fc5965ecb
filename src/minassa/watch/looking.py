"""What changed is brought to the watches that it may concern: versions of lists, records, lookouts and alerts; and the first look of new ones.

How far each source was read is kept after what it concerned was written. A process that is killed in between does the last piece again,
which writes nothing twice.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from minassa.access import door, system_actor
from minassa.base import now
from minassa.records import Follower, findable, keep_place, read_on
from minassa.screening import (
    Change,
    ChangedSubjects,
    VersionView,
    delta,
    kind_of,
    names_of,
    numbers_of,
    sources,
    versions,
)
from minassa.watch import finding, following, index, rows
from minassa.watch.acts import WATCH_FIND
from minassa.watch.finding import LEAST, ask_changed, ask_each, ask_records, groups_of, is_keeper_there
from minassa.watch.models import Watch, WatchHit, WatchKey, WatchPlace
from minassa.watch.rows import pieces
from minassa.watch.types import ON

SORT: Final = "watch"
AT_ONCE: Final = 200
FIRST_AT_ONCE: Final = 100
MOST_FIRST: Final = 2_000
"""New watches that are asked for the first time in one turn of the clock: what changed is not kept waiting by a large file."""
SLACK: Final = 0.04
"""Names that stand for each other, as aliases do, lift a score a little above that of the best of them alone."""
_LIVED: Final = frozenset({"in force", "superseded"})

_follower: Follower | None = None


def look_at_lists() -> int:
    """Bring every version of a list that came in force since the last time to the watches; how many versions."""
    done = 0
    for source in sources():
        for version in _fresh_versions(source.key):
            _look_at_version(version)
            done += 1
    return done


def _fresh_versions(source: str) -> list[VersionView]:
    actor = system_actor("watch")
    place = _place(f"list:{source}")
    lived = [one for one in versions(actor, source=source) if one.state in _LIVED]
    if place is None:  # what was in force before anybody watched anything is for the first look
        _keep(f"list:{source}", max((one.number for one in lived), default=0))
        return []
    return sorted((one for one in lived if one.number > place.number), key=lambda one: one.number)


def _look_at_version(version: VersionView) -> None:
    sort = f"list:{version.source}"
    place = _place(sort)
    begun = place.ref if place else ""
    changes = delta(system_actor("watch"), source=version.source, version=version.number)
    for some in pieces((one for one in changes if one.ref > begun), AT_ONCE):
        _look_at_changes(version, some)
        _keep(sort, version.number - 1, some[-1].ref)
    _keep(sort, version.number)


def _look_at_changes(version: VersionView, some: Iterable[Change]) -> None:
    changes = tuple(some)
    finding.mark_gone(version.source, [one.ref for one in changes if one.after is None])
    day = version.published or version.made_at.date().isoformat()
    fresh = ChangedSubjects(version.source, changes, version=version.number, day=day)
    for group in groups_of(_concerned_by(fresh)):
        ask_changed(group, fresh)


def _concerned_by(fresh: ChangedSubjects) -> set[UUID]:
    """The watches that the subjects may concern: by name, by number, or because they found them before."""
    found: set[UUID] = set()
    for subject in fresh.subjects.values():
        for name in names_of(subject):
            found |= index.concerned(name, kind=kind_of(subject), least=LEAST - SLACK)
    keys = {key for subject in fresh.subjects.values() for key in numbers_of(subject)}
    return found | _with_keys("number", keys) | _with_hits(fresh.source, fresh.subjects)


def _with_keys(kind: str, keys: Iterable[str]) -> set[UUID]:
    found: set[UUID] = set()
    with door(system_actor("watch"), WATCH_FIND):
        for some in pieces(sorted(set(keys)), finding.AT_ONCE):
            found.update(WatchKey.objects.filter(kind=kind, key__in=some).values_list("watch_id", flat=True))
    return found


def _with_hits(source: str, refs: Iterable[str]) -> set[UUID]:
    found: set[UUID] = set()
    with door(system_actor("watch"), WATCH_FIND):
        for some in pieces(sorted(refs), finding.AT_ONCE):
            found.update(WatchHit.objects.filter(source=source, ref__in=some).values_list("watch_id", flat=True))
    return found


def look_at_records() -> int:
    """Bring records that are new, corrected, released to us or gone to the watches; how many changed."""
    global _follower  # noqa: PLW0603 - how far this process has read
    if _follower is None or not _follower.is_of_this_feed():
        _follower = read_on(SORT)
    done = 0
    for chunk in _follower.fresh():
        for some in pieces(chunk, AT_ONCE):
            _look_at_records(some)
        done += len(chunk)
    if done:
        keep_place(SORT, _follower)
    return done


def _look_at_records(ids: tuple[UUID, ...]) -> None:
    standing = findable(ids)
    finding.forget_records(one for one in ids if one not in standing)
    following.follow(ids)
    found = _with_hits("records", map(str, ids))
    for one in standing.values():
        for name in one.names:
            found |= index.concerned(name, kind=one.kind, least=LEAST - SLACK)
    found |= _with_keys("number", (key for one in standing.values() for key in one.keys))
    for group in groups_of(found):
        ask_records(group, list(standing))


def first_looks() -> int:
    """Ask the lists and records about watches that are new, as their keepers; how many. A large file takes several turns."""
    done = 0
    while done < MOST_FIRST and (some := _not_looked_at()):
        for group in groups_of(some):
            ask_each(group, following.first_asked(group), looked=True)
        done += len(some)
    return done


def _not_looked_at() -> list[UUID]:
    """The next new watches of keepers who can still do anything."""
    with door(system_actor("watch"), WATCH_FIND):
        waiting = Watch.objects.filter(state=ON, looked_at=None)
        there = [one for one in rows.keepers() if is_keeper_there(one)] if waiting.exists() else []
        found = waiting.filter(keeper__in=there[: finding.AT_ONCE]).order_by("id")
        return list(found.values_list("id", flat=True)[:FIRST_AT_ONCE])


def forget_places() -> None:
    """Let this process read anew (tests, restored backups)."""
    global _follower  # noqa: PLW0603 - how far this process has read
    _follower = None


def _place(sort: str) -> WatchPlace | None:
    return WatchPlace.objects.filter(sort=sort).first()


def _keep(sort: str, number: int, ref: str = "") -> None:
    WatchPlace.objects.update_or_create(sort=sort, defaults={"number": number, "ref": ref, "at": now()})
