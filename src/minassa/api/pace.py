"""The pace (S37): how often one person, and one agency, may ask. A sliding window over two counters in the node's cache.

Whatever a person asks through a token, a page or a second token counts for the same person.
"""

import math
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
TRANSFERS: Final = Pace("transfer", person=10, agency=40)


def keep(pace: Pace, actor: Actor) -> None:
    """Count one request of this actor. Raises TooMany, with the seconds to wait, where it is one too many."""
    bounds = ((f"person:{actor.user_id or actor.id}", pace.person), (f"agency:{actor.agency}", pace.agency))
    wait = max(_wait(pace, who, most) for who, most in bounds)
    if wait:
        note_too_many(actor, pace.name, faults.TOO_MANY)
        fault = faults.TooMany(faults.TOO_MANY, seconds=wait)
        fault.retry_after = wait
        raise fault
    for who, _most in bounds:
        _count(pace, who)


def _wait(pace: Pace, who: str, most: int) -> int:
    """The whole seconds until one more request fits; 0 where it fits now."""
    moment = now().timestamp()
    window, passed = divmod(moment, pace.seconds)
    counts = cache.get_many([_key(pace, who, int(window)), _key(pace, who, int(window) - 1)])
    current: int = counts.get(_key(pace, who, int(window)), 0)
    before: int = counts.get(_key(pace, who, int(window) - 1), 0)
    if current + before * (1 - passed / pace.seconds) + 1 <= most:
        return 0
    if current >= most:
        # Nothing fits in this window; in the next one this window's count fades.
        share = 1 - (most - 1) / current
        return math.ceil(pace.seconds - passed + share * pace.seconds)
    fits_at = pace.seconds * (1 - (most - 1 - current) / before)
    return max(1, math.ceil(fits_at - passed))


def _count(pace: Pace, who: str) -> None:
    key = _key(pace, who, int(now().timestamp() // pace.seconds))
    if not cache.add(key, 1, timeout=2 * pace.seconds):
        cache.incr(key)


def _key(pace: Pace, who: str, window: int) -> str:
    return f"pace:{pace.name}:{who}:{window}"
