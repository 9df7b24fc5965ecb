"""Office Open XML (ISO/IEC 29500: DOCX, XLSX and PPTX): refused with macros, embedded programs or outside references; stripped of its makers.

Taken out: core, extended and custom properties, preview, names of authors of comments and changes, revision numbers, printer settings,
paths, the record of who changed a slide; tracked changes are accepted, so that what was deleted does not travel. Pictures are made anew. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, normpath
from typing import Final

from lxml import etree

from minassa.base import Invalid
from minassa.desk.attachments import faults, pictures
from minassa.desk.attachments.archives import refused
from minassa.desk.attachments.formats import Format
from minassa.desk.attachments.markup import check_markup, drop, local, plain, text_of, tree_of, unwrap
from minassa.desk.attachments.names import ending

EMBEDDED: Final = frozenset({"docx", "xlsx", "pptx"})
STORED: Final = frozenset[str]()
TYPES: Final = "[Content_Types].xml"

_MARKUP: Final = frozenset({"xml", "rels", "vml"})
_PICTURES: Final = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
_UNSTRIPPED: Final = frozenset({"gif", "tif", "tiff", "emf", "wmf", "svg"})
_HARMLESS: Final = frozenset({"bmp", "odttf", "fntdata", "ttf"})
_MAIN: Final = {
    Format.DOCX: b"wordprocessingml.document.main+xml",
    Format.XLSX: b"spreadsheetml.sheet.main+xml",
    Format.PPTX: b"presentationml.presentation.main+xml",
}
_RUNS: Final = re.compile(
    rb"macroEnabled|vbaProject|oleObject|activeX|macrosheet|dialogsheet|/control\b|/aFChunk\b|/subDocument\b",
    re.IGNORECASE,
)
# A template on the author's own disk is harmless; one on a server, also as file://server/, is fetched and tells who opens it.
_REACHES: Final = re.compile(
    r"(?:https?|ftps?|smb|ldap|mhtml|ms-[a-z]+|javascript|vbscript|data):|\\\\|//|file:(?://[^/]|////|/*\\)",
    re.IGNORECASE,
)
_EXCHANGE: Final = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_LINKED: Final = re.compile(rb"<(?:\w+:)?(?:ddeLink|oleLink|webPr)[\s>/]|refreshOnLoad\s*=\s*[\"'](?:1|true|on)")
_PRINTER: Final = re.compile(r"printerSettings\d*\.bin$")
# Who changed which slide, and with which program: nothing that a reader sees.
_CHANGES: Final = re.compile(r"ppt/(?:changesInfos/|revisionInfo\.xml$)")
_PREVIEW: Final = re.compile(r"docProps/thumbnail\.\w+$")

_CORE: Final = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"""
_APP: Final = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>"""
_CUSTOM: Final = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>"""
_REPLACED: Final[Mapping[str, bytes]] = {
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _APP,
    "docProps/custom.xml": _CUSTOM,
}

# Tracked changes (17.13.5) and what else names a person, a machine or a path, by an element's local name.
_WRAPS: Final = frozenset({"ins", "moveTo"})
_GONE: Final = frozenset(
    {
        "del", "moveFrom", "delText", "delInstrText", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange",
        "tblGridChange", "tcPrChange", "trPrChange", "numberingChange", "cellIns", "cellMerge", "moveFromRangeStart",
        "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
        "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "rsids", "attachedTemplate", "mailMerge", "docId", "docVars",
        "fileSharing", "absPath",
    }
)  # fmt: skip
_AUTHORS: Final = frozenset({"author", "initials", "userName"})
_PERSONS: Final = frozenset({"displayName", "userId", "providerId", "name"})
_OF_PERSONS: Final = frozenset({"person", "presenceInfo", "cmAuthor", "author"})
_NOBODY: Final = "Author"
_DATES: Final = frozenset({"date", "dateUtc", "dT", "dt"})
_COMMENTS: Final = frozenset({"comment", "threadedComment", "commentExtensible", "comments", "cm"})
_NO_TIME: Final = "2000-01-01T00:00:00.000"
"""Where a comment must bear a time."""
_REVISIONS: Final = frozenset(
    {"rsid", "rsidR", "rsidRPr", "rsidP", "rsidRDefault", "rsidSect", "rsidTr", "rsidDel", "gfxdata"}
)


