"""A parcel as bytes and back: canonical JSON (RFC 8785), so that there is one form to seal, sign and compare.

What is read is not believed: unknown or missing fields, other forms of the same value, and too deep or too large ones
are refused as a whole.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from minassa.access.labels import body_of, label_from
from minassa.access.releases import faults
from minassa.access.releases.types import Parcel, Step
from minassa.access.types import Label
from minassa.base import Invalid, Json, canonical_json

LARGEST: Final = 4_000_000
DEEPEST: Final = 32
_EXACT: Final = 2**53
_FIELDS: Final = frozenset(
    {"at", "content", "follows", "id", "kind", "label", "owner", "step", "stream", "version"},
)
_LABEL_FIELDS: Final = frozenset({"audience", "closes", "exercise", "handling", "opens", "owner", "purposes", "tlp"})


def parcel_to_json(parcel: Parcel) -> bytes:
    """The RFC 8785 bytes of a parcel. Raises Invalid for content that is no JSON, too deep or too large."""
    body: dict[str, Json] = {
        "id": str(parcel.id),
        "kind": parcel.kind,
        "stream": parcel.stream,
        "version": parcel.version,
        "follows": parcel.follows,
        "step": parcel.step.value,
        "owner": str(parcel.owner),
        "label": body_of(parcel.label),
        "content": parcel.content,
        "at": parcel.at.isoformat(),
    }
    if _depth(parcel.content) > DEEPEST:
        raise Invalid(faults.PARCEL_INVALID, part="content")
    try:
        raw = canonical_json(body)
    except ValueError as error:
        raise Invalid(faults.PARCEL_INVALID, part="content") from error
    _refuse_large(raw)
    return raw


def parcel_from_json(raw: bytes) -> Parcel:
    """The parcel that these bytes hold. Raises Invalid for anything but the exact bytes that `parcel_to_json` writes."""
    _refuse_large(raw)
    body = _object(raw)
    if body.keys() != _FIELDS:
        raise Invalid(faults.PARCEL_INVALID, part="fields")
    parcel = _parcel(body)
    if parcel_to_json(parcel) != raw:
        raise Invalid(faults.PARCEL_INVALID, part="form")
    return parcel


def digest_of_parcel(parcel: Parcel) -> str:
    """What makes two parcels the same, whichever recipient they are on their way to (SHA-256, hexadecimal)."""
    return hashlib.sha256(parcel_to_json(replace(parcel, follows=0))).hexdigest()


def _refuse_large(raw: bytes) -> None:
    if len(raw) > LARGEST:
        raise Invalid(faults.PARCEL_TOO_LARGE, limit=LARGEST)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw, parse_int=_number, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Invalid(faults.PARCEL_INVALID, part="JSON") from error
    if not isinstance(body, dict):
        raise Invalid(faults.PARCEL_INVALID, part="JSON")
    return body


def _number(text: str) -> int | float:
    """RFC 8785 writes whole floats without a point: beyond 2**53 - 1 it is a float that was written, not an integer."""
    whole = int(text) if len(text) < 18 else _EXACT
    return whole if abs(whole) < _EXACT else float(text)


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _depth(value: object) -> int:
    """How deep a value nests, counted up to one more than is allowed."""
    level, inside = 0, [value]
    while inside and level <= DEEPEST:
        level += 1
        inside = [one for each in inside for one in _parts(each)]
    return level


def _parts(value: object) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def _parcel(body: Mapping[str, Any]) -> Parcel:
    version, follows, content = body["version"], body["follows"], body["content"]
    if type(version) is not int or type(follows) is not int or follows < 0:
        raise Invalid(faults.PARCEL_INVALID, part="version")
    if not isinstance(content, dict):
        raise Invalid(faults.PARCEL_INVALID, part="content")
    return Parcel(
        id=_uuid(body, "id"),
        kind=_text(body, "kind"),
        stream=_text(body, "stream"),
        version=version,
        step=_step(body),
        owner=_uuid(body, "owner"),
        label=_label(body["label"]),
        content=content,
        at=_moment(body),
        follows=follows,
    )


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body[name]
    if not isinstance(value, str):
        raise Invalid(faults.PARCEL_INVALID, part=name)
    return value


def _uuid(body: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(body, name))
    except ValueError as error:
        raise Invalid(faults.PARCEL_INVALID, part=name) from error


def _step(body: Mapping[str, Any]) -> Step:
    try:
        return Step(_text(body, "step"))
    except ValueError as error:
        raise Invalid(faults.PARCEL_INVALID, part="step") from error


def _moment(body: Mapping[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(_text(body, "at"))
    except ValueError as error:
        raise Invalid(faults.PARCEL_INVALID, part="at") from error


def _label(body: object) -> Label:
    if not isinstance(body, dict) or body.keys() != _LABEL_FIELDS or type(body["exercise"]) is not bool:
        raise Invalid(faults.PARCEL_INVALID, part="label")
    try:
        return label_from(body)
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid(faults.PARCEL_INVALID, part="label") from error
