"""An evaluation as a file: whole in four languages, right to left in Arabic, marked, and the reply word for word."""

import io
from collections.abc import Iterator
from uuid import UUID

import docx as python_docx
import pypdf
import pytest
from docx.oxml.ns import qn

from minassa import programmes
from minassa.base import NotFound
from minassa.base.clock import held_at
from minassa.desk import Language
from tests.programmes.scene import PLATFORM, House, running
from tests.programmes.test_evaluations import final
from tests.programmes.test_reporting import IN_TIME

pytestmark = pytest.mark.django_db
HEADS: dict[Language, str] = {
    "en": "What failed, and why",
    "fr": "Ce qui a échoué, et pourquoi",
    "pt": "O que falhou, e porquê",
    "ar": "ما أخفق، ولماذا",
}


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


@pytest.fixture
def evaluation(mali: House, secretariat: House) -> UUID:
    return final(secretariat, mali, running(mali, sharing=PLATFORM))


def printed(by: House, evaluation: UUID, language: Language, form: str) -> bytes:
    return programmes.print_evaluation(by.officer, id=evaluation, language=language, form=form, sentences={})  # type: ignore[arg-type] # pdf or docx


def test_a_word_file_is_whole_in_four_languages(mali: House, evaluation: UUID) -> None:
    for language, head in HEADS.items():
        word = python_docx.Document(io.BytesIO(printed(mali, evaluation, language, "docx")))
        texts = [one.text for one in word.paragraphs]
        assert head in texts, language
        assert "EXERCISE we disagree" in texts
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        assert "EXERCISE sustainability" in cells
        assert "TLP:GREEN" in word.sections[0].header.paragraphs[0].text
        heading = next(one for one in word.paragraphs if one.text == head)
        assert bool(heading._p.findall(f"{qn('w:pPr')}/{qn('w:bidi')}")) is (language == "ar")
        assert (word.tables[0]._tblPr.find(qn("w:bidiVisual")) is not None) is (language == "ar")


def test_a_pdf_says_what_failed_and_how_it_stands(mali: House, evaluation: UUID) -> None:
    pages = pypdf.PdfReader(io.BytesIO(printed(mali, evaluation, "fr", "pdf"))).pages
    text = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert "Ce qui a échoué, et pourquoi" in text
    assert "Données insuffisantes" in text
    assert "EXERCISE we disagree" in text
    assert "TLP:GREEN" in text


def test_what_one_does_not_see_is_not_printed(mali: House, niger: House, evaluation: UUID) -> None:
    with pytest.raises(NotFound):
        programmes.print_evaluation(niger.observer, id=evaluation, language="en", form="docx", sentences={})
