"""S36: a PDF leaves as its pages alone; canaries stand wherever a maker, a machine or an earlier word can stand."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from minassa.base import Invalid
from minassa.desk.attachments.formats import Format
from minassa.desk.attachments.repaging import bare_jpeg, repaged
from minassa.desk.attachments.stripping import shared_form
from tests.desk import files, pdfs
from tests.desk.files import CANARY, PLACE
from tests.desk.pdfs import REMARK, SEEN


@pytest.fixture(scope="module")
def whole() -> bytes:
    return pdfs.made_by_a_program()


def made(content: bytes) -> bytes:
    found, _left = repaged(content)
    assert found is not None
    return found


def test_the_planted_canaries_are_found_where_they_were_planted(whole: bytes) -> None:
    assert pdfs.everything_in(whole).count(CANARY.encode()) > 40
    assert PLACE in pdfs.everything_in(whole)


def test_nothing_of_the_makers_is_in_the_form_for_others(whole: bytes) -> None:
    found, left = repaged(whole)
    assert found is not None
    assert left == ()
    inside = pdfs.everything_in(found)
    for word in (
        CANARY.encode(),
        CANARY.encode("utf-16-be"),
        PLACE,
        b"/JavaScript",
        b"/OpenAction",
        b"/EmbeddedFile",
        b"/Info",
    ):
        assert word not in inside
        assert word not in found


def test_what_is_seen_stays(whole: bytes) -> None:
    found = made(whole)
    assert pdfs.texts(found) == pdfs.texts(whole) == [f"{SEEN} 0", f"{SEEN} 1"]
    reader = PdfReader(io.BytesIO(found))
    remarks = [one.get_object() for one in reader.pages[0].annotations or ()]
    assert [one["/Subtype"] for one in remarks] == ["/Text", "/Link", "/Widget"]
    assert remarks[0]["/Contents"] == REMARK
    assert remarks[1]["/A"] == {"/S": "/URI", "/URI": "https://example.org/"}
    (picture, *_more) = [one.image for one in reader.pages[0].images]
    assert picture is not None
    assert picture.size == (32, 16)
    assert str(reader.root_object["/Lang"]) == "fr-ML"


def test_an_earlier_revision_is_left_behind(whole: bytes) -> None:
    found = made(pdfs.revised(whole))
    assert pdfs.texts(found)[0] == "EXERCISE corrected"
    assert f"{SEEN} 0".encode() not in pdfs.everything_in(found)


def test_a_photograph_keeps_each_bit_of_its_picture_and_nothing_else() -> None:
    camera = files.picture(size=(32, 16))
    bare = bare_jpeg(camera)
    assert CANARY.encode() in camera
    assert CANARY.encode() not in bare
    assert PLACE not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(camera)).tobytes()


def test_what_cannot_be_taken_out_is_said() -> None:
    layers = pdfs.d(OCGs=[], D=pdfs.d())
    assert repaged(pdfs.made_by_a_program(pages=1, OCProperties=layers))[1] == ("hidden-data",)
    writer = PdfWriter(clone_from=io.BytesIO(pdfs.made_by_a_program(pages=1)))
    resources = writer.pages[0]["/Resources"]["/XObject"]  # type: ignore[index] # a dictionary of this test's
    resources["/Author"].get_object()[NameObject("/Filter")] = NameObject("/JPXDecode")
    out = io.BytesIO()
    writer.write(out)
    assert repaged(out.getvalue())[1] == ("picture",)


def test_what_is_no_whole_pdf_stays_as_it_is_until_a_person_has_looked() -> None:
    form = shared_form(Format.PDF, files.pdf())
    assert (form.content, form.left) == (None, ("pdf",))


def test_a_harmless_pdf_is_taken_and_stripped() -> None:
    form = shared_form(Format.PDF, pdfs.made_by_a_program(active=False))
    assert form.left == ()
    assert form.content is not None
    assert CANARY.encode() not in pdfs.everything_in(form.content)
    again = shared_form(Format.PDF, form.content)
    assert pdfs.texts(again.content or b"") == [f"{SEEN} 0", f"{SEEN} 1"]


def test_a_locked_pdf_is_refused_with_what_to_do() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdfs.made_by_a_program(active=False)))
    writer.encrypt("", owner_password="EXERCISE", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Invalid) as caught:
        shared_form(Format.PDF, out.getvalue())
    assert caught.value.code == "desk.attachment-locked"


@settings(max_examples=40, deadline=None)
@given(at=some.integers(0, 6000), bits=some.binary(min_size=1, max_size=6))
def test_a_damaged_pdf_ends_in_a_form_or_in_a_question(at: int, bits: bytes) -> None:
    plain = pdfs.made_by_a_program(pages=1, active=False)
    at %= len(plain)
    found, left = repaged(plain[:at] + bits + plain[at + len(bits) :])
    assert found is not None or left == ("pdf",)
