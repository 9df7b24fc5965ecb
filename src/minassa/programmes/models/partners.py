"""Partners' activities, as their organisations publish them in IATI: context beside our programmes, never a part of them."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class ActivityFile(Guarded):
    """A file that an agency brought in. `faulty` lists activities that were not taken (place, identifier, reason code), the first ones."""

    owner = models.UUIDField()
    name = models.CharField(max_length=200)
    added = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    faulty = models.JSONField(default=list)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="activity_file_newest", fields=["label", "-modified", "-id"])]


class PartnerActivity(Guarded):
    """An activity. `identifier` is its publisher's, `content` what we keep of it as JSON, and never a contact person."""

    owner = models.UUIDField()
    file = models.ForeignKey(ActivityFile, on_delete=models.CASCADE, related_name="activities")
    identifier = models.CharField(max_length=255)
    title = models.TextField()
    status = models.CharField(max_length=2, blank=True)
    content = models.TextField()
    modified = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="activity_once", fields=["owner", "identifier"])]
        indexes: ClassVar = [models.Index(name="activity_newest", fields=["label", "-modified", "-id"])]


class ActivityKey(Guarded):
    """One thing by which an activity is found: `kind` and value, such as "country:ML", "sector:15220", "word:school"."""

    activity = models.ForeignKey(PartnerActivity, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="activity_key", fields=["key", "activity"])]
