"""The published text as Akoma Ntoso 3.0 (OASIS LegalDocML, akn-core v1.0, part 2): a `statement`, one file for each language.

The four files are expressions of one work (FRBR): they share its address and their paragraphs' identifiers. `wId` holds a paragraph's
immutable key, `eId` its place by the naming convention (akn-nc v1.0).
"""

from typing import Final

from lxml import etree

from minassa.meetings.text.papers.types import Printed, Published
from minassa.meetings.text.rules import ParagraphKind

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_SOURCE: Final = "#minassa"
# ISO 639-2, as FRBRlanguage and the addresses of expressions have it.
LANGUAGE_CODES: Final = {"ar": "ara", "fr": "fra", "en": "eng", "pt": "por"}


def to_akn(published: Published) -> bytes:
    """The document as UTF-8 XML, valid against the schema of akn-core v1.0."""
    root = etree.Element(_q("akomaNtoso"), nsmap={None: NAMESPACE})  # type: ignore[dict-item] # the stubs forget the default namespace
    statement = _child(
        root, "statement", name="declaration", contains="originalVersion" if published.version == 1 else "singleVersion"
    )
    _meta(statement, published)
    preface = _child(statement, "preface", eId="preface")
    _child(_child(preface, "p"), "docTitle").text = published.paper.title
    _child(preface, "p").text = published.paper.subtitle
    _preamble(statement, published)
    _body(statement, published)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _child(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _q(tag), attributes)


def _meta(statement: etree._Element, published: Published) -> None:
    meta = _child(statement, "meta")
    identification = _child(meta, "identification", source=_SOURCE)
    work = f"/akn/{published.country.lower()}/statement/{published.adopted.isoformat()}/{published.paper.declaration}"
    code = LANGUAGE_CODES[published.paper.language]
    expression = f"{work}/{code}@{published.fixed.isoformat()}"
    _level(identification, "FRBRWork", work, published.adopted.isoformat(), "adoption")
    last = identification[-1]
    _child(last, "FRBRcountry", value=published.country.lower())
    _level(identification, "FRBRExpression", expression, published.fixed.isoformat(), "authentic text")
    last = identification[-1]
    _child(last, "FRBRversionNumber", value=str(published.version))
    _child(last, "FRBRlanguage", language=code)
    _level(identification, "FRBRManifestation", f"{expression}.xml", published.fixed.isoformat(), "made")
    _child(identification[-1], "FRBRformat", value="application/akn+xml")
    references = _child(meta, "references", source=_SOURCE)
    _child(
        references,
        "TLCOrganization",
        eId="platform",
        href="/akn/ontology/organization/platform",
        showAs=published.organisation,
    )
    _child(references, "TLCObject", eId="minassa", href="/akn/ontology/object/minassa", showAs="Minassa")
    _child(references, "TLCLocation", eId="place", href="/akn/ontology/location/place", showAs=published.place)
    notes = _child(meta, "notes", source=_SOURCE)
    _child(_child(notes, "note", eId="meta__note_1"), "p").text = f"SHA-256 {published.digest}"


def _level(identification: etree._Element, name: str, address: str, date: str, what: str) -> None:
    level = _child(identification, name)
    _child(level, "FRBRthis", value=f"{address.removesuffix('.xml')}/!main{'.xml' if address.endswith('.xml') else ''}")
    _child(level, "FRBRuri", value=address)
    _child(level, "FRBRdate", date=date, name=what)
    _child(level, "FRBRauthor", href="#platform" if name != "FRBRManifestation" else _SOURCE)


def _preamble(statement: etree._Element, published: Published) -> None:
    own = _of(published, ParagraphKind.PREAMBULAR)
    if not own:
        return
    recitals = _child(_child(statement, "preamble", eId="preamble"), "recitals", eId="preamble__recs")
    for at, one in enumerate(own, 1):
        recital = _child(recitals, "recital", eId=f"preamble__recs__rec_{at}", wId=one.key)
        _child(recital, "num").text = one.number
        _child(recital, "p").text = one.text


def _body(statement: etree._Element, published: Published) -> None:
    body = _child(statement, "mainBody", eId="body")
    for at, one in enumerate(_of(published, ParagraphKind.OPERATIVE), 1):
        paragraph = _child(body, "paragraph", eId=f"para_{at}", wId=one.key)
        _child(paragraph, "num").text = f"{one.number}."
        _child(_child(paragraph, "content", eId=f"para_{at}__content"), "p").text = one.text


def _of(published: Published, kind: ParagraphKind) -> list[Printed]:
    return [one for one in published.paper.paragraphs if one.kind is kind]
