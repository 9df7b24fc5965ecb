"""Identifiers: UUID version 7, made by us, so that they sort by time and betray nothing else."""

import secrets
import threading
import time
import uuid
from typing import Final

_RANDOM_BITS: Final = 62
_COUNTER_BITS: Final = 12
_COUNTERS: Final = 1 << _COUNTER_BITS
_lock = threading.Lock()
_last = 0
"""The last tick: its milliseconds in front of its counter, as one number."""


def _next_ticks(count: int) -> range:
    """Milliseconds with a 12-bit counter that never goes back within this process (RFC 9562, section 6.2, method 1).

    A counter that is used up goes on into the next millisecond.
    """
    global _last  # noqa: PLW0603 - the counter is per process by definition
    with _lock:
        now = time.time_ns() // 1_000_000 << _COUNTER_BITS
        first = now | secrets.randbits(_COUNTER_BITS - 1) if now > _last else _last + 1
        _last = first + count - 1
    return range(first, first + count)


def new_id() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, 12 of counter, 62 random."""
    return _id_of(_next_ticks(1)[0], secrets.randbits(_RANDOM_BITS))


def new_ids(count: int) -> list[uuid.UUID]:
    """Many new UUIDv7 at once, in order: for imports, where asking the system for random bits each time would cost most."""
    noise = memoryview(secrets.token_bytes(8 * count)).cast("Q")
    return [_id_of(tick, bits >> (64 - _RANDOM_BITS)) for tick, bits in zip(_next_ticks(count), noise, strict=True)]


def _id_of(tick: int, bits: int) -> uuid.UUID:
    milliseconds, counter = divmod(tick, _COUNTERS)
    return uuid.UUID(int=milliseconds << 80 | 7 << 76 | counter << 64 | 2 << 62 | bits)
