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
PLACE: Final = "pg_backend_pid() || ':' || (extract(epoch FROM now()) * 1000000)::bigint"
"""Where a seal is good, in SQL: this backend, this transaction (`now()` is the moment in which it began)."""

SET_SEALED: Final = (
    "SELECT set_config('minassa.labels', %s, true), set_config('minassa.labels_seal', %s, true),"
    " set_config('minassa.writable', %s, true), set_config('minassa.writable_seal', %s, true)"
)


def wall_key() -> bytes:
    """The key of the seals, made from the node's secret key, so that there is no second secret to lose.

    After a change of the secret key `minassa` migrates again, which stores the new one.
    """
    return hmac.digest(settings.SECRET_KEY.encode(), b"minassa wall 2 seal", "sha256")


def seal(key: bytes, name: str, place: str, ids: str) -> str:
    """Hex sha256(key || sha256(key || name:place:ids)): the two rounds keep a seal from being extended to more ids.

    `place` is the backend's pid and the microsecond in which its transaction began, so that a seal which somebody saw is
    good for nothing in the next transaction.
    """
    inner = hashlib.sha256(key + f"{name}:{place}:{ids}".encode()).digest()
    return hashlib.sha256(key + inner).hexdigest()


def sealed(place: str, visible: str, writable: str) -> tuple[str, str, str, str]:
    """The four values of `SET_SEALED` for this transaction: lists as "{1,2}", each with its seal."""
    key = wall_key()
    return (visible, seal(key, VISIBLE, place, visible), writable, seal(key, WRITABLE, place, writable))
