"""Feeds in MISP's format: the manifest, then each event that it says to have changed, the oldest first, each in one transaction.

A fetch that broke off goes on where it was, since what an event was when it was stored is noted with it. What no event says any more is
revoked in the end, of events that are gone too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from minassa import cyber
from minassa.access import Opened, door, system_actor
from minassa.base import Fault, Invalid, PeerFault
from minassa.base.fetch import Answer, send
from minassa.exchange import faults
from minassa.exchange.acts import FEED_RUN
from minassa.exchange.feeds.fetching import ACTOR, Fetch, this_node
from minassa.exchange.feeds.remote import Remote
from minassa.exchange.feeds.service import secret_of
from minassa.exchange.models.feeds import Feed
from minassa.exchange.taxii.adding import Read

MOST_EVENTS: Final = 2_000
"""Events in one fetch; the next goes on."""
MOST_MEGABYTES: Final = 64
_MANIFEST: Final = "manifest.json"
_OK: Final = 200
_UNCHANGED: Final = 304
_GONE: Final = frozenset({404, 410})


def fetch_events(under_way: Fetch) -> None:
    """Bring the node up to date with a feed in MISP's format."""
    feed = under_way.feed
    secret = secret_of(feed.secret) if feed.secret else ""
    remote = Remote(feed.url, secret)
    answer = _asked(remote, feed.url, {"If-None-Match": feed.etag} if feed.etag else {})
    if answer.status != _UNCHANGED:
        _follow(under_way, remote, answer)


def _follow(under_way: Fetch, remote: Remote, answer: Answer) -> None:
    if answer.status != _OK:
        raise PeerFault(faults.FEED_REFUSED, host=remote.host, status=answer.status)
    said = cyber.manifest_in(answer.body)
    held = _held(under_way, said)
    fresh = sorted((one for one in said if held.get(one) != said[one]), key=lambda one: (said[one], one))
    done = [_take_event(under_way, remote, uuid, said[uuid]) for uuid in fresh[:MOST_EVENTS]]
    if len(done) < len(fresh):
        return
    _withdraw(under_way)
    if all(done):
        _note(under_way, answer.headers.get("etag", "")[:300])


def feed_origin(feed: UUID) -> str:
    """The origin of what a feed's events say."""
    return f"feed:{feed}"


def _following(under_way: Fetch, opened: Opened, owner: UUID) -> cyber.Following:
    return cyber.Following(opened, feed_origin(under_way.feed.id), under_way.feed.label_id, owner)


def _held(under_way: Fetch, said: Mapping[str, int]) -> dict[str, int]:
    """The events that are held as they stand in the manifest before; those that it no longer names are noted as gone."""
    held: dict[str, int] = {}

    def compare(opened: Opened, owner: UUID) -> Sequence[Read]:
        following = _following(under_way, opened, owner)
        held.update(following.stamps())
        following.forget(held.keys() - said.keys())
        return ()

    under_way.take_made(compare)
    return held


def _take_event(under_way: Fetch, remote: Remote, uuid: str, stamp: int) -> bool:
    """Fetch and store one event; whether it is as the manifest says. One that is broken leaves the others be."""
    answer = _asked(remote, under_way.feed.url.removesuffix(_MANIFEST) + f"{uuid}.json", {})
    if answer.status not in {_OK, *_GONE}:
        raise PeerFault(faults.FEED_REFUSED, host=remote.host, status=answer.status)
    try:
        if answer.status in _GONE:
            raise Invalid(faults.NO_EVENT)
        found = [one for one in cyber.events_in(answer.body) if one.uuid == uuid]
        if len(found) != 1:
            raise Invalid(faults.NO_EVENT)
    except Fault as fault:
        under_way.refuse(uuid, str(fault))
        return False
    under_way.take_made(lambda opened, owner: _following(under_way, opened, owner).take(found[0], stamp).objects)
    return True


def _withdraw(under_way: Fetch) -> None:
    """Revoke what no event says any more, some at a time."""
    is_left = True

    def some(opened: Opened, owner: UUID) -> Sequence[Read]:
        nonlocal is_left
        found = _following(under_way, opened, owner).withdrawn()
        is_left = found is not None
        return found or ()

    while is_left:
        under_way.take_made(some)


def _note(under_way: Fetch, etag: str) -> None:
    with door(system_actor(ACTOR), FEED_RUN):
        Feed.objects.filter(id=under_way.feed.id).update(etag=etag)


def _asked(remote: Remote, url: str, headers: Mapping[str, str]) -> Answer:
    limits = this_node().fetch
    return send(
        "GET",
        url,
        body=b"",
        headers={**remote.headers("application/json"), **headers},
        limits=replace(limits, megabytes=min(limits.megabytes, MOST_MEGABYTES)),
    )
