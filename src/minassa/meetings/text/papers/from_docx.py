"""Tracked changes of a Word document as proposals to the paragraphs whose keys its bookmarks carry (ISO/IEC 29500-1, 17.13.5).

What one author wrote is one proposal, whoever else changed the same paragraph: the text that this author would have, with the changes of
all others rejected. A change inside another author's insertion is read with that insertion accepted: it is a sub-amendment. An inserted
paragraph without a key is an addition behind the one before it; a paragraph whose words all go is a deletion; one that comes back
with the same words elsewhere is a move. What was changed without tracking is a replacement without an author.

Hostile documents are refused before they come here (`desk.open_document`); what comes is bounded again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from docx.oxml.ns import qn
from lxml import etree

from minassa.base import Invalid
from minassa.meetings.text import faults
from minassa.meetings.text.papers.to_docx import KEY_MARK, NOTE_STYLE, NUMBER_STYLE, RIVAL_MARK
from minassa.meetings.text.papers.types import Known, Suggestion, Taken
from minassa.meetings.text.rules import ProposalKind
from minassa.meetings.text.wording import LONGEST

MOST_PARAGRAPHS: Final = 5_000
MOST_SUGGESTIONS: Final = 500
_BODY: Final = "word/document.xml"
_STYLES: Final = "word/styles.xml"
_GONE: Final = frozenset({qn("w:del"), qn("w:moveFrom")})
_NEW: Final = frozenset({qn("w:ins"), qn("w:moveTo")})
_BLANKS: Final = frozenset({qn("w:tab"), qn("w:br"), qn("w:cr")})


@dataclass(frozen=True, slots=True)
class _Run:
    """Words with one fate: who inserted them and who deleted them, empty for nobody."""

    text: str
    ins: str
    gone: str


@dataclass(slots=True)
class _Block:
    """A paragraph of the document: its key (empty for one without), its words, and who made or deleted the paragraph itself.

    `rival` is the id, in hex, of the proposal that was printed there.
    """

    key: str
    rival: str = ""
    runs: list[_Run] = field(default_factory=list)
    made_by: str = ""
    gone_by: str = ""

    def base(self) -> str:
        """Its words before all tracked changes."""
        return _trimmed("".join(one.text for one in self.runs if not one.ins))

    def seen_by(self, author: str, *, accepted: str = "") -> str:
        """Its words as this author would have them, and with the changes of another one accepted where it is named."""
        hands = {author, accepted} - {""}
        kept = (one for one in self.runs if (not one.ins or one.ins in hands) and one.gone not in hands)
        return _trimmed("".join(one.text for one in kept))

    def within(self, author: str) -> str:
        """The other author inside whose insertion this one deleted something; empty for none."""
        return next((one.ins for one in self.runs if one.gone == author and one.ins not in {"", author}), "")

    def authors(self) -> list[str]:
        """Who changed something, in the order of the changes."""
        named = [one for run in self.runs for one in (run.ins, run.gone) if one]
        return list(dict.fromkeys([*named, *filter(None, (self.gone_by,))]))


def from_docx(parts: Mapping[str, bytes], current: Mapping[str, str], known: Iterable[Known] = ()) -> Taken:
    """What a document proposes to a text whose present words are given by key. Raises Invalid where it holds none of its paragraphs.

    `parts` are the document's files, opened by `desk.open_document`; `known` are the proposals on the table, which are not made again.
    """
    blocks = list(_blocks(parts))
    if not any(one.key in current for one in blocks):
        raise Invalid(faults.UNREADABLE)
    found, unread = _Reading(current, {one.id.hex: one for one in known}).of(blocks)
    if len(found) > MOST_SUGGESTIONS:
        raise Invalid(faults.MANY, limit=MOST_SUGGESTIONS)
    return Taken(tuple(found), tuple(dict.fromkeys(unread)))


@dataclass(slots=True)
class _Reading:
    current: Mapping[str, str]
    known: Mapping[str, Known]
    found: list[Suggestion] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def of(self, blocks: Sequence[_Block]) -> tuple[list[Suggestion], list[str]]:
        """Read each paragraph after the one before it, then find moves."""
        before = ""
        for block in blocks:
            if block.rival:
                self._rival(block)
            elif block.key in self.current:
                before = block.key
                self._known(block)
            elif not block.key:
                self._unknown(block, before)
        return self._with_moves(), self.unread

    def _known(self, block: _Block) -> None:
        base, authors = block.base(), block.authors()
        if not authors and base != _trimmed(self.current[block.key]):
            self._take(
                Suggestion(ProposalKind.REPLACE, block.key, base, self.current[block.key], "", tracked=False), base
            )
        for author in authors:
            parent = self._parent(block, author)
            wanted = block.seen_by(author, accepted=parent.sponsor if parent else "")
            origin = parent.text if parent else base
            if not wanted:
                self._delete(block.key, base, author)
            elif wanted != origin:
                made = Suggestion(ProposalKind.REPLACE, block.key, wanted, origin, author)
                self._take(replace(made, parent=parent.id if parent else None), wanted)
            elif block.gone_by == author:
                self.unread.append(
                    block.key
                )  # two paragraphs were made one: which words go where is for a person to say

    def _delete(self, key: str, base: str, author: str) -> None:
        if not any(one.key == key and one.sponsor == author and not one.text for one in self.known.values()):
            self.found.append(Suggestion(ProposalKind.DELETE, key, "", base, author))

    def _parent(self, block: _Block, author: str) -> Known | None:
        """The proposal on the table inside whose insertion this author has changed something."""
        within = block.within(author)
        of_paragraph = (one for one in self.known.values() if one.key == block.key and one.sponsor == within)
        return next(of_paragraph, None) if within else None

    def _rival(self, block: _Block) -> None:
        """Changes to a proposal that was printed beside its rivals, by others than its sponsor: sub-amendments."""
        rival = self.known.get(block.rival)
        for author in block.authors():
            if rival is None:
                self.unread.append("")
            elif author != rival.sponsor:
                wanted = block.seen_by(author, accepted=rival.sponsor)
                made = Suggestion(ProposalKind.REPLACE, rival.key, wanted, rival.text, author, parent=rival.id)
                self._take(made, wanted)

    def _unknown(self, block: _Block, before: str) -> None:
        authors = block.authors() or [""]
        if block.base() and not block.made_by:
            if block.authors() or before:
                self.unread.append(before)
            return
        for author in authors:
            wanted = block.seen_by(author)
            if wanted:
                self._take(Suggestion(ProposalKind.ADD, before, wanted, "", author, tracked=bool(author)), wanted)

    def _take(self, one: Suggestion, words: str) -> None:
        if len(words) > LONGEST or not words:
            self.unread.append(one.key)
        elif (one.key, one.text) not in {(other.key, other.text) for other in self.known.values()}:
            self.found.append(one)

    def _with_moves(self) -> list[Suggestion]:
        deleted = {(one.author, one.base): one for one in self.found if one.kind is ProposalKind.DELETE}
        kept: list[Suggestion] = []
        moved: set[int] = set()
        for one in self.found:
            source = deleted.get((one.author, one.text)) if one.kind is ProposalKind.ADD else None
            if source is None or id(source) in moved:
                kept.append(one)
                continue
            moved.add(id(source))
            kept.append(Suggestion(ProposalKind.MOVE, one.key, "", source.base, one.author, moved=source.key))
        return [one for one in kept if id(one) not in moved]


def _blocks(parts: Mapping[str, bytes]) -> Iterator[_Block]:
    numbers, notes = _style_ids(parts)
    body = _tree(parts.get(_BODY, b""))
    for count, element in enumerate(body.iter(qn("w:p"))):
        if count >= MOST_PARAGRAPHS:
            raise Invalid(faults.MANY, limit=MOST_PARAGRAPHS)
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        named = style.get(qn("w:val"), "") if style is not None else ""
        key, rival = _marked(element, KEY_MARK), _marked(element, RIVAL_MARK)
        if named in notes or (named and not key and not rival):
            continue
        yield _block(element, _Block(key, rival), numbers)


def _marked(element: etree._Element, mark: str) -> str:
    """What the bookmark with this beginning says; empty for a paragraph without one."""
    names = (str(one.get(qn("w:name"), "")) for one in element.iter(qn("w:bookmarkStart")))
    return next((one.removeprefix(mark) for one in names if one.startswith(mark)), "")


def _block(element: etree._Element, block: _Block, numbers: frozenset[str]) -> _Block:
    properties = element.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    if properties is not None:
        block.made_by = _author_of(_first(properties, ("w:ins", "w:moveTo")))
        block.gone_by = _author_of(_first(properties, ("w:del", "w:moveFrom")))
    for run in element.iter(qn("w:r")):
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        if style is not None and style.get(qn("w:val"), "") in numbers:
            continue
        text = _words(run)
        if text:
            block.runs.append(_Run(text, _ancestor(run, _NEW), _ancestor(run, _GONE)))
    return block


def _first(properties: etree._Element, tags: tuple[str, ...]) -> etree._Element | None:
    return next((found for tag in tags if (found := properties.find(qn(tag))) is not None), None)


def _words(run: etree._Element) -> str:
    pieces = []
    for one in run:
        if one.tag in {qn("w:t"), qn("w:delText")}:
            pieces.append(one.text or "")
        elif one.tag in _BLANKS:
            pieces.append(" ")
        elif one.tag == qn("w:noBreakHyphen"):
            pieces.append("\u2011")
    return "".join(pieces)


def _ancestor(run: etree._Element, tags: frozenset[str]) -> str:
    for one in run.iterancestors():
        if one.tag in tags:
            return _author_of(one)
        if one.tag == qn("w:p"):
            break
    return ""


def _author_of(change: etree._Element | None) -> str:
    """Whoever made a change; a change whose author was taken out is still a change."""
    if change is None:
        return ""
    return str(change.get(qn("w:author"), "")).strip()[:200] or "?"


def _style_ids(parts: Mapping[str, bytes]) -> tuple[frozenset[str], frozenset[str]]:
    """The ids under which this document has our styles: programs give them their own."""
    ids: dict[str, set[str]] = {NUMBER_STYLE: {"MinassaNumber"}, NOTE_STYLE: {"MinassaNote"}}
    if _STYLES in parts:
        for style in _tree(parts[_STYLES]).iter(qn("w:style")):
            name = style.find(qn("w:name"))
            if name is not None and name.get(qn("w:val"), "") in ids:
                ids[str(name.get(qn("w:val")))].add(str(style.get(qn("w:styleId"), "")))
    return frozenset(ids[NUMBER_STYLE]), frozenset(ids[NOTE_STYLE])


def _tree(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Invalid(faults.UNREADABLE) from error


def _trimmed(text: str) -> str:
    return " ".join(text.split())
