"""Reports on periods, and evaluations: they bear labels of their own until they are accepted or final."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now
from minassa.programmes.models.programmes import Period, Programme


class ProgressReport(Guarded):
    """What a programme's agency reports about one period. `content` is JSON as it was written, blanks included.

    `submitted_by` is a person's id: whoever submits does not accept.
    """

    owner = models.UUIDField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="progress_reports")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="progress_reports")
    state = models.CharField(max_length=12)
    content = models.TextField()
    submitted_by = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.UUIDField(null=True)
    note = models.TextField(blank=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="report_of_period_once", fields=["period"])]
        indexes: ClassVar = [models.Index(name="progress_newest", fields=["label", "-modified", "-id"])]


class Evaluation(Guarded):
    """An evaluation of a programme up to a day. `figures` are what was counted then, `content` what was written about it.

    `reply` is the right of reply of the programme's agency, word for word.
    """

    owner = models.UUIDField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="evaluations")
    state = models.CharField(max_length=12)
    cutoff = models.DateField()
    figures = models.TextField()
    content = models.TextField()
    asked_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="evaluation_newest", fields=["label", "-modified", "-id"])]


class Recommendation(Guarded):
    """What an evaluation recommends; `decision` where it is about the programme as a whole. Its label is the evaluation's."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    decision = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=16)


class Response(Guarded):
    """What an agency answered to a recommendation; each answer stays. Its label is the evaluation's audience, its owner's."""

    owner = models.UUIDField()
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="responses")
    state = models.CharField(max_length=16)
    text = models.TextField()
    at = models.DateTimeField(default=now)
