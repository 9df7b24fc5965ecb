"""Seals for wall 2: row-level security believes a list of labels only if the app has sealed it.

SQL that somebody injects can set any setting, but cannot make the seal: the key lies in a table that only the owner role
reads, and in the app's memory.
"""

import hashlib
import hmac
from typing import Final

from django.conf import settings

VISIBLE: Final = "labels"
WRITABLE: Final = "writable"
SET_SEALED: Final = (
    "SELECT set_config('minassa.labels', %s, true), set_config('minassa.labels_seal', %s, true),"
    " set_config('minassa.writable', %s, true), set_config('minassa.writable_seal', %s, true)"
)


def wall_key() -> bytes:
    """The key of the seals, made from the node's secret key, so that there is no second secret to lose.

    After a change of the secret key `minassa` migrates again, which stores the new one.
    """
    return hmac.digest(settings.SECRET_KEY.encode(), b"minassa wall 2 seal", "sha256")


def seal(key: bytes, name: str, pid: int, ids: str) -> str:
    """Hex sha256(key || sha256(key || name:pid:ids)): the two rounds keep a seal from being extended to more ids."""
    inner = hashlib.sha256(key + f"{name}:{pid}:{ids}".encode()).digest()
    return hashlib.sha256(key + inner).hexdigest()


def sealed(pid: int, visible: str, writable: str) -> tuple[str, str, str, str]:
    """The four values of `SET_SEALED` for this backend: lists as "{1,2}", each with its seal."""
    key = wall_key()
    return (visible, seal(key, VISIBLE, pid, visible), writable, seal(key, WRITABLE, pid, writable))
