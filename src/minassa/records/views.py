"""Rows as this actor may see them: what only the owner's people see is left out here, and nowhere else."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from minassa.access import Opened, marks
from minassa.records import shaping
from minassa.records.grading import Grading, Scheme
from minassa.records.holds import hold_of
from minassa.records.items import Properties, doubts
from minassa.records.models import Record, RecordVersion
from minassa.records.types import RecordRow, RecordView, VersionView
from minassa.records.vocabulary import Schema, ValueType, schema


def record_view(row: Record, opened: Opened) -> RecordView:
    """A record as the door's actor may see it."""
    of, label = schema(row.schema), opened.label_of(row.label_id)
    properties, extra = shaping.unpacked(row.content)
    mine = label.owner == opened.actor.agency
    shown = properties if mine else _shown_to_others(of, properties, label.owner, opened)
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
        origin=row.origin if mine else str(row.id),
        grading=grading_of(row),
        legal_basis=row.legal_basis if mine else "",
        purpose=row.purpose,
        review_on=row.review_on,
        version=row.version,
        created=row.created,
        modified=row.modified,
        doubts=doubts(of, shown, region=shaping.region_of(of, shown)),
        extra=extra if mine else {},
        keep_reason=row.keep_reason if mine else "",
        hold=hold_of(row.id) if mine else None,
    )


def record_row(row: Record, opened: Opened) -> RecordRow:
    """A record as one line of a list."""
    of, label = schema(row.schema), opened.label_of(row.label_id)
    properties, _extra = shaping.unpacked(row.content)
    return RecordRow(
        id=row.id,
        schema=row.schema,
        caption=row.caption,
        featured=_featured(of, without_references(of, without_guarded(of, properties))),
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
        properties=MappingProxyType(
            dict(properties if mine else without_references(of, without_guarded(of, properties)))
        ),
        legal_basis=row.legal_basis if mine else "",
        modified=row.modified,
        changed_by=row.changed_by if mine else "",
    )


def without_guarded(of: Schema, properties: Properties) -> Properties:
    """Properties without those that only the owner's people see (checklist S13)."""
    return {
        name: values for name, values in properties.items() if name in of.properties and not of.properties[name].guarded
    }


def without_references(of: Schema, properties: Properties) -> Properties:
    """Properties without those that point to other records: an owner's references are its own."""
    return {name: values for name, values in properties.items() if of.properties[name].type is not ValueType.REFERENCE}


def _shown_to_others(of: Schema, properties: Properties, owner: UUID, opened: Opened) -> Properties:
    """What other agencies see: nothing guarded, and of references only those to records that they see, by their random ids."""
    open_ = without_guarded(of, properties)
    pointing = {name: values for name, values in open_.items() if of.properties[name].type is ValueType.REFERENCE}
    if not pointing:
        return open_
    wanted = {value for values in pointing.values() for value in values}
    own = [one for one in opened.visible if opened.label_of(one).owner == owner]
    seen = dict(Record.objects.filter(origin__in=wanted, label_id__in=own).values_list("origin", "id"))
    named = {name: tuple(str(seen[value]) for value in values if value in seen) for name, values in pointing.items()}
    return {name: named.get(name, values) for name, values in open_.items() if named.get(name, values)}


def grading_of(row: Record) -> Grading | None:
    """The grading as it was given, or None."""
    if not row.grade_scheme:
        return None
    source, information, third = row.grade.split("/")
    return Grading(Scheme(row.grade_scheme), source, information, third)


def _featured(of: Schema, properties: Properties) -> Mapping[str, str]:
    return {name: properties[name][0] for name in of.featured if name in properties}