def check(kind: Format, files: Mapping[str, bytes]) -> None:
    """Raise Invalid where the parts are not those of such a document, or run, hide or fetch something."""
    types = files.get(TYPES, b"")
    if _MAIN[kind] not in types or _RUNS.search(types):
        raise Invalid(faults.ACTIVE if _RUNS.search(types) else faults.CONTENT)
    for name, data in files.items():
        _check_part(name, data)


def _check_part(name: str, data: bytes) -> None:
    kind = ending(name)
    if kind == "bin" and not _PRINTER.search(name):
        raise Invalid(faults.ACTIVE)
    if kind in _MARKUP or kind == "svg":
        check_markup(data)
        if kind == "rels":
            _check_relations(data)
        elif _LINKED.search(data) or _exchanges(data):
            raise Invalid(faults.ACTIVE)
    elif kind != "bin" and kind not in _UNSTRIPPED | _HARMLESS | _PICTURES.keys() | EMBEDDED:
        raise refused("kind")


def _exchanges(data: bytes) -> bool:
    """Whether a field starts another program to take data from it (Dynamic Data Exchange); its code may lie in pieces."""
    if b"instrText" not in data and b"fldSimple" not in data:
        return False
    codes = ["".join(one.text or "" for one in tree_of(data).iter("{*}instrText"))]
    codes += [str(value) for one in tree_of(data).iter("{*}fldSimple") for value in one.attrib.values()]
    return any(_EXCHANGE.search(code) for code in codes)


def _check_relations(data: bytes) -> None:
    """What stands outside may be a link that a reader clicks; what is fetched when the document is opened is refused."""
    for one in tree_of(data):
        if _RUNS.search(one.get("Type", "").encode()):
            raise Invalid(faults.ACTIVE)
        if _is_outside(one) and not _is_link(one) and _REACHES.match(one.get("Target", "").strip()):
            raise Invalid(faults.ACTIVE)


def _is_outside(relation: etree._Element) -> bool:
    return relation.get("TargetMode", "").lower() == "external"


def _is_link(relation: etree._Element) -> bool:
    return relation.get("Type", "").endswith("/hyperlink")


