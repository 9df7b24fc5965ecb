"""A line's bytes: what is hashed, sealed and exported is one canonical JSON object made from the line's columns."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from minassa.audit.types import LONGEST_TEXT, Detail, Line
from minassa.base import Json, canonical_json, new_id, now

COLUMNS: Final = (
    "id",
    "at",
    "action",
    "outcome",
    "actor",
    "agency",
    "owner",
    "subject",
    "purpose",
    "case",
    "reason",
    "details",
)
# Cc holds CR, LF and NUL; Cf the bidi controls and zero-width marks; Zl and Zp break lines in some viewers; Cs cannot be
# written as UTF-8; Co and Cn show as nothing anybody could agree on.
_ESCAPED: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})


def escaped(text: str, longest: int = LONGEST_TEXT) -> str:
    r"""Text as the log holds it: control and bidi characters as \uXXXX, backslashes doubled, cut at `longest` characters.

    Source: OWASP ASVS 5.0, 16.4.1 (log injection).
    """
    return "".join(_shown(character) for character in text[:longest])


def _shown(character: str) -> str:
    if character == "\\":
        return "\\\\"
    if unicodedata.category(character) in _ESCAPED:
        return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"
    return character


def columns_of(line: Line) -> dict[str, Any]:
    """The columns of a new line: an id, the moment in UTC, text escaped, details as canonical JSON."""
    return {
        "id": new_id(),
        "at": (line.at or now()).astimezone(UTC),
        "action": line.action,
        "outcome": line.outcome,
        "actor": line.actor,
        "agency": line.agency,
        "owner": line.owner,
        "subject": line.subject or "",
        "purpose": escaped(line.purpose, 40),
        "case": escaped(line.case),
        "reason": escaped(line.reason),
        "details": canonical_json({key: _plain(value) for key, value in line.details.items()}).decode(),
    }


def _plain(value: Detail) -> Json:
    return str(value) if isinstance(value, UUID) else value


def leaf_bytes(columns: Mapping[str, Any]) -> bytes:
    """The canonical JSON (RFC 8785) of a line's columns.

    Details that are no longer JSON are taken as text: the bytes differ from those that were sealed, which is the point.
    """
    return canonical_json(as_json(columns))


def as_json(columns: Mapping[str, Any]) -> dict[str, Json]:
    """A line's columns as JSON values: ids as text, the moment as `2026-11-23T16:00:00.000000Z`."""
    at: datetime = columns["at"]
    return {
        "id": str(columns["id"]),
        "at": moment_text(at),
        "action": columns["action"],
        "outcome": columns["outcome"],
        "actor": columns["actor"],
        "agency": _id_text(columns["agency"]),
        "owner": _id_text(columns["owner"]),
        "subject": columns["subject"],
        "purpose": columns["purpose"],
        "case": columns["case"],
        "reason": columns["reason"],
        "details": details_of(columns["details"]),
    }


def details_of(text: str) -> Json:
    """The details of a stored line, or the bare text where it is not JSON any more."""
    try:
        details: Json = json.loads(text)
    except ValueError:
        return text
    return details


def moment_text(at: datetime) -> str:
    """A moment in UTC with microseconds, as the log writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _id_text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
