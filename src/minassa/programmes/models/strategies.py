"""Strategies, and commitments that follow from a declaration's paragraphs."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Strategy(Guarded):
    """What an agency, or the platform, means to do over some years. `pillars` maps a pillar to its aim in words."""

    owner = models.UUIDField()
    state = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    pillars = models.JSONField(default=dict)
    begins = models.DateField()
    ends = models.DateField()
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="strategy_newest", fields=["label", "-modified", "-id"])]


class Commitment(Guarded):
    """One thing that follows from one paragraph of an adopted declaration; it never stands without its paragraph.

    `edition`, `declaration`, `paragraph` and `number` name the paragraph, `texts` are its words by language when it was adopted.
    `lead` and `partners` are agencies, `known_by` says how it will be known that it was kept.
    """

    owner = models.UUIDField()
    edition = models.UUIDField()
    declaration = models.UUIDField()
    paragraph = models.CharField(max_length=64)
    number = models.CharField(max_length=32)
    texts = models.JSONField()
    pillar = models.CharField(max_length=16)
    lead = models.UUIDField(null=True)
    partners = models.JSONField(default=list)
    due = models.DateField(null=True)
    known_by = models.TextField(blank=True)
    state = models.CharField(max_length=12)
    outcome = models.TextField(blank=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="commitment_has_paragraph", condition=~models.Q(paragraph="") & ~models.Q(number="")
            )
        ]
        indexes: ClassVar = [
            models.Index(name="commitment_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="commitment_of", fields=["declaration", "number"]),
        ]
