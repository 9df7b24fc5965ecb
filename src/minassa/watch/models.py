"""Rows of the watch. What names a watched subject or a hit is guarded; the change feed and the places hold ids and numbers alone."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Watch(Guarded):
    """One subject under watch: what is known of it, why and until when, and who keeps it.

    `further` are more names and numbers, as JSON, where the subject is a record that has them. `digest` is that of the question, so that a subject is not watched twice under one label. `record` is the record that it follows, `file`
    the file it came with. `looked_at` is null until the lists and records were asked for the first time.
    """

    name = models.CharField(max_length=600, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    birth_date = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=60, blank=True)
    identifier = models.CharField(max_length=200, blank=True)
    further = models.TextField(default="{}")
    digest = models.CharField(max_length=64)
    record = models.UUIDField(null=True)
    file = models.UUIDField(null=True)
    keeper = models.UUIDField()
    purpose = models.CharField(max_length=40)
    case = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500)
    until = models.DateField()
    reminded_for = models.DateField(null=True)
    state = models.CharField(max_length=8, default="on")
    is_seen = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="watch_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="watch_newest_of_state", fields=["state", "label", "-modified", "-id"]),
            models.Index(name="watch_digest", fields=["digest", "label"]),
            models.Index(name="watch_record", fields=["record", "label"]),
            models.Index(name="watch_keeper", fields=["keeper", "state", "until"]),
            models.Index(name="watch_until", fields=["state", "until"]),
            models.Index(name="watch_first_look", fields=["state", "looked_at", "id"]),
        ]


class WatchKey(Guarded):
    """One spelling by which a watched subject's number is compared, or its whole name word for word (`kind` is `number` or `words`)."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [models.Index(name="watch_key", fields=["key", "kind", "label"])]


class WatchHit(Guarded):
    """What a watched subject was found to resemble, under a label no wider than the watch's and the record's. `keeper` is the watch's.

    `state` is `new`, `seen`, `confirmed`, `dismissed` or `gone`. `content` is the hit as JSON, as it was weighed; `held` a digest of each
    field of the source, so that what changed can be told without keeping it; `changed` names the fields that changed last; `is_told`: the keeper was told.
    """

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="hits")
    keeper = models.UUIDField()
    place = models.CharField(max_length=12)
    source = models.CharField(max_length=16)
    ref = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=200)
    content = models.TextField()
    held = models.TextField(default="{}")
    changed = models.TextField(default="[]")
    state = models.CharField(max_length=12, default="new")
    is_told = models.BooleanField(default=False)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="watch_hit_of_keeper", fields=["keeper", "state", "-modified", "-id"]),
            models.Index(name="watch_hit_of_watch", fields=["watch", "source", "ref"]),
            models.Index(name="watch_hit_to_tell", fields=["is_told", "state"]),
            models.Index(name="watch_hit_of_source", fields=["source", "ref", "label"]),
        ]


class WatchFile(Guarded):
    """A table of subjects on its way in, under the label that they get. `taken` rows of it were read; `content` is emptied at the end."""

    name = models.CharField(max_length=120)
    by = models.UUIDField()
    content = models.BinaryField()
    kind = models.CharField(max_length=12, blank=True)
    purpose = models.CharField(max_length=40)
    case = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500)
    until = models.DateField()
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=8, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refused_rows = models.TextField(default="[]")
    fault = models.CharField(max_length=80, blank=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="watch_file_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="watch_file_state", fields=["state", "modified"]),
        ]


class WatchChange(models.Model):
    """The change feed of the watch: ids of watches that began, changed or ended, for the index of their names."""

    id = models.BigAutoField(primary_key=True)
    watch_id = models.UUIDField()


class WatchPlace(models.Model):
    """How far the watch has read a source: the version of a list and the last reference in it, the records' feed, an alert's version."""

    sort = models.CharField(max_length=120, primary_key=True)
    number = models.BigIntegerField(default=0)
    ref = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)
