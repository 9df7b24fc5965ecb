"""Whether a node's processes run: `serve` and `work` hold a lock on its folder, which ends with them however they end."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

RUNNING: Final = ".running"


@contextmanager
def present(home: Path) -> Iterator[None]:
    """Be known as running on this folder, within the block; several processes may be."""
    handle = os.open(home / RUNNING, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def is_running(home: Path) -> bool:
    """Whether a process of this node runs."""
    try:
        handle = os.open(home / RUNNING, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
