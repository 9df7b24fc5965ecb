"""PDFs for the tests: as programs write them, with a canary in every place where a maker can stand."""

import io
import zlib
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.desk import files
from tests.desk.files import CANARY

SEEN = "EXERCISE text on the page"
REMARK = "EXERCISE remark"


def d(**pairs: Any) -> DictionaryObject:
    """A dictionary; `Type="/Page"` is a name, other texts are strings."""
    return DictionaryObject({NameObject(f"/{key}"): _value(value) for key, value in pairs.items()})


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    if isinstance(value, bool | float):
        return FloatObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    return ArrayObject(map(_value, value)) if isinstance(value, list) else value


def stream(data: bytes, **pairs: Any) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update(d(**pairs))
    return made


def photograph() -> EncodedStreamObject:
    """A picture as a camera wrote it, packed as it is."""
    made = EncodedStreamObject()
    made._data = files.picture(size=(32, 16))
    made.update(
        d(Type="/XObject", Subtype="/Image", Width=32, Height=16, ColorSpace="/DeviceRGB", BitsPerComponent=8)
        | d(Filter="/DCTDecode", Metadata=stream(CANARY.encode(), Type="/Metadata"))
    )
    return made


def made_by_a_program(*, pages: int = 2, active: bool = True, **of_catalog: Any) -> bytes:
    """A PDF with a canary in each place; `active`: with what would start something, which is refused when it is attached."""
    writer = PdfWriter()
    writer.add_metadata({"/Author": CANARY, "/Creator": CANARY, "/Title": CANARY, "/Keywords": CANARY})
    put = writer._add_object
    script = d(S="/JavaScript", JS=f"app.alert('{CANARY}')")
    for number in range(pages):
        page = writer.add_blank_page(200, 200)
        form = stream(b"", Type="/XObject", Subtype="/Form", BBox=[0, 0, 9, 9], LastModified=CANARY)
        form[NameObject("/PieceInfo")] = d(Exercise=d(Private=CANARY))
        page[NameObject("/Resources")] = d(
            Font=d(M=d(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")),
            XObject=d(Author=put(photograph()), F=put(form)),
            Properties=d(P=d(Metadata=put(stream(CANARY.encode())))),
        )
        text = f"BT /M 12 Tf 20 100 Td ({SEEN} {number}) Tj ET /Author Do /F Do".encode()
        page[NameObject("/Contents")] = put(stream(text))
        page.update(d(LastModified=CANARY, PieceInfo=d(X=d(Private=CANARY)), StructParents=0, Tabs="/S"))
        page[NameObject("/Metadata")] = put(stream(f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode(), Type="/Metadata"))
        page[NameObject("/Thumb")] = put(photograph())
        remarks = [
            d(
                Type="/Annot",
                Subtype="/Text",
                Rect=[0, 0, 9, 9],
                T=CANARY,
                Contents=REMARK,
                M=CANARY,
                NM=CANARY,
                RC=CANARY,
            ),
            d(Type="/Annot", Subtype="/Popup", Rect=[0, 0, 9, 9], T=CANARY),
            d(
                Type="/Annot",
                Subtype="/Link",
                Rect=[0, 0, 9, 9],
                A=d(S="/URI", URI="https://example.org/", Author=CANARY),
            ),
            d(Type="/Annot", Subtype="/Link", Rect=[0, 0, 9, 9], A=d(S="/GoToR", F=f"C:\\{CANARY}.pdf")),
            d(Type="/Annot", Subtype="/Widget", Rect=[0, 0, 9, 9], T=CANARY, V=CANARY, FT="/Tx"),
        ]
        if active:
            remarks += [
                d(Type="/Annot", Subtype="/FileAttachment", Rect=[0, 0, 9, 9], T=CANARY, FS=d(UF=CANARY)),
                d(Type="/Annot", Subtype="/Screen", Rect=[0, 0, 9, 9], A=script),
            ]
            page[NameObject("/AA")] = d(O=script)
        page[NameObject("/Annots")] = ArrayObject(put(one) for one in remarks)
    root = writer.root_object
    root[NameObject("/Metadata")] = put(stream(f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode(), Type="/Metadata"))
    root[NameObject("/AcroForm")] = d(Fields=[d(T=CANARY, V=CANARY)])
    root[NameObject("/StructTreeRoot")] = d(Type="/StructTreeRoot", K=d(T=CANARY))
    root[NameObject("/PieceInfo")] = d(X=d(Private=CANARY))
    root[NameObject("/Lang")] = TextStringObject("fr-ML")
    if active:
        root[NameObject("/OpenAction")] = script
        scripts = ArrayObject([TextStringObject(CANARY), script])
        root[NameObject("/Names")] = d(JavaScript=d(Names=scripts))
        writer.add_attachment(f"{CANARY}.txt", CANARY.encode())
    for key, value in of_catalog.items():
        root[NameObject(f"/{key}")] = value
    writer.add_outline_item(title=CANARY, page_number=0)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def revised(content: bytes) -> bytes:
    """The same with an earlier revision whose words were overwritten (ISO 32000-2, 7.5.6)."""
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    writer.pages[0][NameObject("/Contents")] = stream(b"BT /M 12 Tf 20 100 Td (EXERCISE corrected) Tj ET")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def everything_in(content: bytes) -> bytes:
    """All that a reader could find: the bytes, each part written out, and each stream unpacked."""
    reader = PdfReader(io.BytesIO(content))
    found = [content, content.replace(b"\0", b"")]
    for number in range(1, int(str(reader.trailer["/Size"]))):
        part = reader.get_object(number)
        found.append(repr(part).encode())
        if isinstance(part, DecodedStreamObject | EncodedStreamObject):
            raw = part._data
            found.append(raw)
            try:
                found.append(zlib.decompress(raw))
            except zlib.error:
                continue
    return b"\n".join(found)


def texts(content: bytes) -> list[str]:
    return [page.extract_text().strip() for page in PdfReader(io.BytesIO(content)).pages]
