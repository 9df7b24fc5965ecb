"""The codec: an agency's record to STIX 2.1 and back. Two pure functions over one table.

What STIX has a property for is written there, for everybody; the whole record travels in one property extension, so that what
comes back is what went out. Objects of others that have a counterpart among our records are read as far as STIX goes;
all others are handed back as they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from minassa.stix import shapes
from minassa.stix.foreign import foreign_records
from minassa.stix.grades import confidence_of
from minassa.stix.ids import CONTRIBUTING, record_id
from minassa.stix.markings import Markings, marking_definitions, marking_refs
from minassa.stix.moments import timestamp
from minassa.stix.published import EXTENSION, EXTENSION_DEFINITION, PUBLISHER, agency_id, agency_identity
from minassa.stix.row import Row
from minassa.stix.said import Record, Said
from minassa.stix.table import TABLE
from minassa.stix.types import Json, Stix

_NOTHING: Final[Mapping[str, str]] = {}


class NotExportedError(ValueError):
    """There is no STIX object for this kind of record."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What goes on a record when it leaves: the owning agency's UUID, when this version was made (UTC), how it is marked.

    `grading` is {"scheme", "source", "information", "third"}, as the source was graded. Raises ValueError for times that are
    not in UTC, or not in order.
    """

    owner: str
    created: datetime
    modified: datetime
    markings: Markings = field(default_factory=Markings)
    grading: Mapping[str, str] | None = None
    revoked: bool = False

    def __post_init__(self) -> None:
        """Refuse what no reader would take. Raises ValueError."""
        if timestamp(self.modified) < timestamp(self.created):
            raise ValueError("a version cannot be older than its record")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A record that an object stood for.

    `record` has FollowTheMoney's shape; `owner` is an agency's UUID, empty where the object was not written by a node like this
    one; `grading` is the source's grading as it was given. That the owner is who sent it, the caller has to see.
    """

    record: dict[str, Any]
    object: Stix = field(repr=False)
    owner: str = ""
    grading: Mapping[str, str] | None = None

    @property
    def is_ours(self) -> bool:
        """Whether the whole record travelled in the extension, so that nothing of it was lost."""
        return bool(self.owner)

    @property
    def modified(self) -> str:
        """When this version was made, as a STIX timestamp: observables have it in the extension only. Empty where nobody says."""
        inside = _extension(self.object).get("record")
        said = self.object.get("modified") or (
            inside.get("modified") if self.is_ours and isinstance(inside, dict) else ""
        )
        return said if isinstance(said, str) else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a set of objects held: records, and all objects that are none (`rest`), which the caller keeps as they are."""

    records: tuple[Decoded, ...]
    rest: tuple[Stix, ...]


def stix_type(record: Record) -> str:
    """The type of the STIX object that stands for this record: what `to_stix` wants to know of the records it points to."""
    row = _row(record)
    return row.type if row.shape(row, Said(record, "", _NOTHING, "")) is not None else "note"


def _row(record: Record) -> Row:
    row = TABLE.get(record["schema"])
    if row is None:
        raise NotExportedError(str(record["schema"])[:64])
    return row


def to_stix(record: Record, stamp: Stamp, *, kinds: Mapping[str, str] = _NOTHING) -> list[Stix]:
    """A record as STIX 2.1: the object that stands for it, then those that complete it.

    `kinds` gives `stix_type` for the ids of the records to which this one points, as far as the caller knows them. What the
    objects refer to (agency, extension, markings) is what `supporting` gives. Raises NotExportedError, and ValueError for
    markings that do not exist.
    """
    row = _row(record)
    said = Said(record, stamp.owner, kinds, timestamp(stamp.created))
    filled = row.shape(row, said)
    head = _Head(said, stamp, marking_refs(stamp.markings))
    if filled is None:
        return [head.main("note", shapes.note(row, said))]
    main = head.main(row.type, filled)
    return [main, *(head.completing(one, main["id"]) for one in _companions(row, said, filled))]


def supporting(owner: str, name: str, *markings: Markings) -> list[Stix]:
    """What every bundle of an agency's records carries beside them: the agency, our extension's definition, the markings."""
    marks = {one["id"]: one for each in markings for one in marking_definitions(each)}
    return [agency_identity(owner, name), dict(PUBLISHER), dict(EXTENSION_DEFINITION), *marks.values()]


def owner_claimed(one: Stix) -> str:
    """The agency's UUID whose record an object says to be, empty where it is no record of a node like this one.

    Whoever takes objects from a sender who is known refuses another owner's: only the owner versions a record.
    """
    found = _decoded(one)
    return found.owner if found else ""


def from_stix(objects: Iterable[Stix]) -> Reading:
    """The records in these objects, and the objects that are none.

    Each object is in one of the two, but for those that only accompany records of ours: the owner's identity, the definition
    of our extension, and what completes a record.
    """
    each = [(one, _decoded(one)) for one in objects]
    ours = [decoded for _one, decoded in each if decoded]
    whole = {decoded.object["id"] for decoded in ours}
    beside = {agency_id(decoded.owner) for decoded in ours} | _PUBLISHED
    others = [
        one
        for one, decoded in each
        if not (decoded or str(one.get("id")) in beside or str(_extension(one).get("part_of")) in whole)
    ]
    foreign, rest = foreign_records(others)
    return Reading((*ours, *(Decoded(record, one) for record, one in foreign)), tuple(rest))


_PUBLISHED: Final = frozenset({PUBLISHER["id"], EXTENSION_DEFINITION["id"]})


@dataclass(frozen=True, slots=True)
class _Head:
    """What the objects of one record have in common."""

    said: Said
    stamp: Stamp
    marks: list[str]

    def main(self, type_: str, filled: Stix) -> Stix:
        """The object that stands for the record, with the whole of it in the extension."""
        id_ = record_id(type_, self.said.id, owner=self.said.owner)
        return self._object(
            {"type": type_, "id": id_, **filled}, {"record": self._payload(timed=type_ in CONTRIBUTING)}
        )

    def completing(self, filled: Stix, whole: str) -> Stix:
        """An object that only completes the record, and says so."""
        return self._object(filled, {"part_of": whole})

    def _object(self, filled: Stix, inside: Stix) -> Stix:
        own = {} if filled["type"] in CONTRIBUTING else self._versioned()
        marks = {"object_marking_refs": self.marks} if self.marks else {}
        extensions = {EXTENSION: {"extension_type": "property-extension", **inside}}
        return {"spec_version": "2.1", **own, **marks, **filled, "extensions": extensions}

    def _versioned(self) -> Stix:
        """What all objects have but observables (STIX 2.1, 3.2)."""
        confidence = confidence_of(self.stamp.grading) if self.stamp.grading else None
        return {
            "created_by_ref": agency_id(self.stamp.owner),
            "created": self.said.created,
            "modified": timestamp(self.stamp.modified),
            **({"revoked": True} if self.stamp.revoked else {}),
            **({} if confidence is None else {"confidence": confidence}),
        }

    def _payload(self, *, timed: bool) -> Stix:
        record, grading = self.said.record, self.stamp.grading
        properties = [{"name": name, "values": list(values)} for name, values in record["properties"].items() if values]
        payload: Stix = {
            "id": self.said.id,
            "schema": record["schema"],
            "owner": self.stamp.owner,
            "properties": properties,
        }
        payload |= {"grading": dict(grading)} if grading else {}
        payload |= {"detail": dict(record["detail"])} if record.get("detail") else {}
        return payload | ({"created": self.said.created, "modified": timestamp(self.stamp.modified)} if timed else {})


def _companions(row: Row, said: Said, filled: Stix) -> Iterator[Stix]:
    if row.type == "relationship":
        yield from ({"type": row.type, **one} for one in shapes.pairs(row, said, filled))
    elif row.type == "incident" and said.record.get("detail"):
        yield from shapes.place_of_incident(said)
    elif row.type == "observed-data":
        yield from shapes.ends_of_call(said)


def _extension(one: Mapping[str, Any]) -> Mapping[str, Json]:
    extensions = one.get("extensions")
    found = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else {}


def _decoded(one: Stix) -> Decoded | None:
    """The record in the extension, if it is whole, and the object's id is the one that follows from it and its owner.

    So nobody can hang a record on an object of another, or one agency's record on another's name.
    """
    said = _extension(one).get("record")
    if not isinstance(said, dict) or not _is_record(said):
        return None
    owner = said["owner"]
    is_bound = one.get("id") == record_id(str(one.get("type")), said["id"], owner=owner)
    if not is_bound or one.get("created_by_ref", agency_id(owner)) != agency_id(owner):
        return None
    grading = said.get("grading")
    properties = {each["name"]: each["values"] for each in said["properties"]}
    detail = {"detail": said["detail"]} if isinstance(said.get("detail"), dict) else {}
    return Decoded(
        {"id": said["id"], "schema": said["schema"], "properties": properties, **detail},
        one,
        owner,
        grading if isinstance(grading, dict) and all(isinstance(each, str) for each in grading.values()) else None,
    )


def _is_record(said: Mapping[str, Json]) -> bool:
    texts = all(isinstance(said.get(name), str) and said[name] for name in ("id", "schema", "owner"))
    properties = said.get("properties")
    return texts and said["schema"] in TABLE and isinstance(properties, list) and all(map(_is_property, properties))


def _is_property(one: Json) -> bool:
    """Properties are a list, since STIX (2.1, 3.3) wants the keys of dictionaries in observables in lower case."""
    if not isinstance(one, dict) or not isinstance(one.get("name"), str):
        return False
    values = one.get("values")
    return isinstance(values, list) and all(isinstance(each, str) for each in values)
