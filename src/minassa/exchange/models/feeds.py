"""Rows of feeds: what the node fetches from elsewhere, and what became of each fetch. Guarded: their agency's alone."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now
from minassa.exchange.models.taxii import Collection


class Feed(Guarded):
    """Another TAXII server's collection, a STIX file, or a feed in MISP's format, fetched by the clock into a collection of ours.

    `after` and `page` say how far the last fetch came: the other server's own words for a moment and a page, sent back as they
    are. `secret` names a file below `secrets/feeds/`; the secret itself is never in the database.
    """

    TAXII, FILE, MISP = "taxii", "file", "misp"
    GOOD, FAILING, DEAD = "good", "failing", "dead"

    title = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    kind = models.CharField(max_length=8, choices=[(one, one) for one in (TAXII, FILE, MISP)])
    secret = models.CharField(max_length=64, blank=True)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+", db_index=False)
    every_minutes = models.PositiveIntegerField(default=60)
    created = models.DateTimeField(default=now)

    state = models.CharField(max_length=8, default=GOOD, choices=[(one, one) for one in (GOOD, FAILING, DEAD)])
    failures = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(default=now)
    held_until = models.DateTimeField(null=True)
    after = models.CharField(max_length=64, blank=True)
    page = models.TextField(blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    stored = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="feed_newest", fields=["label", "-created", "-id"]),
            models.Index(name="feed_due", fields=["due"]),
        ]


class FeedRun(Guarded):
    """One fetch of a feed: what came, and how it ended. `fault` is a code that `params` fill, `refused_why` the first reasons."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="runs", db_index=False)
    began = models.DateTimeField(default=now)
    ended = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True)
    params = models.JSONField(default=dict)
    pages = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refused_why = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(name="feed_runs_newest", fields=["feed", "label", "-began", "-id"])]
