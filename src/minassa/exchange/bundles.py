"""A record as a STIX 2.1 bundle, with its links and what they lead to: only what its reader may pass on."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, door, list_agencies
from minassa.exchange.acts import RECORD_STIX
from minassa.exchange.taxii.publishing import markings_for
from minassa.records import Outward, passed_on
from minassa.stix import NotExportedError, Stamp, object_bytes, stix_type, supporting, to_stix, write_bundle

Stix = dict[str, Any]
MOST_OBJECTS: Final = 500


def record_bundle(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> bytes:  # noqa: A002 - the word that every room uses
    """The bundle's bytes. Raises NotFound for what is absent, hidden, or may not be passed on."""
    with door(actor, RECORD_STIX, purpose=purpose, case=case, subject=f"record:{id}") as opened:
        found = passed_on(opened, id)
        opened.note(owner=found[0].label.owner, objects=len(found))
    names = {one.id: one.name for one in list_agencies(actor)}
    kinds = {str(one.id): _kind(one) for one in found}
    objects: dict[str, Stix] = {}
    for one in found:
        owner = str(one.label.owner)
        beside = supporting(owner, names.get(one.label.owner, owner), markings_for(one.label))
        objects |= {each["id"]: each for each in (*beside, *_objects(one, kinds))}
    return write_bundle(object_bytes(one) for one in list(objects.values())[:MOST_OBJECTS])


def _kind(one: Outward) -> str:
    try:
        return stix_type(_record(one))
    except NotExportedError:
        return "note"


def _record(one: Outward) -> dict[str, Any]:
    properties = {name: list(values) for name, values in one.properties.items()}
    record: dict[str, Any] = {"id": str(one.id), "schema": one.schema, "properties": properties}
    return record | ({"detail": one.detail} if one.detail else {})


def _objects(one: Outward, kinds: Mapping[str, str]) -> list[Stix]:
    graded = one.grading
    grading = (
        {
            "scheme": graded.scheme.value,
            "source": graded.source,
            "information": graded.information,
            "third": graded.third,
        }
        if graded
        else None
    )
    created = min(one.created, one.modified)
    stamp = Stamp(str(one.label.owner), created, one.modified, markings_for(one.label), grading)
    try:
        return to_stix(_record(one), stamp, kinds=kinds)
    except NotExportedError:
        return []
