"""The same documents as Word files (DOCX), for those who must write on: marks on every page, right to left where it should be.

A paragraph's direction is that of its first letter, as on paper. Fonts are named, not embedded: Word shows Arabic in Noto Naskh Arabic
where it is installed, and in its own Arabic font elsewhere.
"""

import io
from typing import Any, Final

import docx as word_files
from django.utils import timezone, translation
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph as WordParagraph

from minassa.desk.documents.rendering import refuse_too_long
from minassa.desk.documents.types import Bullets, Document, Drawing, Facts, Heading, Paragraph, Table
from minassa.desk.templatetags.documents import direction

_LATIN: Final = "Noto Sans"
_ARABIC: Final = "Noto Naskh Arabic"
_TAGS: Final = {"ar": "ar-SA", "fr": "fr-FR", "en": "en-GB", "pt": "pt-PT"}


def docx(document: Document) -> bytes:
    """The document as a DOCX file. Raises Invalid for one that is too long."""
    refuse_too_long(document)
    with translation.override(document.language):
        word = word_files.Document()
        _set_up(word, document)
        _title(word, document)
        for block in document.blocks:
            _block(word, block, is_rtl=document.language == "ar")
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def _set_up(word: WordDocument, document: Document) -> None:
    """Fonts, language, marks at the head and foot of each page, and no trace of who made the file but its issuer."""
    properties = word.core_properties
    properties.author, properties.title = document.issued_by, document.title
    properties.comments, properties.language = " ".join(document.marks), document.language
    style = word.styles["Normal"]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _ARABIC)):
        fonts.set(qn(f"w:{name}"), font)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _TAGS[document.language])
    language.set(qn("w:bidi"), _TAGS["ar"])
    style.element.get_or_add_rPr().append(language)
    section = word.sections[0]
    if document.language == "ar":
        section._sectPr.append(OxmlElement("w:bidi"))  # noqa: SLF001 - python-docx has no name for a section's direction
    printed = f"{document.reader} · {timezone.localtime(document.printed_at):%Y-%m-%d %H:%M %z}"
    section.header.paragraphs[0].text = " · ".join(document.marks)
    section.footer.paragraphs[0].text = " · ".join((*document.marks, printed))


def _title(word: WordDocument, document: Document) -> None:
    _turned(word.add_heading(document.title, level=1), document.title)
    about = " · ".join(filter(None, (document.issued_by, document.reference)))
    if about:
        _turned(word.add_paragraph(about), about)
    for one in document.obligations:
        _turned(word.add_paragraph(one, style="List Bullet"), one)


def _block(word: WordDocument, block: object, *, is_rtl: bool) -> None:
    match block:
        case Heading(text=text, level=level):
            _turned(word.add_heading(text, level=level), text)
        case Paragraph():
            for part in block.parts:
                _turned(word.add_paragraph(part), part)
        case Bullets(items=items, ordered=ordered):
            for item in items:
                _turned(word.add_paragraph(item, style="List Number" if ordered else "List Bullet"), item)
        case Facts(rows=rows):
            _table(word, rows, head=None, is_rtl=is_rtl)
        case Table(head=head, rows=rows, caption=caption):
            if caption:
                _turned(word.add_paragraph(caption, style="Caption"), caption)
            _table(word, rows, head=head, is_rtl=is_rtl)
        case Drawing():
            _drawing(word, block)


def _drawing(word: WordDocument, block: Drawing) -> None:
    """The drawing as a picture as wide as the text, with its words for whoever does not see it."""
    if block.png is None:
        return
    section = word.sections[0]
    wide = Emu((section.page_width or Mm(210)) - (section.left_margin or 0) - (section.right_margin or 0))
    shape = word.add_picture(io.BytesIO(block.png()), width=wide)
    shape._inline.docPr.set("descr", block.name)  # noqa: SLF001 - python-docx has no name for it


def _table(word: WordDocument, rows: Any, *, head: tuple[str, ...] | None, is_rtl: bool) -> None:  # noqa: ANN401 - rows of texts
    """A table whose head is repeated on each page; in Arabic its first column stands on the right."""
    lines = [*([head] if head else []), *rows]
    if not lines:
        return
    table = word.add_table(rows=0, cols=len(lines[0]), style="Table Grid")
    if is_rtl:
        table._tblPr.append(OxmlElement("w:bidiVisual"))  # noqa: SLF001 - python-docx has no name for it
    for number, line in enumerate(lines):
        row = table.add_row()
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
            _turned(cell.paragraphs[0], text, is_bold=bool(head) and number == 0)
        if head and number == 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - the same
    word.add_paragraph()


def _turned(paragraph: WordParagraph, text: str, *, is_bold: bool = False) -> None:
    """Give a paragraph the direction of its text."""
    for run in paragraph.runs:
        run.bold = is_bold or run.bold
    if direction(text) != "rtl":
        return
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - the same
    for run in paragraph.runs:
        run.font.rtl = True
