"""Reading incidents: the list with its filters, totals, and one with all that its sources say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Exists, Max, Min, Model, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from minassa.access import Actor, Opened, door, marks, newest
from minassa.base import Cursor, Invalid, NotFound, cursor_from, cursor_text
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_LIST, INCIDENT_READ
from minassa.threats.cells import HALF_DEGREE
from minassa.threats.groups.keys import keys_of_groups
from minassa.threats.hexes import is_cell, ranges_within
from minassa.threats.models import Incident, Report, ReportActor
from minassa.threats.sources import KINDS, PLACED_WELL, SOURCES
from minassa.threats.types import ENTERED, Filters, IncidentPage, IncidentRow, IncidentView, Range, ReportView, Totals

Row = TypeVar("Row", bound=Model)

LARGEST_PAGE: Final = 200
_LOW: Final = Coalesce("deaths_low", "deaths_best", "deaths_high")
_HIGH: Final = Coalesce("deaths_high", "deaths_best", "deaths_low")
_ALL: Final = Filters()


def list_incidents(
    actor: Actor, *, filters: Filters = _ALL, before: str = "", size: int = 50, purpose: str = ""
) -> IncidentPage:
    """Incidents by their day, the latest first. Raises Invalid for a filter that is none."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    refuse_odd(filters)
    with door(actor, INCIDENT_LIST, purpose=purpose) as opened:
        rows = _page(filters, place, wanted + 1)
        following = cursor_text(rows[wanted - 1].at, rows[wanted - 1].id) if len(rows) > wanted else ""
        return IncidentPage(incident_rows(rows[:wanted], opened), following)


def count_incidents(actor: Actor, *, filters: Filters = _ALL, purpose: str = "") -> Totals:
    """How many incidents, and the range of their deaths: an incident of which several sources tell is counted once."""
    refuse_odd(filters)
    with door(actor, INCIDENT_LIST, purpose=purpose):
        return totals_of(filtered(filters, whole=True), _uncertain(filters))


def totals_of(found: QuerySet[Incident], uncertain: QuerySet[Report] | None = None) -> Totals:
    """The totals of incidents, for this room's own questions inside a door."""
    each = Report.objects.filter(incident_id__in=found.values("id")).values("incident_id")
    sums = each.annotate(low=Min(_LOW), high=Max(_HIGH)).aggregate(low_sum=Sum("low"), high_sum=Sum("high"))
    deaths = Range(int(sums["low_sum"] or 0), int(sums["high_sum"] or 0))
    return Totals(found.count(), deaths, uncertain.count() if uncertain is not None else 0)


def read_incident(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> IncidentView:  # noqa: A002 - the word that every room uses
    """One incident with what each source says. Raises NotFound where it is absent or hidden: the two look the same."""
    with door(actor, INCIDENT_READ, purpose=purpose, case=case, subject=f"incident:{id}") as opened:
        row = Incident.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.NOT_FOUND)
        opened.note(owner=opened.label_of(row.label_id).owner)
        reports = Report.objects.filter(incident_id=id).order_by("received", "id")
        (shown,) = incident_rows([row], opened)
        return IncidentView(shown, tuple(report_view(one, opened) for one in reports))


def refuse_odd(filters: Filters) -> None:
    """Raise Invalid for a filter that is none."""
    if filters.kind and filters.kind not in KINDS:
        raise Invalid(faults.BAD_FILTER, name="kind")
    if filters.source and filters.source not in {*SOURCES, ENTERED}:
        raise Invalid(faults.BAD_FILTER, name="source")
    if filters.hexagon and not is_cell(filters.hexagon):
        raise Invalid(faults.BAD_FILTER, name="hexagon")


def _page(filters: Filters, place: Cursor | None, size: int) -> Sequence[Incident]:
    """The rows of one page; without other filters than a country by the index alone, however the labels lie."""
    if filters in {Filters(country=filters.country), Filters(area=filters.area)}:
        equal: dict[str, Any] = {"country": filters.country, "area": filters.area}
        equal = {name: value for name, value in equal.items() if value}
        return newest(Incident, size, place, by="at", **equal)
    rows = filtered(filters)
    if place is not None:
        when, row_id = place
        rows = rows.filter(Q(at__lt=when) | Q(at=when, id__lt=row_id))
    return list(rows.order_by("-at", "-id")[:size])


def filtered(filters: Filters, *, whole: bool = False) -> QuerySet[Incident]:
    """The incidents that a filter leaves, for this room's own questions inside a door. `whole`: all of them are wanted, not a page."""
    rows = _when_and_where(filters, Incident.objects.all())
    if filters.area:
        rows = rows.filter(area=filters.area)
    if filters.hexagon:
        rows = rows.filter(reduce(or_, (Q(cell__range=one) for one in ranges_within(filters.hexagon))))
    if not (filters.source or filters.group or filters.least_deaths):
        return rows
    # A page of a list stops at its end and asks for each incident; what counts all of them asks once for all reports.
    if whole:
        return rows.filter(number__in=_numbers(filters))
    return rows.filter(Exists(_told_by(filters, Report.objects.filter(incident_id=OuterRef("id")))))


