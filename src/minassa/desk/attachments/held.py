"""Bytes that lie in the database for a while and must not lie there plain: sealed as attachments are, with the key wrapped beside."""

import io
from typing import Final

from minassa.base import Unavailable
from minassa.desk.attachments import faults
from minassa.desk.attachments.keyring import keyring
from minassa.desk.attachments.sealing import Damaged, new_key, opened, sealed, unwrapped, wrapped

_ID: Final = 16


def seal_held(content: bytes, name: str) -> bytes:
    """The bytes sealed for this node under a name, which `open_held` asks for again. Raises Unavailable without the node's key."""
    ring, key = keyring(), new_key()
    under = wrapped(key, ring.present.secret, name)
    return ring.present.id.encode("ascii") + bytes([len(under)]) + under + b"".join(sealed(content, key, name))


def open_held(held: bytes, name: str) -> bytes:
    """What `seal_held` sealed. Raises Unavailable where the key is gone or the bytes are not as they were."""
    key_id, length = held[:_ID].decode("ascii", "replace"), held[_ID : _ID + 1]
    under = held[_ID + 1 : _ID + 1 + length[0]]
    try:
        key = unwrapped(under, keyring().named(key_id).secret, name)
        return b"".join(opened(io.BytesIO(held[_ID + 1 + length[0] :]), key, name))
    except Damaged as error:
        raise Unavailable(faults.NO_KEY) from error
