"""From STIX markings to labels: each set of markings is weighed once for an envelope, not once for each object."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import Handling, Label, Opened, Tlp
from minassa.exchange.taxii.named import rows_named
from minassa.exchange.taxii.rules import Marks, label_within
from minassa.stix import Checked, Markings, Problem, markings_of

MARKING: Final = "marking-definition"
Stix = Mapping[str, Any]


class Labeller:
    """Gives the label of each object of one owner in one collection, interned through the open door."""

    def __init__(self, opened: Opened, bounds: Label, owner: UUID, definitions: Mapping[str, Any]) -> None:
        """`bounds` is the label that no object exceeds; `definitions` the marking definitions at hand, by id."""
        self._opened = opened
        self._bounds = bounds
        self._owner = owner
        self._definitions = definitions
        self._known: dict[object, int] = {}

    @property
    def opened(self) -> Opened:
        """The door through which it interns."""
        return self._opened

    def label_of(self, one: Stix) -> int:
        """The id of the label of this object. Raises Invalid where it can have none in this collection."""
        key = _key(one)
        if key not in self._known:
            marks = _marks(markings_of(one, self._definitions))
            self._known[key] = self._opened.intern(label_within(self._bounds, owner=self._owner, marks=marks))
        return self._known[key]


def _key(one: Stix) -> object:
    """What decides about an object's markings: its refs, and those of its parts."""
    refs, granular = one.get("object_marking_refs"), one.get("granular_markings")
    return tuple(refs or ()) if not granular else orjson.dumps([refs, granular])


def _marks(found: Markings) -> Marks:
    """Our words for what markings say. A marking that nobody can explain stands for "other restrictions apply" (H3)."""
    codes = {Handling(one) for one in found.handling} | ({Handling.H3} if found.unknown else set())
    return Marks(
        tlp=Tlp(found.tlp) if found.tlp else None,
        handling=frozenset(codes),
        purposes=found.purposes,
        exercise=found.exercise,
    )


def definitions_among(read: Iterable[Checked | Problem], collection: UUID) -> dict[str, Any]:
    """The marking definitions that these objects refer to: those beside them, and those in the collection that are seen."""
    objects = [one.object for one in read if isinstance(one, Checked)]
    beside = {one["id"]: one for one in objects if one["type"] == MARKING}
    kinds = {_key(one): one for one in objects}
    wanted = {ref for one in kinds.values() for ref in markings_of(one, beside).unknown}
    found = (row for rows in rows_named(collection, wanted) for row in rows.values_list("stix_id", "raw"))
    return {stix_id: orjson.loads(bytes(raw)) for stix_id, raw in found} | beside
