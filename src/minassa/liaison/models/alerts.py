"""Alerts: one row for all who see it on this node, its versions, and the issuer's own book."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Alert(Guarded):
    """An alert; its id is that of its stream, the same on all nodes. A draft's label is for the own agency alone.

    `recipients` are the agencies that its recipients are told of: fewer than have it where its owner let it grow in silence.
    """

    owner = models.UUIDField()
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12)
    gravity = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    text = models.TextField()
    countries = models.CharField(max_length=400, blank=True)
    records = models.TextField(blank=True)
    recipients = models.TextField(blank=True)
    valid_until = models.DateTimeField(null=True)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="alert_newest", fields=["label", "-modified", "-id"])]


class AlertVersion(Guarded):
    """What an alert said in one version, under the label it had then."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12)
    gravity = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    text = models.TextField()
    change = models.TextField(blank=True)
    at = models.DateTimeField()


class AlertBook(Guarded):
    """What the issuer alone knows of an alert: to whom it was meant, as it was written, and of whose silence it was told."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="books")
    draft = models.TextField()
    author = models.UUIDField(null=True)
    told = models.TextField(blank=True)
