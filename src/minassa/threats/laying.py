"""Reports without an incident are laid to one, asked about, or become incidents of their own: records with their detail row.

Only incidents of the report's own agency come into question, and only those of which this source does not tell yet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, Max, Min, OuterRef, QuerySet

from minassa.access import Actor, Label, Opened, door, insert_rows
from minassa.base import now
from minassa.records import Ground, NewRecord, Properties, correct_details, write_records
from minassa.threats.acts import INCIDENT_IMPORT_PART
from minassa.threats.groups.keys import keys_of_groups
from minassa.threats.matching import MOST_DAYS, Link, Spot, match
from minassa.threats.models import Doubt, Incident, Report
from minassa.threats.numbers import number_of
from minassa.threats.placing import COLUMNS, placed
from minassa.threats.reporting import DETAILS, actor_key, lay_reports
from minassa.threats.sources import RADIUS_KM
from minassa.threats.types import ENTERED, Imported

WINDOW: Final = timedelta(days=366)
BATCH: Final = 2_000
TYPICAL: Final = 0.2
"""A place is as a rule much nearer than the farthest that its precision allows."""
_PLACED: Final = {"latitude__isnull": False, "longitude__isnull": False}
"""What has no coordinates cannot be laid to anything: it becomes an incident of its own."""
Keep = Callable[[Imported, int], None]


def lay_loose(  # noqa: PLR0913 - what an import must state, each part named
    actor_of: Callable[[], Actor], *, source: str, label: Label, ground: Ground, done: Imported, keep: Keep
) -> Iterator[None]:
    """Find an incident for each report of this source that has none, a year of reports at a time; make those that are new.

    Stops between two transactions; `keep` hears within each what is done by then.
    """
    from_day, last = _days(actor_of(), source, label, ground)
    while from_day is not None and last is not None and from_day <= last:
        until = min(last, from_day + WINDOW)
        _match_window(actor_of(), source, (from_day, until), label, ground, done, keep)
        yield
        while _make_some(actor_of(), source, (from_day, until), label, ground, done, keep):
            yield
        from_day = until + timedelta(days=1)


def _loose(opened: Opened, source: str) -> "QuerySet[Report]":
    """Reports that have no incident and about which nobody is asked."""
    own = own_labels(opened)
    asked = Doubt.objects.filter(report_id=OuterRef("id"), decision="")
    return Report.objects.filter(incident=None, source=source, label_id__in=own).exclude(Exists(asked))


def _days(actor: Actor, source: str, label: Label, ground: Ground) -> tuple[date | None, date | None]:
    with door(actor, INCIDENT_IMPORT_PART, purpose=ground.purpose) as opened:
        opened.intern(label)
        found = _loose(opened, source).aggregate(first=Min("start"), last=Max("start"))
        return found["first"], found["last"]


def _match_window(  # noqa: PLR0913, PLR0917 - one step of `lay_loose`
    actor: Actor, source: str, window: tuple[date, date], label: Label, ground: Ground, done: Imported, keep: Keep
) -> None:
    with door(actor, INCIDENT_IMPORT_PART, purpose=ground.purpose) as opened:
        opened.intern(label)
        loose = {str(row.id): row for row in _loose(opened, source).filter(start__range=window, **_PLACED)}
        if not (known := _known(opened, source, window)):
            return
        groups = _groups()
        found = match(_spots_of(known, groups), [_spot(row, row, groups) for row in loose.values()])
        _link(found.certain, loose)
        tell_copies(opened, {UUID(link.incident) for link in found.certain}, quietly=True)
        asked = (*found.doubtful, *found.distant)
        _ask(asked, loose, ground)
        done.linked += len(found.certain)
        done.doubtful += len(asked)
        keep(done, 0)


def _known(opened: Opened, source: str, window: tuple[date, date]) -> dict[UUID, Incident]:
    """The agency's incidents in reach of these days that this source does not tell of yet, nor is asked about."""
    own = own_labels(opened)
    reach = (window[0] - timedelta(days=MOST_DAYS), window[1] + timedelta(days=MOST_DAYS))
    told = Report.objects.filter(incident_id=OuterRef("id"), source=source)
    asked = Doubt.objects.filter(incident_id=OuterRef("id"), report__source=source, decision="")
    rows = (
        Incident.objects.filter(start__range=reach, label_id__in=own, **_PLACED)
        .exclude(Exists(told))
        .exclude(Exists(asked))
    )
    return {row.id: row for row in rows}


def _groups() -> dict[str, str]:
    """The key of each name of an armed group, to the one by which all its names are compared."""
    found: dict[str, str] = {}
    for own, keys in sorted(keys_of_groups().items()):
        for key in sorted(keys):
            found.setdefault(key, f"group:{own}")
    return found


def _spots_of(incidents: dict[UUID, Incident], groups: dict[str, str]) -> list[Spot]:
    """Incidents as their first reports tell them."""
    first: dict[UUID, Report] = {}
    days = [one.start for one in incidents.values()]
    told = Report.objects.filter(incident__start__range=(min(days), max(days))).order_by("-received", "-id")
    for report in told.iterator(chunk_size=BATCH):
        if report.incident_id in incidents:
            first[report.incident_id] = report
    return [_spot(row, first[own], groups) for own, row in incidents.items() if own in first]


