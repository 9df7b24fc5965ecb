"""Rows of the desk: drafts, notices, how people want to be told of them, by mail too, and attachments."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Draft(Guarded):
    """What a person typed into a form and has not sent. Its label names that person alone."""

    form = models.CharField(max_length=64)
    about = models.CharField(max_length=64, blank=True)
    content = models.TextField()
    changed = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="draft_newest", fields=["label", "-changed", "-id"])]


class Notice(Guarded):
    """Something that a person is told. Its label names that person alone; `kind` gives the sentence, `params` fill it.

    `quiet`: the person has this kind in one line a day. `urgent`: it stands on every page until `acknowledged_at`.
    """

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=120, blank=True)
    params = models.JSONField(default=dict)
    created = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    quiet = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="notice_newest", fields=["label", "-created", "-id"]),
            models.Index(name="notice_newest_of_kind", fields=["label", "kind", "-created", "-id"]),
            models.Index(name="notice_unread", fields=["label", "read_at", "quiet"]),
            models.Index(
                name="notice_urgent",
                fields=["label", "-created"],
                condition=models.Q(urgent=True, acknowledged_at__isnull=True),
            ),
        ]


class Subscription(Guarded):
    """How one person wants to be told of one kind of notice. Its label names that person alone; no row: as the kind says."""

    kind = models.CharField(max_length=40)
    delivery = models.CharField(max_length=8)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="subscription_once", fields=["label", "kind"])]


class MailChoice(Guarded):
    """That one person wants mail about new notices: where, how often in minutes, in which language. Its label names that person alone.

    `told_until`: notices up to then were counted in a message. `tries` and `fault` are of a message that did not go out yet.
    """

    person = models.UUIDField()
    address = models.CharField(max_length=254)
    every = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    told_until = models.DateTimeField()
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="mail_once", fields=["label"])]
        indexes: ClassVar = [models.Index(name="mail_due", fields=["next_at"])]


class Attachment(Guarded):
    """A file about a thing ("record:<uuid>"). The file itself lies sealed on the node's shelf under `stored`, a random name.

    `wrapped` is the file's own key under the node's key `key_id`. The form for others, where it differs, lies under `shared`. `left` names
    what could not be taken out of it; then nobody else reads it until `confirmed_at`. `stays`: it can tell who a source is, and nobody
    else ever reads it. `sent_digest`: of a file that came from another node, the hash of what was sent.
    """

    about = models.CharField(max_length=120)
    name = models.CharField(max_length=150)
    format = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=32, unique=True)
    wrapped = models.BinaryField()
    shared = models.CharField(max_length=32, blank=True)
    shared_wrapped = models.BinaryField(default=bytes)
    shared_size = models.PositiveBigIntegerField(default=0)
    key_id = models.CharField(max_length=16)
    left = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    scan = models.CharField(max_length=8)
    added = models.DateTimeField(default=now)
    added_by = models.UUIDField()
    stays = models.BooleanField(default=False)
    sent_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="attachment_about", fields=["about", "label", "-added", "-id"]),
            models.Index(name="attachment_added_by", fields=["added_by", "label"]),
            models.Index(name="attachment_key", fields=["key_id"]),
            models.Index(name="attachment_waiting", fields=["added"], condition=models.Q(scan="waiting")),
        ]


class Arriving(Guarded):
    """A file of which some pieces are here; its id is that of its stream. `digest` and `size` are those of the whole."""

    owner = models.UUIDField()
    about = models.CharField(max_length=120)
    name = models.CharField(max_length=600)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    since = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="arriving_about", fields=["about"]),
            models.Index(name="arriving_owner", fields=["owner"]),
        ]


class ArrivingPiece(Guarded):
    """One piece of a file that is arriving, sealed on the shelf as attachments are."""

    file = models.ForeignKey(Arriving, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    stored = models.CharField(max_length=32, unique=True)
    wrapped = models.BinaryField()
    key_id = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="arriving_piece_once", fields=["file", "number"])]


class GoneThere(Guarded):
    """In the books of a file's owner: a recipient's copy is deleted, because it was withdrawn or for a reason of the recipient's."""

    file = models.UUIDField()
    agency = models.UUIDField()
    reason = models.CharField(max_length=40)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="gone_there_once", fields=["file", "agency"])]


class Intake(Guarded):
    """A file that somebody sent at a page, under the label that its rows get, and what became of them.

    `room` takes it, as `sort`. `position` counts the rows that stand; `counts` are the room's own. `turn` grows each time a process takes
    it up, `tries` counts those times since it last got on; `heard` is when it did.
    """

    room = models.CharField(max_length=16)
    sort = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    person = models.UUIDField()
    packed = models.BooleanField(default=True)
    lines = models.PositiveBigIntegerField(default=0)
    legal_basis = models.CharField(max_length=500)
    purpose = models.CharField(max_length=32)
    review_on = models.DateField(null=True)
    case = models.CharField(max_length=80, blank=True)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=12)
    position = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    failed = models.PositiveIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=64, blank=True)
    fault_parts = models.JSONField(default=dict)
    created = models.DateTimeField(default=now)
    heard = models.DateTimeField(null=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="desk_intake_newest", fields=["room", "label", "-modified", "-id"]),
            models.Index(name="desk_intake_waiting", fields=["state", "modified"]),
        ]


class IntakePiece(Guarded):
    """A piece of such a file (`part` "file"), or of the rows that failed ("failed"), in its order."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="+", db_index=False)
    part = models.CharField(max_length=8)
    number = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(name="intake_piece", fields=["intake", "part", "number"])]
