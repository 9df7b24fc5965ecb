"""A published declaration as files for everybody: PDF and DOCX in one language, the same bytes whoever makes them and whenever."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final, Literal, cast
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from minassa.desk import Block, Bullets, Document, Facts, Heading, Language, Paragraph, docx, pdf
from minassa.meetings.text.papers.making import PLATFORM
from minassa.meetings.text.papers.making import Paper as File
from minassa.meetings.text.reads.records import published_text
from minassa.meetings.text.rules import ParagraphKind, StatementKind
from minassa.meetings.text.types import Published
from minassa.meetings.text.words import PARAGRAPH_KINDS, STATEMENT_KINDS

_RIGHT_TO_LEFT: Final = "\u200f"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def published_paper(*, declaration: UUID, language: str, form: Literal["pdf", "docx"]) -> File:
    """The newest publication in one language as a file. Raises NotFound for what is not published, Unavailable without PDF on this node."""
    found = published_text(declaration=declaration, language=language)
    with translation.override(language):
        document = Document(
            title=found.title,
            language=cast("Language", language),
            marks=("TLP:CLEAR", *(("EXERCISE",) if found.exercise else ())),
            blocks=tuple(_blocks(found)),
            reader="SAMPLE" if found.is_sample else "",
            printed_at=found.at,
            issued_by=PLATFORM,
            reference=f"{found.declaration} v{found.version}",
        )
    if form == "pdf":
        return File(f"declaration-{language}.pdf", "application/pdf", pdf(document))
    return File(f"declaration-{language}.docx", _WORD, _timeless(docx(document)))


def _blocks(found: Published) -> Iterator[Block]:
    lead = _RIGHT_TO_LEFT if found.language == "ar" else ""
    for kind in ParagraphKind:
        own = [one for one in found.paragraphs if one[0] is kind]
        if own:
            yield Heading(str(PARAGRAPH_KINDS[kind]))
        for _kind, number, _key, words in own:
            yield Paragraph(f"{lead}{number}. {words}")
    if found.statements:
        yield Heading(_("Statements"))
    for one in found.statements:
        word = STATEMENT_KINDS[StatementKind(one["kind"])]
        yield Paragraph(f"{one['delegation']}, {word}: {one['text']}")
    if found.corrections:
        yield Heading(_("Corrigendum"))
        yield Bullets(
            tuple(f"{one['number']} ({one['language']}): {one['was']} → {one['is']}" for one in found.corrections)
        )
    if found.signatures:
        yield Heading(_("Signatures"))
        yield Bullets(tuple(one["delegation"] for one in found.signatures))
    yield Heading(_("Authentic texts"))
    yield Facts(tuple((f"SHA-256 {code}", digest) for code, digest in sorted(found.digests.items())))


def _timeless(word: bytes) -> bytes:
    """The same Word file without the hour at which it was packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return made.getvalue()
