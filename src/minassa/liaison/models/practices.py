"""Good practices and lessons learned: one row for all who see it on this node, and the author agency's own book."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Practice(Guarded):
    """A document as it is now; its id is that of its stream, the same on all nodes. `content` is JSON in the shape that travels.

    `kind`, `field` and `countries` (" ml ne ", so that one is found between blanks) repeat it, to be searched by.
    """

    owner = models.UUIDField()
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    field = models.CharField(max_length=20)
    countries = models.CharField(max_length=200)
    content = models.TextField()
    change = models.TextField(blank=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="practice_newest", fields=["label", "-modified", "-id"])]


class PracticeBook(Guarded):
    """What the author's agency alone keeps: the document as it is written, with its marks and for whom it is meant."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="books")
    draft = models.TextField()
