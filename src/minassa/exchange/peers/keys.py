"""The node's own keys for the exchange, as files in its folder. Private halves are readable by the node's account only.

    peers/node.json            this node's id, and the public half of each of its keys with the time in which it counts
    secrets/peer-<key id>      the private half, 32 bytes in hex (Ed25519 signs, X25519 opens)

A change of keys adds two keys and ends the old ones after a time of grace: an old signing key counts until then, and the
private half of an old sealing key stays for reading. Revoking deletes the private halves at once: what was sealed to them
and not yet received is sealed again by its senders, who have no receipt for it.
"""

import os
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from minassa.base import Unavailable, new_id
from minassa.exchange.peers.directory import NodeEntry, NodeKey, Use, node_json, read_node
from minassa.exchange.peers.faults import NO_KEYS

NODE_FILE: Final = "peers/node.json"
PRIVATE: Final = "secrets/peer-"
GRACE: Final = timedelta(days=7)
"""How long keys count after they were replaced: what is on its way, or waits for a node that is down, still arrives."""


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """This node's id and keys. The private halves are read from their files when they are used."""

    home: Path
    entry: NodeEntry

    @property
    def node(self) -> UUID:
        """This node's id."""
        return self.entry.id

    def newest(self, use: Use) -> NodeKey:
        """The key for this use that was made last."""
        return max((one for one in self.entry.keys if one.use is use), key=lambda one: one.since)

    def signing(self, key: NodeKey) -> Ed25519PrivateKey:
        """The private half of a signing key. Unavailable where its file is missing or does not fit."""
        private = Ed25519PrivateKey.from_private_bytes(self._private(key))
        if private.public_key().public_bytes_raw() != key.public:
            raise Unavailable(NO_KEYS)
        return private

    def opening(self, id: str) -> X25519PrivateKey | None:  # noqa: A002 - the key's own word
        """The private half of one of this node's sealing keys, old ones too; None where there is none (any more)."""
        found = next((one for one in self.entry.keys if one.id == id and one.use is Use.SEALING), None)
        if found is None or not self._path(found).is_file():
            return None
        return X25519PrivateKey.from_private_bytes(self._private(found))

    def _path(self, key: NodeKey) -> Path:
        return self.home / f"{PRIVATE}{key.id}"

    def _private(self, key: NodeKey) -> bytes:
        try:
            raw = bytes.fromhex(self._path(key).read_text(encoding="ascii").strip())
        except (OSError, ValueError) as error:
            raise Unavailable(NO_KEYS) from error
        if len(raw) != 32:
            raise Unavailable(NO_KEYS)
        return raw


def make_node_keys(home: Path, *, at: datetime) -> OwnKeys:
    """Make a node's id and first keys where there are none (`minassa init`); existing ones are left as they are."""
    if not (home / NODE_FILE).exists():
        (home / NODE_FILE).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / PRIVATE).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(home, NodeEntry(new_id(), "node", "", _new_pair(home, at)))
    return read_keys(home)


def rotate_node_keys(home: Path, *, at: datetime, revoke: bool = False) -> OwnKeys:
    """Add a new pair of keys and end the old ones: after the time of grace, or at once where they may have leaked."""
    own = read_keys(home)
    until = at if revoke else at + GRACE
    old = tuple(replace(one, until=min(until, one.until or until)) for one in own.entry.keys)
    # The new pair is on the disk before the list names it: a crash between the two leaves a file that nobody asks for.
    _write(home, replace(own.entry, keys=(*_new_pair(home, at), *old)))
    if revoke:
        for one in old:
            (home / f"{PRIVATE}{one.id}").unlink(missing_ok=True)
    return read_keys(home)


def read_keys(home: Path) -> OwnKeys:
    """The keys in a node's folder. Unavailable where they are missing or damaged."""
    try:
        entry = read_node(orjson.loads((home / NODE_FILE).read_bytes()))
    except (OSError, ValueError) as error:
        raise Unavailable(NO_KEYS) from error
    if {one.use for one in entry.keys} != set(Use):
        raise Unavailable(NO_KEYS)
    return OwnKeys(home, entry)


def _new_pair(home: Path, at: datetime) -> tuple[NodeKey, NodeKey]:
    return _new_key(home, Use.SIGNING, at), _new_key(home, Use.SEALING, at)


def _new_key(home: Path, use: Use, at: datetime) -> NodeKey:
    raw = secrets.token_bytes(32)
    kind = Ed25519PrivateKey if use is Use.SIGNING else X25519PrivateKey
    key = NodeKey(use, kind.from_private_bytes(raw).public_key().public_bytes_raw(), at.replace(microsecond=0))
    handle = os.open(home / f"{PRIVATE}{key.id}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(raw.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def _write(home: Path, entry: NodeEntry) -> None:
    """Replace the list of keys in one step, so that a crash leaves the old one or the new one."""
    part = home / f"{NODE_FILE}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(orjson.dumps(node_json(entry), option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
    part.replace(home / NODE_FILE)
