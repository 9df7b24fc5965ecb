"""Rows of collections: what is offered over TAXII, as the very bytes that came in.

All are guarded but the clocks, which hold a collection's id and a number.
"""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now

LONGEST_TITLE = 200
LONGEST_STIX_ID = 300


class Collection(Guarded):
    """Objects offered to one audience. Its label bounds every object in it; `is_open`: its readers may add to it.

    `takes_releases`: what its agency releases to the same readers is put into it as STIX; `followed` is how far that came.
    """

    title = models.CharField(max_length=LONGEST_TITLE)
    description = models.CharField(max_length=1000, blank=True)
    is_open = models.BooleanField(default=False)
    takes_releases = models.BooleanField(default=False)
    followed = models.DateTimeField(null=True)
    created = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="collection_newest", fields=["label", "-created", "-id"])]


class CollectionClock(models.Model):
    """The last moment given to an object of a collection, in microseconds since 1970; whoever writes locks this row."""

    collection = models.UUIDField(primary_key=True)
    last = models.BigIntegerField(default=0)


class Strand(Guarded):
    """That a collection holds objects of this label: a page is read label by label, of those that the reader sees."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="strand_once", fields=["collection", "label"])]


class StoredObject(Guarded):
    """One version of one STIX object in one collection: `raw` is what its owner sent, byte for byte.

    `agency` is its owner; `version` as `rules.version_key` writes it (empty where the object has none); `added` in
    microseconds since 1970, unique and increasing in the collection (TAXII 2.1, section 3.4).
    """

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.UUIDField()
    stix_id = models.CharField(max_length=LONGEST_STIX_ID)
    type = models.CharField(max_length=250)
    version = models.CharField(max_length=64, blank=True)
    added = models.BigIntegerField()
    raw = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            # The label is part of it: a version that its writer may not see must not be betrayed by a conflict.
            models.UniqueConstraint(
                name="stored_version_once", fields=["collection", "stix_id", "agency", "version", "label"]
            )
        ]
        indexes: ClassVar = [
            models.Index(name="stored_in_order", fields=["collection", "label", "added"]),
            models.Index(name="stored_of_type", fields=["collection", "type", "label", "added"]),
        ]


class Publication(Guarded):
    """What stands in a collection of one stream of releases: up to which version, and by which objects. Its agency's alone."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="+", db_index=False)
    stream = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    began = models.DateTimeField()
    objects_in = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="published_once", fields=["collection", "stream"])]


class Arrival(Guarded):
    """What became of one request to add objects: TAXII's status resource. Its label names whoever sent it."""

    collection = models.UUIDField()
    created = models.DateTimeField(default=now)
    total = models.PositiveIntegerField()
    success = models.PositiveIntegerField()
    failures = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(name="arrival_age", fields=["created"])]
