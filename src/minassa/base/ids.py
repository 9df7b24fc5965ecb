"""Identifiers: UUID version 7, made by us, so that they sort by time and betray nothing else."""

import secrets
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Final

_RANDOM_BITS: Final = 62
_COUNTER_BITS: Final = 12
_lock = threading.Lock()
_last: tuple[int, int] = (0, 0)


def _next_tick() -> tuple[int, int]:
    """Milliseconds and a 12-bit counter that never goes back within this process (RFC 9562, section 6.2, method 1)."""
    global _last  # noqa: PLW0603 - the counter is per process by definition
    with _lock:
        now = time.time_ns() // 1_000_000
        last_ms, counter = _last
        if now > last_ms:
            _last = (now, secrets.randbits(_COUNTER_BITS - 1))
        elif counter + 1 < 1 << _COUNTER_BITS:
            _last = (last_ms, counter + 1)
        else:
            _last = (last_ms + 1, 0)
        return _last


def new_id() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, 12 of counter, 62 random."""
    milliseconds, counter = _next_tick()
    value = milliseconds << 80 | 7 << 76 | counter << 64 | 2 << 62 | secrets.randbits(_RANDOM_BITS)
    return uuid.UUID(int=value)


def new_ids(count: int) -> list[uuid.UUID]:
    """Many new UUIDv7 at once, in order: for imports, where asking the system for random bits each time would cost most."""
    noise = secrets.token_bytes(8 * count)
    return [
        uuid.UUID(int=milliseconds << 80 | 7 << 76 | counter << 64 | 2 << 62 | bits)
        for milliseconds, counter, bits in _many_ticks(noise)
    ]


def _many_ticks(noise: bytes) -> Iterator[tuple[int, int, int]]:
    for start in range(0, len(noise), 8):
        bits = int.from_bytes(noise[start : start + 8]) >> (64 - _RANDOM_BITS)
        yield *_next_tick(), bits
