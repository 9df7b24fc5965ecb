"""Rows of threats. All are guarded: what the walls hide is in no list, total or match."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Incident(Guarded):
    """When and where a record of the schema Incident happened, under the record's own label.

    All is as its first report tells it: what other reports say stays in their rows, under their labels. `at` is `start` at noon UTC,
    by which lists are ordered. Coordinates are as precise as the source wrote them; `place_precision` says how far off they may be.
    `cell` is the hexagon of the map, as wide as that, or what stands for a country or for no place (`hexes.stored_cell`). `area` is the key
    of the first-level area in which it lies (`shapes.Shape.key`), empty where it lies in none or is not known so well; `placed_by` stands
    for the shapes by which it was looked up, 0 where it was not (`placing`). All three follow from the row's own columns alone. `number`
    is that of its id (`numbers.number_of`), by which it is found in `ReportActor`.
    """

    record = models.OneToOneField("records.Record", on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField(default=0)
    start = models.DateField()
    end = models.DateField()
    at = models.DateTimeField()
    date_precision = models.CharField(max_length=8)
    place = models.CharField(max_length=250, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.DecimalField(max_digits=11, decimal_places=8, null=True)
    longitude = models.DecimalField(max_digits=11, decimal_places=8, null=True)
    place_precision = models.CharField(max_length=16)
    cell = models.BigIntegerField(null=True)
    area = models.CharField(max_length=80, blank=True)
    placed_by = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=20)
    type = models.CharField(max_length=250)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="incident_newest", fields=["label", "-at", "-id"]),
            models.Index(name="incident_newest_of_country", fields=["country", "label", "-at", "-id"]),
            models.Index(name="incident_newest_of_area", fields=["area", "label", "-at", "-id"]),
            models.Index(name="incident_days", fields=["label", "start"]),
            models.Index(name="incident_placed", fields=["placed_by", "label"]),
            models.Index(name="incident_changed", fields=["label", "modified"]),
            # All that the map counts by, so that it reads no row.
            models.Index(name="incident_cells", fields=["label", "cell", "start", "country", "kind", "number"]),
        ]


class Report(Guarded):
    """What one source says of one incident: one row for each row of the source, never merged with another.

    `incident` is empty while a person has to decide which incident it tells of. `digest` is that of all that the row says, so that an
    unchanged row of a later file changes nothing. `actors` are as written, one a line; so is `told_by`, whom the agency that entered it had
    it from, which nobody else ever sees. A report goes with its incident.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, null=True, related_name="reports")
    source = models.CharField(max_length=32)
    source_id = models.CharField(max_length=100)
    digest = models.CharField(max_length=32)
    start = models.DateField()
    end = models.DateField()
    date_precision = models.CharField(max_length=8)
    place = models.CharField(max_length=250, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.DecimalField(max_digits=11, decimal_places=8, null=True)
    longitude = models.DecimalField(max_digits=11, decimal_places=8, null=True)
    place_precision = models.CharField(max_length=16)
    kind = models.CharField(max_length=20)
    type = models.CharField(max_length=250)
    actors = models.TextField(blank=True)
    deaths_low = models.PositiveIntegerField(null=True)
    deaths_best = models.PositiveIntegerField(null=True)
    deaths_high = models.PositiveIntegerField(null=True)
    text = models.TextField(blank=True)
    told_by = models.TextField(blank=True)
    received = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="report_origin", fields=["source", "source_id", "label"]),
            models.Index(name="report_of", fields=["incident", "label"]),
            models.Index(name="report_changed", fields=["label", "modified"]),
            models.Index(name="report_loose", fields=["label", "start"], condition=models.Q(incident=None)),
        ]


