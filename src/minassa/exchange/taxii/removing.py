"""Deleting an object from a collection: its owner only (TAXII 2.1, section 5.7)."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Final
from uuid import UUID

from minassa import cyber
from minassa.access import Actor, Opened, door
from minassa.base import NotFound, Refused
from minassa.exchange import faults
from minassa.exchange.acts import TAXII_DELETE
from minassa.exchange.models.taxii import Collection, StoredObject
from minassa.exchange.taxii.collections import collection_row, refuse_closed
from minassa.exchange.taxii.named import rows_named
from minassa.exchange.taxii.types import ALL, FIRST, LAST, Question
from minassa.stix import Checked, check_object

_SPEC_VERSION: Final = "2.1"


def delete_object(actor: Actor, *, collection: UUID, stix_id: str, asked: Question, purpose: str = "") -> int:
    """Delete the versions asked for (all of them unless some are named) of an object of the actor's agency; how many.

    Raises NotFound where the actor sees none, Refused for another agency's. What was passed on before stays with who has it:
    to take something back everywhere, its owner sends a version that says "revoked". Checks on this node know it no more.
    """
    with door(actor, TAXII_DELETE, purpose=purpose, subject=f"collection:{collection}") as opened:
        row = collection_row(collection)
        refuse_closed(row, opened.label_of(row.label_id), actor.agency)
        seen = (one for rows in rows_named(row.id, [stix_id]) for one in rows.values_list("version", "id", "agency"))
        found = sorted(seen)
        if not found:
            raise NotFound(faults.NO_OBJECTS)
        own = [(one, version) for version, one, agency in found if agency == actor.agency]
        if not own:
            raise Refused(faults.NOT_OWNER)
        ids = [one for one, version in own if _is_asked_for(version, [each for _one, each in own], asked)]
        deleted, _by_model = StoredObject.objects.filter(id__in=ids).delete()
        if deleted:
            _tell_cyber(opened, stix_id, row.title)
        opened.note(owner=actor.agency, objects=deleted)
        return deleted


def _tell_cyber(opened: Opened, stix_id: str, source: str) -> None:
    """What this collection brought to the checks goes with it; where a version of it is left, that one counts again."""
    if not cyber.forget_object(opened, stix_id=stix_id, source=source):
        return
    newest = max(_versions_left(opened, stix_id), key=attrgetter("version"), default=None)
    found = check_object(bytes(newest.raw)) if newest else None
    if newest is not None and isinstance(found, Checked):
        given = cyber.Given(found, opened.label_of(newest.label_id), newest.collection.title)
        cyber.take_objects(opened, [given])


def _versions_left(opened: Opened, stix_id: str) -> Iterator[StoredObject]:
    """What is left of an object of the actor's agency, in all collections that they see."""
    for collection in Collection.objects.order_by("id"):
        for rows in rows_named(collection.id, [stix_id]):
            yield from (row for row in rows.select_related("collection") if row.agency == opened.actor.agency)


def _is_asked_for(version: str, versions: list[str], asked: Question) -> bool:
    if asked.spec_versions and _SPEC_VERSION not in asked.spec_versions:
        return False
    if ALL in asked.versions or version in asked.versions:
        return True
    return (LAST in asked.versions and version == versions[-1]) or (FIRST in asked.versions and version == versions[0])
