"""Values as they travel between nodes in JSON, read strictly: whatever is not exactly as we write it is refused."""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

MOST_ENTRIES: Final = 5_000
LONGEST_TEXT: Final = 200
_ADDRESS: Final = re.compile(r"https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?", re.ASCII)
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"


class Wrong(ValueError):  # noqa: N818 - our word for what cannot be read; the callers make faults of it
    """Something is not as it must be; `part` names it in one word."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def mapping(value: object, part: str, names: set[str]) -> Mapping[str, Any]:
    """An object with exactly these names. Raises Wrong."""
    if not isinstance(value, dict) or set(value) != names:
        raise Wrong(part)
    return value


def entries(value: object, part: str, *, most: int = MOST_ENTRIES) -> list[Any]:
    """A list of at most so many entries. Raises Wrong."""
    if not isinstance(value, list) or len(value) > most:
        raise Wrong(part)
    return value


def text(value: object, part: str) -> str:
    """A short text. Raises Wrong."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Wrong(part)
    return value


def name(value: object, part: str) -> str:
    """A name that can be shown: not empty, no control or direction characters. Raises Wrong."""
    found = text(value, part)
    if not found.strip() or not found.isprintable() or found != " ".join(found.split()):
        raise Wrong(part)
    return found


def uuid(value: object, part: str) -> UUID:
    """An id in its one written form. Raises Wrong."""
    try:
        found = UUID(text(value, part))
    except ValueError as error:
        raise Wrong(part) from error
    if str(found) != value:
        raise Wrong(part)
    return found


def moment(value: object, part: str) -> datetime:
    """A moment as `written` writes it. Raises Wrong."""
    try:
        found = datetime.strptime(text(value, part), _MOMENT).replace(tzinfo=UTC)
    except ValueError as error:
        raise Wrong(part) from error
    return found


def written(at: datetime) -> str:
    """A moment in UTC by whole seconds."""
    return at.astimezone(UTC).strftime(_MOMENT)


def bytes_of(value: object, part: str, *, most: int = 1_000) -> bytes:
    """Base64 as `text_of` writes it. Raises Wrong."""
    if not isinstance(value, str) or len(value) > most * 4 // 3 + 4:
        raise Wrong(part)
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Wrong(part) from error


def text_of(raw: bytes) -> str:
    """Base64 (RFC 4648, section 4)."""
    return base64.b64encode(raw).decode()


def address(value: object) -> str:
    """Where a node is reached: scheme, host and port, nothing else; empty where it is not. Raises Wrong."""
    found = text(value, "address")
    if found and not _ADDRESS.fullmatch(found):
        raise Wrong("address")
    return found
