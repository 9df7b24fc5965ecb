"""XML inside documents: refused where it declares a document type or entities (S32), or is nested too deep. Pure."""

from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser
from lxml import etree

from minassa.base import Invalid
from minassa.desk.attachments import faults

DEEPEST: Final = 200
MOST_BYTES: Final = 40_000_000


class _DepthError(ValueError):
    """Deeper than any program writes."""


class _Depth:
    """Counts how deep elements stand inside each other, and keeps nothing."""

    def __init__(self) -> None:
        self._deep = 0

    def start(self, _tag: str, _attributes: object) -> None:
        """An element begins."""
        self._deep += 1
        if self._deep > DEEPEST:
            raise _DepthError

    def end(self, _tag: str) -> None:
        """An element ends."""
        self._deep -= 1

    def close(self) -> None:
        """The document ends."""


def check_markup(content: bytes) -> None:
    """Raise Invalid for XML that is broken, too deep or too long, or that declares anything."""
    if len(content) > MOST_BYTES:
        raise Invalid(faults.MARKUP)
    parser = XMLParser(target=_Depth(), forbid_dtd=True)
    try:
        parser.feed(content)
        parser.close()
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise Invalid(faults.MARKUP) from error


def tree_of(content: bytes) -> etree._Element:
    """The tree of XML that `check_markup` has let through, to be changed. Nothing is fetched or expanded."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Invalid(faults.MARKUP) from error


def text_of(root: etree._Element) -> bytes:
    """A tree as the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def drop(element: etree._Element) -> None:
    """Take an element out with all that is in it; the text that follows it stays."""
    _give_tail(element, element.tail or "")


def unwrap(element: etree._Element) -> None:
    """Take an element out and leave its children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    children = list(element)
    if element.text:
        _append_text(parent, at, element.text)
    for offset, child in enumerate(children):
        parent.insert(at + offset, child)
    drop(element)


def _give_tail(element: etree._Element, tail: str) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if tail:
        _append_text(parent, parent.index(element), tail)
    parent.remove(element)


def _append_text(parent: etree._Element, at: int, text: str) -> None:
    """Add text in front of the child at this place."""
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return plain(str(element.tag))


def plain(name: str) -> str:
    """A name of an element or attribute without its namespace. Written out: this is asked millions of times."""
    return name.rpartition("}")[2]
