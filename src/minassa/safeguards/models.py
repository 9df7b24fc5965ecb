"""Rows of the safeguards. All are guarded, for named persons only: whom an alert concerns, and who keeps the register."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class ScrapingAlert(Guarded):
    """One person, program or node that read far more than usual. `who` is "user:<uuid>" or "peer:<uuid>".

    `actors` are the logins and tokens that did it, as the log names them; `excesses` what was beyond its bound: at its height, while
    the alert is open. `owner` is the agency whose people decide about it.
    """

    owner = models.UUIDField()
    who = models.CharField(max_length=60)
    agency = models.UUIDField(null=True)
    actors = models.JSONField(default=list)
    excesses = models.JSONField(default=list)
    state = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="scraping_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="scraping_of", fields=["who", "-created"]),
            models.Index(name="scraping_state", fields=["state"]),
        ]


class Habit(Guarded):
    """What somebody did on one day: the most of it within an hour, and all of it. `is_odd`: an alert stood on that day."""

    who = models.CharField(max_length=60)
    agency = models.UUIDField(null=True)
    day = models.DateField()
    measure = models.CharField(max_length=12)
    hour = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    is_odd = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="habit_once", fields=["who", "day", "measure"])]
        indexes: ClassVar = [models.Index(name="habit_day", fields=["day"])]


class Slowed(Guarded):
    """That somebody gets few answers a minute, until a moment. `who` as in the alert."""

    who = models.CharField(max_length=60, unique=True)
    until = models.DateTimeField()
    by = models.UUIDField()


class Breach(Guarded):
    """An incident of security or a mis-disclosure, with its two clocks: telling the authority, and telling the persons concerned.

    `concerns` names what it is about ("record:<uuid>", "user:<uuid>", "agency:<uuid>" ...), `apart` persons who do not read it because it
    is about them. Of each clock: what was decided, until when it had to be, when it was, and the reference or the reason. `reminded`
    holds what people were told of already.
    """

    owner = models.UUIDField()
    agency = models.UUIDField(null=True)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    what = models.TextField()
    noticed = models.DateTimeField()
    severity = models.CharField(max_length=12)
    risk = models.CharField(max_length=12)
    persons = models.PositiveIntegerField(null=True)
    concerns = models.JSONField(default=list)
    apart = models.JSONField(default=list)
    reported_by = models.UUIDField(null=True)
    authority = models.CharField(max_length=12)
    authority_due = models.DateTimeField()
    authority_at = models.DateTimeField(null=True)
    authority_note = models.TextField(blank=True)
    telling = models.CharField(max_length=12)
    telling_due = models.DateTimeField()
    telling_at = models.DateTimeField(null=True)
    telling_note = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    state = models.CharField(max_length=12)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    reminded = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="breach_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="breach_state", fields=["state", "authority_due"]),
        ]


class BreachStep(Guarded):
    """One step: what was done, by whom (nobody: the clock), when; `text` is what they wrote, `about` what it was done to."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=now)
    by = models.UUIDField(null=True)
    what = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    about = models.CharField(max_length=140, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="breach_steps", fields=["breach", "at", "id"])]
