"""Incidents as files: a table (CSV) or GeoJSON, each with its marks, and never a point that is more precise than its source.

Only what the actor may pass on is in them. A large one needs a second person, as every large export does.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import Actor, ApprovalView, ask_approval, capped_count, door, list_approvals
from minassa.base import Invalid, Refused
from minassa.base.cells import guarded
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_EXPORT, INCIDENT_EXPORT_BULK, INCIDENT_EXPORT_PART
from minassa.threats.hexes import NEAR, hexagon_at, hexagon_ring, resolution_of
from minassa.threats.models import Incident
from minassa.threats.reads import filtered, incident_rows, refuse_odd
from minassa.threats.types import Filters, IncidentRow

FORMATS: Final = ("csv", "geojson")
LARGEST_ALONE: Final = 1_000
_CHUNK: Final = 1_000
_COLUMNS: Final = (
    "id", "start", "end", "date_precision", "place", "country", "latitude", "longitude", "place_precision", "kind", "type", "actors",
    "deaths_lowest", "deaths_highest", "sources", "marks",
)  # fmt: skip


def export_incidents(  # noqa: PLR0913 - an export states its purpose and case beside what is wanted
    actor: Actor,
    *,
    format: str,  # noqa: A002 - the word that every user knows
    filters: Filters,
    purpose: str = "",
    case: str = "",
    approval: UUID | None = None,
) -> Iterator[bytes]:
    """The incidents of these filters as lines of a file, oldest first.

    The decision, the audit line and the size are settled before the first line; each thousand is then read through a door of its own, so
    that a right that ends stops the export. Raises Invalid for a filter or a format that is none, Refused for more than a thousand
    without a second person (`ask_to_export_incidents`).
    """
    if format not in FORMATS:
        raise Invalid(faults.BAD_FILTER, name="format")
    refuse_odd(filters)
    act = INCIDENT_EXPORT if approval is None else INCIDENT_EXPORT_BULK
    with door(actor, act, purpose=purpose, case=case, approval=approval) as opened:
        if approval is not None and dict(opened.granted or {}) != _wanted(format, filters):
            raise Refused(faults.OTHER_THAN_GRANTED)
        count = capped_count(filtered(filters), cap=LARGEST_ALONE)
        if count.is_capped and approval is None:
            raise Refused(faults.INCIDENT_EXPORT_TOO_LARGE, limit=LARGEST_ALONE)
        opened.note(format=format, count=count.text)
    rows = _rows(actor, filters, purpose)
    return _table(rows) if format == "csv" else _features(rows)


def ask_to_export_incidents(actor: Actor, *, format: str, filters: Filters, reason: str) -> ApprovalView:  # noqa: A002 - as above
    """Ask a second person to agree to a file of exactly these incidents; then `export_incidents(..., approval=...)`."""
    return ask_approval(actor, act=INCIDENT_EXPORT_BULK, subject="", reason=reason, content=_wanted(format, filters))


def granted_export(actor: Actor, *, format: str, filters: Filters) -> UUID | None:  # noqa: A002 - as above
    """The approval that a second person gave this actor for exactly this export, and that is not used yet; None without one."""
    wanted = _wanted(format, filters)
    found = (one for one in list_approvals(actor, waiting=False) if one.state == "granted")
    mine = (one for one in found if one.act == INCIDENT_EXPORT_BULK.name and one.asked_by == actor.user_id)
    return next((one.id for one in mine if dict(one.content) == wanted), None)


def _wanted(format_: str, filters: Filters) -> dict[str, Any]:
    """Exactly what a grant is for, in plain JSON."""
    return {"format": format_, **{name: str(value) for name, value in asdict(filters).items() if value}}


def _rows(actor: Actor, filters: Filters, purpose: str) -> Iterator[IncidentRow]:
    after: UUID | None = None
    while chunk := _chunk(actor, filters, purpose, after):
        after = chunk[-1].id
        yield from chunk


def _chunk(actor: Actor, filters: Filters, purpose: str, after: UUID | None) -> Sequence[IncidentRow]:
    with door(actor, INCIDENT_EXPORT_PART, purpose=purpose) as opened:
        found = filtered(filters) if after is None else filtered(filters).filter(id__gt=after)
        rows: list[Incident] = list(found.order_by("id")[:_CHUNK])
        return incident_rows(rows, opened)


def _table(rows: Iterable[IncidentRow]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _line(_COLUMNS)
    for row in rows:
        told = _told(row)
        yield _line([guarded(str(told[name])) if name in _TEXTS else str(told[name]) for name in _COLUMNS])


_TEXTS: Final = frozenset({"place", "type", "actors"})
"""What sources wrote; the rest is ours and begins with no sign but that of a degree."""


def _line(cells: Iterable[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()


def _told(row: IncidentRow) -> dict[str, object]:
    return {
        "id": row.id,
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "date_precision": row.date_precision,
        "place": row.place,
        "country": row.country,
        "latitude": "" if row.latitude is None else f"{row.latitude.normalize():f}",
        "longitude": "" if row.longitude is None else f"{row.longitude.normalize():f}",
        "place_precision": row.place_precision,
        "kind": row.kind,
        "type": row.type,
        "actors": "; ".join(row.actors),
        "deaths_lowest": "" if row.deaths is None else row.deaths.low,
        "deaths_highest": "" if row.deaths is None else row.deaths.high,
        "sources": " ".join(row.sources),
        "marks": " ".join(row.marks),
    }


def _features(rows: Iterable[IncidentRow]) -> Iterator[bytes]:
    """A collection (RFC 7946): points for what is exact or near, hexagons for what is not, nothing where only the country is known."""
    yield b'{"type":"FeatureCollection","features":['
    for number, row in enumerate(rows):
        told = {
            name: value for name, value in _told(row).items() if name not in {"latitude", "longitude"} and value != ""
        }
        feature = {"type": "Feature", "geometry": _geometry(row), "properties": {**told, "id": str(row.id)}}
        yield (b",\n" if number else b"\n") + orjson.dumps(feature)
    yield b"\n]}\n"


def _geometry(row: IncidentRow) -> dict[str, object] | None:
    cell = hexagon_at(row.latitude, row.longitude, row.place_precision)
    if cell is None or row.longitude is None or row.latitude is None:
        return None
    if resolution_of(cell) >= NEAR:
        return {"type": "Point", "coordinates": [float(row.longitude), float(row.latitude)]}
    return {"type": "Polygon", "coordinates": [hexagon_ring(cell)]}
