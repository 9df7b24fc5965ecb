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

from minassa.audit.keys import Keys, Ring, Verifier
from minassa.audit.keys import keys as present_keys
from minassa.audit.leaves import moment_text
from minassa.audit.types import Checkpoint

HANDOVER = "minassa audit log handover"


def signed(*, size: int, root: bytes, at: datetime, keys: Keys) -> Checkpoint:
    """A checkpoint with its signed note."""
    name = keys.verifier.name
    body = f"{name}\n{size}\n{base64.b64encode(root).decode()}\nat {moment_text(at)}\n"
    signature = base64.b64encode(keys.sign(body.encode())).decode()
    return Checkpoint(size, root, at, f"{body}\n— {name} {signature}\n")


def sign_statement(kind: str, text: str) -> str:
    """A statement of this node about one thing of a kind, as a signed note: two lines, a name of the kind and the text.

    ValueError for a text of several lines. A statement is never a checkpoint, whose second line is a number alone.
    """
    if "\n" in kind + text or not text or text.isdecimal():
        raise ValueError("a statement is one line, and no number")
    own = present_keys()
    body = f"{kind}\n{text}\n"
    return f"{body}\n— {own.verifier.name} {base64.b64encode(own.sign(body.encode())).decode()}\n"


def sign_handover(text: str, *, old: Keys, new: Keys) -> str:
    """A statement on a change of keys, signed by the key that ends and by the one that begins."""
    body = f"{HANDOVER}\n{text}\n"
    lines = (f"— {one.verifier.name} {base64.b64encode(one.sign(body.encode())).decode()}\n" for one in (old, new))
    return f"{body}\n{''.join(lines)}"


def open_statement(kind: str, note: str, verifier: str) -> tuple[str, str]:
    """The text of a statement of this kind, and the name of the log whose key signed it. ValueError where it is not so."""
    own = Ring.parse(verifier)
    stated, _newline, text = _signed_body(note, own).partition("\n")
    if stated != kind or "\n" in text:
        raise ValueError(f"the note is not a {kind}")
    return text, own.name


def _signed_body(note: str, verifier: "Verifier | Ring") -> str:
    body, blank, signatures = note.rpartition("\n\n")
    if not blank or not any(_is_by(verifier, line, body + "\n") for line in signatures.splitlines()):
        raise ValueError("the note is not signed by this log's key")
    return body


def opened(note: str, verifier: "Verifier | Ring") -> Checkpoint:
    """The checkpoint that a note states. ValueError where it is malformed, or not signed by a key that may attest its size."""
    body = _signed_body(note, verifier)
    try:
        name, size, root, at = body.split("\n")[:4]
        found = Checkpoint(int(size), base64.b64decode(root, validate=True), _moment(at), note)
    except (ValueError, binascii.Error) as error:
        raise ValueError("the note is not a checkpoint") from error
    if name != verifier.name or found.size < 0 or len(found.root) != 32:
        raise ValueError("the note is not a checkpoint of this log")
    if isinstance(verifier, Ring):
        _signed_body(note, verifier.of_size(found.size))
    return found


def _is_by(verifier: "Verifier | Ring", line: str, body: str) -> bool:
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
