"""Files for the attachments' tests, made here: documents as the usual programs write them, and what attackers make of them."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

CANARY = "EXERCISE-CANARY-Amina-Source"
PLACE = b"EXERCISE-CANARY-PLACE"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (32, 16), exif: bool = True) -> bytes:
    """A picture with a camera's traces: maker, place (GPS), comment and a preview of another picture."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.putpixel((0, 0), (0, 0, 255))
    found = Image.Exif()
    if exif:
        found[0x010F] = CANARY
        found[0x9286] = CANARY
        found.get_ifd(0x8825)[1] = "N"
        found.get_ifd(0x8825)[2] = (12.0, 39.0, 10.0)
        found.get_ifd(0x8825)[29] = PLACE.decode()
    out = io.BytesIO()
    image.save(out, format=kind, exif=found)
    return out.getvalue()


def zipped(files: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def everything_in(content: bytes) -> bytes:
    """All bytes that a reader could find in a file: as they stand, and unpacked as often as there is something to unpack."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    return content + b"".join(name.encode() + everything_in(data) for name, data in unzipped(content).items())


def relations(*rows: tuple[str, str, str]) -> str:
    """A part of relations: (type, target, mode)."""
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode or "Internal"}"/>'
        for number, (kind, target, mode) in enumerate(rows, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def types(main: str, more: str = "") -> str:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Override PartName="{main}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'{"wordprocessingml.document" if "word" in main else "spreadsheetml.sheet"}.main+xml"/>{more}</Types>'
    )


CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{CANARY}</dc:creator>'
    f"<cp:lastModifiedBy>{CANARY}</cp:lastModifiedBy></cp:coreProperties>"
)
APP = (
    '<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Company>{CANARY}</Company><Manager>{CANARY}</Manager></Properties>"
)
BODY = (
    f'<?xml version="1.0"?><!-- {CANARY} --><w:document {W}><w:body>'
    f'<w:p w:rsidR="00AA00BB"><w:r><w:t>EXERCISE kept </w:t></w:r>'
    f'<w:ins w:id="1" w:author="{CANARY}" w:date="2026-01-01T00:00:00Z"><w:r><w:t>EXERCISE inserted</w:t></w:r></w:ins>'
    f'<w:del w:id="2" w:author="{CANARY}" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>{CANARY} deleted</w:delText></w:r></w:del>'
    f'<w:r><w:rPr><w:b/><w:rPrChange w:id="3" w:author="{CANARY}"><w:rPr/></w:rPrChange></w:rPr><w:t> EXERCISE end</w:t></w:r></w:p>'
    f'<w:tbl><w:tr><w:trPr><w:del w:id="4" w:author="{CANARY}"/></w:trPr><w:tc><w:p><w:r><w:t>{CANARY} row</w:t></w:r></w:p></w:tc></w:tr>'
    "<w:tr><w:tc><w:p><w:r><w:t>EXERCISE row</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "</w:body></w:document>"
)
COMMENTS = (
    f'<?xml version="1.0"?><w:comments {W}><w:comment w:id="0" w:author="{CANARY}" w:initials="{CANARY}" w:date="2026-01-01T00:00:00Z">'
    "<w:p><w:r><w:t>EXERCISE remark</w:t></w:r></w:p></w:comment></w:comments>"
)


def docx(**more: bytes | str) -> bytes:
    """A Word document with comments, tracked changes, a picture from a camera, and its makers everywhere."""
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": types("/word/document.xml"),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": BODY,
        "word/_rels/document.xml.rels": relations(
            ("image", "media/image1.jpeg", ""),
            ("comments", "comments.xml", ""),
            ("hyperlink", "https://example.org/", "External"),
            ("attachedTemplate", f"file:///C:/Users/{CANARY}/Normal.dotm", "External"),
        ),
        "word/comments.xml": COMMENTS,
        "word/settings.xml": f'<?xml version="1.0"?><w:settings {W}><w:rsids><w:rsid w:val="00AA00BB"/></w:rsids></w:settings>',
        "word/people.xml": (
            '<?xml version="1.0"?><w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
            f'<w15:person w15:author="{CANARY}"><w15:presenceInfo w15:providerId="AD" w15:userId="{CANARY}"/></w15:person></w15:people>'
        ),
        "word/media/image1.jpeg": picture(),
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
        "docProps/thumbnail.jpeg": picture(),
    }
    return zipped(files | more)


def xlsx(**more: bytes | str) -> bytes:
    """A workbook with comments, persons, a path of the author's machine and printer settings."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": types(
            "/xl/workbook.xml", '<Default Extension="bin" ContentType="application/x-printer"/>'
        ),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "")),
        "xl/workbook.xml": (
            f'<?xml version="1.0"?><workbook xmlns="{main}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac">'
            f'<fileSharing userName="{CANARY}"/><mc:AlternateContent><mc:Choice Requires="x15">'
            f'<x15ac:absPath url="C:\\Users\\{CANARY}\\"/></mc:Choice></mc:AlternateContent>'
            '<sheets><sheet name="EXERCISE" sheetId="1"/></sheets></workbook>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<?xml version="1.0"?><worksheet xmlns="{main}" xmlns:r="{OFFICE}"><sheetData/><pageSetup r:id="rId1"/></worksheet>'
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("printerSettings", "../printerSettings/printerSettings1.bin", ""), ("table", "../tables/table1.xml", "")
        ),
        "xl/printerSettings/printerSettings1.bin": CANARY.encode("utf-16-le") + CANARY.encode(),
        "xl/tables/table1.xml": f'<?xml version="1.0"?><table xmlns="{main}" id="1" name="T" displayName="Table1"/>',
        "xl/comments1.xml": f'<?xml version="1.0"?><comments xmlns="{main}"><authors><author>{CANARY}</author></authors></comments>',
        "xl/persons/person.xml": (
            '<?xml version="1.0"?><personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            f'<person displayName="{CANARY}" id="{{1}}" userId="{CANARY}" providerId="AD"/></personList>'
        ),
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
    }
    return zipped(files | more)


