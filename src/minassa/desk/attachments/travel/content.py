"""What a parcel says of a file: its JSON, both ways. Whatever a peer sends is read here or nowhere. Pure.

    SHARE     {"about": "record:<uuid>", "name": ..., "size": bytes, "sha256": hex, "piece": 0, "content": base64}
    MESSAGE   {"piece": 1, "content": base64}                     the following pieces, each of the same size, the last shorter
    CORRECT   {"due": null}                                       other marks; nobody needs to acknowledge them
    WITHDRAW  {"reason": ..., "sha256": hex} and, where its thing is withdrawn with it, "due": null
    MESSAGE   {"gone": reason}                                     a recipient says that its copy is deleted

In the outbox the pieces have no content: it is read from the shelf when they leave. Fields that nobody knows are refused.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from minassa.base import Invalid
from minassa.desk.attachments import faults
from minassa.desk.attachments.sealing import CHUNK

KIND: Final = "file"
PIECE_BYTES: Final = 9 * CHUNK
"""589,824 bytes: in base64, with all that stands around it, a parcel stays under a million."""
MOST_PIECES: Final = 10_000

_BEGINNING: Final = frozenset({"about", "name", "size", "sha256", "piece", "content"})
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ABOUT: Final = re.compile(r"([a-z][a-z-]{0,31}):([0-9a-f-]{36})", re.ASCII)


class FileReason(StrEnum):
    """Why a file is taken back, or why a recipient deleted it: a closed list, because the reason travels."""

    INACCURATE = "inaccurate"
    NO_GROUND = "no-ground"
    NOT_NEEDED = "not-needed"
    MIS_DISCLOSED = "mis-disclosed"
    RIGHTS = "rights"
    REPLACED = "replaced"
    LEFT_COMMUNITY = "left-community"
    NARROWED = "narrowed"
    DELETED = "deleted"
    WITHDRAWN = "withdrawn"


TAKEN_BACK_FOR: Final = (
    FileReason.INACCURATE,
    FileReason.NO_GROUND,
    FileReason.NOT_NEEDED,
    FileReason.MIS_DISCLOSED,
    FileReason.RIGHTS,
)
"""Why a person takes a file back; the other reasons follow from what was done."""
DISCARDED_FOR: Final = (
    FileReason.NOT_NEEDED,
    FileReason.NO_GROUND,
    FileReason.INACCURATE,
    FileReason.MIS_DISCLOSED,
    FileReason.RIGHTS,
)
"""Why a recipient deletes a file."""


def stream_of(file: UUID) -> str:
    """The name of a file's stream."""
    return f"{KIND}:{file}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A file as it leaves: about what, its name, its size and SHA-256, without metadata."""

    about: str
    name: str
    size: int
    sha256: str

    @property
    def pieces(self) -> int:
        """In how many pieces it travels."""
        return max(1, -(-self.size // PIECE_BYTES))

    def length_of(self, number: int) -> int:
        """The bytes of one piece."""
        return min(PIECE_BYTES, self.size - number * PIECE_BYTES)

    def fits(self, content: bytes) -> bool:
        """Whether this is the content, whole."""
        return len(content) == self.size and hashlib.sha256(content).hexdigest() == self.sha256


def named(manifest: Manifest, number: int) -> dict[str, Any]:
    """One piece as the outbox keeps it; all of them name the file's hash, so that it can be proved what they were."""
    return {
        "about": manifest.about,
        "name": manifest.name,
        "size": manifest.size,
        "sha256": manifest.sha256,
        "piece": number,
    }


def filled_in(body: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """One piece as it travels."""
    text = base64.b64encode(content).decode()
    number = body["piece"]
    return {**body, "content": text} if number == 0 else {"piece": number, "content": text}


def manifest_of(body: Mapping[str, Any]) -> Manifest:
    """What the first piece says of the whole. Raises Invalid."""
    if body.keys() != _BEGINNING or body["piece"] != 0:
        raise foreign()
    about, name, size, digest = body["about"], body["name"], body["size"], body["sha256"]
    found = _ABOUT.fullmatch(about) if isinstance(about, str) else None
    if found is None or not _is_uuid(found[2]) or not isinstance(name, str) or type(size) is not int or size < 1:
        raise foreign()
    manifest = Manifest(about, name, size, digest_from(digest))
    if manifest.pieces > MOST_PIECES:
        raise foreign()
    return manifest


def piece_of(body: Mapping[str, Any]) -> tuple[int, bytes]:
    """The number and the content of a piece. Raises Invalid."""
    number, text = body.get("piece"), body.get("content")
    if type(number) is not int or not 0 <= number < MOST_PIECES or not isinstance(text, str):
        raise foreign()
    if number and body.keys() != {"piece", "content"}:
        raise foreign()
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise foreign() from error
    if base64.b64encode(content).decode() != text:
        raise foreign()
    return number, content


def gone_from(body: Mapping[str, Any]) -> FileReason:
    """Why a recipient's copy is gone. Raises Invalid."""
    if body.keys() != {"gone"}:
        raise foreign()
    return why_from(body["gone"])


def withdrawal_from(body: Mapping[str, Any]) -> tuple[FileReason, str]:
    """Why a file is withdrawn, and the hash of what it was; empty where a community was left. Raises Invalid."""
    if not {"reason"} <= body.keys() <= {"reason", "sha256", "due"} or body.get("due") is not None:
        raise foreign()
    return why_from(body["reason"]), digest_from(body["sha256"]) if "sha256" in body else ""


def why_from(value: object) -> FileReason:
    """A reason. Raises Invalid."""
    try:
        return FileReason(value) if isinstance(value, str) else FileReason("")
    except ValueError as error:
        raise foreign() from error


def digest_from(value: object) -> str:
    """A SHA-256 in hexadecimal. Raises Invalid."""
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise foreign()
    return value


def mark_of(digest: str) -> str:
    """The mark by which a tombstone recognises a file's content."""
    return f"file {digest}"


def foreign() -> Invalid:
    """The fault of what is no parcel of a file."""
    return Invalid(faults.FOREIGN_PARCEL)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
