"""A MISP event from its bytes, and a feed's manifest. Pure; nothing of MISP's own code or lists is used.

Read are the forms in which events are found: `{"Event": {...}}` as feeds and exports have it, and within `response`, as a server answers.
Unknown members are passed over. One attribute that cannot be read leaves the others be.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Final

import orjson

from minassa.base import Invalid
from minassa.cyber import faults
from minassa.cyber.exports.misp import OURS
from minassa.cyber.misp.tags import clusters_in
from minassa.cyber.misp.types import Attribute, Event

MANIFEST: Final = "manifest.json"
MOST_EVENTS: Final = 100_000
MOST_ATTRIBUTES: Final = 100_000
MOST_TAGS: Final = 100
LONGEST_TAG: Final = 250
LONGEST_VALUE: Final = 65_535
"""A pattern in YARA may be long; MISP's own column holds as much."""
_LONGEST_TEXT: Final = 2_000
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STIX_ID: Final = re.compile(r"[a-z0-9-]{3,60}--[0-9a-f-]{36}")
_LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_CLOSE: Final = frozenset({0, 4})
"""Distributions that name fewer than all who are connected: the author's organisation, a sharing group."""
_TRUE: Final = frozenset({True, "1", "true"})


def is_misp(content: bytes) -> bool:
    """Whether JSON looks like an event of MISP, before it is read whole."""
    head = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(re.match(rb'\[?\s*\{\s*"(?:Event|response)"\s*:', head))


def events_in(content: bytes) -> tuple[Event, ...]:
    """The events of a file. Raises Invalid where it holds none, or one that is none."""
    try:
        whole: Any = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        raise Invalid(faults.NOT_MISP) from None
    inside = whole.get("response", whole) if isinstance(whole, dict) else whole
    found = inside if isinstance(inside, list) else [inside]
    if not found or len(found) > MOST_EVENTS:
        raise Invalid(faults.NOT_MISP)
    return tuple(_event(one) for one in found)


def manifest_in(content: bytes) -> dict[str, int]:
    """The events of a feed by UUID, each with the moment of its last change. Raises Invalid for what is no manifest."""
    try:
        whole: Any = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
        if not isinstance(whole, dict) or not 0 < len(whole) <= MOST_EVENTS:
            raise ValueError("not a manifest")  # noqa: TRY301 - told as one fault below
        return {_uuid(uuid): int(one["timestamp"]) for uuid, one in whole.items()}
    except (ValueError, TypeError, KeyError):
        raise Invalid(faults.NOT_A_MANIFEST) from None


def _event(whole: Any) -> Event:  # noqa: ANN401 - JSON of others
    one = whole.get("Event") if isinstance(whole, dict) else None
    if not isinstance(one, dict):
        raise Invalid(faults.NOT_MISP)
    try:
        uuid, timestamp = _uuid(one["uuid"]), _moment(one["timestamp"])
    except (KeyError, ValueError, TypeError, OverflowError):
        raise Invalid(faults.NOT_MISP) from None
    rows = list(_rows(one))
    if len(rows) > MOST_ATTRIBUTES:
        raise Invalid(faults.TOO_MANY_ATTRIBUTES, most=MOST_ATTRIBUTES)
    attributes = tuple(found for found in map(_attribute, rows) if found)
    orgc = one.get("Orgc")
    return Event(
        uuid=uuid,
        info=_text(one.get("info")),
        author=_text(orgc.get("name")) if isinstance(orgc, dict) else "",
        timestamp=timestamp,
        tags=_tags(one),
        clusters=clusters_in(one, _tags(one)),
        is_kept_close=_is_kept_close(one),
        attributes=attributes,
        objects=_own_objects(one),
        unread=len(rows) - len(attributes),
    )


def _rows(event: Mapping[str, Any]) -> Iterator[Any]:
    """The attributes of an event and of its objects; those of a deleted object are deleted with it."""
    yield from _list(event.get("Attribute"))
    for one in _list(event.get("Object")):
        if isinstance(one, dict):
            gone = {"deleted": True} if one.get("deleted") in _TRUE else {}
            close = {"distribution": one["distribution"]} if _is_kept_close(one) else {}
            inside = (row for row in _list(one.get("Attribute")) if isinstance(row, dict))
            yield from chain({**row, **gone, **close} for row in inside)


def _attribute(row: Any) -> Attribute | None:  # noqa: ANN401 - JSON of others
    """An attribute; None for what is none."""
    try:
        value, type_ = row["value"], row["type"]
        if not isinstance(value, str) or not isinstance(type_, str) or len(value) > LONGEST_VALUE:
            return None
        own = row.get(OURS, "")
        return Attribute(
            uuid=_uuid(row["uuid"]),
            type=type_[:60],
            value=value,
            comment=_text(row.get("comment")),
            timestamp=_moment(row["timestamp"]),
            to_ids=row.get("to_ids") in _TRUE,
            deleted=row.get("deleted") in _TRUE,
            first_seen=_seen(row.get("first_seen")),
            tags=_tags(row),
            clusters=clusters_in(row, _tags(row)),
            is_kept_close=_is_kept_close(row),
            told_by=own if isinstance(own, str) and _STIX_ID.fullmatch(own) else "",
        )
    except (KeyError, ValueError, TypeError, OverflowError):
        return None


def _own_objects(event: Mapping[str, Any]) -> tuple[bytes, ...]:
    """The STIX objects that our own export put in; whoever reads them checks them as any others."""
    own = event.get(OURS)
    found = _list(own.get("objects")) if isinstance(own, dict) else []
    return tuple(one.encode("utf-8", "replace") for one in found[:MOST_ATTRIBUTES] if isinstance(one, str))


def _tags(one: Mapping[str, Any]) -> tuple[str, ...]:
    names = (tag.get("name") for tag in _list(one.get("Tag")) if isinstance(tag, dict))
    return tuple(name[:LONGEST_TAG] for name in names if isinstance(name, str) and name)[:MOST_TAGS]


def _is_kept_close(one: Mapping[str, Any]) -> bool:
    said = one.get("distribution")
    return isinstance(said, int | str) and str(said).isdigit() and int(said) in _CLOSE


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON of others
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:  # noqa: ANN401 - JSON of others
    return " ".join(value.split())[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _uuid(value: Any) -> str:  # noqa: ANN401 - JSON of others
    found = value.lower() if isinstance(value, str) else ""
    if not _UUID.fullmatch(found):
        raise ValueError("not a UUID")
    return found


def _moment(value: Any) -> datetime:  # noqa: ANN401 - JSON of others
    """Seconds since 1970, which MISP writes as a text. Raises ValueError."""
    found = datetime.fromtimestamp(int(value), UTC)
    if not int(value) >= 0 or found > _LATEST:
        raise ValueError("not a moment of an event")
    return found


def _seen(value: Any) -> datetime | None:  # noqa: ANN401 - JSON of others
    """A moment in ISO 8601; None where it cannot be read: then the attribute's own moment counts."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
    return found.astimezone(UTC) if found is not None and found.tzinfo is not None and found < _LATEST else None
