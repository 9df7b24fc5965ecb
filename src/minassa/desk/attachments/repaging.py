"""A PDF made anew from its pages alone (ISO 32000-2): others get what is seen on them, not who made it, when, with what, nor what lies beside.

Left behind: document information, XMP, file identifiers, earlier revisions, embedded files, scripts and actions, outlines, structure and form
trees, page thumbnails, private data of programs; of remarks their authors and times; of photographs what the camera wrote. Pure.

What cannot be taken out for certain is said: hidden layers, marks for redaction that were never applied, pictures in JPEG 2000. A file that
cannot be read so is left as it is, and a person must look.
"""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    TextStringObject,
)

# It tells of each oddity in a file, in words of the file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MOST_PAGES: Final = 3_000
MOST_PARTS: Final = 200_000

_OF_A_PAGE: Final = frozenset(
    {
        "/Type", "/Parent", "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Rotate", "/UserUnit", "/Resources",
        "/Contents", "/Annots", "/Group",
    }
)  # fmt: skip
# Keys of any dictionary but those whose keys are names that content streams give: these may be called anything.
_NOWHERE: Final = frozenset(
    {
        "/Metadata", "/PieceInfo", "/AF", "/AA", "/OpenAction", "/JS", "/EF", "/Thumb", "/LastModified", "/OPI", "/Ref", "/OC",
        "/StructParent", "/StructParents", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate",
    }
)  # fmt: skip
_NAME_MAPS: Final = frozenset(
    {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/CharProcs", "/AP", "/N", "/R", "/D"}
)  # fmt: skip
_REMARKS: Final = frozenset(
    {
        "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline", "/Squiggly",
        "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Widget", "/Link",
    }
)  # fmt: skip
_OF_PERSONS: Final = frozenset(
    {
        "/T", "/M", "/NM", "/RC", "/Subj", "/Popup", "/IRT", "/Parent", "/Kids", "/P", "/V", "/DV", "/TU", "/TM", "/A", "/PA",
        "/Dest", "/DS", "/ExData", "/FS",
    }
)  # fmt: skip
_FOLLOWED: Final = re.compile(r"(?:https?|mailto):[^\s]+", re.IGNORECASE)
_BROKEN: Final = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError, OSError, AssertionError,
    NotImplementedError, UnicodeError, MemoryError,
)  # fmt: skip


@dataclass(slots=True)
class _Found:
    """What was seen on the way: words for what could not be taken out, and how many parts were looked at."""

    left: dict[str, None] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)


def repaged(content: bytes) -> tuple[bytes | None, tuple[str, ...]]:
    """The form for others of a PDF that `check_portable` has let through, and words for what could not be taken out.

    None where it cannot be made: the file is not read as the standard says.
    """
    try:
        found = _Found()
        made = _made(PdfReader(io.BytesIO(content), strict=False), found)
    except _BROKEN:
        return None, ("pdf",)
    return made, tuple(found.left)


def _made(reader: PdfReader, found: _Found) -> bytes:
    count = len(reader.pages)
    if reader.is_encrypted or not 0 < count <= MOST_PAGES:
        raise ValueError("no pages to take")
    catalog = reader.root_object
    if "/OCProperties" in catalog:
        found.left["hidden-data"] = None
    writer = PdfWriter()
    for page in reader.pages:
        _strip_page(page, found)
        writer.add_page(page)
    language = catalog.get("/Lang")
    if isinstance(language, TextStringObject) and re.fullmatch(r"[A-Za-z-]{2,20}", str(language)):
        writer.root_object[NameObject("/Lang")] = language
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    made = out.getvalue()
    if len(PdfReader(io.BytesIO(made)).pages) != count:
        raise ValueError("pages were lost")
    return made


def _strip_page(page: DictionaryObject, found: _Found) -> None:
    for key in [key for key in page if key not in _OF_A_PAGE]:
        del page[key]
    if "/Annots" in page:
        page[NameObject("/Annots")] = ArrayObject(_remarks(_whole(page["/Annots"]), found))
    for key in ("/Resources", "/Contents", "/Group", "/Annots"):
        if key in page:
            _strip(_whole(page[key]), found)


