"""Archives (ZIP, and the DOCX, XLSX, ODT and ODS that are ZIP inside): checked before anything is unpacked (S31). Pure.

Sizes, ratio, count and names are read from the directory at the archive's end (APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16); then each
part is unpacked into memory up to the size that the directory states, and not one byte further.
"""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from minassa.base import Invalid
from minassa.desk.attachments import faults
from minassa.desk.attachments.names import is_safe_path

MOST_FILES: Final = 2_000
MOST_BYTES: Final = 100_000_000
MOST_RATIO: Final = 150
"""Sheets of equal rows shrink a hundredfold; the bombs known shrink a thousandfold."""
FREE_OF_RATIO: Final = 1_000_000
DEEPEST: Final = 3
"""An archive that holds a document that holds a sheet."""

_END: Final = b"PK\x05\x06"
_LOCAL: Final = b"PK\x03\x04"
_END_BYTES: Final = 22
_LOCAL_BYTES: Final = 30
_ZIP64_BYTES: Final = (0, 76)
_LOCKED: Final = 0x1 | 0x40
_KINDS: Final = frozenset({0, stat.S_IFREG, stat.S_IFDIR})
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
    OSError,
)


@dataclass(slots=True)
class Budget:
    """What one upload may still unpack, over all archives inside archives, and how deep it is at present."""

    bytes: int = MOST_BYTES
    files: int = MOST_FILES
    depth: int = 0


def refused(part: str) -> Invalid:
    """The fault of an archive; `part` says which check failed, in one word."""
    return Invalid(faults.ARCHIVE, part=part)


def is_archive(content: bytes) -> bool:
    """Whether something begins or ends as a ZIP does."""
    return content.startswith(_LOCAL) or _END in content[-_END_BYTES - 65_535 :]


def unpacked(content: bytes, budget: Budget) -> dict[str, bytes]:
    """The files of an archive by name, in their order. Raises Invalid; what it unpacks is taken from the budget."""
    if budget.depth >= DEEPEST:
        raise refused("depth")
    try:
        return _read(content, budget)
    except _BROKEN as error:
        raise refused("damaged") from error


def _read(content: bytes, budget: Budget) -> dict[str, bytes]:
    _check_ends(content, budget)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        _check_directory(infos, content, budget)
        found = {}
        for info in infos:
            if info.is_dir():
                continue
            with archive.open(info) as part:
                data = part.read(info.file_size + 1)
            if len(data) != info.file_size:
                raise refused("damaged")
            found[info.filename] = data
        return found


def _check_ends(content: bytes, budget: Budget) -> None:
    """The archive is the whole file: nothing stands before its first part or behind its directory."""
    at = content.rfind(_END)
    if not content.startswith(_LOCAL) or at < 0 or len(content) - at < _END_BYTES:
        raise refused("damaged")
    _disk, _first, _here, files, size, offset, comment = struct.unpack_from("<4HLLH", content, at + 4)
    if at + _END_BYTES + comment != len(content) or at - offset - size not in _ZIP64_BYTES:
        raise refused("hidden")
    budget.files -= files
    if budget.files < 0:
        raise refused("count")


def _check_directory(infos: list[zipfile.ZipInfo], content: bytes, budget: Budget) -> None:
    total = sum(info.file_size for info in infos)
    budget.bytes -= total
    if budget.bytes < 0:
        raise refused("size")
    for info in infos:
        _check_entry(info)
    if any(_explodes(info.file_size, info.compress_size) for info in infos) or _explodes(total, len(content)):
        raise refused("ratio")
    names = [unicodedata.normalize("NFC", info.filename).casefold() for info in infos]
    if len(set(names)) != len(names):
        raise refused("name")
    _check_overlap(infos, content)


def _explodes(unpacked_bytes: int, packed_bytes: int) -> bool:
    return unpacked_bytes > FREE_OF_RATIO and unpacked_bytes > MOST_RATIO * max(packed_bytes, 1)


def _check_entry(info: zipfile.ZipInfo) -> None:
    if info.orig_filename != info.filename or not is_safe_path(info.orig_filename):
        raise refused("path")
    if stat.S_IFMT(info.external_attr >> 16) not in _KINDS:
        raise refused("link")
    if info.flag_bits & _LOCKED:
        raise refused("locked")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise refused("packing")
    if info.is_dir() and info.file_size:
        raise refused("hidden")


def _check_overlap(infos: list[zipfile.ZipInfo], content: bytes) -> None:
    """No two parts share bytes: one kernel counted a thousand times is how the best bombs are made."""
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            raise refused("overlap")
        name, extra = struct.unpack_from("<HH", content, info.header_offset + 26)
        end = info.header_offset + _LOCAL_BYTES + name + extra + info.compress_size


def packed(files: dict[str, bytes], *, stored: frozenset[str] = frozenset()) -> bytes:
    """An archive of these files in their order, which tells neither when nor on what system it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()
