"""Editions, what is known of them, days and sessions as the secretariat plans them, and the agenda as it was released.

Texts in several languages are JSON: `{"en": "...", "ar": "..."}`. Dates and times of a day are those of the meeting's place: the
agenda says "ten o'clock", whatever the government does with the clock in between.
"""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Edition(Guarded):
    """One edition of the meeting. Its label is its audience: all participants, or everybody for what is public.

    `everybody` is the community of all delegations, `members` that of those who are no observers; none for an edition whose
    facts alone are kept.
    """

    owner = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    names = models.JSONField(default=dict)
    theme = models.JSONField(default=dict)
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    zone = models.CharField(max_length=64)
    start = models.DateField()
    end = models.DateField()
    everybody = models.UUIDField(null=True)
    members = models.UUIDField(null=True)
    modified = models.DateTimeField(default=now)


class Fact(Guarded):
    """Something that a source says about an edition. Two rows of one `topic` that differ are shown side by side.

    `said` is text by language; `sources` are the names of publications; `confidence` is high, medium or low.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="facts")
    topic = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    said = models.JSONField(default=dict)
    sources = models.JSONField(default=list)
    confidence = models.CharField(max_length=8)
    conflicts = models.BooleanField(default=False)


class Day(Guarded):
    """A day of an edition, with what it is about."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    title = models.JSONField(default=dict)


class Session(Guarded):
    """A session as the secretariat plans it; nobody else sees this row, but what was released of it (`AgendaItem`).

    `position` orders the sessions of a day; `begins` and `ends` are times of the meeting's place. `chairs` and `speakers` are
    `[{"name", "function", "delegation"}]`; `channels` are the languages of interpretation, in the order of the channels; `takes_up` are
    the ids of evaluations' recommendations, and nothing of what they say.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    date = models.DateField()
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    begins = models.TimeField()
    ends = models.TimeField()
    title = models.JSONField(default=dict)
    theme = models.JSONField(default=dict)
    room = models.CharField(max_length=100, blank=True)
    chairs = models.JSONField(default=list)
    speakers = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    is_open = models.BooleanField(default=False)
    takes_up = models.JSONField(default=list)
    modified = models.DateTimeField(default=now)


class Publication(Guarded):
    """What everybody reads of an edition on its public page, without a login: its frame, and the communique by language."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="publication")
    content = models.JSONField(default=dict)
    communique = models.JSONField(default=dict)
    published = models.DateTimeField(default=now)


class AgendaVersion(Guarded):
    """The agenda as it was released, whole; the newest one is in force. `change` says in words what is new."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    change = models.TextField(blank=True)
    days = models.JSONField(default=dict)
    released = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "number"], name="one_agenda_of_a_number")]


class AgendaItem(Guarded):
    """One session in one released agenda, under the label of those whom the session is for: members only, or observers too.

    `session` is the session's id, the same in all versions; `content` is what the session said when it was released.
    """

    version = models.ForeignKey(AgendaVersion, on_delete=models.CASCADE, related_name="items")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    session = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(name="agenda_item_session", fields=["session", "version"])]
