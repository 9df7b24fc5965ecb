"""Habits: what somebody does on a working day, remembered for a month, so that much work is not taken for scraping."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from minassa.access import Opened, PersonView
from minassa.safeguards.audience import circle_of
from minassa.safeguards.models import Habit
from minassa.safeguards.scraping.counting import Reading
from minassa.safeguards.scraping.rules import USUAL_DAYS, Measure, Span, usual, usual_of_all

_UNUSUAL: Final = frozenset({Measure.PROBED, Measure.STOPPED})
Usual = Mapping[Measure, int]


class Habits:
    """What is usual over a span, of each person and in each agency."""

    def __init__(self, span: Span, today: date) -> None:
        """Read the last weeks, without today and without days on which an alert stood."""
        since = today - timedelta(days=USUAL_DAYS)
        days: dict[tuple[str, Measure], list[int]] = defaultdict(list)
        homes: dict[str, UUID | None] = {}
        column = "hour" if span is Span.HOUR else "total"
        rows = Habit.objects.filter(day__gte=since, day__lt=today, is_odd__in=[False])
        for who, agency, measure, count in rows.values_list("who", "agency", "measure", column):
            days[who, Measure(measure)].append(count)
            homes[who] = agency
        self._own = {key: usual(counts) for key, counts in days.items()}
        self._homes = homes

    def own(self, who: str) -> Usual:
        """What is usual for one person or node."""
        return {measure: count for (one, measure), count in self._own.items() if one == who}

    def of_agency(self, agency: UUID | None, without: str) -> Usual:
        """What is usual for the others of an agency."""
        found: dict[Measure, list[int]] = defaultdict(list)
        for (who, measure), count in self._own.items():
            if who != without and agency is not None and self._homes[who] == agency:
                found[measure].append(count)
        return {measure: usual_of_all(counts) for measure, counts in found.items()}


def remember(
    opened: Opened, everybody: Iterable[PersonView], homes: Mapping[str, UUID], read: Iterable[Reading], span: Span
) -> None:
    """Note what everybody did on this day, where it is more than was noted."""
    today = opened.context.at.date()
    known = {(one.who, one.measure): one for one in Habit.objects.filter(day=today)}
    column, labels = ("hour" if span is Span.HOUR else "total"), _Labels(opened, everybody)
    for one in read:
        for measure in one.counts.keys() - _UNUSUAL:
            row, count = known.get((one.who, measure.value)), one.counts[measure]
            if row is None and (label := labels.of(homes.get(one.who))):
                Habit.objects.create(
                    label_id=label,
                    who=one.who,
                    agency=homes.get(one.who),
                    day=today,
                    measure=measure,
                    **{column: count},
                )
            elif row is not None and getattr(row, column) < count:
                setattr(row, column, count)
                row.save(update_fields=[column])


class _Labels:
    """The label of an agency's habits, made once in a run."""

    def __init__(self, opened: Opened, everybody: Iterable[PersonView]) -> None:
        self._opened, self._everybody = opened, tuple(everybody)
        self._known: dict[UUID | None, int | None] = {}

    def of(self, agency: UUID | None) -> int | None:
        if agency not in self._known:
            circle = circle_of(self._everybody, agency)
            self._known[agency] = self._opened.intern(circle.label) if circle else None
        return self._known[agency]


def mark_odd(who: str, since: date, *, is_odd: bool) -> None:
    """Leave somebody's days out of their habit from a day on, or take them in again."""
    Habit.objects.filter(who=who, day__gte=since).update(is_odd=is_odd)


def forget(today: date) -> None:
    """Forget the days that count no more."""
    Habit.objects.filter(day__lt=today - timedelta(days=USUAL_DAYS)).delete()
