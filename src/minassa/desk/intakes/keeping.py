"""The file of an import as it lies in the database: packed, in pieces, so that none of it but one piece is ever in memory."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Final, cast

from minassa.base import Invalid
from minassa.desk.intakes import faults
from minassa.desk.models import Intake, IntakePiece

PIECE: Final = 512 * 1024
MOST_UNPACKED: Final = 1_000_000_000
FILE, FAILED = "file", "failed"
_CHUNK: Final = 1 << 18
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK"
Fetch = Callable[[int], bytes]
"""A piece of the file by its number; empty behind the last."""


def keep_file(row: Intake, content: IO[bytes]) -> None:
    """Keep a file for this row, packed unless it came so, and count its bytes and lines. Raises Invalid for what unpacks to too much."""
    content.seek(0)
    first = content.read(2)
    content.seek(0)
    row.packed = not first.startswith(_ZIP)
    parts = _packed(row, content, first) if row.packed else iter(lambda: content.read(_CHUNK), b"")
    for number, piece in enumerate(_pieces(parts)):
        IntakePiece(label_id=row.label_id, intake=row, part=FILE, number=number, content=piece).save(force_insert=True)


def _packed(row: Intake, content: IO[bytes], first: bytes) -> Iterator[bytes]:
    plain = cast("IO[bytes]", gzip.GzipFile(fileobj=content)) if first.startswith(_GZIP) else content
    packer, size = zlib.compressobj(3, wbits=31), 0
    try:
        while part := plain.read(_CHUNK):
            size += len(part)
            row.lines += part.count(b"\n")
            if size > MOST_UNPACKED:
                raise Invalid(faults.UNPACKS_TOO_MUCH, most=MOST_UNPACKED // 1_000_000)
            yield packer.compress(part)
    except (OSError, EOFError, zlib.error) as error:
        raise Invalid(faults.NOT_PACKED) from error
    yield packer.flush()


def _pieces(parts: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for part in parts:
        held += part
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


def opened_file(fetch: Fetch, *, is_packed: bool) -> IO[bytes]:
    """The file from its beginning. A workbook is read out of its middle and so held whole; a table only piece by piece."""
    if not is_packed:
        return io.BytesIO(b"".join(_all(fetch)))
    return cast("IO[bytes]", gzip.GzipFile(fileobj=io.BufferedReader(_InPieces(fetch), _CHUNK)))


def _all(fetch: Fetch) -> Iterator[bytes]:
    number = 0
    while piece := fetch(number):
        yield piece
        number += 1


class _InPieces(io.RawIOBase):
    """Pieces, one after another, as one file."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self._parts, self._held = _all(fetch), b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "memoryview[int] | bytearray") -> int:  # type: ignore[override] # what BufferedReader gives
        """Fill the buffer with what comes next."""
        if not self._held:
            self._held = next(self._parts, b"")
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count
