"""Feeds that an agency follows: add, list, read, resume."""

import re
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from minassa.access import Actor, Handling, Label, Opened, Tlp, decide, door, marks, newest
from minassa.base import Conflict, Invalid, NotFound, Settings, fault_codes, now
from minassa.base.fetch import refuse_address
from minassa.exchange import faults
from minassa.exchange.acts import FEED_ADD, FEED_LIST, FEED_RESUME
from minassa.exchange.feeds.types import FeedView, RunView
from minassa.exchange.models.feeds import Feed, FeedRun
from minassa.exchange.models.taxii import Collection, CollectionClock

MOST_LISTED: Final = 200
RUNS_SHOWN: Final = 20
SHORTEST_MINUTES: Final = 5
LONGEST_MINUTES: Final = 7 * 24 * 60
_LONGEST_URL: Final = 400
_LONGEST_TITLE: Final = 200
_COLLECTION: Final = re.compile(r"(https?://[^?#]+/collections/[^/?#]+)(?:/objects)?/?")
_FILE: Final = re.compile(r"https?://[^/?#]+/[^#]*")
_MANIFEST: Final = "/manifest.json"
_SECRET_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


def add_feed(  # noqa: PLR0913 - what a feed must state, each part named
    actor: Actor, *, url: str, title: str, label: Label, secret: str = "", every_minutes: int = 60
) -> FeedView:
    """Follow a TAXII collection, a STIX file, or (by its manifest) a feed in MISP's format; its objects land in a new collection with this label, which bounds theirs.

    `secret` names a file below `secrets/feeds/`. Raises Invalid for what cannot be fetched, Refused for hosts that the settings
    do not allow, Conflict where the agency follows it already.
    """
    kind, url = _address(url)
    title = " ".join(title.split())
    if not 0 < len(title) <= _LONGEST_TITLE or not SHORTEST_MINUTES <= every_minutes <= LONGEST_MINUTES:
        raise Invalid(faults.FEED_OPTIONS)
    if secret:
        secret_of(secret)
    refuse_address(url, limits=_node().fetch)
    with door(actor, FEED_ADD) as opened:
        own_id = opened.intern(_own(label))
        if Feed.objects.filter(url=url, label_id=own_id).exists():
            raise Conflict(faults.FEED_KNOWN)
        collection = Collection.objects.create(title=title, label_id=opened.intern(label))
        CollectionClock.objects.create(collection=collection.id)
        row = Feed.objects.create(
            title=title,
            url=url,
            kind=kind,
            secret=secret,
            collection=collection,
            every_minutes=every_minutes,
            label_id=own_id,
        )
        opened.note(subject=f"feed:{row.id}", owner=label.owner, kind=kind)
        return _view(row, opened)


def list_feeds(actor: Actor) -> tuple[FeedView, ...]:
    """The feeds of the actor's agency, the newest first."""
    with door(actor, FEED_LIST) as opened:
        return tuple(_view(row, opened) for row in newest(Feed, MOST_LISTED, by="created", related=("collection",)))


def read_feed(actor: Actor, *, id: UUID) -> tuple[FeedView, tuple[RunView, ...]]:  # noqa: A002 - the word that every room uses
    """One feed with its last fetches, the latest first. Raises NotFound."""
    with door(actor, FEED_LIST) as opened:
        row = feed_row(id)
        return _view(row, opened), tuple(run_view(one) for one in _runs(row)[:RUNS_SHOWN])


def resume_feed(actor: Actor, *, id: UUID) -> FeedView:  # noqa: A002 - the word that every room uses
    """Let the clock fetch a feed again that it had given up, at once. Raises NotFound."""
    with door(actor, FEED_RESUME, subject=f"feed:{id}") as opened:
        row = feed_row(id)
        row.state, row.failures, row.due = Feed.GOOD, 0, now()
        row.save(update_fields=["state", "failures", "due"])
        opened.note(owner=opened.label_of(row.label_id).owner)
        return _view(row, opened)


def feed_row(feed: UUID) -> Feed:
    """The row of a feed that the open door lets through. Raises NotFound."""
    row = Feed.objects.select_related("collection").filter(id=feed).first()
    if row is None:
        raise NotFound(faults.NO_FEED)
    return row


def secret_of(name: str) -> str:
    """The secret of this name. Raises Invalid where there is none."""
    found = _node().secret(f"feeds/{name}") if _SECRET_NAME.fullmatch(name) else ""
    if not found:
        raise Invalid(faults.FEED_SECRET, name=name[:64])
    return found


def _node() -> Settings:
    node: Settings = settings.MINASSA
    return node


def _address(url: str) -> tuple[str, str]:
    """The kind of a feed and its address in one form."""
    url = url.strip()
    found = _COLLECTION.fullmatch(url)
    if len(url) > _LONGEST_URL or not (found or _FILE.fullmatch(url)):
        raise Invalid(faults.FEED_ADDRESS, address=url[:100])
    if found:
        return Feed.TAXII, f"{found[1]}/objects/"
    return (Feed.MISP if url.endswith(_MANIFEST) else Feed.FILE), url


def _own(label: Label) -> Label:
    """What an agency follows is its own affair."""
    return Label(owner=label.owner, tlp=Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=label.exercise)


def _runs(row: Feed) -> QuerySet[FeedRun]:
    return FeedRun.objects.filter(feed=row.id, label_id=row.label_id).order_by("-began", "-id")


def _view(row: Feed, opened: Opened) -> FeedView:
    last = _runs(row).first()
    bounds = row.collection.label_id
    return FeedView(
        id=row.id,
        title=row.title,
        url=row.url,
        kind=row.kind,
        collection=row.collection_id,
        marks=marks(opened.label_of(bounds)),
        obligations=opened.obligations(bounds),
        every_minutes=row.every_minutes,
        state=row.state,
        failures=row.failures,
        due=row.due,
        created=row.created,
        stored=row.stored,
        refused=row.refused,
        last=run_view(last) if last else None,
        may_change=decide(opened.actor, FEED_RESUME, opened.label_of(row.label_id), opened.context).allowed,
    )


def run_view(row: FeedRun) -> RunView:
    """One fetch, with the sentences of its fault in the active language."""
    sentence = fault_codes().get(row.fault)
    return RunView(
        began=row.began,
        ended=row.ended,
        pages=row.pages,
        stored=row.stored,
        known=row.known,
        refused=row.refused,
        refused_why=tuple((one[0], one[1]) for one in row.refused_why),
        fault=row.fault,
        what=str(sentence.what) % row.params if sentence else "",
        next_step=str(sentence.next_step) % row.params if sentence else "",
    )
