"""Rows of suspicious-transaction reports. All are guarded, under the label of the case from which the report was drafted."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Suspicion(Guarded):
    """One report. `content` is `ReportContent.to_json`; `submitted_by` asked for the review, `reviewed_by` agreed.

    `sent_reference` is what the receiving FIU calls it.
    """

    owner = models.UUIDField()
    case = models.UUIDField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12)
    content = models.JSONField()
    drafted_by = models.UUIDField()
    submitted_by = models.UUIDField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_reference = models.CharField(max_length=255, blank=True)
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="suspicion_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="suspicion_state", fields=["state", "label", "-modified", "-id"]),
            models.Index(name="suspicion_case", fields=["case", "label", "-modified", "-id"]),
        ]


class SuspicionStep(Guarded):
    """One step: what was done, by whom, when, in which words."""

    suspicion = models.ForeignKey(Suspicion, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=now)
    by = models.UUIDField(null=True)
    what = models.CharField(max_length=24)
    text = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="suspicion_steps", fields=["suspicion", "at", "id"])]


class FiuReply(Guarded):
    """What the receiving FIU said about a report, and what it wants answered until when; `answered_at`: it was."""

    suspicion = models.ForeignKey(Suspicion, on_delete=models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=16)
    text = models.TextField()
    received_at = models.DateTimeField(default=now)
    due = models.DateTimeField(null=True)
    noted_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="fiu_replies", fields=["suspicion", "received_at", "id"])]
