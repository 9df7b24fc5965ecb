"""Word documents out and in again, Akoma Ntoso against its schema, PDF; hostile documents."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from minassa.base import Invalid, Refused
from minassa.desk import Format, open_document, rendering_fault
from minassa.meetings import (
    Position,
    ProposalKind,
    compilation_docx,
    compilation_pdf,
    list_drafts_of_text,
    read_proposal,
    settle_proposal,
    table_proposal,
    take_docx,
    take_position,
)
from minassa.meetings.text.papers.from_docx import from_docx
from minassa.meetings.text.papers.to_akn import NAMESPACE, to_akn
from minassa.meetings.text.papers.to_docx import to_docx
from minassa.meetings.text.papers.types import Known, Paper, Printed, Published, Rival
from minassa.meetings.text.rules import ParagraphKind
from tests.data import shared_data
from tests.meetings.text.scene import WORDS, Meeting, a_meeting
from tests.schemas import refused_by

AT = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)
HEADS = {ParagraphKind.PREAMBULAR: "Preamble", ParagraphKind.OPERATIVE: "Operative"}


def rival(sponsor: str, kind: ProposalKind, text: str = "") -> Rival:
    return Rival(uuid4(), sponsor, kind, text, AT)


def a_paper(*paragraphs: Printed, language: str = "en") -> Paper:
    return Paper(UUID(int=1), language, "Déclaration", "Reading 1", ("TLP:GREEN",), HEADS, paragraphs)  # type: ignore[arg-type] # one of four


ONE = Printed("pabc", ParagraphKind.OPERATIVE, "1", "Decide to meet in 2026.")


def body_of(content: bytes) -> etree._Element:
    return etree.fromstring(open_document(content, Format.DOCX)["word/document.xml"])


def said(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def test_a_proposal_leaves_as_tracked_changes_with_its_sponsor_as_author() -> None:
    made = rival("Kenya", ProposalKind.REPLACE, "Decide to meet again in 2027.")
    body = body_of(to_docx(a_paper(replace(ONE, rivals=(made,)))))
    inserted = [said(one) for one in body.iter(qn("w:ins"))]
    deleted = [said(one) for one in body.iter(qn("w:del"))]
    assert (inserted, deleted) == (["again ", "2027"], ["2026"])
    assert {one.get(qn("w:author")) for one in body.iter(qn("w:ins"), qn("w:del"))} == {"Kenya"}
    assert [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))] == ["mns_pabc"]


def test_rivals_stand_below_their_paragraph_each_with_its_own_changes() -> None:
    two = (rival("Kenya", ProposalKind.REPLACE, "Decide to meet in 2027."), rival("Mali", ProposalKind.DELETE))
    body = body_of(to_docx(a_paper(replace(ONE, rivals=two))))
    names = [str(one.get(qn("w:name"))) for one in body.iter(qn("w:bookmarkStart"))]
    assert names == ["mns_pabc", *(f"mnsr_{one.id.hex}" for one in two)]
    notes = [one for one in (said(p) for p in body.iter(qn("w:p"))) if one.startswith("[")]
    assert notes == ["[Kenya]", "[Mali]"]


def tracked(element: etree._Element, tag: str, author: str, text: str) -> etree._Element:
    """What Word writes when somebody types, or deletes, with changes tracked."""
    change = etree.SubElement(element, qn(tag), {qn("w:id"): "900", qn("w:author"): author})
    run = etree.SubElement(change, qn("w:r"))
    words = etree.SubElement(run, qn("w:delText" if tag == "w:del" else "w:t"))
    words.text = text
    return change


def rewritten(content: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """The document with its body changed as by another program."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                body = etree.fromstring(data)
                change(body)
                data = etree.tostring(body)
            target.writestr(info.filename, data)
    return out.getvalue()


def paragraph_of(body: etree._Element, key: str) -> etree._Element:
    found = next(one for one in body.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == f"mns_{key}")
    parent = found.getparent()
    assert parent is not None
    return parent


