"""The clock of the watch: what is told to keepers, the end of a term and the reminder before it, and what is forgotten afterwards (R07)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from minassa.access import Opened, door, system_actor
from minassa.base import now, today
from minassa.desk import notify
from minassa.watch import notices, rows
from minassa.watch.acts import WATCH_TERM, WATCH_WORK
from minassa.watch.finding import is_keeper_there
from minassa.watch.models import Watch, WatchFile, WatchHit, WatchPlace
from minassa.watch.types import ENDED, GONE, NEW, ON, STOPPED

REMIND: Final = timedelta(days=14)
FORGET_AFTER: Final = timedelta(days=90)
"""How long a watch that has ended is kept, so that what was decided can be reviewed; then it goes with its hits."""
MOST_AT_ONCE: Final = 5_000
_QUIET: Final = "quiet-days"


def tell_keepers() -> int:
    """Tell each keeper once of what is new, with the transaction that notes it as told; how many were told."""
    told = 0
    with door(system_actor("watch"), WATCH_WORK) as opened:
        untold = WatchHit.objects.filter(is_told=False, state__in=[NEW, GONE]).select_related("watch")
        found = list(untold.order_by("id")[:MOST_AT_ONCE])
        of_keeper: dict[UUID, list[WatchHit]] = defaultdict(list)
        for hit in found:
            of_keeper[hit.keeper].append(hit)
        for keeper, some in of_keeper.items():
            gone = sum(hit.state == GONE for hit in some)
            changed = sum(hit.state == NEW and hit.changed != "[]" for hit in some)
            counts = {"new": len(some) - gone - changed, "changed": changed, "gone": gone}
            told += _tell(opened, keeper, some[0].watch, notices.HITS, counts)
        for piece in rows.pieces((hit.id for hit in found), rows.BATCH // 2):
            WatchHit.objects.filter(id__in=piece).update(is_told=True)
    return told


def _tell(opened: Opened, keeper: UUID, watch: Watch, kind: str, params: Mapping[str, object]) -> bool:
    if not is_keeper_there(keeper):
        return False
    agency = opened.label_of(watch.label_id).owner
    notify(system_actor("watch"), person=keeper, agency=agency, kind=kind, about="watches:on", params=params)
    return True


def tell_quiet_days() -> int:
    """Once a day, tell those for whom nothing came that nothing came: one line in the digest, never mail. How many were told."""
    day = today()
    place = WatchPlace.objects.filter(sort=_QUIET).first()
    if place is not None and place.number >= day.toordinal():
        return 0
    told = 0
    with door(system_actor("watch"), WATCH_WORK) as opened:
        if place is not None:
            since = now() - timedelta(days=1)
            busy = set(WatchHit.objects.filter(modified__gte=since).values_list("keeper", flat=True))
            for keeper in set(rows.keepers()) - busy:
                kept = Watch.objects.filter(keeper=keeper, state=ON)
                first = kept.first()
                if first is not None:
                    told += _tell(opened, keeper, first, notices.QUIET, {"count": kept.count()})
        WatchPlace.objects.update_or_create(sort=_QUIET, defaults={"number": day.toordinal(), "at": now()})
    return told


def keep_the_clock() -> None:
    """Remind of what ends soon, end what has reached its term, forget what ended long ago; so many at a time, each time in a transaction."""
    for some_done in (_remind, _end, _forget):
        while some_done() == MOST_AT_ONCE:
            continue


def _remind() -> int:
    with door(system_actor("watch"), WATCH_TERM) as opened:
        soon = Watch.objects.filter(state=ON, until__lte=today() + REMIND, reminded_for=None)
        found = list(soon.order_by("until", "id")[:MOST_AT_ONCE])
        of_keeper: dict[UUID, list[Watch]] = defaultdict(list)
        for row in found:
            of_keeper[row.keeper].append(row)
        for keeper, some in of_keeper.items():
            _tell(opened, keeper, some[0], notices.ENDS, {"count": len(some)})
        for piece in rows.pieces((row.id for row in found), rows.BATCH // 2):
            Watch.objects.filter(id__in=piece).update(reminded_for=today())
        opened.note(reminded=len(found))
        return len(found)


def _end() -> int:
    with door(system_actor("watch"), WATCH_TERM) as opened:
        over = list(Watch.objects.filter(state=ON, until__lt=today()).order_by("until", "id")[:MOST_AT_ONCE])
        for piece in rows.pieces(over, rows.BATCH // 2):
            rows.end(piece, state=ENDED, at=now())
        opened.note(ended=len(over))
        return len(over)


def _forget() -> int:
    with door(system_actor("watch"), WATCH_TERM) as opened:
        old = Watch.objects.filter(state__in=[STOPPED, ENDED], modified__lt=now() - FORGET_AFTER)
        ids = list(old.values_list("id", flat=True)[:MOST_AT_ONCE])
        rows.forget(ids)
        WatchFile.objects.exclude(state="waiting").filter(modified__lt=now() - FORGET_AFTER).delete()
        opened.note(forgotten=len(ids))
        return len(ids)
