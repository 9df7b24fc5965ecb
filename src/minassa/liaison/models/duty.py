"""Duty contacts: one row for all who see it on this node, and the owner's own book of with whom it is shared."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class DutyContact(Guarded):
    """A contact point; its id is that of its stream. `content` is JSON in the shape that travels."""

    owner = models.UUIDField()
    content = models.TextField()
    confirmed = models.DateTimeField()
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="duty_newest", fields=["label", "-modified", "-id"])]


class DutyBook(Guarded):
    """What the owner alone knows of a contact: with whom it is shared, and when people were asked to confirm it."""

    contact = models.ForeignKey(DutyContact, on_delete=models.CASCADE, related_name="books")
    sharing = models.TextField()
    reminded = models.DateTimeField(null=True)
