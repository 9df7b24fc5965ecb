"""Reports: one row for all who see it on this node, its versions, and the author agency's own book."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Report(Guarded):
    """A threat assessment; its id is that of its stream, the same on all nodes. A draft's label is that of its sources.

    `content` is JSON text: judgements, sections, countries, period, and the references that every recipient may see.
    """

    owner = models.UUIDField()
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    content = models.TextField()
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="report_newest", fields=["label", "-modified", "-id"])]


class ReportVersion(Guarded):
    """What a report said in one version, under the label it had then; `change` says what was new."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    content = models.TextField()
    change = models.TextField(blank=True)
    at = models.DateTimeField()


class ReportBook(Guarded):
    """What the author's agency alone keeps: the report as it is written, with all its sources and to whom it is meant."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="books")
    draft = models.TextField()
    author = models.UUIDField(null=True)
