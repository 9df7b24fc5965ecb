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
