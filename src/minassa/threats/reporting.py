"""Rows of reports: how they are written, amended and named, whoever tells them: a file, a form, another node."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from minassa.access import insert_rows
from minassa.base import new_ids, now
from minassa.names import fold
from minassa.threats.models import Report, ReportActor
from minassa.threats.numbers import number_of
from minassa.threats.sources import SourceReport

DETAILS: Final = (
    "start",
    "end",
    "date_precision",
    "place",
    "country",
    "latitude",
    "longitude",
    "place_precision",
    "kind",
    "type",
)
_FIELDS: Final = ("digest", *DETAILS, "actors", "deaths_low", "deaths_best", "deaths_high", "text", "modified")
_AT_ONCE: Final = 400
_COLUMNS: Final = ("id", "label_id", "incident_id", "source", "source_id", "told_by", "received", *_FIELDS)


def add_reports(
    reports: Sequence[SourceReport], label_id: int, *, incident: UUID | None = None, told_by: str = ""
) -> list[UUID]:
    """Write new reports under a label, of an incident where it is known; their ids in the same order."""
    at, ids = now(), new_ids(len(reports))
    rows = [
        (own, label_id, incident, one.source, one.source_id, told_by, at, *_values(one, at))
        for own, one in zip(ids, reports, strict=True)
    ]
    insert_rows(Report, _COLUMNS, rows)
    _name(
        [
            (label_id, own, one.actors, one.source, _most(one), number_of(incident or own))
            for own, one in zip(ids, reports, strict=True)
        ]
    )
    return ids


def lay_reports(laid: Mapping[UUID, UUID | None]) -> None:
    """Lay reports to incidents, or to none."""
    rows = list(Report.objects.filter(id__in=list(laid)).only("id"))
    for row in rows:
        row.incident_id = laid[row.id]
    Report.objects.bulk_update(rows, ["incident"], batch_size=_AT_ONCE)
    named = list(ReportActor.objects.filter(report_id__in=list(laid)).only("id", "report_id"))
    for one in named:
        one.laid_to = number_of(laid[one.report_id] or one.report_id)
    ReportActor.objects.bulk_update(named, ["laid_to"], batch_size=_AT_ONCE)


def amend_reports(changed: Sequence[tuple[Report, SourceReport]]) -> None:
    """Let these rows say what their sources say now."""
    at = now()
    for row, one in changed:
        for name, value in zip(_FIELDS, _values(one, at), strict=True):
            setattr(row, name, value)
    rows = [row for row, _one in changed]
    Report.objects.bulk_update(rows, _FIELDS, batch_size=100)
    ReportActor.objects.filter(report_id__in=[row.id for row in rows]).delete()
    _name(
        [
            (row.label_id, row.id, one.actors, row.source, _most(one), number_of(row.incident_id or row.id))
            for row, one in changed
        ]
    )


def _name(reports: Sequence[tuple[int, UUID, tuple[str, ...], str, int, int]]) -> None:
    keys = [
        (label, own, key, *more)
        for label, own, actors, *more in reports
        for key in ("", *sorted({actor_key(one) for one in actors}))
    ]
    insert_rows(
        ReportActor,
        ("id", "label_id", "report_id", "key", "source", "most", "laid_to"),
        [(own, *one) for own, one in zip(new_ids(len(keys)), keys, strict=True)],
    )


def _most(one: SourceReport) -> int:
    return max((count for count in (one.deaths.best, one.deaths.high) if count is not None), default=-1)


def actor_key(name: str) -> str:
    """The form in which actors and the names of groups are compared."""
    return fold(name)[:250] or name.casefold()[:250]


def _values(one: SourceReport, at: datetime) -> tuple[Any, ...]:
    """The values of `_FIELDS`."""
    return (
        digest_of(one),
        one.start,
        one.end,
        one.date_precision,
        one.place,
        one.country,
        one.latitude,
        one.longitude,
        one.place_precision,
        one.kind,
        one.type,
        "\n".join(one.actors),
        one.deaths.low,
        one.deaths.best,
        one.deaths.high,
        one.text,
        at,
    )


def digest_of(one: SourceReport) -> str:
    """A digest of all that a row says; its place in the file is no part of that."""
    return hashlib.blake2b(repr(replace(one, row=0)).encode(), digest_size=16).hexdigest()