P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def slide(text: str, attributes: str = "") -> str:
    return (
        f'<?xml version="1.0"?><p:sld {P} {attributes}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody>'
        "</p:sp></p:spTree></p:cSld></p:sld>"
    )


def pptx(**more: bytes | str) -> bytes:
    """Slides with comments of two generations, a record of who changed them, a picture from a camera, and their makers everywhere."""
    main = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/ppt/presentation.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/>'
        '<Override PartName="/ppt/revisionInfo.xml" ContentType="application/vnd.ms-powerpoint.revisioninfo+xml"/></Types>'
    )
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": main,
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml", "")),
        "ppt/presentation.xml": f'<?xml version="1.0"?><p:presentation {P}/>',
        "ppt/_rels/presentation.xml.rels": relations(
            ("slide", "slides/slide1.xml", ""), ("revisionInfo", "revisionInfo.xml", "")
        ),
        "ppt/slides/slide1.xml": slide("EXERCISE kept"),
        "ppt/notesSlides/notesSlide1.xml": slide(""),
        "ppt/commentAuthors.xml": (
            f'<?xml version="1.0"?><p:cmAuthorLst {P}><p:cmAuthor id="0" name="{CANARY}" initials="{CANARY}" lastIdx="1" clrIdx="0"/>'
            "</p:cmAuthorLst>"
        ),
        "ppt/authors.xml": (
            '<?xml version="1.0"?><p188:authorLst xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main">'
            f'<p188:author id="{{1}}" name="{CANARY}" initials="{CANARY}" userId="{CANARY}" providerId="AD"/></p188:authorLst>'
        ),
        "ppt/comments/comment1.xml": (
            f'<?xml version="1.0"?><p:cmLst {P}><p:cm authorId="0" dt="2026-01-01T00:00:00" idx="1"><p:text>EXERCISE remark</p:text></p:cm>'
            "</p:cmLst>"
        ),
        "ppt/revisionInfo.xml": f'<?xml version="1.0"?><revInfo client="{CANARY}"/>',
        "ppt/changesInfos/changesInfo1.xml": f'<?xml version="1.0"?><chgInfo name="{CANARY}" userId="{CANARY}"/>',
        "ppt/media/image1.jpeg": picture(),
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
        "docProps/thumbnail.jpeg": picture(),
    }
    return zipped(files | more)


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODF_NAMES = (
    f'xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" xmlns:draw="{ODF}drawing:1.0" xmlns:meta="{ODF}meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'
)


