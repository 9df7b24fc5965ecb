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
from minassa.desk.documents.word import docx

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
