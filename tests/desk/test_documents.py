"""Printed documents: marked on every page, in the reader's language, and unable to load anything."""

import http.server
import io
import re
import shutil
import subprocess
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from minassa.base import Invalid, Unavailable
from minassa.desk.documents import Bullets, Document, Facts, Heading, Paragraph, Table, pdf, rendering, rendering_fault
from minassa.desk.templatetags.documents import direction

needs_pango = pytest.mark.skipif(bool(rendering_fault()), reason=rendering_fault() or "PDF can be made")
AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def a_document(*blocks: Any, language: Any = "en", **changes: Any) -> Document:
    parts: dict[str, Any] = {
        "title": "EXERCISE assessment",
        "marks": ("TLP:AMBER", "H1", "EXERCISE"),
        "reader": "EXERCISE Reader, EXERCISE agency",
        "printed_at": AT,
    }
    return Document(language=language, blocks=blocks, **(parts | changes))


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


@needs_pango
def test_every_page_bears_the_marks_the_reader_and_its_number() -> None:
    long = Paragraph("\n\n".join(f"EXERCISE paragraph {number}. " + "word " * 60 for number in range(60)))
    found = pages(pdf(a_document(long)))
    assert len(found) > 3
    for number, text in enumerate(found, 1):
        assert text.count("TLP:AMBER") == 2  # at the head and at the foot
        assert text.count("EXERCISE Reader, EXERCISE agency") == 2  # at the foot and across the page
        assert f"{number} / {len(found)}" in text


@needs_pango
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ar", "تقرير عن التهديد في منطقة الساحل"), ("fr", "Évaluation de la menace"), ("pt", "Avaliação da ameaça")],
)
def test_a_document_is_in_the_readers_language(language: str, sentence: str) -> None:
    reader = PdfReader(io.BytesIO(pdf(a_document(Paragraph(sentence), language=language))))
    assert str(reader.root_object["/Lang"]) == language
    resources: Any = reader.pages[0]["/Resources"]
    fonts = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert all("+Document-" in font or "+Noto" in font for font in fonts), fonts
    if language == "ar":
        assert any("Naskh" in font or "Arabic" in font for font in fonts), fonts


@needs_pango
def test_all_kinds_of_blocks_are_printed() -> None:
    made = pdf(
        a_document(
            Heading("What is known"),
            Paragraph("First.\n\nSecond.", marks=("TLP:RED",)),
            Bullets(("one point", "another point"), ordered=True),
            Facts((("Place", "Gao"),)),
            Table(("Name", "Value"), (("phone", "+223 00 00 00 00"),), caption="Numbers"),
            obligations=("Verify with the owner before acting.",),
        )
    )
    text = " ".join(pages(made))
    for piece in ("What is known", "Second.", "(TLP:RED)", "another point", "Gao", "+223 00", "Numbers", "Verify with"):
        assert piece in text


# Ta marbuta, lam-alef in all its forms, hamza on every seat, tatweel, and vowel signs on letters that come again without them.
ARABIC = (
    "اجتمعت الأمانة العامة في القاهرة لمكافحة الإرهاب",
    "لا الآن لأن الإعلان والاستخبارات والأمن ملاءمة مسؤولية شؤون رئيس قراءة شيء",
    "هذه اللجنة فتاة وقوة العـــمل على مستوى غينيا وتشاد وبوركينا فاسو",
)
VOWELLED = "أُنجز تقريرًا كُلٌّ الأُمم مُحَمَّد إِلى"


READER = shutil.which("pdftotext") or "pypdf"


def spoken(made: bytes) -> str:
    """What a program reads: pdftotext where there is one, else pypdf; without the marks that only steer the direction."""
    if READER != "pypdf":
        text = subprocess.run([READER, "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    else:
        text = "\n".join(pages(made))
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e]", "", text).split())


@needs_pango
def test_arabic_is_read_in_order_with_every_letter_its_own() -> None:
    mixed = "قرر الأعضاء تدريب 1٬500 ضابط مع UNODC قبل عام 2028"
    said = (VOWELLED, *ARABIC, mixed)
    read = spoken(pdf(a_document(*map(Paragraph, said), language="ar", title="الإعلان", reader="قارئ")))
    for sentence in ARABIC:
        assert sentence in read
    for words in ("قرر الأعضاء تدريب", "1٬500", "ضابط", "UNODC", "قبل عام", "2028"):
        assert words in read
        read = read[read.index(words) :] if "pdftotext" in READER else read


@needs_pango
def test_a_vowel_sign_says_no_more_than_itself_and_takes_no_letter_away() -> None:
    (page,) = pages(pdf(a_document(Paragraph(VOWELLED), language="ar", title="x")))
    read = Counter(unicodedata.normalize("NFD", page))
    wanted = Counter(unicodedata.normalize("NFD", VOWELLED.replace(" ", "")))
    frame = Counter(unicodedata.normalize("NFD", pages(pdf(a_document(Paragraph("-"), language="ar", title="x")))[0]))
    assert {one: read[one] - frame[one] for one in wanted} == dict(wanted)


class _Watched(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@pytest.fixture
def listener() -> Iterator[str]:
    _Watched.asked.clear()
    server = http.server.HTTPServer(("127.0.0.1", 0), _Watched)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@needs_pango
@pytest.mark.wire
def test_markup_in_a_text_stays_text_and_loads_nothing(listener: str, tmp_path: Any) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY-IN-A-FILE")
    hostile = (
        f'</p><img src="{listener}/img"><link rel=stylesheet href="{listener}/css">'
        f"<style>@import '{listener}/import'; body {{ background: url({listener}/bg) }}</style>"
        f'<object data="{secret.as_uri()}"></object><a rel="attachment" href="{secret.as_uri()}">x</a>'
    )
    made = pdf(
        a_document(Paragraph(hostile), Bullets((hostile,)), Facts(((hostile, hostile),)), title=hostile, reader=hostile)
    )
    assert _Watched.asked == []
    assert b"CANARY-IN-A-FILE" not in made
    assert PdfReader(io.BytesIO(made)).attachments == {}
    assert "<img" in " ".join(pages(made))


@needs_pango
def test_the_renderer_itself_opens_no_address(listener: str) -> None:
    """What the escaping should ever let through is stopped by the fetcher."""
    for fetcher in (rendering.Only({}), rendering._own_fonts()):
        for address in (f"{listener}/x", "file:///etc/passwd"):
            with pytest.raises(ValueError, match="opens no address"):
                fetcher(address)
    assert _Watched.asked == []


def test_a_document_past_the_limit_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        pdf(a_document(Paragraph("x" * (rendering.LONGEST + 1))))
    assert refused.value.code == "documents.too-long"
    with pytest.raises(Invalid):
        pdf(a_document(Table(("a",), tuple((str(n),) for n in range(rendering.MOST_CELLS + 1)))))


def test_a_table_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table(("one", "two"), (("only one",),))


def test_a_node_without_fonts_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(rendering, "FONTS", tmp_path)
    rendering._weasyprint.cache_clear()
    try:
        assert "fonts" in rendering_fault()
        with pytest.raises(Unavailable, match="minassa doctor"):
            pdf(a_document(Paragraph("x")))
    finally:
        rendering._weasyprint.cache_clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("غاو", "rtl"), ("Gao غاو", "ltr"), ("12 غاو", "rtl"), ("+223 00 00", "ltr"), ("", "ltr"), ("«الفجر»", "rtl")],
)
def test_a_text_runs_as_its_first_letter_does(text: str, expected: str) -> None:
    assert direction(text) == expected