def _spot(place: Incident | Report, report: Report, groups: dict[str, str]) -> Spot:
    keys = [actor_key(one) for one in report.actors.split("\n") if one]
    radius = RADIUS_KM.get(place.place_precision)  # type: ignore[call-overload] # the column holds such words
    deaths = None if report.deaths_best is None else float(report.deaths_best)
    where = (float(place.latitude or 0), float(place.longitude or 0))
    actors = frozenset(groups.get(one, one) for one in keys)
    return Spot(str(place.id), place.start.toordinal(), *where, (radius or 0.0) * TYPICAL, actors, deaths)


def _link(links: Sequence[Link], loose: dict[str, Report]) -> None:
    laid: dict[UUID, UUID | None] = {loose[link.report].id: UUID(link.incident) for link in links}
    ids = list(laid)
    for start in range(0, len(ids), BATCH):
        lay_reports({one: laid[one] for one in ids[start : start + BATCH]})


def _ask(links: Sequence[Link], loose: dict[str, Report], ground: Ground) -> None:
    at = now()
    Doubt.objects.bulk_create(
        [
            Doubt(
                label_id=loose[link.report].label_id,
                report_id=UUID(link.report),
                incident_id=UUID(link.incident),
                km=round(link.km, 3),
                days=link.days,
                weights=" ".join(
                    f"{part:.3f}"
                    for part in (link.weights.distance, link.weights.days, link.weights.actors, link.weights.deaths)
                ),
                standing=round(link.standing, 4),
                legal_basis=ground.legal_basis,
                purpose=ground.purpose,
                review_on=ground.review_on,
                modified=at,
            )
            for link in links
        ],
        batch_size=500,
    )


def _make_some(  # noqa: PLR0913, PLR0917 - one step of `lay_loose`
    actor: Actor, source: str, window: tuple[date, date], label: Label, ground: Ground, done: Imported, keep: Keep
) -> int:
    """Make incidents of some of the reports that are left; how many."""
    with door(actor, INCIDENT_IMPORT_PART, purpose=ground.purpose) as opened:
        opened.intern(label)
        rows = list(_loose(opened, source).filter(start__range=window).order_by("start", "id")[:BATCH])
        for own_label in sorted({row.label_id for row in rows}):
            make_incidents(opened, [row for row in rows if row.label_id == own_label], ground)
        done.incidents += len(rows)
        keep(done, 0)
    return len(rows)


def own_labels(opened: Opened) -> list[int]:
    """The ids of those of the actor's agency's labels whose rows they may change."""
    return [one for one in opened.writable if is_own(opened, one)]


def own_seen(opened: Opened) -> list[int]:
    """The ids of those of the actor's agency's labels whose rows they see."""
    return [one for one in opened.visible if is_own(opened, one)]


def tell_copies(opened: Opened, incidents: Iterable[UUID], *, quietly: bool = False) -> None:
    """Those who were given one of these incidents get what is told of it now."""
    records = Incident.objects.filter(id__in=list(incidents)).values_list("record_id", flat=True)
    correct_details(opened, list(records), quietly=quietly)


def is_own(opened: Opened, label_id: int) -> bool:
    """Whether a label is one of the actor's own agency."""
    return opened.label_of(label_id).owner == opened.actor.agency


def make_incidents(
    opened: Opened, reports: Sequence[Report], ground: Ground, *, more: Mapping[UUID, Properties] | None = None
) -> list[UUID]:
    """An incident for each of these reports, which bear one label: a record, its detail row, and the report laid to it.

    The detail row bears the id of the report of which it was made. `more` are further properties of the record, by the report's id.
    """
    if not reports:
        return []
    label_id, at = reports[0].label_id, now()
    further = more or {}
    given = [NewRecord("Incident", {**properties_of(row), **further.get(row.id, {})}) for row in reports]
    records = write_records(opened, given, label=opened.label_of(label_id), ground=ground)
    rows = [
        (
            row.id,
            label_id,
            record,
            number_of(row.id),
            noon(row.start),
            at,
            *where,
            *(getattr(row, name) for name in DETAILS),
        )
        for record, row, where in zip(records, reports, placed(reports), strict=True)
    ]
    insert_rows(Incident, ("id", "label_id", "record_id", "number", "at", "modified", *COLUMNS, *DETAILS), rows)
    ids = [row.id for row in reports]
    for start in range(0, len(ids), 500):
        Report.objects.filter(id__in=ids[start : start + 500]).update(incident_id=F("id"))
    return ids


def properties_of(row: Report) -> dict[str, tuple[str, ...]]:
    """What the record says. Actors stay with the report: who did it is a claim of its source."""
    where = row.place or row.country.upper()
    found: dict[str, object] = {
        "name": " · ".join(filter(None, (row.type, where))),
        "date": row.start.isoformat(),
        "country": row.country,
        "location": row.place,
        "tactic": row.type,
        "deathsLow": row.deaths_low,
        "deathsBest": row.deaths_best,
        "deathsHigh": row.deaths_high,
        "datePrecision": row.date_precision,
        "placePrecision": row.place_precision,
        "sourceEventId": "" if row.source == ENTERED else f"{row.source}:{row.source_id}",
    }
    return {name: (str(value),) for name, value in found.items() if value not in {None, ""}}


def noon(day: date) -> datetime:
    """The moment by which lists are ordered."""
    return datetime.combine(day, time(12), UTC)
