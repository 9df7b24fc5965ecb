"""The text as a Word document (ISO/IEC 29500-1, WordprocessingML) with true tracked changes, one author for each sponsor.

Each paragraph carries its key as a bookmark, `mns_<key>`. One proposal stands in the paragraph itself; several stand below it, each
a paragraph of its own with its changes against the same words, so that no rival hides another. A move that has no rival is a tracked move
(17.13.5.21-28): the words leave one place and stand again in the other, under one name. Numbers, names of sponsors and heads have
styles of their own, by which `from_docx` knows that they are not part of the text.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from minassa.meetings.text.papers.types import Paper, Printed, Rival
from minassa.meetings.text.rules import ParagraphKind, ProposalKind
from minassa.meetings.text.wording import Change, difference

KEY_MARK: Final = "mns_"
RIVAL_MARK: Final = "mnsr_"
NUMBER_STYLE: Final = "Minassa Number"
NOTE_STYLE: Final = "Minassa Note"
ARABIC_FONT: Final = "Noto Naskh Arabic"
LATIN_FONT: Final = "Noto Sans"
_LANGUAGES: Final = {"ar": "ar-SA", "fr": "fr-FR", "en": "en-GB", "pt": "pt-PT"}
_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)


def to_docx(paper: Paper) -> bytes:
    """The document. It names nobody but sponsors, and does not tell when or by whom it was made."""
    return _Writer(paper).bytes()


@dataclass(slots=True)
class _Writer:
    paper: Paper
    document: WordDocument = field(default_factory=Document)
    last_id: int = 0

    def bytes(self) -> bytes:
        self._prepare()
        self._line(self.paper.title, "Title")
        self._note(" · ".join((*self.paper.marks, self.paper.subtitle)))
        self._rivals_added(self.paper.added)
        for kind in ParagraphKind:
            own = [one for one in self.paper.paragraphs if one.kind is kind]
            if own:
                self._line(self.paper.heads[kind], "Heading 1")
            moved = [(one, rival) for one in own if (rival := _inside(one)) and rival.kind is ProposalKind.MOVE]
            self._arriving(one for one in moved if not one[1].behind)
            for one in own:
                self._paragraph(one)
                self._arriving(pair for pair in moved if pair[1].behind == one.number)
        if self.paper.footer:
            self._note(self.paper.footer)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _prepare(self) -> None:
        properties = self.document.core_properties
        properties.author, properties.last_modified_by, properties.comments = "", "", ""
        properties.title, properties.language = self.paper.title, _LANGUAGES[self.paper.language]
        properties.created = properties.modified = _MADE.replace(tzinfo=None)
        section = self.document.sections[0]
        section.left_margin = section.right_margin = Cm(2.5)
        section.footer.paragraphs[0].text = " · ".join(self.paper.marks)
        _fonts(self.document.styles["Normal"], Pt(11))
        for name in ("Title", "Heading 1"):
            _fonts(self.document.styles[name], None)
        self.document.styles.add_style(NUMBER_STYLE, WD_STYLE_TYPE.CHARACTER)
        note = self.document.styles.add_style(NOTE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(note, ParagraphStyle)  # noqa: S101 - python-docx gives the kind that was asked for
        note.font.italic, note.font.size = True, Pt(9)
        _track(self.document)

    def _line(self, text: str, style: str | None) -> WordParagraph:
        made = self.document.add_paragraph(style=style)
        self._direct(made)
        if text:
            made._p.append(self._run(text))  # noqa: SLF001 - python-docx has no other way to its element
        return made

    def _note(self, text: str) -> None:
        self._line(text, NOTE_STYLE)

    def _paragraph(self, one: Printed) -> None:
        inside = _inside(one)
        if inside:
            self._note(_attribution(inside))
        self._text(one, inside)
        if one.note:
            self._note(one.note)
        for rival in one.rivals if not inside else ():
            self._note(_attribution(rival))
            self._rival(one, rival)
        self._rivals_added(one.added)

    def _text(self, one: Printed, rival: Rival | None) -> None:
        made = self._line("", None)
        with_mark = made._p  # noqa: SLF001 - see above
        self._begin(with_mark, f"{KEY_MARK}{one.key}")
        with_mark.append(self._run(f"{one.number}. ", style=NUMBER_STYLE))
        if rival is not None and rival.kind is ProposalKind.MOVE:
            self._moving(made, "w:moveFrom", one.text, rival)
        else:
            self._changes(made, one.text, rival)
        self._end(with_mark)

    def _rival(self, one: Printed, rival: Rival) -> None:
        made = self._line("", None)
        made.paragraph_format.left_indent = made.paragraph_format.right_indent = Cm(0.75)
        element = made._p  # noqa: SLF001 - see above
        self._begin(element, f"{RIVAL_MARK}{rival.id.hex}")
        element.append(self._run(f"{one.number}. ", style=NUMBER_STYLE))
        self._changes(made, one.text, rival)
        self._end(element)

    def _rivals_added(self, rivals: tuple[Rival, ...]) -> None:
        for rival in rivals:
            self._note(_attribution(rival))
            made = self._line("", None)
            element = made._p  # noqa: SLF001 - see above
            self._begin(element, f"{RIVAL_MARK}{rival.id.hex}")
            self._mark_of_paragraph(made, "w:ins", rival)
            element.append(self._wrapped("w:ins", rival, self._run(rival.text)))
            self._end(element)

    def _arriving(self, moved: Iterable[tuple[Printed, Rival]]) -> None:
        """Paragraphs as they would stand in their new places."""
        for one, rival in moved:
            made = self._line("", None)
            element = made._p  # noqa: SLF001 - see above
            self._begin(element, f"{RIVAL_MARK}{rival.id.hex}")
            self._moving(made, "w:moveTo", one.text, rival)
            self._end(element)

    def _moving(self, made: WordParagraph, tag: str, text: str, rival: Rival) -> None:
        """Words that leave, or arrive; both ends of a move bear one name, by which Word knows that they belong together."""
        element = made._p  # noqa: SLF001 - see above
        self._mark_of_paragraph(made, tag, rival)
        start, end = self._tracked(f"{tag}RangeStart", rival), OxmlElement(f"{tag}RangeEnd")
        start.set(qn("w:name"), f"move{rival.id.hex[:12]}")
        end.set(qn("w:id"), str(start.get(qn("w:id"))))
        element.extend((start, self._wrapped(tag, rival, self._run(text)), end))

    def _changes(self, made: WordParagraph, base: str, rival: Rival | None) -> None:
        element = made._p  # noqa: SLF001 - see above
        if rival is None or rival.kind is ProposalKind.MOVE:
            element.append(self._run(base))
            return
        if rival.is_foreign and rival.text:
            element.append(self._wrapped("w:ins", rival, self._run(rival.text)))
            return
        if rival.kind is ProposalKind.DELETE:
            self._mark_of_paragraph(made, "w:del", rival)
        wanted = "" if rival.kind is ProposalKind.DELETE else rival.text
        for piece in difference(base, wanted):
            if piece.change is Change.SAME:
                element.append(self._run(piece.text))
            elif piece.change is Change.NEW:
                element.append(self._wrapped("w:ins", rival, self._run(piece.text)))
            else:
                element.append(self._wrapped("w:del", rival, self._run(piece.text, deleted=True)))

    def _run(self, text: str, *, style: str = "", deleted: bool = False) -> etree._Element:
        run = OxmlElement("w:r")
        properties = OxmlElement("w:rPr")
        if style:
            properties.append(_valued("w:rStyle", self.document.styles[style].style_id))
        if self.paper.language == "ar":
            properties.append(OxmlElement("w:rtl"))
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi" if self.paper.language == "ar" else "w:val"), _LANGUAGES[self.paper.language])
        properties.append(language)
        run.append(properties)
        words = OxmlElement("w:delText" if deleted else "w:t")
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        return run

    def _wrapped(self, tag: str, rival: Rival, run: etree._Element) -> etree._Element:
        change = self._tracked(tag, rival)
        change.append(run)
        return change

    def _tracked(self, tag: str, rival: Rival) -> etree._Element:
        change = OxmlElement(tag)
        change.set(qn("w:id"), self._next_id())
        change.set(qn("w:author"), rival.sponsor)
        change.set(qn("w:date"), rival.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return change

    def _mark_of_paragraph(self, made: WordParagraph, tag: str, rival: Rival) -> None:
        properties = made._p.get_or_add_pPr()  # noqa: SLF001 - see above
        marked = OxmlElement("w:rPr")
        marked.append(self._tracked(tag, rival))
        properties.append(marked)

    def _direct(self, made: WordParagraph) -> None:
        if self.paper.language == "ar":
            made._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - see above

    def _begin(self, element: etree._Element, name: str) -> None:
        mark = OxmlElement("w:bookmarkStart")
        mark.set(qn("w:id"), self._next_id())
        mark.set(qn("w:name"), name)
        element.append(mark)

    def _end(self, element: etree._Element) -> None:
        mark = OxmlElement("w:bookmarkEnd")
        start = next(element.iterchildren(qn("w:bookmarkStart")))
        mark.set(qn("w:id"), str(start.get(qn("w:id"))))
        element.append(mark)

    def _next_id(self) -> str:
        self.last_id += 1
        return str(self.last_id)


def _inside(one: Printed) -> Rival | None:
    """The proposal that stands in the paragraph itself: the only one, in the paper's language."""
    if len(one.rivals) != 1 or (one.rivals[0].is_foreign and one.rivals[0].text):
        return None
    return one.rivals[0]


def _track(document: WordDocument) -> None:
    """Let whoever opens it go on tracking; the element has its place in the schema's sequence (17.15.1)."""
    settings = document.settings.element
    tabs = settings.find(qn("w:defaultTabStop"))
    settings.insert(0 if tabs is None else settings.index(tabs), OxmlElement("w:trackRevisions"))


def _valued(tag: str, value: str) -> etree._Element:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def _fonts(style: ParagraphStyle | CharacterStyle, size: Pt | None) -> None:
    style.font.name = LATIN_FONT
    if size is not None:
        style.font.size = size
    fonts = style.element.get_or_add_rPr().rFonts
    for name in _themes(fonts):
        del fonts.attrib[name]
    fonts.set(qn("w:cs"), ARABIC_FONT)
    fonts.set(qn("w:hAnsi"), LATIN_FONT)


def _themes(fonts: etree._Element) -> Iterator[str]:
    """A theme's font goes before a named one, so it has to go."""
    return iter([str(one) for one in fonts.attrib if "Theme" in str(one)])


def _attribution(rival: Rival) -> str:
    return f"[{rival.sponsor}{f' — {rival.note}' if rival.note else ''}]"
