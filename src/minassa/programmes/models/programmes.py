"""Programmes and their parts. A part bears its programme's label: `OfProgramme.parts` finds them all."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now
from minassa.programmes.models.exact import ExactDecimal
from minassa.programmes.models.strategies import Commitment, Strategy


class Programme(Guarded):
    """A programme. `adopted` is when its framework was fixed: what changes later stays visible as a change.

    `countries` are two-letter codes between blanks; `currency` is that of all its money.
    """

    owner = models.UUIDField()
    state = models.CharField(max_length=12)
    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    pillar = models.CharField(max_length=16)
    strategy = models.ForeignKey(Strategy, on_delete=models.SET_NULL, null=True, related_name="programmes")
    countries = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=3)
    begins = models.DateField()
    ends = models.DateField()
    reports = models.CharField(max_length=12)
    adopted = models.DateTimeField(null=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="programme_newest", fields=["label", "-modified", "-id"])]


class OfProgramme(Guarded):
    """A part of a programme, under its label."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def parts(cls) -> "tuple[type[OfProgramme], ...]":
        """All kinds of parts."""
        return tuple(cls.__subclasses__())


class Answer(OfProgramme):
    """That a programme carries out a commitment."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="answers")


class Result(OfProgramme):
    """One line of the results framework; activities have days."""

    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    level = models.CharField(max_length=12)
    number = models.CharField(max_length=16)
    title = models.TextField()
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)


class Indicator(OfProgramme):
    """What is measured about a result. `means` says how it is verified, `by` what it is split by, `template` where it is from.

    `is_context`: it tells of the surroundings (a composite index, say) and is never a result.
    """

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="indicators")
    name = models.TextField()
    unit = models.CharField(max_length=60)
    measure = models.CharField(max_length=12)
    direction = models.CharField(max_length=12)
    weight = ExactDecimal()
    baseline = ExactDecimal(null=True)
    baseline_on = models.DateField()
    every = models.CharField(max_length=12)
    means = models.TextField(blank=True)
    by = models.JSONField(default=list)
    template = models.CharField(max_length=12, blank=True)
    is_context = models.BooleanField(default=False)


class Target(OfProgramme):
    """What an indicator shall reach by a day. Never changed: a later `version` for the same day, with its reason, stands beside it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    due = models.DateField()
    value = ExactDecimal()
    version = models.PositiveIntegerField(default=1)
    reason = models.TextField(blank=True)
    set_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="target_version_once", fields=["indicator", "due", "version"])
        ]


class Milestone(OfProgramme):
    """Something that is done by a day, or was done on one. `first_due` is the day as it was when the programme was adopted."""

    title = models.TextField()
    due = models.DateField()
    first_due = models.DateField(null=True)
    done_on = models.DateField(null=True)


class Money(OfProgramme):
    """An amount that is meant for some days, or was spent in them, in the programme's currency."""

    kind = models.CharField(max_length=12)
    amount = ExactDecimal()
    begins = models.DateField()
    ends = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded = models.DateTimeField(default=now)


class Risk(OfProgramme):
    """What could go wrong, and what is done about it."""

    text = models.TextField()
    likelihood = models.CharField(max_length=12)
    gravity = models.CharField(max_length=12)
    answer = models.TextField(blank=True)
    closed_on = models.DateField(null=True)


class Partner(OfProgramme):
    """An organisation with a part in the programme; an agency of the platform where `agency` names one."""

    name = models.CharField(max_length=300)
    agency = models.UUIDField(null=True)
    part = models.CharField(max_length=16)
    reference = models.CharField(max_length=100, blank=True)


class Course(OfProgramme):
    """Training: when and where, who came (`places`: agency, women, men), and its evaluation (means of the tests before and after)."""

    title = models.CharField(max_length=300)
    begins = models.DateField()
    ends = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    places = models.JSONField(default=list)
    before = ExactDecimal(null=True)
    after = ExactDecimal(null=True)
    applied = ExactDecimal(null=True)
    lesson = models.TextField(blank=True)


class Period(OfProgramme):
    """Days that a programme reports about, and when that is done. `told` counts the reminders that were given."""

    begins = models.DateField()
    ends = models.DateField()
    opens = models.DateField()
    closes = models.DateField()
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="period_once", fields=["programme", "begins"])]


class Actual(OfProgramme):
    """What was measured: made when a report is accepted, so that nothing unreviewed counts.

    A value that was left blank has no row. `cells` are its parts by sex, age and place.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="actuals")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="actuals")
    measured_on = models.DateField()
    value = ExactDecimal()
    numerator = ExactDecimal(null=True)
    denominator = ExactDecimal(null=True)
    cells = models.JSONField(default=list)
    evidence = models.CharField(max_length=16)
    source = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="actual_once", fields=["indicator", "period"])]


class Publication(OfProgramme):
    """What IATI asks of a programme beyond its plan, as JSON: whose register, sectors, places, targets, documents."""

    content = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="publication_once", fields=["programme"])]
