"""Rows of briefings, guarded like all that an agency writes: both are for its own people alone."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Schedule(Guarded):
    """What is begun again every month or quarter, for whom it comes up, and when next. `plan` is JSON; `fault` why the last time failed."""

    owner = models.UUIDField()
    person = models.UUIDField()
    plan = models.TextField()
    next_on = models.DateField()
    fault = models.CharField(max_length=64, blank=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="schedule_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="schedule_due", fields=["next_on"]),
        ]


class Making(Guarded):
    """From what the figures of a report were made, each time anew. The report is another room's: its number stands here, and no key."""

    report = models.UUIDField()
    person = models.UUIDField()
    schedule = models.UUIDField(null=True)
    scope = models.TextField()
    incidents = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    digest = models.CharField(max_length=32)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="making_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="making_of", fields=["report", "label"]),
        ]


class Asked(Guarded):
    """A report that somebody asked for and that the clock begins as that person: what was asked (JSON), how far it is, and what came of it.

    `state`: waiting, running, done or failed; `heard` is when it was taken up last, `tries` how often, `report` the draft that was begun.
    """

    owner = models.UUIDField()
    person = models.UUIDField()
    wanted = models.TextField()
    state = models.CharField(max_length=8, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    report = models.UUIDField(null=True)
    fault = models.CharField(max_length=64, blank=True)
    heard = models.DateTimeField(null=True)
    created = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="asked_newest", fields=["label", "-created", "-id"]),
            models.Index(name="asked_waiting", fields=["state", "created"]),
        ]
