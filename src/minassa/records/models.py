"""Rows of records. All are guarded but the change feed, the index's state and the writers' turns, which hold ids alone."""

from typing import ClassVar, Final

from django.db import models

from minassa.access import Guarded
from minassa.base import now
from minassa.records.vocabulary import schemata

LINKS: Final = sorted(name for name, one in schemata().items() if one.edge)
"""The schemata of records that link two others. A new one comes with a migration that makes `is_link` anew."""


class Record(Guarded):
    """One agency's record. `content` is JSON text (properties and the source's own fields), so that nothing is reordered.

    `is_link` follows from the schema, in the database itself: lists of people and things leave links out without reading them.

    `origin` is the record's reference in its owner's data: FollowTheMoney's id, by which links name their ends. `asked_for` and
    `warned_for` are the days of review about which its keepers were asked, and told that it will be deleted.
    """

    schema = models.CharField(max_length=48)
    is_link = models.GeneratedField(
        expression=models.ExpressionWrapper(models.Q(schema__in=LINKS), models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    origin = models.CharField(max_length=255)
    caption = models.CharField(max_length=250)
    content = models.TextField()
    grade_scheme = models.CharField(max_length=16, blank=True)
    grade = models.CharField(max_length=8, blank=True)
    legal_basis = models.CharField(max_length=500)
    purpose = models.CharField(max_length=32)
    review_on = models.DateField()
    keep_reason = models.CharField(max_length=500, blank=True)
    asked_for = models.DateField(null=True)
    warned_for = models.DateField(null=True)
    warned_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)
    changed_by = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="record_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="record_newest_of_schema", fields=["schema", "label", "-modified", "-id"]),
            models.Index(name="record_newest_of_sort", fields=["is_link", "label", "-modified", "-id"]),
            models.Index(name="record_origin", fields=["origin", "label"]),
            models.Index(name="record_review", fields=["label", "review_on"]),
        ]


class RecordVersion(Guarded):
    """What a record was before a change, under the label it had then."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    schema = models.CharField(max_length=48)
    caption = models.CharField(max_length=250)
    content = models.TextField()
    grade_scheme = models.CharField(max_length=16, blank=True)
    grade = models.CharField(max_length=8, blank=True)
    legal_basis = models.CharField(max_length=500)
    purpose = models.CharField(max_length=32)
    review_on = models.DateField()
    keep_reason = models.CharField(max_length=500, blank=True)
    modified = models.DateTimeField()
    changed_by = models.CharField(max_length=64)


class RecordWord(Guarded):
    """One folded word of a record, for full-text search by equality. Carries the record's time, for newest-first lists."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=48)
    modified = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(name="record_word", fields=["word", "label", "-modified", "-id"])]


class RecordKey(Guarded):
    """One identifying value in the form in which it is compared: phone, passport, IBAN, wallet, plate, address of mail."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="keys")
    property = models.CharField(max_length=48)
    key = models.CharField(max_length=128)

    class Meta:
        indexes: ClassVar = [models.Index(name="record_key", fields=["key", "label"])]


class RecordReference(Guarded):
    """One property of a record that points to another by its origin: an end of a link, a holder, an owner."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="references")
    property = models.CharField(max_length=48)
    target = models.CharField(max_length=255)

    class Meta:
        indexes: ClassVar = [models.Index(name="record_reference", fields=["target", "label"])]


class Hold(Guarded):
    """A legal hold on a record, under the owner's own label. At most one stands on a record."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="holds")
    until = models.DateField()
    reason = models.CharField(max_length=500)
    placed_by = models.CharField(max_length=64)
    placed = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="record_hold", fields=["record", "until"])]


class RecordChange(models.Model):
    """The change feed: ids of records that were added, amended or deleted, in the order in which that became known."""

    id = models.BigAutoField(primary_key=True)
    record_id = models.UUIDField()


class IndexState(models.Model):
    """What was saved of records (the name index, the graph): its sort, the folder's name, and the last change that is in it."""

    id = models.BigAutoField(primary_key=True)
    sort = models.CharField(max_length=64, default="records")
    folder = models.CharField(max_length=64)
    last_change = models.BigIntegerField()
    made = models.DateTimeField(default=now)


class WriterTurn(models.Model):
    """One row for each agency, locked while references are compared and written: two imports at once take turns."""

    agency = models.UUIDField(primary_key=True)


class Diagram(Guarded):
    """A saved diagram of links. `content` is JSON: places, groups and what was left out, by random ids and without any name."""

    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    content = models.TextField()
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)
    changed_by = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(name="diagram_newest", fields=["label", "-modified", "-id"])]


class DiagramComment(Guarded):
    """What somebody said about a diagram, under a label of their own agency for the diagram's readers."""

    diagram = models.UUIDField()
    text = models.TextField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="diagram_comment", fields=["diagram", "label", "at"])]


class CommunitiesAsked(models.Model):
    """For which labels the communities of the whole graph were asked, and when: the clock computes them. Ids of labels alone."""

    sort = models.CharField(max_length=64, primary_key=True)
    labels = models.TextField()
    asked = models.DateTimeField(default=now)


class Twin(Guarded):
    """Two records that may be about the same, as the node proposes it to one agency, under a label for that agency alone.

    `decision` is empty while it waits, else "same" or "other"; `link` is then the record that says so. Nobody sees a pair who does not
    see both records. The two are named by id alone: a record can go while it stands in proposals to another agency.
    """

    one = models.UUIDField()
    other = models.UUIDField()
    reasons = models.CharField(max_length=500)
    decision = models.CharField(max_length=8, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    link = models.UUIDField(null=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="twin_newest", fields=["decision", "label", "-modified", "-id"]),
            models.Index(name="twin_pair", fields=["one", "other", "label"]),
            models.Index(name="twin_other", fields=["other", "label"]),
        ]


class Proposal(Guarded):
    """A change that another agency proposes to a record's owner. Both have the row, under the label of who proposes."""

    record = models.UUIDField()
    owner = models.UUIDField()
    by = models.UUIDField()
    text = models.TextField()
    content = models.TextField()
    state = models.CharField(max_length=16, default="waiting")
    answer = models.CharField(max_length=2_000, blank=True)
    created = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="proposal_newest", fields=["label", "-created", "-id"]),
            models.Index(name="proposal_record", fields=["record", "label"]),
        ]