def stripped(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The parts without their makers, and words for what could not be taken out."""
    left = dict.fromkeys(_left(files))
    dropped = {
        name for name in files if _PRINTER.search(name) or _CHANGES.match(name) or name.startswith("_xmlsignatures/")
    }
    kept = {name: _part(name, data, dropped) for name, data in files.items() if name not in dropped}
    return kept, list(left)


def _left(files: Mapping[str, bytes]) -> Iterator[str]:
    for name, data in files.items():
        if ending(name) in _UNSTRIPPED:
            yield "picture"
        elif name.startswith("xl/revisions/"):
            yield "revisions"
        elif name.startswith("ppt/notesSlides/") and ending(name) == "xml" and _says_something(data):
            yield "notes"
        elif (
            name.startswith("ppt/tags/")
            or (
                name.startswith("ppt/slides/") and ending(name) == "xml" and tree_of(data).get("show") in {"0", "false"}
            )
            or name == "xl/connections.xml"
        ):
            yield "hidden-data"
        elif name.startswith("customXml/item") and not name.startswith("customXml/itemProps") and ending(name) == "xml":
            root = tree_of(data)
            if len(root) or root.text:
                yield "hidden-data"


def _says_something(data: bytes) -> bool:
    """Whether a speaker's notes hold words; the number of the slide stands in a field."""
    root = tree_of(data)
    return any((one.text or "").strip() and not _in_field(one) for one in root.iter("{*}t"))


def _in_field(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) == "fld"


def _part(name: str, data: bytes, dropped: set[str]) -> bytes:
    if name in _REPLACED:
        return _REPLACED[name]
    kind = ending(name)
    if kind in _PICTURES:
        return pictures.tiny(_PICTURES[kind]) if _PREVIEW.search(name) else pictures.cleaned(data, _PICTURES[kind])
    if kind == "rels":
        return _relations(name, data, dropped)
    if name == TYPES:
        return _types(data, dropped)
    is_text = kind in {"xml", "vml"} and not name.startswith("customXml/")
    return _anonymous(data) if is_text else data


def _relations(name: str, data: bytes, dropped: set[str]) -> bytes:
    """Relations without those to parts that are gone, and without paths to places outside that a reader does not click."""
    root, base = tree_of(data), dirname(dirname(name))
    for one in list(root):
        target = one.get("Target", "")
        if _is_outside(one):
            if not _is_link(one):
                one.set("Target", "about:blank")
        elif normpath(f"{base}/{target}".lstrip("/") if not target.startswith("/") else target[1:]) in dropped:
            drop(one)
    return text_of(root)


def _types(data: bytes, dropped: set[str]) -> bytes:
    root = tree_of(data)
    for one in list(root):
        if one.get("PartName", "").lstrip("/") in dropped:
            drop(one)
    return text_of(root)


def _anonymous(data: bytes) -> bytes:
    root = tree_of(data)
    _drop_deleted_cells(root)
    for one in list(root.iter()):
        word = local(one)
        if word in _WRAPS and _is_word(one):
            unwrap(one)
        elif word in _GONE and one.getparent() is not None:
            drop(_whole(one))
        else:
            _bare(one, word)
    return text_of(root)


def _whole(element: etree._Element) -> etree._Element:
    """A path stands alone in a choice between versions of the format (part 3, section 9.3): both go."""
    if local(element) != "absPath":
        return element
    choices = [one for one in element.iterancestors() if local(one) == "AlternateContent"]
    return choices[0] if choices else element


def _drop_deleted_cells(root: etree._Element) -> None:
    """Rows and cells that were deleted with changes tracked go with all that is in them."""
    for one in list(root.iter()):
        parent = one.getparent()
        if parent is None or not _is_word(one):
            continue
        if local(one) == "cellDel" or (local(one) == "del" and local(parent) == "trPr"):
            wanted = "tc" if local(one) == "cellDel" else "tr"
            held = next((above for above in one.iterancestors() if local(above) == wanted), None)
            if held is not None:
                _drop_row_or_cell(held)


def _drop_row_or_cell(held: etree._Element) -> None:
    parent = held.getparent()
    drop(held)
    empty = parent is not None and not any(local(one) in {"tc", "tr"} for one in parent)
    if empty and parent is not None and local(parent) in {"tr", "tbl"}:
        _drop_row_or_cell(parent)


def _is_word(element: etree._Element) -> bool:
    return "wordprocessingml" in str(element.tag)


def _bare(element: etree._Element, word: str) -> None:
    """Take persons, times of changes and revision numbers out of an element's attributes, and names out of lists of authors."""
    for key in [str(one) for one in element.attrib]:
        name = plain(key)
        if name in _AUTHORS or (name in _PERSONS and word in _OF_PERSONS):
            element.set(key, _NOBODY)
        elif name in _REVISIONS or (name in _DATES and word in _COMMENTS):
            del element.attrib[key]
        elif name == "created" and word in _COMMENTS:
            element.set(key, _NO_TIME)
    if word == "author" and element.text:
        element.text = _NOBODY
    if word == "pageSetup":
        for key in [str(one) for one in element.attrib if plain(str(one)) == "id"]:
            del element.attrib[key]
