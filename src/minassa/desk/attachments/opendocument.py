"""OpenDocument (ISO/IEC 26300: ODT and ODS): refused with scripts, embedded programs or outside references; stripped of its makers.

Taken out: the document's description, preview, names and dates of comments, tracked changes with what was deleted, printer settings,
revision numbers. Pictures are made anew. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import basename
from typing import Final

from lxml import etree

from minassa.base import Invalid
from minassa.desk.attachments import faults, pictures
from minassa.desk.attachments.archives import refused
from minassa.desk.attachments.formats import Format
from minassa.desk.attachments.markup import check_markup, drop, local, plain, text_of, tree_of
from minassa.desk.attachments.names import ending

EMBEDDED: Final = frozenset[str]()
STORED: Final = frozenset({"mimetype"})

_TYPES: Final = {
    Format.ODT: b"application/vnd.oasis.opendocument.text",
    Format.ODS: b"application/vnd.oasis.opendocument.spreadsheet",
}
_PICTURES: Final = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
_UNSTRIPPED: Final = frozenset({"gif", "tif", "tiff", "emf", "wmf", "svg", "svm"})
_SCRIPTS: Final = ("Basic/", "Scripts/", "Dialogs/", "database/")
_DROPPED: Final = ("layout-cache", "META-INF/documentsignatures.xml", "META-INF/macrosignatures.xml")
_FETCHING: Final = frozenset(
    {
        "image", "object", "object-ole", "plugin", "applet", "floating-frame", "section-source", "dde-source", "table-source",
        "cell-range-source", "event-listener", "fill-image", "background-image", "audio", "video",
    }
)  # fmt: skip
_RUNNING: Final = frozenset({"object-ole", "plugin", "applet", "dde-source", "script", "event-listener"})
_REACHES: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\|\.\./|/", re.IGNORECASE)
_PRINTER: Final = frozenset(
    {"PrinterName", "PrinterSetup", "CurrentDatabaseDataSource", "CurrentDatabaseCommand", "Rsid", "RsidRoot"}
)
_CHANGES: Final = frozenset({"tracked-changes", "change", "change-start", "change-end"})
_PERSONS: Final = frozenset({"creator", "creator-initials", "sender-initials"})
_NOBODY: Final = "Author"
_META: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>"""


def check(kind: Format, files: Mapping[str, bytes]) -> None:
    """Raise Invalid where the parts are not those of such a document, or run, hide or fetch something."""
    if files.get("mimetype", b"").strip() != _TYPES[kind] or "content.xml" not in files:
        raise Invalid(faults.CONTENT)
    for name, data in files.items():
        if name.startswith(_SCRIPTS):
            raise Invalid(faults.ACTIVE)
        _check_part(name, data)


def _check_part(name: str, data: bytes) -> None:
    kind = ending(name)
    if name == "mimetype" or name in _DROPPED or kind in {"rdf", "ttf", "otf"} | _UNSTRIPPED | _PICTURES.keys():
        if kind in {"rdf", "svg"}:
            check_markup(data)
        return
    if "ObjectReplacements/" in name:
        return
    if kind != "xml":
        raise refused("kind")
    if not data:  # LibreOffice keeps a place for shortcuts that nobody has set
        return
    check_markup(data)
    if basename(name) == "manifest.xml" and b"encryption-data" in data:
        raise refused("locked")
    if basename(name) in {"content.xml", "styles.xml"}:
        _check_references(tree_of(data))


def _check_references(root: etree._Element) -> None:
    for one in root.iter():
        word = local(one)
        if word in _RUNNING:
            raise Invalid(faults.ACTIVE)
        if word in _FETCHING and any(_REACHES.match(_inside(value)) for value in _addresses(one)):
            raise Invalid(faults.ACTIVE)


def _addresses(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        if plain(str(key)) == "href":
            yield str(value).strip()


def _inside(address: str) -> str:
    """An address without the prefix with which parts of the package itself may be named."""
    return address.removeprefix("./")


def stripped(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The parts without their makers, and words for what could not be taken out."""
    left = dict.fromkeys(_left(files))
    return {name: _part(name, data) for name, data in files.items() if name not in _DROPPED}, list(left)


def _left(files: Mapping[str, bytes]) -> Iterator[str]:
    for name, data in files.items():
        if ending(name) in _UNSTRIPPED or "ObjectReplacements/" in name:
            yield "picture"
        elif name.startswith(("Versions/", "VersionList")):
            yield "revisions"
        elif ending(name) == "rdf" and name != "manifest.rdf":
            yield "hidden-data"
        elif basename(name) in {"content.xml", "styles.xml"} and b"binary-data" in data:
            yield "picture"


def _part(name: str, data: bytes) -> bytes:
    kind = ending(name)
    if basename(name) == "meta.xml":
        return _META
    if kind in _PICTURES:
        is_preview = name.startswith("Thumbnails/")
        return pictures.tiny(_PICTURES[kind]) if is_preview else pictures.cleaned(data, _PICTURES[kind])
    if name == "META-INF/manifest.xml":
        return _manifest(data)
    return _anonymous(data) if kind == "xml" and data else data


def _manifest(data: bytes) -> bytes:
    root = tree_of(data)
    for one in list(root):
        paths = [str(value) for key, value in one.attrib.items() if plain(str(key)) == "full-path"]
        if any(path in _DROPPED for path in paths):
            drop(one)
    return text_of(root)


def _anonymous(data: bytes) -> bytes:
    root = tree_of(data)
    for one in list(root.iter()):
        word = local(one)
        if word in _CHANGES or (word == "config-item" and _PRINTER & set(map(str, one.attrib.values()))):
            drop(one)
        elif word in _PERSONS and one.text:
            one.text = _NOBODY
        elif word == "date" and (parent := one.getparent()) is not None and local(parent) == "annotation":
            drop(one)
        else:
            for key in [key for key in one.attrib if plain(str(key)) in {"rsid", "paragraph-rsid"}]:
                del one.attrib[key]
    return text_of(root)
