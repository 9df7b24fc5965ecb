"""Requests for information and assistance, and trainings: each side's own file of one talk, and the messages in it."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Request(Guarded):
    """One agency's file of a request to, or from, one other agency. Its label is for that agency alone.

    Both sides of a talk name it by `thread`; where both live on one node there are two rows. `batch` ties the files of one
    question that went to several agencies, who do not learn of each other. `draft` holds what is not sent yet, as JSON.
    `rated` are the sides that have rated what was done, between blanks.
    """

    thread = models.UUIDField()
    holder = models.UUIDField()
    side = models.CharField(max_length=8)
    kind = models.CharField(max_length=12, default="information")
    partner = models.UUIDField(null=True)
    batch = models.UUIDField()
    state = models.CharField(max_length=12)
    questions = models.PositiveIntegerField(default=0)
    spoken = models.PositiveIntegerField(default=0)
    urgency = models.CharField(max_length=8)
    purpose = models.CharField(max_length=32)
    tlp = models.CharField(max_length=16)
    exercise = models.BooleanField()
    draft = models.TextField(blank=True)
    author = models.UUIDField(null=True)
    assignee = models.UUIDField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    rated = models.CharField(max_length=20, blank=True)
    sent = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    stopped = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    replied = models.DateTimeField(null=True)
    over = models.DateTimeField(null=True)
    told = models.CharField(max_length=8, blank=True)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="request_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="request_newest_of_side", fields=["side", "label", "-modified", "-id"]),
            models.Index(name="request_newest_of_kind", fields=["kind", "label", "-modified", "-id"]),
            models.Index(name="request_due", fields=["state", "due"]),
            models.Index(name="request_batch", fields=["batch"]),
        ]
        constraints: ClassVar = [models.UniqueConstraint(name="request_file_once", fields=["thread", "holder"])]


class RequestMessage(Guarded):
    """One message of a talk, in the file of one side, under the label that its speaker gave it.

    `event` is empty for a note that stays in the agency. `details` holds the machine-read parts as JSON.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="messages")
    parcel = models.UUIDField(null=True)
    speaker = models.UUIDField()
    author = models.UUIDField(null=True)
    event = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    details = models.TextField(default="{}")
    at = models.DateTimeField()
    received = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="message_of_request", fields=["request", "at", "id"])]
