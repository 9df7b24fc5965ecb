"""Months, places and tests of trend, from the incidents that the reader sees."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from minassa.access import Actor, door
from minassa.base import Invalid, today
from minassa.names import fold
from minassa.records import names_of
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_LIST
from minassa.threats.basemap import node_shapes
from minassa.threats.cells import cell_of, cell_text
from minassa.threats.models import Incident, Report, ReportActor
from minassa.threats.months import month_of
from minassa.threats.picture.handling import handling_of
from minassa.threats.picture.kept import kept
from minassa.threats.picture.types import MEASURES, SORTS, GroupNames, Measure, Month, PlaceLine, Sort, Trends
from minassa.threats.placing import placed_by, unplaced
from minassa.threats.reads import filtered, refuse_odd
from minassa.threats.sources import PLACED_WELL
from minassa.threats.trends import seasonal_baseline, trend
from minassa.threats.types import Filters

MOST_PLACES: Final = 12
LONGEST: Final = 600
SHOWN: Final = 60
"""Months that are shown where the address names no first day."""
YEAR: Final = 12
CHUNK: Final = 5_000
_ALL: Final = Filters()

Counts = Mapping[tuple[str, int], int]
"""How many by (place, month)."""


def read_trends(
    actor: Actor, *, filters: Filters = _ALL, measure: Measure = "incidents", by: Sort = "country", purpose: str = ""
) -> Trends:
    """Month by month what the reader sees, with its season and its trend, and the places side by side. Raises Invalid for no such filter."""
    refuse_odd(filters)
    if measure not in MEASURES or by not in SORTS:
        raise Invalid(faults.BAD_FILTER, name="measure" if measure not in MEASURES else "by")
    with door(actor, INCIDENT_LIST, purpose=purpose) as opened:
        groups = known_groups() if by == "group" or filters.group else ()
        left = unplaced(filtered(filters)).count() if by == "area" else 0
        # Rows that are laid to areas anew are as they were for everything else: what is kept goes by the shapes too.
        laid = (left, placed_by(node_shapes())) if by == "area" or filters.area else ()
        question = ("trends", replace(filters, first=None), measure, by, groups, laid)
        counts, names = kept(opened, question, lambda: _counted(filters, measure, by, groups))
        handling = kept(opened, ("handling", filters, groups), lambda: handling_of(opened, filtered(filters)))
    return replace(_trends(counts, names, filters, measure), handling=handling, unplaced=left)


def _counted(
    filters: Filters, measure: Measure, by: Sort, groups: Sequence[GroupNames]
) -> tuple[Counts, Mapping[str, str]]:
    """Counts by place and month; those of all together under the empty key. What came before the first day is the season's past."""
    found = filtered(replace(filters, first=None))
    deaths = first_deaths(found) if measure == "deaths" else None
    counts: Counter[tuple[str, int]] = Counter()
    for incident, day, keys in _placed(found, by, groups):
        number = 1 if deaths is None else deaths.get(incident, 0)
        for key in ("", *keys):
            counts[key, month_of(day)] += number
    return counts, {str(one.id): one.name for one in groups}


def first_deaths(found: "QuerySet[Incident]") -> dict[UUID | None, int]:
    """The best count of each incident, as the report that came first gives it."""
    told = Report.objects.filter(incident_id__in=found.values("id")).order_by("-received", "-id")
    rows = told.values_list("incident_id", "deaths_best").iterator(chunk_size=CHUNK)
    return {incident: best or 0 for incident, best in rows}


def _placed(
    found: "QuerySet[Incident]", by: Sort, groups: Sequence[GroupNames]
) -> Iterable[tuple[UUID, date, tuple[str, ...]]]:
    """Each incident with its day and the places to which it belongs."""
    if by in {"country", "area"}:
        rows = found.values_list("id", "start", by).iterator(chunk_size=CHUNK)
        return ((own, day, (key,) if key else ()) for own, day, key in rows)
    if by == "group":
        named = groups_of(found, groups)
        days = found.values_list("id", "start").iterator(chunk_size=CHUNK)
        return ((own, day, tuple(sorted(named.get(own, ())))) for own, day in days)
    columns = ("id", "start", "latitude", "longitude", "place_precision")
    spots = found.values_list(*columns).iterator(chunk_size=CHUNK)
    return ((own, day, _cell(north, east, how)) for own, day, north, east, how in spots)


def _cell(north: Decimal | None, east: Decimal | None, how: str) -> tuple[str, ...]:
    """The half-degree cell of a place; none where it is not known to within about 25 km."""
    is_placed = north is not None and east is not None and how in PLACED_WELL
    return (cell_text(cell_of(float(north or 0), float(east or 0))),) if is_placed else ()


def known_groups() -> tuple[GroupNames, ...]:
    """The armed groups that the open door lets through, with the forms of their names."""
    return tuple(
        GroupNames(own, names[0], frozenset(map(fold, names))) for own, names in names_of("ArmedGroup").items() if names
    )


def groups_of(found: "QuerySet[Incident]", groups: Sequence[GroupNames]) -> dict[UUID | None, set[str]]:
    """The ids of the groups that the reports of these incidents name, for incidents with any."""
    of_key: defaultdict[str, set[str]] = defaultdict(set)
    for one in groups:
        for key in one.keys:
            of_key[key].add(str(one.id))
    named: defaultdict[UUID | None, set[str]] = defaultdict(set)
    keys = sorted(of_key)
    for start in range(0, len(keys), 500):
        rows = ReportActor.objects.filter(
            key__in=keys[start : start + 500], report__incident_id__in=found.values("id")
        ).values_list("report__incident_id", "key")
        for incident, key in rows.iterator(chunk_size=CHUNK):
            named[incident] |= of_key[key]
    return named


def _trends(counts: Counts, names: Mapping[str, str], filters: Filters, measure: Measure) -> Trends:
    told = [month for key, month in counts if not key]
    if not told:
        return Trends(measure, (), trend(()), (), 0)
    first, last = min(told), min(max(told), month_of(today()))
    months = _months([counts.get(("", month), 0) for month in range(first, last + 1)], first)
    shown = months[-_length(filters, last) :]
    whole = trend([one.count for one in shown if one.is_over])
    numbers = [one.number for one in shown]
    totals = Counter({key: 0 for key, month in counts if key and month >= numbers[0]})
    for key in totals:
        totals[key] = sum(counts.get((key, month), 0) for month in numbers)
    most = sorted((key for key in totals if totals[key]), key=lambda key: (-totals[key], key))
    lines = tuple(_line(key, counts, names, shown) for key in most[:MOST_PLACES])
    return Trends(measure, tuple(shown), whole, lines, max(0, len(most) - MOST_PLACES))


def _length(filters: Filters, last: int) -> int:
    return min(LONGEST, max(1, last - month_of(filters.first) + 1)) if filters.first else SHOWN


def _months(series: Sequence[int], first: int) -> list[Month]:
    now = month_of(today())
    told = zip(series, seasonal_baseline(series), strict=True)
    return [Month(number, count, expected, number < now) for number, (count, expected) in enumerate(told, first)]


def _line(key: str, counts: Counts, names: Mapping[str, str], shown: Sequence[Month]) -> PlaceLine:
    series = tuple(counts.get((key, one.number), 0) for one in shown)
    over = series[: sum(one.is_over for one in shown)]
    return PlaceLine(
        key=key,
        name=names.get(key, ""),
        counts=series,
        total=sum(series),
        latest=sum(over[-YEAR:]),
        before=sum(over[-2 * YEAR : -YEAR]),
        trend=trend(over),
    )
