"""Rows of the outbox and the inbox.

Guarded is what holds content or betrays it. Streams and tombstones are not: ids, numbers and keyed digests alone, asked
about by whoever already has the id.
"""

from typing import ClassVar

from django.db import models

from minassa.access.guarded import Guarded
from minassa.access.releases.types import DeliveryState
from minassa.base import now

LONGEST_STREAM = 80


class Release(Guarded):
    """What left: the parcel's canonical JSON, files named and not contained. The id is the parcel's; the label that of the owner's books.

    `is_forgotten`: it has arrived, and only the hash and the size of what it said stand here.
    """

    kind = models.CharField(max_length=32)
    stream = models.CharField(max_length=LONGEST_STREAM)
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=16)
    owner = models.UUIDField()
    parcel = models.TextField()
    created = models.DateTimeField(default=now)
    released_by = models.CharField(max_length=80)
    is_forgotten = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="release_version_once", fields=["stream", "owner", "version"]),
        ]
        indexes: ClassVar = [
            models.Index(name="release_newest", fields=["label", "-created", "-id"]),
            models.Index(name="release_kept", fields=["kind", "created"], condition=models.Q(is_forgotten=False)),
        ]


class Delivery(Guarded):
    """One release on its way to one agency. What it is about stands here again, so that a list needs no join."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="deliveries")
    agency = models.UUIDField()
    community = models.UUIDField(null=True)
    kind = models.CharField(max_length=32)
    stream = models.CharField(max_length=LONGEST_STREAM)
    owner = models.UUIDField()
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default=DeliveryState.WAITING.value)
    code = models.CharField(max_length=64, blank=True)
    tries = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=now)
    next_try = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    is_listed = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="delivery_once", fields=["release", "agency"]),
        ]
        indexes: ClassVar = [
            models.Index(name="delivery_newest", fields=["is_listed", "label", "-created", "-id"]),
            models.Index(name="delivery_stream", fields=["stream", "agency", "owner", "version"]),
            models.Index(name="delivery_on_its_way", fields=["state", "next_try"]),
            models.Index(
                name="delivery_owed",
                fields=["due"],
                condition=models.Q(due__isnull=False, acknowledged_at__isnull=True),
            ),
        ]


class Inbound(Guarded):
    """A parcel that is here, without its content: by which it is known when it comes again, and an altered one is noticed.

    A parcel's number counts with its owner: nobody can take up another's numbers.
    """

    parcel = models.UUIDField()
    kind = models.CharField(max_length=32)
    stream = models.CharField(max_length=LONGEST_STREAM)
    owner = models.UUIDField()
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="inbound_once", fields=["parcel", "owner"])]


class Arrival(Guarded):
    """One line of a recipient agency's books: what it received, and its acknowledgement. Under that agency's own label."""

    inbound = models.ForeignKey(Inbound, on_delete=models.CASCADE, related_name="arrivals")
    agency = models.UUIDField()
    parcel = models.UUIDField()
    kind = models.CharField(max_length=32)
    stream = models.CharField(max_length=LONGEST_STREAM)
    owner = models.UUIDField()
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=16)
    marks = models.CharField(max_length=64)
    reason = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField(default=now)
    due = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="arrival_once", fields=["inbound", "agency"])]
        indexes: ClassVar = [
            models.Index(name="arrival_newest", fields=["label", "-received_at", "-id"]),
            models.Index(name="arrival_stream", fields=["stream", "label"]),
            models.Index(
                name="arrival_owed",
                fields=["label", "due"],
                condition=models.Q(due__isnull=False, acknowledged_at__isnull=True),
            ),
        ]


class Held(Guarded):
    """A parcel that came before the one that it follows: kept sealed, under its own label, until that one is here."""

    number = models.UUIDField()
    stream = models.CharField(max_length=LONGEST_STREAM)
    owner = models.UUIDField()
    version = models.PositiveIntegerField()
    follows = models.PositiveIntegerField()
    sender = models.UUIDField()
    parcel = models.TextField()
    since = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="held_once", fields=["number", "owner"])]
        indexes: ClassVar = [models.Index(name="held_stream", fields=["stream", "owner", "follows"])]


class Stream(models.Model):
    """How far one agency's parcels of one stream have come, here; whoever adds one holds this row's lock."""

    stream = models.CharField(max_length=LONGEST_STREAM)
    owner = models.UUIDField()
    version = models.PositiveIntegerField(default=0)
    has_content = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="stream_once", fields=["stream", "owner"]),
        ]


class Tombstone(models.Model):
    """Something was withdrawn by its owner and does not come back; `agency` is for whom, where it is not for all here."""

    stream = models.CharField(max_length=LONGEST_STREAM)
    owner = models.UUIDField()
    version = models.PositiveIntegerField()
    agency = models.UUIDField(null=True)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="tombstone_stream", fields=["stream", "owner"])]


class TombstoneMark(models.Model):
    """A keyed digest by which the same content is recognised when somebody brings it in by another way."""

    tombstone = models.ForeignKey(Tombstone, on_delete=models.CASCADE, related_name="marks")
    digest = models.CharField(max_length=64, db_index=True)
