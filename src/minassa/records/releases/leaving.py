"""What leaves of a record. One function decides it, for the preview, the release and every correction alike.

Left out are guarded properties (internal notes, source links and source documents), the legal basis, the source's own
fields, the reference under which the owner keeps it, who changed it, and references to records that the recipients were
not given. A record is named by its random id alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from minassa.access import door, ever_sent, system_actor
from minassa.base import Invalid
from minassa.records import faults, shaping
from minassa.records.acts import RECORD_BOOKS
from minassa.records.details import leaving_detail
from minassa.records.items import Properties
from minassa.records.models import Record
from minassa.records.releases.types import LeftOut, Why, stream_of
from minassa.records.views import grading_of, without_guarded
from minassa.records.vocabulary import Schema, ValueType, schema


@dataclass(frozen=True, slots=True)
class Leaving:
    """The content of a parcel, and what was left out of it."""

    content: Mapping[str, Any]
    properties: Properties
    left_out: tuple[LeftOut, ...]
    narratives: tuple[str, ...]


def leaving(row: Record, owner: UUID, agencies: frozenset[UUID]) -> Leaving:
    """What leaves of a record on its way to these agencies.

    Raises Invalid where a property that its kind needs would be left out: of a link, both ends are released first.
    """
    of = schema(row.schema)
    whole, _extra = shaping.unpacked(row.content)
    properties = open_properties(row, owner, agencies)
    if any(name in whole and name not in properties for name in of.required):
        raise Invalid(faults.ENDS_FIRST)
    detail = leaving_detail(row.schema, row.id)
    return Leaving(
        content=_content(row, properties) | ({"detail": detail} if detail is not None else {}),
        properties=properties,
        left_out=tuple(_left_out(of, whole, properties)),
        narratives=tuple(name for name in properties if of.properties[name].type is ValueType.TEXT),
    )


def open_properties(row: Record, owner: UUID, agencies: frozenset[UUID]) -> Properties:
    """The properties that leave, with references only to what all of these agencies were given."""
    of, found = schema(row.schema), _open(row)
    return dict(_translated(of, found, _named(of, found, owner, agencies)))


def differs(old: Record, new: Record) -> bool:
    """Whether recipients of a record would see the change, but for references, which follow what they were given."""
    return _seen(old) != _seen(new)


def _seen(row: Record) -> dict[str, Any]:
    return {**_content(row, _open(row)), "modified": None}


def _open(row: Record) -> Properties:
    whole, _extra = shaping.unpacked(row.content)
    return without_guarded(schema(row.schema), whole)


def _content(row: Record, properties: Properties) -> dict[str, Any]:
    grading = grading_of(row)
    return {
        "schema": row.schema,
        "properties": {name: list(values) for name, values in properties.items()},
        "grading": None
        if grading is None
        else {
            "scheme": grading.scheme.value,
            "source": grading.source,
            "information": grading.information,
            "third": grading.third,
        },
        "purpose": row.purpose,
        "review_on": row.review_on.isoformat(),
        "modified": row.modified.isoformat(),
    }


def _named(of: Schema, properties: Properties, owner: UUID, agencies: frozenset[UUID]) -> Mapping[str, str]:
    """Own references that may leave, with the random id that each is known by outside."""
    wanted = {
        value
        for name, values in properties.items()
        if of.properties[name].type is ValueType.REFERENCE
        for value in values
    }
    if not wanted:
        return {}
    with door(system_actor("records-exchange"), RECORD_BOOKS) as opened:
        own = [one for one in opened.visible if opened.label_of(one).owner == owner]
        found = dict(Record.objects.filter(origin__in=wanted, label_id__in=own).values_list("origin", "id"))
    given = ever_sent(map(stream_of, found.values()), owner)
    return {origin: str(one) for origin, one in found.items() if agencies <= given.get(stream_of(one), frozenset())}


def _translated(of: Schema, properties: Properties, named: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, values in properties.items():
        if of.properties[name].type is not ValueType.REFERENCE:
            yield name, values
        elif kept := tuple(named[value] for value in values if value in named):
            yield name, kept


def _left_out(of: Schema, whole: Properties, leaving_: Properties) -> Iterable[LeftOut]:
    for name, values in whole.items():
        if of.properties[name].guarded:
            yield LeftOut(name, Why.OWNERS_ONLY)
        elif len(leaving_.get(name, ())) < len(values):
            yield LeftOut(name, Why.NOT_RELEASED)