def test_two_authors_in_one_paragraph_are_two_proposals_and_neither_is_merged() -> None:
    def edit(body: etree._Element) -> None:
        one = paragraph_of(body, "pabc")
        tracked(one, "w:ins", "Amina", " Each year.")
        tracked(one, "w:ins", "Bah", " In Rabat.")

    taken = from_docx(open_document(rewritten(to_docx(a_paper(ONE)), edit), Format.DOCX), {"pabc": ONE.text})
    assert {(one.author, one.text) for one in taken.suggestions} == {
        ("Amina", "Decide to meet in 2026. Each year."),
        ("Bah", "Decide to meet in 2026. In Rabat."),
    }


def test_new_deleted_and_untracked_paragraphs_come_in_as_what_they_are() -> None:
    second = Printed("pxyz", ParagraphKind.OPERATIVE, "2", "Ask for a report.")
    third = Printed("pqrs", ParagraphKind.OPERATIVE, "3", "Thank Morocco.")

    def edit(body: etree._Element) -> None:
        one = paragraph_of(body, "pabc")
        new = etree.Element(qn("w:p"))
        tracked(new, "w:ins", "Amina", "A new paragraph.")
        one.addnext(new)
        gone = paragraph_of(body, "pxyz")
        for run in [run for run in gone.iter(qn("w:r")) if "Ask" in said(run)]:
            parent = run.getparent()
            assert parent is not None
            parent.remove(run)
        tracked(gone, "w:del", "Amina", second.text)
        words = next(one for one in paragraph_of(body, "pqrs").iter(qn("w:t")) if one.text == third.text)
        words.text = "Thank the Kingdom of Morocco."

    texts = {one.key: one.text for one in (ONE, second, third)}
    taken = from_docx(open_document(rewritten(to_docx(a_paper(ONE, second, third)), edit), Format.DOCX), texts)
    assert [(one.kind, one.key, one.text, one.tracked) for one in taken.suggestions] == [
        (ProposalKind.ADD, "pabc", "A new paragraph.", True),
        (ProposalKind.DELETE, "pxyz", "", True),
        (ProposalKind.REPLACE, "pqrs", "Thank the Kingdom of Morocco.", False),
    ]


def test_a_paragraph_that_goes_and_comes_back_elsewhere_has_moved() -> None:
    second = Printed("pxyz", ParagraphKind.OPERATIVE, "2", "Ask for a report.")

    def edit(body: etree._Element) -> None:
        one, other = paragraph_of(body, "pabc"), paragraph_of(body, "pxyz")
        for run in [run for run in one.iter(qn("w:r")) if "Decide" in said(run)]:
            one.remove(run)
        tracked(one, "w:moveFrom", "Amina", ONE.text)
        new = etree.Element(qn("w:p"))
        tracked(new, "w:moveTo", "Amina", ONE.text)
        other.addnext(new)

    texts = {one.key: one.text for one in (ONE, second)}
    taken = from_docx(open_document(rewritten(to_docx(a_paper(ONE, second)), edit), Format.DOCX), texts)
    assert [(one.kind, one.moved, one.key) for one in taken.suggestions] == [(ProposalKind.MOVE, "pabc", "pxyz")]


@pytest.mark.parametrize(("behind", "key"), [("3", "pghi"), ("", "")])
def test_a_move_is_a_tracked_move_in_word_and_comes_in_again_as_a_move(behind: str, key: str) -> None:
    two, three = (
        replace(ONE, key="pdef", number="2", text="Second."),
        replace(ONE, key="pghi", number="3", text="Last."),
    )
    made = replace(rival("Kenya", ProposalKind.MOVE), behind=behind)
    sent = to_docx(a_paper(ONE, replace(two, rivals=(made,)), three))
    body = body_of(sent)
    gone, come = ([said(one) for one in body.iter(qn(f"w:{tag}")) if said(one)] for tag in ("moveFrom", "moveTo"))
    assert (gone, come) == (["Second."], ["Second."])
    names = {one.get(qn("w:name")) for one in body.iter(qn("w:moveFromRangeStart"), qn("w:moveToRangeStart"))}
    assert len(names) == 1
    current = {one.key: one.text for one in (ONE, two, three)}
    parts = open_document(sent, Format.DOCX)
    assert from_docx(parts, current, [Known(made.id, "pdef", "Kenya", "")]).suggestions == ()

    def as_words_own(tree: etree._Element) -> None:
        for one in tree.iter(qn("w:bookmarkStart")):
            one.set(qn("w:name"), str(one.get(qn("w:name"))).replace("mnsr_", "_other"))

    (taken,) = from_docx(open_document(rewritten(sent, as_words_own), Format.DOCX), current).suggestions
    assert (taken.kind, taken.moved, taken.key, taken.author) == (ProposalKind.MOVE, "pdef", key, "Kenya")


