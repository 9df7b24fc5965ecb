"""Rendering with WeasyPrint. Nothing is fetched: the fonts are our own files, everything else is in the document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import ClassVar, Final

from django.template.loader import render_to_string
from django.utils import timezone, translation

from minassa.base import Invalid, Unavailable
from minassa.desk.documents import faults
from minassa.desk.documents.letters import say_letters
from minassa.desk.documents.types import Bullets, Document, Drawing, Facts, Heading, Paragraph, Table

LONGEST: Final = 1_000_000
"""Characters in one document: some four hundred pages, which take about a minute of one core."""
MOST_CELLS: Final = 20_000
FONTS: Final = Path(__file__).parent / "fonts"
# Each file holds one script; a letter is taken from the first family that has it.
_FAMILIES: Final = (
    ("Document Latin", "noto-sans-latin"),
    ("Document Latin Extended", "noto-sans-latin-ext"),
    # Its letters are whole glyphs, so that a program reads them (decision 26); a newer one has those that this one lacks.
    ("Document Arabic", "noto-naskh-arabic-whole-arabic"),
    ("Document Arabic Extended", "noto-naskh-arabic-arabic"),
    ("Document Ethiopic", "noto-sans-ethiopic-ethiopic"),
)
_WEIGHTS: Final = (400, 700)
_READ_ALOUD: Final = {
    f"Document Arabic {weight}": FONTS / f"noto-naskh-arabic-whole-arabic-{weight}-normal.woff2" for weight in _WEIGHTS
}


def pdf(document: Document) -> bytes:
    """The document as a PDF/UA-1 file: tagged, in its language, its marks at the head and foot of every page (TLP 2.0, FIRST).

    Raises Invalid for one that is too long, Unavailable where this node lacks what it takes.
    """
    refuse_too_long(document)
    weasyprint = _weasyprint()
    pictures = dict(_pictures(document))
    page = weasyprint.HTML(string=_html(document), url_fetcher=Only({}, pictures), base_url="document:")
    fonts = weasyprint.text.fonts.FontConfiguration()
    style = weasyprint.CSS(string=_font_faces(), font_config=fonts, url_fetcher=_own_fonts())
    finish = partial(say_letters, _READ_ALOUD)
    made: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, finisher=finish, pdf_variant="pdf/ua-1")
    return made


def rendering_fault() -> str:
    """Why this node can make no PDF, in one sentence for its administrator; empty where it can."""
    try:
        _weasyprint()
    except Unavailable as fault:
        return str(fault.params["reason"])
    return ""


@cache
def _weasyprint() -> ModuleType:
    missing = [name for name in _font_files() if not (FONTS / name).is_file()]
    if missing:
        raise Unavailable(faults.NOT_READY, reason="the documents' fonts were not built into this installation")
    try:
        import weasyprint  # noqa: PLC0415 - it loads Pango, which a node without PDF need not have
        import weasyprint.text.fonts  # noqa: PLC0415 - the same
    except OSError as error:
        library = str(error).split("'")[1] if "'" in str(error) else "Pango"
        reason = f"the system library {library} is missing (on Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0)"
        raise Unavailable(faults.NOT_READY, reason=reason) from error
    loaded: ModuleType = weasyprint
    return loaded


def arabic_fonts() -> tuple[tuple[int, Path], ...]:
    """The Arabic font of our documents by weight, for pages that are read where none is installed; empty where it was not built."""
    found = [(weight, FONTS / f"noto-naskh-arabic-arabic-{weight}-normal.woff2") for weight in _WEIGHTS]
    return tuple((weight, path) for weight, path in found if path.is_file())


def font_file(is_arabic: bool, is_bold: bool) -> Path:  # noqa: FBT001 - the form in which drawings ask for it
    """The file of our documents' font for Latin or Arabic letters, for pictures of words. Raises Unavailable where it was not built."""
    stem = "noto-naskh-arabic-whole-arabic" if is_arabic else "noto-sans-latin"
    path = FONTS / f"{stem}-{_WEIGHTS[is_bold]}-normal.woff2"
    if not path.is_file():
        raise Unavailable(faults.NOT_READY, reason="the documents' fonts were not built into this installation")
    return path


def _font_files() -> list[str]:
    return [f"{stem}-{weight}-normal.woff2" for _family, stem in _FAMILIES for weight in _WEIGHTS]


def _font_faces() -> str:
    faces = (
        f"@font-face{{font-family:'{family}';font-weight:{weight};"
        f"src:url('{(FONTS / f'{stem}-{weight}-normal.woff2').as_uri()}')}}"
        for family, stem in _FAMILIES
        for weight in _WEIGHTS
    )
    families = ",".join(f"'{family}'" for family, _stem in _FAMILIES)
    return "".join(faces) + f"html{{font-family:{families},sans-serif}}"


@dataclass(frozen=True, slots=True)
class Only:
    """What WeasyPrint asks for an address: these files and pictures by their addresses, and never anything else (S34)."""

    files: Mapping[str, Path]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    _fail_on_errors: ClassVar[bool] = (
        False  # WeasyPrint reads it: a refused address leaves a gap, not a broken document
    )

    def __call__(self, url: str) -> object:
        """The file or picture at this address. Raises ValueError for any other address."""
        if url not in self.files and url not in self.pictures:
            raise ValueError(f"a document opens no address, and not this one: {url[:80]}")
        from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415 - it loads Pango, which a node without PDF need not have

        if url in self.pictures:
            return URLFetcherResponse(url, self.pictures[url], {"Content-Type": "image/png"})
        return URLFetcherResponse(url, self.files[url].read_bytes(), {"Content-Type": "font/woff2"})


def _pictures(document: Document) -> Iterator[tuple[str, bytes]]:
    """The drawings of an Arabic document as pictures, by the addresses that its template gives them.

    WeasyPrint sets words in a drawing letter by letter, which Arabic letters do not bear; those of a picture are joined.
    """
    if document.language == "ar":
        for number, block in enumerate(document.blocks, 1):
            if isinstance(block, Drawing) and block.png is not None:
                yield f"picture:{number}", block.png()


def _own_fonts() -> Only:
    return Only({(FONTS / name).as_uri(): FONTS / name for name in _font_files()})


def _html(document: Document) -> str:
    with translation.override(document.language):
        return render_to_string("desk/document.html", {"document": document, "printed": _moment(document.printed_at)})


def _moment(at: datetime) -> str:
    """Date and time in the node's zone with its offset, the same in every language: a printed copy outlives its context."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M %z")


def refuse_too_long(document: Document) -> None:
    """Raise Invalid for a document that takes more than a minute to render."""
    cells = sum(len(block.rows) * len(block.head) for block in document.blocks if isinstance(block, Table))
    if cells > MOST_CELLS or sum(map(_length, document.blocks)) > LONGEST:
        raise Invalid(faults.TOO_LONG)


def _length(block: object) -> int:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            return len(text)
        case Bullets(items=items):
            return sum(map(len, items))
        case Facts(rows=rows) | Table(rows=rows):
            return sum(len(cell) for row in rows for cell in row)
    return 0
