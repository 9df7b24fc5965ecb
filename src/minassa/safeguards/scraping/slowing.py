"""Slowing: whoever an alert is about gets few answers a minute, on every entrance, until a moment.

Who is slowed is read once in a while in each process, so that nobody else's request asks the database for it.
"""

import threading
import time
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.cache import cache

from minassa.access import Actor, door, system_actor
from minassa.base import now
from minassa.safeguards import faults
from minassa.safeguards.acts import SCRAPING_SLOWED
from minassa.safeguards.models import Slowed

READ_EVERY_SECONDS: Final = 10.0
MINUTE: Final = 60


class _Known:
    """Who is slowed, as this process knows it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Ask again at the next request: it was changed here, or a test's database was replaced."""
        self._until: dict[str, datetime] = {}
        self._read_at = float("-inf")

    def until(self, who: str) -> datetime | None:
        """Until when somebody is slowed."""
        if time.monotonic() - self._read_at > READ_EVERY_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._until, self._read_at = _read(), time.monotonic()
            finally:
                self._lock.release()
        return self._until.get(who)


_known: Final = _Known()
forget_slowed: Final = _known.forget


def hold_back(actor: Actor) -> None:
    """Raise TooFast where this actor is slowed and has had this minute's answers."""
    if actor.user_id is not None:
        hold_back_who(f"user:{actor.user_id}")


def hold_back_who(who: str) -> None:
    """The same for a person or a node by its name in the log."""
    until = _known.until(who)
    if until is None or until <= now():
        return
    key = f"slowed:{who}:{int(now().timestamp()) // MINUTE}"
    cache.add(key, 0, timeout=2 * MINUTE)
    if cache.incr(key) > settings.MINASSA.scraping.slow_per_minute:
        raise faults.TooFast(faults.SLOWED)


def _read() -> dict[str, datetime]:
    with door(system_actor("safeguards"), SCRAPING_SLOWED) as opened:
        return dict(Slowed.objects.filter(until__gt=opened.context.at).values_list("who", "until"))