def odt_body(inside: str = "") -> str:
    return (
        f'<?xml version="1.0"?><office:document-content {ODF_NAMES}><office:body><office:text>'
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        f"<dc:creator>{CANARY}</dc:creator></office:change-info><text:p>{CANARY} deleted</text:p></text:deletion></text:changed-region>"
        '</text:tracked-changes><text:p>EXERCISE before<text:change text:change-id="c1"/> EXERCISE after</text:p>'
        f"<text:p><office:annotation><dc:creator>{CANARY}</dc:creator><dc:date>2026-01-01T00:00:00</dc:date>"
        f"<meta:creator-initials>{CANARY}</meta:creator-initials><text:p>EXERCISE remark</text:p></office:annotation></text:p>{inside}"
        "</office:text></office:body></office:document-content>"
    )


def odf(kind: str = "text", more: Mapping[str, bytes | str] | None = None) -> bytes:
    files: dict[str, bytes | str] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": odt_body(),
        "meta.xml": f'<?xml version="1.0"?><office:document-meta {ODF_NAMES}><office:meta><dc:creator>{CANARY}</dc:creator></office:meta></office:document-meta>',
        "settings.xml": (
            f'<?xml version="1.0"?><office:document-settings xmlns:config="{ODF}config:1.0" {ODF_NAMES}>'
            f'<config:config-item config:name="PrinterName">{CANARY}</config:config-item></office:document-settings>'
        ),
        "Thumbnails/thumbnail.png": picture("PNG"),
        "Pictures/1.jpg": picture(),
        "Configurations2/accelerator/current.xml": b"",
        "META-INF/manifest.xml": (
            f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{ODF}manifest:1.0"><manifest:file-entry manifest:full-path="/"/>'
            "</manifest:manifest>"
        ),
    }
    return zipped(files | dict(more or {}))


def pdf(inside: bytes = b"", *, author: str = CANARY) -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n2 0 obj\n<< /Author ("
        + author.encode()
        + b") >>\nendobj\n"
        + inside
        + b"\ntrailer\n<< /Root 1 0 R /Info 2 0 R >>\nstartxref\n9\n%%EOF\n"
    )


def object_stream(inside: bytes) -> bytes:
    packed = zlib.compress(inside)
    return (
        b"3 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\n"
    )


def stix() -> bytes:
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": [{"type": "x-exercise"}]}).encode()


GOOD = {
    "report.pdf": pdf(),
    "photo.jpg": picture(),
    "photo.JPEG": picture(),
    "plan.png": picture("PNG"),
    "plan.webp": picture("WEBP"),
    "note.docx": docx(),
    "table.xlsx": xlsx(),
    "slides.pptx": pptx(),
    "note.odt": odf(),
    "table.ods": odf("spreadsheet"),
    "list.csv": "name;country\nتمرين;ml\n".encode(),
    "old list.csv": "nom;pays\nA\xefssata;ml\n".encode("latin-1"),
    "تقرير.txt": "تمرين EXERCISE <b>text</b>".encode(),
    "wide.txt": "EXERCISE".encode("utf-16"),
    "bundle.json": stix(),
    "bundle.stix": stix(),
    "all.zip": zipped({"a/photo.jpg": picture(), "note.docx": docx(), "inner.zip": zipped({"list.csv": b"a;b"})}),
}


def bomb(size: int = 50_000_000) -> bytes:
    """Zeros, which shrink a thousandfold."""
    return zipped({"zeros.txt": b"\0" * size})


def overlapping(copies: int = 50) -> bytes:
    """One kernel that many names in the directory point to (after Fifield, "A better zip bomb", 2019)."""
    kernel = zipped({"a.txt": random.Random(1).randbytes(10_000).hex()})
    at = kernel.index(b"PK\x01\x02")
    entry = kernel[at : kernel.index(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(copies))
    end = struct.pack("<4s4HLLH", b"PK\x05\x06", 0, 0, copies, copies, len(entries), at, 0)
    return kernel[:at] + entries + end


def named(name: str, data: bytes = b"EXERCISE") -> bytes:
    """An archive with one file under any name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, data)
    return out.getvalue()


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def lying() -> bytes:
    """A part whose directory says less than it holds."""
    honest = zipped({"a.txt": b"E" * 5000})
    size = struct.pack("<L", 5000)
    return honest.replace(size, struct.pack("<L", 10))
