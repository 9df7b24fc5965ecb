"""Rows as this actor may see them: what only the owner's people see is left out here, and nowhere else."""

from collections.abc import Mapping
from types import MappingProxyType

from minassa.access import Opened, marks
from minassa.records import shaping
from minassa.records.grading import Grading, Scheme
from minassa.records.items import Properties, doubts
from minassa.records.models import Record, RecordVersion
from minassa.records.types import RecordRow, RecordView, VersionView
from minassa.records.vocabulary import Schema, schema


def record_view(row: Record, opened: Opened) -> RecordView:
    """A record as the door's actor may see it."""
    of, label = schema(row.schema), opened.label_of(row.label_id)
    properties, extra = shaping.unpacked(row.content)
    mine = label.owner == opened.actor.agency
    shown = properties if mine else without_guarded(of, properties)
    return RecordView(
        id=row.id,
        schema=row.schema,
        caption=row.caption,
        properties=MappingProxyType(dict(shown)),
        label=label,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        owner=label.owner,
        mine=mine,
        origin=row.origin,
        grading=grading_of(row),
        legal_basis=row.legal_basis if mine else "",
        purpose=row.purpose,
        review_on=row.review_on,
        version=row.version,
        created=row.created,
        modified=row.modified,
        doubts=doubts(of, shown, region=shaping.region_of(of, shown)),
        extra=extra if mine else {},
    )


def record_row(row: Record, opened: Opened) -> RecordRow:
    """A record as one line of a list."""
    of, label = schema(row.schema), opened.label_of(row.label_id)
    properties, _extra = shaping.unpacked(row.content)
    return RecordRow(
        id=row.id,
        schema=row.schema,
        caption=row.caption,
        featured=_featured(of, without_guarded(of, properties)),
        marks=marks(label),
        owner=label.owner,
        mine=label.owner == opened.actor.agency,
        modified=row.modified,
        review_on=row.review_on,
    )


def version_view(row: RecordVersion, opened: Opened) -> VersionView:
    """A past state as the door's actor may see it."""
    of = schema(row.schema)
    properties, _extra = shaping.unpacked(row.content)
    mine = opened.label_of(row.label_id).owner == opened.actor.agency
    return VersionView(
        number=row.number,
        schema=row.schema,
        caption=row.caption,
        properties=MappingProxyType(dict(properties if mine else without_guarded(of, properties))),
        legal_basis=row.legal_basis if mine else "",
        modified=row.modified,
        changed_by=row.changed_by if mine else "",
    )


def without_guarded(of: Schema, properties: Properties) -> Properties:
    """Properties without those that only the owner's people see (checklist S13)."""
    return {
        name: values for name, values in properties.items() if name in of.properties and not of.properties[name].guarded
    }


def grading_of(row: Record) -> Grading | None:
    """The grading as it was given, or None."""
    if not row.grade_scheme:
        return None
    source, information, third = row.grade.split("/")
    return Grading(Scheme(row.grade_scheme), source, information, third)


def _featured(of: Schema, properties: Properties) -> Mapping[str, str]:
    return {name: properties[name][0] for name in of.featured if name in properties}
