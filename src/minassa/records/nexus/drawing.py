"""What a saved diagram holds: who stands where, which ties were drawn, what was grouped and left out. Random ids alone, no names.

The same values leave and come back as our documented JSON form (docs/records.md), without loss.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeAlias
from uuid import UUID

import orjson

from minassa.base import Invalid
from minassa.records import faults
from minassa.records.nexus.kinds import numbers
from minassa.records.nexus.types import Wanted

FORMAT: Final = "minassa-diagram"
VERSION: Final = 1
MOST_POINTS: Final = 500
MOST_LINES: Final = 2_000
MOST_GROUPS: Final = 100
MOST_LEFT_OUT: Final = 1_000
LARGEST: Final = 4_000_000
SIDE: Final = 100_000
"""A place lies between 0 and this, both ways."""


@dataclass(frozen=True, slots=True)
class Point:
    """A subject on the sheet; `kinds` are the kinds of links that were followed where it is opened (none: all).

    `by` is who put it there, as the audit log names them.
    """

    id: UUID
    x: int
    y: int
    pinned: bool = False
    opened: bool = False
    kinds: tuple[str, ...] = ()
    by: str = ""


Key: TypeAlias = tuple[UUID, UUID, UUID, str]
"""What tells a tie from all others: the record that makes it, its ends, its kind."""


@dataclass(frozen=True, slots=True)
class Line:
    """A tie on the sheet: the record that makes it, its ends and its kind."""

    id: UUID
    source: UUID
    target: UUID
    kind: str
    by: str = ""

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.id, self.source, self.target, self.kind


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram without its words."""

    centre: UUID
    points: tuple[Point, ...]
    lines: tuple[Line, ...] = ()
    groups: tuple[frozenset[UUID], ...] = ()
    left_out: tuple[UUID, ...] = ()
    kind: str = ""
    since: date | None = None
    until: date | None = None

    def wanted(self) -> Wanted:
        """What it was narrowed to."""
        return Wanted(frozenset({self.kind} if self.kind in numbers() else ()), self.since, self.until)

    def put_by(self, named: str) -> "Drawing":
        """All of it as the work of one person."""
        points = tuple(replace(one, by=named) for one in self.points)
        return replace(self, points=points, lines=tuple(replace(one, by=named) for one in self.lines))

    def seen_by(self, seen: Iterable[UUID], ties: Iterable[Key]) -> "Drawing":
        """What is left of it for whoever sees these subjects and these ties."""
        there, told = frozenset(seen), frozenset(ties)
        return replace(
            self,
            points=tuple(one for one in self.points if one.id in there),
            lines=tuple(one for one in self.lines if one.key in told),
            groups=tuple(left for one in self.groups if (left := one & there)),
            left_out=tuple(one for one in self.left_out if one in there),
        )

    def over(self, old: "Drawing", seen: Iterable[UUID], ties: Iterable[Key], *, named: str) -> "Drawing":
        """This one in the place of an old one.

        What of that the writer could not see stays, for they did not take it away; but not what they had put there themselves.
        """
        there, told = frozenset(seen), frozenset(ties)
        points, lines = {one.id for one in self.points}, {one.key for one in self.lines}
        first = {one.id: one.by for one in old.points}, {one.key: one.by for one in old.lines}
        hidden = (one for one in old.points if one.id not in there | points and one.by != named)
        apart = (one for one in old.lines if one.key not in told | lines and one.by != named)
        left_out = (*self.left_out, *(one for one in old.left_out if one not in there))
        return replace(
            self,
            points=(*(replace(one, by=first[0].get(one.id, named)) for one in self.points), *hidden),
            lines=(*(replace(one, by=first[1].get(one.key, named)) for one in self.lines), *apart),
            left_out=tuple(dict.fromkeys(left_out)),
        )


def stored(drawing: Drawing) -> str:
    """A drawing as a row keeps it."""
    return orjson.dumps(_told(drawing, is_kept=True)).decode()


def drawing_of(text: str) -> Drawing:
    """The drawing that `stored` wrote."""
    return _Reader(orjson.loads(text)).drawing()


@dataclass(frozen=True, slots=True)
class Told:
    """A diagram as a file: its words, and what is on it. `names` say what things are called, for programs that show it."""

    title: str
    note: str
    drawing: Drawing
    marks: tuple[str, ...] = ()
    names: Mapping[UUID, Mapping[str, Any]] = field(default_factory=dict)


