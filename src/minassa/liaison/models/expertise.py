"""The directory of expertise: one row for all who see an entry on this node, and the owner's own book of with whom it is shared."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Expertise(Guarded):
    """What an agency can offer in one field; its id is that of its stream. `content` is JSON in the shape that travels.

    `field`, `languages` (" fr ar ", so that one is found between blanks) and `until` repeat it, to be searched by.
    """

    owner = models.UUIDField()
    field = models.CharField(max_length=20)
    languages = models.CharField(max_length=60)
    until = models.DateField(null=True)
    content = models.TextField()
    confirmed = models.DateTimeField()
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="expertise_newest", fields=["label", "-modified", "-id"])]


class ExpertiseBook(Guarded):
    """What the owner alone knows of an entry: with whom it is shared, and when people were asked to confirm it."""

    expertise = models.ForeignKey(Expertise, on_delete=models.CASCADE, related_name="books")
    sharing = models.TextField()
    reminded = models.DateTimeField(null=True)