def test_a_proposal_in_another_language_is_not_compared_with_the_papers() -> None:
    made = replace(rival("Mali", ProposalKind.REPLACE, "Décidons."), is_foreign=True)
    sent = to_docx(a_paper(replace(ONE, rivals=(made,))))
    assert not list(body_of(sent).iter(qn("w:del")))
    assert from_docx(open_document(sent, Format.DOCX), {ONE.key: ONE.text}).suggestions == ()


def test_a_change_inside_another_ones_insertion_is_a_sub_amendment() -> None:
    made = rival("Kenya", ProposalKind.REPLACE, "Decide to meet in 2026 and in 2028.")

    def edit(body: etree._Element) -> None:
        inserted = next(one for one in body.iter(qn("w:ins")) if "2028" in said(one))
        run = next(iter(inserted))
        gone = etree.SubElement(inserted, qn("w:del"), {qn("w:id"): "901", qn("w:author"): "Amina"})
        gone.append(run)

    content = rewritten(to_docx(a_paper(replace(ONE, rivals=(made,)))), edit)
    known = [Known(made.id, "pabc", "Kenya", made.text)]
    found = from_docx(open_document(content, Format.DOCX), {"pabc": ONE.text}, known).suggestions
    assert [(one.parent, one.base, one.text) for one in found] == [(made.id, made.text, ONE.text)]


def test_what_was_sent_out_and_comes_back_untouched_proposes_nothing() -> None:
    rivals = (rival("Kenya", ProposalKind.REPLACE, "Decide to meet in 2027."), rival("Mali", ProposalKind.DELETE))
    paper = a_paper(replace(ONE, rivals=rivals, added=(rival("Mali", ProposalKind.ADD, "New."),)))
    known = [Known(one.id, "pabc", one.sponsor, one.text) for one in (*rivals, *paper.paragraphs[0].added)]
    assert from_docx(open_document(to_docx(paper), Format.DOCX), {"pabc": ONE.text}, known).suggestions == ()


@pytest.mark.parametrize("language", ["ar", "fr", "en", "pt"])
def test_the_published_text_is_valid_akoma_ntoso(language: str, tmp_path: Path) -> None:
    """By `xmllint` where it is on the path, else by the library below it (issue 4, section 5)."""
    paragraphs = [Printed(f"p{at}", kind, str(at), words[language]) for at, (kind, words) in enumerate(WORDS)]
    work = Published(
        a_paper(*paragraphs, language=language),
        1,
        date(2027, 6, 2),
        date(2027, 6, 3),
        "MA",
        "Marrakech",
        "Platform",
        "0f",
    )
    file = to_akn(work)
    assert refused_by(shared_data("legal/akomantoso30.xsd"), file, tmp_path) == ""
    made = etree.fromstring(file)
    assert [one.get("wId") for one in made.iter(f"{{{NAMESPACE}}}recital", f"{{{NAMESPACE}}}paragraph")] == [
        "p0",
        "p1",
        "p2",
    ]


def hostile(**parts: bytes) -> bytes:
    out = io.BytesIO()
    Document().save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no document",
        hostile(word__vbaProject_bin=b"x"),
        hostile(**{"word/extra.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        hostile(**{"word/bomb.xml": b"<a>" + b" " * 30_000_000 + b"</a>"}),
        hostile(**{"../../outside.xml": b"<a/>"}),
    ],
)
def test_hostile_documents_are_refused_before_they_are_read(content: bytes) -> None:
    with pytest.raises(Invalid):
        open_document(content, Format.DOCX)