def _numbers(filters: Filters) -> QuerySet[ReportActor, int]:
    """The numbers of the incidents to which such reports are laid, from one index: of all that is asked together, not report by report."""
    keys = sorted(keys_of_groups([filters.group]).get(filters.group, frozenset())) if filters.group else [""]
    told = ReportActor.objects.filter(key__in=keys)
    if filters.source:
        told = told.filter(source=filters.source)
    if filters.least_deaths:
        told = told.filter(most__gte=filters.least_deaths)
    return told.values_list("laid_to", flat=True)


def _uncertain(filters: Filters) -> QuerySet[Report]:
    """The reports that no incident counts yet, as a filter leaves them; none of them lies in a hexagon of the map, or in an area."""
    if filters.hexagon or filters.area:
        return Report.objects.none()
    return _told_by(filters, _when_and_where(filters, Report.objects.filter(incident=None)))


def _when_and_where(filters: Filters, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows with an incident's columns, narrowed to what these say."""
    if filters.first:
        rows = rows.filter(start__gte=filters.first)
    if filters.last:
        rows = rows.filter(start__lte=filters.last)
    if filters.country:
        rows = rows.filter(country=filters.country)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.cell:
        south, west = filters.cell.south, filters.cell.west
        rows = rows.filter(
            latitude__gte=south,
            latitude__lt=south + HALF_DEGREE,
            longitude__gte=west,
            longitude__lt=west + HALF_DEGREE,
            place_precision__in=PLACED_WELL,
        )
    return rows


def _told_by(filters: Filters, reports: QuerySet[Report]) -> QuerySet[Report]:
    """Reports of a source, of a group, of so many deaths: all that is asked must stand in one."""
    if filters.source:
        reports = reports.filter(source=filters.source)
    if filters.group:
        keys = keys_of_groups([filters.group]).get(filters.group, frozenset())
        reports = reports.filter(named__key__in=sorted(keys))
    if filters.least_deaths:
        most = filters.least_deaths
        reports = reports.filter(Q(deaths_high__gte=most) | Q(deaths_best__gte=most))
    return reports


def incident_rows(rows: Sequence[Incident], opened: Opened) -> tuple[IncidentRow, ...]:
    """Rows as they are shown, with what the visible reports add."""
    told: dict[UUID | None, list[Report]] = defaultdict(list)
    for report in Report.objects.filter(incident_id__in=[row.id for row in rows]).order_by("received", "id"):
        told[report.incident_id].append(report)
    return tuple(_row(row, told[row.id], opened) for row in rows)


def _row(row: Incident, reports: Sequence[Report], opened: Opened) -> IncidentRow:
    label = opened.label_of(row.label_id)
    return IncidentRow(
        id=row.id,
        record=row.record_id,
        start=row.start,
        end=row.end,
        date_precision=row.date_precision,
        place=row.place,
        country=row.country,
        latitude=row.latitude,
        longitude=row.longitude,
        place_precision=row.place_precision,
        kind=row.kind,
        type=row.type,
        actors=tuple(dict.fromkeys(one for report in reports for one in _actors(report))),
        deaths=_range(reports),
        sources=tuple(dict.fromkeys(report.source for report in reports)),
        owner=label.owner,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
    )


def _actors(report: Report) -> list[str]:
    return [one for one in report.actors.split("\n") if one]


def _range(reports: Iterable[Report]) -> Range | None:
    counts = [
        count for one in reports for count in (one.deaths_low, one.deaths_best, one.deaths_high) if count is not None
    ]
    return Range(min(counts), max(counts)) if counts else None


def report_view(row: Report, opened: Opened) -> ReportView:
    """What a source says, as it is shown."""
    label = opened.label_of(row.label_id)
    mine = label.owner == opened.actor.agency
    return ReportView(
        id=row.id,
        source=row.source,
        source_id=row.source_id,
        start=row.start,
        end=row.end,
        date_precision=row.date_precision,
        place=row.place,
        country=row.country,
        place_precision=row.place_precision,
        type=row.type,
        actors=tuple(_actors(row)),
        deaths_low=row.deaths_low,
        deaths_best=row.deaths_best,
        deaths_high=row.deaths_high,
        text=row.text,
        marks=marks(label),
        mine=mine,
        told_by=tuple(one for one in row.told_by.split("\n") if one) if mine else (),
    )
