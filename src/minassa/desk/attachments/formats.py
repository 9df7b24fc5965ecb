"""Which files are taken: by their ending and by their content, which must agree (S30). Pure."""

import re
from enum import StrEnum
from typing import Final

import orjson

from minassa.base import Invalid
from minassa.desk.attachments import faults
from minassa.desk.attachments.archives import is_archive
from minassa.desk.attachments.names import ending


class Format(StrEnum):
    """The kinds of files that are taken."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    CSV = "csv"
    TXT = "txt"
    JSON = "json"
    ZIP = "zip"


ENDINGS: Final[dict[str, Format]] = {one.value: one for one in Format} | {"jpg": Format.JPEG, "stix": Format.JSON}
TAKEN: Final = ", ".join(sorted(ENDINGS))
PICTURES: Final[dict[Format, str]] = {Format.PNG: "PNG", Format.JPEG: "JPEG", Format.WEBP: "WEBP"}
TEXTS: Final = frozenset({Format.CSV, Format.TXT, Format.JSON})

_BEGINNING: Final = 1024
# What browsers take for a page when a text begins with it (WHATWG MIME Sniffing, section 7.1), and what nothing else begins with.
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|script|iframe|svg|body|style|table|title|\?xml|!--|a[\s>]|br|div|font|h1)",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(rb"<(?:!doctype\s+html|html|script|iframe|svg|body)[\s>/]", re.IGNORECASE)
_UNPRINTED: Final = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def format_of(name: str) -> Format:
    """The kind that a name's ending says. Raises Invalid for one that is not taken."""
    found = ENDINGS.get(ending(name))
    if found is None:
        raise Invalid(faults.KIND, taken=TAKEN)
    return found


def refuse_second_face(kind: Format, content: bytes) -> None:
    """Raise Invalid for a file that another program would read as something else: markup, a PDF or an archive."""
    beginning = content[:_BEGINNING]
    if _PAGE.match(beginning) or (kind not in TEXTS and _MARKUP.search(beginning)):
        raise Invalid(faults.CONTENT)
    if kind is not Format.PDF and b"%PDF-" in beginning:
        raise Invalid(faults.CONTENT)
    if is_archive(content):
        raise Invalid(faults.CONTENT)


def check_text(content: bytes) -> None:
    """Raise Invalid for what is no text: UTF-8, UTF-16 with its mark, or one byte a letter, without control characters."""
    if _UNPRINTED.search(_decoded(content)):
        raise Invalid(faults.CONTENT)


def _decoded(content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def check_json(content: bytes) -> None:
    """Raise Invalid for what is no JSON (RFC 8259), such as a STIX bundle that was cut off."""
    try:
        orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Invalid(faults.CONTENT) from error