def test_a_document_without_this_texts_paragraphs_is_refused() -> None:
    with pytest.raises(Invalid) as told:
        from_docx(open_document(hostile(), Format.DOCX), {"pabc": ONE.text})
    assert told.value.code == "text.document-unreadable"


@pytest.fixture
def meeting(db: None) -> Meeting:
    return a_meeting()


def test_a_capital_works_in_word_and_its_changes_come_back_as_drafts_of_its_delegation(meeting: Meeting) -> None:
    stands = meeting.tabled(meeting.kenya, meeting.wish(2, "Ask the secretariat to report twice a year."))
    out = compilation_docx(meeting.ghana, declaration=meeting.text, language="en").content

    def edit(body: etree._Element) -> None:
        tracked(paragraph_of(body, meeting.keys[1]), "w:ins", "Somebody of a ministry", " Train judges too.")

    taken = take_docx(meeting.ghana, declaration=meeting.text, language="en", content=rewritten(out, edit))
    assert (len(taken.drafts), taken.unread) == (1, ())
    draft = list_drafts_of_text(meeting.ghana, id=meeting.text)[0]
    assert draft.text == "Decide to train 1,500 officers before 2028. Train judges too."
    assert list_drafts_of_text(meeting.kenya, id=meeting.text) == ()
    table_proposal(meeting.ghana, id=draft.id)
    assert "ministry" not in repr(read_proposal(meeting.mali, id=draft.id))
    assert read_proposal(meeting.mali, id=stands).text.endswith("twice a year.")
    with pytest.raises(Refused):
        take_docx(meeting.observer, declaration=meeting.text, language="en", content=out)


def test_changes_against_words_that_moved_on_are_named_and_not_guessed_at(meeting: Meeting) -> None:
    out = compilation_docx(meeting.ghana, declaration=meeting.text, language="en").content
    settle_proposal(meeting.secretary, id=meeting.tabled(meeting.kenya, meeting.wish(1, "Decide to train 2 officers.")))

    def edit(body: etree._Element) -> None:
        tracked(paragraph_of(body, meeting.keys[1]), "w:ins", "Amina", " Train judges too.")

    taken = take_docx(meeting.ghana, declaration=meeting.text, language="en", content=rewritten(out, edit))
    assert (taken.drafts, taken.unread) == ((), ("1",))


def test_the_compilation_names_sponsors_and_never_a_draft(meeting: Meeting) -> None:
    from minassa.meetings import keep_proposal  # noqa: PLC0415 - only here

    keep_proposal(meeting.kenya, declaration=meeting.text, wish=meeting.wish(1, "A red line of Kenya."))
    made = meeting.tabled(meeting.kenya, meeting.wish(1, "Decide to train 2,000 officers."))
    take_position(meeting.mali, id=made, position=Position.OPPOSE)
    text = said(body_of(compilation_docx(meeting.ghana, declaration=meeting.text, language="en").content))
    assert "red line" not in text
    assert "2,000" in text
    assert "[Kenya" in text


def test_the_arabic_paper_is_right_to_left(meeting: Meeting) -> None:
    body = body_of(compilation_docx(meeting.ghana, declaration=meeting.text, language="ar").content)
    assert all(one.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for one in body.iter(qn("w:p")))
    assert "الأمانة" in said(body)


@pytest.mark.skipif(bool(rendering_fault()), reason=rendering_fault() or "PDF can be made")
def test_the_pdf_has_the_text_with_its_rivals_in_brackets(meeting: Meeting) -> None:
    meeting.tabled(meeting.kenya, meeting.wish(1, "Décidons de former 2 000 agents.", language="fr"))
    made = compilation_pdf(meeting.ghana, declaration=meeting.text, language="fr").content
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    for words in ("1. Décidons de former 1 500 agents", "[Kenya", "2 000 agents", "SAMPLE", "EXERCISE"):
        assert words in " ".join(text.split())
