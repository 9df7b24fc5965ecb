"""Whether a picture arrived whole, told from its own structure. Pure.

Pillow tells it too, unless any library in the process asks it to make up what is missing (`ImageFile.LOAD_TRUNCATED_IMAGES`, which
WeasyPrint sets for everybody): then half a picture would pass for one that is grey below.
"""

import struct
import zlib
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN: Final = 0xDA
_END: Final = 0xD9


def is_whole(content: bytes, kind: str) -> bool:
    """Whether a picture of this kind ("PNG", "JPEG" or "WEBP") has all its parts up to its end mark."""
    return {"PNG": _png, "JPEG": _jpeg, "WEBP": _webp}[kind](content)


def _png(content: bytes) -> bool:
    """Every chunk with its sum, up to IEND, and nothing behind it (ISO/IEC 15948, 5.3 and 11.2.5)."""
    at = len(_PNG)
    while content.startswith(_PNG) and at + 12 <= len(content):
        length, name = struct.unpack_from(">L4s", content, at)
        end: int = at + 12 + length
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
            return False
        if name == b"IEND":
            return end == len(content)
        at = end
    return False


def _jpeg(content: bytes) -> bool:
    """Every segment and scan, up to the end of the image (ISO/IEC 10918-1, annex B). Phones put more pictures behind it."""
    at = 2 if content.startswith(b"\xff\xd8\xff") else len(content)
    while at + 1 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == _END:
            return True
        if marker == 0xFF or marker in _WITHOUT_LENGTH:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SCAN:
            at = _after_scan(content, at)
    return False


def _after_scan(content: bytes, at: int) -> int:
    """Where the next marker stands behind the coded data, in which FF is followed by 00 or a restart."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        following = content[at + 1]
        if following and not 0xD0 <= following <= 0xD7:
            return at
        at += 2
    return len(content)


def _webp(content: bytes) -> bool:
    """As long as its head says (RFC 9649, section 2.4), but for the byte that makes the length even."""
    if len(content) < 12 or content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return False
    size = int.from_bytes(content[4:8], "little") + 8
    return size <= len(content) <= size + 1