def as_file(told: Told) -> bytes:
    """A diagram in our own form."""
    body = {"format": FORMAT, "version": VERSION, "title": told.title, "note": told.note, "marks": list(told.marks)}
    drawn = _told(told.drawing, is_kept=False)
    for one in (*drawn["subjects"], *drawn["ties"]):
        one.update(told.names.get(UUID(one["id"]), {}))
    return orjson.dumps(body | drawn, option=orjson.OPT_INDENT_2)


def from_file(content: bytes) -> Told:
    """The diagram that a file holds. What it says of names and marks is passed over. Raises Invalid."""
    if len(content) > LARGEST:
        raise Invalid(faults.DIAGRAM_FORM, part="size")
    try:
        body = orjson.loads(content)
    except ValueError as fault:
        raise Invalid(faults.DIAGRAM_FORM, part="JSON") from fault
    if not isinstance(body, dict) or body.get("format") != FORMAT or body.get("version") != VERSION:
        raise Invalid(faults.DIAGRAM_FORM, part="format")
    title, note = body.get("title"), body.get("note", "")
    if not isinstance(title, str) or not isinstance(note, str):
        raise Invalid(faults.DIAGRAM_FORM, part="title")
    return Told(title, note, _Reader(body).drawing())


def _told(drawing: Drawing, *, is_kept: bool) -> dict[str, Any]:
    """A drawing as JSON; who put what there is only kept, never told."""
    return {
        "centre": str(drawing.centre),
        "narrowed": {
            "kind": drawing.kind,
            "since": drawing.since.isoformat() if drawing.since else None,
            "until": drawing.until.isoformat() if drawing.until else None,
        },
        "subjects": [
            {
                "id": str(one.id),
                "x": one.x,
                "y": one.y,
                "pinned": one.pinned,
                "opened": one.opened,
                "kinds": list(one.kinds),
                **({"by": one.by} if is_kept else {}),
            }
            for one in drawing.points
        ],
        "ties": [
            {
                "id": str(one.id),
                "source": str(one.source),
                "target": str(one.target),
                "kind": one.kind,
                **({"by": one.by} if is_kept else {}),
            }
            for one in drawing.lines
        ],
        "groups": [{"members": sorted(map(str, one))} for one in drawing.groups],
        "left_out": [str(one) for one in drawing.left_out],
    }


@dataclass(slots=True)
class _Reader:
    """Reads a drawing strictly: what is not as it should be raises Invalid with the part's name."""

    body: Mapping[str, Any]

    def drawing(self) -> Drawing:
        narrowed = self.body.get("narrowed", {})
        try:
            return Drawing(
                centre=UUID(self.body["centre"]),
                points=self._many("subjects", MOST_POINTS, _point),
                lines=self._many("ties", MOST_LINES, _line),
                groups=self._many("groups", MOST_GROUPS, _group),
                left_out=self._many("left_out", MOST_LEFT_OUT, UUID),
                kind=_kind(narrowed.get("kind") or ""),
                since=date.fromisoformat(narrowed["since"]) if narrowed.get("since") else None,
                until=date.fromisoformat(narrowed["until"]) if narrowed.get("until") else None,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise Invalid(faults.DIAGRAM_FORM, part="subjects or ties") from fault

    def _many(self, name: str, most: int, read: Any) -> tuple[Any, ...]:  # noqa: ANN401 - one reader for each kind of part
        found = self.body.get(name, [])
        if not isinstance(found, list) or len(found) > most:
            raise Invalid(faults.DIAGRAM_FORM, part=name)
        return tuple(read(one) for one in found)


def _point(body: Mapping[str, Any]) -> Point:
    kinds = tuple(_kind(one) for one in body.get("kinds", []))
    return Point(
        UUID(body["id"]),
        _place(body["x"]),
        _place(body["y"]),
        body.get("pinned", False) is True,
        body.get("opened", False) is True,
        kinds,
        str(body.get("by", ""))[:64],
    )


def _line(body: Mapping[str, Any]) -> Line:
    ends = UUID(body["source"]), UUID(body["target"])
    return Line(UUID(body["id"]), *ends, _kind(body["kind"]), str(body.get("by", ""))[:64])


def _group(body: Mapping[str, Any]) -> frozenset[UUID]:
    members = frozenset(UUID(one) for one in body["members"])
    if not 0 < len(members) <= MOST_POINTS:
        raise ValueError("a group has members")
    return members


def _kind(text: str) -> str:
    if text and not (len(text) <= 64 and text.isascii() and text.isalpha()):
        raise ValueError("no kind of link")
    return text


def _place(value: Any) -> int:  # noqa: ANN401 - of a file
    if type(value) is not int or not 0 <= value <= SIDE:
        raise ValueError("no place on a sheet")
    return value
