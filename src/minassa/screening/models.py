"""Rows of screening. Lists are public: their versions and subjects are not guarded; what an agency does with them is."""

from django.db import models
from django.db.models import Q

from minassa.access import Guarded
from minassa.base import now


class ListVersion(models.Model):
    """One version of a list: in force, superseded by a later one, or in quarantine.

    `rechecked_at`: when the checks of the last 90 days were asked again about what it changed. `digest` is that of the publisher's plain files; `fault` and `fault_params` say why a version is in quarantine.
    """

    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    QUARANTINED = "quarantined"
    SET_ASIDE = "set aside"

    source = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    published = models.CharField(max_length=10, blank=True)
    subjects = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    amended = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)
    fault_params = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=now)
    made_by = models.CharField(max_length=80)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=80, blank=True)
    rechecked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="list_version_once"),
            models.UniqueConstraint(fields=["source"], condition=Q(state="in force"), name="list_version_in_force"),
        ]
        indexes = [models.Index(fields=["state", "source"], name="list_version_state")]


class ListedRow(models.Model):
    """A subject as its list states it from version `first` until version `until` (null: it still does).

    `content` is `ListedSubject.to_json`. An amended subject is one row that ends and another that begins in one version.
    """

    source = models.CharField(max_length=12)
    ref = models.CharField(max_length=300)
    first = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=12)
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "ref"], condition=Q(until=None), name="listed_once"),
            models.UniqueConstraint(fields=["source", "ref", "first"], name="listed_version"),
        ]
        indexes = [
            models.Index(fields=["source", "first"], name="listed_first"),
            models.Index(fields=["source", "until"], name="listed_until"),
        ]


class ListedIdentifier(models.Model):
    """An identifier of a listed subject in the spelling by which identifiers are compared."""

    listed = models.ForeignKey(ListedRow, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=16)
    value = models.CharField(max_length=200, db_index=True)


class Fetched(models.Model):
    """What a publisher's server said of a file when it was last fetched, so that the next request is conditional."""

    source = models.CharField(max_length=12)
    part = models.CharField(max_length=40)
    url = models.CharField(max_length=500)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    checked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "part"], name="fetched_once")]


class Judgement(Guarded):
    """What an agency decided of a hit: the same question and the same evidence do not bring a dismissed hit back.

    `question` is the digest of what was asked; `evidence` the digest of the subject's fingerprint at that time. Rows are only
    added: the latest one stands. `source` is a list's key, or `records`.
    """

    question = models.CharField(max_length=64)
    source = models.CharField(max_length=12)
    ref = models.CharField(max_length=300)
    verdict = models.CharField(max_length=12)
    reason = models.TextField()
    evidence = models.CharField(max_length=64)
    judged_by = models.UUIDField()
    judged_at = models.DateTimeField(default=now)
    case = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(name="judgement_question", fields=["question", "label"])]


class PastCheck(Guarded):
    """A question that a person asked and the answer from the lists, kept 90 days so that a change can be told.

    `answer` holds `[source, ref, fingerprint, name]` of each hit; `rechecked` the versions taken into account since.
    """

    question = models.CharField(max_length=64)
    name = models.CharField(max_length=600)
    birth_date = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=60, blank=True)
    identifier = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    purpose = models.CharField(max_length=40)
    case = models.CharField(max_length=100, blank=True)
    asked_by = models.UUIDField()
    agency = models.UUIDField()
    asked_at = models.DateTimeField(default=now)
    answer = models.JSONField(default=list)
    rechecked = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(name="past_check_newest", fields=["label", "-asked_at", "-id"]),
            models.Index(name="past_check_question", fields=["question", "label"]),
            models.Index(name="past_check_time", fields=["asked_at"]),
        ]
