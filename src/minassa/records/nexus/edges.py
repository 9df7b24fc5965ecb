"""From records to edges: which subjects there are, and what links them.

A reference means a record of the same agency; another agency's record is meant only by its own random id. Guarded
properties (S13) make no edge: they are shown to the owner's people only, and a way must not tell what a page hides.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import numpy as np

from minassa.access import Opened
from minassa.records import shaping
from minassa.records.dates import canonical_date
from minassa.records.graph.changing import Edge
from minassa.records.graph.sight import day_of
from minassa.records.items import Properties
from minassa.records.models import Record, RecordReference
from minassa.records.nexus.kinds import numbers
from minassa.records.vocabulary import schema

ALWAYS: Final = np.iinfo(np.int32)
_COLUMNS: Final = ("id", "label_id", "schema", "origin", "content")
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a piece of the records is in the graph: each subject's label (None where it is gone), and each record's edges."""

    subjects: Mapping[UUID, int | None]
    edges: Mapping[UUID, tuple[Edge, ...]]


def drawn(ids: Iterable[UUID], opened: Opened) -> Drawn:
    """These records as subjects and edges, as they are now."""
    wanted = list(ids)
    rows = {row.id: row for row in Record.objects.only(*_COLUMNS).filter(id__in=wanted)}
    subjects = {one: _label_as_subject(rows.get(one)) for one in wanted}
    made = _edges(list(rows.values()), opened)
    return Drawn(subjects, {one: made.get(one, ()) for one in wanted})


def pointing_to(ids: Iterable[UUID]) -> set[UUID]:
    """The records that name these in a reference: what they mean can change when these come or go."""
    origins = [
        name
        for one, origin in Record.objects.filter(id__in=list(ids)).values_list("id", "origin")
        for name in {origin, str(one)}
    ]
    return set(RecordReference.objects.filter(target__in=origins).values_list("record_id", flat=True))


def _label_as_subject(row: Record | None) -> int | None:
    return None if row is None or schema(row.schema).edge else row.label_id


def _edges(rows: list[Record], opened: Opened) -> dict[UUID, tuple[Edge, ...]]:
    named: dict[UUID, dict[str, list[str]]] = {}
    for one in RecordReference.objects.filter(record_id__in=[row.id for row in rows]).order_by("id"):
        named.setdefault(one.record_id, {}).setdefault(one.property, []).append(one.target)
    meant = _meant({target for of in named.values() for targets in of.values() for target in targets}, opened)
    return {
        row.id: tuple(_edges_of(row, named[row.id], meant, opened.label_of(row.label_id).owner))
        for row in rows
        if row.id in named
    }


def _meant(targets: set[str], opened: Opened) -> dict[tuple[UUID | None, str], UUID]:
    """The record that a reference means, by the agency that makes it; by nobody's name (None) where it is a random id."""
    found: dict[tuple[UUID | None, str], UUID] = {}
    for one, origin, label in Record.objects.filter(origin__in=targets).values_list("id", "origin", "label_id"):
        found[(opened.label_of(label).owner, origin)] = one
        if origin == str(one):
            found[(None, origin)] = one
    return found


def _edges_of(
    row: Record, named: Mapping[str, list[str]], meant: Mapping[tuple[UUID | None, str], UUID], owner: UUID
) -> Iterable[Edge]:
    def records(name: str) -> list[UUID]:
        found = (meant.get((owner, one)) or meant.get((None, one)) for one in named.get(name, ()))
        return [one for one in found if one is not None]

    of, (since, until) = schema(row.schema), days_told(shaping.unpacked(row.content)[0])
    if of.edge:
        kind = numbers()[row.schema]
        source_name, target_name = of.edge.used(named)
        for source in records(source_name):
            for target in records(target_name):
                yield Edge(source, target, row.label_id, kind, since, until)
        return
    for name in named:
        if not of.properties[name].guarded:
            for target in records(name):
                yield Edge(row.id, target, row.label_id, numbers()[name])


def days_told(properties: Properties) -> tuple[int, int]:
    """The first and the last day of a link, as its dates say; without any it is of all days."""
    at = [one for value in properties.get("date", ()) if (one := _span(value))]
    begun = [one for value in properties.get("startDate", ()) if (one := _span(value))]
    ended = [one for value in properties.get("endDate", ()) if (one := _span(value))]
    first = min((one[0] for one in (*at, *begun)), default=None)
    last = max((one[1] for one in (*ended, *(at if not begun else ()))), default=None)
    return (
        int(ALWAYS.min) if first is None else day_of(first),
        int(ALWAYS.max) if last is None else day_of(last),
    )


def _span(text: str) -> tuple[date, date] | None:
    """The days that a date can mean: all of a month, all of a year, where no more is said."""
    whole = canonical_date(text)
    if whole is None:
        return None
    year, month, day = (*map(int, whole.split("-")), 0, 0)[:3]
    first = date(year, month or 1, day or 1)
    last_month = month or _MONTHS
    return first, date(year, last_month, day or calendar.monthrange(year, last_month)[1])
