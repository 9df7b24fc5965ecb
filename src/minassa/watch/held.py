"""What a source held of a hit when it was seen, as digests by field: enough to say which parts changed, and no copy of them."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import orjson

from minassa.base import canonical_json
from minassa.records import Properties, ValueType, schema
from minassa.screening import ListedSubject
from minassa.watch.models import WatchHit
from minassa.watch.types import Held

_LENGTH: Final = 16
_NUMBERS: Final = frozenset({ValueType.IDENTIFIER, ValueType.PHONE, ValueType.EMAIL})


def of_subject(subject: ListedSubject) -> Held:
    """What a list holds of a subject."""
    return {name: _digest(value) for name, value in subject.to_json().items() if value and name != "ref"}


def of_properties(properties: Properties) -> Held:
    """What a record says, as far as whoever looks may see it."""
    return {name: _digest(list(values)) for name, values in properties.items()}


def of_text(version: str) -> Held:
    """What an alert or a lookout says, by its version."""
    return {"text": _digest(version)}


def stored(row: WatchHit) -> Held:
    """What was held when the hit was last seen."""
    found: dict[str, str] = orjson.loads(row.held)
    return found


def differences(before: Held, after: Held) -> tuple[str, ...]:
    """The fields that are not what they were, by name."""
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))


def changed_of(row: WatchHit) -> tuple[str, ...]:
    """The fields that changed when the hit came back."""
    return tuple(orjson.loads(row.changed))


def packed(held: Mapping[str, str] | tuple[str, ...]) -> str:
    """Plain JSON, for storage."""
    return orjson.dumps(held).decode()


def number_properties(schema_name: str) -> tuple[str, ...]:
    """The properties of a schema that hold numbers by which somebody is met."""
    found = schema(schema_name).properties
    return tuple(name for name, one in found.items() if one.type in _NUMBERS and not one.guarded)


def _digest(value: Any) -> str:  # noqa: ANN401 - any plain JSON
    return sha256(canonical_json(value)).hexdigest()[:_LENGTH]
