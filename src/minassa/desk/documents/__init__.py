"""Documents on paper: a PDF or a Word file in the reader's language, marked on every page, and made for one reader.

Pure rendering: whoever asks for a document has read its content through a door and has that in the audit log.
"""

from minassa.desk.documents.rendering import arabic_fonts, font_file, pdf, rendering_fault
from minassa.desk.documents.types import (
    Block,
    Bullets,
    Code,
    Document,
    Drawing,
    Facts,
    Figure,
    Heading,
    Language,
    Mark,
    Paragraph,
    Table,
)

__all__ = [
    "Block",
    "Bullets",
    "Code",
    "Document",
    "Drawing",
    "Facts",
    "Figure",
    "Heading",
    "Language",
    "Mark",
    "Paragraph",
    "Table",
    "arabic_fonts",
    "docx",
    "font_file",
    "pdf",
    "rendering_fault",
]


def docx(document: Document) -> bytes:
    """The document as a DOCX file. Raises Invalid for one that is too long."""
    from minassa.desk.documents import word  # noqa: PLC0415 - takes half a second to load, and few processes ever need it

    return word.docx(document)
