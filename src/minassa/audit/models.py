"""The log's tables. Lines, places, subtrees and checkpoints are written once: triggers refuse any change (see `sql`)."""

from typing import ClassVar

from django.db import models

from minassa.base import new_id


class LineRow(models.Model):
    """One line. Its columns are its content: the leaf's bytes are made from them anew each time (see `leaves`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    outcome = models.CharField(max_length=8)
    actor = models.CharField(max_length=140)
    agency = models.UUIDField(null=True)
    owner = models.UUIDField(null=True)
    subject = models.CharField(max_length=140, blank=True)
    purpose = models.TextField(blank=True)
    case = models.TextField(blank=True, db_column="case_reference")
    reason = models.TextField(blank=True)
    details = models.TextField(default="{}")
    seal = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_line"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agency", "-id"], name="audit_line_agency"),
            models.Index(fields=["owner", "-id"], name="audit_line_owner"),
            models.Index(fields=["subject", "-id"], name="audit_line_subject"),
            models.Index(fields=["actor", "-id"], name="audit_line_actor"),
            models.Index(fields=["action", "-id"], name="audit_line_action"),
        ]


class WaitingRow(models.Model):
    """A line that has no place yet. A trigger on `audit_line` writes it; sealing deletes it."""

    line = models.UUIDField(primary_key=True)

    class Meta:
        db_table = "audit_waiting"


class PlaceRow(models.Model):
    """A line's place in the tree, with its leaf hash. No foreign key: a removed line must leave its place behind."""

    position = models.BigIntegerField(primary_key=True)
    line = models.UUIDField(unique=True)
    leaf = models.BinaryField(max_length=32)
    seal = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_place"


class SubtreeRow(models.Model):
    """The hash of a full subtree of 2**height leaves; only some heights are kept (see `stored_tree`)."""

    height = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_subtree"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["height", "index"], name="audit_subtree_once"),
        ]


class CheckpointRow(models.Model):
    """A signed checkpoint."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        db_table = "audit_checkpoint"
