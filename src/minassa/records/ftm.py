"""FollowTheMoney JSON lines: read one record a line, and write them again without loss.

The format is FollowTheMoney's `entities.ftm.json`: an object with `id`, `schema`, `properties` (lists of texts), and
whatever else its publisher adds (datasets, first_seen ...), which is kept and written again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from minassa.base.errors import Fault, Invalid
from minassa.records import faults
from minassa.records.items import Item, checked
from minassa.records.lines import LONGEST_LINE

_OWN: Final = frozenset({"id", "schema", "properties", "caption"})


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of an import: its number from 1, the bytes or cells as they stood, and the item or why it was refused."""

    number: int
    raw: str
    item: Item | None = None
    fault: Fault | None = None


def read_ftm(lines: Iterable[bytes]) -> Iterator[ReadRow]:
    """Each line as an item or a refusal with its reason; empty lines are passed over. Nothing is kept in memory."""
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if text.strip():
            yield _row(number, text)


def _row(number: int, line: bytes) -> ReadRow:
    raw = line.decode("utf-8", "replace").strip()
    try:
        return ReadRow(number, raw, item=checked(item_from_line(line)))
    except Fault as fault:
        return ReadRow(number, raw, fault=fault)


def item_from_line(line: bytes) -> Item:
    """The item that a line of JSON holds, not yet checked against its schema. Raises Invalid."""
    if len(line) > LONGEST_LINE:
        raise Invalid(faults.LINE_TOO_LONG, limit=LONGEST_LINE)
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Invalid(faults.BAD_JSON) from error
    if not isinstance(found, dict):
        raise Invalid(faults.BAD_JSON)
    return _item(found)


def _item(found: Mapping[str, Any]) -> Item:
    for part in ("id", "schema"):
        if not isinstance(found.get(part), str):
            raise Invalid(faults.BAD_ENTITY, part=part)
    properties = found.get("properties")
    if not isinstance(properties, dict):
        raise Invalid(faults.BAD_ENTITY, part="properties")
    extra = {key: value for key, value in found.items() if key not in _OWN}
    return Item(
        found["id"], found["schema"], {name: _texts(name, values) for name, values in properties.items()}, extra
    )


def _texts(name: str, values: object) -> tuple[str, ...]:
    """The values of a property as texts; one bare text is taken as a list of one, a number as its digits."""
    listed = values if isinstance(values, list) else [values]
    return tuple(_text(name, value) for value in listed if value is not None)


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    raise Invalid(faults.NOT_TEXT, property=name[:64])


def write_ftm(item: Item, *, caption: str = "") -> bytes:
    """One line of JSON, with its line end, keys in FollowTheMoney's order."""
    whole: dict[str, object] = {"id": item.id, "schema": item.schema}
    if caption:
        whole["caption"] = caption
    whole["properties"] = {name: list(values) for name, values in item.properties.items()}
    whole.update(item.extra)
    return orjson.dumps(whole, option=orjson.OPT_APPEND_NEWLINE)
