"""Lines of a file, never more than a bounded part of one in memory."""

from collections.abc import Iterator
from typing import Protocol

LONGEST_LINE = 4_000_000


class Readable(Protocol):
    """A file opened for bytes."""

    def readline(self, limit: int = -1, /) -> bytes:
        """The next line, or at most `limit` bytes of it; empty at the end."""


def bounded_lines(file: Readable, *, longest: int = LONGEST_LINE) -> Iterator[bytes]:
    """Each line of a file; of a longer one, its first `longest` + 1 bytes, which its reader refuses by their number."""
    while line := file.readline(longest + 1):
        yield line
        while len(line) > longest and not line.endswith(b"\n"):
            line = file.readline(longest + 1)
            if not line:
                return