def _remarks(annotations: Any, found: _Found) -> Iterator[DictionaryObject]:  # noqa: ANN401 - whatever a file holds there
    """The remarks that are seen on a page, without who wrote them and when, and without what they would start."""
    for one in annotations if isinstance(annotations, ArrayObject) else ():
        remark = _whole(one)
        if not isinstance(remark, DictionaryObject):
            continue
        kind = remark.get("/Subtype")
        if kind == "/Redact":
            found.left["hidden-data"] = None
        if kind not in _REMARKS:
            continue
        target = _target(remark) if kind == "/Link" else None
        for key in [key for key in remark if key in _OF_PERSONS]:
            del remark[key]
        if kind == "/Link" and target is None:
            continue
        if target is not None:
            remark[NameObject("/A")] = DictionaryObject(
                {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(target)}
            )
        yield remark


def _target(link: DictionaryObject) -> str | None:
    """The address that a reader follows by a click; not one inside the file, nor one that starts something."""
    action = _whole(link.get("/A"))
    address = action.get("/URI") if isinstance(action, DictionaryObject) and action.get("/S") == "/URI" else None
    text = address.decode("latin-1") if isinstance(address, bytes) else str(address)
    return text if _FOLLOWED.fullmatch(text) else None


def _strip(root: Any, found: _Found) -> None:  # noqa: ANN401 - whatever a file holds there
    """Take out of everything below what tells of makers; each part once, however the parts refer to each other."""
    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        part, is_name_map = waiting.pop()
        if id(part) in found.seen:
            continue
        found.seen.add(id(part))
        if len(found.seen) > MOST_PARTS:
            raise ValueError("too many parts")
        if isinstance(part, DictionaryObject):
            if not is_name_map:
                for key in [key for key in part if key in _NOWHERE]:
                    del part[key]
            if isinstance(part, EncodedStreamObject):
                _strip_picture(part, found)
            waiting += [(_whole(part.raw_get(key)), key in _NAME_MAPS) for key in part if key != "/Parent"]
        elif isinstance(part, ArrayObject):
            waiting += [(_whole(one), False) for one in list.__iter__(part)]


def _strip_picture(part: EncodedStreamObject, found: _Found) -> None:
    filters = _whole(part.get("/Filter"))
    names = [str(one) for one in filters] if isinstance(filters, ArrayObject) else [str(filters)]
    if "/JPXDecode" in names:
        found.left["picture"] = None
    elif names == ["/DCTDecode"]:
        part._data = bare_jpeg(part._data)  # noqa: SLF001 - the packed bytes as they stand; there is no other way to them
    elif "/DCTDecode" in names:
        found.left["picture"] = None


def _whole(part: Any) -> Any:  # noqa: ANN401 - whatever a file holds there
    return part.get_object() if isinstance(part, IndirectObject) else part


_APPLICATION: Final = range(0xE1, 0xF0)
_COLOURS: Final = frozenset({0xE2, 0xEE})
"""APP2 holds a colour profile (ICC.1, annex B), APP14 how Adobe's programs wrote the colours: the picture needs both."""


def bare_jpeg(content: bytes) -> bytes:
    """A JPEG without what a camera or a program wrote beside the picture: EXIF, XMP, IPTC, comments (ISO/IEC 10918-1, annex B).

    Nothing is decoded; the picture stays bit for bit. Raises ValueError for what is no JPEG.
    """
    if not content.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    kept, at = bytearray(content[:2]), 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:
            end = content.rfind(b"\xff\xd9")
            return bytes(kept) + content[at : end + 2 if end > at else len(content)]
        if marker == 0xFF:
            at += 1
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at : at + 2 + length]
        if marker != 0xFE and (marker not in _APPLICATION or _is_of_colours(marker, segment)):
            kept += segment
        at += 2 + length
    raise ValueError("no picture in it")


def _is_of_colours(marker: int, segment: bytes) -> bool:
    return marker in _COLOURS and segment[4:].startswith((b"ICC_PROFILE\0", b"Adobe"))
