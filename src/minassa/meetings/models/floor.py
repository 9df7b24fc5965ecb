"""The list of speakers of a session, its papers, statements of delegations, and the record of what was decided."""

from django.db import models

from minassa.access import Guarded
from minassa.base import now
from minassa.meetings.models.delegations import Delegation
from minassa.meetings.models.editions import Edition


class Turn(Guarded):
    """A delegation on the list of speakers, under the session's label, so that all who are there see the order.

    `speaker` is the name as the delegation gave it; `minutes` the limit; the row is the secretariat's, which keeps the list.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    session = models.UUIDField(db_index=True)
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="turns")
    speaker = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    asked = models.DateTimeField(default=now)
    began = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)


class Paper(Guarded):
    """A paper of a session in one language; the papers of one `work` are its language versions. The file is attached to it.

    The label is the session's, with the embargo before which nobody but the secretariat sees it.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    session = models.UUIDField(db_index=True)
    work = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    added = models.DateTimeField(default=now)


class Statement(Guarded):
    """A statement of a head of delegation: the agency's own draft, and everybody's of the session once it is delivered.

    `original` is the language in which it is spoken; `texts` holds it and its translations by language.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    session = models.UUIDField(db_index=True)
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="statements")
    speaker = models.CharField(max_length=200)
    original = models.CharField(max_length=2)
    texts = models.JSONField(default=dict)
    state = models.CharField(max_length=12)
    modified = models.DateTimeField(default=now)
    delivered = models.DateTimeField(null=True)


class Minutes(Guarded):
    """The record of a session: the secretariat's own draft, and its participants' once it is released.

    `decisions` are texts by language; `actions` are `[{"what": text, "who", "due"}]`; `attended` counts people by delegation;
    `answers` are `[{"recommendation": id, "state", "text"}]`, what was decided about those that the session took up.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    session = models.UUIDField(unique=True)
    summary = models.JSONField(default=dict)
    decisions = models.JSONField(default=list)
    actions = models.JSONField(default=list)
    attended = models.JSONField(default=list)
    answers = models.JSONField(default=list)
    is_released = models.BooleanField(default=False)
    modified = models.DateTimeField(default=now)
