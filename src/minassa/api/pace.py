"""The pace (S37): how often one person, and one agency, may ask. A sliding window over two counters in the node's cache.

Whatever a person asks through a token, a page or a second token counts for the same person.
"""

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

from minassa.access import Actor
from minassa.api import faults
from minassa.api.watch import note_too_many
from minassa.base import now


@dataclass(frozen=True, slots=True)
class Pace:
    """So many requests of this kind in so many seconds, for one person and for a whole agency."""

    name: str
    person: int
    agency: int
    seconds: int = 60


CHECKS: Final = Pace("check", person=120, agency=1200)
SEARCHES: Final = Pace("search", person=60, agency=600)
PAYMENTS: Final = Pace("payment", person=1200, agency=6000)
TRANSFERS: Final = Pace("transfer", person=10, agency=40)

SHARE: Final = 20
MOST_UNTOLD: Final = 10_000


def keep(pace: Pace, actor: Actor) -> None:
    """Count one request of this actor. Raises TooMany, with the seconds to wait, where it is one too many."""
    bounds = ((f"person:{actor.user_id or actor.id}", pace.person), (f"agency:{actor.agency}", pace.agency))
    moment = now().timestamp()
    window, passed = divmod(moment, pace.seconds)
    keys = [(_key(pace, who, int(window)), _key(pace, who, int(window) - 1), most) for who, most in bounds]
    counts: dict[str, int] = cache.get_many([one for pair in keys for one in pair[:2]])
    wait = max(_wait(pace, _tally.of(key, counts), counts.get(past, 0), most, passed) for key, past, most in keys)
    if wait:
        note_too_many(actor, pace.name, faults.TOO_MANY)
        fault = faults.TooMany(faults.TOO_MANY, seconds=wait)
        fault.retry_after = wait
        raise fault
    for key, _past, most in keys:
        _tally.count(key, step=max(1, most // SHARE), timeout=2 * pace.seconds)


def _wait(pace: Pace, current: int, before: int, most: int, passed: float) -> int:
    """The whole seconds until one more request fits; 0 where it fits now."""
    if current + before * (1 - passed / pace.seconds) + 1 <= most:
        return 0
    if current >= most:
        # Nothing fits in this window; in the next one this window's count fades.
        share = 1 - (most - 1) / current
        return math.ceil(pace.seconds - passed + share * pace.seconds)
    fits_at = pace.seconds * (1 - (most - 1 - current) / before)
    return max(1, math.ceil(fits_at - passed))


class _Tally:
    """Requests counted in this process and not yet in the node's cache: a write for each one would cost more than most answers.

    A count is told to the cache when it has grown by a SHARE-th of its bound, so that each other process of the node may let
    through at most that much more. Small bounds are told each time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._untold: dict[str, int] = {}

    def of(self, key: str, told: Mapping[str, int]) -> int:
        """All requests of this window that this process knows of."""
        return told.get(key, 0) + self._untold.get(key, 0)

    def count(self, key: str, *, step: int, timeout: int) -> None:
        """One more. Windows that nobody asks for any more are forgotten when there are many."""
        with self._lock:
            count = self._untold.pop(key, 0) + 1
            if count < step:
                if len(self._untold) >= MOST_UNTOLD:
                    self._untold.pop(next(iter(self._untold)))
                self._untold[key] = count
                return
        if not cache.add(key, count, timeout=timeout):
            cache.incr(key, count)


_tally: Final = _Tally()


def _key(pace: Pace, who: str, window: int) -> str:
    return f"pace:{pace.name}:{who}:{window}"
