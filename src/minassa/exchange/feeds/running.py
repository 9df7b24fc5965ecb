"""Fetching feeds: what came is stored together with how far the fetch came, so that a node that dies begins where it was.

A feed that fails is tried again later each time; after MOST_FAILURES in a row it is dead until a person resumes it.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db.models import Q

from minassa.access import Actor, door, system_actor
from minassa.base import Conflict, Fault, PeerFault, now
from minassa.base.fetch import Conditions, fetch
from minassa.exchange import faults
from minassa.exchange.acts import FEED_DUE, FEED_RUN, FEED_SYNC
from minassa.exchange.feeds.events import fetch_events
from minassa.exchange.feeds.fetching import ACTOR, HELD_FOR, LIMITS, Fetch, this_node
from minassa.exchange.feeds.remote import LostPlace, Remote, RemotePage, read_page
from minassa.exchange.feeds.service import feed_row, run_view, secret_of
from minassa.exchange.feeds.types import RunView
from minassa.exchange.models.feeds import Feed, FeedRun
from minassa.exchange.taxii.adding import Read
from minassa.stix import read_bundle

MOST_PAGES: Final = 500
MOST_FAILURES: Final = 10
LONGEST_WAIT: Final = timedelta(hours=12)
RUNS_KEPT: Final = 50
AT_ONCE: Final = 1_000


def sync_feed(actor: Actor, *, id: UUID) -> RunView:  # noqa: A002 - the word that every room uses
    """Fetch a feed of the actor's agency now. Raises NotFound, Conflict while it is being fetched; faults stand in the answer."""
    with door(actor, FEED_SYNC, subject=f"feed:{id}") as opened:
        row = feed_row(id)
        opened.note(owner=opened.label_of(row.label_id).owner)
    return _run(id)


def sync_due_feeds() -> int:
    """Fetch every feed whose time has come; called by the clock. Gives how many ended well."""
    with door(system_actor(ACTOR), FEED_DUE):
        due = list(
            Feed.objects.filter(due__lte=now()).exclude(state=Feed.DEAD).order_by("due").values_list("id", flat=True)
        )
    return sum(_ended_well(one) for one in due)


def _ended_well(feed: UUID) -> bool:
    try:
        return not _run(feed).fault
    except Conflict:  # a person has it fetched just now
        return False


def _run(feed: UUID) -> RunView:
    under_way = _begin(feed)
    fault: Fault | None = None
    try:
        _WAYS[under_way.feed.kind](under_way)
    except Fault as error:
        fault = error
    return _end(under_way, fault)


def _begin(feed: UUID) -> Fetch:
    """Take hold of a feed: of two at once, one gets Conflict. A hold that nobody renews ends by itself."""
    with door(system_actor(ACTOR), FEED_RUN):
        free = Q(held_until__isnull=True) | Q(held_until__lte=now())
        if not Feed.objects.filter(free, id=feed).update(held_until=now() + HELD_FOR):
            raise Conflict(faults.FEED_RUNNING)
        row = feed_row(feed)
        return Fetch(row, FeedRun.objects.create(feed=row, label_id=row.label_id).id)


def _end(done: Fetch, fault: Fault | None) -> RunView:
    with door(system_actor(ACTOR), FEED_RUN):
        run = FeedRun.objects.get(id=done.run)
        run.ended = now()
        run.fault = fault.code if fault else ""
        run.params = {key: str(value) for key, value in fault.params.items()} if fault else {}
        run.save(update_fields=["ended", "fault", "params"])
        _settle(Feed.objects.get(id=done.feed.id), fault, run.ended)
        old = FeedRun.objects.filter(feed=done.feed.id).order_by("-began", "-id").values_list("id", flat=True)
        FeedRun.objects.filter(id__in=list(old[RUNS_KEPT : RUNS_KEPT * 2])).delete()
        return run_view(run)


def _settle(row: Feed, fault: Fault | None, at: datetime) -> None:
    """When the feed is due next: after its own time, or later and later while it fails."""
    every = timedelta(minutes=row.every_minutes)
    row.failures = row.failures + 1 if fault else 0
    row.state = Feed.GOOD if fault is None else Feed.DEAD if row.failures >= MOST_FAILURES else Feed.FAILING
    row.due = at + (every if fault is None else max(every, min(LONGEST_WAIT, timedelta(minutes=2**row.failures))))
    row.held_until = None
    row.save(update_fields=["failures", "state", "due", "held_until"])


def _fetch_pages(under_way: Fetch) -> None:
    """Page after page from where the last fetch stopped, until the server has no more."""
    remote = Remote(under_way.feed.url, secret_of(under_way.feed.secret) if under_way.feed.secret else "")
    after, page = under_way.feed.after, under_way.feed.page
    has_lost_place = False
    for _number in range(MOST_PAGES):
        try:
            found = read_page(remote, after=after, page=page, limits=this_node().fetch)
        except LostPlace:
            if has_lost_place:
                raise PeerFault(faults.FEED_CIRCLE, host=remote.host) from None
            has_lost_place, page = True, ""  # what was stored since is known, and is not doubled
            continue
        onwards = _onwards(remote, found, after)
        taken = under_way.take(list(read_bundle(found.body, limits=LIMITS)), after=onwards[0], page=onwards[1])
        if not found.more:
            return
        # A server may use one word for all pages of a pull; then each page must bring something.
        if onwards == (after, page) and not taken.stored:
            raise PeerFault(faults.FEED_CIRCLE, host=remote.host)
        after, page = onwards


def _onwards(remote: Remote, found: RemotePage, after: str) -> tuple[str, str]:
    """Where the next page begins: at `next` within a pull, else after the last object that came."""
    if not found.more:
        return found.last or after, ""
    if found.next:
        return after, found.next
    if not found.last:
        raise PeerFault(faults.FEED_CIRCLE, host=remote.host)
    return found.last, ""


def _fetch_file(under_way: Fetch) -> None:
    """The whole file where it has changed. What it no longer holds stays: its publisher revokes what it takes back."""
    feed = under_way.feed
    with tempfile.TemporaryDirectory(prefix="minassa-fetch-") as folder:
        path = Path(folder) / "feed"
        received = fetch(feed.url, path, limits=this_node().fetch, conditions=Conditions(feed.etag, feed.last_modified))
        if not received.changed:
            return
        read = read_bundle(path.read_bytes(), limits=LIMITS)
    for some in _batches(read):
        under_way.take(some)
    with door(system_actor(ACTOR), FEED_RUN):
        Feed.objects.filter(id=feed.id).update(etag=received.etag, last_modified=received.last_modified)


def _batches(read: Iterable[Read]) -> Iterator[list[Read]]:
    remaining = iter(read)
    while some := list(islice(remaining, AT_ONCE)):
        yield some


_WAYS: Final[dict[str, Callable[[Fetch], None]]] = {
    Feed.TAXII: _fetch_pages,
    Feed.FILE: _fetch_file,
    Feed.MISP: fetch_events,
}
