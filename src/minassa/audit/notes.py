"""Checkpoints as signed notes (C2SP tlog-checkpoint and signed-note), which other logs' tools can verify too.

minassa-0123456789ab          the log's name
1503                          how many lines it holds
jOkG...=                      the root of its tree, base64
at 2026-11-23T16:00:00.000000Z

— minassa-0123456789ab AbCd...=
"""

import base64
import binascii
from datetime import UTC, datetime

from minassa.audit.keys import Keys, Verifier
from minassa.audit.leaves import moment_text
from minassa.audit.types import Checkpoint


def signed(*, size: int, root: bytes, at: datetime, keys: Keys) -> Checkpoint:
    """A checkpoint with its signed note."""
    name = keys.verifier.name
    body = f"{name}\n{size}\n{base64.b64encode(root).decode()}\nat {moment_text(at)}\n"
    signature = base64.b64encode(keys.sign(body.encode())).decode()
    return Checkpoint(size, root, at, f"{body}\n— {name} {signature}\n")


def opened(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint that a note states. ValueError where it is malformed or not signed by this key."""
    body, blank, signatures = note.rpartition("\n\n")
    if not blank or not any(_is_by(verifier, line, body + "\n") for line in signatures.splitlines()):
        raise ValueError("the note is not signed by this log's key")
    try:
        name, size, root, at = body.split("\n")[:4]
        found = Checkpoint(int(size), base64.b64decode(root, validate=True), _moment(at), note)
    except (ValueError, binascii.Error) as error:
        raise ValueError("the note is not a checkpoint") from error
    if name != verifier.name or found.size < 0 or len(found.root) != 32:
        raise ValueError("the note is not a checkpoint of this log")
    return found


def _is_by(verifier: Verifier, line: str, body: str) -> bool:
    dash, _, rest = line.partition(" ")
    name, _, signature = rest.partition(" ")
    if dash != "—" or name != verifier.name:
        return False
    try:
        return verifier.accepts(base64.b64decode(signature, validate=True), body.encode())
    except binascii.Error:
        return False


def _moment(line: str) -> datetime:
    return datetime.strptime(line, "at %Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
