"""Lookouts: one row for all who see it on this node; each side's own answers and meetings; the issuer's book."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Lookout(Guarded):
    """A lookout; its id is that of its stream. `content` is JSON in the shape that travels."""

    owner = models.UUIDField()
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    content = models.TextField()
    expires = models.DateTimeField()
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="lookout_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="lookout_in_force", fields=["state", "expires"]),
        ]


class LookoutBook(Guarded):
    """What the issuer alone knows of a lookout: as it was written, by whom, and why it was renewed."""

    lookout = models.ForeignKey(Lookout, on_delete=models.CASCADE, related_name="books")
    draft = models.TextField()
    author = models.UUIDField(null=True)
    renewed = models.TextField(blank=True)


class LookoutReply(Guarded):
    """Whether an agency accepts a lookout, in the books of one side."""

    lookout = models.ForeignKey(Lookout, on_delete=models.CASCADE, related_name="replies")
    holder = models.UUIDField()
    agency = models.UUIDField()
    accepted = models.BooleanField()
    reason = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="lookout_reply_once", fields=["lookout", "holder", "agency"]),
        ]


class LookoutMeeting(Guarded):
    """A check of an agency met a lookout, in the books of one side."""

    lookout = models.ForeignKey(Lookout, on_delete=models.CASCADE, related_name="meetings")
    holder = models.UUIDField()
    agency = models.UUIDField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    score = models.PositiveSmallIntegerField()
    exact = models.BooleanField()

    class Meta:
        indexes: ClassVar = [models.Index(name="meeting_of_lookout", fields=["lookout", "holder", "-at"])]
