"""Rows of payments, guarded like all that an agency writes: they are for its own people alone."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class PaymentFile(Guarded):
    """A file of payments that somebody sent, how far it is screened, and what came of it.

    `content` is the file, packed and sealed; it is forgotten when all of it is screened, and empty where a command reads it from the disk.
    `done` is the last transaction whose outcome stands: from there it goes on after a break. `counts` by outcome, `sums` by currency, `totals`
    the control totals that do not add up. `heard`: when it was last told how far it is, so that one whose process died is taken up again.
    """

    name = models.CharField(max_length=120)
    sorts = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()
    purpose = models.CharField(max_length=40)
    case = models.CharField(max_length=80, blank=True)
    person = models.UUIDField()
    state = models.CharField(max_length=12)
    stop_from = models.PositiveSmallIntegerField()
    done = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    sums = models.JSONField(default=dict)
    totals = models.JSONField(default=list)
    fault = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(default=now)
    heard = models.DateTimeField(null=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="payment_file_newest", fields=["label", "-created", "-id"]),
            models.Index(name="payment_file_waiting", fields=["state", "modified"]),
            models.Index(name="payment_file_same", fields=["digest", "label"]),
        ]


class PaymentPart(Guarded):
    """The outcomes of some transactions of a file, one after another from `first` to `last`, as packed JSON without anybody's name.

    `bad` are those that could not be screened, each with its own part of the file, cards shortened.
    """

    file = models.ForeignKey(PaymentFile, on_delete=models.CASCADE, related_name="parts")
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    answers = models.BinaryField()
    bad = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "first"], name="payment_part_once")]


class StoppedPayment(Guarded):
    """A payment that was stopped, with what stopped it, and what people decided.

    `content` is what was read of it, cards shortened to six and four digits; `hits` name what was found. Of a record only its id is kept:
    whoever may not see it learns nothing of it here. `state`: stopped, asked (a second person is to confirm), released, confirmed.
    """

    file = models.UUIDField(null=True)
    number = models.PositiveBigIntegerField()
    sort = models.CharField(max_length=20)
    reference = models.CharField(max_length=100, blank=True)
    amount = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=10, blank=True)
    content = models.JSONField()
    hits = models.JSONField()
    purpose = models.CharField(max_length=40)
    case = models.CharField(max_length=80, blank=True)
    person = models.UUIDField()
    state = models.CharField(max_length=12)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="stopped_newest", fields=["label", "-created", "-id"]),
            models.Index(name="stopped_state", fields=["state", "label", "-created", "-id"]),
            models.Index(name="stopped_of_file", fields=["file", "label", "-created", "-id"]),
            models.Index(name="stopped_of_file_state", fields=["file", "state", "label", "-created", "-id"]),
        ]
