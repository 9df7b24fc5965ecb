"""One fetch under way: what came is stored in one transaction with how far the fetch came."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import F

from minassa.access import Opened, door, system_actor
from minassa.base import Settings, now
from minassa.exchange.acts import FEED_TAKE
from minassa.exchange.models.feeds import Feed, FeedRun
from minassa.exchange.taxii.adding import Read, take_checked
from minassa.exchange.taxii.labelling import Labeller, definitions_among
from minassa.exchange.taxii.types import Failure, Taken
from minassa.stix import Limits

HELD_FOR: Final = timedelta(minutes=15)
REASONS_KEPT: Final = 20
LIMITS: Final = Limits(envelope_bytes=64_000_000, objects=200_000, object_bytes=1_000_000, text=500_000)
ACTOR: Final = "feeds"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One fetch of one feed, counted in one run."""

    feed: Feed
    run: UUID

    def take(self, read: Sequence[Read], **reached: str) -> Taken:
        """Store what came, and how far the fetch came with it, in one transaction."""
        return self.take_made(lambda _opened, _owner: read, **reached)

    def take_made(self, make: Callable[[Opened, UUID], Sequence[Read]], **reached: str) -> Taken:
        """The same for what is made behind the door, of what this feed's agency (the second argument) holds already."""
        with door(system_actor(ACTOR), FEED_TAKE, subject=f"feed:{self.feed.id}") as opened:
            owner = opened.label_of(self.feed.label_id).owner
            bounds = opened.label_of(self.feed.collection.label_id)
            collection = self.feed.collection_id
            read = make(opened, owner)
            labeller = Labeller(opened, bounds, owner, definitions_among(read, collection))
            taken = take_checked(
                labeller, collection=collection, agency=owner, read=read, source=self.feed.title, is_bound=True
            )
            self._count(taken, reached)
            opened.note(owner=owner, stored=taken.stored, known=taken.known, refused=len(taken.failures))
            return taken

    def refuse(self, name: str, why: str) -> None:
        """Count something that could not be read, and keep the first ones with their reasons."""
        with door(system_actor(ACTOR), FEED_TAKE, subject=f"feed:{self.feed.id}") as opened:
            owner = opened.label_of(self.feed.label_id).owner
            self._count(Taken(0, 0, (Failure(name, "", why),)), {})
            opened.note(owner=owner, stored=0, known=0, refused=1)

    def _count(self, taken: Taken, reached: dict[str, str]) -> None:
        refused = len(taken.failures)
        feeds, runs = Feed.objects.filter(id=self.feed.id), FeedRun.objects.filter(id=self.run)
        feeds.update(
            stored=F("stored") + taken.stored, refused=F("refused") + refused, held_until=now() + HELD_FOR, **reached
        )
        runs.update(
            pages=F("pages") + 1,
            stored=F("stored") + taken.stored,
            known=F("known") + taken.known,
            refused=F("refused") + refused,
        )
        if refused:
            kept = runs.values_list("refused_why", flat=True).get()
            why = [*kept, *([one.id, one.message] for one in taken.failures)]
            runs.update(refused_why=why[:REASONS_KEPT])


def this_node() -> Settings:
    """The node's settings, as they are now."""
    node: Settings = settings.MINASSA
    return node
