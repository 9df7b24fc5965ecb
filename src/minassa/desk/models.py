"""Rows of the desk: drafts."""

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Draft(Guarded):
    """What a person typed into a form and has not sent. Its label names that person alone."""

    form = models.CharField(max_length=64)
    about = models.CharField(max_length=64, blank=True)
    content = models.TextField()
    changed = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(name="draft_newest", fields=["label", "-changed", "-id"])]


class Notice(Guarded):
    """Something that a person is told. Its label names that person alone; `kind` gives the sentence, `params` fill it."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=120, blank=True)
    params = models.JSONField(default=dict)
    created = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="notice_newest", fields=["label", "-created", "-id"]),
            models.Index(name="notice_unread", fields=["label", "read_at"]),
        ]
