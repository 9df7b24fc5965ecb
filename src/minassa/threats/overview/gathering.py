"""Taking an overview: which incidents may be used under a label, and the overview of them.

Only what every reader of the product may see is read at all: labels are chosen first, and each question to the database names them.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from minassa.access import Actor, Label, Opened, door, feeds
from minassa.base import Invalid, now
from minassa.base.countries import country_code
from minassa.names import fold
from minassa.records import names_of
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_LIST, OVERVIEW_TAKE
from minassa.threats.basemap import node_shapes
from minassa.threats.models import Incident, Report
from minassa.threats.months import first_day, month_of
from minassa.threats.overview.counting import counted
from minassa.threats.overview.types import LONGEST, Overview, Scope, Told
from minassa.threats.types import Range

YEARS_READ: Final = 15
"""How far back the usual and the forecast look."""
CHUNK: Final = 5_000
MOST_COUNTRIES: Final = 60
LONGEST_NAME: Final = 250
_COUNTS: Final = ("deaths_low", "deaths_best", "deaths_high")
_OF_REPORTS: Final = ("id", "incident_id", "source", "actors", *_COUNTS)
_OF_INCIDENTS: Final = ("id", "start", "country", "latitude", "longitude", "place_precision", "kind", "place")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """An overview, and how many incidents of its months and countries the asker sees that are not in it. That number is theirs alone."""

    overview: Overview
    left_out: int


def take_overview(actor: Actor, *, scope: Scope, product: Label, partners: bool = False, purpose: str = "") -> Taken:
    """The picture of these months and countries for a product under this label, from what each of its readers may see.

    Raises Invalid for months that are not over, for too many of them, and where not one incident may be used.
    """
    _refuse(scope)
    with door(actor, OVERVIEW_TAKE, purpose=purpose) as opened:
        labels = usable(opened, product, partners=partners)
        reports, incidents = _read(scope, labels)
        found = counted(
            scope,
            [_told(one, reports[one["id"]]) for one in incidents],
            groups=_groups(labels),
            made=now(),
            country_at=_country_at,
            digest=_digest(one["id"] for one in (*incidents, *(each for told in reports.values() for each in told))),
        )
        seen = _in_scope(scope, Incident.objects.filter(start__gte=first_day(scope.first))).count()
        opened.note(incidents=found.incidents, left_out=seen - found.incidents)
    return Taken(found, seen - found.incidents)


def overview_reads_more_than(actor: Actor, *, scope: Scope, number: int) -> bool:
    """Whether an overview of these months reads more incidents than this."""
    with door(actor, INCIDENT_LIST):
        days = {"start__gte": first_day(scope.last + 1 - 12 * YEARS_READ), "start__lt": first_day(scope.last + 1)}
        return Incident.objects.filter(**days).order_by()[: number + 1].count() > number


def still_stands(actor: Actor, *, overview: Overview, product: Label, partners: bool = False) -> bool:
    """Whether what an overview was made from is all still there, unchanged in who may see it; what came in later does not count."""
    with door(actor, OVERVIEW_TAKE) as opened:
        labels, until = usable(opened, product, partners=partners), _last_id_at(overview.made)
        reports, incidents = _read(overview.scope, labels, until=until)
        ids = (one["id"] for one in (*incidents, *(each for told in reports.values() for each in told)))
        return _digest(ids) == overview.digest


def usable(opened: Opened, product: Label, *, partners: bool) -> list[int]:
    """The ids of those labels whose rows may be used: the actor sees them, and so does each reader of the product."""
    return sorted(one for one in opened.visible if feeds(opened.label_of(one), product, partners=partners))


def _refuse(scope: Scope) -> None:
    if not 1 <= scope.length <= LONGEST:
        raise Invalid(faults.OVERVIEW_LENGTH, limit=LONGEST)
    if scope.last >= month_of(now().date()):
        raise Invalid(faults.OVERVIEW_NOT_OVER)
    if len(scope.countries) > MOST_COUNTRIES or not all(country_code(one) == one for one in scope.countries):
        raise Invalid(faults.BAD_FILTER, name="country")


def _read(
    scope: Scope, labels: Iterable[int], *, until: UUID | None = None
) -> tuple[Mapping[UUID, list[Row]], list[Row]]:
    """The reports by their incident, the first received first, and the incidents, from years before the scope to its end."""
    days = {"start__gte": first_day(scope.last + 1 - 12 * YEARS_READ), "start__lt": first_day(scope.last + 1)}
    only: dict[str, Any] = {"label_id__in": list(labels)} | ({"id__lte": until} if until else {})
    told: defaultdict[UUID, list[Row]] = defaultdict(list)
    reports = Report.objects.filter(incident__in=Incident.objects.filter(**days, **only).values("id"), **only)
    for one in reports.order_by("received", "id").values(*_OF_REPORTS).iterator(chunk_size=CHUNK):
        told[one["incident_id"]].append(one)
    incidents = Incident.objects.filter(**days, **only).order_by("start", "id")
    return told, list(incidents.values(*_OF_INCIDENTS).iterator(chunk_size=CHUNK))


def _in_scope(scope: Scope, rows: "QuerySet[Incident]") -> "QuerySet[Incident]":
    rows = rows.filter(start__lt=first_day(scope.last + 1))
    return rows.filter(country__in=scope.countries) if scope.countries else rows


def _told(one: Row, reports: list[Row]) -> Told:
    counts = [count for told in reports for count in map(told.get, _COUNTS) if count is not None]
    return Told(
        day=one["start"],
        country=one["country"],
        latitude=None if one["latitude"] is None else float(one["latitude"]),
        longitude=None if one["longitude"] is None else float(one["longitude"]),
        precision=one["place_precision"],
        kind=one["kind"],
        place=one["place"],
        deaths=Range(min(counts), max(counts)) if counts else None,
        best=next((told["deaths_best"] for told in reports if told["deaths_best"] is not None), 0),
        actors=tuple(dict.fromkeys(actor for told in reports for actor in told["actors"].split("\n") if actor)),
        sources=tuple(dict.fromkeys(told["source"] for told in reports)),
    )


class _Names(dict[str, str]):
    """The name of the group for an actor as written, by all names of the groups that may be told of; the actor itself for none."""

    def __init__(self, groups: Iterable[tuple[str, ...]]) -> None:
        super().__init__()
        self._known = {fold(name): names[0] for names in groups for name in names}

    def __missing__(self, actor: str) -> str:
        self[actor] = found = self._known.get(fold(actor), actor)[:LONGEST_NAME]
        return found


def _country_at(longitude: float, latitude: float) -> str:
    """The country of a place by this node's shapes: a cell in which nothing ever happened is told by nothing else."""
    found = node_shapes().country_at(longitude, latitude)
    return found.code if found else ""


def _groups(labels: Iterable[int]) -> Mapping[str, str]:
    return _Names(names for names in names_of("ArmedGroup", labels=labels).values() if names)


def _digest(ids: Iterable[UUID]) -> str:
    """A digest of references, whatever their order."""
    return hashlib.blake2b(b"".join(sorted(one.bytes for one in ids)), digest_size=16).hexdigest()


def _last_id_at(moment: datetime) -> UUID:
    """The highest id that was made up to this millisecond: ours begin with their time (RFC 9562, section 5.7)."""
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | ((1 << 80) - 1))