class ReportActor(Guarded):
    """One actor of a report, by the folded form in which names are compared with those of groups; and one row without an actor for each report.

    `source` and `most` (the highest count of deaths, -1 where it tells none) are the report's, `laid_to` the number of the incident to
    which it is laid, or its own while it is laid to none: filters over all incidents read this table's index and nothing else.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="named")
    key = models.CharField(max_length=250, blank=True)
    source = models.CharField(max_length=32, blank=True)
    most = models.IntegerField(default=-1)
    laid_to = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(name="report_told", fields=["key", "label", "source", "laid_to", "most"])]


class Doubt(Guarded):
    """A report that may tell of this incident: what was weighed, and what a person decided.

    `decision` is empty while it waits, else "same" or "other". Under the report's label. Ground and day of review are those with which
    the report came in: it may become a record of its own.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="doubts")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="doubts")
    km = models.FloatField()
    days = models.SmallIntegerField()
    weights = models.CharField(max_length=120)
    standing = models.FloatField()
    decision = models.CharField(max_length=8, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    legal_basis = models.CharField(max_length=500)
    purpose = models.CharField(max_length=32)
    review_on = models.DateField(null=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="doubt_newest", fields=["decision", "label", "-modified", "-id"])]


class ActorName(Guarded):
    """An actor, as reports write it, that may be this group: what was found alike, and what a person decided.

    `decision` is empty while it waits, else "same" or "other". Where it is "same", the key counts among the group's names for whoever sees
    this row and the group. Under the label of the report in which the actor was first met.
    """

    key = models.CharField(max_length=250)
    written = models.CharField(max_length=250)
    group = models.ForeignKey("records.Record", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    like = models.CharField(max_length=250)
    decision = models.CharField(max_length=8, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="actorname_newest", fields=["decision", "label", "-modified", "-id"]),
            models.Index(name="actorname_group", fields=["group", "decision"]),
            models.Index(name="actorname_key", fields=["key", "label"]),
        ]


class Forecast(Guarded):
    """What may come, as made for one reader: its label names that person alone. `wanted`: a job makes it, or makes it anew.

    `stamp` stands for the incidents from which it was made, `until` is the last month they could tell of. `content` is empty where
    less than a year is known.
    """

    person = models.UUIDField()
    purpose = models.CharField(max_length=32, blank=True)
    stamp = models.CharField(max_length=160, blank=True)
    until = models.PositiveIntegerField(default=0)
    wanted = models.BooleanField(default=False)
    asked = models.DateTimeField(default=now)
    made = models.DateTimeField(null=True)
    content = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="forecast_once", fields=["label", "purpose"])]
        indexes: ClassVar = [models.Index(name="forecast_wanted", fields=["asked"], condition=models.Q(wanted=True))]


class WarningRule(Guarded):
    """What an agency wants to be warned of. `keeper` is whose eyes it looks with: it warns that person, of what they may see.

    Empty `country` and `group` mean any. `stamp` stands for the incidents at which it was looked last; `stopped` says why it cannot look.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16)
    country = models.CharField(max_length=2, blank=True)
    group = models.UUIDField(null=True)
    least = models.PositiveIntegerField()
    months = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    keeper = models.UUIDField()
    purpose = models.CharField(max_length=32, blank=True)
    paused = models.BooleanField(default=False)
    stopped = models.CharField(max_length=40, blank=True)
    stamp = models.CharField(max_length=160, blank=True)
    looked = models.DateTimeField(null=True)
    created = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="warning_rule_newest", fields=["label", "-created", "-id"]),
            models.Index(name="warning_rule_due", fields=["looked"], condition=models.Q(paused=False)),
        ]


class Warned(Guarded):
    """One happening of which a rule warned its keeper, whom alone its label names. `key` tells happenings of a rule apart.

    `facts` are the parts of its sentence; `incidents` those behind it. `state`: new, acknowledged or dismissed.
    """

    rule = models.UUIDField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    incidents = models.JSONField(default=list)
    at = models.DateTimeField(default=now)
    state = models.CharField(max_length=12, default="new")
    decided = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="warned_once", fields=["label", "rule", "key"])]
        indexes: ClassVar = [models.Index(name="warned_newest", fields=["state", "label", "-at", "-id"])]


class Figure(Guarded):
    """One figure of development or society of one area and year, as its source gives it. Context; never part of a score."""

    area = models.CharField(max_length=8)
    indicator = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=250)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="figure_of", fields=["area", "label", "indicator", "year"])]


class ImportTurn(models.Model):
    """One row for each agency, locked while reports come in: two imports at once take turns."""

    agency = models.UUIDField(primary_key=True)
