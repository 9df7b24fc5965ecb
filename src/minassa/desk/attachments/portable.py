"""PDF: told from what pretends to be one, and refused where it runs or carries something. Pure.

Its form for others is made in `repaging`.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from minassa.base import Invalid
from minassa.desk.attachments import faults
from minassa.desk.attachments.archives import refused

MOST_LOOKED_INTO: Final = 100_000_000
_HEAD: Final = re.compile(rb"%PDF-[12]\.\d")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED: Final = b"/ObjStm"
_NEAR: Final = 2_000
"""Within so many bytes a dictionary and its stream's beginning stand together."""
_STREAM: Final = re.compile(rb"stream\r?\n")
_PLAIN_FLATE: Final = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\s*(?:\]|/|>>)")
_RUNS: Final = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z])")
_LOCKED: Final = re.compile(rb"/Encrypt(?![A-Za-z])")


def check_portable(content: bytes) -> None:
    """Raise Invalid for what is no PDF from its first byte to its end, is locked, or holds scripts or files (ISO 32000-2)."""
    if not _HEAD.match(content) or b"%%EOF" not in content[-1024:]:
        raise Invalid(faults.CONTENT)
    for text in _texts(content):
        if _LOCKED.search(text):
            raise Invalid(faults.LOCKED)
        if _RUNS.search(text):
            raise Invalid(faults.ACTIVE)


def _texts(content: bytes) -> Iterator[bytes]:
    """The file itself, and its compressed object streams (7.5.7), with names' escapes (7.3.5) written out.

    What is packed in a way that nobody uses for objects hides something, and is refused.
    """
    written_out, left, at, seen = _written_out(content), MOST_LOOKED_INTO, -1, 0
    yield written_out
    whole = memoryview(content)
    while (at := content.find(_PACKED, at + 1)) >= 0:
        seen += 1
        begins = _STREAM.search(content, at, at + _NEAR)
        about = content[max(content.rfind(b"obj", max(at - _NEAR, 0), at), 0) : begins.start() if begins else at]
        if begins is None or b"/Filter" not in about:
            continue  # not packed: what it says stands in the file itself
        inside = _unpacked(about, whole[begins.end() :], left)
        left -= len(inside)
        if left <= 0:
            raise refused("size")
        yield _written_out(inside)
    if seen < written_out.count(_PACKED):
        raise Invalid(faults.ACTIVE)


def _unpacked(about: bytes, stream: memoryview, most: int) -> bytes:
    if not _PLAIN_FLATE.search(about) or b"/DecodeParms" in about:
        raise Invalid(faults.ACTIVE)
    try:
        return zlib.decompressobj().decompress(stream, most)
    except zlib.error as error:
        raise Invalid(faults.CONTENT) from error


def _written_out(text: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)
