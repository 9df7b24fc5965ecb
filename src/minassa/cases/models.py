"""Rows of cases. All are guarded: a case is its agency's, and no wider than what it is made of. Steps are only added."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Case(Guarded):
    """One case. `key` is the digest of what it came from: the same hit comes back to the same case.

    `started_at`: since when it has been undecided. `proposed`, `asked_by`: the verdict that waits for a second person. `reason` is that of
    the latest decision or proposal. `links` holds "<kind>:<uuid>". `into`: the case into which it was merged; `came_from`: the one from
    which it was split.
    """

    owner = models.UUIDField()
    key = models.CharField(max_length=64)
    origin = models.CharField(max_length=12)
    origin_ref = models.CharField(max_length=400)
    origin_title = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12)
    assignee = models.UUIDField(null=True)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(default=now)
    due = models.DateTimeField(null=True)
    proposed = models.CharField(max_length=12, blank=True)
    asked_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    into = models.UUIDField(null=True)
    came_from = models.UUIDField(null=True)
    links = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="case_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="case_newest_of_state", fields=["state", "label", "-modified", "-id"]),
            models.Index(name="case_newest_of_person", fields=["assignee", "state", "label", "-modified", "-id"]),
            models.Index(name="case_decided", fields=["state", "label", "-decided_at", "-id"]),
            models.Index(name="case_origin", fields=["origin", "label"]),
            models.Index(name="case_key", fields=["key", "label"]),
            models.Index(name="case_into", fields=["into"]),
        ]


class CaseEvidence(Guarded):
    """One piece of evidence as it was when it was put into the case; `asked` is the question of a hit, as five texts.

    `set_aside_at`: it has left the case with another one. `came_from`: from which case it came.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pieces")
    title = models.CharField(max_length=600)
    lines = models.JSONField(default=list)
    source = models.CharField(max_length=40, blank=True)
    ref = models.CharField(max_length=300, blank=True)
    fingerprint = models.CharField(max_length=200, blank=True)
    asked = models.JSONField(null=True)
    about = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField(default=now)
    added_by = models.UUIDField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    came_from = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="case_evidence_of", fields=["case", "added_at", "id"])]


class CaseStepRow(Guarded):
    """One step: what was done, by whom, when; `text` is what they wrote, `about` what it was done to, `changes` lines that went and came."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=now)
    by = models.UUIDField(null=True)
    what = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    about = models.CharField(max_length=140, blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(name="case_steps", fields=["case", "at", "id"])]
